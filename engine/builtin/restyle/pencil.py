"""Pencil: hatching that follows form, layer over layer, contours, and the tooth of the paper."""

from dataclasses import dataclass

import cv2
import numpy as np

from engine.builtin.restyle.arrays import Floats, blur, luminance, mix, smoothstep, stretched, unit
from engine.builtin.restyle.face import oval_mask
from engine.builtin.restyle.fields import Field, blended, from_angle, tangent_field
from engine.builtin.restyle.flatten import flattened
from engine.builtin.restyle.lines import Pen, coherent_lines
from engine.builtin.restyle.progress import Progress
from engine.builtin.restyle.scene import Scene
from engine.builtin.restyle.strokes import Guide, jittered, traced
from engine.builtin.restyle.texture import noise, paper, relight

PAPERS = ((0.975, 0.970, 0.955), (0.965, 0.955, 0.930), (0.980, 0.980, 0.980), (0.970, 0.960, 0.945))
LEAD = np.array([0.165, 0.165, 0.18], np.float32)
CHUNK = 1500


@dataclass(frozen=True)
class Hatch:
    """A layer of strokes: laid where the tone is darker than `tone`, `turn` (radians) from the layer before."""

    tone: float
    turn: float
    spacing: float
    length: float
    pressure: float


LAYERS = (
    Hatch(0.12, 0.00, 8.0, 84, 0.44),
    Hatch(0.30, 0.08, 7.0, 70, 0.54),
    Hatch(0.48, 0.90, 7.0, 56, 0.56),
    Hatch(0.64, -0.12, 6.0, 46, 0.66),
    Hatch(0.80, 1.25, 5.2, 36, 0.72),
)


def render_pencil(scene: Scene, progress: Progress) -> tuple[Floats, Floats]:
    """The drawing and the photo (both RGB 0..1, HxWx3)."""
    picture, scale = scene.picture, unit(scene.picture.shape)
    flat = flattened(picture, 0.008, progress)
    faces = oval_mask(picture.shape, scene.subject.faces, 0.2, 1.1)
    grey = _toned(luminance(mix(flat, picture, 0.45 + 0.35 * faces)), scene)
    progress.at(0.3)
    grain = paper(grey.shape, max(1.3, 2.0 * scale), scene.rng)
    dark = 1 - grey
    lead = _smudge(dark, grain)
    form = tangent_field(blur(grey, 2 * scale), 7 * scale)
    lean = np.float32(np.radians(scene.rng.uniform(-62, -36)))
    for index, layer in enumerate(LAYERS):
        field = _hatch_field(form, float(lean) + layer.turn, grey.shape, scene)
        lead = _over(lead, _hatched(dark, field, layer, faces, scene) * _tooth(grain, 0.42))
        progress.at(0.3 + 0.09 * (index + 1))
    lead = _over(lead, _contours(grey, faces, scene, progress) * _tooth(grain, 0.35))
    progress.at(0.95)
    lead *= _vignette(scene)
    white = np.array(PAPERS[int(scene.rng.integers(len(PAPERS)))], np.float32)
    sheet = white * (1 + relight(grain, 0.12)[..., None] * np.float32(0.022))
    return mix(np.asarray(sheet, np.float32), np.broadcast_to(LEAD, sheet.shape).astype(np.float32), lead), picture


def _toned(grey: Floats, scene: Scene) -> Floats:
    """The photo's tones spread from black to paper; the background kept lighter than the subject."""
    tone = stretched(grey, (1, 98), 0.4) ** np.float32(1.05)
    if scene.subject.found:
        apart = 1 - blur(scene.subject.mask, 4 * unit(grey.shape))
        return mix(tone, 1 - (1 - tone) * np.float32(0.55), apart)
    return np.asarray(tone, dtype=np.float32)


def _smudge(dark: Floats, grain: Floats) -> Floats:
    """The soft grey under the strokes, rubbed into the paper."""
    return np.asarray(np.clip(blur(dark, 1.5) - 0.05, 0, 1) ** 1.25 * 0.62 * _tooth(grain, 0.28), dtype=np.float32)


def _tooth(grain: Floats, depth: float) -> Floats:
    """How readily the paper takes lead: less in its hollows."""
    return np.asarray(np.clip(1 - depth / 2 + grain * depth, 0.1, 1.15), dtype=np.float32)


def _over(below: Floats, above: Floats) -> Floats:
    """Lead on lead: it darkens, but never past black."""
    return np.asarray(1 - (1 - below) * (1 - np.clip(above, 0, 0.95)), dtype=np.float32)


