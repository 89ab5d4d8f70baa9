#version 330
#include "frame.glsl"
in vec2 uv;
uniform sampler2D light_map;
uniform sampler2D depth_map;
layout(location = 0) out vec4 o_light;
layout(location = 1) out vec4 o_depth;

// Where there is no water only the depth is to be made straight.
void main() {
    float z = textureLod(depth_map, uv, 0.0).r;
    o_light = textureLod(light_map, uv, 0.0);
    o_depth = vec4(z >= 1.0 ? 3.0e38 : linear_depth(z), 0.0, 0.0, 0.0);
}
