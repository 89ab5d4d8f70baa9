#version 330
in vec2 uv;
uniform sampler2D source;
uniform vec2 step_uv;
out vec4 o_open;

// Keeps edges: neighbours at another depth count little.
void main() {
    vec2 here = textureLod(source, uv, 0.0).rg;
    float sum = here.r;
    float weight = 1.0;
    for (int i = -2; i <= 2; i++) {
        if (i == 0) continue;
        vec2 there = textureLod(source, uv + step_uv * float(i), 0.0).rg;
        float w = max(0.0, 1.0 - abs(there.g - here.g) / (0.03 * here.g + 0.02)) * (1.0 - abs(float(i)) * 0.22);
        sum += there.r * w;
        weight += w;
    }
    o_open = vec4(sum / weight, here.g, 0.0, 0.0);
}
