// The sky in a direction: gradient, glow round the sun, clouds. Needs frame.glsl and the sampler noise2.

vec3 sky_gradient(vec3 d) {
    float up = max(d.y, 0.0);
    float t = 1.0 - pow(1.0 - up, 4.5);
    vec3 c = mix(horizon.rgb, zenith.rgb, t);
    float facing = max(dot(d, sun.xyz), 0.0);
    float low = 1.0 - smoothstep(0.05, 0.5, sun.y);
    float band = exp(-up * 7.0) * (0.35 + 0.65 * low);
    float moonlit = sun_light.w;
    vec3 warm = sun_light.rgb * mix(0.16, 0.05, moonlit);
    c += warm * (pow(facing, 6.0) * (0.10 + 0.5 * band) + pow(facing, 40.0) * (0.4 + 0.5 * low) + pow(facing, 350.0) * 1.6);
    vec3 haze = mix(horizon.rgb, below.rgb, 0.55);
    return mix(c, haze, smoothstep(0.0, -0.22, d.y));
}

float phase_forward(float mu, float g) {
    float g2 = g * g;
    return (1.0 - g2) / pow(1.0 + g2 - 2.0 * g * mu, 1.5) * 0.25;
}

float cloud_shape(vec2 p, float h, float cover) {
    vec2 drift = wind.xy * eye.w * 0.004;
    vec2 seed = vec2(sky_more.z * 0.37, sky_more.z * 0.61);
    float broad = texture(noise2, p * 0.23 + drift + seed).g;
    vec4 body = texture(noise2, p * 0.71 + drift * 1.3 + seed.yx);
    float shape = broad * 0.62 + body.g * 0.18 + body.r * 0.30;
    float belly = 1.0 - abs(h * 1.7 - 0.55);           // flat below, rounded above
    float threshold = mix(0.86, 0.32, pow(cover, 0.7));
    return clamp((shape - threshold + (belly - 0.6) * 0.10) * 5.5, 0.0, 1.0);
}

// Clouds between two heights, marched in a few steps. rgb: their light; a: how much of what is behind is seen.
vec4 sky_clouds(vec3 d, float jitter, int steps) {
    float cover = zenith.w;
    if (cover < 0.02 || d.y < 0.005) return vec4(0.0, 0.0, 0.0, 1.0);
    float mu = dot(d, sun.xyz);
    float moonlit = sun_light.w;
    vec3 key = sun_light.rgb * mix(0.50, 0.30, moonlit);
    vec3 fill = mix(horizon.rgb, zenith.rgb, 0.35) * 1.02 + below.rgb * 0.08;
    float silver = phase_forward(mu, 0.72) * 0.55 + 0.42;
    float through = 1.0;
    vec3 light = vec3(0.0);
    float slant = 1.0 / (d.y + 0.075);
    vec2 towards = normalize(sun.xz + vec2(1e-4)) * 0.13 * (1.2 - 0.6 * sun.y);
    for (int i = 0; i < steps; i++) {
        float h = (float(i) + jitter) / float(steps);
        vec2 p = d.xz * slant * (1.0 + 0.17 * h);
        float dense = cloud_shape(p, h, cover);
        if (dense > 0.01) {
            float shade = cloud_shape(p + towards, min(h + 0.25, 1.0), cover);
            float lit = exp(-shade * 1.5 - dense * 0.4) * (0.55 + 0.6 * h);
            float powder = 1.0 - 0.45 * exp(-dense * 4.0);
            vec3 c = fill * (0.55 + 0.55 * h) + key * lit * silver * powder * 1.9;
            float a = 1.0 - exp(-dense * 7.5 / float(steps));
            light += through * a * c;
            through *= 1.0 - a;
        }
    }
    vec2 q = d.xz / (d.y + 0.2);
    float wisps = texture(noise2, q * vec2(0.09, 0.31) + sky_more.z + wind.xy * eye.w * 0.002).g;
    float cirrus = smoothstep(0.52, 0.85, wisps) * 0.35 * smoothstep(0.0, 0.3, cover);
    light += through * cirrus * (fill * 0.6 + key * 0.75);
    through *= 1.0 - cirrus;
    float far = smoothstep(0.0, 0.16, d.y);
    return vec4(light * far, mix(1.0, through, far));
}
