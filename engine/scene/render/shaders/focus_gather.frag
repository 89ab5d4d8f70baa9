#version 330
#include "frame.glsl"
in vec2 uv;
uniform sampler2D source;
out vec4 o_light;       // a: how much of it is to be shown over the sharp picture

// Gathers a golden spiral; a sample counts when its own disc of blur reaches here (Jimenez 2014).
void main() {
    vec4 here = textureLod(source, uv, 0.0);
    float aspect = viewport.y / viewport.x;
    float angle = gradient_noise(gl_FragCoord.xy) * 6.2832;
    float widest = abs(here.a);
    for (int i = 0; i < 6; i++) {
        float a = float(i) * 1.0472 + angle;
        float near = textureLod(source, uv + vec2(cos(a) * aspect, sin(a)) * 0.011, 0.0).a;
        widest = max(widest, -near);
    }
    if (widest < 0.0008) { o_light = vec4(here.rgb, 0.0); return; }
    vec3 sum = here.rgb;
    float weights = 1.0;
    float front = 0.0;
    for (int i = 0; i < BOKEH_TAPS; i++) {
        float r = sqrt((float(i) + 0.5) / float(BOKEH_TAPS)) * widest * 0.5;
        float a = float(i) * 2.39996 + angle;
        vec4 s = textureLod(source, uv + vec2(cos(a) * aspect, sin(a)) * r, 0.0);
        float reach = abs(s.a) * 0.5;
        // What is behind does not spill over what is sharp in front.
        if (s.a > 0.0) reach = min(reach, max(abs(here.a) * 0.5, 0.0));
        float w = clamp((reach - r) * viewport.y * 0.8 + 1.0, 0.0, 1.0);
        w *= 1.0 + min(dot(s.rgb, vec3(0.25)), 4.0) * 0.7;
        sum += s.rgb * w;
        weights += w;
        if (s.a < 0.0) front += clamp((reach - r) * viewport.y, 0.0, 1.0);
    }
    float over = smoothstep(0.0008, 0.0030, abs(here.a));
    over = max(over, clamp(front * 2.2 / float(BOKEH_TAPS), 0.0, 1.0));
    o_light = vec4(sum / weights, over);
}
