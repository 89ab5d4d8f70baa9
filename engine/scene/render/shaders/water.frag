#version 330
#include "frame.glsl"
uniform sampler2D light_map;
uniform sampler2D depth_map;
uniform sampler2D mirror_map;
uniform sampler2D sky_map;
uniform sampler2D ripple_map;
uniform sampler2D noise2;
#include "shadow.glsl"
#include "air.glsl"
#include "brdf.glsl"
layout(location = 0) out vec4 o_light;
layout(location = 1) out vec4 o_depth;      // metres along the view; 1 where water is seen

vec2 slope(vec2 p, float footprint) {
    float t = eye.w;
    float size = max(water.y, 0.01);
    vec2 s = vec2(0.0);
    vec2 w = wind.xy;
    // Three trains of ripples, each crossed by another; what is finer than a pixel is left out.
    for (int i = 0; i < 3; i++) {
        float f = i == 0 ? 0.035 : (i == 1 ? 0.11 : 0.31);
        float fade = clamp(1.3 - footprint * f * 60.0, 0.0, 1.0);
        if (fade <= 0.0) continue;
        vec2 q = p * f * vec2(1.0, 1.25) + w * t * (i == 0 ? 0.022 : (i == 1 ? 0.035 : 0.06));
        vec2 r = p.yx * f * vec2(1.1, 0.9) - w.yx * t * (i == 0 ? 0.017 : (i == 1 ? 0.028 : 0.05)) + 0.37;
        s += (textureLod(ripple_map, q, 0.0).rg + textureLod(ripple_map, r, 0.0).gr - 1.0) * fade * (i == 0 ? 0.36 : (i == 1 ? 0.22 : 0.17));
    }
    return s * clamp(size * 9.0, 0.15, 2.4);
}

#ifdef PAINTED
// Long shapes of drawn water around 0, from two trains that cross slowly.
float swell(vec2 p) {
    float t = eye.w * 0.018;
    float a = textureLod(noise2, p * vec2(0.16, 0.34) + wind.xy * t, 1.5).b;
    float b = textureLod(noise2, p.yx * vec2(0.29, 0.13) - wind.yx * t + 0.41, 1.5).b;
    return a + b - 1.0;
}
#endif

vec3 from_below(vec3 d, vec3 n, float far) {
    // Snell's window: the bright round of sky above a diver; beyond it the surface mirrors the deep.
    vec3 bent = refract(d, -n, 1.33);
    vec3 deep = to_linear(vec3(0.0)) + water_deep.rgb * 0.6;
    vec3 c = dot(bent, bent) > 0.1 ? sky_around(bent, 1.0) * water_shallow.rgb * 2.2 + sun_light.rgb * pow(max(dot(bent, sun.xyz), 0.0), 60.0) : water_shallow.rgb * 0.45;
    return mix(c, deep, 1.0 - exp(-far * 0.035));
}

