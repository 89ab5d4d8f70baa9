#version 330
#include "frame.glsl"
out vec2 unused;

// The level surface, as far as the eye reaches; the fragment shader finds its place from the pixel.
void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
    unused = corner;
    gl_Position = view_projection * vec4(eye.x + corner.x * planes.y * 0.68, water.x, eye.z + corner.y * planes.y * 0.68, 1.0);
}
