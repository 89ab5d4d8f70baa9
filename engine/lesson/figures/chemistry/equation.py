"""Chemical equations, with a picture and a count of their atoms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from data.molecules import Molecule, molecules
from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.chemistry.atoms import ball, ink_of, radius_of
from engine.lesson.figures.chemistry.formulas import Formula, charge, composition, pretty
from engine.lesson.figures.chemistry.turning import turned
from engine.lesson.figures.figure import Figure, Part

MOST_PICTURED = 8
"""Of one substance; more stand as this many at most."""


class Term(Part):
    """`count` of a substance."""

    formula: Formula
    count: Annotated[int, Field(ge=1, le=40)] = 1

    @property
    def text(self) -> str:
        return f"{self.count} {pretty(self.formula)}" if self.count > 1 else pretty(self.formula)


Side = Annotated[tuple[Term, ...], Field(min_length=1, max_length=4)]


class Equation(Figure):
    """A chemical equation. Parts: equation, pictures, tally (the latter two only if asked for).

    Atoms and charge must be the same on both sides; with `balanced` false they must not, to show what is wrong.
    `names`: words below each term, left to right.
    """

    kind: ClassVar[str] = "equation"
    left: Side
    right: Side
    arrow: Literal["to", "both"] = "to"
    balanced: bool = True
    pictures: bool = True
    tally: bool = True
    names: Annotated[tuple[str, ...], Field(max_length=8)] = ()

    @model_validator(mode="after")
    def _kept(self) -> Equation:
        if (self.count(self.left) == self.count(self.right)) is not self.balanced:
            left, right = (self.count(side) for side in (self.left, self.right))
            raise ValueError(f"balanced is {self.balanced}, but there are {left} on the left and {right} on the right")
        if self.names and len(self.names) != len(self.left) + len(self.right):
            raise ValueError("names: one for each term")
        return self

    @staticmethod
    def count(side: Sequence[Term]) -> dict[str, int]:
        """Atoms of each element, and the charge if there is any."""
        total: dict[str, int] = {}
        for term in side:
            for symbol, number in composition(term.formula).items():
                total[symbol] = total.get(symbol, 0) + number * term.count
        charged = sum(charge(term.formula) * term.count for term in side)
        return total | ({"charge": charged} if charged else {})

    def parts(self) -> Sequence[str]:
        return ["equation", *(["pictures"] if self.pictures else []), *(["tally"] if self.tally else [])]

    def draw(self, pen: Pen) -> None:
        shares = [1.3 if self.names else 1.0, *([1.9] if self.pictures else []), *([1.25] if self.tally else [])]
        rooms = iter(pen.area.rows(*shares, gap=14))
        top = next(rooms)
        columns = self._columns(pen, top)
        with pen.part("equation"):
            self._written(pen, top, columns)
        if self.pictures:
            with pen.part("pictures"):
                room = next(rooms)
                for term, column in zip((*self.left, *self.right), columns, strict=True):
                    _pictures(pen, Rect(column.x, room.y, column.width, room.height), term)
        if self.tally:
            with pen.part("tally"):
                self._tally(pen, next(rooms))

    def _columns(self, pen: Pen, room: Rect) -> list[Rect]:
        """A column for each term, as wide as its words want; between them signs."""
        terms = (*self.left, *self.right)
        gaps = 46.0 * (len(terms) - 2) + 116.0
        shares = [pen.measure(term.text, 48, bold=True)[0] + 26 for term in terms]
        left = room.width - gaps
        shares = [min(share, left) for share in shares]
        even = left / len(terms)
        widths = [0.5 * even + 0.5 * left * share / sum(shares) for share in shares]
        columns, x = [], room.x
        for index, width in enumerate(widths):
            columns.append(Rect(x, room.y, width, room.height))
            x += width + (116.0 if index == len(self.left) - 1 else 46.0)
        return columns

    def _written(self, pen: Pen, room: Rect, columns: Sequence[Rect]) -> None:
        terms = (*self.left, *self.right)
        y = room.middle[1] - (22 if self.names else 0)
        size = min(
            pen.fitting(t.text.replace(" ", "\u00a0"), Rect(0, 0, c.width, room.height), 60, bold=True)
            for t, c in zip(terms, columns, strict=True)
        )
        for index, (term, column) in enumerate(zip(terms, columns, strict=True)):
            pen.words(term.text, column.middle[0], y, size, bold=True)
            if self.names:
                pen.words(self.names[index], column.middle[0], y + size * 0.6 + 26, 25, "soft", width=column.width + 20)
            if index == len(terms) - 1:
                break
            x = (column.right + columns[index + 1].x) / 2
            if index == len(self.left) - 1:
                self._arrow(pen, x, y)
            else:
                pen.words("+", x, y, size * 0.9, "soft")

    def _arrow(self, pen: Pen, x: float, y: float) -> None:
        ink: Ink = "accent" if self.balanced else "red"
        if self.arrow == "to":
            pen.line([(x - 42, y), (x + 38, y)], ink, 6, head=True)
        else:
            pen.line([(x - 42, y - 9), (x + 38, y - 9)], ink, 5, head=True)
            pen.line([(x + 42, y + 9), (x - 38, y + 9)], ink, 5, head=True)
        if not self.balanced:
            pen.line([(x - 14, y - 24), (x + 14, y + 24)], "red", 6)

    def _tally(self, pen: Pen, room: Rect) -> None:
        left, right = self.count(self.left), self.count(self.right)
        symbols = list(dict.fromkeys([*left, *right]))
        cells = room.columns(*[1.0] * len(symbols), gap=12)
        for symbol, cell in zip(symbols, cells, strict=True):
            same = left.get(symbol, 0) == right.get(symbol, 0)
            width = min(cell.width, 230.0)
            x, y = cell.middle
            pen.line(paths.box(x - width / 2, room.y + 2, width, room.height - 8, 14), "green" if same else "red", 4)
            if symbol == "charge":
                pen.words("charge", x, y - 30, 27, "soft", bold=True)
            else:
                ball(pen, x, y - 30, min(24.0, room.height * 0.2), ink_of(symbol), symbol)
            sign = "=" if same else "≠"
            words = f"{left.get(symbol, 0)} {sign} {right.get(symbol, 0)}".replace("-", "\u2212")
            pen.words(words, x, y + 28, 34, "green" if same else "red", bold=True)


def _pictures(pen: Pen, room: Rect, term: Term) -> None:
    """As many little molecules as the equation says, in a grid."""
    count = min(term.count, MOST_PICTURED)
    cluster = _cluster(term.formula)
    if not cluster:
        balls_room = min(18.0, room.height / 8)
        for k in range(count):
            ball(pen, room.middle[0] + (k - (count - 1) / 2) * 44, room.middle[1], balls_room, "yellow", "\u2212")
        return
    across = max(abs(x) + r for _, x, _, r in cluster) * 2
    high = max(abs(y) + r for _, _, y, r in cluster) * 2
    columns, scale = max(
        (
            (c, min(room.width / c / across, room.height / math.ceil(count / c) / high) * 0.9)
            for c in range(1, count + 1)
        ),
        key=lambda each: each[1],
    )
    scale = min(scale, 62.0)
    rows = math.ceil(count / columns)
    for k in range(count):
        row, column = divmod(k, columns)
        here = min(columns, count - row * columns)
        x = room.middle[0] + (column - (here - 1) / 2) * across * scale * 1.1
        y = room.middle[1] + (row - (rows - 1) / 2) * high * scale * 1.1
        for symbol, dx, dy, r in cluster:
            ball(pen, x + dx * scale, y + dy * scale, r * scale, ink_of(symbol), symbol if r * scale > 19 else None)


@cache
def _cluster(formula: str) -> tuple[tuple[str, float, float, float], ...]:
    """Symbol, place and radius in angstroms of each atom, the farthest first."""
    atoms = composition(formula)
    if not atoms:
        return ()
    known = _molecule(formula)
    if known is not None:
        seen = turned(known.xyz, 0.35, 0.2)
        order = sorted(range(len(seen)), key=lambda i: float(seen[i][2]))
        return tuple(
            (known.atoms[i], float(seen[i][0]), -float(seen[i][1]), 0.95 * radius_of(known.atoms[i]) + 0.1)
            for i in order
        )
    symbols = [symbol for symbol, number in atoms.items() for _ in range(number)]
    ring = [(s, 0.62 * radius_of(s) + 0.25) for s in symbols]
    if len(ring) == 1:
        return ((ring[0][0], 0.0, 0.0, ring[0][1]),)
    if len(ring) == 2:
        (a, ra), (b, rb) = ring
        return ((a, -rb * 0.9, 0.0, ra), (b, ra * 0.9, 0.0, rb))
    reach = 0.85 * max(r for _, r in ring) / math.sin(math.pi / max(3, len(ring)))
    turn = 2 * math.pi / len(ring)
    return tuple((s, reach * math.cos(turn * k), reach * math.sin(turn * k), r) for k, (s, r) in enumerate(ring))


def _molecule(formula: str) -> Molecule | None:
    """The first shipped molecule with the same atoms and charge."""
    wanted = (dict(composition(formula)), charge(formula))
    found = [m for m in molecules().values() if (dict(composition(m.formula)), charge(m.formula)) == wanted]
    return found[0] if found else None
