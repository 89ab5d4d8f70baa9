#version 330
in vec2 uv;
uniform sampler2D source;
uniform float reach;        // half the length of a streak, parts of the picture's width
uniform float power;
uniform float least;        // brightness from which light streaks
out vec4 o_light;

// The level streaks of a cylinder lens: what is far brighter than the rest, smeared sideways.
void main() {
    vec3 sum = vec3(0.0);
    float weights = 0.0;
    for (int i = -16; i <= 16; i++) {
        float t = float(i) / 16.0;
        float w = exp(-abs(t) * 3.2);
        vec3 c = textureLod(source, uv + vec2(t * reach, 0.0), 0.0).rgb;
        float bright = dot(c, vec3(0.3, 0.5, 0.2));
        sum += c * (max(bright - least, 0.0) / max(bright, 1e-3)) * w;
        weights += w;
    }
    o_light = vec4(sum / weights * power * vec3(0.65, 0.85, 1.15), 1.0);
}
