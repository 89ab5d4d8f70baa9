#version 330
uniform sampler2D source;
out vec4 o_light;

void main() {
    vec3 sum = vec3(0.0);
    for (int i = 0; i < 16; i++) sum += min(textureLod(source, (vec2(i & 3, i >> 2) + 0.5) * 0.25, 0.0).rgb, vec3(4.0));
    o_light = vec4(sum / 16.0, 1.0);
}
