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

uniform float energy;       // of the mood: -1 grave, 0 calm, 1 lively

float now() {
    return eye.w * exp2(0.9 * energy);
}

// Worlds of signed distances, sphere-traced (Hart 1996).
float hue_here;
vec3 heading;               // of the ray that is marched
float stride = 1e9;         // a longer step could jump over what stands in the next cell

mat2 turned(float a) {
    return mat2(cos(a), sin(a), -sin(a), cos(a));
}

float join(float a, float b, float k) {
    float h = max(k - abs(a - b), 0.0) / k;
    return min(a, b) - h * h * k * 0.25;
}

// Folds of cloth, a sheet whose height is a sum of bent waves (domain warping: Quilez 2002).
float folds(vec2 p) {
    float t = now() * 0.16;
    vec2 w = p + 0.55 * vec2(sin(p.y * 1.3 + t + dice.x * 6.0), sin(p.x * 1.1 - t * 0.8 + dice.y * 6.0));
    w += 0.28 * vec2(sin(w.y * 2.9 - t * 1.1 + dice.z * 6.0), sin(w.x * 2.3 + t * 0.9));
    float h = sin(w.x * 1.5 + w.y * 0.8 + t) * 0.55 + sin(w.y * 2.1 - w.x * 0.6 - t * 0.7) * 0.34;
    return h + sin(w.x * 4.7 + w.y * 3.1 + 2.0 * h) * 0.075 + sin(w.y * 9.0 - w.x * 5.0 + 3.0 * h) * 0.014;
}

float caves(vec3 p) {
    // A gyroid carved by a finer one.
    float s = 0.55 + 0.35 * dice.x;
    vec3 q = p * s;
    q.xz *= turned(dice.y * 6.0);
    float broad = dot(sin(q), cos(q.zxy)) / s;
    vec3 r = q * (3.1 + floor(dice.z * 3.0)) + now() * 0.08;
    float fine = dot(sin(r), cos(r.yzx)) / s * 0.10;
    hue_here = broad * 0.16 + q.y * 0.10 + fine * 0.7;
    float hall = 1.9 - length(p.xy - vec2(sin(p.z * 0.25) * 0.8, cos(p.z * 0.2) * 0.5));
    return max(abs(broad) - 0.30 - fine, hall) * 0.6;
}

float pearls(vec3 p) {
    // Drops that melt into each other above a dark mirror.
    float d = p.y + 2.2 + 0.06 * sin(p.x * 1.3 + now() * 0.4) * cos(p.z * 1.1);
    hue_here = 0.02;
    float balls = 1e9;
    int count = 7 + int(min(crowd, 6.0));
    for (int i = 0; i < count; i++) {
        float k = float(i) + dice.x * 20.0;
        vec3 h = hash3(vec2(k * 1.7, k * 0.9 + dice.y * 9.0));
        vec3 c = vec3((h.x - 0.5) * 7.0, (h.y - 0.35) * 3.6, 1.0 - h.z * 6.0);
        c.y += 0.35 * sin(now() * (0.4 + h.x) + h.y * 6.0);
        float r = 0.35 + 0.95 * h.z * h.x + 0.2;
        float ball = length(p - c) - r;
        if (ball < balls) hue_here = mix(hue_here, 0.2 + h.y * 0.9, 0.85);
        balls = join(balls, ball, 0.55);
    }
    if (d < balls) hue_here = 0.02;
    return min(d, balls) * 0.85;
}