def _hatch_field(form: Field, lean: float, shape: tuple[int, ...], scene: Scene) -> Field:
    """Strokes lean one way, as a hand draws them, and bend round strong forms."""
    sway = noise(shape, 220 * unit(shape), scene.rng) * np.float32(0.16) + np.float32(lean)
    weight = smoothstep(0.35, 0.9, form.coherence) * np.float32(0.45)
    return blended(from_angle(sway), form.across(), weight)


def _hatched(dark: Floats, field: Field, layer: Hatch, faces: Floats, scene: Scene) -> Floats:
    """One layer of strokes (0..1): each ends where the tone gets lighter than the layer's."""
    shape, scale = dark.shape, unit(dark.shape)
    soft = blur(dark, 1.2 * scale)
    spacing = max(1.7, layer.spacing * scale)
    starts = jittered(shape, spacing * 1.35, scene.rng)
    x, y = starts[:, 0].astype(int), starts[:, 1].astype(int)
    starts = starts[soft[y, x] > layer.tone]
    result = np.zeros(shape, np.uint8)
    if len(starts) == 0:
        return result.astype(np.float32)
    # Strokes on faces are short: long ones read as scars.
    x, y = starts[:, 0].astype(int), starts[:, 1].astype(int)
    short = faces[y, x] > 0.5
    stride = max(1.5, 4.0 * scale)
    steps = max(2, round(layer.length * scale / stride))
    guide = Guide(np.asarray(soft > layer.tone), soft[..., None], soft[y, x][:, None], 0.2)
    strokes = traced(starts, field, stride, steps, guide)
    lengths = np.minimum(strokes.lengths, np.where(short, max(2, steps // 2), steps + 1))
    lengths = np.maximum(2, (lengths * scene.rng.uniform(0.6, 1.0, len(lengths))).astype(int))
    excess = np.clip((soft[y, x] - layer.tone) / 0.2, 0.25, 1)
    pressure = (excess * scene.rng.uniform(0.55, 1.0, len(lengths)) * 255 * layer.pressure).tolist()
    fixed = np.round(strokes.points * 16).astype(np.int32)
    thickness = 2 if scale > 1.3 else 1
    for index, count in enumerate(lengths.tolist()):
        cv2.polylines(result, [fixed[index, :count]], False, pressure[index], thickness, cv2.LINE_AA, 4)
        if index % CHUNK == 0:
            scene.progress.tick()
    return np.asarray(blur(result.astype(np.float32) / 255, 0.45), dtype=np.float32)


def _contours(grey: Floats, faces: Floats, scene: Scene, progress: Progress) -> Floats:
    """Contour lines gone over twice, never quite in the same place."""
    shape, scale = grey.shape, unit(grey.shape)
    field = tangent_field(grey, 2.4 * scale)
    bold = coherent_lines(grey, field, Pen(1.25 * scale, 10 * scale, 0.007, 45), progress.tick)
    fine = coherent_lines(grey, field, Pen(0.8 * scale, 5 * scale, 0.006, 40), progress.tick)
    line = mix(bold, np.maximum(bold * np.float32(0.4), fine * np.float32(0.9)), faces)
    y, x = np.indices(shape, dtype=np.float32)
    total = np.zeros(shape, np.float32)
    for weight, amount in ((0.85, 0.6), (0.45, 2.6)):
        dx, dy = (noise(shape, 60 * scale, scene.rng) * np.float32(amount * scale) for _ in range(2))
        calm = 1 - 0.85 * faces
        moved = cv2.remap(line, x + dx * calm, y + dy * calm, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        total = _over(total, np.asarray(moved, np.float32) * np.float32(weight))
        progress.tick()
    return np.asarray(total * (0.8 + 0.2 * noise(shape, 40 * scale, scene.rng)), dtype=np.float32)


def _vignette(scene: Scene) -> Floats:
    """The drawing runs out towards the edges of the sheet, in the direction of the strokes."""
    height, width = scene.picture.shape[:2]
    y, x = np.indices((height, width), dtype=np.float32)
    nearest = np.minimum(np.minimum(x, width - 1 - x), np.minimum(y, height - 1 - y)) / np.float32(min(height, width))
    ragged = noise((height, width), 24 * unit((height, width)), scene.rng) * np.float32(0.015)
    return smoothstep(0.004, 0.055, np.asarray(nearest + ragged, np.float32))
