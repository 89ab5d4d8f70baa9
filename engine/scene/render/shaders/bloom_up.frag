#version 330
in vec2 uv;
uniform sampler2D source;
uniform sampler2D same;
uniform vec2 texel;
uniform float spread;
out vec4 o_light;

void main() {
    vec3 sum = textureLod(source, uv, 0.0).rgb * 4.0;
    for (int i = 0; i < 4; i++) {
        vec2 side = i < 2 ? vec2(i * 2 - 1, 0) : vec2(0, i * 2 - 5);
        vec2 corner = vec2((i & 1) * 2 - 1, (i >> 1) * 2 - 1);
        sum += textureLod(source, uv + side * texel, 0.0).rgb * 2.0 + textureLod(source, uv + corner * texel, 0.0).rgb;
    }
    o_light = vec4(mix(textureLod(same, uv, 0.0).rgb, sum / 16.0, spread), 1.0);
}
