// What is the same for every pixel of one view; packed by frame_block.py in exactly this order.
layout(std140) uniform Frame {
    mat4 view_projection;
    mat4 shadow_matrix[3];
    vec4 shadow_info[3];    // metres per texel, metres of depth, 0, 0
    vec4 eye;               // position; time in seconds
    vec4 ray_right;         // a pixel's ray is forward + right * ndc.x + up * ndc.y, one metre deep
    vec4 ray_up;
    vec4 ray_forward;
    vec4 planes;            // near, far, metres from which all is sharp; aperture
    vec4 viewport;          // width, height of the target and their inverses
    vec4 window;            // where this target lies in the whole picture: origin, size (0..1)
    vec4 picture;           // whole picture in pixels of the output; samples per axis; metres to which all is sharp
    vec4 sun;               // unit vector towards it; strength
    vec4 sun_light;         // linear colour times strength; 1 for the moon
    vec4 zenith;            // linear colours; clouds
    vec4 horizon;           // stars
    vec4 below;             // aurora
    vec4 sky_more;          // galaxy, indoors, seed, number of lamps
    vec4 air;               // linear colour; density per metre
    vec4 air_more;          // height of the mist, shafts, level of its foot, haze of clear air per metre
    vec4 water;             // level, waves, clear, 1 where there is water
    vec4 water_shallow;
    vec4 water_deep;
    vec4 wind;              // direction x, z; strength; 0
    vec4 lamp_place[16];    // position; reach
    vec4 lamp_light[16];    // linear colour times strength
};

// The lamps that matter here: all, or those of a cell (lamp_cells.py).
#ifdef LAMP_CELLS
uniform int lamp_list[16];
uniform int lamp_count;
#define LAMP_COUNT lamp_count
#define LAMP(k) lamp_list[k]
#else
#define LAMP_COUNT int(sky_more.w)
#define LAMP(k) k
#endif

float linear_depth(float d) {
    return planes.x * planes.y / (planes.y - d * (planes.y - planes.x));
}

vec3 to_linear(vec3 c) {
    return c * (c * (c * 0.305306011 + 0.682171111) + 0.012522878);
}

float luminance(vec3 c) {
    return dot(c, vec3(0.2126, 0.7152, 0.0722));
}

// Interleaved gradient noise (Jimenez 2014): cheap, evenly spread from pixel to pixel.
float gradient_noise(vec2 p) {
    return fract(52.9829189 * fract(dot(p, vec2(0.06711056, 0.00583715))));
}

// Dave Hoskins' sine-free hashes (2014): the same on every GPU.
float hash1(vec2 p) {
    vec3 q = fract(vec3(p.xyx) * 0.1031);
    q += dot(q, q.yzx + 33.33);
    return fract((q.x + q.y) * q.z);
}

vec3 hash3(vec2 p) {
    vec3 q = fract(vec3(p.xyx) * vec3(0.1031, 0.1030, 0.0973));
    q += dot(q, q.yxz + 33.33);
    return fract((q.xxy + q.yzz) * q.zyx);
}

// Directions on a square (octahedral map: Engelhardt and Dachsbacher 2008); up lies in its middle.
vec2 around(vec3 d) {
    d /= abs(d.x) + abs(d.y) + abs(d.z);
    vec2 side = vec2(d.x >= 0.0 ? 1.0 : -1.0, d.z >= 0.0 ? 1.0 : -1.0);
    vec2 p = d.y >= 0.0 ? d.xz : (1.0 - abs(d.zx)) * side;
    return p * 0.5 + 0.5;
}

vec3 from_around(vec2 p) {
    p = p * 2.0 - 1.0;
    vec3 d = vec3(p.x, 1.0 - abs(p.x) - abs(p.y), p.y);
    vec2 side = vec2(d.x >= 0.0 ? 1.0 : -1.0, d.z >= 0.0 ? 1.0 : -1.0);
    if (d.y < 0.0) d.xz = (1.0 - abs(d.zx)) * side;
    return normalize(d);
}

// This pixel's place in the whole picture, in pixels: noise does not show where tiles meet.
#define picture_pixel() (gl_FragCoord.xy + floor(window.xy * viewport.xy / window.zw + 0.5))
