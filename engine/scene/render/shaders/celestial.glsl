// What hangs beyond the clouds. Needs frame.glsl and noise2.

vec3 star_layer(vec3 d, float scale, float rare) {
    // Cells on the faces of a cube, so that stars stay round everywhere.
    vec3 a = abs(d);
    vec2 p = a.x > a.y && a.x > a.z ? d.yz / a.x : (a.y > a.z ? d.xz / a.y : d.xy / a.z);
    float face = a.x > a.y && a.x > a.z ? (d.x > 0.0 ? 0.0 : 1.0) : (a.y > a.z ? 2.0 : (d.z > 0.0 ? 3.0 : 4.0));
    vec2 cell = floor(p * scale);
    vec3 h = hash3(cell + face * 57.0 + sky_more.z);
    if (h.z > rare) return vec3(0.0);
    vec2 at = fract(p * scale) - 0.5 - (h.xy - 0.5) * 0.7;
    float size = mix(0.035, 0.12, pow(h.z / rare, 6.0));
    float bright = exp(-dot(at, at) / (size * size)) * mix(0.25, 1.6, pow(h.x, 5.0));
    float twinkle = 0.75 + 0.25 * sin(eye.w * (2.0 + 3.0 * h.y) + h.x * 40.0);
    return bright * twinkle * mix(vec3(0.72, 0.83, 1.0), vec3(1.0, 0.86, 0.70), h.y);
}

vec3 sky_stars(vec3 d) {
    float shown = smoothstep(-0.02, 0.18, d.y);
    return (star_layer(d, 38.0, 0.22) * 2.2 + star_layer(d, 95.0, 0.34) * 0.8) * horizon.w * shown;
}

vec3 sky_galaxy(vec3 d) {
    vec3 pole = normalize(vec3(0.55, 0.42, 0.62));
    float off = dot(d, pole);
    vec3 along = normalize(d - pole * off);
    float turn = atan(along.y, along.x);
    float n = texture(noise2, vec2(turn * 0.32, off * 0.9)).g;
    float m = texture(noise2, vec2(turn * 0.9 + 0.3, off * 2.3)).g;
    float band = exp(-pow(abs(off) * (2.9 - n * 1.2), 2.0) * 3.0);
    float core = exp(-off * off * 60.0) * smoothstep(0.62, 0.35, m);
    vec3 c = mix(vec3(0.10, 0.13, 0.30), vec3(0.62, 0.42, 0.52), band) * band * (0.35 + n * 1.1);
    c *= 1.0 - core * 0.75;
    c += star_layer(d, 160.0, 0.6) * band * 0.7;
    return c * sky_more.x * 0.55;
}

vec3 sky_aurora(vec3 d) {
    if (d.y < 0.02) return vec3(0.0);
    vec3 sum = vec3(0.0);
    for (int i = 0; i < 14; i++) {
        float h = float(i) / 14.0;
        vec2 p = d.xz / (d.y + 0.12) * (1.0 + h * 0.55);
        vec2 bend = texture(noise2, p * 0.035 + vec2(eye.w * 0.002, 0.1)).gr - 0.5;
        float wave = texture(noise2, p * vec2(0.05, 0.017) + bend * 0.35 + vec2(0.0, eye.w * 0.003)).g;
        float ridge = pow(max(1.0 - abs(wave - 0.52) * 9.0, 0.0), 2.5);
        vec3 c = mix(vec3(0.08, 0.95, 0.42), vec3(0.45, 0.18, 0.95), smoothstep(0.1, 0.85, h));
        sum += c * ridge * exp(-h * 2.6);
    }
    return sum * below.w * 0.22 * smoothstep(0.02, 0.14, d.y);
}

vec4 sun_disc(vec3 d) {
    // rgb: light; a: how far it hides what is behind.
    float mu = dot(d, sun.xyz);
    if (mu < 0.985) return vec4(0.0);
    float away = acos(clamp(mu, -1.0, 1.0));
    if (sun_light.w < 0.5) {
        float disc = 1.0 - smoothstep(0.019, 0.0215, away);
        vec3 hot = mix(sun_light.rgb / max(sun.w, 1e-3), vec3(1.0), 0.35);
        return vec4(hot * disc * (4.0 + 9.0 * smoothstep(0.0, 0.3, sun.y)), disc);
    }
    const float radius = 0.047;
    vec3 right = normalize(cross(vec3(0.0, 1.0, 0.0), sun.xyz));
    vec3 up = cross(sun.xyz, right);
    vec2 p = vec2(dot(d, right), dot(d, up)) / radius;
    float r2 = dot(p, p);
    float disc = 1.0 - smoothstep(0.955, 1.03, sqrt(r2));
    vec3 n = vec3(p, sqrt(max(1.0 - r2, 0.0)));
    float seas = smoothstep(0.42, 0.62, texture(noise2, p * 0.16 + 0.21).g);
    float craters = texture(noise2, p * 0.55 + 0.4).r;
    float pits = smoothstep(0.55, 0.9, texture(noise2, p * 1.3 + 0.7).r);
    float tone = mix(1.0, 0.42, seas) * (0.82 + 0.3 * craters) * (1.0 - 0.25 * pits);
    float lit = smoothstep(-0.15, 0.5, dot(n, normalize(vec3(0.55, 0.30, 0.75))));
    vec3 pale = mix(vec3(0.95, 0.93, 0.86), sun_light.rgb / max(sun.w, 1e-3), 0.25);
    return vec4(pale * tone * (0.02 + 0.42 * lit) * disc, disc);
}
