// How much of the sun reaches a point. Needs frame.glsl.
// Percentage-closer soft shadows (Fernando 2005) on three nested boxes that lie side by side in one map.
uniform sampler2DShadow shadow_map;
uniform sampler2D shadow_depth;
uniform float sun_size;     // tangent of the sun's apparent radius, enlarged for softness

const vec2 DISC[8] = vec2[8](
    vec2(-0.326, -0.406), vec2(0.520, -0.150), vec2(-0.696, 0.457), vec2(0.185, 0.893),
    vec2(0.962, -0.195), vec2(-0.203, 0.121), vec2(0.473, -0.880), vec2(-0.915, -0.321));

float sun_reaches(vec3 p, vec3 n, float angle, float facing) {
    int k = 2;
    vec3 q = vec3(0.0);
    for (int i = 0; i < 3; i++) {
        float texel = shadow_info[i].x;
        vec3 shifted = p + n * texel * (0.7 + 2.2 * (1.0 - facing)) + sun.xyz * texel * 0.8;
        q = (shadow_matrix[i] * vec4(shifted, 1.0)).xyz;
        if (all(lessThan(abs(q.xy), vec2(0.96))) && q.z < 1.0) { k = i; break; }
    }
    if (any(greaterThan(abs(q.xy), vec2(0.995))) || q.z > 1.0) return 1.0;
    q = q * 0.5 + 0.5;
    vec2 scale = vec2(1.0 / 3.0, 1.0);
    float texel = shadow_info[k].x;
    float texel_uv = 1.0 / float(textureSize(shadow_depth, 0).y);
    float per_metre = texel_uv / texel;
    mat2 turn = mat2(cos(angle), sin(angle), -sin(angle), cos(angle));
    float range = shadow_info[k].y;
    float blur = texel * 1.1;
#ifdef HARD
    blur = texel * 1.8;
#else
    // How far away are the things that hide the sun? Their distance opens the half-shadow.
    float search = clamp(sun_size * range * 0.10, texel * 2.0, texel * 24.0) * per_metre;
    float hidden = 0.0;
    float gap = 0.0;
    for (int i = 0; i < 4; i++) {
        vec2 s = clamp(q.xy + turn * DISC[i] * search, texel_uv, 1.0 - texel_uv);
        float z = textureLod(shadow_depth, (s + vec2(float(k), 0.0)) * scale, 0.0).r;
        float above = (q.z - z) * range;
        if (above > texel * 1.5) { hidden += 1.0; gap += above; }
    }
    if (hidden > 0.0) blur = clamp(gap / hidden * sun_size, texel * 1.1, texel * 26.0);
    else if (gap == 0.0 && facing > 0.25) return 1.0;
#endif
    float light = 0.0;
    for (int i = 0; i < SHADOW_TAPS; i++) {
#if SHADOW_TAPS > 8
        vec2 at = i < 8 ? DISC[i] : vec2(-DISC[i - 8].y, DISC[i - 8].x) * 0.72;
#else
        vec2 at = DISC[i];
#endif
        vec2 s = clamp(q.xy + turn * at * blur * per_metre, texel_uv, 1.0 - texel_uv);
        light += textureLod(shadow_map, vec3((s + vec2(float(k), 0.0)) * scale, q.z), 0.0);
    }
    light /= float(SHADOW_TAPS);
    float edge = k == 2 ? smoothstep(0.9, 1.0, 2.0 * max(abs(q.x - 0.5), abs(q.y - 0.5))) : 0.0;
    return mix(light, 1.0, edge);
}
