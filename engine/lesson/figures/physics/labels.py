"""Numbers with units, and words that stand beside what they name."""

from __future__ import annotations

import math

import skia
from pydantic import BaseModel, ConfigDict

from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink

_POWERS = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"


class Entry(BaseModel):
    """A field of a figure that has fields of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def number(value: float, digits: int = 3) -> str:
    """A number as it stands in a book: 3 significant digits, true minus, powers of ten beyond 10^-3..10^6."""
    if value == 0.0:
        return "0"
    power = math.floor(math.log10(abs(value)))
    if -3 <= power < 6:
        places = max(0, digits - 1 - power)
        text = f"{value:,.{places}f}"
        text = text.rstrip("0").rstrip(".") if places else text
        return text.replace("-", "\u2212").replace(",", "\u202f")
    lead = f"{value / 10.0**power:.{digits - 1}f}".rstrip("0").rstrip(".")
    raised = "".join(_POWERS[int(c)] if c != "-" else "\u207b" for c in str(power))
    return f"{lead} \u00d7 10{raised}".replace("-", "\u2212")


def quantity(value: float, unit: str, digits: int = 3) -> str:
    """A number and its unit, which never part at the end of a line."""
    return f"{number(value, digits)}\u00a0{unit}"


def words_beyond(
    pen: Pen, words: str, tip: tuple[float, float], angle: float, ink: Ink, *, size: float = 25.0, gap: float = 20.0
) -> None:
    """Words just beyond `tip` in the direction `angle` (degrees, counter-clockwise), kept in the pen's area."""
    along, up = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    width, height = pen.measure(words, size, bold=True)
    x = tip[0] + along * (gap + width / 2)
    y = tip[1] - up * (gap + height / 2)
    x = min(max(x, pen.area.x + width / 2), pen.area.right - width / 2)
    y = min(max(y, pen.area.y + height / 2), pen.area.bottom - height / 2)
    pen.words(words, x, y, size, ink, bold=True)


def caption(pen: Pen, words: str, room: Rect, ink: Ink = "ink", size: float = 26.0, *, bold: bool = False) -> None:
    """Words in the middle of a room, as large as they fit there up to `size`."""
    fitted = pen.fitting(words, room, size, smallest=20.0, bold=bold)
    pen.words(words, *room.middle, fitted, ink, bold=bold, width=room.width)


def cover(pen: Pen, path: skia.Path) -> None:
    """Hide what lies below with the paper, also where a hand tints areas only lightly."""
    pen.area_of(path, "paper", alpha=1.0 / pen.theme.tint)


def on_colour(pen: Pen) -> Ink:
    """The ink of words on a filled area: the whiteboard only tints areas."""
    return "white" if pen.theme.tint == 1 else "ink"
