"""Watercolour: thin washes that bleed, granulate and dry to dark edges, over a pencil drawing on rough paper."""

import cv2
import numpy as np

from engine.builtin.restyle.arrays import Floats, blur, from_lab, luminance, mix, smoothstep, stretched, to_lab, unit
from engine.builtin.restyle.face import oval_mask
from engine.builtin.restyle.fields import tangent_field
from engine.builtin.restyle.flatten import flattened
from engine.builtin.restyle.lines import Pen, coherent_lines, soft_steps
from engine.builtin.restyle.progress import Progress
from engine.builtin.restyle.scene import Scene
from engine.builtin.restyle.texture import noise, paper, relight, turbulence

PAPER = np.array([0.988, 0.980, 0.955], np.float32)
GRAPHITE = np.array([0.36, 0.35, 0.37], np.float32)


def render_watercolour(scene: Scene, progress: Progress) -> tuple[Floats, Floats]:
    """The painting and the photo (both RGB 0..1, HxWx3). Pigment by density, after Bousseau et al. (2006)."""
    picture, scale = scene.picture, unit(scene.picture.shape)
    faces = oval_mask(picture.shape, scene.subject.faces, 0.2, 1.1)
    flat = flattened(picture, 0.02, progress)
    flat = mix(flat, blur(picture, 0.9 * scale), faces * np.float32(0.65))
    progress.at(0.35)
    washes = _bled(_transparent(flat, scene.rng), faces, scene)
    progress.at(0.5)
    density, grain = _density(washes, faces, scene)
    progress.at(0.65)
    wet = _applied(washes, density)
    cover = _painted_area(scene)
    sheet = PAPER * (1 + relight(grain, 0.10)[..., None] * np.float32(0.035))
    painted = np.asarray(sheet * mix(np.ones_like(wet), wet, cover), dtype=np.float32)
    progress.at(0.75)
    drawing = _pencil(picture, flat, grain, cover, progress)
    return mix(painted, painted * GRAPHITE, drawing), picture


def _transparent(flat: Floats, rng: np.random.Generator) -> Floats:
    """The palette of thin paint: light, clear, never black; each seed's paintbox leans its own way."""
    lab = to_lab(flat)
    tone = lab[..., 0] / 100
    tone = stretched(tone, (1, 98), 0.4)
    tone = mix(tone, soft_steps(np.asarray(tone, np.float32), 6, 2.6), 0.7)
    lab[..., 0] = 100 * (0.24 + 0.75 * tone ** np.float32(0.78))
    turn, strong = float(rng.uniform(-0.13, 0.13)), float(rng.uniform(1.25, 1.5))
    a, b = lab[..., 1].copy(), lab[..., 2].copy()
    lab[..., 1] = (a * np.cos(turn) - b * np.sin(turn)) * strong
    lab[..., 2] = (a * np.sin(turn) + b * np.cos(turn)) * strong + np.float32(rng.uniform(-4, 4))
    dark = 1 - smoothstep(0.1, 0.5, tone)
    lab[..., 2] -= dark * 9  # darks are mixed from blue and brown, not from black
    return from_lab(lab)


