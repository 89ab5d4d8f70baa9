#version 330
#include "frame.glsl"
in vec2 uv;
uniform sampler2D light_map;
uniform sampler2D depth_map;        // metres; 1 on water
uniform sampler2D normal_map;
uniform sampler2D material_map;
uniform sampler2D noise2;
uniform float width;        // of lines, thousandths of the picture's height
uniform float black;        // 0: ink of the paint's own hue; 1: black
out vec4 o_light;

struct Seen {
    float depth;
    vec3 normal;
    float identity;
    float subject;
};

Seen look(vec2 p) {
    vec2 d = textureLod(depth_map, p, 0.0).rg;
    vec4 n = textureLod(normal_map, p, 0.0);
    vec4 m = textureLod(material_map, p, 0.0);
    bool wet = d.g > 0.5;
    bool sky = d.r > 1e38;
    return Seen(min(d.r, 5000.0), wet || sky ? vec3(0.0, 1.0, 0.0) : normalize(n.xyz), sky ? -1.0 : (wet ? -0.5 : n.a * (1.0 - step(0.9, m.a))), wet || sky ? 0.0 : m.b);
}

void main() {
    vec3 c = textureLod(light_map, uv, 0.0).rgb;
    Seen here = look(uv);
    float unit = picture.y * picture.z / 1000.0;
    float nib = texture(noise2, picture_pixel() / (picture.y * picture.z) * 1.7).g;
    float far = clamp(1.5 * planes.z / here.depth, 0.30, 1.15);
    float reach = max(width * unit * far * mix(0.45 + 1.1 * nib, here.subject > 0.0 ? 1.0 : 0.72, black), 0.55);
    float outline = 0.0;
    float crease = 0.0;
    float own = 0.0;
    float busy = 0.0;
    for (int i = 0; i < 8; i++) {
        float a = float(i) * 0.7854;
        vec2 o = vec2(cos(a), sin(a)) * reach * viewport.zw;
        Seen there = look(uv + o);
        if (there.subject != here.subject) own = 1.0;
        if (abs(there.identity - here.identity) > 0.004) {
            // The far side of an edge carries the line, so that shapes keep their size.
            float gap = (here.depth - there.depth) / min(here.depth, there.depth);
            outline = max(outline, smoothstep(0.004, 0.03, abs(gap)) * (gap > 0.0 ? 1.0 : 0.75));
            outline = max(outline, own * 0.8);
            busy += 1.0;
        } else if (i < 4) {
            Seen across = look(uv - o);
            float bend = abs(there.depth + across.depth - 2.0 * here.depth) / here.depth;
            float fold = smoothstep(0.03, 0.07, bend);
            outline = max(outline, fold);
            busy += 1.3 * fold;
            crease = max(crease, smoothstep(0.35, 0.75, 1.0 - dot(there.normal, across.normal)) * step(here.depth, planes.z * 4.0));
        }
    }
    // Blades and twigs finer than the nib would drown in ink.
    float fine = max(1.0 - 0.85 * smoothstep(4.2, 5.4, busy), own);
    float fog = exp(-here.depth * 0.006) * 0.85 + 0.15;
    float line = clamp(max(outline, crease * 0.75), 0.0, 1.0) * fog * fine;
    vec3 ink = mix(c * c * 0.22, vec3(0.012, 0.010, 0.018), black);
    o_light = vec4(mix(c, ink, line), 1.0);
}
