"""A soft studio backdrop for a toy, with its shadow."""

from dataclasses import dataclass

import numpy as np

from engine.builtin.restyle.arrays import Floats, blur, from_lab, mix, smoothstep, to_lab, unit
from engine.builtin.restyle.mood import Mood
from engine.builtin.restyle.ornaments import strewn
from engine.builtin.restyle.texture import noise

HUES = (20, 55, 85, 150, 205, 250, 300, 345)  # degrees in Lab's a, b plane


@dataclass(frozen=True)
class Studio:
    """Lightness and chroma (Lab units) of the wall, and the pattern on it, if any."""

    lightness: float
    chroma: float
    pattern: str | None = None


def wall_colour(studio: Studio, mood: Mood, subject_colour: Floats, rng: np.random.Generator) -> Floats:
    """RGB of the wall: the prompt's colour, else one of the hues that set off the subject's colour."""
    if mood.backdrop is not None:
        return np.array(mood.backdrop, np.float32)
    lab = to_lab(subject_colour.reshape(1, 1, 3))[0, 0]
    own = np.degrees(np.arctan2(lab[2], lab[1]))
    # The four hues farthest from the subject's own; the seed chooses among them.
    ranked = sorted(HUES, key=lambda hue: -abs((hue - own + 180) % 360 - 180))
    hue = np.radians(ranked[int(rng.integers(5))])
    colour = [studio.lightness, studio.chroma * np.cos(hue), studio.chroma * np.sin(hue)]
    rgb: Floats = from_lab(np.array(colour, np.float32).reshape(1, 1, 3))
    return np.asarray(rgb[0, 0], dtype=np.float32)


def backdrop(mask: Floats, studio: Studio, mood: Mood, subject_colour: Floats, rng: np.random.Generator) -> Floats:
    """HxWx3 wall and table behind a subject `mask`, lit from above, with the subject's shadows on it."""
    height, width = mask.shape
    scale = unit(mask.shape)
    colour = wall_colour(studio, mood, subject_colour, rng)
    rows, columns = np.mgrid[0 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    glow = np.exp(-(((rows - 0.35) / 0.55) ** 2 + (columns / 0.9) ** 2) * 0.9)
    floor = smoothstep(0.66, 0.84, rows)
    tone = 0.84 + 0.2 * glow + 0.05 * floor
    wall = colour * tone[..., None].astype(np.float32)
    wall = np.asarray(wall + (1 - wall) * (0.16 * glow + 0.10 * floor)[..., None], dtype=np.float32)
    pattern = mood.pattern or studio.pattern
    if pattern is not None:
        shapes = strewn(pattern, mask.shape, rng) * (1 - floor * 0.65)
        wall = mix(wall, wall + (1 - wall) * np.float32(0.75), np.asarray(shapes * 0.6, dtype=np.float32))
    wall += noise(mask.shape, 1.0, rng)[..., None] * np.float32(0.008)
    return np.asarray(wall * (1 - _shadow(mask, scale))[..., None], dtype=np.float32)


def _shadow(mask: Floats, scale: float) -> Floats:
    """How much light the subject takes: a wide soft shadow to the lower right and a dark line where it stands."""
    wide = _moved(blur(mask, 46 * scale), 30 * scale, 34 * scale)
    close = _moved(blur(mask, 9 * scale), 5 * scale, 9 * scale)
    stand = np.zeros_like(mask)
    rows = np.flatnonzero((mask > 0.5).any(axis=1))
    if len(rows) and rows[-1] < mask.shape[0] - 4:  # cut off by the frame, it stands on nothing we can see
        foot = (mask > 0.5).astype(np.float32)
        foot[: max(0, rows[-1] - int(26 * scale))] = 0
        stand = _moved(blur(foot, 12 * scale), 2 * scale, 10 * scale)
    return np.asarray(np.clip(wide * 0.34 + close * 0.24 + stand * 0.5, 0, 0.8), dtype=np.float32)


def _moved(image: Floats, right: float, down: float) -> Floats:
    x, y = int(right), int(down)
    padded = np.pad(image, ((y, 0), (x, 0)), mode="edge")
    return padded[: image.shape[0], : image.shape[1]]
