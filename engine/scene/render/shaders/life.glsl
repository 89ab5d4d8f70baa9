// How bodies stir: breath, glances, tails, fins and wings. Models face +z and stand on y = 0.
uniform vec3 life;          // kind (motion.py), pace, reach; kind 0: lifeless
uniform vec3 life_low;      // the mesh's lowest corner and its extent, metres
uniform vec3 life_size;

vec3 stand(vec3 p, vec3 q, float a, float t) {
    float high = life_size.y;
    p.x += 0.011 * high * q.y * q.y * sin(t * 1.05 + a);
    p.z += 0.006 * high * q.y * q.y * sin(t * 0.73 + a * 1.7);
    float chest = smoothstep(0.50, 0.66, q.y) * smoothstep(0.84, 0.76, q.y);
    p.z *= 1.0 + 0.045 * chest * sin(t * 1.7 + a);
    // The head turns about its own axis, slowly and not all the time.
    float head = smoothstep(0.80, 0.87, q.y);
    float turn = 0.30 * head * sin(t * 0.41 + a) * smoothstep(-0.4, 0.8, sin(t * 0.23 + a * 2.3));
    p.xz = mat2(cos(turn), sin(turn), -sin(turn), cos(turn)) * p.xz;
    return p;
}

vec3 beast(vec3 p, vec3 q, float a, float t) {
    float trunk = smoothstep(0.15, 0.4, q.z) * smoothstep(0.85, 0.6, q.z) * smoothstep(0.25, 0.5, q.y);
    p.x *= 1.0 + 0.035 * trunk * sin(t * 1.8 + a);
    float head = smoothstep(0.66, 0.95, q.z) * smoothstep(0.35, 0.62, q.y);
    float nod = sin(t * 0.62 + a) * smoothstep(-0.5, 0.7, sin(t * 0.31 + a * 1.9));
    p.y -= 0.05 * life_size.y * head * (0.5 + 0.5 * nod);
    p.x += 0.06 * life_size.z * head * sin(t * 0.37 + a * 2.7);
    float tail = smoothstep(0.20, 0.0, q.z) * smoothstep(0.22, 0.4, q.y);
    p.x += 0.075 * life_size.z * tail * sin(t * 2.7 + a) * (0.35 + 0.65 * smoothstep(-0.3, 0.6, sin(t * 0.5 + a)));
    return p;
}

vec3 wings(vec3 p, float a, float t) {
    float beats = 6.2832 * life.y * t + a;
    float out_ = abs(p.x) / (0.5 * life_size.x);
    // Bursts of beats between glides.
    float power = life.z * mix(0.18, 1.0, smoothstep(-0.35, 0.35, sin(t * 0.9 + a * 1.3)));
    float lift = 0.62 * power * sin(beats - out_ * 0.7) * smoothstep(0.10, 0.5, out_);
    p.y += abs(p.x) * lift - 0.05 * life_size.x * power * sin(beats);
    p.x *= 1.0 - 0.28 * lift * lift;
    return p;
}

vec3 flame(vec3 p, float shine, float a, float t) {
    if (shine < 0.3) return p;
    float up = max(p.y - life_low.y, 0.0);
    p.y += up * life.z * (0.14 * sin(t * 9.0 + p.x * 9.0 + a) + 0.09 * sin(t * 14.3 + p.z * 11.0));
    p.x += up * life.z * 0.14 * sin(t * 6.3 + up * 5.0 + a);
    p.z += up * life.z * 0.14 * sin(t * 5.1 + up * 6.0 + a * 2.0);
    return p;
}

// `shine`: the vertex's emission, `chance`: 0..1 for each placement, t: seconds.
vec3 stirred(vec3 p, float shine, float chance, float t) {
    vec3 q = (p - life_low) / life_size;
    float a = chance * 6.2832;
    int kind = int(life.x + 0.5);
    if (kind == 5) return wings(p, a, t);
    if (kind == 8) return flame(p, shine, a, t);
    t *= life.y;
    vec3 moved = p;
    if (kind == 1) moved = stand(p, q, a, t);
    else if (kind == 2) moved = beast(p, q, a, t);
    else if (kind == 3) moved.x += 0.085 * life_size.z * mix(0.12, 1.0, pow(1.0 - q.z, 1.6)) * sin(t * 6.0 + 4.6 * q.z + a);
    else if (kind == 4) moved.y += 0.055 * life_size.z * mix(0.08, 1.0, pow(1.0 - q.z, 1.8)) * sin(t * 2.4 + 3.4 * q.z + a);
    else if (kind == 6) {
        float low = 1.0 - q.y;
        moved.xz *= 1.0 + 0.13 * low * sin(t * 2.1 + q.y * 4.0 + a);
        moved.xz += 0.05 * life_size.x * low * low * vec2(sin(t * 1.3 + a), cos(t * 1.1 + a));
    } else if (kind == 7) moved.y += 0.022 * life_size.y * q.y * sin(t * 1.6 + a);
    return mix(p, moved, life.z);
}
