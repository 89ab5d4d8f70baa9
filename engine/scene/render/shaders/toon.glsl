// Light in two or three steps of colour, shadows that lean to violet, a rim and crisp highlights.

vec3 shade(Point p) {
    vec3 n = p.normal;
    float facing = dot(n, sun.xyz);
    float lit = 1.0;
    if (facing > -0.1 && sun.w > 0.0) lit = sun_reaches(p.place, n, 0.7, max(facing, 0.0));
    lit = smoothstep(0.42, 0.58, lit);
    float y = luminance(sun_light.rgb);
    vec3 hue = sun_light.rgb / max(y, 1e-3);
    vec3 sky = mix(horizon.rgb, zenith.rgb, 0.45);
    float night = sun_light.w;
    float day = clamp(0.30 + y * 0.28 + luminance(sky) * 0.35, 0.06, 1.15) * mix(1.0, 0.6, night);
    vec3 base = p.albedo * (1.0 - 0.35 * p.metallic);
    base = max(mix(vec3(luminance(base)), base, 1.28), 0.0) + 0.012;
#ifdef FLAT
    base = max(mix(vec3(luminance(base)), base, 1.25), 0.0) * 1.15;
#else
    if (p.ground > 0.5) {
        // Ground as broad washes of gouache with dabs in them.
        float wash = texture(noise2, p.place.xz * 0.021).g;
        float dab = texture(noise2, p.place.xz * 0.17 + 0.3).g;
        float tuft = texture(noise2, p.place.xz * vec2(0.75, 0.5)).b;
        float near = clamp(1.0 - length(p.place - eye.xyz) * 0.03, 0.0, 1.0);
        base *= mix(vec3(0.80, 0.90, 0.92), vec3(1.10, 1.05, 0.92), smoothstep(0.42, 0.58, wash));
        base *= 1.0 + 0.10 * (smoothstep(0.50, 0.54, dab) - smoothstep(0.42, 0.38, dab)) + near * 0.12 * (smoothstep(0.62, 0.66, tuft) - smoothstep(0.38, 0.34, tuft));
    }
#endif
#ifdef FLAT
    float step1 = smoothstep(0.02, 0.05, facing) * lit;
    vec3 bright = base * mix(vec3(1.0), hue, 0.35) * 1.06;
    vec3 dim = base * mix(vec3(0.74, 0.74, 0.84), sky, 0.12);
    vec3 c = mix(dim, bright, p.ground > 0.5 ? lit : step1) * day;
#else
    float step1 = smoothstep(-0.02, 0.03, facing) * lit;
    float step2 = smoothstep(0.52, 0.58, facing) * lit;
    vec3 cool = mix(vec3(0.70, 0.66, 0.98), sky / max(luminance(sky), 0.05) * 0.72, 0.35);
    vec3 dim = base * cool * mix(0.86, 0.68, smoothstep(0.85, 0.45, p.occlusion)) + cool * 0.012;
    vec3 bright = base * mix(vec3(1.0), hue, 0.55);
    vec3 c = mix(dim, bright, p.ground > 0.5 ? lit : step1);
    if (p.ground < 0.5) c += base * hue * step2 * 0.16;
    c *= day;
#endif
    vec3 h = normalize(sun.xyz + p.view);
    float shine = 1.0 - clamp(p.roughness, 0.0, 1.0);
    float spot = smoothstep(0.0, 0.02, dot(n, h) - mix(0.998, 0.90, p.roughness)) * step(p.roughness, 0.55) * lit;
    c += spot * shine * 0.75 * hue * day;
    if (p.metallic > 0.4) {
        vec3 r = reflect(-p.view, n);
        float band = smoothstep(-0.05, 0.05, r.y - 0.15) * 0.55 + smoothstep(0.45, 0.5, r.y) * 0.45 - smoothstep(-0.35, -0.3, r.y) * 0.2;
        c = mix(c, p.albedo * (0.35 + 1.05 * clamp(band, 0.0, 1.0)) * day, 0.75);
    }
#ifndef FLAT
    float edge = 1.0 - max(dot(n, p.view), 0.0);
    float rim = smoothstep(0.66, 0.74, edge) * smoothstep(-0.2, 0.4, dot(n, normalize(sun.xyz + vec3(0.0, 0.3, 0.0)))) * (1.0 - p.ground);
    c += rim * 0.30 * (sky * 0.6 + base * hue * 0.7) * day;
#endif
    vec3 lamps = lamps_on(p, vec3(0.0), 0.2);
    c += lamps * 0.8;
    c *= mix(1.0, 0.82 + 0.18 * smoothstep(0.5, 0.62, p.occlusion), 1.0);
    return c + p.albedo * min(p.emission, 3.0);
}
