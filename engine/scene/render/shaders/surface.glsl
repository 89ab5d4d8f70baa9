// The surface under a pixel of a mesh: colour, roughness and normal with fine detail by its material.
in vec3 v_world;
in vec3 v_normal;
in vec3 v_local;
in vec3 v_colour;
in vec4 v_surface;
flat in vec2 v_who;
uniform sampler2D noise2;
uniform sampler2D grain_map;
uniform float detail;   // 0: painted flat; 1: full grain
#ifdef DETAIL
uniform float sway;
uniform float plain_beyond;     // metres from which plants have no grain
#endif
// Chosen when the shader is compiled: processors run both sides of a branch.
#ifdef GROUND
const float ground = 1.0;
#else
const float ground = 0.0;
#endif

struct Surface {
    vec3 albedo;
    vec3 normal;
    float roughness;
};

#ifdef DETAIL
// Grain at a point from the side that the surface faces most: its slope in space, and its height in w.
vec4 grain_at(vec3 p, vec3 n) {
    vec3 a = abs(n);
    bool level = a.y >= max(a.x, a.z);
    bool side = a.x > a.z;
    vec2 q = level ? p.xz : (side ? p.zy : p.xy);
    vec4 g = textureLod(grain_map, q * 0.25, 0.0);
    vec2 s = g.rg - 0.5;
    return vec4(level ? vec3(s.x, 0.0, s.y) : (side ? vec3(0.0, s.y, s.x) : vec3(s, 0.0)), g.a - 0.5);
}

// A level of the noise's pyramid, whole, so that only one is read: `scale` is its repeats per metre.
float whole_level(float footprint, float scale) {
    return floor(log2(max(footprint * scale * 512.0, 1.0)) + 0.5);
}

void grain_ground(inout Surface s, float footprint) {
    vec2 p = v_world.xz;
    float steep = 1.0 - smoothstep(0.55, 0.9, s.normal.y);
    vec4 broad = textureLod(noise2, p * 0.011, whole_level(footprint, 0.011));
    vec4 middle = textureLod(noise2, mix(p, v_world.yy * vec2(3.0, 2.0) + p * 0.2, steep) * 0.083, whole_level(footprint, 0.083));
    float near = clamp(1.0 - footprint * 3.0, 0.0, 1.0);
    float middling = clamp(1.2 - footprint * 0.9, 0.0, 1.0);
    vec4 fine = grain_at(v_world * 1.1, s.normal) * middling;
    vec4 finest = grain_at(v_world * 5.3, s.normal) * near;
    float green = clamp((s.albedo.g - max(s.albedo.r, s.albedo.b)) * 6.0, 0.0, 1.0);
    float patches = (broad.g - 0.5) * 0.9 + (middle.g - 0.5) * 0.7;
    vec3 dry = s.albedo * vec3(1.14, 1.02, 0.78);
    vec3 lush = s.albedo * vec3(0.82, 0.97, 0.86);
    s.albedo = mix(s.albedo, patches > 0.0 ? dry : lush, detail * clamp(abs(patches) * 1.5, 0.0, 1.0) * (0.35 + 0.65 * green));
    float speck = fine.a * 0.35 + finest.a * 0.5;
    s.albedo *= 1.0 + detail * (speck * (0.75 + 0.65 * green) + patches * 0.16);
    float strata = (middle.b - 0.5) * steep;
    vec3 bump = fine.rgb * 0.6 + finest.rgb * 0.9;
    s.albedo *= 1.0 + detail * strata * 0.8;
    s.normal = normalize(s.normal + bump * detail * 0.55);
    s.roughness = clamp(s.roughness + fine.a * 0.2 * detail, 0.05, 1.0);
}

void grain_thing(inout Surface s, float footprint) {
    float metal = v_surface.y;
    float rough = v_surface.x;
    // Grain of plants ends where geometry.py changes to a program without it.
    float kept = sway > 0.0 ? clamp(2.0 - 2.0 * length(v_world - eye.xyz) / plain_beyond, 0.0, 1.0) : 1.0;
    float near = clamp(1.0 - footprint * 7.0, 0.0, 1.0) * kept;
    vec4 coarse = grain_at(v_local * 0.7, s.normal) * clamp(1.2 - footprint * 1.5, 0.0, 1.0) * kept;
    vec4 fine = grain_at(v_local * 3.9 + 0.37, s.normal) * near;
    float matt = smoothstep(0.25, 0.75, rough) * (1.0 - metal);
    float speck = coarse.a * 0.22 + fine.a * 0.34;
    s.albedo *= 1.0 + detail * speck * mix(0.35, 1.0, matt);
    vec3 bump = coarse.rgb * 0.25 * matt + fine.rgb * 0.7;
    s.normal = normalize(s.normal + bump * detail * mix(0.03, 0.42, matt));
    s.roughness = clamp(rough + coarse.a * 0.3 * detail * (0.3 + rough), 0.04, 1.0);
}
#endif

Surface find_surface() {
    Surface s;
    vec3 facet = cross(dFdx(v_world), dFdy(v_world));
    s.normal = normalize(v_normal);
    // Both sides of a leaf are lit: the side that is seen counts, however its corners were ordered.
    if (dot(facet, s.normal) * dot(facet, v_world - eye.xyz) > 0.0) s.normal = -s.normal;
    s.albedo = v_colour;
    s.roughness = v_surface.x;
#ifdef DETAIL
    float footprint = max(length(dFdx(v_world)), length(dFdy(v_world)));
#ifdef GROUND
    grain_ground(s, footprint);
#else
    grain_thing(s, footprint);
#endif
    s.albedo = clamp(s.albedo, 0.0, 1.0);
#endif
    return s;
}
