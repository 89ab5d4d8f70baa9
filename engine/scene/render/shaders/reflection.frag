#version 330
#include "frame.glsl"
#include "surface.glsl"
uniform sampler2D sky_map;
#include "air.glsl"
#include "brdf.glsl"
#include "point.glsl"
out vec4 o_light;

// What water mirrors is rippled and dim: simple light, no shadows.
void main() {
    Surface s = find_surface();
    vec3 albedo = to_linear(s.albedo);
    float metal = clamp(v_surface.y, 0.0, 1.0);
    float up = s.normal.y * 0.5 + 0.5;
    vec3 sky = mix(below.rgb * 0.4, mix(horizon.rgb, zenith.rgb, 0.5), up);
    vec3 c = albedo * (sun_light.rgb * max(dot(s.normal, sun.xyz), 0.0) * 0.8 + sky * 0.9);
    vec3 to = v_world - eye.xyz;
    float far = length(to);
    vec3 d = to / far;
    if (metal > 0.3) c = mix(c, albedo * sky_around(reflect(d, s.normal), 2.0), metal);
    Point p;
    p.place = v_world; p.view = -d; p.normal = s.normal; p.albedo = albedo; p.roughness = 0.9; p.metallic = 0.0;
    c += lamps_on(p, vec3(0.0), 0.3) + albedo * v_surface.z;
    o_light = vec4(min(through_air(c, d, far, false), vec3(40.0)), 1.0);
}
