"""Titles and lower thirds, with their way in and out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from engine.media.text.overlay import SAFE, Layer, eased, unit
from engine.media.text.setting import Block, Type, set_text
from engine.media.text.sprite import Align, Colour, Ink, Pixels, Sprite, margin, over, plain, text_sprite

TUNGSTEN: Colour = (247, 106, 36)
ENTER, LEAVE = 0.7, 0.45
"""Seconds."""
SCRIM = 0.42
_PAPER: Colour = (248, 247, 244)
_SOFT: Colour = (224, 221, 214)


@dataclass(frozen=True)
class Span:
    """When a title is seen: from `start` to `end`, in seconds, its way in and out included."""

    start: float
    end: float

    def presence(self, seconds: float, delay: float = 0.0) -> tuple[float, float]:
        """How far it has come in, and how much of it is left, each 0..1. Short spans have shorter ways."""
        share = min(1.0, (self.end - self.start) / (2 * (ENTER + LEAVE)))
        came = (seconds - self.start) / (ENTER * share) - delay
        left = (self.end - seconds) / (LEAVE * share)
        return min(1.0, max(0.0, came)), min(1.0, max(0.0, left))


class Title:
    """A large title in the middle with a short line and a smaller text below it. Rises into its place.

    Args:
        size: of the frames in pixels.
        below: may be empty.
        scrim: how dark the ground behind it becomes, 0..1; 0 over a plain dark ground.
    """

    def __init__(
        self,
        text: str,
        below: str,
        span: Span,
        size: tuple[int, int],
        *,
        accent: Colour = TUNGSTEN,
        scrim: float = SCRIM,
    ) -> None:
        self._span, self._size, self._accent, self._darkness = span, size, accent, scrim
        self._text, self._below = text, below

    def layers(self, seconds: float) -> Sequence[Layer]:
        if not self._span.start <= seconds < self._span.end:
            return ()
        rise = 0.035 * unit(self._size)
        came, stays = self._span.presence(seconds)
        shown = [self._scrim(came * stays)] if self._darkness and self._parts else []
        for number, (sprite, left, top) in enumerate(self._parts):
            came, stays = self._span.presence(seconds, 0.18 * number)
            y = top + round(rise * (1 - eased(came)))
            shown.append(Layer(sprite, left, y, came * stays))
        return shown

    def _scrim(self, opacity: float) -> Layer:
        sprite, left, top = self._shade
        return Layer(sprite, left, top, opacity)

    @cached_property
    def _shade(self) -> tuple[Sprite, int, int]:
        """A soft darkness behind the text, for bright pictures."""
        left = min(x for _, x, _ in self._parts)
        top = min(y for _, _, y in self._parts)
        bottom = max(y + sprite.size[1] for sprite, _, y in self._parts)
        soft = max(16, round(0.16 * unit(self._size)))
        small = np.zeros(((bottom - top + 4 * soft) // 8, (self._size[0] - 2 * left + 4 * soft) // 8), np.uint8)
        small[2 * soft // 8 : -2 * soft // 8, 2 * soft // 8 : -2 * soft // 8] = 255
        small = cv2.GaussianBlur(small, (0, 0), soft / 8)
        large = cv2.resize(small, None, fx=8, fy=8, interpolation=cv2.INTER_CUBIC)
        return Sprite(plain(large, (0, 0, 0), self._darkness)), left - 2 * soft, top - 2 * soft

    @cached_property
    def _parts(self) -> list[tuple[Sprite, int, int]]:
        base, width = unit(self._size), self._size[0] * (1 - 2 * SAFE) * 0.9
        large = Type(max(16, round(base * 0.105)), "bold", 1.12, -0.012, display=True)
        small = Type(max(12, round(base * 0.04)), "medium", 1.3, 0.01)
        title = set_text(self._text, large, width, 3)
        rule = max(2, round(base * 0.006)), round(base * 0.09)
        gap = round(base * 0.035)
        blocks: list[tuple[Block, Ink]] = [(title, Ink(_PAPER, shadow=0.07, shadow_strength=0.55))]
        if self._below.strip():
            blocks.append((set_text(self._below, small, width * 0.85, 2), Ink(_SOFT, shadow=0.12)))
        height = sum(block.height for block, _ in blocks) + (2 * gap + rule[0]) * (len(blocks) > 1)
        top = (self._size[1] - height) / 2
        parts = []
        for number, (block, ink) in enumerate(blocks):
            if number:
                line = Sprite(plain(np.full(rule, 255, np.uint8), self._accent))
                parts.append((line, (self._size[0] - rule[1]) // 2, round(top + gap)))
                top += 2 * gap + rule[0]
            sprite = text_sprite(block, ink)
            parts.append((sprite, (self._size[0] - sprite.size[0]) // 2, round(top) - margin(block, ink)))
            top += block.height
        return parts


class LowerThird:
    """A name and what it is, low on the left (right for scripts that run there), beside a coloured bar.

    The bar grows, then the text slides out of it.
    """

    def __init__(self, name: str, role: str, span: Span, size: tuple[int, int], *, accent: Colour = TUNGSTEN) -> None:
        self._span, self._size, self._accent = span, size, accent
        self._name, self._role = name, role

    def layers(self, seconds: float) -> Sequence[Layer]:
        if not self._span.start <= seconds < self._span.end:
            return ()
        plate, left, top, rtl = self._plate
        came, stays = self._span.presence(seconds)
        way = round(0.05 * unit(self._size) * (1 - eased(came)))
        return (Layer(plate, left + (way if rtl else -way), top, came * stays),)

    @cached_property
    def _plate(self) -> tuple[Sprite, int, int, bool]:
        base, most = unit(self._size), self._size[0] * 0.6
        name = set_text(self._name, Type(max(14, round(base * 0.054)), "bold", 1.2, display=True), most, 2)
        role = set_text(self._role, Type(max(12, round(base * 0.034)), "medium", 1.35), most, 2)
        align: Align = "right" if name.rtl else "left"
        inks = Ink(_PAPER, shadow=0.0), Ink(_SOFT, shadow=0.0)
        blocks = [(b, i) for b, i in zip((name, role), inks, strict=True) if b.lines]
        pad, bar = round(base * 0.026), max(3, round(base * 0.0075))
        width = round(max(b.width for b, _ in blocks)) + 3 * pad + bar
        height = round(sum(b.height for b, _ in blocks)) + 2 * pad
        picture = plain(_rounded(width, height, round(base * 0.012)), (18, 17, 16), 0.72)
        picture[:, :bar] = plain(np.full((height, bar), 255, np.uint8), self._accent)
        if name.rtl:
            picture = np.ascontiguousarray(picture[:, ::-1])
        y = float(pad)
        for block, ink in blocks:
            sprite = text_sprite(block, ink, align)
            edge = margin(block, ink)
            x = width - bar - pad - block.width if name.rtl else bar + pad
            picture = over(picture, _placed(sprite.pixels, round(x) - edge, round(y) - edge, (width, height)))
            y += block.height
        away = round(self._size[0] * SAFE)
        left = self._size[0] - away - width if name.rtl else away
        top = round(self._size[1] * (1 - 2 * SAFE)) - height
        return Sprite(picture), left, top, name.rtl


def _placed(pixels: Pixels, left: int, top: int, size: tuple[int, int]) -> Pixels:
    """A picture on an empty one of `size`; what lies outside is cut off."""
    out = np.zeros((size[1], size[0], 4), np.uint8)
    rows = slice(max(0, top), min(size[1], top + pixels.shape[0]))
    columns = slice(max(0, left), min(size[0], left + pixels.shape[1]))
    out[rows, columns] = pixels[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
    return out


def _rounded(width: int, height: int, radius: int) -> Pixels:
    """A rectangle whose right corners are round; anti-aliased by drawing it four times as large."""
    large = np.zeros((height * 4, width * 4), np.uint8)
    r = max(1, radius) * 4
    cv2.rectangle(large, (0, 0), (width * 4 - r, height * 4), 255, -1)
    cv2.rectangle(large, (0, r), (width * 4, height * 4 - r), 255, -1)
    for y in (r, height * 4 - r - 1):
        cv2.circle(large, (width * 4 - r - 1, y), r, 255, -1)
    small: Pixels = cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA)
    return small
