#version 330
uniform sampler2D depth_map;
uniform ivec2 block;        // samples of the depth in a cell
out vec4 o_open;

void main() {
    ivec2 last = textureSize(depth_map, 0) - 1;
    ivec2 from = ivec2(gl_FragCoord.xy) * block;
    float farthest = 0.0;
    for (int y = 0; y < block.y; y++) for (int x = 0; x < block.x; x++) {
        farthest = max(farthest, texelFetch(depth_map, min(from + ivec2(x, y), last), 0).r);
    }
    o_open = vec4(farthest >= 1.0 ? 1.0 : 0.0);
}