def _bled(washes: Floats, faces: Floats, scene: Scene) -> Floats:
    """Outlines that wander with the water, and places where wet colour ran into wet."""
    shape, scale = washes.shape, unit(washes.shape)
    y, x = np.indices(shape[:2], dtype=np.float32)
    calm = 1 - 0.9 * faces
    rough = np.float32(5.0 * scale) * calm
    fine = np.float32(1.6 * scale) * calm
    dx = turbulence(shape, 46 * scale, 3, scene.rng) * rough + noise(shape, 4 * scale, scene.rng) * fine
    dy = turbulence(shape, 46 * scale, 3, scene.rng) * rough + noise(shape, 4 * scale, scene.rng) * fine
    moved = cv2.remap(washes, x + dx, y + dy, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    scene.progress.tick()
    away = 1 - 0.75 * scene.subject.mask if scene.subject.found else np.full(shape[:2], 0.7, np.float32)
    wetness = smoothstep(-0.05, 0.5, turbulence(shape, 190 * scale, 3, scene.rng)) * away * calm
    runny = blur(np.asarray(moved, np.float32), 16 * scale)
    return mix(np.asarray(moved, np.float32), runny, np.asarray(wetness * 0.85, np.float32))


def _density(washes: Floats, faces: Floats, scene: Scene) -> tuple[Floats, Floats]:
    """How much pigment lies where (1 is the wash itself), and the paper's height."""
    shape, scale = washes.shape, unit(washes.shape)
    grain = paper(shape, max(1.6, 3.0 * scale), scene.rng)
    flow = turbulence(shape, 240 * scale, 4, scene.rng)
    calm = 1 - 0.6 * faces
    edges = np.zeros(shape[:2], np.float32)
    tone = luminance(washes)
    for width, weight in ((2.2, 5.0), (6.0, 3.0)):  # pigment gathers inside a wash's border as it dries
        edges += np.clip(blur(tone, width * scale) - tone, 0, 0.12) * np.float32(weight)
        edges += np.abs(blur(tone, width * scale) - tone) * np.float32(weight * 0.25)
        scene.progress.tick()
    blooms = turbulence(shape, 120 * scale, 3, scene.rng)  # backruns: rings where water pushed pigment aside
    rings = np.exp(-((np.abs(blooms - 0.22) / 0.022) ** 2)) * smoothstep(0.0, 0.6, flow)
    density = 1 + flow * 0.42 * calm + grain * 0.24 + edges * calm + rings * 0.28 * calm
    return np.asarray(np.clip(density, 0.25, 2.6), dtype=np.float32), grain


def _applied(washes: Floats, density: Floats) -> Floats:
    """Light through paint of a given density: c - (c - c^2)(d - 1)."""
    excess = (density - 1)[..., None]
    return np.asarray(np.clip(washes - (washes - washes * washes) * excess, 0.03, 1), dtype=np.float32)


def _painted_area(scene: Scene) -> Floats:
    """1 where there is paint; the margins stay paper, with the ragged ends of broad strokes, and some splashes."""
    height, width = scene.picture.shape[:2]
    scale = unit(scene.picture.shape)
    y, x = np.indices((height, width), dtype=np.float32)
    nearest = np.minimum(np.minimum(x, width - 1 - x), np.minimum(y, height - 1 - y))
    margin = np.float32(min(height, width) * 0.052)
    ragged = turbulence((height, width), 130 * scale, 4, scene.rng) * margin * np.float32(1.25)
    bristle = noise((height, width), 3.0 * scale, scene.rng) * margin * np.float32(0.13)
    cover = smoothstep(-1.3 * scale, 1.3 * scale, np.asarray(nearest + ragged + bristle - margin, np.float32))
    drops = np.zeros((height, width), np.uint8)
    for _ in range(int(scene.rng.integers(10, 22))):
        side = int(scene.rng.integers(4))
        along, depth = scene.rng.uniform(0, 1), abs(scene.rng.normal(0, 0.03)) + 0.012
        px, py = ((along, depth), (along, 1 - depth), (depth, along), (1 - depth, along))[side]
        radius = max(1, int(abs(scene.rng.normal(2.2, 2.0)) * scale) + 1)
        cv2.circle(drops, (int(px * width * 16), int(py * height * 16)), radius * 16, 255, -1, cv2.LINE_AA, 4)
    return np.maximum(cover, drops.astype(np.float32) / 255 * np.float32(0.8))


def _pencil(picture: Floats, flat: Floats, grain: Floats, cover: Floats, progress: Progress) -> Floats:
    """Faint graphite lines that show through the paint and go a little beyond it."""
    scale = unit(picture.shape)
    grey = luminance(mix(flat, picture, 0.6))
    field = tangent_field(grey, 2.2 * scale)
    line = coherent_lines(grey, field, Pen(1.1 * scale, 8 * scale, 0.008, 55), progress.tick)
    tooth = np.clip(0.72 + grain * 0.55, 0, 1)
    return np.asarray(line * tooth * 0.62 * np.clip(cover + 0.25, 0, 1), dtype=np.float32)
