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
uniform float layer;        // 0 for the broadest brush
out vec2 v_at;
out vec3 v_colour;
flat out vec3 v_brush;      // chance, relief of the hairs, bend

const float FAR = 1000.0;   // where the sky's strokes hang, metres

vec3 paint(vec2 p, float lod) {
    return textureLod(light_map, p, lod).rgb;
}

float tone(vec2 p, float lod) {
    return sqrt(luminance(min(paint(p, lod), vec3(3.0))));
}

float depth_at(vec2 p) {
    return min(textureLod(depth_map, p, 0.0).r, FAR * 4.0);
}

vec3 place(vec2 p, float depth) {
    return (ray_forward.xyz + ray_right.xyz * (p.x * 2.0 - 1.0) + ray_up.xyz * (p.y * 2.0 - 1.0)) * depth;
}

// A stroke belongs to a cube of the world that a surface passes through, not to the screen: it stays on what it paints
// while the camera moves. The cubes' size follows the distance in powers of two; they change over one by one.
vec3 cube_of(vec3 p, float wide, out vec3 dice) {
    float scale = log2(wide) - 0.5;
    float lower = floor(scale);
    vec3 coarse = floor(p / exp2(lower + 1.0));
    float when = hash3(mod(coarse.xz + coarse.y * 17.0, 509.0) + layer).x;
    float cube = exp2(lower + (fract(scale) > when ? 1.0 : 0.0));
    vec3 q = floor(p / cube);
    vec3 id = mod(q, 509.0);
    dice = hash3(vec2(id.x + id.z * 7.31, id.y * 3.17 + id.z) + layer * 31.7 + sky_more.z * 0.13);
    return (q + 0.5 + (dice - 0.5) * 0.6) * cube;
}

// Along the form: round a trunk, level on the ground, down a wall.
vec2 along_form(vec2 at, float depth, vec2 e) {
    vec3 here = place(at, depth);
    vec3 n = cross(place(at + vec2(e.x, 0.0), depth_at(at + vec2(e.x, 0.0))) - here, place(at + vec2(0.0, e.y), depth_at(at + vec2(0.0, e.y))) - here);
    n /= max(length(n), 1e-6);
    vec2 tilt = vec2(dot(n, normalize(ray_right.xyz)), dot(n, normalize(ray_up.xyz)));
    return vec2(-tilt.y, tilt.x);
}

void main() {
    ivec2 cell = ivec2(gl_InstanceID % cells.x, gl_InstanceID / cells.x);
    vec2 centre = (vec2(cell) + 0.5) / vec2(cells);
    float aspect = picture.x / picture.y;
    float depth = depth_at(centre);
    bool sky = textureLod(depth_map, centre, 0.0).r > 1e38;
    float wide = 1.25 / float(cells.y) * 2.0 * length(ray_up.xyz);
    vec3 dice;
    vec3 from = sky ? vec3(0.0) : eye.xyz;
    vec3 ray = place(centre, 1.0);
    vec3 p = from + (sky ? normalize(ray) * FAR : ray * depth);
    vec3 anchor = cube_of(p, wide * (sky ? FAR : depth), dice);
    vec4 clip = view_projection * vec4(sky ? eye.xyz + normalize(anchor) * FAR : anchor, 1.0);
    vec2 at = clip.xy / max(clip.w, 1e-4) * 0.5 + 0.5;
    // Neighbours find the same stroke: only those that it lies before paint it.
    bool mine = clip.w > 0.0 && all(lessThan(abs(at - centre) * vec2(cells), vec2(1.0)));

    vec2 e = vec2(exp2(level)) / picture.xy;
    float gx = tone(at + vec2(e.x, 0.0), level) - tone(at - vec2(e.x, 0.0), level);
    float gy = tone(at + vec2(0.0, e.y), level) - tone(at - vec2(0.0, e.y), level);
    float steep = length(vec2(gx, gy));
    float flow = (texture(noise2, sky ? normalize(anchor).xy * 0.6 : anchor.xz * 0.05 + anchor.y * 0.03).g - 0.5) * (sky ? 3.0 : 6.0);
    vec2 form = sky ? vec2(0.0) : along_form(at, depth_at(at), e);
    vec2 way = vec2(-gy, gx) * 9.0 + form * 0.9 + vec2(cos(flow), sin(flow)) * (sky ? 0.45 : 0.22);
    way = normalize(dot(way, way) > 1e-6 ? way : vec2(1.0, 0.0));
    float turned = (dice.y - 0.5) * 0.5;
    way = mat2(cos(turned), sin(turned), -sin(turned), cos(turned)) * way;

    vec3 fine = paint(at, max(level - 1.0, 0.0));
    vec3 coarse = paint(at, level + 2.0);
    float differs = length(sqrt(fine) - sqrt(coarse)) + steep;
    bool subject = textureLod(subject_map, at, 0.0).r > 0.0;
    bool kept = mine && (want <= 0.0 || differs * (subject ? 4.0 : 1.0) > want || (subject && layer < 2.5));
    float y = luminance(fine);
    vec3 vivid = max(mix(vec3(y), fine, 1.05 + 0.35 * dice.x), 0.0);
    // Broken colour: each stroke leans to a neighbouring hue, warm or cool.
    vec3 lean = mix(vec3(1.10, 1.0, 0.84), vec3(0.88, 0.98, 1.16), dice.z);
    v_colour = vivid * mix(vec3(1.0), lean, subject ? 0.45 : 0.8) * (1.0 + (dice.y - 0.5) * (subject ? 0.16 : 0.26));
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
    vec2 local = corner * size * (0.75 + 0.5 * dice.z) * vec2(subject ? 0.75 : 1.0, 0.75 + 0.25 / (1.0 + steep * 4.0)) * 0.5;
    vec2 shown = at + (way * local.x + vec2(-way.y, way.x) * local.y) / vec2(aspect, 1.0);
    v_at = corner;
    v_brush = vec3(dice.x, sky ? 0.45 : 1.0, (dice.y - 0.5) * 0.7);
    // Which stroke covers which is the strokes' own matter too; finer brushes come last.
    float above = 1.0 - (layer + 0.05 + 0.9 * fract(dice.x * 7.0 + dice.y * 3.0)) / 4.0;
    gl_Position = kept ? vec4(shown * 2.0 - 1.0, above * 2.0 - 1.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
}
