"""Atoms as shells of electrons, and electrons that pass from one atom to another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from data.elements import elements
from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.chemistry.atoms import ball, balls, label_ink, opaque
from engine.lesson.figures.chemistry.formulas import pretty
from engine.lesson.figures.figure import Figure, Label

MOST_PROTONS = 56
MOST_BALLS = 44
"""Of protons and neutrons that are drawn one by one."""
GOLDEN = math.radians(137.508)
Symbol = Annotated[str, Field(pattern=r"^[A-Z][a-z]?$")]


def shells_of(symbol: str, charge: int = 0) -> tuple[int, ...]:
    """Electrons of each shell of an atom or ion: electrons come and go at the outermost shell. Raises ValueError."""
    shells = list(elements()[symbol].shells)
    shells[-1] -= charge
    while shells and shells[-1] <= 0:
        spare = shells.pop()
        if spare < 0 and shells:
            shells[-1] += spare
    if shells and len(shells) <= 3 and shells[-1] > (2 if len(shells) == 1 else 8) and charge < 0:
        raise ValueError(f"{symbol} does not take up {-charge} electrons in its outer shell")
    return tuple(shells)


class AtomShells(Figure):
    """An atom or ion: its nucleus and its electrons in shells. Parts: nucleus, shell-1, shell-2, ..., count.

    `charge` in elementary charges; `neutrons`: of the isotope, that of the rounded mass by default; `note`: below it.
    """

    kind: ClassVar[str] = "atom-shells"
    symbol: Symbol
    charge: Annotated[int, Field(ge=-3, le=4)] = 0
    neutrons: Annotated[int, Field(ge=0, le=90)] | None = None
    note: Label | None = None

    @model_validator(mode="after")
    def _known(self) -> AtomShells:
        if self.symbol not in elements() or elements()[self.symbol].number > MOST_PROTONS:
            raise ValueError(f"symbol: an element up to number {MOST_PROTONS}")
        shells_of(self.symbol, self.charge)
        return self

    def parts(self) -> Sequence[str]:
        count = len(shells_of(self.symbol, self.charge))
        return ["nucleus", *(f"shell-{i}" for i in range(1, count + 1)), "count"]

    @property
    def nucleons(self) -> tuple[int, int]:
        """Protons and neutrons."""
        element = elements()[self.symbol]
        return element.number, round(element.mass) - element.number if self.neutrons is None else self.neutrons

    def draw(self, pen: Pen) -> None:
        wide = pen.area.width > 800
        room, beside = pen.area.columns(5, 4) if wide else pen.area.rows(3.4, 1)
        shells = shells_of(self.symbol, self.charge)
        x, y = room.middle
        whole = min(room.width, room.height) / 2 - 14
        core = min(whole * 0.26, 64.0)
        with pen.part("nucleus"):
            draw_nucleus(pen, (x, y), core, *self.nucleons)
        for index, electrons in enumerate(shells):
            name = f"shell-{index + 1}"
            radius = core + (whole - core) * (index + 1) / max(len(shells), 1) - 4
            with pen.part(name):
                draw_shell(pen, (x, y), radius, electrons, pen.since(name) * 0.5 / (index + 1))
        with pen.part("count"):
            self._count(pen, beside, shells, wide)

    def _count(self, pen: Pen, room: Rect, shells: Sequence[int], wide: bool) -> None:
        protons, neutrons = self.nucleons
        element = elements()[self.symbol]
        sign = (
            ""
            if not self.charge
            else f"^{abs(self.charge) if abs(self.charge) > 1 else ''}{'+' if self.charge > 0 else '-'}"
        )
        title = (
            f"{element.name}  {pretty(self.symbol + sign)}" if self.charge else f"{element.name}-{protons + neutrons}"
        )
        arrangement = ", ".join(map(str, shells)) or "no electrons"
        if not wide:
            pen.words(title, room.middle[0], room.y + 26, 34, bold=True, width=room.width)
            pen.words(f"{arrangement}", room.middle[0], room.y + 70, 32, "blue", bold=True)
            if self.note:
                pen.words(self.note, room.middle[0], room.y + 106, 22, "soft", width=room.width)
            return
        lines: list[tuple[str, int, Ink]] = [
            ("protons", protons, "red"),
            ("neutrons", neutrons, "grey"),
            ("electrons", sum(shells), "blue"),
        ]
        top = room.y + 60
        pen.words(title, room.x, top, 46, anchor="start", bold=True, heading=True, width=room.width)
        for index, (what, number, ink) in enumerate(lines):
            y = top + 84 + index * 62
            ball(pen, room.x + 22, y, 18, ink, {"protons": "+", "electrons": "\u2212"}.get(what))
            pen.words(f"{number} {what}", room.x + 60, y, 36, anchor="start")
        pen.words(f"Shells: {arrangement}", room.x, top + 284, 36, "blue", anchor="start", bold=True, width=room.width)
        if self.note:
            pen.words(self.note, room.x, top + 358, 28, "soft", anchor="start", width=room.width)


def draw_nucleus(pen: Pen, at: Point, radius: float, protons: int, neutrons: int) -> None:
    """Protons and neutrons in a heap, or as numbers if there are too many to draw."""
    total = protons + neutrons
    if total > MOST_BALLS or radius < 26:
        path = paths.circle(*at, radius)
        opaque(pen, path, "red")
        pen.line(path, "red", 3)
        pen.words(f"{protons}+", *at, radius * 0.72, label_ink(pen, "red"), bold=True)
        return
    size = min(radius / math.sqrt(total) * 1.02, 20.0)
    spots = [_seed(at, i, total, radius - size) for i in range(total)]
    for index, spot in enumerate(spots):
        proton = (index + 1) * protons // total > index * protons // total
        ball(pen, *spot, size, "red" if proton else "grey")


def _seed(at: Point, index: int, total: int, radius: float) -> Point:
    """The index-th of `total` places that fill a disc evenly (Vogel 1979)."""
    away = radius * math.sqrt((index + 0.5) / total) if total > 1 else 0.0
    return at[0] + away * math.cos(index * GOLDEN), at[1] + away * math.sin(index * GOLDEN)


def electron_places(at: Point, radius: float, electrons: int, turn: float) -> list[Point]:
    """Of the electrons of a shell, evenly around, from the top and turned by `turn` radians."""
    return [paths.polar(*at, radius, 90 - 360 * index / electrons - math.degrees(turn)) for index in range(electrons)]


def draw_shell(pen: Pen, at: Point, radius: float, electrons: int, turn: float) -> None:
    pen.line(paths.circle(*at, radius), "soft", 2.5)
    balls(pen, electron_places(at, radius, electrons, turn), 10, "blue")


class ElectronTransfer(Figure):
    """Electrons pass from atoms of a metal to atoms of a non-metal, and ions come of it.

    Their numbers follow from the outer shells: a metal of the groups 1, 2 or 13 gives them all, a non-metal of the
    groups 15 to 17 fills its shell. Parts: atoms, transfer, ions.
    """

    kind: ClassVar[str] = "electron-transfer"
    donor: Symbol
    acceptor: Symbol

    @model_validator(mode="after")
    def _possible(self) -> ElectronTransfer:
        for symbol, groups in ((self.donor, (1, 2, 13)), (self.acceptor, (15, 16, 17))):
            if symbol not in elements() or elements()[symbol].group not in groups or elements()[symbol].number > 20:
                raise ValueError(f"{symbol}: an element up to calcium of the groups {groups}")
        if sum(self.counts) > 4:
            raise ValueError("at most four atoms")
        return self

    @property
    def counts(self) -> tuple[int, int]:
        """How many atoms of the donor and of the acceptor make a neutral whole."""
        gives, takes = elements()[self.donor].valence, 8 - elements()[self.acceptor].valence
        shared = math.gcd(gives, takes)
        return takes // shared, gives // shared

    def parts(self) -> Sequence[str]:
        return ["atoms", "transfer", "ions"]

    def draw(self, pen: Pen) -> None:
        donors, acceptors = self.counts
        columns = pen.area.columns(*[1.0] * (donors + acceptors), gap=76.0)
        radius = min(columns[0].width / 2 - 18, 160.0)
        middle = pen.area.middle[1] - 20
        spots = [(column.middle[0], middle) for column in columns]
        gone = pen.share("transfer")
        with pen.part("atoms"):
            homes = [self._atom(pen, spot, radius, donor=i < donors) for i, spot in enumerate(spots)]
            seats = [seat for home in homes[donors:] for seat in self._free_seats(home, radius)]
            leaving = [place for home in homes[:donors] for place in self._outer(home, radius)]
            pairs = list(zip(leaving, seats, strict=True))
            for index, (start, end) in enumerate(pairs):
                here = max(0.0, min(1.0, gone * len(pairs) - index))
                ball(pen, *_along(start, end, here), 12, "accent" if here < 1 or self.donor else "blue")
        with pen.part("transfer"):
            for start, end in pairs:
                pen.line([_along(start, end, step / 20) for step in range(2, 20)], "accent", 3.5, dash=(9, 8))
        with pen.part("ions"):
            for i, spot in enumerate(spots):
                self._ion(pen, spot, radius, donor=i < donors)

    def _atom(self, pen: Pen, at: Point, radius: float, *, donor: bool) -> Point:
        symbol = self.donor if donor else self.acceptor
        shells = elements()[symbol].shells
        ink: Ink = "purple" if donor else "green"
        path = paths.circle(*at, radius * 0.26)
        opaque(pen, path, ink)
        pen.line(path, ink, 3)
        pen.words(symbol, *at, min(radius * 0.3, 40), label_ink(pen, ink), bold=True)
        for index, electrons in enumerate(shells):
            away = self._away(radius, index, len(shells))
            pen.line(paths.circle(*at, away), "soft", 2.5)
            if index < len(shells) - 1 or not donor:
                places = electron_places(at, away, electrons if index < len(shells) - 1 else 8, 0.0)
                balls(pen, places[:electrons], 9, "blue")
        pen.words(elements()[symbol].name, at[0], at[1] + radius + 36, 30, bold=True)
        return at

    @staticmethod
    def _away(radius: float, index: int, count: int) -> float:
        return radius * (0.32 + 0.68 * (index + 1) / count)

    def _outer(self, at: Point, radius: float) -> list[Point]:
        return electron_places(at, radius, elements()[self.donor].valence, 1.0)

    def _free_seats(self, at: Point, radius: float) -> list[Point]:
        return electron_places(at, radius, 8, 0.0)[elements()[self.acceptor].valence :]

    def _ion(self, pen: Pen, at: Point, radius: float, *, donor: bool) -> None:
        gives, takes = elements()[self.donor].valence, 8 - elements()[self.acceptor].valence
        number = gives if donor else takes
        x, y = at
        half = radius + 16
        for side in (-1, 1):
            inner, outer = x + side * (half - 14), x + side * half
            pen.line([(inner, y - half), (outer, y - half), (outer, y + half), (inner, y + half)], "ink", 4)
        sign = f"{number if number > 1 else ''}{'+' if donor else chr(0x2212)}"
        pen.words(sign, x + half + 26, y - half + 16, 32, "purple" if donor else "green", bold=True)
        words = f"loses {number}" if donor else f"gains {number}"
        pen.words(words, x, y + radius + 74, 27, "purple" if donor else "green")


def _along(start: Point, end: Point, share: float) -> Point:
    """On the bow from start to end."""
    x, y = start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
    return x, y - 70.0 * 4 * share * (1 - share)
