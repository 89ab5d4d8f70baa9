"""Oil: layers of curved brush strokes from coarse to fine, in thick paint on canvas."""

from dataclasses import dataclass

import cv2
import numpy as np

from engine.builtin.restyle.arrays import Floats, blur, from_lab, luminance, mix, to_lab, unit
from engine.builtin.restyle.face import oval_mask
from engine.builtin.restyle.fields import Field, blended, from_angle, smeared, tangent_field
from engine.builtin.restyle.progress import Progress
from engine.builtin.restyle.scene import Scene
from engine.builtin.restyle.strokes import Guide, Strokes, jittered, traced
from engine.builtin.restyle.texture import canvas, noise, relight

GROUNDS = ((0.55, 0.36, 0.22), (0.42, 0.36, 0.30), (0.36, 0.34, 0.42), (0.62, 0.46, 0.26))
RADII = (26.0, 13.0, 6.5, 3.4)  # of the brushes, in reference pixels
ERRORS = (0.0, 0.05, 0.075, 0.11)  # a brush paints where the canvas is this far from the photo
CHUNK = 600


@dataclass
class Painting:
    """The canvas at work: `colour` HxWx3 RGB 0..1; `paint` HxWx3: cos and sin of twice the stroke's angle, height.

    `detail` (HxW) says where finer brushes are called for.
    """

    colour: Floats
    paint: Floats
    detail: Floats


def render_oil(scene: Scene, progress: Progress) -> tuple[Floats, Floats]:
    """The painting and the photo (both RGB 0..1, HxWx3). Multi-layer painting after Hertzmann (1998)."""
    picture, scale = _enriched(scene), unit(scene.picture.shape)
    ground = np.array(GROUNDS[int(scene.rng.integers(len(GROUNDS)))], np.float32)
    work = Painting(
        np.array(np.broadcast_to(ground, picture.shape), np.float32, order="C"), np.zeros_like(picture), _detail(scene)
    )
    work.paint[..., 0] = 1
    field = _brush_field(picture, scene)
    progress.at(0.2)
    for index, (radius, error) in enumerate(zip(RADII, ERRORS, strict=True)):
        brush = max(1.2, radius * scale)
        _paint_layer(work, picture, field, Brush(brush, error, index), scene)
        progress.at(0.2 + 0.13 * (index + 1))
    if scene.subject.faces:
        _paint_faces(work, picture, field, scene)
    progress.at(0.75)
    return _impasto(work, scene, progress), scene.picture


@dataclass(frozen=True)
class Brush:
    """Radius in pixels, least error worth a stroke, and which layer it paints (0 is the coarsest)."""

    radius: float
    error: float
    layer: int


def _enriched(scene: Scene) -> Floats:
    """The photo with the depth of oil colours; skin keeps its own."""
    lab = to_lab(scene.picture)
    skin = oval_mask(lab.shape, scene.subject.faces, 0.3, 1.15)
    lab[..., 1:] *= (1.22 - 0.22 * skin)[..., None]
    lab[..., 0] += 6 * np.sin((lab[..., 0] / 100 - 0.5) * np.float32(2 * np.pi)) * np.float32(0.5)
    return from_lab(lab)


def _brush_field(picture: Floats, scene: Scene) -> Field:
    """Along the edges where there are any, along a slow swirl where the picture is flat."""
    scale = unit(picture.shape)
    edges = tangent_field(luminance(picture), 5 * scale)
    swirl = noise(picture.shape, 260 * scale, scene.rng) * np.float32(1.6) + np.float32(scene.rng.uniform(0, np.pi))
    busy = blur(np.abs(cv2.Laplacian(blur(luminance(picture), 1.2), cv2.CV_32F)), 5 * scale)
    flat = np.clip(1 - busy / np.float32(0.02), 0, 0.85) * (1 - edges.coherence * 0.6)
    return blended(edges, from_angle(swirl), np.asarray(flat, np.float32))


def _detail(scene: Scene) -> Floats:
    """Where finer brushes are called for: 0.5 (background) to 2 (faces)."""
    detail = np.ones(scene.picture.shape[:2], np.float32)
    if scene.subject.found:
        detail = 0.6 + 0.5 * blur(scene.subject.mask, 10 * unit(detail.shape))
    faces = oval_mask(detail.shape, scene.subject.faces, 0.25, 1.15)
    return np.asarray(detail + faces * 1.1, dtype=np.float32)


def _paint_layer(work: Painting, picture: Floats, field: Field, brush: Brush, scene: Scene) -> None:
    reference = blur(picture, brush.radius * 0.5)
    starts = jittered(picture.shape, brush.radius * (0.85 if brush.layer == 0 else 1.0), scene.rng)
    x, y = starts[:, 0].astype(int), starts[:, 1].astype(int)
    if brush.error > 0:
        difference = blur(np.abs(work.colour - reference).sum(axis=2) / 3, brush.radius * 0.5) * work.detail
        chosen = difference[y, x] > brush.error
        starts, x, y = starts[chosen], x[chosen], y[chosen]
    if len(starts) == 0:
        return
    colour = reference[y, x]
    guide = Guide(picture=reference, colour=colour, tolerance=0.30 if brush.layer < 2 else 0.22)
    stride = brush.radius * 0.9
    strokes = traced(starts, field, stride, 9 if brush.layer < 2 else 7, guide)
    _lay(work, strokes, _varied(colour, brush, scene.rng), brush, scene)


