#version 330
#include "frame.glsl"
#include "life.glsl"
in vec3 in_position;
in vec3 in_normal;
in vec4 in_colour;
in vec4 in_surface;
in vec4 in_row0;
in vec4 in_row1;
in vec4 in_row2;
in vec4 in_who;     // phase 0..1, identity 0..1, subject, size
uniform float sway;
uniform float glow;     // factor of the emission
#ifdef SHADOW
uniform mat4 light;
#endif
out vec3 v_world;
out vec3 v_normal;
out vec3 v_local;
out vec3 v_colour;
out vec4 v_surface;
flat out vec2 v_who;

void main() {
    vec4 p = vec4(in_position, 1.0);
    if (life.x > 0.5) p.xyz = stirred(in_position, in_surface.z, in_who.x, eye.w);
    vec3 world = vec3(dot(in_row0, p), dot(in_row1, p), dot(in_row2, p));
    if (sway > 0.0) {
        float t = eye.w;
        float phase = in_who.x * 6.2832 + dot(world.xz, vec2(0.21, 0.17));
        float gust = 0.55 + 0.45 * sin(t * 0.7 + dot(world.xz, wind.xy) * 0.12);
        float lean = sin(t * 1.9 + phase) + 0.4 * sin(t * 4.3 + phase * 2.3 + in_position.y * 3.0);
        world.xz += wind.xy * (sway * wind.z * in_surface.w * gust * (0.35 + 0.65 * lean));
        world.y -= sway * wind.z * in_surface.w * 0.1 * abs(lean) * gust;
    }
    v_world = world;
    v_local = in_position * in_who.w;
    v_normal = vec3(dot(in_row0.xyz, in_normal), dot(in_row1.xyz, in_normal), dot(in_row2.xyz, in_normal));
    v_colour = in_colour.rgb;
    v_surface = in_surface;
    v_surface.z *= glow;
    v_who = in_who.yz;
#ifdef SHADOW
    gl_Position = light * vec4(world, 1.0);
    gl_Position.z = max(gl_Position.z, -gl_Position.w);     // casters before the box still cast
#else
    gl_Position = view_projection * vec4(world, 1.0);
#endif
#ifdef MIRROR
    gl_ClipDistance[0] = world.y - water.x + 0.02;
#endif
}
