"""Pixel art: a small grid, a small palette, an outline one pixel wide."""

import cv2
import numpy as np

from engine.builtin.restyle.arrays import Floats, Labels, blur, from_lab, mix, resized, smoothstep, stretched, to_lab
from engine.builtin.restyle.face import LIP_PARTING, Face, oval_mask
from engine.builtin.restyle.flatten import flattened
from engine.builtin.restyle.progress import Progress
from engine.builtin.restyle.regions import k_means
from engine.builtin.restyle.scene import Scene

BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32) / 16 + 1 / 32
LONG_SIDES = (128, 144, 120, 136)
PALETTES = (18, 22, 16, 24)


def render_pixel(scene: Scene, progress: Progress) -> tuple[Floats, Floats]:
    """The pixel art, enlarged without smoothing, and the photo (both RGB 0..1, HxWx3)."""
    picture = scene.picture
    choice = int(scene.rng.integers(len(PALETTES)))
    grid = _grid(picture.shape, LONG_SIDES[int(scene.rng.integers(len(LONG_SIDES)))])
    flat = flattened(picture, 0.010, progress)
    faces = oval_mask(picture.shape, scene.subject.faces, 0.2, 1.1)
    flat = mix(flat, picture, faces * np.float32(0.7))
    progress.at(0.5)
    small = _sampled(flat, grid)
    small = _vivid(small, scene)
    progress.at(0.65)
    palette = _palette(small, PALETTES[choice], scene)
    labels = _without_orphans(_dithered(small, palette))
    art = palette[labels]
    progress.at(0.8)
    art = _outlined(art, scene, grid)
    for face in scene.subject.faces:
        art = _faced(art, face, picture.shape)
    rows = np.arange(picture.shape[0]) * grid[0] // picture.shape[0]
    columns = np.arange(picture.shape[1]) * grid[1] // picture.shape[1]
    return np.ascontiguousarray(from_lab(art)[rows][:, columns]), picture


def _grid(shape: tuple[int, ...], long_side: int) -> tuple[int, int]:
    """Rows and columns of the small picture; never more than the photo has."""
    factor = min(1.0, long_side / max(shape[:2]))
    return max(4, round(shape[0] * factor)), max(4, round(shape[1] * factor))


def _sampled(flat: Floats, grid: tuple[int, int]) -> Floats:
    """The mean of each cell, its contrast with its neighbours raised where an edge runs."""
    mean = np.asarray(cv2.resize(flat, (grid[1], grid[0]), interpolation=cv2.INTER_AREA), dtype=np.float32)
    return np.clip(mean + (mean - blur(mean, 1.0)) * np.float32(0.6), 0, 1)


def _vivid(small: Floats, scene: Scene) -> Floats:
    """Lab with the contrast and colour of a game's sprite; the background a little quieter."""
    lab = to_lab(small)
    lab[..., 0] = stretched(lab[..., 0] / 100, (1, 99), 0.4) * 92 + 6
    mask = resized(scene.subject.mask, small.shape, cv2.INTER_AREA) if scene.subject.found else np.ones(small.shape[:2])
    faces = resized(oval_mask(scene.picture.shape, scene.subject.faces, 0.2, 1.1), small.shape, cv2.INTER_AREA)
    lab[..., 1:] *= (1.15 + 0.3 * mask - 0.4 * faces)[..., None]
    turn = np.radians(scene.rng.uniform(-7, 7))
    a, b = lab[..., 1].copy(), lab[..., 2].copy()
    lab[..., 1], lab[..., 2] = a * np.cos(turn) - b * np.sin(turn), a * np.sin(turn) + b * np.cos(turn)
    dark = 1 - smoothstep(15, 55, lab[..., 0])
    lab[..., 2] -= dark * 8  # shadows go to blue, lights to yellow: the ramp every pixel artist draws
    lab[..., 2] += smoothstep(70, 98, lab[..., 0]) * 3
    return np.asarray(lab, dtype=np.float32)


