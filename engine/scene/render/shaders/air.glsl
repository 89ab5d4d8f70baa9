// Mist that thins with height and the haze of clear air. Needs frame.glsl and the sampler sky_map.
vec3 sky_around(vec3 d, float lod) {
    return textureLod(sky_map, around(d), lod).rgb;
}

// The integral of an exponential atmosphere along a ray (Quilez 2010).
float mist_depth(vec3 d, float far) {
    float fall = 1.0 / max(air_more.x, 0.1);
    float start = exp(-max(eye.y - air_more.z, -20.0) * fall);
    float k = d.y * fall;
    float along = abs(k * far) < 1e-3 ? far : (1.0 - exp(-clamp(k * far, -40.0, 40.0))) / k;
    return air.w * start * clamp(along, 0.0, 1e5);
}

// Within 0.01 of the true angle (Lagarde 2014).
float fast_acos(float x) {
    float a = min(abs(x), 1.0);
    float angle = (1.5707963 - 0.156583 * a) * sqrt(1.0 - a);
    return x < 0.0 ? 3.1415927 - angle : angle;
}

vec3 through_air(vec3 c, vec3 d, float far, bool sky) {
    float mist = 1.0 - exp(-mist_depth(d, far));
    if (sky) mist *= 1.0 - smoothstep(0.12, 0.75, d.y) * (1.0 - clamp(air.w * 30.0, 0.0, 1.0));
    float glow = max(dot(d, sun.xyz), 0.0);
    glow *= glow;
    glow *= glow;
    glow *= glow;
    vec3 lit = air.rgb + sun_light.rgb * (glow * 0.22 * (1.0 - 0.6 * sun_light.w));
    if (!sky && sky_more.y < 0.5) {
        float haze = 1.0 - exp(-far * air_more.w);
        vec3 behind = sky_around(normalize(vec3(d.x, max(d.y, 0.0) * 0.4 + 0.04, d.z)), 3.0);
        c = mix(c, behind, haze);
    }
    c = mix(c, lit, mist);
    // Lamps glow in the mist: light scattered along the ray (Sun 2005, without its tables).
    int lamps = LAMP_COUNT;
    float thick = min(air.w * 0.8 + 0.0006, 0.02);
    for (int k = 0; k < lamps; k++) {
        int i = LAMP(k);
        vec3 to = lamp_place[i].xyz - eye.xyz;
        float b = dot(to, d);
        float away2 = dot(to, to) + 0.02;
        float miss2 = max(away2 - b * b, 0.02);
        float miss = sqrt(miss2);
        float end = min(far, 1e4);
        // The angle under which the lamp sees the ray, from eye to end.
        float beyond = end - b;
        float angle = fast_acos((away2 - end * b) * inversesqrt(away2 * (miss2 + beyond * beyond)));
        float path = angle / miss;
        c += lamp_light[i].rgb * path * thick * smoothstep(lamp_place[i].w * 1.2, 0.0, miss);
    }
    return c;
}
