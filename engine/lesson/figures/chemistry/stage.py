"""The stage on which sets of apparatus are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.chemistry.atoms import balls, opaque

FLAMES: tuple[tuple[float, Ink], ...] = ((1.0, "orange"), (0.55, "yellow"))


class Stage:
    """A stage of 1000 x 500 units in the middle of the pen's area."""

    def __init__(self, pen: Pen, labels: Mapping[str, str]) -> None:
        self.pen, self._labels = pen, labels
        self.scale = min(pen.area.width / 1000, pen.area.height / 500)
        self.x = pen.area.middle[0] - 500 * self.scale
        self.y = pen.area.middle[1] - 250 * self.scale

    def at(self, x: float, y: float) -> Point:
        return self.x + x * self.scale, self.y + y * self.scale

    def line(self, points: Sequence[Point], ink: Ink = "ink", width: float = 4.5) -> None:
        self.pen.line([self.at(*point) for point in points], ink, width)

    def liquid(self, points: Sequence[Point], ink: Ink, strength: float = 0.5) -> None:
        alpha = strength if self.pen.theme.tint == 1 else min(5.0, 3.2 * strength)
        self.pen.area_of([self.at(*point) for point in points], ink, alpha=alpha)

    def solid(self, points: Sequence[Point], ink: Ink) -> None:
        path = paths.polyline([self.at(*point) for point in points], closed=True)
        opaque(self.pen, path, ink)
        self.pen.line(path, "ink", 3)

    def dots(self, points: Sequence[Point], radius: float, ink: Ink) -> None:
        balls(self.pen, [self.at(*point) for point in points], radius * self.scale, ink)

    def say(
        self, part: str, usual: str, spot: Point, target: Point | None = None, ink: Ink = "ink", *, width: float = 250
    ) -> None:
        """Words at a spot, broken to `width`, with a line to what they name."""
        words = self._labels.get(part, usual)
        x, y = self.at(*spot)
        size = max(21.0, 28 * self.scale)
        typed = self.pen.words(words, x, y, size, ink, bold=True, width=width * max(self.scale, 0.6))
        if target is not None:
            tx, ty = self.at(*target)
            across = abs(tx - x) > typed.width / 2 + 12
            start = (
                (x + (typed.width / 2 + 10) * (1 if tx > x else -1), y)
                if across
                else (x, y + (typed.height / 2 + 4) * (1 if ty > y else -1))
            )
            self.pen.line([start, (tx, ty)], "soft", 2.5)

    def flame(self, x: float, y: float, now: float) -> None:
        """A burner's flame that flickers, its foot at (x, y)."""
        sway = 5 * ((now * 2.3) % 1.0 - 0.5)
        for size, ink in FLAMES:
            half, high = 17 * size, 58 * size
            outline = [(x - half, y - 10), (x - half * 0.7 + sway, y - high / 2 - 6), (x + sway * 1.6, y - high)]
            outline += [(x + half * 0.7 + sway, y - high / 2 - 6), (x + half, y - 10), (x, y)]
            opaque(self.pen, paths.smooth([self.at(*point) for point in outline], closed=True), ink)
        self.solid([(x - 12, y), (x + 12, y), (x + 12, y + 22), (x - 12, y + 22)], "grey")
        self.solid([(x - 44, y + 22), (x + 44, y + 22), (x + 44, y + 32), (x - 44, y + 32)], "grey")

    def thermometer(self, x: float, top: float, bottom: float) -> None:
        self.line([(x - 7, bottom), (x - 7, top), (x + 7, top), (x + 7, bottom)], "ink", 3)
        self.line([(x, bottom), (x, top + 46)], "red", 6)
        self.dots([(x, bottom)], 11, "red")


def steps(now: float, rate: float, count: int) -> list[float]:
    """0..1 of each of `count` things that follow one another."""
    return [(now * rate + k / count) % 1.0 for k in range(count)]
