// Blur of a point at a depth: its diameter in parts of the picture's height. Needs frame.glsl.
float blur_of(float depth) {
    float d = min(depth, 2000.0);
    float off = max(max(planes.z - d, d - picture.w), 0.0);
    float blur = off / d * planes.w * 0.060;
    return clamp(blur - 0.0016, 0.0, 0.024);
}
