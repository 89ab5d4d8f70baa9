#version 330
#include "frame.glsl"
in vec2 uv;
uniform sampler2D paint_map;
uniform sampler2D noise2;
out vec4 o_light;

float height(vec2 p) {
    return sqrt(luminance(min(textureLod(paint_map, p, 0.0).rgb, vec3(4.0))));
}

// Thick paint catches the light of the studio; the weave of the cloth shows through.
void main() {
    vec3 c = textureLod(paint_map, uv, 0.0).rgb;
    vec2 e = viewport.zw;
    float unit = max(picture.y / 720.0, 0.35);
    e *= unit;
    float relief = height(uv + vec2(-e.x, e.y)) - height(uv + vec2(e.x, -e.y));
    vec2 w = gl_FragCoord.xy / unit * 1.15;
    float weave = sin(w.x * 1.6) * sin(w.y * 1.6) * 0.5 + (texture(noise2, w * 0.013).a - 0.5) * 0.9;
    c *= 1.0 + clamp(relief * 0.55, -0.22, 0.28);
    c *= 1.0 + weave * 0.055;
    o_light = vec4(c, 1.0);
}
