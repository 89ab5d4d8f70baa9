"""Cards of Egyptian writing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, ClassVar, Literal

import skia
from pydantic import BaseModel, ConfigDict, Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.figures.figure import Figure, Label, PartName
from engine.lesson.figures.history.shades import lighter

SignName = Literal["water", "mouth", "loaf", "reed", "foot", "hand", "basket", "stool", "lake", "sun", "house", "bolt"]


class Sign(BaseModel):
    """`sound`: what it stood for; `text`: what it shows."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: PartName
    sign: SignName
    sound: Annotated[str, Field(min_length=1, max_length=24)]
    text: Label


class Hieroglyphs(Figure):
    """Each sign a part: the drawn sign, its sound, what it shows."""

    kind: ClassVar[str] = "hieroglyphs"
    signs: Annotated[tuple[Sign, ...], Field(min_length=1, max_length=8)]

    def parts(self) -> Sequence[str]:
        return [sign.name for sign in self.signs]

    def draw(self, pen: Pen) -> None:
        count = len(self.signs)
        rows = 1 if count <= (4 if pen.area.width > 800 else 2) else 2
        per = math.ceil(count / rows)
        cells = [
            cell for row in pen.area.inset(4).rows(*[1.0] * rows, gap=18) for cell in row.columns(*[1.0] * per, gap=18)
        ]
        for sign, cell in zip(self.signs, cells, strict=False):
            with pen.part(sign.name):
                _card(pen, sign, cell)


def _card(pen: Pen, sign: Sign, cell: Rect) -> None:
    card = paths.box(cell.x, cell.y, cell.width, cell.height, 14)
    pen.area_of(card, "yellow", light=lighter(pen, 0.75))
    pen.line(card, "brown", 3)
    side = min(cell.width - 60, cell.height - 124)
    path = paths.moved(_SIGNS[sign.sign](), cell.middle[0], cell.y + (cell.height - 106) / 2, side / 100)
    pen.line(path, "ink", 6)
    pen.words(sign.sound, cell.middle[0], cell.bottom - 78, 42, "red", bold=True)
    size = pen.fitting(sign.text, Rect(0, 0, cell.width - 16, 52), 26, smallest=20)
    pen.words(sign.text, cell.middle[0], cell.bottom - 30, size, width=cell.width - 14)


def _water() -> skia.Path:
    return paths.polyline([(-48 + 8 * i, -7 if i % 2 else 7) for i in range(13)])


def _mouth() -> skia.Path:
    upper = paths.smooth([(-48, 0), (-24, -14), (0, -18), (24, -14), (48, 0)])
    return paths.joined([upper, paths.smooth([(48, 0), (24, 13), (0, 17), (-24, 13), (-48, 0)])])


def _loaf() -> skia.Path:
    return paths.joined([paths.polyline([(-36, 22), (36, 22)]), paths.arc(0, 22, 36, 0, 180)])


def _reed() -> skia.Path:
    blade = paths.smooth([(-4, 48), (-4, 10), (-14, -16), (-6, -40), (8, -48), (14, -28), (10, -4), (4, 12), (4, 48)])
    return paths.joined([blade, paths.polyline([(-4, 48), (4, 48)])])


def _foot() -> skia.Path:
    leg = [(-14, -48), (-12, -10), (-16, 30), (-18, 46), (36, 46), (34, 34), (8, 26), (6, -10), (8, -48), (-14, -48)]
    return paths.polyline(leg)


def _hand() -> skia.Path:
    palm = [
        (-48, -8),
        (-10, -10),
        (10, -20),
        (20, -14),
        (4, -2),
        (48, -6),
        (48, 2),
        (10, 8),
        (46, 10),
        (44, 17),
        (-4, 16),
        (-48, 10),
    ]
    return paths.polyline(palm, closed=True)


def _basket() -> skia.Path:
    bowl = paths.joined([paths.polyline([(-42, -10), (42, -10)]), paths.arc(0, -10, 42, 180, 360)])
    return paths.joined([bowl, paths.smooth([(38, 6), (52, -2), (44, -10)])])


def _stool() -> skia.Path:
    return paths.polyline([(-30, -30), (30, -30), (30, 30), (-30, 30)], closed=True)


def _lake() -> skia.Path:
    rims = [paths.box(-46, -18, 92, 36), paths.box(-38, -10, 76, 20)]
    return paths.joined(rims)


def _sun() -> skia.Path:
    return paths.joined([paths.circle(0, 0, 36), paths.circle(0, 0, 7)])


def _house() -> skia.Path:
    return paths.polyline([(-10, 24), (-40, 24), (-40, -24), (40, -24), (40, 24), (10, 24)])


def _bolt() -> skia.Path:
    bar = paths.polyline([(-48, 0), (48, 0)])
    return paths.joined([bar, paths.polyline([(-8, -10), (-8, 10)]), paths.polyline([(8, -10), (8, 10)])])


_SIGNS: Mapping[SignName, Callable[[], skia.Path]] = {
    "water": _water, "mouth": _mouth, "loaf": _loaf, "reed": _reed, "foot": _foot, "hand": _hand,
    "basket": _basket, "stool": _stool, "lake": _lake, "sun": _sun, "house": _house, "bolt": _bolt,
}  # fmt: skip
"""Outlines about the middle, within 50 units to each side. Forms after Gardiner's list of signs: N35, D21, X1,
M17, D58, D46, V31, Q3, N37, N5, O1 and O34."""
