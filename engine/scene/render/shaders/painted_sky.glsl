// A sky as on a painted background: clean gradient, towers of cloud with crisp lit edges. Needs sky.glsl.

float tower(vec2 p, float cover, float seed) {
    // p: turn round the horizon, rise. Heaps stand on a level line and reach as high as the noise along it.
    float rise = texture(noise2, vec2(p.x * 0.061 + seed, seed * 3.1)).g;
    float lean = texture(noise2, vec2(p.x * 0.023 - seed, 0.31)).g;
    float top = smoothstep(0.36, 0.66, rise + (lean - 0.5) * 0.6) * mix(0.26, 0.66, cover);
    float heap = texture(noise2, p * vec2(0.16, 0.42) + seed).r * 0.7 + texture(noise2, p * vec2(0.42, 1.05) + seed).r * 0.3;
    float foot = smoothstep(-0.01, 0.05, p.y - 0.02);
    return (top * (0.50 + 0.90 * heap) - p.y) * 9.0 * foot;
}

vec4 painted_sky(vec3 d) {
    float up = max(d.y, 0.0);
    vec3 c = mix(horizon.rgb, zenith.rgb, smoothstep(0.0, 0.62, up));
    float y = luminance(c);
    c = max(mix(vec3(y), c, 1.22), 0.0);
    float facing = max(dot(d, sun.xyz), 0.0);
    float moonlit = sun_light.w;
    vec3 warm = sun_light.rgb / max(sun.w, 0.5);
    c += warm * (pow(facing, 9.0) * 0.16 + smoothstep(0.972, 0.990, facing) * 0.10 * (1.0 - moonlit));
    if (sky_more.x > 0.0) c += sky_galaxy(d);
    if (below.w > 0.0) c += sky_aurora(d);
    c = mix(c, mix(horizon.rgb, below.rgb, 0.5), smoothstep(0.0, -0.2, d.y));
    float through = 1.0;
    float cover = zenith.w;
    if (cover > 0.03 && d.y > 0.0) {
        float day = clamp(luminance(horizon.rgb) * 1.3, 0.10, 1.0) * mix(1.0, 0.55, smoothstep(0.75, 1.0, cover));
        vec3 bright = mix(vec3(1.0), warm, 0.35 + 0.3 * (1.0 - clamp(sun.y * 2.0, 0.0, 1.0))) * day * 1.08;
        vec3 dim = mix(zenith.rgb, horizon.rgb, 0.55) * 0.82 + bright * 0.12;
        vec2 p = vec2(atan(d.x, -d.z) * 2.4 + wind.x * eye.w * 0.008, d.y);
        vec2 light_way = vec2(clamp((atan(sun.x, -sun.z) - atan(d.x, -d.z)) * 0.5, -1.0, 1.0) * 0.10, 0.045 + 0.05 * sun.y);
        for (int i = 0; i < 2; i++) {
            float seed = sky_more.z * 0.137 + float(i) * 0.43;
            vec2 q = i == 0 ? p * vec2(1.0, 1.15) : vec2(p.x * 1.5 + 2.0, p.y * 1.9);
            if (i == 1) q.x += 1.7;
            float here = tower(q, cover, seed);
            if (here > 0.0) {
                float towards = tower(q + light_way * vec2(4.0, 1.0), cover, seed);
                float lit = here - towards * 0.85;
                float body = smoothstep(0.0, 0.22, here);
                float tone = smoothstep(-0.55, -0.35, lit) * 0.45 + smoothstep(0.05, 0.22, lit) * 0.55;
                vec3 paint = mix(dim, bright, clamp(tone + 0.12, 0.0, 1.0));
                paint = mix(mix(horizon.rgb, bright, 0.25), paint, smoothstep(0.0, 0.16, d.y));
                c = mix(c, paint, body * through);
                through *= 1.0 - body;
            }
        }
        // A few level streaks high up.
        vec2 s = d.xz / (d.y + 0.25);
        float streak = smoothstep(0.60, 0.70, texture(noise2, s * vec2(0.06, 0.34) + sky_more.z * 0.31).g) * smoothstep(0.25, 0.5, d.y);
        c = mix(c, bright, streak * 0.55 * through);
        through *= 1.0 - streak * 0.5;
    }
    return vec4(c, through);
}