def _palette(lab: Floats, count: int, scene: Scene) -> Floats:
    """The `count` colours that serve best; those of the subject and of faces count more than their area."""
    pixels = [lab.reshape(-1, 3)]
    mask = resized(scene.subject.mask, lab.shape, cv2.INTER_AREA) > 0.5
    faces = resized(oval_mask(scene.picture.shape, scene.subject.faces, 0.0), lab.shape, cv2.INTER_AREA) > 0.5
    for share in (mask, faces):
        if share.any():
            pixels.append(np.tile(lab[share], (max(1, int(0.4 * lab[..., 0].size / share.sum())), 1)))
    return k_means(np.concatenate(pixels), count, scene.rng)


def _dithered(lab: Floats, palette: Floats) -> Labels:
    """Nearest colours; in even areas that lie between two of them, a 4x4 pattern of both (Bayer 1973)."""
    distance = np.stack([((lab - colour) ** 2).sum(axis=2) for colour in palette])
    order = np.argsort(distance, axis=0)
    first = order[0]
    if len(palette) < 2:
        return np.asarray(first, dtype=np.int32)
    second = order[1]
    near = palette[second] - palette[first]
    share = ((lab - palette[first]) * near).sum(axis=2) / np.maximum((near**2).sum(axis=2), 1e-6)
    even = cv2.blur(np.abs(cv2.Laplacian(np.ascontiguousarray(lab[..., 0]), cv2.CV_32F)), (3, 3)) < 2.2
    close = (near**2).sum(axis=2) < 24**2  # far colours side by side look like noise
    rows, columns = np.indices(first.shape)
    threshold = BAYER[rows % 4, columns % 4]
    between = even & close & (share > 0.32)
    filled = cv2.blur(between.astype(np.float32), (5, 5)) > 0.75  # a few scattered pixels are dirt, not a pattern
    swap = between & filled & (share > threshold)
    return np.asarray(np.where(swap, second, first), dtype=np.int32)


def _without_orphans(labels: Labels) -> Labels:
    """Single pixels unlike all four neighbours, whose neighbours agree, join them."""
    padded = np.pad(labels, 1, mode="edge")
    up, down, left, right = padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]
    lone = (up == down) & (left == right) & (up == left) & (labels != up)
    return np.asarray(np.where(lone, up, labels), dtype=np.int32)


def _outlined(art: Floats, scene: Scene, grid: tuple[int, int]) -> Floats:
    """One dark pixel around the subject, in a darker shade of what it borders on."""
    if not scene.subject.found:
        return art
    inside = (resized(scene.subject.mask, (*grid, 1), cv2.INTER_AREA) > 0.5).astype(np.uint8)
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    rim = (inside == 1) & (cv2.erode(inside, cross, borderValue=1) == 0)
    result = art.copy()
    result[rim] = art[rim] * np.array([0.25, 0.5, 0.5], np.float32) + np.array([7, 2, -6], np.float32)
    return result


def _faced(art: Floats, face: Face, shape: tuple[int, ...]) -> Floats:
    """Two eyes and a mouth of whole pixels, where a face is large enough to have them."""
    scale = np.array([art.shape[1] / shape[1], art.shape[0] / shape[0]], np.float32)
    span = face.span * float(scale.mean())
    if span < 4:
        return art
    result = art.copy()
    dark = np.array([14, 3, -5], np.float32)
    tall, wide = max(1, round(span * 0.2)), max(1, round(span * 0.17))
    for centre in face.eyes:
        x, y = np.round(centre * scale).astype(int)
        part = result[max(0, y - tall // 2) : y - tall // 2 + tall, max(0, x - wide // 2) : x - wide // 2 + wide]
        part[:] = dark
        if tall >= 2 and part.size:
            part[0, 0] = (95, 0, 0)
    line = face.at(LIP_PARTING) * scale
    for x, y in np.round(line).astype(int):
        if 0 <= y < result.shape[0] and 0 <= x < result.shape[1]:
            result[y, x] = result[y, x] * np.float32(0.35) + np.array([18, 14, 6], np.float32)
    return result
