#version 330
#include "frame.glsl"
in vec2 uv;
in vec3 ray;
uniform sampler2D depth_map;
uniform sampler2D normal_map;
uniform float radius;   // metres; grows with distance
out vec4 o_open;        // how open the point is; its depth

// Scalable ambient obscurance (McGuire 2012): a spiral of samples, weighed by how far they rise above the surface.
void main() {
    float z = textureLod(depth_map, uv, 0.0).r;
    if (z >= 1.0) { o_open = vec4(1.0, 1e4, 0.0, 0.0); return; }
    float far = linear_depth(z);
    vec3 p = eye.xyz + ray * far;
    vec3 n = normalize(textureLod(normal_map, uv, 0.0).xyz);
    float wide = radius * (0.35 + far * 0.045);
    vec2 reach = vec2(0.5) / vec2(length(ray_right.xyz), length(ray_up.xyz)) * wide / far;
    reach = min(reach, vec2(0.22) * reach / max(reach.x, reach.y));
    float angle = gradient_noise(floor(picture_pixel())) * 6.2832;
    float sum = 0.0;
    for (int i = 0; i < AO_TAPS; i++) {
        float t = (float(i) + 0.5) / float(AO_TAPS);
        float a = angle + float(i) * 2.39996 ;
        vec2 s = uv + vec2(cos(a), sin(a)) * reach * t;
        float depth = linear_depth(textureLod(depth_map, s, 0.0).r);
        vec2 ndc = s * 2.0 - 1.0;
        vec3 v = eye.xyz + (ray_forward.xyz + ray_right.xyz * ndc.x + ray_up.xyz * ndc.y) * depth - p;
        float vv = dot(v, v);
        float vn = dot(v, n) - 0.012 * far * 0.12 - 0.004;
        float f = max(wide * wide - vv, 0.0) / (wide * wide);
        sum += f * max(vn / (sqrt(vv) + 0.02), 0.0);
    }
    float open = max(0.0, 1.0 - sum * 2.1 / float(AO_TAPS));
    o_open = vec4(open, far, 0.0, 0.0);
}
