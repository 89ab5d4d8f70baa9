"""Electrolysis: a current drives ions to the electrodes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar
from zlib import crc32

import numpy as np
from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.chemistry.atoms import ball, balls, opaque
from engine.lesson.figures.chemistry.formulas import Formula, charge, pretty
from engine.lesson.figures.figure import Figure, Label, Part

HUES: dict[bool, tuple[Ink, ...]] = {True: ("purple", "red", "pink"), False: ("green", "teal", "blue")}


class Electrode(Part):
    """What happens there. `reaction` and `product` in words or formulas; `gas`: it bubbles, else it settles."""

    product: Label
    reaction: Label | None = None
    gas: bool = False


class Electrolysis(Figure):
    """A vessel with two electrodes and a source of current. Parts: cell, source, ions, electrons, cathode, anode.

    Ions move to the electrode of the other sign; their charges come from their formulas.
    """

    kind: ClassVar[str] = "electrolysis"
    label: Label
    ions: Annotated[tuple[Formula, ...], Field(min_length=2, max_length=4)]
    cathode: Electrode
    anode: Electrode
    liquid: Ink = "teal"

    @model_validator(mode="after")
    def _both(self) -> Electrolysis:
        signs = [charge(ion) for ion in self.ions]
        if 0 in signs or min(signs) > 0 or max(signs) < 0:
            raise ValueError("ions: at least one of each sign, such as Na+ and Cl-")
        return self

    def parts(self) -> Sequence[str]:
        return ["cell", "source", "ions", "electrons", "cathode", "anode"]

    def draw(self, pen: Pen) -> None:
        area = pen.area
        width = min(area.width * 0.5, 520.0)
        room = Rect(area.middle[0] - width / 2, area.y + 150, width, area.height - 150 - 52)
        poles = (room.x + width * 0.2, room.right - width * 0.2)
        with pen.part("cell"):
            level = room.y + 34
            pen.area_of(
                paths.box(room.x + 3, level, width - 6, room.bottom - level - 3, 6),
                self.liquid,
                alpha=0.25 if pen.theme.tint == 1 else 0.9,
            )
            pen.line(
                [(room.x, room.y), (room.x, room.bottom), (room.right, room.bottom), (room.right, room.y)], "ink", 5
            )
            for x, sign in ((poles[0], "\u2212"), (poles[1], "+")):
                path = paths.box(x - 15, room.y - 28, 30, room.height - 14, 4)
                opaque(pen, path, "grey")
                pen.line(path, "ink", 3)
                pen.words(sign, x, room.y - 8, 30, "white" if pen.theme.tint == 1 else "ink", bold=True)
            pen.words(self.label, room.middle[0], room.bottom + 28, 29, bold=True, width=area.width)
        top = area.y + 56
        wires = [
            [(room.middle[0] - 40, top), (poles[0], top), (poles[0], room.y - 28)],
            [(room.middle[0] + 40, top), (poles[1], top), (poles[1], room.y - 28)],
        ]
        with pen.part("source"):
            for wire in wires:
                pen.line(wire, "ink", 4.5)
            path = paths.box(room.middle[0] - 62, top - 32, 124, 64, 10)
            opaque(pen, path, "paper")
            pen.line(path, "accent", 5)
            pen.words("\u2212      +", *(room.middle[0], top), 38, "accent", bold=True)
        with pen.part("ions"):
            self._ions(pen, Rect(poles[0] + 42, room.y + 66, poles[1] - poles[0] - 84, room.height - 104))
        with pen.part("electrons"):
            self._electrons(pen, wires)
        left = Rect(area.x, room.y, room.x - area.x - 26, room.height)
        right = Rect(room.right + 26, room.y, area.right - room.right - 26, room.height)
        with pen.part("cathode"):
            self._product(pen, self.cathode, poles[0], room, "cathode")
            self._told(pen, self.cathode, left, "cathode", "blue")
        with pen.part("anode"):
            self._product(pen, self.anode, poles[1], room, "anode")
            self._told(pen, self.anode, right, "anode", "red")

    def _ions(self, pen: Pen, room: Rect) -> None:
        now = pen.since("ions")
        hues = {
            ion: HUES[charge(ion) > 0][sum(charge(o) * charge(ion) > 0 for o in self.ions[:i])]
            for i, ion in enumerate(self.ions)
        }
        each = 12 // len(self.ions)
        for ion, hue in hues.items():
            rng = np.random.default_rng(crc32(ion.encode()))
            for k in range(each):
                row = (k * len(self.ions) + list(hues).index(ion) + 0.5) / (each * len(self.ions))
                turn = (rng.uniform() + now * 0.11) % 1.0
                x = room.right - turn * room.width if charge(ion) > 0 else room.x + turn * room.width
                ball(pen, x, room.y + row * room.height, 20, hue, pretty(ion))

    def _electrons(self, pen: Pen, wires: Sequence[Sequence[tuple[float, float]]]) -> None:
        """From the source to the cathode, from the anode to the source."""
        away = pen.since("electrons") * 55
        spots = []
        for wire, forwards in ((wires[0], True), (wires[1], False)):
            (ax, ay), (bx, _), (_, cy) = wire
            flat, down = abs(bx - ax), cy - ay
            for k in range(5):
                s = (away + k * (flat + down) / 5) % (flat + down)
                s = s if forwards else flat + down - s
                spots.append((ax + (bx - ax) * s / flat, ay) if s < flat else (bx, ay + s - flat))
        balls(pen, spots, 10, "yellow")
        pen.words("e⁻", wires[0][1][0] - 34, wires[0][1][1] + 30, 30, "orange", bold=True)
        pen.words("e⁻", wires[1][1][0] + 34, wires[1][1][1] + 30, 30, "orange", bold=True)

    @staticmethod
    def _product(pen: Pen, electrode: Electrode, x: float, room: Rect, name: str) -> None:
        bottom = room.bottom - 42
        if not electrode.gas:
            path = paths.box(x - 22, room.y + 120, 44, bottom - room.y - 116, 12)
            pen.area_of(path, "orange", alpha=0.85 if pen.theme.tint == 1 else 3.0)
            pen.line(path, "brown", 3)
            return
        now = pen.since(name)
        spots = []
        for k in range(12):
            rise = (now * 0.28 + k * 0.381) % 1.0
            spots.append(
                (x + (-1 if k % 2 else 1) * (23 + 7 * np.sin(k * 2.3)), bottom - rise * (bottom - room.y - 44))
            )
        for spot in spots:
            pen.line(paths.circle(*spot, 7), "ink", 2.5)

    @staticmethod
    def _told(pen: Pen, electrode: Electrode, room: Rect, name: str, ink: Ink) -> None:
        words: list[tuple[str, float, Ink, bool]] = [(name, 30.0, ink, True), (electrode.product, 29.0, "ink", True)]
        words += [(electrode.reaction, 26.0, ink, False)] if electrode.reaction else []
        y = room.y + 50.0
        for text, size, colour, bold in words:
            size = pen.fitting(text, Rect(0, 0, room.width, 130), size, bold=bold, smallest=20)
            height = pen.measure(text, size, bold=bold, width=room.width)[1]
            pen.words(text, room.middle[0], y + height / 2, size, colour, bold=bold, width=room.width)
            y += height + 22
