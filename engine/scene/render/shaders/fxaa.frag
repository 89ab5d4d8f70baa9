#version 330
in vec2 uv;
uniform sampler2D source;   // colour; its brightness
out vec4 o_colour;

// Fast approximate antialiasing (Lottes 2009), the short form.
float bright(vec3 c) {
    return dot(c, vec3(0.299, 0.587, 0.114));
}

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    ivec2 size = textureSize(source, 0);
    ivec2 before = max(at - 1, 0);
    ivec2 after = min(at + 1, size - 1);
    vec4 here = texelFetch(source, at, 0);
    float a = texelFetch(source, before, 0).a;
    float b = texelFetch(source, ivec2(after.x, before.y), 0).a;
    float c = texelFetch(source, ivec2(before.x, after.y), 0).a;
    float d = texelFetch(source, after, 0).a;
    float low = min(here.a, min(min(a, b), min(c, d)));
    float high = max(here.a, max(max(a, b), max(c, d)));
    vec2 along = vec2(-((a + b) - (c + d)), (a + c) - (b + d));
    float less = max((a + b + c + d) * 0.03125, 1.0 / 128.0);
    along = clamp(along / (min(abs(along.x), abs(along.y)) + less), -8.0, 8.0) / vec2(size);
    o_colour = vec4(here.rgb, 1.0);
    if (high - low < max(0.05, high * 0.11)) return;
    vec3 near = 0.5 * (textureLod(source, uv - along / 6.0, 0.0).rgb + textureLod(source, uv + along / 6.0, 0.0).rgb);
    vec3 wide = near * 0.5 + 0.25 * (textureLod(source, uv - along * 0.5, 0.0).rgb + textureLod(source, uv + along * 0.5, 0.0).rgb);
    float w = bright(wide);
    o_colour = vec4(w < low || w > high ? near : wide, 1.0);
}
