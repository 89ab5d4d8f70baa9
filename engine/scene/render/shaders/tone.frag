#version 330
#include "frame.glsl"
in vec2 uv;
uniform sampler2D light_map;
uniform sampler2D blurred_map;
uniform sampler2D bloom_map;
uniform sampler2D shafts_map;
uniform sampler2D average_map;
uniform sampler2D streak_map;
uniform float bloom;
uniform float exposure;
uniform float adapt;        // how far the eye adapts to the scene's brightness
uniform float key;
uniform float film;         // 1: filmic curve; 0: keeps colours as painted
uniform float clarity;
uniform float diffusion;
uniform vec3 lift;
uniform vec3 grade;
uniform vec3 shadows_tint;
uniform vec3 lights_tint;
uniform float saturation;
uniform float contrast;
uniform float grain;
uniform float vignette;
uniform float fringe;
out vec4 o_colour;

// The ACES curve, fitted by Hill (2017): colours bleach towards white as on film.
vec3 aces(vec3 c) {
    const mat3 enter = mat3(0.59719, 0.07600, 0.02840, 0.35458, 0.90834, 0.13383, 0.04823, 0.01566, 0.83777);
    const mat3 leave = mat3(1.60475, -0.10208, -0.00327, -0.53108, 1.10813, -0.07276, -0.07367, -0.00605, 1.07602);
    c = enter * c;
    c = (c * (c + 0.0245786) - 0.000090537) / (c * (0.983729 * c + 0.4329510) + 0.238081);
    return leave * c;
}

vec3 shoulder(vec3 c) {
    vec3 over = max(c - 0.72, 0.0);
    return min(c, vec3(0.72)) + 0.28 * (1.0 - exp(-over / 0.28));
}

// Chosen when the shader is compiled, as BLUR, FRINGE and SHAFTS are: processors run both sides of a branch.
vec3 out_of_focus(vec3 c, vec2 p) {
#ifdef BLUR
    vec4 b = textureLod(blurred_map, p, 0.0);
    return mix(c, b.rgb, b.a);
#else
    return c;
#endif
}

void main() {
    vec2 off = uv - 0.5;
    vec3 c = out_of_focus(texelFetch(light_map, ivec2(gl_FragCoord.xy), 0).rgb, uv);
#ifdef FRINGE
    vec2 shift = off * dot(off, off) * fringe;
    c.r = out_of_focus(textureLod(light_map, uv + shift, 0.0).rgb, uv + shift).r;
    c.b = out_of_focus(textureLod(light_map, uv - shift, 0.0).rgb, uv - shift).b;
#endif
    vec3 glow = textureLod(bloom_map, uv, 0.0).rgb;
#ifdef CLARITY
    c *= pow(clamp((luminance(c) + 0.02) / (luminance(glow) + 0.02), 0.35, 2.5), clarity);
#endif
    c = mix(c, glow, bloom);
#ifdef SHAFTS
    c += textureLod(shafts_map, uv, 0.0).rgb;
#endif
    float bright = max(luminance(texelFetch(average_map, ivec2(0), 0).rgb), 0.010);
    // Dark places are lifted more, as eyes open wider at night.
    float expose = exposure * pow(key / bright, mix(min(adapt + 0.20, 0.70), adapt, smoothstep(0.02, 0.16, bright)));
    c *= expose;
    c *= 1.0 - vignette * smoothstep(0.15, 0.95, dot(off, off) * 2.0);
#ifdef STREAK
    c += textureLod(streak_map, uv, 0.0).rgb * expose;
#endif
    c = clamp(mix(shoulder(c), aces(c * 1.25), film), 0.0, 1.0);
#ifdef DIFFUSION
    vec3 soft = clamp(shoulder(glow * expose), 0.0, 1.0);
    c = 1.0 - (1.0 - c) * (1.0 - soft * soft * diffusion);
#endif
    c = mix(c * 12.92, 1.055 * pow(max(c, vec3(1e-5)), vec3(1.0 / 2.4)) - 0.055, step(0.0031308, c));
    float y = dot(c, vec3(0.299, 0.587, 0.114));
    c = mix(vec3(y), c, saturation);
    c = mix(c, c * c * (3.0 - 2.0 * c), contrast);
    c *= mix(shadows_tint, lights_tint, smoothstep(0.12, 0.78, y)) * grade;
    c = lift + c * (1.0 - lift);
    vec3 h = hash3(gl_FragCoord.xy + vec2(eye.w * 61.7, eye.w * 17.3));
    float rough = (h.x + h.y - 1.0) * grain * (1.0 - 0.6 * y);
    c = clamp(c + rough + (h.z + h.x - 1.0) / 255.0, 0.0, 1.0);
    o_colour = vec4(c, dot(c, vec3(0.299, 0.587, 0.114)));      // fxaa.frag reads the brightness
}
