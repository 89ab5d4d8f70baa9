// A sky as on a painted background: towers of heaped cloud in three tones with crisp lit edges. Needs puffs.glsl and drawn_heavens.glsl.

// One row of towers: paint over c, and let less of what is behind through.
void paint_row(inout vec3 c, inout float through, vec2 p, vec3 light, mat3 paints, vec3 row, float share) {
    vec2 billow = vec2(texture(noise2, p * vec2(0.32, 0.45) * row.z).r, texture(noise2, p * vec2(1.0, 1.4) * row.z + 0.3).r) - 0.5;
    float rough = billow.x * 0.075 + billow.y * 0.032;
    float leaning = (texture(noise2, p * vec2(0.32, 0.45) * row.z + vec2(0.012, 0.02) * sign(light.x)).r - 0.5 - billow.x) * 1.6;
    Puff puff = puff_at(p, row.x, row.y, row.x < 20.0 ? 1.25 : 0.8, share, sky_more.z * 0.71 + row.x);
    float away = puff.away - rough * (2.2 / row.z);
    float body = smoothstep(0.006, -0.006, away);
    if (body <= 0.0) return;
    float front = sqrt(max(1.0 - min(dot(puff.side, puff.side), 1.0), 0.0));
    float lit = dot(vec3(puff.side, front), light) + billow.y * 0.7 + leaning - 0.10;
    vec3 paint = mix(paints[0], paints[1], smoothstep(-0.06, 0.08, lit));
    paint = mix(paint, paints[2], smoothstep(0.42, 0.54, lit));
    paint = mix(paint, paints[2] * 1.06, smoothstep(-0.022, -0.004, away) * smoothstep(0.0, 0.3, dot(puff.side, light.xy)));
    // All towers of a row sink into the same haze.
    paint = mix(mix(horizon.rgb, paint, 0.30), paint, smoothstep(row.y * 0.2, row.y * 1.2 + 0.10, p.y));
    body *= smoothstep(-0.01, 0.03, p.y);
    c = mix(c, paint, body);
    through *= 1.0 - body;
}

vec4 drawn_sky(vec3 d) {
    vec3 c = drawn_gradient(d, 0.44);
    float through = 1.0;
    float cover = zenith.w;
    if (cover > 0.03 && d.y > -0.02) {
        float y = clamp(luminance(horizon.rgb) * 1.45, 0.08, 1.1);
        vec3 warm = sun_light.rgb / max(sun.w, 0.5);
        float low = 1.0 - smoothstep(0.1, 0.5, sun.y);
        float heavy = smoothstep(0.65, 0.95, cover);
        vec3 white = mix(vec3(1.0), warm, 0.20 + 0.6 * low) * y * mix(1.12, 0.98, heavy);
        vec3 violet = mix(zenith.rgb, vec3(0.27, 0.31, 0.66) * y, 0.6) * mix(1.0, 0.62, heavy);
        vec3 middle = mix(violet, white, 0.52 - 0.10 * heavy) * mix(vec3(1.0), warm, 0.25 * low);
        mat3 paints = mat3(mix(violet, middle, 0.35), middle, white);
        vec2 p = round_horizon(d);
        vec3 light = light_beside(d);
        // High level streaks first: they lie behind the towers.
        vec2 s = d.xz / (max(d.y, 0.0) + 0.22);
        vec2 drift = wind.xy * eye.w * 0.002;
        float streak = texture(noise2, s * vec2(0.05, 0.21) + sky_more.z * 0.31 + drift).g;
        c = mix(c, white, smoothstep(0.58, 0.74, streak) * smoothstep(0.22, 0.55, d.y) * 0.6);
        if (heavy > 0.0) {
            // An overcast sky is a ceiling of heavy heaps with light breaking in at the horizon.
            vec2 roof = d.xz / (max(d.y, 0.0) + 0.16) * 0.13 + sky_more.zz * 0.17 + drift;
            float heap = texture(noise2, roof * vec2(1.0, 0.8)).r * 0.6 + texture(noise2, roof * 0.45 + 0.4).g * 0.7;
            float edge = heap - texture(noise2, roof * vec2(1.0, 0.8) + sun.xz * 0.025).r * 0.6 - texture(noise2, roof * 0.45 + 0.4).g * 0.7;
            vec3 deep = violet * mix(0.95, 0.70, smoothstep(0.1, 0.8, d.y));
            vec3 roofed = mix(deep, middle, smoothstep(0.50, 0.56, heap) * 0.5 + smoothstep(0.68, 0.74, heap) * 0.4);
            roofed = mix(roofed, white, smoothstep(0.02, 0.06, edge) * 0.45);
            roofed = mix(mix(horizon.rgb, white, 0.5), roofed, smoothstep(0.02, 0.34, d.y));
            c = mix(c, roofed, heavy);
            through *= 1.0 - heavy * 0.97;
        }
        paint_row(c, through, p, light, paints, vec3(12.0, 0.05, 1.0), clamp(cover * 1.5, 0.62, 0.85));
        paint_row(c, through, p, light, paints, vec3(27.0, 0.03, 2.0), clamp(cover * 1.5, 0.55, 0.9));
    }
    return vec4(c, through);
}