def _varied(colour: Floats, brush: Brush, rng: np.random.Generator) -> Floats:
    """No two brushfuls are mixed alike: lightness varies most, hue a little; broken colour in the coarse layers."""
    spread = 0.035 if brush.layer < 2 else 0.02
    light = rng.normal(0, spread, (len(colour), 1))
    tint = rng.normal(0, spread * 0.22, colour.shape)
    return np.asarray(np.clip(colour + light + tint, 0, 1), dtype=np.float32)


def _lay(work: Painting, strokes: Strokes, colours: Floats, brush: Brush, scene: Scene) -> None:
    """Draw strokes in random order; each leaves its colour, its direction and a height of its own."""
    order = scene.rng.permutation(len(colours))
    height = scene.rng.uniform(0.35, 1.0, len(colours))
    fixed = np.round(strokes.points * 16).astype(np.int32)
    ends = strokes.points[np.arange(len(colours)), strokes.lengths - 1] - strokes.points[:, 0]
    angle = 2 * np.arctan2(ends[:, 1], ends[:, 0])
    thickness = max(1, round(brush.radius * 1.7))
    canvas_bytes = np.round(work.colour * 255).astype(np.uint8)
    shades = (colours * 255).tolist()
    marks = np.stack([np.cos(angle), np.sin(angle), height], axis=1).tolist()
    for count, index in enumerate(order.tolist()):
        line = [fixed[index, : max(2, int(strokes.lengths[index]))]]
        cv2.polylines(canvas_bytes, line, False, shades[index], thickness, cv2.LINE_AA, 4)
        cv2.polylines(work.paint, line, False, marks[index], thickness, cv2.LINE_8, 4)
        if count % CHUNK == 0:
            scene.progress.tick()
    work.colour = canvas_bytes.astype(np.float32) / 255


def _paint_faces(work: Painting, picture: Floats, field: Field, scene: Scene) -> None:
    """A last pass of brushes fit for eyes and mouths, over the faces only."""
    for face in scene.subject.faces:
        for layer, factor in enumerate((0.055, 0.028)):
            radius = float(np.clip(face.span * factor, 0.8, 3.0 * unit(picture.shape)))
            starts = jittered(picture.shape, max(1.2, radius * 1.15), scene.rng)
            oval = oval_mask(picture.shape, (face,), 0.1, 1.05)
            x, y = starts[:, 0].astype(int), starts[:, 1].astype(int)
            reference = blur(picture, radius * 0.35)
            off = np.abs(work.colour - reference).sum(axis=2) / 3
            chosen = (oval[y, x] > 0.4) & (off[y, x] > 0.03 - 0.01 * layer)
            starts, x, y = starts[chosen], x[chosen], y[chosen]
            if len(starts) == 0:
                continue
            brush = Brush(radius, 0.0, 3)
            guide = Guide(picture=reference, colour=reference[y, x], tolerance=0.16)
            strokes = traced(starts, field, max(1.0, radius), 6, guide)
            _lay(work, strokes, _varied(reference[y, x], brush, scene.rng), brush, scene)


def _impasto(work: Painting, scene: Scene, progress: Progress) -> Floats:
    """Bristle marks along each stroke, ridges between strokes, the weave where the paint is thin, raking light."""
    shape, scale = work.colour.shape, unit(work.colour.shape)
    angle = np.arctan2(work.paint[..., 1], work.paint[..., 0]) * np.float32(0.5)
    hairs = scene.rng.normal(0, 1, shape[:2]).astype(np.float32)
    fine = blur(hairs, max(0.45, 0.6 * scale)) * np.float32(max(1.0, 1.3 * scale))
    bristles = smeared(fine, from_angle(angle), 7, max(1.0, 1.6 * scale), progress.tick)
    progress.at(0.9)
    bristles /= np.float32(bristles.std() + 1e-6)
    body = blur(work.paint[..., 2], 0.8 * scale)
    weave = canvas(shape, max(2.0, 3.4 * scale), scene.rng)
    calm = 1 - 0.55 * oval_mask(shape, scene.subject.faces, 0.2, 1.05)
    paint = (bristles * np.float32(0.30) + body * np.float32(1.2)) * calm
    height = paint + weave * (1.15 - body) * np.float32(0.25)
    light = relight(np.asarray(height, np.float32), 0.16)
    streaks = work.colour * (1 + bristles[..., None] * np.float32(0.030) * calm[..., None])
    shaded = streaks * (1 + np.minimum(light, 0)[..., None] * np.float32(0.30))
    gloss = np.clip(light, 0, 1)[..., None] * np.float32(0.13)
    return np.clip(mix(np.asarray(shaded, np.float32), np.ones_like(shaded), np.asarray(gloss, np.float32)), 0, 1)
