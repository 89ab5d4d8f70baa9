#version 330
#include "frame.glsl"
in vec2 uv;
in vec3 ray;
uniform sampler2D depth_map;
uniform sampler2D noise2;
uniform float power;
out vec4 o_light;

// Beams that fall through a rippled surface: seen along them, each is a fixed place of the surface where light is
// bundled. They fade with depth and where there is little water to light up.
void main() {
    vec3 d = normalize(ray);
    float far = min(textureLod(depth_map, uv, 0.0).r * length(ray), 60.0);
    vec3 sum = vec3(0.0);
    vec2 slant = sun.xz / max(sun.y, 0.25);
    for (int i = 0; i < 14; i++) {
        float t = (float(i) + 0.5) * 1.7;
        if (t > far) break;
        vec3 p = eye.xyz + d * t;
        float deep = max(water.x - p.y, 0.0);
        vec2 top = p.xz + slant * deep;
        float drift = eye.w * 0.012;
        float beams = textureLod(noise2, top * 0.031 + drift, 2.0).b * textureLod(noise2, top.yx * 0.047 - drift * 1.3, 2.0).b;
        sum += smoothstep(0.24, 0.44, beams) * exp(-deep * 0.05);
    }
    float towards = 0.55 + 0.45 * max(dot(d, sun.xyz), 0.0);
    o_light = vec4(mix(air.rgb * 2.0, vec3(0.6, 0.95, 1.0), 0.6) * luminance(sun_light.rgb) * (sum * 0.065 * power * towards), 1.0);
}
