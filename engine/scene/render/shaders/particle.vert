#version 330
#include "frame.glsl"
uniform float box;          // metres: particles fill a box round the camera and come back on its other side
uniform vec3 fall;          // metres a second
uniform vec3 sway;          // metres of wandering, its pace, share of particles that shine at once
uniform vec2 size;          // metres: across, along
uniform float spin;
uniform float streak;       // 1: drawn out along the way
uniform int shape;          // as particle.frag has it
uniform vec2 range;         // metres: nearest, highest above the ground
uniform vec4 source;        // where it comes from; metres across
uniform vec4 rising;        // with a source: seconds of a particle's life (else 0), slowing, speed to the sides, growth
uniform float most;
out vec2 v_at;
out float v_depth;
out vec4 v_chance;
out float v_shown;

void main() {
    float n = float(gl_InstanceID);
    vec3 h = hash3(vec2(n * 0.731 + sky_more.z, n * 0.117));
    vec3 g = hash3(vec2(n * 0.391, n * 0.271 + 7.0));
    float t = eye.w;
    vec3 p;
    vec3 forward = normalize(ray_forward.xyz);
    float grown = 1.0;
    float fade = 1.0;
    if (rising.x > 0.0) {
        // Each is born again and again, the first time before the film begins; a new life is another one.
        float lives = t / (rising.x * (0.8 + 0.4 * g.y)) + (n + h.y) / most;
        float age = fract(lives);
        float s = age * rising.x;
        vec3 luck = hash3(vec2(n * 0.517 + floor(lives) * 3.17 + source.x, floor(lives) * 0.73 + source.z));
        float a = luck.x * 6.2832;
        vec2 side = vec2(cos(a), sin(a)) * sqrt(luck.y);
        p = source.xyz + vec3(side.x, 0.0, side.y) * source.w * 0.4;
        p.xz += side * rising.z * (0.5 + luck.z) * s;
        p.y += fall.y * (0.8 + 0.4 * luck.z) * s + 0.5 * rising.y * s * s;
        // Smoke goes with the wind, the more the longer it is in it.
        float drag = shape == 6 ? 0.5 * wind.z * s * min(s, 3.0) : 0.1 * wind.z * s;
        p.xz += wind.xy * drag;
        p.xz += sway.x * s * vec2(sin(t * sway.y - s * 1.7 + source.x), cos(t * sway.y * 0.8 - s * 1.3));
        grown = 1.0 + rising.w * age;
        fade = smoothstep(0.0, shape == 6 ? 0.12 : 0.05, age) * pow(1.0 - age, shape == 6 ? 1.3 : 0.6);
    } else {
        p = h * box + fall * t * (0.75 + 0.5 * g.x);
        p += sway.x * vec3(sin(t * sway.y * (0.6 + g.y) + g.x * 40.0), 0.5 * sin(t * sway.y * 0.7 + g.z * 40.0), cos(t * sway.y * (0.5 + g.z) + g.y * 40.0));
        vec3 centre = eye.xyz + forward * box * 0.45;
        p = mod(p - centre + box * 0.5, box) - box * 0.5 + centre;
    }
    vec3 to = p - eye.xyz;
    float depth = dot(to, forward);
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
    vec3 right = normalize(ray_right.xyz);
    vec3 up = normalize(ray_up.xyz);
    float angle = spin * (g.x * 6.28 + t * (g.y - 0.5) * 4.0);
    float big = 0.6 + 0.8 * g.z;
    float flutter = mix(1.0, 0.35 + 0.65 * abs(sin(t * 2.3 * (0.5 + g.y) + g.z * 30.0)), step(0.5, spin));
    vec2 local = corner * size * big * grown * vec2(1.0, flutter);
    vec3 across = right * cos(angle) + up * sin(angle);
    vec3 along = up * cos(angle) - right * sin(angle);
    if (streak > 0.5) {
        along = normalize(fall);
        across = normalize(cross(along, normalize(to)));
    }
    float pixel = depth * 2.0 * length(ray_up.xyz) * viewport.w;
    vec2 least = vec2(pixel * (streak > 0.5 ? 0.6 : 0.9));
    vec2 drawn = max(abs(local), least) * sign(local);
    if (rising.x > 0.0) {
        v_shown = fade * clamp(size.x * big * grown / least.x, 0.2, 1.0) * smoothstep(0.05, 0.4, depth);
    } else {
        v_shown = clamp(size.x * big / least.x, 0.25, 1.0) * smoothstep(range.x, range.x * 2.5, depth) * smoothstep(box * 0.95, box * 0.6, depth);
        v_shown *= smoothstep(range.y, range.y * 0.5, p.y - air_more.z);
    }
    if (sway.z < 1.0) v_shown *= smoothstep(1.0 - sway.z, 1.0, 0.5 + 0.5 * sin(t * (1.0 + g.x * 1.5) + g.y * 50.0));
    if (water.w > 0.5 && eye.y > water.x && p.y < water.x) v_shown = 0.0;
    v_at = corner;
    v_depth = depth;
    v_chance = vec4(g, h.x);
    gl_Position = depth > (rising.x > 0.0 ? 0.05 : range.x) ? view_projection * vec4(p + across * drawn.x + along * drawn.y, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
}
