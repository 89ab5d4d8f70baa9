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
uniform sampler2D sky_view;
uniform sampler2D noise2;
#include "celestial.glsl"
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

vec3 far_sky(vec3 d) {
    vec4 seen = textureLod(sky_view, window.xy + uv * window.zw, 0.0);
    vec3 c = seen.rgb;
    vec4 disc = sun_disc(d);
    c = mix(c, c * 0.25, disc.a * seen.a * sun_light.w) + disc.rgb * seen.a;
    if (horizon.w > 0.0) c += sky_stars(d) * seen.a * (1.0 - disc.a);
    return through_air(c, d, planes.y, true);
}

void main() {
    float z = textureLod(depth_map, uv, 0.0).r;
    if (z >= 1.0) {
        o_light = vec4(far_sky(normalize(ray)), 1.0);
        return;
    }
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
