#version 330
in vec2 v_at;
in vec3 v_colour;
in float v_chance;
uniform sampler2D noise2;
uniform float cover;
out vec4 o_paint;

// Paint under a brush: hairs leave lines along the stroke, its end runs dry.
void main() {
    float hairs = texture(noise2, vec2(v_at.x * 0.025 + v_chance * 7.0, v_at.y * 0.35 + v_chance * 3.0)).a;
    float ragged = texture(noise2, vec2(v_chance * 5.0, v_at.y * 0.45 + v_chance)).b;
    float along = abs(v_at.x) + (ragged - 0.5) * 0.7 + max(v_at.x, 0.0) * 0.12;
    float a = smoothstep(1.0, 0.72, along) * smoothstep(1.0, 0.70, abs(v_at.y) + (hairs - 0.5) * 0.35);
    float dry = smoothstep(0.1, 1.1, v_at.x) * 0.9;
    a *= smoothstep(dry - 0.25, dry + 0.15, hairs + 0.25) * cover;
    if (a < 0.01) discard;
    vec3 c = v_colour * (0.82 + 0.42 * hairs + 0.07 * v_at.y);
    o_paint = vec4(c * a, a);
}
