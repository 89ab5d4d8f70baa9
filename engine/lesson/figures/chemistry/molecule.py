"""Molecules in space."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from data.elements import elements
from data.molecules import Molecule, molecules
from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.chemistry.atoms import ball, contact_radius, edge_of, ink_of, opaque, radius_of
from engine.lesson.figures.chemistry.formulas import charge, pretty
from engine.lesson.figures.chemistry.turning import turned
from engine.lesson.figures.figure import Figure, Label, Part, PartName

TURN = 0.55
"""Radians per second."""
LARGEST = 150.0
"""Logical units of an angstrom, at most."""
POLAR = 0.5
"""From this difference of electronegativity on a bond is called polar."""
MOST_ATOMS = 70


class Shown(Part):
    """`molecule`: its key in data/molecules.toml. `angle`: three atoms, of which the second is the corner.

    `polar`: marks the partial charges of polar bonds; `lone`: shows the lone pairs of the first atom.
    """

    name: PartName
    molecule: str
    label: Label | None = None
    angle: tuple[int, int, int] | None = None
    polar: bool = False
    lone: bool = False

    @model_validator(mode="after")
    def _known(self) -> Shown:
        if self.molecule not in molecules():
            raise ValueError(f"there is no molecule {self.molecule!r}; there are: {', '.join(molecules())}")
        count = len(self.shape.atoms)
        if self.angle and (len(set(self.angle)) < 3 or not all(0 <= i < count for i in self.angle)):
            raise ValueError(f"angle: three different atoms of 0 to {count - 1}")
        return self

    @property
    def shape(self) -> Molecule:
        return molecules()[self.molecule]

    @property
    def degrees(self) -> float:
        """The angle between the bonds, from the coordinates."""
        if self.angle is None:
            raise ValueError("no angle is asked for")
        u, v = _arms(np.array(self.shape.xyz), self.angle)
        return math.degrees(math.acos(float(np.clip(u @ v, -1, 1))))


class MoleculeFigure(Figure):
    """One to four molecules that turn. Parts: for each its name, then `<name>-angle`, `<name>-polar` if asked for.

    `style`: balls and sticks, or atoms as large as they are ("space").
    """

    kind: ClassVar[str] = "molecule"
    items: Annotated[tuple[Shown, ...], Field(min_length=1, max_length=4)]
    style: Literal["sticks", "space"] = "sticks"

    @model_validator(mode="after")
    def _drawable(self) -> MoleculeFigure:
        if sum(len(item.shape.atoms) for item in self.items) > MOST_ATOMS:
            raise ValueError(f"at most {MOST_ATOMS} atoms")
        return self

    def parts(self) -> Sequence[str]:
        found = []
        for item in self.items:
            found += [
                item.name,
                *([f"{item.name}-angle"] if item.angle else []),
                *([f"{item.name}-polar"] if item.polar else []),
            ]
        return found

    def draw(self, pen: Pen) -> None:
        rooms = pen.area.columns(*[1.0] * len(self.items), gap=20)
        scale = min(_scale(item.shape, room, self.style) for item, room in zip(self.items, rooms, strict=True))
        for item, room in zip(self.items, rooms, strict=True):
            own = min(_scale(item.shape, room, self.style), scale * 1.6)
            _Model(pen, room, item, own, self.style).draw()


def _scale(shape: Molecule, room: Rect, style: str) -> float:
    spots = np.array(shape.xyz)
    size = contact_radius if style == "space" else _stick_radius
    wide = max(math.hypot(s[0], s[2]) + size(a) for s, a in zip(spots, shape.atoms, strict=True))
    high = max(
        abs(s[1]) * 0.93 + math.hypot(s[0], s[2]) * 0.37 + size(a) for s, a in zip(spots, shape.atoms, strict=True)
    )
    return float(min((room.width - 24) / 2 / wide, (room.height - 110) / 2 / high, LARGEST))


def _stick_radius(symbol: str) -> float:
    return 0.16 + 0.36 * radius_of(symbol)


def _arms(spots: NDArray[np.float64], angle: tuple[int, int, int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Unit vectors from the corner to the other two."""
    first, corner, last = angle
    u, v = spots[first] - spots[corner], spots[last] - spots[corner]
    return u / np.linalg.norm(u), v / np.linalg.norm(v)


