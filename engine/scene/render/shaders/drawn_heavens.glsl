// What all drawn skies share: a clean gradient, the glow of the light, what shines at night. Needs celestial.glsl.
vec3 drawn_gradient(vec3 d, float reach) {
    float up = max(d.y, 0.0);
    vec3 c = mix(horizon.rgb, zenith.rgb, smoothstep(0.0, reach, up));
    float facing = max(dot(d, sun.xyz), 0.0);
    vec3 warm = sun_light.rgb / max(sun.w, 0.5);
    c += warm * (pow(facing, 7.0) * 0.18 + pow(facing, 40.0) * 0.15) * (1.0 - 0.7 * sun_light.w) * smoothstep(1.0, 0.6, zenith.w);
    if (sky_more.x > 0.0) c += sky_galaxy(d);
    if (below.w > 0.0) c += sky_aurora(d);
    return mix(c, mix(horizon.rgb, below.rgb, 0.5), smoothstep(0.0, -0.2, d.y));
}
