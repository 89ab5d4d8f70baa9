#version 330
in vec2 v_at;
in vec3 v_colour;
flat in vec3 v_brush;
uniform sampler2D noise2;
out vec4 o_paint;

// Paint under a brush: hairs leave lines along the stroke, its end runs dry.
void main() {
    vec2 p = vec2(v_at.x, v_at.y * 1.15 + v_brush.z * (v_at.x * v_at.x - 0.3));
    float chance = v_brush.x;
    float hairs = texture(noise2, vec2(p.x * 0.025 + chance * 7.0, p.y * 0.35 + chance * 3.0)).a;
    float ragged = texture(noise2, vec2(chance * 5.0, p.y * 0.45 + chance)).b;
    float end = 1.0 - abs(p.x) - (ragged - 0.5) * 0.5 - max(p.x, 0.0) * (0.9 - hairs) * 0.55;
    float side = 1.0 - abs(p.y) - (hairs - 0.5) * 0.35 - p.x * p.x * 0.2;
    if (min(end, side) < 0.08) discard;
    // Paint piles up at the edges of a stroke and lies thin between the hairs.
    float ridge = smoothstep(0.34, 0.10, side) * 0.09;
    o_paint = vec4(v_colour * (1.0 + v_brush.y * ((hairs - 0.5) * 0.34 + ridge + 0.05 * p.y)), 1.0);
}
