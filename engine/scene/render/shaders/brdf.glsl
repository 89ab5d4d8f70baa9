// Powers by multiplication: `pow` costs a processor a logarithm and an exponential.
float pow5(float x) {
    float x2 = x * x;
    return x2 * x2 * x;
}

// Microfacet reflection: GGX with Smith's masking (Walter 2007), Fresnel after Schlick (1994).
vec3 specular(vec3 n, vec3 v, vec3 l, float rough, vec3 f0) {
    vec3 h = normalize(l + v);
    float nl = max(dot(n, l), 0.0);
    float nv = max(dot(n, v), 0.03);
    float nh = max(dot(n, h), 0.0);
    float a = max(rough * rough, 0.012);
    float a2 = a * a;
    float below_line = nh * nh * (a2 - 1.0) + 1.0;
    float d = a2 / (3.14159265 * below_line * below_line);
    float k = a * 0.5;
    float g = 0.25 / ((nl * (1.0 - k) + k) * (nv * (1.0 - k) + k));
    vec3 f = f0 + (1.0 - f0) * pow5(1.0 - max(dot(v, h), 0.0));
    return min(f * (d * g * nl), vec3(24.0));
}

// How much of an even sky a rough surface mirrors (Karis 2014, a fit).
vec3 environment_share(vec3 f0, float rough, float nv) {
    vec4 r = rough * vec4(-1.0, -0.0275, -0.572, 0.022) + vec4(1.0, 0.0425, 1.04, -0.04);
    float a = min(r.x * r.x, exp2(-9.28 * nv)) * r.x + r.y;
    vec2 ab = vec2(-1.04, 1.04) * a + r.zw;
    return f0 * ab.x + ab.y;
}
