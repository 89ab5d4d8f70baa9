// The light that a point sends to the eye. WRAP, GLOSS, RIM, CANDY and FILL turn plain matter into soft clay;
// CARD holds a reflector beside the camera: subjects are seen against the light and by night.

vec3 shade(Point p) {
    vec3 n = p.normal;
    p.albedo = min(max(mix(vec3(luminance(p.albedo)), p.albedo, CANDY), 0.0), 1.0);
    vec3 f0 = mix(vec3(0.04), p.albedo, p.metallic);
    float nv = max(dot(n, p.view), 0.03);
    float facing = dot(n, sun.xyz);
    float soft = clamp((facing + WRAP) / (1.0 + WRAP), 0.0, 1.0);
    float lit = 0.0;
    if (soft > 0.0 && sun.w > 0.0) lit = sun_reaches(p.place, n, p.noise * 6.2832, max(facing, 0.0));
    float occlusion = p.occlusion;
    vec3 sunlight = sun_light.rgb * lit * caustics(p.place);
    vec3 matt = p.albedo * (1.0 - p.metallic);
    float rough = clamp(p.roughness * (1.0 - GLOSS * 0.35), 0.05, 1.0);
    vec3 c = sunlight * (matt * soft + specular(n, p.view, sun.xyz, rough, f0));
    // Skin, wax and leaves let a little red light through where the shadow begins.
    c += sunlight * matt * matt * WRAP * 0.5 * (1.0 - abs(facing)) * vec3(1.0, 0.45, 0.3);

    vec3 sky = sky_around(normalize(n + vec3(0.0, 0.35, 0.0)), 5.0);
    float up = n.y * 0.5 + 0.5;
    vec3 bounce = below.rgb * (0.30 * luminance(sun_light.rgb) * max(sun.y, 0.15) + 0.35 * luminance(zenith.rgb + horizon.rgb));
    vec3 around_it = mix(bounce, sky, smoothstep(0.0, 0.9, up)) * 0.95;
    // Moonless nights keep shapes, as films light them.
    around_it += vec3(0.022, 0.028, 0.046) * (1.0 - smoothstep(0.1, 1.0, sun.w)) * (0.5 + up);
    // Where corners are dark, light of many bounces takes the colour of the surface (Jimenez 2016).
    vec3 shut = max(vec3(occlusion), ((occlusion * (2.0404 * matt - 0.3324) + (-4.7951 * matt + 0.6417)) * occlusion + (2.7552 * matt + 0.6903)) * occlusion);
    c += matt * around_it * (shut * FILL);

    float hero = step(0.5, p.subject);
    float day = luminance(sun_light.rgb);
    float open_sky = luminance(zenith.rgb + horizon.rgb);
    vec3 card = mix(vec3(1.0), horizon.rgb / max(luminance(horizon.rgb), 1e-3), 0.35) * (0.13 * day + 0.22 * open_sky + 0.012);
    float towards = clamp(dot(n, normalize(p.view + vec3(0.0, 0.3, 0.0))) * 0.75 + 0.25, 0.0, 1.0);
    c += CARD * hero * matt * card * towards * occlusion * (1.0 - 0.7 * soft * lit) * (1.0 - sky_more.y);

    vec3 r = reflect(-p.view, n);
    vec3 mirrored = sky_around(normalize(mix(r, n, rough * rough * 0.6)), 1.0 + rough * 5.0);
    if (r.y < 0.0) mirrored = mix(mirrored, below.rgb * (luminance(sun_light.rgb) * 0.22 + 0.1), smoothstep(0.0, -0.3, r.y) * 0.7);
    float open = clamp(pow(nv + occlusion, exp2(-16.0 * rough - 1.0)) - 1.0 + occlusion, 0.0, 1.0);
    c += mirrored * environment_share(f0, rough, nv) * open * mix(1.0, lit, 0.25 * (1.0 - p.metallic));
    // A clear coat and a rim of sky light.
    float grazing = pow5(1.0 - nv);
    c += GLOSS * (1.0 - p.ground) * (specular(n, p.view, sun.xyz, 0.32, vec3(0.04)) * sunlight * 0.8 + sky_around(r, 3.0) * (0.03 + 0.3 * grazing) * occlusion);
    float back = (1.0 - nv) * (1.0 - nv) * (1.0 - nv) * (0.35 + 0.65 * max(dot(-p.view, sun.xyz) * 0.5 + 0.5, 0.0));
    c += RIM * (1.0 + 2.0 * hero * CARD) * back * occlusion * (sky_around(normalize(n + vec3(0.0, 0.5, 0.0)), 4.0) + sun_light.rgb * 0.25) * (0.10 + 1.3 * matt) * (1.0 - p.ground);

    c += lamps_on(p, f0, WRAP) * mix(1.0, occlusion, 0.6);
    return c + p.albedo * p.emission;
}
