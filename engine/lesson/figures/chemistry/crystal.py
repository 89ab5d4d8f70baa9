"""Crystals: ions, metals, and the two forms of carbon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.chemistry.atoms import ball, balls, ink_of
from engine.lesson.figures.chemistry.formulas import charge, pretty
from engine.lesson.figures.chemistry.turning import turned
from engine.lesson.figures.figure import Figure, Label

IONS: Mapping[str, float] = {
    "Li+": 0.76, "Na+": 1.02, "K+": 1.38, "Mg^2+": 0.72, "Ca^2+": 1.00,
    "F-": 1.33, "Cl-": 1.81, "Br-": 1.96, "I-": 2.20, "O^2-": 1.40, "S^2-": 1.84,
}  # fmt: skip
"""Radii in angstroms with six neighbours (Shannon 1976)."""
TURN = 0.3
CONDUCTORS = ("metal", "graphite")
"""Structures with free electrons."""
ABOVE_LAYER = 0.5
"""Of the electrons of graphite, on either side of a layer."""
DIAMOND_BOND, GRAPHITE_BOND, GRAPHITE_LAYERS = 1.545, 1.421, 3.354
"""In angstroms."""
Spots = NDArray[np.float64]


class Crystal(Figure):
    """A piece of a crystal that turns. Parts: lattice, legend, then `electrons` of a metal or
    graphite, then `shift` if asked for.

    `structure`: "rock-salt" of `cation` and `anion` with equal charges, "metal" with free electrons, "diamond",
    "graphite". `shift`: the upper half slides by one place: ions of one sign meet and it breaks, a metal gives way.
    """

    kind: ClassVar[str] = "crystal"
    structure: Literal["rock-salt", "metal", "diamond", "graphite"]
    cation: str = "Na+"
    anion: str = "Cl-"
    metal: Annotated[str, Field(pattern=r"^[A-Z][a-z]?$")] = "Cu"
    size: Annotated[int, Field(ge=2, le=4)] = 3
    shift: bool = False
    note: Label | None = None

    @model_validator(mode="after")
    def _known(self) -> Crystal:
        for ion in (self.cation, self.anion):
            if ion not in IONS:
                raise ValueError(f"{ion!r} is not one of {', '.join(IONS)}")
        if charge(self.cation) <= 0 or charge(self.cation) != -charge(self.anion):
            raise ValueError("cation and anion: of opposite and equal charges")
        if self.shift and self.structure not in ("rock-salt", "metal"):
            raise ValueError("shift: of rock salt or a metal")
        return self

    def parts(self) -> Sequence[str]:
        more = [*(["electrons"] if self.structure in CONDUCTORS else []), *(["shift"] if self.shift else [])]
        return ["lattice", "legend", *more]

    def draw(self, pen: Pen) -> None:
        wide = pen.area.width > 800
        room, beside = pen.area.columns(5, 3) if wide else pen.area.rows(5, 1)
        with pen.part("lattice"):
            self._lattice(pen, room)
        with pen.part("legend"):
            self._legend(pen, beside, wide)
        if self.structure in CONDUCTORS:
            with pen.part("electrons"):
                self._electrons(pen, room)
        if self.shift:
            with pen.part("shift"):
                y = room.y + room.height * 0.16
                pen.line([(room.x + 10, y), (room.x + 110, y)], "accent", 8, head=True)

    def positions(self) -> tuple[Spots, list[str], list[tuple[int, int]]]:
        """Places in angstroms about the middle, what stands there, and the bonds between them."""
        if self.structure == "diamond":
            return _bonded(_diamond(), DIAMOND_BOND)
        if self.structure == "graphite":
            return _bonded(_graphite(), GRAPHITE_BOND)
        n = self.size
        grid = np.array([(x, y, z) for x in range(n) for y in range(n) for z in range(n)], float)
        if self.structure == "rock-salt":
            spacing = IONS[self.cation] + IONS[self.anion]
            what = [self.cation if int(sum(spot)) % 2 == 0 else self.anion for spot in grid]
        else:
            spacing, what = 2.6, [self.metal] * len(grid)
        return (grid - (n - 1) / 2) * spacing, what, []

    def _placed(self, pen: Pen, room: Rect) -> tuple[Spots, list[str], list[tuple[int, int]], float]:
        spots, what, bonds = self.positions()
        reach = float(np.max(np.linalg.norm(spots[:, [0, 2]], axis=1)))
        high = float(np.max(np.abs(spots[:, 1]))) * 0.93 + reach * 0.37
        margin = 1.3 if self.structure in ("rock-salt", "metal") else 0.6
        scale = min(room.width / 2 / (reach + margin), (room.height - 16) / 2 / (high + margin * 0.8))
        if self.shift:
            scale *= 0.74
            spots = self._shifted(spots, pen.share("shift"))
        yaw = 0.5 + (TURN * pen.since("lattice") if not self.shift else 0.0)
        seen = turned(spots, yaw if self.structure != "diamond" else yaw + 0.2, 0.3)
        return seen * scale, what, bonds, scale

    def _shifted(self, spots: Spots, share: float) -> Spots:
        """The upper layers moved by one place; like ions then push them off."""
        spacing = float(np.min(np.diff(np.unique(np.round(spots[:, 0], 6)))))
        upper = spots[:, 1] > (0.1 if self.size % 2 == 0 else -0.1)
        moved = spots.copy()
        moved[upper, 0] += spacing * min(1.0, share * 1.6)
        if self.structure == "rock-salt":
            moved[upper, 1] += 0.75 * spacing * max(0.0, share - 0.65) / 0.35
        return moved

    def _lattice(self, pen: Pen, room: Rect) -> None:
        seen, what, bonds, scale = self._placed(pen, room)
        x, y = room.middle
        things = [(seen[i][2], "atom", i) for i in range(len(seen))]
        things += [((seen[a][2] + seen[b][2]) / 2 - 0.1, "bond", i) for i, (a, b) in enumerate(bonds)]
        for _, kind, index in sorted(things):
            if kind == "bond":
                a, b = (seen[i] for i in bonds[index])
                pen.line([(x + a[0], y - a[1]), (x + b[0], y - b[1])], "soft", 6)
                continue
            ink, radius, label = self._look(what[index], scale)
            ball(pen, x + seen[index][0], y - seen[index][1], radius, ink, label if radius > 20 else None)

    def _look(self, what: str, scale: float) -> tuple[Ink, float, str | None]:
        if what in IONS:
            return ("purple" if charge(what) > 0 else "green"), IONS[what] * scale * 0.62, pretty(what)
        if self.structure == "metal":
            return ink_of(what), 0.85 * scale, "+"
        return "grey", 0.42 * scale, None

    def _electrons(self, pen: Pen, room: Rect) -> None:
        """Free electrons that drift about: everywhere between ions, along the layers of graphite."""
        now = pen.since("electrons")
        count = 4 * self.size**2 if self.structure == "metal" else 36
        rng = np.random.default_rng(11)
        home, phase, pace = (
            rng.uniform(-1, 1, (count, 3)),
            rng.uniform(0, 6.28, (count, 3)),
            rng.uniform(0.5, 1.2, (count, 3)),
        )
        spots = np.clip(home + 0.5 * np.sin(phase + pace * now), -1, 1)
        if self.structure == "metal":
            spots = spots * ((self.size - 1) * 1.3 + 0.9)
        else:
            layer = np.repeat((-1, 0, 1), count // 3) * GRAPHITE_LAYERS
            above = np.where(np.arange(count) % 2, 1, -1) * ABOVE_LAYER
            spots = np.column_stack([spots[:, 0] * 3.0, layer + above, spots[:, 2] * 2.6])
        if self.shift:
            spots = self._shifted_cloud(spots, pen.share("shift"))
        _, _, _, scale = self._placed(pen, room)
        seen = turned(spots, 0.5, 0.3) * scale
        balls(pen, [(room.middle[0] + s[0], room.middle[1] - s[1]) for s in seen], 9, "yellow")

    @staticmethod
    def _shifted_cloud(spots: Spots, share: float) -> Spots:
        moved = spots.copy()
        moved[spots[:, 1] > 0, 0] += 2.6 * min(1.0, share * 1.6)
        return moved

    def _legend(self, pen: Pen, room: Rect, wide: bool) -> None:
        rows = self._rows()
        size = 34 if wide else 26
        for index, (ink, radius, words) in enumerate(rows):
            x = room.x if wide else room.x + room.width * index / len(rows)
            y = room.y + 90 + index * 116 if wide else room.y + 28
            ball(pen, x + 40, y, radius if wide else min(radius, 20), ink)
            pen.words(
                words,
                x + (92 if wide else 70),
                y,
                size,
                anchor="start",
                width=(room.width - 92) if wide else room.width / len(rows) - 74,
            )
        if self.note:
            y = room.y + 120 + len(rows) * 116 if wide else room.bottom - 18
            pen.words(
                self.note,
                room.x if wide else room.middle[0],
                y,
                29 if wide else 22,
                "soft",
                anchor="start" if wide else "middle",
                width=room.width,
            )

    def _rows(self) -> list[tuple[Ink, float, str]]:
        if self.structure == "rock-salt":
            return [
                ("purple", IONS[self.cation] * 19, f"{pretty(self.cation)}  {IONS[self.cation] * 100:.0f} pm"),
                ("green", IONS[self.anion] * 19, f"{pretty(self.anion)}  {IONS[self.anion] * 100:.0f} pm"),
            ]
        if self.structure == "metal":
            return [(ink_of(self.metal), 32.0, f"{self.metal} ions in rows"), ("yellow", 11.0, "free electrons")]
        if self.structure == "diamond":
            return [("grey", 26.0, "carbon: 4 bonds each, 154 pm")]
        return [("grey", 26.0, "carbon: 3 bonds each, 142 pm"), ("yellow", 11.0, "free electrons along the layers")]


def _diamond() -> Spots:
    """The atoms of diamond within a cube's middle."""
    a = 4 * DIAMOND_BOND / np.sqrt(3)
    face = np.array([(0, 0, 0), (0, 0.5, 0.5), (0.5, 0, 0.5), (0.5, 0.5, 0)])
    cell = np.vstack([face, face + 0.25])
    spots = np.vstack([cell + (i, j, k) for i in (-1, 0, 1) for j in (-1, 0, 1) for k in (-1, 0, 1)]) * a
    spots = spots - 0.125 * a
    order = np.argsort(np.round(np.linalg.norm(spots, axis=1), 6), kind="stable")
    return np.asarray(spots[order][:44])


