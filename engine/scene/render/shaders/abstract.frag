#version 330
#include "frame.glsl"
in vec2 uv;
in vec3 ray;
uniform sampler2D noise2;
uniform vec3 palette[5];
uniform vec4 dice;          // 0..1, by the seed
const int world = WORLD;
uniform float crowd;        // number of subjects
layout(location = 0) out vec4 o_light;
layout(location = 1) out vec4 o_depth;

// Worlds of signed distances, sphere-traced (Hart 1996).
float hue_here;

mat2 turned(float a) {
    return mat2(cos(a), sin(a), -sin(a), cos(a));
}

float join(float a, float b, float k) {
    float h = max(k - abs(a - b), 0.0) / k;
    return min(a, b) - h * h * k * 0.25;
}

float silk(vec3 p) {
    // Folded ribbons that flow past each other.
    float d = 1e9;
    for (int i = 0; i < 5; i++) {
        float k = float(i);
        vec3 q = p;
        q.xy *= turned(0.35 * sin(q.z * 0.22 + k * 1.9 + dice.x * 6.0) + k * 1.2566);
        q.y += 1.1 + 0.75 * sin(q.x * 0.55 + k * 2.1 + eye.w * 0.25) + 0.42 * sin(q.z * 0.62 - k + dice.y * 5.0 + q.x * 0.3);
        float sheet = abs(q.y) - 0.05 - 0.03 * sin(q.x * 9.0);
        sheet = max(sheet, abs(q.x + sin(q.z * 0.4 + k) * 1.2) - 2.0) * 0.48;
        if (sheet < d) { d = sheet; hue_here = k * 0.23 + q.x * 0.09 + q.z * 0.02; }
    }
    return d;
}

float caves(vec3 p) {
    // A gyroid carved by a finer one.
    float s = 0.55 + 0.35 * dice.x;
    vec3 q = p * s;
    q.xz *= turned(dice.y * 6.0);
    float broad = dot(sin(q), cos(q.zxy)) / s;
    vec3 r = q * (3.1 + floor(dice.z * 3.0)) + eye.w * 0.08;
    float fine = dot(sin(r), cos(r.yzx)) / s * 0.10;
    hue_here = broad * 0.16 + q.y * 0.10 + fine * 0.7;
    float hall = 1.9 - length(p.xy - vec2(sin(p.z * 0.25) * 0.8, cos(p.z * 0.2) * 0.5));
    return max(abs(broad) - 0.30 - fine, hall) * 0.6;
}

float pearls(vec3 p) {
    // Drops that melt into each other above a dark mirror.
    float d = p.y + 2.2 + 0.06 * sin(p.x * 1.3 + eye.w * 0.4) * cos(p.z * 1.1);
    hue_here = 0.02;
    float balls = 1e9;
    int count = 7 + int(min(crowd, 6.0));
    for (int i = 0; i < count; i++) {
        float k = float(i) + dice.x * 20.0;
        vec3 h = hash3(vec2(k * 1.7, k * 0.9 + dice.y * 9.0));
        vec3 c = vec3((h.x - 0.5) * 7.0, (h.y - 0.35) * 3.6, 1.0 - h.z * 6.0);
        c.y += 0.35 * sin(eye.w * (0.4 + h.x) + h.y * 6.0);
        float r = 0.35 + 0.95 * h.z * h.x + 0.2;
        float ball = length(p - c) - r;
        if (ball < balls) hue_here = mix(hue_here, 0.2 + h.y * 0.9, 0.85);
        balls = join(balls, ball, 0.55);
    }
    return min(d, balls) * 0.85;
}

float lattice(vec3 p) {
    // Folded space (after Knighty's kaleidoscopic systems, 2010): crystals within crystals.
    vec3 q = p;
    q.xy *= turned(dice.z * 6.0 + q.z * 0.045);
    q.z = mod(q.z + 6.0, 12.0) - 6.0;
    float s = 1.0;
    float trap = 1e9;
    float swing = 0.12 * sin(eye.w * 0.15);
    for (int i = 0; i < 6; i++) {
        q = abs(q) - vec3(1.15 + 0.5 * dice.x, 0.95 + 0.4 * dice.y, 1.35);
        q.xy *= turned(0.55 + dice.y * 0.7 + swing);
        q.xz *= turned(0.35 + dice.x * 0.5);
        q *= 1.36;
        s *= 1.36;
        trap = min(trap, dot(q, q));
    }
    hue_here = log(trap + 0.2) * 0.17 + 0.3;
    vec3 b = abs(q) - vec3(0.5, 2.1, 0.34);
    float d = (length(max(b, 0.0)) + min(max(b.x, max(b.y, b.z)), 0.0) - 0.10) / s;
    return max(d, 1.1 - length(p.xy)) * 0.8;
}

float dunes(vec3 p) {
    // Terraced hills cut like paper, with moons over them.
    vec2 q = p.xz * 0.19 + dice.xy * 7.0;
    float h = texture(noise2, q * 0.11).g * 4.6 + texture(noise2, q * 0.33 + 0.2).g * 0.9;
    float step_h = 0.34;
    float level = floor(h / step_h) + smoothstep(0.80, 1.0, fract(h / step_h));
    float ground = (p.y + 4.9 - level * step_h) * 0.42;
    hue_here = level * 0.071 + dice.z;
    float moon = length(p - vec3((dice.x - 0.5) * 6.0, 2.4 + dice.y, -11.0)) - 1.7 - dice.z;
    moon = min(moon, length(p - vec3((0.5 - dice.x) * 7.0, 1.2, -5.0 + dice.y)) - 0.5);
    if (moon < ground) hue_here = 0.77;
    return min(ground, moon);
}

