#version 330
in vec2 uv;
uniform sampler2D source;
uniform vec2 texel;
out vec4 o_colour;

// Fast approximate antialiasing (Lottes 2009), the short form.
float bright(vec3 c) {
    return dot(c, vec3(0.299, 0.587, 0.114));
}

void main() {
    vec3 here = textureLod(source, uv, 0.0).rgb;
    float m = bright(here);
    float a = bright(textureLod(source, uv + vec2(-1.0, -1.0) * texel, 0.0).rgb);
    float b = bright(textureLod(source, uv + vec2(1.0, -1.0) * texel, 0.0).rgb);
    float c = bright(textureLod(source, uv + vec2(-1.0, 1.0) * texel, 0.0).rgb);
    float d = bright(textureLod(source, uv + vec2(1.0, 1.0) * texel, 0.0).rgb);
    float low = min(m, min(min(a, b), min(c, d)));
    float high = max(m, max(max(a, b), max(c, d)));
    o_colour = vec4(here, 1.0);
    if (high - low < max(0.05, high * 0.11)) return;
    vec2 along = vec2(-((a + b) - (c + d)), (a + c) - (b + d));
    float less = max((a + b + c + d) * 0.03125, 1.0 / 128.0);
    along = clamp(along / (min(abs(along.x), abs(along.y)) + less), -8.0, 8.0) * texel;
    vec3 near = 0.5 * (textureLod(source, uv + along * (1.0 / 3.0 - 0.5), 0.0).rgb + textureLod(source, uv + along * (2.0 / 3.0 - 0.5), 0.0).rgb);
    vec3 wide = near * 0.5 + 0.25 * (textureLod(source, uv + along * -0.5, 0.0).rgb + textureLod(source, uv + along * 0.5, 0.0).rgb);
    float w = bright(wide);
    o_colour = vec4(w < low || w > high ? near : wide, 1.0);
}