def _graphite() -> Spots:
    """Three layers of hexagons; every second layer is moved by one bond."""
    b, layers = GRAPHITE_BOND, []
    for level in (-1, 0, 1):
        sheet = []
        for i in range(-3, 4):
            for j in range(-3, 4):
                x, z = b * np.sqrt(3) * (i + j / 2), b * 1.5 * j
                sheet += [(x, z), (x, z + b)]
        flat = np.array(sheet) + ((0.0, b) if level else (0.0, 0.0)) - (0.0, b / 2)
        keep = flat[(np.abs(flat[:, 0]) < 3.3) & (np.abs(flat[:, 1]) < 2.9)]
        layers.append(np.column_stack([keep[:, 0], np.full(len(keep), level * GRAPHITE_LAYERS), keep[:, 1]]))
    return np.vstack(layers)


def _bonded(spots: Spots, bond: float) -> tuple[Spots, list[str], list[tuple[int, int]]]:
    """All carbon, joined where atoms are one bond apart; lone ends are left out."""
    apart = np.linalg.norm(spots[:, None] - spots[None], axis=2)
    joined = np.abs(apart - bond) < 0.06
    keep = joined.sum(axis=1) >= 2
    spots = spots[keep]
    apart = np.linalg.norm(spots[:, None] - spots[None], axis=2)
    near = np.argwhere(np.triu(np.abs(apart - bond) < 0.06))
    return spots - spots.mean(axis=0), ["C"] * len(spots), [(int(a), int(b)) for a, b in near]
