#version 330
#include "frame.glsl"
out vec2 uv;
out vec3 ray;

void main() {
    uv = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
    vec2 ndc = uv * 2.0 - 1.0;
    ray = ray_forward.xyz + ray_right.xyz * ndc.x + ray_up.xyz * ndc.y;
#ifdef PLANE_DEPTH
    gl_Position = vec4(ndc, 1.0, 1.0);      // as far as the sky: a depth test picks sky or things
#else
    gl_Position = vec4(ndc, 0.0, 1.0);
#endif
}
