"""Comic: bold ink, halftone dots, few colours, printed on cheap paper inside a panel."""

import cv2
import numpy as np

from engine.builtin.restyle.arrays import Floats, blur, from_lab, luminance, mix, smoothstep, stretched, to_lab, unit
from engine.builtin.restyle.face import oval_mask
from engine.builtin.restyle.face_ink import eye_openings, face_ink
from engine.builtin.restyle.fields import tangent_field
from engine.builtin.restyle.flatten import flattened
from engine.builtin.restyle.lines import Pen, inked
from engine.builtin.restyle.progress import Progress
from engine.builtin.restyle.regions import k_means, nearest_centre
from engine.builtin.restyle.scene import Scene
from engine.builtin.restyle.texture import noise, paper

COLOURS = 11
PAPER = np.array([0.985, 0.955, 0.885], np.float32)
INK = np.array([0.07, 0.06, 0.09], np.float32)


def render_comic(scene: Scene, progress: Progress) -> tuple[Floats, Floats]:
    """The printed panel and the photo (both RGB 0..1, HxWx3)."""
    picture, scale = scene.picture, unit(scene.picture.shape)
    flat = flattened(picture, 0.02, progress)
    progress.at(0.35)
    colours, shade = _limited(flat, _plain_skin(flat, scene), scene)
    progress.at(0.5)
    printed = _halftoned(colours, shade, scene)
    whites = eye_openings(picture.shape, scene.subject.faces) * np.float32(0.85)
    printed = mix(printed, np.ones_like(printed), whites)
    progress.at(0.6)
    ink = _ink(picture, flat, scene, progress)
    progress.at(0.85)
    grain = paper(ink.shape, 2.2 * scale, scene.rng)
    sheet = printed * PAPER * (1 + grain[..., None] * np.float32(0.018))
    drawn = mix(np.asarray(sheet, np.float32), np.broadcast_to(INK, sheet.shape).astype(np.float32), ink)
    return _panel(drawn, scene), picture


def _plain_skin(flat: Floats, scene: Scene) -> Floats:
    """Each face in one colour: patches of two on a cheek look like an illness."""
    plain = flat
    for face in scene.subject.faces:
        oval = oval_mask(flat.shape, (face,), 0.04, 1.02)
        inside = flat[oval > 0.5]
        if len(inside):
            skin = np.percentile(inside, 62, axis=0).astype(np.float32)
            plain = mix(plain, np.broadcast_to(skin, flat.shape).astype(np.float32), oval)
    return plain


