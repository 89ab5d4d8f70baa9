"""Colours of words that can be read on the board."""

from __future__ import annotations

from functools import cache

from engine.lesson.drawing.theme import RGB

LEAST = 3.0
"""Contrast of large words with what they stand on (WCAG 2.2, success criterion 1.4.3)."""
_STEP = 0.04


def contrast(a: RGB, b: RGB) -> float:
    """Of two sRGB colours, 1..21."""
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@cache
def readable(colour: RGB, paper: RGB) -> RGB:
    """The colour, made darker on light paper and lighter on dark paper until words in it can be read."""
    end = 0 if _luminance(paper) > 0.18 else 255
    share, found = 0.0, colour
    while contrast(found, paper) < LEAST and share < 1.0:
        share += _STEP
        r, g, b = (round(c + (end - c) * min(1.0, share)) for c in colour)
        found = (r, g, b)
    return found


def _luminance(colour: RGB) -> float:
    """Relative luminance as WCAG defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
