#version 330
uniform sampler2D open_map;
uniform int cell;           // pixels of the target along its side

void main() {
    ivec2 last = textureSize(open_map, 0) - 1;
    ivec2 at = ivec2(gl_FragCoord.xy) / cell;
    float open = 0.0;
    for (int y = -1; y <= 1; y++) for (int x = -1; x <= 1; x++) {
        open = max(open, texelFetch(open_map, clamp(at + ivec2(x, y), ivec2(0), last), 0).r);
    }
    gl_FragDepth = open;
}