class _Model:
    """One molecule at one moment."""

    def __init__(self, pen: Pen, room: Rect, item: Shown, scale: float, style: str) -> None:
        self.pen, self.room, self.item, self.scale, self.style = pen, room, item, scale, style
        self.shape = item.shape
        self.yaw = 0.45 + TURN * pen.since(item.name)
        self.spots = turned(self.shape.xyz, self.yaw)
        self.middle = (room.middle[0], room.y + (room.height - 84) / 2)

    def at(self, spot: NDArray[np.float64]) -> tuple[float, float]:
        return self.middle[0] + float(spot[0]) * self.scale, self.middle[1] - float(spot[1]) * self.scale

    def draw(self) -> None:
        item, pen = self.item, self.pen
        with pen.part(item.name):
            self._caption()
            things = [(self.spots[i][2], "atom", i) for i in range(len(self.spots))]
            if self.style == "sticks":
                things += [
                    ((self.spots[a][2] + self.spots[b][2]) / 2 - 0.01, "bond", i)
                    for i, (a, b, _) in enumerate(self.shape.bonds)
                ]
            if item.lone:
                things += [(lobe[2] * 0.6, "lobe", i) for i, lobe in enumerate(self._lobes())]
            for _, what, index in sorted(things):
                {"atom": self._atom, "bond": self._bond, "lobe": self._lobe}[what](index)
        if item.angle:
            with pen.part(f"{item.name}-angle"):
                self._angle(item.angle)
        if item.polar:
            with pen.part(f"{item.name}-polar"):
                self._charges()

    def _caption(self) -> None:
        x, bottom = self.room.middle[0], self.room.bottom
        label = self.item.label or self.shape.name
        size = self.pen.fitting(label, Rect(0, 0, self.room.width, 40), 32, bold=True)
        self.pen.words(label, x, bottom - 60, size, bold=True)
        self.pen.words(pretty(self.shape.formula), x, bottom - 18, 29, "soft")

    def _radius(self, symbol: str) -> float:
        return self.scale * (contact_radius(symbol) if self.style == "space" else _stick_radius(symbol))

    def _atom(self, index: int) -> None:
        symbol = self.shape.atoms[index]
        radius = self._radius(symbol)
        label = symbol if radius > 17 and self.style == "sticks" else None
        ball(self.pen, *self.at(self.spots[index]), radius, ink_of(symbol), label)

    def _bond(self, index: int) -> None:
        a, b, order = self.shape.bonds[index]
        along = self.spots[b] - self.spots[a]
        along = along / np.linalg.norm(along)
        start = self.spots[a] + along * 0.7 * _stick_radius(self.shape.atoms[a])
        end = self.spots[b] - along * 0.7 * _stick_radius(self.shape.atoms[b])
        (ax, ay), (bx, by) = self.at(start), self.at(end)
        length = math.hypot(bx - ax, by - ay) or 1.0
        nx, ny = -(by - ay) / length, (bx - ax) / length
        width = max(6.0, 0.14 * self.scale) if order == 1 else max(4.5, 0.085 * self.scale)
        for k in range(order):
            off = (k - (order - 1) / 2) * width * 1.9
            line = [(ax + nx * off, ay + ny * off), (bx + nx * off, by + ny * off)]
            self.pen.line(line, edge_of(self.pen, "grey"), width + 3, alpha=0.8)
            self.pen.line(line, "grey", width, light=0.35)

    def _lobes(self) -> list[NDArray[np.float64]]:
        """Where the lone pairs of the first atom point (unit length), turned."""
        spots = np.array(self.shape.xyz)
        arms = [(spots[b if a == 0 else a] - spots[0], order) for a, b, order in self.shape.bonds if 0 in (a, b)]
        free = elements()[self.shape.atoms[0]].valence - sum(order for _, order in arms) - charge(self.shape.formula)
        pairs = max(0, free // 2)
        units = [arm / np.linalg.norm(arm) for arm, _ in arms]
        mean = -np.sum(units, axis=0)
        across = np.cross(units[0], units[-1])
        if pairs == 2 and np.linalg.norm(across) > 0.1:
            side = across / np.linalg.norm(across)
            flat = np.linalg.norm(mean) < 0.1
            base = np.zeros(3) if flat else mean / np.linalg.norm(mean)
            return list(turned([base * 0.55 + side * 0.85, base * 0.55 - side * 0.85], self.yaw))
        if pairs == 1 and np.linalg.norm(mean) > 0.1:
            return list(turned([mean / np.linalg.norm(mean)], self.yaw))
        return []

    def _lobe(self, index: int) -> None:
        pen, lobe = self.pen, self._lobes()[index]
        x, y = self.at(self.spots[0] + lobe * 0.62)
        size = 0.34 * self.scale
        path = paths.circle(x, y, size)
        pen.area_of(path, "purple", alpha=0.45 if pen.theme.tint == 1 else 1.6)
        pen.line(path, "purple", 2.5)
        for side in (-1, 1):
            pen.area_of(paths.circle(x + side * size * 0.35, y, 5), "purple", alpha=1 / pen.theme.tint)

    def _angle(self, angle: tuple[int, int, int]) -> None:
        u, v = _arms(self.spots, angle)
        whole = math.acos(float(np.clip(u @ v, -1, 1)))
        reach = 0.72
        corner = self.spots[angle[1]]
        if whole > 3.1:
            side = np.array([0.0, 1.0, 0.0])
            bow = [u * math.cos(t) + side * math.sin(t) for t in np.linspace(0, math.pi, 25)]
        else:
            bow = [(math.sin(whole - t) * u + math.sin(t) * v) / math.sin(whole) for t in np.linspace(0, whole, 25)]
        self.pen.line([self.at(corner + reach * each) for each in bow], "accent", 4.5)
        x, y = self.at(corner + 1.22 * bow[12])
        degrees = f"{self.item.degrees:.1f}".removesuffix(".0")
        box = paths.box(x - 50, y - 22, 100, 44, 12)
        opaque(self.pen, box, "paper")
        self.pen.words(f"{degrees}°", x, y, 32, "accent", bold=True)

    def _charges(self) -> None:
        known = elements()
        sums = [0.0] * len(self.shape.atoms)
        for a, b, _ in self.shape.bonds:
            first, second = (known[self.shape.atoms[i]].electronegativity or 0.0 for i in (a, b))
            if abs(first - second) >= POLAR:
                sums[a] += second - first
                sums[b] += first - second
        for index, value in enumerate(sums):
            if not value:
                continue
            x, y = self.at(self.spots[index])
            r = self._radius(self.shape.atoms[index])
            ink: Ink = "red" if value > 0 else "blue"
            self.pen.words("δ+" if value > 0 else "δ\u2212", x + r * 0.8 + 16, y - r * 0.8 - 14, 32, ink, bold=True)
