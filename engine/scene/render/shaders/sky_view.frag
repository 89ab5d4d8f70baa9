#version 330
#include "frame.glsl"
in vec2 uv;
in vec3 ray;
uniform sampler2D noise2;
#include "sky.glsl"
#include "celestial.glsl"
#ifdef DRAWN
#include "puffs.glsl"
#include "drawn_heavens.glsl"
#endif
#ifdef PAINTED
#include "painted_sky.glsl"
#endif
#ifdef SOFT
#include "soft_sky.glsl"
#endif
#ifdef FLAT
#include "flat_sky.glsl"
#endif
out vec4 o_sky;     // light of air and clouds; how much of the stars, the sun's and the moon's disc comes through

void main() {
#ifdef AROUND
    vec3 d = from_around(uv);
    const int steps = 4;
    float jitter = 0.5;
#else
    vec3 d = normalize(ray);
    const int steps = 7;
    float jitter = 0.1 + 0.8 * gradient_noise(gl_FragCoord.xy);
#endif
#ifdef DRAWN
    vec4 seen = drawn_sky(d);
#else
    vec4 clouds = sky_clouds(d, jitter, steps);
    vec3 c = sky_gradient(d);
    if (sky_more.x > 0.0 && d.y > -0.05) c += sky_galaxy(d);
    if (below.w > 0.0) c += sky_aurora(d);
    vec4 seen = vec4(c * clouds.a + clouds.rgb, clouds.a);
#endif
    o_sky = vec4(min(seen.rgb, vec3(60.0)), seen.a);
}
