"""Pictures with transparency, and text drawn as one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from engine.media.film.frames import planes_of_premultiplied
from engine.media.text.fonts import EMOJI_SIZE, font
from engine.media.text.scripts import EMOJI, clusters
from engine.media.text.setting import Block, Run, emoji_scale

Colour = tuple[int, int, int]
"""Red, green, blue, 0..255."""
Align = Literal["left", "centre", "right"]
Pixels = NDArray[np.uint8]

_ASCENT = 0.97
"""From the top of a line's em box to its baseline, in ems: Inter's own."""


@dataclass(frozen=True, eq=False)
class Sprite:
    """A picture to lay over frames: h x w x 4, RGBA, its colours multiplied by its alpha."""

    pixels: Pixels

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.pixels.shape[1], self.pixels.shape[0]

    @cached_property
    def _shifted(self) -> dict[tuple[int, int], tuple[Pixels, Pixels, Pixels, Pixels]]:
        return {}

    def planes(self, odd_x: int, odd_y: int) -> tuple[Pixels, Pixels, Pixels, Pixels]:
        """Luma, its alpha, chroma pairs and their alpha, for a place whose x and y are odd (1) or even (0)."""
        key = odd_x, odd_y
        if key not in self._shifted:
            width, height = self.size
            right, below = (width + odd_x) % 2, (height + odd_y) % 2
            padded = np.pad(self.pixels, ((odd_y, below), (odd_x, right), (0, 0)))
            self._shifted[key] = planes_of_premultiplied(padded)
        return self._shifted[key]


@dataclass(frozen=True)
class Ink:
    """How text is coloured. `outline` and `shadow` are in ems; the shadow is a soft dark one straight below."""

    colour: Colour = (255, 255, 255)
    outline: float = 0.0
    outline_colour: Colour = (10, 10, 12)
    shadow: float = 0.08
    shadow_strength: float = 0.65


def text_sprite(block: Block, ink: Ink, align: Align = "centre") -> Sprite:
    """The block, with room around it for outline and shadow: `margin` pixels on each side."""
    edge = margin(block, ink)
    width, height = int(np.ceil(block.width)) + 2 * edge, int(np.ceil(block.height)) + 2 * edge
    fill = Image.new("L", (width, height))
    stroke = Image.new("L", (width, height)) if ink.outline else fill
    emoji = Image.new("RGBA", (width, height))
    for row, line in enumerate(block.lines):
        left = edge + (block.width - line.width) * {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
        baseline = edge + row * block.line_height + block.type.size * (_ASCENT + (block.type.leading - 1.21) / 2)
        for run in line.runs:
            if run.script == EMOJI:
                _draw_emoji(emoji, run, block, left, baseline)
                continue
            _draw_run(fill, run, block, (left, baseline), 0.0)
            if ink.outline:
                _draw_run(stroke, run, block, (left, baseline), ink.outline * block.type.size)
    return Sprite(_inked(np.asarray(fill), np.asarray(stroke), np.asarray(emoji), block.type.size, ink))


def margin(block: Block, ink: Ink) -> int:
    """Pixels around a block's text in its sprite."""
    return int(np.ceil(block.type.size * (0.12 + ink.outline + 3 * ink.shadow)))


def over(lower: Pixels, upper: Pixels) -> Pixels:
    """One premultiplied picture on another of the same size."""
    rest = cv2.merge([255 - upper[..., 3]] * 4)
    out: Pixels = cv2.add(upper, cv2.multiply(lower, rest, scale=1 / 255))
    return out


def plain(coverage: Pixels, colour: Colour, opacity: float = 1.0) -> Pixels:
    """One colour in a shape: h x w coverage to h x w x 4, premultiplied."""
    alpha = coverage.astype(np.float32) * opacity
    return np.rint(np.dstack([alpha * (value / 255) for value in colour] + [alpha])).astype(np.uint8)


def _inked(fill: Pixels, stroke: Pixels, emoji: Pixels, size: int, ink: Ink) -> Pixels:
    pictures = _premultiplied(emoji)
    covered = cv2.max(stroke, pictures[..., 3])
    out = np.zeros((*fill.shape, 4), np.uint8)
    if ink.shadow:
        drop = cv2.GaussianBlur(covered, (0, 0), max(0.6, size * ink.shadow))
        moved = np.zeros_like(drop)
        step = round(size * ink.shadow * 0.35)
        moved[step:] = drop[: len(drop) - step]
        out = plain(cv2.convertScaleAbs(moved, alpha=1.25), (0, 0, 0), ink.shadow_strength)
    if ink.outline:
        out = over(out, plain(covered, ink.outline_colour))
    return over(over(out, plain(fill, ink.colour)), pictures)


def _draw_run(image: Image.Image, run: Run, block: Block, origin: tuple[float, float], stroke: float) -> None:
    kind = block.type
    face = font(run.script, kind.weight, kind.size, display=kind.display)
    draw = ImageDraw.Draw(image)
    x, y = origin[0] + run.x, origin[1]
    parts = clusters(run.text) if kind.tracking and not run.rtl else [run.text]
    for part in parts:
        draw.text(
            (x, y),
            part,
            fill=255,
            font=face,
            anchor="ls",
            direction="rtl" if run.rtl else "ltr",
            stroke_width=stroke,
        )
        x += face.getlength(part) + kind.tracking * kind.size


def _draw_emoji(image: Image.Image, run: Run, block: Block, left: float, baseline: float) -> None:
    size = block.type.size
    face = font(EMOJI, block.type.weight, EMOJI_SIZE)
    scale = emoji_scale(size)
    wide = int(np.ceil(face.getlength(run.text)))
    picture = Image.new("RGBA", (max(1, wide), 160))
    ImageDraw.Draw(picture).text((0, 128), run.text, font=face, anchor="ls", embedded_color=True)
    small = picture.resize((max(1, round(wide * scale)), max(1, round(160 * scale))), Image.Resampling.LANCZOS)
    place = round(left + run.x), round(baseline - 128 * scale + size * 0.06)
    image.alpha_composite(small, place) if min(place) >= 0 else image.paste(small, place)


def _premultiplied(rgba: Pixels) -> Pixels:
    alpha = rgba[..., 3:].astype(np.uint16)
    return np.dstack([(rgba[..., :3] * alpha + 127) // 255, rgba[..., 3]]).astype(np.uint8)