float pillars(vec3 p) {
    // A field of rounded pillars that rise and sink in waves.
    const float cell = 0.92;
    vec3 q = p;
    mat2 turn = turned(0.6 + dice.x * 0.6);
    q.xz *= turn;
    vec2 id = floor(q.xz / cell);
    vec2 middle = (id + 0.5) * cell;
    vec3 h = hash3(mod(id, 97.0) + dice.z * 31.0);
    float wave = sin(middle.x * 0.42 + now() * 0.5 + dice.y * 6.0) + sin(middle.y * 0.37 - now() * 0.4 + middle.x * 0.15);
    float top = -3.1 + wave * 0.62 + h.x * 1.1 + 0.0045 * dot(middle, middle);
    vec3 b = abs(vec3(q.x - middle.x, q.y - top + 6.0, q.z - middle.y)) - vec3(cell * 0.37, 6.0, cell * 0.37);
    float d = length(max(b, 0.0)) + min(max(b.x, max(b.y, b.z)), 0.0) - 0.07;
    hue_here = h.y * 0.30 + wave * 0.09 + dice.z;
    vec2 way = heading.xz * turn;
    vec2 leave = (cell * 0.5 - (q.xz - middle) * sign(way)) / max(abs(way), vec2(1e-4));
    stride = max(min(leave.x, leave.y), 0.0) + 0.02;
    return d;
}

float orbits(vec3 p) {
    // Rings that turn about a core, each a little slower than the one inside.
    vec3 q = p - vec3((dice.x - 0.5) * 1.6, 0.1, -1.2);
    float core = length(q) - 0.78 - 0.03 * sin(q.x * 9.0 + now()) * sin(q.y * 8.0) * sin(q.z * 7.0);
    float d = core;
    hue_here = 0.62 + q.y * 0.1;
    for (int i = 0; i < 7; i++) {
        float k = float(i);
        float pace = 0.42 / (1.0 + k * 0.35) * (mod(k, 2.0) < 0.5 ? 1.0 : -1.0);
        q.xy *= turned(0.55 + dice.y * 0.5 + now() * pace * 0.6);
        q.yz *= turned(0.42 + dice.z * 0.6 + now() * pace * 0.4);
        float wide = 1.25 + k * 0.43;
        vec2 ring = vec2(length(q.xz) - wide, q.y);
        float band = length(max(abs(ring) - vec2(0.035, 0.12 + 0.05 * sin(k * 2.4)), 0.0)) - 0.035;
        float bead = length(q - vec3(wide, 0.0, 0.0)) - 0.16 - 0.05 * dice.x;
        float one = min(band, bead);
        if (one < d) { d = one; hue_here = k * 0.147 + (bead < band ? 0.5 : 0.0); }
    }
    return d * 0.9;
}

float dunes(vec3 p) {
    // Long dunes whose crests wander, with moons over them.
    vec2 q = p.xz * 0.30 + dice.xy * 20.0;
    float bent = q.x * 0.75 + q.y * 0.55 + 0.9 * sin(q.y * 0.62 + dice.z * 6.0) + 0.45 * sin(q.x * 0.9 - q.y * 0.7 + now() * 0.05);
    float crest = 1.0 - abs(sin(bent));
    float h = crest * sqrt(crest) * 1.5 + 0.75 * sin(q.y * 0.8 + dice.x * 4.0) + 0.35 * sin(q.x * 1.9 + bent);
    float ripples = sin(bent * 34.0 + 2.0 * sin(q.x * 3.0) + 3.0 * h) * 0.012;
    float ground = (p.y + 3.4 - h - ripples) * 0.5;
    hue_here = h * 0.10 + dice.z;
    float moon = length(p - vec3((dice.x - 0.5) * 6.0, 2.4 + dice.y, -11.0 - now() * 0.52)) - 1.7 - dice.z;
    moon = min(moon, length(p - vec3((0.5 - dice.x) * 7.0, 1.2, -5.0 + dice.y - now() * 0.50)) - 0.5);
    if (moon < ground) hue_here = 0.77;
    return min(ground, moon);
}

