"""Anime: flat colour in steps, clean lines, bright skies, large eyes."""

import cv2
import numpy as np

from engine.builtin.restyle.anime_face import EYE_COLOURS, GROWTH, draw_anime_face, with_large_eyes
from engine.builtin.restyle.arrays import (
    Floats,
    blur,
    from_lab,
    luminance,
    mix,
    smoothstep,
    stretched,
    to_bytes,
    to_float,
    to_lab,
    unit,
)
from engine.builtin.restyle.face import Face, filled, oval_mask
from engine.builtin.restyle.fields import tangent_field
from engine.builtin.restyle.flatten import flattened, sky_mask
from engine.builtin.restyle.lines import Pen, coherent_lines, soft_steps
from engine.builtin.restyle.progress import Progress
from engine.builtin.restyle.scene import Scene
from engine.builtin.restyle.texture import noise, turbulence

SKIES = ((224, 0.52, 0.95), (205, 0.45, 0.98), (262, 0.36, 0.96), (18, 0.38, 1.0), (190, 0.42, 0.96))


def render_anime(scene: Scene, progress: Progress) -> tuple[Floats, Floats]:
    """The drawing, and the photo as it was warped for it (both RGB 0..1, HxWx3)."""
    picture, faces = with_large_eyes(scene.picture, scene.subject.faces, GROWTH * scene.opacity)
    progress.at(0.15)
    oval = oval_mask(picture.shape, faces, 0.08, 1.0)
    flat = flattened(picture, 0.016, progress)
    flat = mix(flat, _even_skin(flat, oval, faces), oval * np.float32(0.8))
    progress.at(0.4)
    painted = _cel_shaded(flat, oval)
    painted = _lifted_background(painted, scene)
    painted = _shining_hair(painted, picture, faces, scene)
    progress.at(0.6)
    ink = _lines(picture, flat, oval, faces, progress)
    progress.at(0.85)
    tone = painted * np.float32(0.30) * np.array([0.95, 0.80, 0.95], np.float32)  # ink takes the colour under it
    drawn = to_bytes(mix(painted, tone, ink))
    iris = EYE_COLOURS[int(scene.rng.integers(len(EYE_COLOURS)))]
    for face in faces:
        drawn = draw_anime_face(drawn, face, iris)
    return _bloom(to_float(drawn)), picture


def _even_skin(flat: Floats, oval: Floats, faces: tuple[Face, ...]) -> Floats:
    """Faces without pores, wrinkles and the redness of a lamp."""
    if not faces:
        return flat
    reach = float(np.mean([face.span for face in faces])) * 0.16
    weight = blur(oval, reach) + np.float32(1e-3)
    return np.asarray(blur(flat * oval[..., None], reach) / weight[..., None], dtype=np.float32)


def _cel_shaded(flat: Floats, oval: Floats) -> Floats:
    """Tones in steps; shadows turn to violet, lights to cream; colours brightened."""
    lab = to_lab(flat)
    tone = lab[..., 0] / 100
    tone = mix(tone, stretched(tone, (1, 99), 0.4), 0.9) ** np.float32(0.80)
    stepped = soft_steps(tone, 6, 3.4) * np.float32(0.86) + np.float32(0.13)
    face_tone = soft_steps(tone, 4, 2.2) * np.float32(0.5) + np.float32(0.5)
    stepped = mix(stepped, np.maximum(stepped, face_tone), oval * np.float32(0.75))
    shadow = 1 - smoothstep(0.2, 0.6, stepped)
    lab[..., 0] = stepped * 100
    chroma = np.sqrt(lab[..., 1] ** 2 + lab[..., 2] ** 2)
    boost = 1.38 - 0.30 * np.clip(chroma / 70, 0, 1) - 0.25 * oval
    lab[..., 1:] *= boost[..., None]
    lab[..., 1] += shadow * 5
    lab[..., 2] -= shadow * 9
    return from_lab(lab)


