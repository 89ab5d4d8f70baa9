"""A hand press that prints from movable type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.history.shades import over_colour

_SHOWN_SECONDS = 3.0
"""How long one pull takes in the film."""


class Press(Figure):
    """Parts: `frame`, `screw` (with its bar), `platen`, `type`, `sheets` (what is printed, counted).

    `sheets_per_hour`: of one press; the count beside it says how many hours the shown sheets would take.
    """

    kind: ClassVar[str] = "press"
    sheets_per_hour: Annotated[int, Field(ge=1, le=5000)] = 200

    def parts(self) -> Sequence[str]:
        return ["frame", "screw", "platen", "type", "sheets"]

    def pressed(self, pen: Pen) -> float:
        """How far the platen is down, 0..1; it moves once all parts are there."""
        turn = (pen.since("sheets") / _SHOWN_SECONDS) % 1.0
        return max(0.0, 1.0 - abs(turn - 0.45) / 0.3)

    def draw(self, pen: Pen) -> None:
        wide = pen.area.width > 800
        left, right = pen.area.columns(1.35, 1, gap=20) if wide else (pen.area, pen.area)
        unit = min(left.width / 620, left.height / 510)
        x, y = left.middle[0], left.y

        def box(dx: float, dy: float, wide: float, high: float) -> Rect:
            return Rect(x + dx * unit, y + dy * unit, wide * unit, high * unit)

        down = 34 * self.pressed(pen)
        with pen.part("frame"):
            for room in (box(-200, 10, 44, 490), box(156, 10, 44, 490), box(-220, 20, 440, 50), box(-220, 130, 440, 40),
                         box(-230, 420, 460, 34)):  # fmt: skip
                _wood(pen, room)
        with pen.part("screw"):
            self._screw(pen, box(-22, 70, 44, 172 + down), unit)
        with pen.part("platen"):
            room = box(-120, 242 + down, 240, 34)
            pen.shape(paths.box(room.x, room.y, room.width, room.height, 4), "grey", "ink", 4)
            pen.words("platen", room.x - 4 * unit, room.y - 18 * unit, 25, "ink", anchor="start", bold=True)
        with pen.part("type"):
            room = box(-140, 340, 280, 36)
            pen.shape(paths.box(room.x, room.y, room.width, room.height, 3), "orange", "ink", 3)
            for i in range(1, 14):
                step = room.x + room.width * i / 14
                pen.line([(step, room.y), (step, room.bottom)], "ink", 2)
            _wood(pen, box(-150, 376, 300, 44))
            sheet = box(-130, 322, 260, 8)
            pen.shape(paths.box(sheet.x, sheet.y, sheet.width, sheet.height, 2), "white", "ink", 2.5)
            pen.words("inked type and paper", x, room.bottom + 22 * unit, 25, over_colour(pen), bold=True)
        with pen.part("sheets"):
            if wide:
                self._sheets(pen, right)
            else:
                words = f"{self.sheets_per_hour:,} sheets an hour"
                pen.words(words, x, y + 480 * unit, 28, "accent", bold=True)

    def _screw(self, pen: Pen, room: Rect, unit: float) -> None:
        pen.shape(paths.box(room.x, room.y, room.width, room.height), "brown", "ink", 3)
        slant = 14 * unit
        y = room.y + 10 * unit
        while y + slant < room.bottom:
            pen.line([(room.x, y), (room.right, y + slant)], "ink", 3)
            y += 22 * unit
        bar = room.bottom - 40 * unit
        reach = (60 + 200 * abs(1 - 2 * self.pressed(pen))) * unit
        pen.line([(room.middle[0], bar), (room.middle[0] + reach, bar)], "brown", 13 * unit)
        pen.words("screw", room.x - 12 * unit, room.y + 30 * unit, 25, "ink", anchor="end", bold=True)

    def _sheets(self, pen: Pen, room: Rect) -> None:
        pen.words("one press, one hour", room.middle[0], room.y + 34, 27, "soft")
        hour = min(1.0, pen.share("sheets"))
        pen.words(f"{round(self.sheets_per_hour * hour):,}", room.middle[0], room.y + 98, 88, "accent", bold=True)
        pen.words("printed sheets", room.middle[0], room.y + 164, 29)
        deck = Rect(room.x + room.width * 0.2, room.y + 200, room.width * 0.6, room.height - 220)
        for index in range(9):
            lift = deck.bottom - 70 - index * 17
            pen.shape(
                [(deck.x, lift), (deck.right - 40, lift), (deck.right, lift + 60), (deck.x + 40, lift + 60)],
                "white",
                "grey",
                2.5,
            )
        for line in range(4):
            y = deck.bottom - 70 - 8 * 17 + 12 + line * 11
            pen.line([(deck.x + 34 + line * 7, y), (deck.right - 62 + line * 7, y)], "grey", 3)


def _wood(pen: Pen, room: Rect) -> None:
    pen.shape(paths.box(room.x, room.y, room.width, room.height, 4), "brown", "ink", 3.5)
