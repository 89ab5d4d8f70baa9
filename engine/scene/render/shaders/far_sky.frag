#version 330
#include "frame.glsl"
in vec2 uv;
in vec3 ray;
uniform sampler2D sky_map;
uniform sampler2D sky_view;
uniform sampler2D noise2;
#include "celestial.glsl"
#include "air.glsl"
out vec4 o_light;

// What is crisp in the sky goes over what is soft.
void main() {
    vec3 d = normalize(ray);
    // Clouds were marched with jitter on every other pixel: a small tent smooths it away.
    vec2 at = window.xy + uv * window.zw;
    vec2 t = 0.8 / vec2(textureSize(sky_view, 0));
    vec4 seen = 0.25 * (textureLod(sky_view, at + t * vec2(1.0, 0.4), 0.0) + textureLod(sky_view, at + t * vec2(-0.4, 1.0), 0.0)
        + textureLod(sky_view, at + t * vec2(-1.0, -0.4), 0.0) + textureLod(sky_view, at + t * vec2(0.4, -1.0), 0.0));
    vec3 c = seen.rgb;
#ifdef DISC
    vec4 disc = sun_disc(d);
#else
    vec4 disc = vec4(0.0);
#endif
    c = mix(c, c * 0.25, disc.a * seen.a * sun_light.w) + disc.rgb * seen.a;
#ifdef STARS
    c += sky_stars(d) * seen.a * (1.0 - disc.a);
#endif
    o_light = vec4(min(through_air(c, d, planes.y, true), vec3(60.0)), 1.0);
}
