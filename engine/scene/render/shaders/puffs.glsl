// Heaps of round puffs along the horizon: what drawn clouds are made of. Needs frame.glsl.

struct Puff {
    float away;         // distance to the outline in radians, negative inside
    vec2 side;          // from the puff's middle, in its radii
    float foot;         // height above the heap's foot, in its radii
};

const vec3 HEAP[5] = vec3[5](
    vec3(0.0, 0.42, 1.0), vec3(-0.86, 0.12, 0.66), vec3(0.80, 0.18, 0.74), vec3(-1.45, -0.06, 0.42), vec3(1.42, -0.04, 0.46));

// `cells` heaps go round the horizon; p is the turn round it and the rise; the feet stand at about `level`.
Puff puff_at(vec2 p, float cells, float level, float tall, float share, float seed) {
    float width = 6.2831853 / cells;
    float nearest = 1e3;
    vec3 sum = vec3(0.0);
    float weights = 1e-6;
    float column = floor(p.x / width);
    for (int k = -1; k <= 1; k++) {
        float id = mod(column + float(k), cells);
        vec3 h = hash3(vec2(id * 1.37 + seed, seed * 2.11 + cells));
        if (h.z > share) continue;
        vec2 size = width * vec2(0.25 + 0.22 * h.x, (0.24 + 0.26 * h.y) * tall);
        float foot = level * (0.6 + 0.8 * h.x);
        vec2 middle = vec2((column + float(k) + 0.35 + 0.3 * h.y) * width, foot);
        float turned = h.x > 0.5 ? 1.0 : -1.0;
        for (int j = 0; j < 5; j++) {
            vec2 at = middle + HEAP[j].xy * size * vec2(turned, 1.0);
            vec2 radius = size * HEAP[j].z;
            vec2 q = (p - at) / radius;
            float away = (length(q) - 1.0) * radius.y;
            nearest = min(nearest, away);
            // Puffs melt into each other without a seam.
            float weight = exp(-away * 22.0 / width);
            sum += vec3(q, (p.y - foot) / size.y) * weight;
            weights += weight;
        }
    }
    return Puff(nearest, sum.xy / weights, sum.z / weights);
}

vec2 round_horizon(vec3 d) {
    float turn = atan(d.x, -d.z) + 3.1415927 + wind.x * eye.w * 0.0030;
    return vec2(mod(turn, 6.2831853), d.y / max(length(d.xz), 0.15));
}

// Towards the light, as seen beside a puff in direction d: right, up and towards the eye.
vec3 light_beside(vec3 d) {
    vec3 ahead = normalize(vec3(d.x, 0.0, d.z) + vec3(1e-5));
    vec3 right = vec3(-ahead.z, 0.0, ahead.x);
    return normalize(vec3(dot(sun.xyz, right) * 0.7, max(sun.y, 0.0) + 0.35, -dot(sun.xyz, ahead) * 0.6));
}
