"""The first and the last card of a lesson."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import skia

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Appearance, Pen, Rect
from engine.lesson.drawing.theme import Ink, Theme

ROOM = Rect(110, 90, 1060, 540)
GOALS = 4


@dataclass(frozen=True)
class TitleCard:
    """The lesson's name, what it belongs to, and what one will know after it."""

    title: str
    subtitle: str
    goals: Sequence[str] = ()

    def draw(self, canvas: skia.Canvas, theme: Theme, now: float) -> Pen:
        times = {"title": Appearance(0.1, 0.9), "below": Appearance(0.6, 0.6)}
        pen = Pen(canvas, theme, ROOM, now, times)
        above = Rect(ROOM.x, ROOM.y + 40, ROOM.width, 300)
        x, y = above.middle
        with pen.part("title"):
            size = pen.fitting(self.title, above, 104, bold=True)
            set_ = pen.words(self.title, x, y, size, bold=True, width=above.width, heading=True)
        with pen.part("below"):
            bar = y + set_.height / 2 + 26
            pen.line([(x - 90, bar), (x + 90, bar)], "accent", 8)
            pen.words(self.subtitle, x, bar + 56, 36, "soft", width=above.width)
        return pen


@dataclass(frozen=True)
class EndCard:
    """What one can do now, ticked off."""

    heading: str
    goals: Sequence[str]

    def draw(self, canvas: skia.Canvas, theme: Theme, now: float) -> Pen:
        goals = self.goals[:GOALS]
        times = {"heading": Appearance(0.05, 0.5)}
        times |= {f"goal-{n}": Appearance(0.35 + 0.35 * n, 0.5) for n in range(len(goals))}
        pen = Pen(canvas, theme, ROOM, now, times)
        with pen.part("heading"):
            pen.words(self.heading, ROOM.x, ROOM.y + 40, 62, anchor="start", bold=True, heading=True)
        rows = Rect(ROOM.x, ROOM.y + 120, ROOM.width, ROOM.height - 150).rows(*[1.0] * max(1, len(goals)), gap=14)
        texts = [Rect(row.x + 90, row.y, row.width - 90, row.height) for row in rows]
        size = min([pen.fitting(goal, text, 40) for goal, text in zip(goals, texts, strict=False)], default=40.0)
        for n, (goal, row, text) in enumerate(zip(goals, rows, texts, strict=False)):
            with pen.part(f"goal-{n}"):
                x, y = row.x + 34, row.middle[1]
                pen.shape(paths.circle(x, y, 28), "green")
                tick: Ink = "paper" if theme.tint == 1 else "green"
                pen.line([(x - 13, y + 1), (x - 4, y + 11), (x + 14, y - 11)], tick, 6)
                pen.words(goal, text.x, y, size, anchor="start", width=text.width)
        return pen
