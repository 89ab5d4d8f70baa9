#version 330
#include "frame.glsl"
uniform sampler2D depth_map;
out vec4 o_depth;

// A depth buffer made straight; far behind everything where the sky is.
void main() {
    float z = texelFetch(depth_map, ivec2(gl_FragCoord.xy), 0).r;
    o_depth = vec4(z >= 1.0 ? 3.0e38 : linear_depth(z), 0.0, 0.0, 0.0);
}
