"""Labels beside a drawing, each with a line to what it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.words import Anchor

GAP = 14.0


@dataclass(frozen=True)
class Caption:
    """A label of the part `part` that points to `at` on the board."""

    part: str
    text: str
    at: Point
    note: str | None = None


@dataclass(frozen=True)
class _Placed:
    caption: Caption
    heights: tuple[float, float]

    @property
    def height(self) -> float:
        return sum(self.heights)


def draw_leaders(pen: Pen, captions: Sequence[Caption], room: Rect, *, rows: bool) -> None:
    """Set captions beside `room`, or above and below it if `rows`, within the pen's area, without any two meeting."""
    if rows:
        _rows(pen, captions, room)
        return
    middle = room.middle[0]
    ordered = sorted(captions, key=lambda each: each.at[0])
    left = [each for each in ordered if each.at[0] < middle]
    right = [each for each in ordered if each.at[0] >= middle]
    while len(left) > len(right) + 2:
        right.insert(0, left.pop())
    while len(right) > len(left) + 2:
        left.append(right.pop(0))
    _column(pen, left, room, left=True)
    _column(pen, right, room, left=False)


def _column(pen: Pen, captions: Sequence[Caption], room: Rect, *, left: bool) -> None:
    area = pen.area
    space = (room.x - area.x if left else area.right - room.right) - 18
    big, small = 32.0, 25.0
    placed = []
    for caption in captions:
        big = min(big, pen.fitting(caption.text, Rect(0, 0, space, 400), big, smallest=20, bold=True))
    for caption in sorted(captions, key=lambda each: each.at[1]):
        text = pen.measure(caption.text, big, bold=True, width=space)[1]
        note = pen.measure(caption.note, small, width=space)[1] if caption.note else 0.0
        placed.append(_Placed(caption, (text, note)))
    for each, top in zip(placed, _tops(placed, area), strict=True):
        x = area.x + space if left else area.right - space
        with pen.part(each.caption.part):
            _leader(pen, each, x, top, left=left)
            anchor: Anchor = "end" if left else "start"
            pen.words(each.caption.text, x, top + each.heights[0] / 2, big, anchor=anchor, bold=True, width=space)
            if each.caption.note:
                y = top + each.heights[0] + each.heights[1] / 2
                pen.words(each.caption.note, x, y, small, "soft", anchor=anchor, width=space)


def _rows(pen: Pen, captions: Sequence[Caption], room: Rect) -> None:
    ordered = sorted(captions, key=lambda each: each.at[0])
    above = [each for each in ordered if each.at[1] < room.middle[1]]
    below = [each for each in ordered if each.at[1] >= room.middle[1]]
    while len(above) > len(below) + 1:
        below.append(above.pop(len(above) // 2))
    while len(below) > len(above) + 1:
        above.append(below.pop(len(below) // 2))
    for row, top in ((sorted(above, key=lambda e: e.at[0]), True), (sorted(below, key=lambda e: e.at[0]), False)):
        space = pen.area.width / max(1, len(row)) - 20
        for caption, x in zip(row, _apart(pen, row, space), strict=True):
            size = pen.fitting(caption.text, Rect(0, 0, space, 44), 32, smallest=22, bold=True)
            half = pen.measure(caption.text, size, bold=True, width=space)[1] / 2
            note = 32.0 if caption.note else 0.0
            y = pen.area.y + half if top else pen.area.bottom - half - note
            with pen.part(caption.part):
                pen.line([(x, y + (half + 4 + note if top else -half - 4)), caption.at], "ink", 2.2)
                pen.area_of(paths.circle(*caption.at, 6), "ink", alpha=1 / pen.theme.tint)
                pen.words(caption.text, x, y, size, bold=True, width=space)
                if caption.note:
                    pen.words(caption.note, x, y + half + 16, 24, "soft", width=space)


def _apart(pen: Pen, row: Sequence[Caption], space: float) -> list[float]:
    """Middles of the captions of a row: above what each names, but pushed apart where two would meet."""
    halves = []
    for each in row:
        text = pen.measure(each.text, 32, bold=True)[0]
        note = pen.measure(each.note, 24)[0] if each.note else 0.0
        halves.append(min(space, max(text, note)) / 2)
    xs: list[float] = []
    floor = pen.area.x
    for each, half in zip(row, halves, strict=True):
        xs.append(max(each.at[0], floor + half))
        floor = xs[-1] + half + 20
    ceiling = pen.area.right
    for index in range(len(xs) - 1, -1, -1):
        xs[index] = min(xs[index], ceiling - halves[index])
        ceiling = xs[index] - halves[index] - 20
    return xs


def _leader(pen: Pen, each: _Placed, x: float, top: float, *, left: bool) -> None:
    y = top + each.heights[0] / 2
    at, sign = each.caption.at, 1 if left else -1
    pen.line([(x + 10 * sign, y), (x + 24 * sign, y), at], "ink", 2.2)
    pen.area_of(paths.circle(*at, 6), "ink", alpha=1 / pen.theme.tint)


def _tops(placed: Sequence[_Placed], area: Rect) -> list[float]:
    """Upper edges: as near to what each names as the others leave it."""
    tops: list[float] = []
    floor = area.y
    pull = 0.4 if len(placed) > 3 else 0.12
    spare = area.height - sum(each.height for each in placed)
    for index, each in enumerate(placed):
        even = area.y + spare * (index + 1) / (len(placed) + 1) + sum(before.height for before in placed[:index])
        top = max(floor, (1 - pull) * (each.caption.at[1] - each.heights[0] / 2) + pull * even)
        tops.append(top)
        floor = top + each.height + GAP
    ceiling = area.bottom
    for index in range(len(placed) - 1, -1, -1):
        tops[index] = max(area.y, min(tops[index], ceiling - placed[index].height))
        ceiling = tops[index] - GAP
    return tops
