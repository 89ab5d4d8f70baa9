#version 330
#include "frame.glsl"
#include "circle_of_confusion.glsl"
in vec2 uv;
uniform sampler2D light_map;
uniform sampler2D depth_map;
out vec4 o_light;       // a: blur, negative before the sharp plane

void main() {
    vec2 t = viewport.zw * 0.25;
    vec3 c = vec3(0.0);
    float depth = 3.0e38;
    for (int i = 0; i < 4; i++) {
        vec2 o = vec2((i & 1) * 2 - 1, (i >> 1) * 2 - 1) * t;
        c += min(textureLod(light_map, uv + o, 0.0).rgb, vec3(24.0));
        depth = min(depth, textureLod(depth_map, uv + o, 0.0).r);
    }
    float blur = blur_of(depth);
    o_light = vec4(c * 0.25, depth < planes.z ? -blur : blur);
}
