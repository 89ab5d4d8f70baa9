"""Electric circuits of a battery, parts in series and branches in parallel."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, PartName
from engine.lesson.figures.physics.labels import Entry, quantity
from engine.lesson.figures.physics.symbols import CELL_GAP, SIZE, draw_battery, draw_symbol

OPEN = 1e12
"""Ohms of an open switch."""
SPACING = 54.0
"""Units between the charges that move."""
Point = tuple[float, float]


class Component(Entry):
    """`ohms`: its resistance (meters and closed switches have none). `closed`: of a switch."""

    name: PartName
    label: Label | None = None
    sort: Literal["lamp", "resistor", "motor", "switch", "ammeter", "capacitor"] = "resistor"
    ohms: Annotated[float, Field(ge=0, le=1e9)] = 0.0
    closed: bool = True

    @property
    def resistance(self) -> float:
        return OPEN if self.sort == "capacitor" or (self.sort == "switch" and not self.closed) else self.ohms


Chain = Annotated[tuple[Component, ...], Field(min_length=1, max_length=2)]


class Circuit(Figure):
    """Parts `battery`, the components' names, `current`: charges that move, as fast as the current there is large.

    `main`: in series with the battery; `branches`: each a chain, all parallel to each other. `show`: what stands
    beside the components once the current is there.
    """

    kind: ClassVar[str] = "circuit"
    volts: Annotated[float, Field(gt=0, le=1e6)]
    main: Annotated[tuple[Component, ...], Field(max_length=4)] = ()
    branches: Annotated[tuple[Chain, ...], Field(max_length=3)] = ()
    show: Literal["nothing", "currents", "voltages", "both", "powers"] = "currents"

    @model_validator(mode="after")
    def _sound(self) -> Circuit:
        if not self.main and not self.branches:
            raise ValueError("a circuit needs a component")
        if self.branches and len(self.main) > 2:
            raise ValueError("beside branches there is room for two components of main")
        if self.resistance <= 0:
            raise ValueError("a short circuit: give a component some ohms")
        if any(math.fsum(part.resistance for part in chain) <= 0 for chain in self.branches):
            raise ValueError("a branch without resistance short-circuits the others")
        return self

    def parts(self) -> Sequence[str]:
        names = [part.name for part in self.main] + [part.name for chain in self.branches for part in chain]
        return ["battery", *names, "current"]

    @property
    def resistance(self) -> float:
        """Of all that the battery drives, in ohms."""
        sums = [math.fsum(part.resistance for part in chain) for chain in self.branches]
        parallel = 1.0 / math.fsum(1.0 / each for each in sums) if sums and all(sums) else 0.0
        return math.fsum(part.resistance for part in self.main) + parallel

    @property
    def current(self) -> float:
        """Through the battery, in amperes."""
        return self.volts / self.resistance

    def currents(self) -> dict[str, float]:
        """Amperes through each component."""
        left = self.volts - self.current * math.fsum(part.resistance for part in self.main)
        found = {part.name: self.current for part in self.main}
        for chain in self.branches:
            through = left / math.fsum(part.resistance for part in chain)
            found |= {part.name: through for part in chain}
        return {
            name: amperes if amperes > 1e-6 * self.volts / max(1.0, self.volts) else 0.0
            for name, amperes in found.items()
        }

    def draw(self, pen: Pen) -> None:
        plan = _Plan(self, pen.area)
        currents = self.currents()
        with pen.part("battery"):
            for wire in plan.wires:
                pen.line(wire, "ink", 4)
            draw_battery(pen, plan.battery, quantity(self.volts, "V"))
        brightest = max((self._power(part, currents) for part, _, _ in plan.places), default=0.0)
        for part, place, upright in plan.places:
            with pen.part(part.name):
                lit = self._power(part, currents) / brightest if brightest and pen.share("current") > 0 else 0.0
                draw_symbol(pen, part.sort, place, upright, lit=lit, closed=part.closed)
                self._label(pen, part, place, upright)
        with pen.part("current"):
            self._charges(pen, plan)
            if self.show != "nothing":
                for part, place, upright in plan.places:
                    self._value(pen, part, place, upright, currents[part.name])

    def _power(self, part: Component, currents: dict[str, float]) -> float:
        return currents[part.name] ** 2 * part.ohms

    def _label(self, pen: Pen, part: Component, place: Point, upright: bool) -> None:
        text = part.label or ""
        if part.ohms:
            text = ", ".join(each for each in (text, quantity(part.ohms, "\u03a9")) if each)
        x, y = place
        if upright:
            pen.words(text, x - SIZE - 20, y, 27, anchor="end", width=140)
        else:
            pen.words(text, x, y + SIZE + 28, 27)

    def _value(self, pen: Pen, part: Component, place: Point, upright: bool, amperes: float) -> None:
        texts: list[tuple[str, Ink]] = []
        if self.show in ("currents", "both") or part.sort == "ammeter":
            texts.append((quantity(amperes, "A"), "orange"))
        if self.show in ("voltages", "both") and part.ohms:
            texts.append((quantity(amperes * part.ohms, "V"), "purple"))
        if self.show == "powers" and part.ohms:
            texts.append((quantity(amperes**2 * part.ohms, "W"), "red"))
        if upright:
            for i, (text, ink) in enumerate(texts):
                y = place[1] + 36 * (i - (len(texts) - 1) / 2)
                pen.words(text, place[0] + SIZE + 30, y, 30, ink, anchor="start", bold=True)
            return
        widths = [pen.measure(text, 30, bold=True)[0] + 24 for text, _ in texts]
        x = place[0] - sum(widths) / 2
        for (text, ink), width in zip(texts, widths, strict=True):
            pen.words(text, x + width / 2, place[1] - SIZE - 28, 30, ink, bold=True)
            x += width

    def _charges(self, pen: Pen, plan: _Plan) -> None:
        """Conventional current: from the long line of the battery round to its short one."""
        most = self.current
        since = pen.since("current")
        for run, amperes in zip(
            plan.runs, (self.current, *(self._branch(i) for i in range(len(self.branches)))), strict=False
        ):
            if amperes < 1e-6:
                continue
            speed = 110.0 * amperes / most
            offset = since * speed % SPACING
            while offset < run.length:
                x, y = run.at(offset)
                offset += SPACING
                if (
                    all(math.dist((x, y), place) > SIZE + 12 for _, place, _ in plan.places)
                    and math.dist((x, y), plan.battery) > CELL_GAP + 13
                ):
                    pen.shape(paths.circle(x, y, 8), "yellow", "orange", 2.5)

    def _branch(self, index: int) -> float:
        return self.currents()[self.branches[index][0].name]


@dataclass(frozen=True)
class _Run:
    """Where charges go, from corner to corner."""

    corners: Sequence[Point]

    @property
    def length(self) -> float:
        return sum(math.dist(a, b) for a, b in zip(self.corners, self.corners[1:], strict=False))

    def at(self, far: float) -> Point:
        for a, b in zip(self.corners, self.corners[1:], strict=False):
            step = math.dist(a, b)
            if far <= step and step:
                return a[0] + (b[0] - a[0]) * far / step, a[1] + (b[1] - a[1]) * far / step
            far -= step
        return self.corners[-1]


class _Plan:
    """Where the wires and the components are: the battery at the left, branches as rungs at the right."""

    def __init__(self, figure: Circuit, area: Rect) -> None:
        narrow = area.width < 700
        left, right = area.x + (84 if narrow else 130), area.right - (84 if narrow else 150)
        top, bottom = area.y + 82, area.bottom - 82
        self.battery = (left, (top + bottom) / 2)
        self.places: list[tuple[Component, Point, bool]] = []
        count = len(figure.branches)
        if not count:
            self._series(figure.main, left, right, top, bottom)
            ring = [
                (left, self.battery[1] - CELL_GAP),
                (left, top),
                (right, top),
                (right, bottom),
                (left, bottom),
                (left, self.battery[1] + CELL_GAP),
            ]
            self.wires, self.runs = [ring], [_Run(ring)]
            return
        first = left + (right - left) * (0.5 if figure.main or (narrow and count > 1) else 0.3 if count > 1 else 1.0)
        rungs = [first + (right - first) * i / max(1, count - 1) for i in range(count)]
        for i, part in enumerate(figure.main):
            self.places.append((part, (left + (rungs[0] - left) * (i + 1) / (len(figure.main) + 1), top), False))
        for x, chain in zip(rungs, figure.branches, strict=True):
            for i, part in enumerate(chain):
                self.places.append((part, (x, top + (bottom - top) * (i + 1) / (len(chain) + 1)), True))
        far = rungs[-1]
        up = [(left, self.battery[1] - CELL_GAP), (left, top), (far, top)]
        down = [(far, bottom), (left, bottom), (left, self.battery[1] + CELL_GAP)]
        self.wires = [up, *([(x, top), (x, bottom)] for x in rungs), down]
        self.runs = [_Run(self._through(left, rungs[0], top, bottom))]
        self.runs += [_Run([(rungs[0], top), (x, top), (x, bottom), (rungs[0], bottom)]) for x in rungs]

    def _through(self, left: float, first: float, top: float, bottom: float) -> list[Point]:
        middle = self.battery[1]
        return [(first, bottom), (left, bottom), (left, middle), (left, top), (first, top)]

    def _series(self, main: Sequence[Component], left: float, right: float, top: float, bottom: float) -> None:
        middle, half = (top + bottom) / 2, (left + right) / 2
        spots: dict[int, list[tuple[Point, bool]]] = {
            1: [((right, middle), True)],
            2: [((half, top), False), ((right, middle), True)],
            3: [((half, top), False), ((right, middle), True), ((half, bottom), False)],
            4: [((left + (right - left) / 3, top), False), ((left + (right - left) * 2 / 3, top), False),
                ((right, middle), True), ((half, bottom), False)],
        }  # fmt: skip
        self.places = [(part, place, upright) for part, (place, upright) in zip(main, spots[len(main)], strict=True)]
