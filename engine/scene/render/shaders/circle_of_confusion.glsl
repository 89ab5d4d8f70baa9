// Blur of a point at a depth: its diameter in parts of the picture's height. Needs frame.glsl.
float blur_of(float depth) {
    float d = min(depth, 2000.0);
    float blur = abs(d - planes.z) / d * planes.w * 0.060;
    return clamp(blur - 0.0026, 0.0, 0.024);
}
