#version 330
#include "frame.glsl"
in vec2 uv;
in vec3 ray;
uniform sampler2D albedo_map;
uniform sampler2D normal_map;
uniform sampler2D material_map;
uniform sampler2D depth_map;
uniform sampler2D occlusion_map;
uniform sampler2D sky_map;
uniform sampler2D noise2;
#include "shadow.glsl"
#include "air.glsl"
#include "brdf.glsl"
#include "point.glsl"
#ifdef TOON
#include "toon.glsl"
#else
#include "shade.glsl"
#endif

out vec4 o_light;

void main() {
    float z = textureLod(depth_map, uv, 0.0).r;
    float far = linear_depth(z);
    Point p;
    p.place = eye.xyz + ray * far;
    float length_of_ray = length(ray);
    vec3 d = ray / length_of_ray;
    p.view = -d;
    vec4 a = textureLod(albedo_map, uv, 0.0);
    vec4 n = textureLod(normal_map, uv, 0.0);
    vec4 m = textureLod(material_map, uv, 0.0);
    p.albedo = to_linear(a.rgb);
    p.normal = normalize(n.xyz);
    p.roughness = m.r;
    p.metallic = m.g;
    p.subject = floor(m.b * 255.0 + 0.5);
    p.ground = m.a;
    p.emission = a.a * a.a * 32.0;
    p.occlusion = textureLod(occlusion_map, uv, 0.0).r;
    p.noise = gradient_noise(picture_pixel());
    vec3 c = shade(p);
    o_light = vec4(min(through_air(c, d, far * length_of_ray, false), vec3(60.0)), 1.0);
}