// Chosen when the shader is compiled: processors would march all worlds otherwise.
float distance_to(vec3 p) {
#if WORLD == 1
    return caves(p);
#elif WORLD == 2
    return pearls(p);
#elif WORLD == 3
    return pillars(p);
#elif WORLD == 5
    return orbits(p);
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

// Lively moods are colourful, grave ones muted and darker.
vec3 tuned(vec3 c) {
    return max(mix(vec3(luminance(c)), c, 1.0 + 0.35 * energy), 0.0) * exp2(0.35 * energy);
}

// Satin under a soft light: broad sheen along the folds, colours that change from fold to fold.
vec3 silk() {
    vec2 lens = (window.xy + uv * window.zw - 0.5) * vec2(picture.x / picture.y, 1.0);
    vec2 p = turned(dice.w * 3.0) * lens * (2.5 + 1.2 * dice.x) + dice.yz * 9.0 + now() * 0.03;
    const float e = 0.012;
    float h = folds(p);
    vec2 slope = vec2(folds(p + vec2(e, 0.0)) - h, folds(p + vec2(0.0, e)) - h) / e;
    float bend = folds(p + vec2(e, e) * 6.0) + folds(p - vec2(e, e) * 6.0) - 2.0 * h;
    vec3 n = normalize(vec3(-slope * 0.55, 1.0));
    vec3 key = normalize(vec3(0.55 - dice.x, 0.55, 0.62));
    vec3 half_way = normalize(key + vec3(0.0, 0.0, 1.0));
    float lit = max(dot(n, key), 0.0);
    float across = dot(n, half_way);
    vec3 base = pigment(h * 0.16 + p.x * 0.045 + p.y * 0.03 + dice.w);
    vec3 under = pigment(h * 0.16 + p.x * 0.045 + 0.22 + dice.w);
    float open = clamp(0.62 + h * 0.34 - bend * 1.5, 0.12, 1.0);
    vec3 c = base * (0.16 + 1.15 * lit) * open + under * pow(1.0 - n.z, 2.0) * 0.7 * open;
    c += mix(base, vec3(1.0), 0.45) * (pow(max(across, 0.0), 18.0) * 0.40 + pow(max(across, 0.0), 120.0) * 0.45) * open;
    return tuned(c * (1.0 + 0.25 * dot(lens, key.xy)));
}

void main() {
#if WORLD == 0
    o_light = vec4(silk(), 1.0);
    o_depth = vec4(12.0, 0.0, 0.0, 0.0);
    return;
#endif
    vec3 o = vec3(0.0, world == 4 ? 0.4 : world == 3 ? 1.3 : 0.0, 6.0 - (world == 2 ? -1.5 : world == 5 ? -0.6 : now() * 0.55));
    vec2 lens = (window.xy + uv * window.zw - 0.5) * vec2(picture.x / picture.y, 1.0);
    vec3 d = normalize(vec3(lens * (world == 1 ? 1.5 : 1.15), -1.0));
    if (world == 3) d = normalize(d - vec3(0.0, 0.42, 0.0));
    d.xy *= turned((dice.w - 0.5) * (world == 1 ? 1.2 : 0.12));
    vec3 key = normalize(vec3(0.55 - dice.x, 0.62, 0.55));
    heading = d;
    float far = 0.05;
    float end = 34.0;
    float near = 0.0;
    bool hit = false;
    float halo = 0.0;
    for (int i = 0; i < 72; i++) {
        near = distance_to(o + d * far);
        halo += exp(-near * 7.0) * 0.02;
        if (near < 0.0009 * far) { hit = true; break; }
        far += min(near, stride);
        if (far > end) break;
    }
    vec3 back = heavens(d);
    vec3 c = back;
    o_depth = vec4(3.0e38, 0.0, 0.0, 0.0);
    if (hit || (far < end && world != 3)) {
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
        heading = key;
        for (int i = 0; i < 14; i++) {
            float h = distance_to(p + key * t);
            lit = min(lit, 9.0 * h / t);
            t += clamp(min(h, stride), 0.05, 0.6);
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
        float mirror = world == 2 || world == 5 ? 0.28 : 0.09;
        c += heavens(r) * (mirror + 0.7 * grazing) * (0.35 + 0.65 * open);
        float mist = 1.0 - exp(-pow(far / end * 1.7, 2.2));
        c = mix(c, back, clamp(mist, 0.0, 1.0));
        o_depth = vec4(far * abs(dot(d, vec3(0.0, 0.0, -1.0))), 0.0, 0.0, 0.0);
    }
    c += palette[4] * halo * (world == 1 ? 0.35 : world == 5 ? 0.30 : world == 3 ? 0.02 : 0.12);
    o_light = vec4(tuned(c), 1.0);
}
