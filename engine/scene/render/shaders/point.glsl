struct Point {
    vec3 place;
    vec3 view;
    vec3 normal;
    vec3 albedo;
    float roughness;
    float metallic;
    float subject;
    float ground;
    float emission;
    float occlusion;
    float noise;
};

// Light that ripples throw on the ground below water.
float caustics(vec3 p) {
#ifdef DRY
    return 1.0;
#endif
    if (water.w < 0.5 || p.y > water.x) return 1.0;
    vec2 q = p.xz * 0.16;
    float t = eye.w * 0.025;
    float a = texture(noise2, q + vec2(t, t * 0.7)).r;
    float b = texture(noise2, q * 1.13 - vec2(t * 0.8, t) + 0.37).r;
    float web = pow(1.0 - abs(a - b) * 1.6, 10.0);
    float deep = water.x - p.y;
    return 0.75 + 1.5 * web * exp(-deep * 0.07) * smoothstep(0.0, 0.4, deep);
}

vec3 lamps_on(Point p, vec3 f0, float wrap) {
    vec3 sum = vec3(0.0);
    int lamps = LAMP_COUNT;
    for (int k = 0; k < lamps; k++) {
        int i = LAMP(k);
        vec3 to = lamp_place[i].xyz - p.place;
        float d2 = dot(to, to);
        float reach = lamp_place[i].w;
        if (d2 > reach * reach) continue;
        vec3 l = to * inversesqrt(max(d2, 1e-4));
        float fade = 1.0 - d2 / (reach * reach);
        float power = fade * fade / (d2 + 0.15);
        float facing = clamp((dot(p.normal, l) + wrap) / (1.0 + wrap), 0.0, 1.0);
        vec3 bounced = p.albedo * (1.0 - p.metallic) * facing;
        sum += lamp_light[i].rgb * power * (bounced + specular(p.normal, p.view, l, max(p.roughness, 0.15), f0));
    }
    return sum;
}
