// A cartoon's sky: bands of flat colour and clouds cut from paper. Needs puffs.glsl and drawn_heavens.glsl.

vec4 drawn_sky(vec3 d) {
    float up = max(d.y, 0.0);
    float wave = 0.016 * sin(atan(d.x, -d.z) * 9.0 + sky_more.z);
    float step_up = floor((up + wave) * 9.0);
    float band = (step_up + smoothstep(0.90, 1.0, fract((up + wave) * 9.0))) / 9.0;
    vec3 c = drawn_gradient(normalize(vec3(d.x, d.y < 0.0 ? d.y : band + 0.02, d.z)), 0.46);
    float through = 1.0;
    float cover = zenith.w;
    if (cover > 0.03 && d.y > -0.02) {
        float y = clamp(luminance(horizon.rgb) * 1.4, 0.06, 1.0);
        vec3 white = mix(vec3(1.0), sun_light.rgb / max(sun.w, 0.5), 0.25) * y * 1.1;
        vec3 dim = mix(white, zenith.rgb, 0.35);
        vec2 p = round_horizon(d);
        for (int row = 0; row < 2; row++) {
            Puff puff = puff_at(p, row == 0 ? 19.0 : 11.0, row == 0 ? 0.09 : 0.25, 0.75, clamp(cover * 1.25, 0.2, 0.8), sky_more.z * 0.53 + float(row) * 3.0);
            float body = smoothstep(0.003, -0.003, puff.away) * smoothstep(-0.04, 0.02, puff.foot);
            vec3 paper = mix(dim, white, smoothstep(-0.03, 0.03, puff.foot - 0.30 - 0.10 * sin(p.x * 40.0)));
            c = mix(c, row == 0 ? mix(c, paper, 0.6) : paper, body);
            through *= 1.0 - body;
        }
    }
    return vec4(c, through);
}
