#version 330
#include "frame.glsl"
in vec2 v_at;
in float v_depth;
in vec4 v_chance;
in float v_shown;
uniform sampler2D depth_map;
uniform vec3 colour;        // linear
uniform vec3 other;         // colours lie between the two
uniform float shine;        // 0: lit by the sky; else how bright it is itself
uniform float opaque;
uniform int shape;          // 0 soft disc, 1 streak, 2 leaf, 3 bubble, 4 square, 5 glow, 6 puff
out vec4 o_light;

void main() {
    float r = length(v_at);
    float a;
    float edge = 0.0;
    if (shape == 1) a = (1.0 - abs(v_at.x)) * (1.0 - v_at.y * v_at.y);
    else if (shape == 2) a = smoothstep(0.06, -0.06, abs(v_at.x) - 0.62 * (1.0 - v_at.y * v_at.y) * (1.1 - 0.35 * v_at.y));
    else if (shape == 3) { edge = smoothstep(0.6, 0.95, r); a = smoothstep(1.0, 0.92, r) * (0.12 + 0.75 * edge) + smoothstep(0.25, 0.1, length(v_at - vec2(-0.35, 0.4))); }
    else if (shape == 4) a = 1.0;
    else if (shape == 5) a = pow(max(1.0 - r, 0.0), 3.0) + smoothstep(0.22, 0.1, r);
    else if (shape == 6) {
        vec2 q = v_at * 2.6 + v_chance.xy * 30.0;
        float curl = sin(q.x + 1.3 * sin(q.y)) * sin(q.y * 1.1 + 1.7 * sin(q.x * 0.9));
        a = smoothstep(1.0, 0.1, r * (1.0 + 0.22 * curl)) * (0.8 + 0.25 * curl);
    }
    else a = smoothstep(1.0, 0.25, r);
    float behind = texelFetch(depth_map, ivec2(gl_FragCoord.xy), 0).r;
    a *= v_shown * opaque * clamp((behind - v_depth) / 0.35, 0.0, 1.0);
    if (a < 0.002) discard;
    vec3 c = mix(colour, other, shape == 4 ? step(0.5, v_chance.x) : v_chance.x);
    if (shape == 4) c = 0.5 + 0.5 * cos(6.2832 * (v_chance.y + vec3(0.0, 0.33, 0.67)));
    vec3 sky = mix(horizon.rgb, zenith.rgb, 0.4);
    vec3 lit = c * (sun_light.rgb * 0.35 + sky * 0.75 + 0.02);
    lit = mix(lit, lit * (0.7 + 0.5 * v_at.y), 0.4);
    vec3 light = shine > 0.0 ? c * shine : lit;
    o_light = vec4(light * a, shine > 0.0 ? 0.0 : min(a, 1.0));
}