def _limited(flat: Floats, plain: Floats, scene: Scene) -> tuple[Floats, Floats]:
    """Few, strong colours, and the tone (0..1) that the dots must still add within them."""
    tone = stretched(to_lab(flat)[..., 0] / 100, (2, 98), 0.3)
    lab = to_lab(plain)
    weights = np.array([0.55, 1.2, 1.2], np.float32)
    pixels = (lab * weights).reshape(-1, 3)
    inside = pixels[(scene.subject.mask > 0.5).ravel()]
    if len(inside):  # the subject's colours count for more than their area
        pixels = np.concatenate([pixels, np.repeat(inside, 2, axis=0)])
    skin = (lab * weights)[oval_mask(tone.shape, scene.subject.faces, 0.0) > 0.5]
    if len(skin):  # and skin has a colour of its own
        pixels = np.concatenate([pixels, np.resize(skin, (len(pixels) // 6, 3))])
    centres = k_means(pixels, COLOURS, scene.rng)
    scene.progress.tick()
    smooth = blur(lab * weights, 1.6 * unit(flat.shape))
    labels = nearest_centre(smooth, centres, scene.progress.tick)
    palette = centres / weights
    palette[:, 0] = np.clip(palette[:, 0] * 0.72 + 34, 30, 97)
    palette[:, 1:] *= np.clip(1.75 - np.linalg.norm(palette[:, 1:], axis=1) / 110, 1.1, 1.75)[:, None]
    turn = scene.rng.uniform(-0.10, 0.10)
    palette[:, 1:] = palette[:, 1:] @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    colours = from_lab(palette[labels].astype(np.float32))
    return blur(colours, 0.7), np.asarray(tone, dtype=np.float32)


def _screen(shape: tuple[int, ...], pitch: float, angle: float) -> Floats:
    """A rotated halftone screen: threshold 0 at the dots' centres to 1 between them."""
    y, x = np.indices(shape, dtype=np.float32)
    cos, sin = np.float32(np.cos(angle) * np.pi / pitch), np.float32(np.sin(angle) * np.pi / pitch)
    wave = np.cos((x * cos + y * sin) * 2) + np.cos((y * cos - x * sin) * 2)
    return np.asarray(0.5 - wave * 0.25, dtype=np.float32)


def _halftoned(colours: Floats, tone: Floats, scene: Scene) -> Floats:
    """Mid-tones carried by dots of a darker ink, lights by dots of paper; the plates a little out of register."""
    scale = unit(tone.shape)
    pitch = max(4.0, 8.5 * scale)
    angle = np.radians(float(scene.rng.choice([15, 30, 45, 60, 75])))
    soft = blur(tone, pitch * 0.45)
    edge = 1.6 / pitch
    cover = smoothstep(0.0, 1.0, np.clip((0.60 - soft) / 0.42, 0, 1).astype(np.float32)) * np.float32(0.72)
    dots = np.clip((cover - _screen(tone.shape, pitch, angle)) / edge + 0.5, 0, 1) * (cover > 0.02)
    lights = np.clip((soft - 0.70) / 0.3, 0, 1) * np.float32(0.55)
    gaps = np.clip((lights - _screen(tone.shape, pitch, angle + 0.52)) / edge + 0.5, 0, 1) * (lights > 0.03)
    shift = max(1, round(1.3 * scale))
    plate = np.roll(colours, (shift, -shift), axis=(0, 1))
    darker = plate * np.array([0.52, 0.46, 0.58], np.float32)
    result = mix(plate, darker, np.asarray(dots, np.float32))
    return mix(result, np.ones_like(result), np.asarray(gaps * 0.65, np.float32))


def _ink(picture: Floats, flat: Floats, scene: Scene, progress: Progress) -> Floats:
    """Brushed outlines and solid blacks; lighter in faces, where every stray line is a wrinkle."""
    scale = unit(picture.shape)
    grey = luminance(mix(flat, picture, 0.55))
    # Evened out locally: a dark picture must not become one black spot.
    even = cv2.createCLAHE(1.8, (6, 6)).apply((np.clip(grey, 0, 1) * 255).astype(np.uint8))
    black = 1 - smoothstep(0.09, 0.16, blur(grey, 2 * scale))  # but what is black stays so, without its weave
    grey = np.asarray(mix(grey, even.astype(np.float32) / 255, 0.75) ** np.float32(0.75), dtype=np.float32)
    grey = mix(grey, np.zeros_like(grey), black * np.float32(0.85))
    field = tangent_field(grey, 2.6 * scale)
    bold = inked(grey, field, Pen(1.9 * scale, 10 * scale, 0.20, 14), 17, progress.tick)
    faces = scene.subject.faces
    if faces:
        fine_width = max(0.7, min(1.9 * scale, float(np.mean([face.span for face in faces])) * 0.016))
        fine = inked(blur(grey, fine_width), field, Pen(fine_width, 5 * fine_width, 0.20, 9), 10, progress.tick)
        bold = mix(bold, fine, oval_mask(grey.shape, faces, 0.1, 0.96))
        bold = np.maximum(bold * (1 - eye_openings(grey.shape, faces)), face_ink(grey.shape, faces))
    # A dry brush: the ink breaks up a little where it is thin.
    dry = noise(grey.shape, 2.2 * scale, scene.rng) * np.float32(0.10)
    return smoothstep(0.30, 0.62, np.asarray(bold + dry * (bold < 0.9), np.float32))


def _panel(drawn: Floats, scene: Scene) -> Floats:
    """A white gutter and a hand-ruled frame around the drawing."""
    height, width = drawn.shape[:2]
    scale = unit(drawn.shape)
    gutter, rule = max(2, round(min(height, width) * 0.022)), max(1.0, 3.6 * scale)
    mask = np.zeros((height, width), np.uint8)
    wobble = scene.rng.uniform(-1.2, 1.2, (4, 2)) * scale
    x1, y1 = width - 1 - gutter, height - 1 - gutter
    corners = np.array([[gutter, gutter], [x1, gutter], [x1, y1], [gutter, y1]]) + wobble
    fixed = np.round(corners * 16).astype(np.int32)
    cv2.fillPoly(mask, [fixed], 255, cv2.LINE_AA, 4)
    frame = np.zeros_like(mask)
    cv2.polylines(frame, [fixed], True, 255, max(1, round(rule)), cv2.LINE_AA, 4)
    grain = paper((height, width), 2.2 * scale, scene.rng)[..., None] * np.float32(0.015)
    sheet = np.asarray(np.broadcast_to(PAPER, drawn.shape) * (1 + grain), dtype=np.float32)
    result = mix(sheet, drawn, mask.astype(np.float32) / 255)
    return mix(result, np.broadcast_to(INK, drawn.shape).astype(np.float32), frame.astype(np.float32) / 255)
