"""Subtitles burnt into a film."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.media.text.overlay import SAFE, Layer, unit
from engine.media.text.setting import Type, set_text
from engine.media.text.sprite import Ink, Sprite, margin, text_sprite

SIZE = 0.047
WIDTH = 0.8
LINES = 2
FADE = 0.08
"""Seconds."""
_INK = Ink(outline=0.07, shadow=0.07, shadow_strength=0.5)


@dataclass(frozen=True)
class Caption:
    """A text shown from `start` to `end`, in seconds. Line breaks in it are kept where they fit."""

    start: float
    end: float
    text: str


class Captions:
    """An overlay of captions, at the lower edge.

    Args:
        captions: sorted by their start; where two overlap, the later one is shown.
        size: of the frames in pixels.
        raised: share of the height by which they stand above the safe area: the bar of a letterbox.
    """

    def __init__(self, captions: Sequence[Caption], size: tuple[int, int], *, raised: float = 0.0) -> None:
        self._captions = tuple(captions)
        self._starts = [caption.start for caption in self._captions]
        self._size = size
        self._bottom = round(size[1] * (1 - SAFE - raised))
        self._drawn = lru_cache(maxsize=3)(self._draw)

    def layers(self, seconds: float) -> Sequence[Layer]:
        number = bisect_right(self._starts, seconds) - 1
        if number < 0 or seconds >= self._captions[number].end:
            return ()
        caption = self._captions[number]
        near = min(seconds - caption.start, caption.end - seconds)
        sprite, edge = self._drawn(caption.text)
        width, height = sprite.size
        left, top = (self._size[0] - width) // 2, self._bottom - height + edge
        return (Layer(sprite, left, top, min(1.0, 0.35 + near / FADE)),)

    def _draw(self, text: str) -> tuple[Sprite, int]:
        kind = Type(max(12, round(unit(self._size) * SIZE)))
        block = set_text(text, kind, self._size[0] * WIDTH, LINES)
        return text_sprite(block, _INK), margin(block, _INK)
