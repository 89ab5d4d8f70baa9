"""Things that move along a track, with their velocities."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, PartName
from engine.lesson.figures.physics.arrows import arrow
from engine.lesson.figures.physics.bodies import Body, draw_body
from engine.lesson.figures.physics.labels import Entry, quantity

HUES: tuple[Ink, ...] = ("blue", "orange", "green")
REST = 1.2
"""Seconds that all stand still before they start anew."""


class Runner(Entry):
    """Starts at `start` metres with `velocity` m/s and keeps the acceleration `acceleration` m/s^2."""

    name: PartName
    label: Label
    body: Body = "car"
    start: Annotated[float, Field(ge=-1e6, le=1e6)] = 0.0
    velocity: Annotated[float, Field(ge=-1e5, le=1e5)] = 0.0
    acceleration: Annotated[float, Field(ge=-1e4, le=1e4)] = 0.0
    ink: Ink | None = None

    def place(self, t: float) -> float:
        return self.start + self.velocity * t + self.acceleration * t * t / 2

    def speed(self, t: float) -> float:
        return self.velocity + self.acceleration * t


class Motion(Figure):
    """Up to 3 lanes of `length` metres: parts `track` and the runners' names; they run for `seconds`, again and again.

    A mark stays behind every `step` seconds. `arrows`: of the velocity, of it and of the acceleration, or none.
    """

    kind: ClassVar[str] = "motion"
    length: Annotated[float, Field(gt=0, le=1e6)]
    seconds: Annotated[float, Field(gt=0.2, le=20)] = 4.0
    step: Annotated[float, Field(gt=0.05)] = 1.0
    runners: Annotated[tuple[Runner, ...], Field(min_length=1, max_length=3)]
    arrows: Literal["velocity", "both", "none"] = "velocity"

    def parts(self) -> Sequence[str]:
        return ["track", *(runner.name for runner in self.runners)]

    def draw(self, pen: Pen) -> None:
        room = Rect(pen.area.x + 60, pen.area.y, pen.area.width - 130, pen.area.height - 64)
        lanes = room.rows(*(1 for _ in self.runners), gap=8)
        time = self._time(pen)
        with pen.part("track"):
            self._track(pen, room, lanes)
            pen.words(f"t = {time:.1f}\u00a0s", pen.area.right, pen.area.y + 14, 28, "soft", anchor="end", bold=True)
        for runner, lane, hue in zip(self.runners, lanes, HUES, strict=False):
            with pen.part(runner.name):
                self._runner(pen, runner, lane, time, runner.ink or hue)

    def _time(self, pen: Pen) -> float:
        """All start together when the last one is there; while the others appear, those that stand there move."""
        since = pen.since(self.runners[-1].name) or max(pen.since(runner.name) for runner in self.runners)
        return min(self.seconds, since % (self.seconds + REST))

    def _x(self, room: Rect, metres: float) -> float:
        return room.x + room.width * min(max(metres / self.length, -0.02), 1.04)

    def _track(self, pen: Pen, room: Rect, lanes: list[Rect]) -> None:
        step = _round(self.length / 6)
        ticks = [i * step for i in range(math.floor(self.length / step + 1e-9) + 1)]
        for lane in lanes:
            pen.line([(room.x - 40, lane.bottom - 12), (room.right + 60, lane.bottom - 12)], "ink", 4)
        for tick in ticks:
            x = self._x(room, tick)
            pen.line([(x, lanes[-1].bottom - 12), (x, lanes[-1].bottom + 4)], "soft", 3)
            pen.words(
                f"{tick:g}\u00a0m" if tick in (ticks[0], ticks[-1]) else f"{tick:g}", x, room.bottom + 24, 22, "soft"
            )

    def _runner(self, pen: Pen, runner: Runner, lane: Rect, time: float, ink: Ink) -> None:
        floor = lane.bottom - 14
        size = min(110.0, lane.height * 0.36)
        speeds = [abs(each.speed(t)) for each in self.runners for t in (0.0, self.seconds)]
        scale = 190.0 / max(*speeds, 1e-9)
        pen.words(runner.label, pen.area.x, lane.y + 18, 26, ink, anchor="start", bold=True)
        marks = [runner.place(i * self.step) for i in range(math.floor(time / self.step + 1e-6) + 1)]
        for metres in marks:
            pen.area_of(paths.circle(self._x(lane, metres), floor + 2, 7), ink)
        x = self._x(lane, runner.place(time))
        draw_body(pen, runner.body, (x, floor), size, ink=ink)
        if self.arrows == "none":
            return
        velocity = runner.speed(time)
        above = floor - size * (1.25 if runner.body in ("person", "rocket", "lift") else 0.85) - 18
        label = quantity(velocity, "m/s", 2 if abs(velocity) < 100 else 3)
        self._arrow(pen, x, above, velocity * scale, "green", label)
        if self.arrows == "both" and runner.acceleration:
            length = math.copysign(80.0, runner.acceleration)
            self._arrow(pen, x, above - 40, length, "red", quantity(runner.acceleration, "m/s\u00b2"))

    def _arrow(self, pen: Pen, x: float, y: float, length: float, ink: Ink, label: str) -> None:
        """Kept within the area: near the right edge the label stands before the arrow's foot."""
        width = pen.measure(label, 25, bold=True)[0]
        if x + length + width + 40 > pen.area.right:
            pen.words(label, min(x, x + length) - 14, y, 25, ink, anchor="end", bold=True)
            arrow(pen, (x, y), 0.0, min(length, pen.area.right - x - 20), ink, width=7)
        else:
            arrow(pen, (x, y), 0.0, length, ink, label, width=7)


def _round(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(each * power for each in (1, 2, 5, 10) if each * power >= rough * 0.999)