void main() {
    vec2 uv = gl_FragCoord.xy * viewport.zw;
    vec3 ray = ray_forward.xyz + ray_right.xyz * (uv.x * 2.0 - 1.0) + ray_up.xyz * (uv.y * 2.0 - 1.0);
    float z = linear_depth(textureLod(depth_map, uv, 0.0).r);
    bool sky = textureLod(depth_map, uv, 0.0).r >= 1.0;
    float long_ray = length(ray);
    vec3 d = ray / long_ray;
    bool diving = eye.y < water.x;
    float far = (water.x - eye.y) / ray.y;      // along the view axis
    vec3 p = eye.xyz + ray * far;
    float reach = far * long_ray;
    float footprint = reach * viewport.w * 2.0 * length(ray_up.xyz) / max(abs(d.y), 0.03) * 0.5;
    vec2 s = slope(p.xz, footprint);
#ifdef PAINTED
    s *= 0.3;
#endif
    vec3 n = normalize(vec3(-s.x, 1.0, -s.y));
    if (diving) {
        o_light = vec4(through_air(from_below(d, n, reach), d, reach, false), 1.0);
        o_depth = vec4(far, 1.0, 0.0, 0.0);
        return;
    }
    // What lies below, bent by the ripples.
    vec2 shift = s * 0.05 / (1.0 + far * 0.05) * clamp((z - far) * 0.7, 0.0, 1.0);
    float z2 = linear_depth(textureLod(depth_map, uv + shift, 0.0).r);
    if (z2 < far) { shift = vec2(0.0); z2 = z; }
    vec3 ground_seen = textureLod(light_map, uv + shift, 0.0).rgb;
    float path = max((z2 - far) * long_ray, 0.0);
    float drop = path * abs(d.y);
    float thick = mix(path, drop * 2.0, 0.4);
    float clear = clamp(water.z, 0.0, 1.0);
    float lit = sun_reaches(p, vec3(0.0, 1.0, 0.0), gradient_noise(picture_pixel()) * 6.2832, max(sun.y, 0.05));
    float sunshine = luminance(sun_light.rgb) * (0.25 + 0.75 * max(sun.y, 0.0)) * mix(0.45, 1.0, lit);
    float daylight = sunshine * 0.42 + luminance(zenith.rgb + horizon.rgb) * 0.38;
    vec3 body = mix(water_shallow.rgb, water_deep.rgb, 1.0 - exp(-drop * 0.45)) * daylight;
    vec3 through = exp(-(vec3(1.15, 0.42, 0.36) * thick) * mix(3.5, 0.55, clear));
    vec3 tint = mix(vec3(1.0), clamp(water_shallow.rgb * 2.2 + 0.25, 0.0, 1.2), 1.0 - exp(-thick * 1.2));
    vec3 c = body * (1.0 - through) + ground_seen * through * tint;
    // The mirrored world.
    float nv = max(dot(n, -d), 0.02);
    vec3 flat_n = normalize(vec3(n.x * 0.55, 1.0, n.z * 0.55));
    float fresnel = 0.02 + 0.98 * pow(1.0 - max(dot(flat_n, -d), 0.0), 5.0);
    vec2 at = window.xy + uv * window.zw;
    vec2 wobble = vec2(s.x, s.y * 1.6) * vec2(0.05, 0.11) * clamp(8.0 / reach, 0.12, 1.0);
    vec2 mirror_at = vec2(at.x, 1.0 - at.y) + wobble;
    vec4 mirror = vec4(0.0);
    // Ripples smear reflections up and down.
    float smear = 0.004 + water.y * 0.05;
    for (int i = 0; i < 3; i++) mirror += textureLod(mirror_map, mirror_at + vec2(0.0, (float(i) - 1.0) * smear), 0.0);
    mirror /= 3.0;
    vec3 r = reflect(d, n);
    r.y = abs(r.y) + 0.01;
    vec3 sky_light = sky_around(normalize(r), 1.0 + clamp(footprint * 2.0, 0.0, 3.0));
    vec3 reflected = mix(sky_light, mirror.rgb / max(mirror.a, 1e-3), clamp(mirror.a, 0.0, 1.0));
    c = mix(c, reflected, clamp(fresnel * 1.15, 0.0, 1.0));
    float rough = clamp(0.10 + footprint * 0.25 + water.y * 0.3, 0.08, 0.42);
    c += specular(n, -d, sun.xyz, rough, vec3(0.02)) * sun_light.rgb * lit * 1.6;
    for (int i = 0; i < int(sky_more.w); i++) {
        vec3 to = lamp_place[i].xyz - p;
        float d2 = dot(to, to);
        float fade = clamp(1.0 - d2 / (lamp_place[i].w * lamp_place[i].w * 9.0), 0.0, 1.0);
        c += lamp_light[i].rgb * specular(n, -d, normalize(to), 0.22, vec3(0.03)) * fade * fade / (1.0 + d2 * 0.15);
    }
    // Foam runs along the shore in rows that breathe.
    float edge = sky ? 9.0 : drop;
    float churn = texture(noise2, p.xz * 0.09 + wind.xy * eye.w * 0.012).g;
    float lace = texture(noise2, p.xz * 0.45 - wind.xy * eye.w * 0.02).r;
    float row = sin((edge * 5.0 - eye.w * 0.6) + churn * 9.0) * 0.5 + 0.5;
    float span = 0.10 + water.y * 2.2;
    float foam = smoothstep(span, 0.0, edge) * (0.35 + 0.65 * row) * smoothstep(0.25, 0.62, lace + 0.35 * smoothstep(span * 0.35, 0.0, edge));
    foam += smoothstep(0.25, 0.6, water.y) * smoothstep(0.66, 0.85, churn * 0.6 + lace * 0.5) * 0.6;
    foam = clamp(foam * (1.0 - clamp(footprint * 0.8, 0.0, 0.7)), 0.0, 0.9);
#ifdef PAINTED
    // Broad calm shapes of three tones that grow with the distance, so that the picture keeps one rhythm of them;
    // white only on a few crests, sparks only below the light.
    float calm = clamp(16.0 / reach, 0.0, 1.0);
    float band = log2(max(reach, 3.0) / 3.0);
    float part = smoothstep(0.25, 0.75, fract(band));
    float shape = mix(swell(p.xz * exp2(-floor(band))), swell(p.xz * exp2(-floor(band) - 1.0)), part);
    vec3 tone = mix(body * 0.9 + zenith.rgb * 0.10, reflected, 0.42 + 0.4 * fresnel);
    vec3 pale = mix(tone, vec3(daylight) * vec3(0.78, 0.96, 1.04), 0.42);
    c = tone * mix(vec3(1.0), vec3(0.76, 0.84, 0.92), smoothstep(0.16, 0.19, -shape));
    c = mix(c, pale, smoothstep(0.17, 0.20, shape) * (0.30 + 0.25 * calm));
    float crest = smoothstep(0.46, 0.48, shape);
    c = mix(c, vec3(daylight) * vec3(1.1, 1.2, 1.22), crest * 0.75 * clamp(60.0 / reach, 0.0, 1.0));
    float towards = max(dot(normalize(d.xz), normalize(sun.xz + 1e-4)), 0.0);
    float spark = texture(noise2, p.xz * exp2(-floor(band)) * vec2(0.37, 0.55) + wind.xy * eye.w * 0.05).b;
    c += sun_light.rgb * smoothstep(0.86, 0.89, spark + 0.25 * shape) * pow(towards, 14.0) * lit * 0.8;
    foam = smoothstep(0.30, 0.36, foam);
#endif
#ifdef FLAT
    // Bands of flat colour with wavy edges, and short white dashes.
    float along = p.z * 0.9 + sin(p.x * 0.35 + eye.w * 0.5) * 0.5;
    float bands = floor(log2(max(reach, 1.0)) * 2.0 + 0.16 * sin(p.x * 0.5 + eye.w * 0.4) + 0.10 * sin(p.x * 1.3 - eye.w * 0.7));
    vec3 flat_water = mix(water_shallow.rgb, water_deep.rgb, 0.25);
    flat_water = max(mix(vec3(luminance(flat_water)), flat_water, 1.6), 0.0);
    flat_water = mix(flat_water, zenith.rgb * 1.2, 0.35);
    flat_water = mix(flat_water, horizon.rgb, clamp(bands * 0.05, 0.0, 0.40));
    c = flat_water * max(daylight * 1.25, 0.10) * (mod(bands, 2.0) > 0.5 ? 1.0 : 0.88);
    c = mix(c, c * 0.72, clamp(mirror.a, 0.0, 1.0) * 0.6);
    vec2 cut = vec2(p.x * 0.16 + floor(along) * 0.37, fract(along) - 0.5);
    float dash = step(abs(fract(cut.x + eye.w * 0.03) - 0.5), 0.16 * hash1(vec2(floor(along), floor(cut.x + eye.w * 0.03)))) * step(abs(cut.y + 0.12 * sin(p.x * 3.0)), 0.09);
    c = mix(c, vec3(1.0) * max(daylight, 0.15), dash * clamp(30.0 / reach - 0.4, 0.0, 1.0) * 0.9);
    foam = smoothstep(0.30, 0.34, foam);
#endif
#ifdef SOFT
    c = mix(c, body * 1.15, 0.25);
    foam = smoothstep(0.2, 0.5, foam) * 0.9;
#endif
    c = mix(c, vec3(0.92, 0.96, 1.0) * (sunshine * 0.75 + daylight * 0.7), foam);
    c = through_air(c, d, reach, false);
    o_light = vec4(min(c, vec3(60.0)), 1.0);
    o_depth = vec4(far, 1.0, 0.0, 0.0);
}
