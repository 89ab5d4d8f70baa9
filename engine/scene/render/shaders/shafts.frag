#version 330
#include "frame.glsl"
in vec2 uv;
uniform sampler2D light_map;
uniform sampler2D depth_map;
uniform vec2 sun_at;        // in the picture, 0..1; may lie outside
uniform float power;
out vec4 o_light;

// Light shafts as a blur away from the sun of what is open to the sky (Mitchell 2007).
void main() {
    vec2 step_uv = (sun_at - uv) * (0.92 / 28.0);
    vec2 p = uv + step_uv * gradient_noise(gl_FragCoord.xy);
    float sum = 0.0;
    float fade = 1.0;
    vec2 aspect = vec2(viewport.x / viewport.y, 1.0);
    for (int i = 0; i < 28; i++) {
        vec2 q = clamp(p, 0.0, 1.0);
        if (textureLod(depth_map, q, 0.0).r > 1.0e38) {
            float bright = clamp(luminance(textureLod(light_map, q, 0.0).rgb) * 0.5, 0.0, 1.0);
            sum += fade * bright * (0.35 + exp(-dot((q - sun_at) * aspect, (q - sun_at) * aspect) * 9.0));
        }
        fade *= 0.965;
        p += step_uv;
    }
    float away = length((uv - sun_at) * aspect);
    o_light = vec4(sun_light.rgb * (sum / 28.0 * power * exp(-away * 1.1)), 1.0);
}
