#version 330
#include "frame.glsl"
uniform sampler2D light_map;
uniform sampler2D depth_map;
uniform sampler2D material_map;
uniform sampler2D normal_map;
uniform float samples;      // along each axis of a pixel; one that two pixels share counts for both by its parts
uniform ivec2 corner;       // of the tile's part that counts, in its own pixels
uniform ivec2 origin;       // where that part goes in the picture
layout(location = 0) out vec4 o_light;
layout(location = 1) out vec4 o_depth;      // metres along the view
layout(location = 2) out vec4 o_subject;    // subject / 255; 1 for sky; 1 for ground

// Bright samples are weighed down, so that edges against the sky and sparkles stay smooth (Karis 2014).
void main() {
    vec2 from = (floor(gl_FragCoord.xy) - vec2(origin)) * samples + vec2(corner);
    ivec2 first = ivec2(from);
    int many = int(ceil(samples));
    vec3 sum = vec3(0.0);
    float weights = 0.0;
    for (int y = 0; y < many; y++) for (int x = 0; x < many; x++) {
        vec2 here = vec2(first + ivec2(x, y));
        vec2 inside = min(here + 1.0, from + samples) - max(here, from);
        vec3 c = texelFetch(light_map, first + ivec2(x, y), 0).rgb;
        float w = samples == 1.0 ? 1.0 : inside.x * inside.y / (1.0 + max(c.r, max(c.g, c.b)));
        sum += c * w;
        weights += w;
    }
    ivec2 at = ivec2(from + floor(samples) * 0.5);
    vec4 depth = texelFetch(depth_map, at, 0);
#ifdef RAW_DEPTH
    depth = vec4(depth.r >= 1.0 ? 3.0e38 : linear_depth(depth.r), 0.0, 0.0, 0.0);
#endif
    vec4 m = texelFetch(material_map, at, 0);
    bool wet = depth.g > 0.5;
    o_light = vec4(sum / weights, 1.0);
    o_depth = vec4(depth.r, 0.0, 0.0, 0.0);
    bool sky = depth.r > 1.0e38;
    o_subject = vec4(wet || sky ? 0.0 : m.b, sky ? 1.0 : 0.0, wet || m.a > 0.5 ? 1.0 : 0.0, 0.0);
}