// Chosen when the shader is compiled: processors would march all worlds otherwise.
float distance_to(vec3 p) {
#if WORLD == 0
    return silk(p);
#elif WORLD == 1
    return caves(p);
#elif WORLD == 2
    return pearls(p);
#elif WORLD == 3
    return lattice(p);
#else
    return dunes(p);
#endif
}

vec3 pigment(float t) {
    t = fract(t) * 5.0;
    int i = int(t);
    return mix(palette[i], palette[(i + 1) % 5], smoothstep(0.15, 0.85, fract(t)));
}

vec3 heavens(vec3 d) {
    float up = d.y * 0.5 + 0.5;
    vec3 c = mix(palette[1], palette[0], smoothstep(0.15, 0.85, up)) * 0.55;
    vec3 key = normalize(vec3(0.55 - dice.x, 0.62, 0.55));
    float glow = max(dot(d, normalize(vec3(0.3 * (dice.x - 0.5), 0.16, -1.0))), 0.0);
    float soft = texture(noise2, d.xy * 0.35 + dice.zw).g;
    c += palette[2] * (pow(glow, 8.0) * 0.6 + pow(glow, 60.0) * 0.7) * (0.6 + 0.8 * soft);
    c += palette[3] * pow(max(dot(d, key), 0.0), 24.0) * 1.2;
    return c;
}

void main() {
    vec3 o = vec3(0.0, world == 4 ? 0.4 : 0.0, 6.0 - (world == 2 ? -1.5 : eye.w * 0.55));
    vec2 lens = (window.xy + uv * window.zw - 0.5) * vec2(picture.x / picture.y, 1.0);
    vec3 d = normalize(vec3(lens * (world == 1 ? 1.5 : 1.15), -1.0));
    d.xy *= turned((dice.w - 0.5) * (world == 2 || world == 4 ? 0.12 : 1.2));
    vec3 key = normalize(vec3(0.55 - dice.x, 0.62, 0.55));
    float far = 0.05;
    float end = 34.0;
    float near = 0.0;
    bool hit = false;
    float halo = 0.0;
    for (int i = 0; i < 72; i++) {
        near = distance_to(o + d * far);
        halo += exp(-near * 7.0) * 0.02;
        if (near < 0.0009 * far) { hit = true; break; }
        far += near;
        if (far > end) break;
    }
    vec3 back = heavens(d);
    vec3 c = back;
    o_depth = vec4(3.0e38, 0.0, 0.0, 0.0);
    if (hit || far < end) {
        vec3 p = o + d * far;
        distance_to(p);
        vec3 base = pigment(hue_here + dice.w);
        vec2 e = vec2(1.0, -1.0) * 0.0012 * (1.0 + far * 0.4);
        vec3 n = normalize(e.xyy * distance_to(p + e.xyy) + e.yyx * distance_to(p + e.yyx) + e.yxy * distance_to(p + e.yxy) + e.xxx * distance_to(p + e.xxx));
        float open = 0.0;
        for (int i = 1; i < 5; i++) open += (float(i) * 0.13 - distance_to(p + n * float(i) * 0.13)) / exp2(float(i) * 0.7);
        open = clamp(1.0 - open * 1.6, 0.0, 1.0);
        float lit = 1.0;
        float t = 0.06;
        for (int i = 0; i < 14; i++) {
            float h = distance_to(p + key * t);
            lit = min(lit, 9.0 * h / t);
            t += clamp(h, 0.05, 0.6);
            if (lit < 0.01) break;
        }
        lit = clamp(lit, 0.0, 1.0);
        vec3 r = reflect(d, n);
        float grazing = pow(1.0 - max(dot(n, -d), 0.0), 5.0);
        c = base * (max(dot(n, key), 0.0) * lit * 1.7 * mix(vec3(1.0), palette[3], 0.3));
        c += base * mix(palette[1], palette[0] + 0.15, n.y * 0.5 + 0.5) * open * 0.75;
        c += base * palette[2] * pow(max(dot(n, -key), 0.0), 1.5) * 0.35 * open;
        vec3 h = normalize(key - d);
        c += (pow(max(dot(n, h), 0.0), 90.0) * 2.2 + pow(max(dot(n, h), 0.0), 14.0) * 0.16) * lit * mix(vec3(1.0), palette[3], 0.4);
        float mirror = world == 2 ? 0.28 : 0.07;
        c += heavens(r) * (mirror + 0.7 * grazing) * (0.35 + 0.65 * open);
        float mist = 1.0 - exp(-pow(far / end * 1.7, 2.2));
        c = mix(c, back, clamp(mist, 0.0, 1.0));
        o_depth = vec4(far * abs(dot(d, vec3(0.0, 0.0, -1.0))), 0.0, 0.0, 0.0);
    }
    c += palette[4] * halo * (world == 1 || world == 3 ? 0.35 : 0.12);
    o_light = vec4(c, 1.0);
}
