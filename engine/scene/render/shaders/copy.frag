#version 330
in vec2 uv;
uniform sampler2D source;
uniform float level;
out vec4 o_light;

void main() {
    o_light = vec4(textureLod(source, uv, level).rgb, 1.0);
}
