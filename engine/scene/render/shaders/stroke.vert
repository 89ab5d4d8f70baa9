#version 330
#include "frame.glsl"
uniform sampler2D light_map;        // with mipmaps
uniform sampler2D depth_map;
uniform sampler2D subject_map;
uniform sampler2D noise2;
uniform ivec2 cells;
uniform vec2 size;          // of a stroke: length and width in picture heights
uniform float level;        // mipmap whose colours it takes
uniform float want;         // contrast from which a stroke is worth its paint; 0 for all
uniform float layer;
out vec2 v_at;
out vec3 v_colour;
out float v_chance;

vec3 paint(vec2 p, float lod) {
    return textureLod(light_map, p, lod).rgb;
}

float tone(vec2 p, float lod) {
    return sqrt(luminance(min(paint(p, lod), vec3(3.0))));
}

void main() {
    // Strokes are laid in a scattered order, so that no row covers the one before.
    int total = cells.x * cells.y;
    int number = int((uint(gl_InstanceID) * 7919u) % uint(total));
    ivec2 cell = ivec2(number % cells.x, number / cells.x);
    vec3 h = hash3(vec2(cell) + layer * 31.7 + sky_more.z * 0.13);
    vec2 at = (vec2(cell) + 0.5 + (h.xy - 0.5) * 1.1) / vec2(cells);
    float aspect = picture.x / picture.y;
    vec2 e = vec2(exp2(level)) / picture.xy;
    float gx = tone(at + vec2(e.x, 0.0), level) - tone(at - vec2(e.x, 0.0), level);
    float gy = tone(at + vec2(0.0, e.y), level) - tone(at - vec2(0.0, e.y), level);
    float steep = length(vec2(gx, gy));
    float flow = (texture(noise2, at * vec2(aspect, 1.0) * 0.35 + 0.11 * sky_more.z).g - 0.5) * 7.0;
    bool sky = textureLod(depth_map, at, 0.0).r > 1e38;
    vec2 drift = sky ? vec2(cos(flow * 0.35), sin(flow * 0.35)) : vec2(cos(flow), sin(flow));
    vec2 way = normalize(vec2(-gy, gx) * 14.0 + drift * (0.35 + 0.2 * h.z));
    vec3 fine = paint(at, max(level - 1.0, 0.0));
    vec3 coarse = paint(at, level + 2.0);
    float differs = length(sqrt(fine) - sqrt(coarse)) + steep;
    float subject = textureLod(subject_map, at, 0.0).r > 0.0 ? 4.0 : 1.0;
    bool kept = want <= 0.0 || differs * subject > want;
    float slim = 1.0 / (1.0 + steep * 2.0);
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
    float big = 0.7 + 0.6 * h.z;
    vec2 local = corner * size * big * vec2(1.0, 0.6 + 0.4 * slim) * 0.5;
    vec2 p = at + (way * local.x + vec2(-way.y, way.x) * local.y) / vec2(aspect, 1.0);
    float y = luminance(fine);
    vec3 vivid = max(mix(vec3(y), fine, 1.04 + 0.16 * h.x), 0.0);
    vec3 shift = vec3(1.0) + (vec3(h.x, h.y, h.z) - 0.5) * vec3(0.22, 0.14, 0.26);
    v_colour = vivid * shift * (0.90 + 0.22 * h.y);
    v_at = corner;
    v_chance = h.x;
    gl_Position = kept ? vec4(p * 2.0 - 1.0, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
}
