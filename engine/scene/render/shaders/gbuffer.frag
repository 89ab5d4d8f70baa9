#version 330
#include "frame.glsl"
#include "surface.glsl"
layout(location = 0) out vec4 o_albedo;     // sRGB; emission
layout(location = 1) out vec4 o_normal;     // world; identity
layout(location = 2) out vec4 o_material;   // roughness, metallic, subject, 1 for ground

void main() {
    Surface s = find_surface();
    o_albedo = vec4(s.albedo, sqrt(clamp(v_surface.z / 32.0, 0.0, 1.0)));
    o_normal = vec4(s.normal, v_who.x);
    o_material = vec4(s.roughness, clamp(v_surface.y, 0.0, 1.0), v_who.y / 255.0, ground);
}