def _lifted_background(painted: Floats, scene: Scene) -> Floats:
    """Sky painted with a gradient and clouds; behind a person, a wash of light."""
    hue, saturation, value = SKIES[int(scene.rng.integers(len(SKIES)))]
    height, width = painted.shape[:2]
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    sky = sky_mask(scene.photo) * (1 - scene.subject.mask)
    behind = (1 - scene.subject.mask) if scene.subject.faces else np.zeros_like(sky)
    if not sky.any() and not behind.any():
        return painted
    fade = np.clip(rows / max(0.3, float((sky.mean(axis=1) > 0.05).mean() or 1.0)), 0, 1)
    hsv = np.empty((height, width, 3), np.float32)
    tone = float((luminance(scene.picture) * sky).sum() / max(float(sky.sum()), 1.0)) if sky.any() else 1.0
    night = 1 - float(np.clip((tone - 0.22) / 0.25, 0, 1))  # a dark sky stays dark, and deep blue
    hue, saturation, value = (226, 0.72, 0.30 + 1.3 * tone) if night > 0.5 else (hue, saturation, value)
    hsv[..., 0], hsv[..., 1], hsv[..., 2] = hue, saturation * (1 - (0.8 - 0.4 * night) * fade), value
    gradient = np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), dtype=np.float32)
    if scene.mood.backdrop is not None:  # the prompt's own sky
        wished = np.array(scene.mood.backdrop, np.float32)
        gradient = (wished + (1 - wished) * np.float32(0.75) * (fade**1.5)[..., None]) * np.ones_like(gradient)
    puffs = turbulence((height, width), max(24.0, 210 * unit(painted.shape)), 5, scene.rng)
    stretched = cv2.resize(np.ascontiguousarray(puffs[:, : width // 2 + 1]), (width, height))
    clouds = smoothstep(0.10, 0.24, stretched) * (0.85 - 0.3 * fade) * np.float32(1 - 0.85 * night)
    gradient = mix(gradient, np.ones_like(gradient), np.asarray(clouds, np.float32))
    result = mix(painted, gradient, np.asarray(sky * 0.85, np.float32))
    light = 1 - (1 - result) * (1 - gradient * np.float32(0.55))
    return mix(result, np.asarray(light, np.float32), np.asarray(behind * (1 - sky) * 0.7, np.float32))


def _shining_hair(painted: Floats, picture: Floats, faces: tuple[Face, ...], scene: Scene) -> Floats:
    """The band of light with ragged ends that runs round anime hair."""
    y, x = np.indices(picture.shape[:2], dtype=np.float32)
    for face in faces:
        centre, tall = face.centre, face.height
        angle = np.arctan2(y - centre[1], x - centre[0])
        radius = np.hypot((x - centre[0]) / (tall * 0.78), (y - centre[1]) / (tall * 0.98))
        teeth = noise((1, 256), 3.0, scene.rng)[0]
        ragged = np.interp((angle + np.pi) / (2 * np.pi) * 255, np.arange(256), teeth).astype(np.float32)
        band = np.exp(-(((radius - 0.86 - ragged * 0.055) / 0.055) ** 2))
        top = smoothstep(0.15, 0.6, np.asarray((centre[1] - y) / tall, np.float32))
        hair = scene.subject.mask * (1 - oval_mask(picture.shape, (face,), 0.03, 1.06)) * (radius < 1.3)
        shine = smoothstep(0.35, 0.55, np.asarray(band * top * hair, np.float32))
        painted = mix(painted, 1 - (1 - painted) * np.float32(0.55), shine * np.float32(0.75))
    return painted


def _lines(picture: Floats, flat: Floats, oval: Floats, faces: tuple[Face, ...], progress: Progress) -> Floats:
    """Ink 0..1; none within faces, whose lines are drawn by landmark."""
    scale = unit(picture.shape)
    grey = luminance(mix(flat, picture, 0.35))
    field = tangent_field(grey, 2.4 * scale)
    ink = coherent_lines(grey, field, Pen(1.15 * scale, 9 * scale, 0.006, 90), progress.tick)
    inner = smoothstep(0.5, 0.95, oval)
    ink = np.asarray(ink * (1 - inner * 0.97), dtype=np.float32)
    if not faces:
        return ink
    rims = coherent_lines(luminance(picture), field, Pen(1.5 * scale, 7 * scale, 0.034, 60), progress.tick)
    return np.maximum(ink, rims * inner * _spectacles(oval.shape, faces) * np.float32(0.75))


def _spectacles(shape: tuple[int, ...], faces: tuple[Face, ...]) -> Floats:
    """Where the rims of glasses would be: the band about the eyes, without the eyes themselves."""
    total = np.zeros(shape, np.float32)
    for face in faces:
        band = np.stack([face.place(x, y) for x, y in ((-1.3, -0.34), (1.3, -0.34), (1.3, 0.5), (-1.3, 0.5))])
        here = filled(shape, band, 0.06 * face.span)
        for centre in face.eyes:
            hole = np.stack(
                [
                    centre + face.span * np.array([0.40 * np.cos(t), 0.30 * np.sin(t) - 0.06])
                    for t in np.linspace(0, 2 * np.pi, 24)
                ]
            )
            here = here * (1 - filled(shape, hole.astype(np.float32), 0.03 * face.span))
        total = np.maximum(total, here)
    return total


def _bloom(picture: Floats) -> Floats:
    light = blur(np.clip(picture - 0.75, 0, 1), 16 * unit(picture.shape))
    return np.clip(picture + light * np.float32(0.28), 0, 1)
