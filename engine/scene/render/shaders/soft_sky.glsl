// A toy world's sky: a clean gradient and round clouds of cotton. Needs puffs.glsl and drawn_heavens.glsl.

vec4 drawn_sky(vec3 d) {
    vec3 c = drawn_gradient(d, 0.6);
    float through = 1.0;
    float cover = zenith.w;
    if (cover > 0.03 && d.y > -0.02) {
        float y = clamp(luminance(horizon.rgb) * 1.35, 0.06, 1.1);
        vec3 warm = sun_light.rgb / max(sun.w, 0.5);
        vec3 white = mix(vec3(1.0), warm, 0.35) * y * 1.15;
        vec3 dim = mix(mix(zenith.rgb, horizon.rgb, 0.45), white, 0.30);
        vec2 p = round_horizon(d);
        vec3 light = light_beside(d);
        for (int row = 0; row < 2; row++) {
            Puff puff = puff_at(p, row == 0 ? 17.0 : 9.0, row == 0 ? 0.10 : 0.26, 0.85, clamp(cover * 1.2, 0.2, 0.75), sky_more.z * 0.71 + float(row));
            float body = smoothstep(0.010, -0.014, puff.away) * smoothstep(-0.55, -0.15, puff.foot);
            float front = sqrt(max(1.0 - min(dot(puff.side, puff.side), 1.0), 0.0));
            float lit = dot(vec3(puff.side, front), light);
            vec3 cotton = mix(dim, white, smoothstep(-0.35, 0.75, lit) * smoothstep(-0.9, 0.6, puff.foot));
            c = mix(c, cotton, body);
            through *= 1.0 - body;
        }
    }
    return vec4(c, through);
}
