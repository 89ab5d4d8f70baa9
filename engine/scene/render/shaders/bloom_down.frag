#version 330
in vec2 uv;
uniform sampler2D source;
uniform vec2 texel;
uniform float first;
out vec4 o_light;

// Downsampling in five overlapping boxes (Jimenez 2014).
vec3 soft(vec3 c) {
    return first > 0.5 ? c / (1.0 + 0.06 * max(c.r, max(c.g, c.b))) : c;
}

void main() {
    vec3 middle = soft(textureLod(source, uv, 0.0).rgb);
    vec3 sum = middle * 0.2;
    for (int i = 0; i < 4; i++) {
        vec2 o = vec2((i & 1) * 2 - 1, (i >> 1) * 2 - 1);
        sum += soft(textureLod(source, uv + o * texel, 0.0).rgb) * 0.2;
    }
    o_light = vec4(sum, 1.0);
}
