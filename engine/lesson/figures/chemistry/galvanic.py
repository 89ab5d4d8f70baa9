"""Galvanic cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from pydantic import model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.chemistry.atoms import ball, balls, brushed, ink_of, opaque
from engine.lesson.figures.chemistry.formulas import charge, pretty
from engine.lesson.figures.figure import Figure

POTENTIALS: Mapping[str, tuple[str, float]] = {
    "Mg": ("Mg^2+", -2.37), "Al": ("Al^3+", -1.66), "Zn": ("Zn^2+", -0.76), "Fe": ("Fe^2+", -0.44),
    "Ni": ("Ni^2+", -0.26), "Sn": ("Sn^2+", -0.14), "Pb": ("Pb^2+", -0.13), "Cu": ("Cu^2+", 0.34), "Ag": ("Ag+", 0.80),
}  # fmt: skip
"""Standard electrode potentials in volts at 25 °C (CRC Handbook of Chemistry and Physics, rounded), and the ion."""
SOLUTIONS: Mapping[str, Ink] = {"Cu": "blue", "Ni": "green", "Fe": "green"}


def half_reaction(metal: str, *, gives: bool) -> str:
    """Such as "Zn → Zn²⁺ + 2e⁻"."""
    ion = POTENTIALS[metal][0]
    number = charge(ion)
    electrons = f"{number if number > 1 else ''}e⁻"
    return f"{metal} → {pretty(ion)} + {electrons}" if gives else f"{pretty(ion)} + {electrons} → {metal}"


class GalvanicCell(Figure):
    """Two metals in solutions of their ions, joined by a wire and a salt bridge.

    The voltage follows from the standard potentials.
    Parts: beakers, electrodes, bridge, wire, electrons, ions, reactions.
    """

    kind: ClassVar[str] = "galvanic-cell"
    anode: str
    cathode: str

    @model_validator(mode="after")
    def _runs(self) -> GalvanicCell:
        for metal in (self.anode, self.cathode):
            if metal not in POTENTIALS:
                raise ValueError(f"{metal!r} is not one of {', '.join(POTENTIALS)}")
        if self.voltage <= 0:
            raise ValueError(f"the anode is the metal of the lower potential: swap {self.anode} and {self.cathode}")
        return self

    @property
    def voltage(self) -> float:
        return round(POTENTIALS[self.cathode][1] - POTENTIALS[self.anode][1], 2)

    def parts(self) -> Sequence[str]:
        return ["beakers", "electrodes", "bridge", "wire", "electrons", "ions", "reactions"]

    def draw(self, pen: Pen) -> None:
        area = pen.area
        unit = min(area.width, 940.0)
        room = Rect(area.middle[0] - unit / 2, area.y, unit, area.height)
        width = unit * 0.36
        top, bottom = room.y + 176, room.bottom - 66
        beakers = [
            Rect(room.x + 0.04 * unit, top, width, bottom - top),
            Rect(room.right - 0.04 * unit - width, top, width, bottom - top),
        ]
        poles = [beakers[0].x + width * 0.36, beakers[1].x + width * 0.64]
        wire = [(poles[0], top - 62), (poles[0], room.y + 48), (poles[1], room.y + 48), (poles[1], top - 62)]
        with pen.part("beakers"):
            for beaker, metal in zip(beakers, (self.anode, self.cathode), strict=True):
                _beaker(pen, beaker, SOLUTIONS.get(metal, "teal"))
        with pen.part("electrodes"):
            self._electrodes(pen, beakers, poles)
        with pen.part("bridge"):
            tube = _bridge(beakers)
            glass = brushed(paths.smooth(tube), 38)
            opaque(pen, glass, "paper")
            pen.line(glass, "soft", 4)
            x, y = (beakers[0].right + beakers[1].x) / 2, top - 66
            pen.words("salt bridge", x, y + 74, 25, "soft", bold=True, width=beakers[1].x - beakers[0].right + 20)
        with pen.part("wire"):
            pen.line(wire, "ink", 5)
            meter = (room.middle[0], room.y + 48)
            opaque(pen, paths.circle(*meter, 46), "paper")
            pen.line(paths.circle(*meter, 46), "accent", 5)
            pen.words(f"{self.voltage:.2f} V", *meter, 25, "accent", bold=True)
        with pen.part("electrons"):
            self._electrons(pen, wire, meter)
        with pen.part("ions"):
            self._ions(pen, beakers, poles, tube)
        with pen.part("reactions"):
            for beaker, metal, gives, name in (
                (beakers[0], self.anode, True, "oxidation"),
                (beakers[1], self.cathode, False, "reduction"),
            ):
                size = pen.fitting(half_reaction(metal, gives=gives), Rect(0, 0, width + 60, 40), 30, bold=True)
                pen.words(
                    half_reaction(metal, gives=gives),
                    beaker.middle[0],
                    bottom + 28,
                    size,
                    "red" if gives else "blue",
                    bold=True,
                )
                pen.words(name, beaker.middle[0], bottom + 58, 23, "soft")

    def _electrodes(self, pen: Pen, beakers: Sequence[Rect], poles: Sequence[float]) -> None:
        for beaker, metal, x, words, side in (
            (beakers[0], self.anode, poles[0], "anode \u2212", -1),
            (beakers[1], self.cathode, poles[1], "cathode +", 1),
        ):
            path = paths.box(x - 24, beaker.y - 62, 48, beaker.height + 20, 5)
            opaque(pen, path, ink_of(metal))
            pen.line(path, "ink", 3)
            pen.words(
                metal,
                x,
                beaker.y - 36,
                30,
                "ink" if pen.theme.tint < 1 or not pen.theme.dark else "black",
                bold=True,
            )
            pen.words(words, x + side * 36, beaker.y - 36, 24, "soft", anchor="end" if side < 0 else "start", bold=True)

    def _electrons(self, pen: Pen, wire: Sequence[Point], meter: Point) -> None:
        path = paths.polyline(wire)
        length = paths.length(path)
        away = pen.since("electrons") * 60.0
        spots = [_on(wire, (away + k * length / 12) % length) for k in range(12)]
        spots = [(x, y) for x, y in spots if abs(x - meter[0]) > 56 or y > meter[1] + 30]
        balls(pen, spots, 10, "yellow")
        x = (wire[1][0] + meter[0]) / 2
        pen.line([(x - 50, wire[1][1] + 32), (x + 50, wire[1][1] + 32)], "orange", 4, head=True)
        pen.words("electrons", x, wire[1][1] + 58, 24, "orange", bold=True)

    def _ions(self, pen: Pen, beakers: Sequence[Rect], poles: Sequence[float], tube: Sequence[Point]) -> None:
        now = pen.since("ions")
        for beaker, metal, x, side, leaves in (
            (beakers[0], self.anode, poles[0], 1, True),
            (beakers[1], self.cathode, poles[1], -1, False),
        ):
            ion = POTENTIALS[metal][0]
            for k in range(4):
                turn = (now * 0.16 + k / 4) % 1.0
                away = turn if leaves else 1 - turn
                y = beaker.y + beaker.height * (0.3 + 0.16 * k)
                ball(pen, x + side * (40 + away * beaker.width * 0.28), y, 21, ink_of(metal), pretty(ion))
        length = paths.length(paths.polyline(tube))
        for k in range(3):
            plus, minus = (((now * 24 + k * length / 3) % length) for _ in (0, 1))
            ball(pen, *_on(tube, plus), 13, "purple", "+")
            ball(pen, *_on(list(reversed(tube)), minus), 13, "green", "\u2212")


def _beaker(pen: Pen, room: Rect, ink: Ink) -> None:
    level = room.y + room.height * 0.16
    pen.area_of(
        paths.box(room.x + 3, level, room.width - 6, room.bottom - level - 3, 8),
        ink,
        alpha=0.3 if pen.theme.tint == 1 else 1,
    )
    pen.line([(room.x, room.y), (room.x, room.bottom), (room.right, room.bottom), (room.right, room.y)], "ink", 5)


def _bridge(beakers: Sequence[Rect]) -> list[Point]:
    """An upturned U from one solution into the other."""
    left, right = beakers[0].right - 46, beakers[1].x + 46
    low, high = beakers[0].y + beakers[0].height * 0.42, beakers[0].y - 34
    return [(left, low), (left, high + 50), (left + 34, high), (right - 34, high), (right, high + 50), (right, low)]


def _on(points: Sequence[Point], away: float) -> Point:
    """So far along a line through points."""
    for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
        piece = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
        if away <= piece:
            return ax + (bx - ax) * away / piece, ay + (by - ay) * away / piece
        away -= piece
    return points[-1]
