"""Finds room for words beside what they name."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink

_SIDES = ((1, -1), (-1, -1), (1, 1), (-1, 1), (1, 0), (-1, 0), (0, -1), (0, 1))


class Placer:
    """Keeps words within `room`, off the lines it was told of, and off each other."""

    def __init__(self, room: Rect) -> None:
        self._room = room
        self._lines: list[Point] = []
        self.taken: list[Rect] = []

    def avoid(self, points: Iterable[Point]) -> None:
        """A line through `points` must not run through words, if that can be."""
        for (ax, ay), (bx, by) in pairwise(points):
            count = max(1, int(max(abs(bx - ax), abs(by - ay)) / 8))
            self._lines += [(ax + (bx - ax) * i / count, ay + (by - ay) * i / count) for i in range(count + 1)]

    def keep(self, room: Rect) -> None:
        """No words here."""
        self.taken.append(room)

    def place(
        self, pen: Pen, words: str, at: Point, size: float, ink: Ink, *, gap: float = 14.0,
        toward: Point | None = None,
    ) -> None:  # fmt: skip
        """Write `words` near `at`, on the side where they disturb least; `toward`: the side that is tried first."""
        width, height = pen.measure(words, size, bold=True)
        best, least = (0.0, 0.0), float("inf")
        sides = list(_SIDES) if toward is None else [toward, *_SIDES]
        for rank, (dx, dy) in enumerate(sides):
            far = 1.0 if dx and dy or rank else 1.1
            x = at[0] + dx * (gap * far + width / 2)
            y = at[1] + dy * (gap * far + height / 2)
            x = min(max(x, self._room.x + width / 2), self._room.right - width / 2)
            y = min(max(y, self._room.y + height / 2), self._room.bottom - height / 2)
            box = Rect(x - width / 2, y - height / 2, width, height)
            cost = rank + 40 * sum(_overlap(box, other) for other in self.taken)
            cost += 3 * sum(box.x < px < box.right and box.y < py < box.bottom for px, py in self._lines)
            if cost < least:
                best, least = (x, y), cost
        self.keep(Rect(best[0] - width / 2, best[1] - height / 2, width, height))
        pen.words(words, *best, size, ink, bold=True)


def _overlap(a: Rect, b: Rect) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom
