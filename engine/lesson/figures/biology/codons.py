"""From DNA to protein: a template strand, its messenger RNA, and the amino acids by the genetic code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.biology.anatomy import fill
from engine.lesson.figures.biology.dna import BASES
from engine.lesson.figures.figure import Figure

TRANSCRIBED: Mapping[str, str] = {"A": "U", "T": "A", "G": "C", "C": "G"}
STOP = "stop"
_ACIDS = {
    "F": "Phe", "L": "Leu", "S": "Ser", "Y": "Tyr", "*": STOP, "C": "Cys", "W": "Trp", "P": "Pro", "H": "His",
        "Q": "Gln",
    "R": "Arg", "I": "Ile", "M": "Met", "T": "Thr", "N": "Asn", "K": "Lys", "V": "Val", "A": "Ala", "D": "Asp",
        "E": "Glu",
    "G": "Gly",
}  # fmt: skip
_CODE = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
"""The standard code (NCBI's table 1); codons in the order U, C, A, G of the first, second, third base."""
INKS: tuple[Ink, ...] = ("purple", "teal", "orange", "pink", "green", "blue")


def amino_acid(codon: str) -> str:
    """Three letters of the amino acid that a codon of RNA stands for, or "stop"."""
    first, second, third = ("UCAG".index(base) for base in codon)
    return _ACIDS[_CODE[16 * first + 4 * second + third]]


class Codons(Figure):
    """`template`: the strand of DNA that is read, in the order of reading. Parts: dna, rna, codons, protein.

    `changed`: places (from 0) of bases that a mutation has changed; they and their amino acid are marked.
    """

    kind: ClassVar[str] = "codons"
    template: Annotated[str, Field(pattern=r"^([ACGT]{3}){2,8}$")]
    changed: Annotated[tuple[Annotated[int, Field(ge=0)], ...], Field(max_length=6)] = ()

    @model_validator(mode="after")
    def _inside(self) -> Codons:
        if any(place >= len(self.template) for place in self.changed):
            raise ValueError("changed: beyond the end of template")
        return self

    @property
    def message(self) -> str:
        return "".join(TRANSCRIBED[base] for base in self.template)

    @property
    def protein(self) -> list[str]:
        """Amino acids up to the first stop, which is the last of the list then."""
        found: list[str] = []
        for start in range(0, len(self.message), 3):
            found.append(amino_acid(self.message[start : start + 3]))
            if found[-1] == STOP:
                break
        return found

    def parts(self) -> Sequence[str]:
        return ["dna", "rna", "codons", "protein"]

    def draw(self, pen: Pen) -> None:
        titles, body = pen.area.columns(0.13, 0.87)
        dna, rna, codons, protein = body.rows(1, 1, 0.7, 1.25, gap=12)
        heads = titles.rows(1, 1, 0.7, 1.25, gap=12)
        words = ("DNA", "mRNA", "codons", "protein")
        for part, head, word in zip(self.parts(), heads, words, strict=True):
            with pen.part(part):
                pen.words(word, head.x, head.middle[1], 32 if pen.area.width > 700 else 22, anchor="start", bold=True)
        with pen.part("dna"):
            self._strand(pen, dna, self.template, "purple", down=True)
        with pen.part("rna"):
            self._strand(pen, rna, self.message, "orange", down=False)
        with pen.part("codons"):
            self._brackets(pen, codons)
        with pen.part("protein"):
            self._beads(pen, protein)

    def _x(self, room: Rect, place: float) -> float:
        return room.x + room.width * place / len(self.template)

    def _strand(self, pen: Pen, room: Rect, bases: str, ink: Ink, *, down: bool) -> None:
        back = room.y + 14 if down else room.bottom - 14
        tip = room.bottom - 8 if down else room.y + 8
        pen.line([(room.x, back), (room.right, back)], ink, 14)
        wide = min(24.0, room.width / len(bases) * 0.62)
        for place, base in enumerate(bases):
            x = self._x(room, place + 0.5)
            pen.line([(x, back), (x, tip)], BASES[base], wide)
            y = (back + tip) / 2
            radius = min(19.0, wide * 0.85)
            fill(pen, paths.circle(x, y, radius), "paper")
            pen.words(base, x, y, max(20.0, radius * 1.45), "red" if place in self.changed else "ink", bold=True)
            if place in self.changed:
                pen.line(paths.circle(x, y, radius + 6), "red", 5)

    def _brackets(self, pen: Pen, room: Rect) -> None:
        for start in range(0, len(self.template), 3):
            left, right = self._x(room, start + 0.15), self._x(room, start + 2.85)
            y = room.y + 4
            pen.line([(left, y), (left, y + 14), (right, y + 14), (right, y)], "ink", 3.5)
            pen.words(self.message[start : start + 3], (left + right) / 2, y + 40, 28, bold=True)

    def _beads(self, pen: Pen, room: Rect) -> None:
        y, radius = room.middle[1], min(54.0, self._x(room, 3) / 2 - room.x / 2 - 8, room.height / 2 - 4)
        acids = self.protein
        chain = [acid for acid in acids if acid != STOP]
        if len(chain) > 1:
            pen.line([(self._x(room, 1.5), y), (self._x(room, 3 * len(chain) - 1.5), y)], "ink", 7)
        for index, acid in enumerate(acids):
            x = self._x(room, 3 * index + 1.5)
            hit = any(place // 3 == index for place in self.changed)
            ink: Ink = "red" if hit or acid == STOP else INKS[_order(acid) % len(INKS)]
            shape = (
                paths.box(x - radius * 0.8, y - 26, radius * 1.6, 52, 10)
                if acid == STOP
                else paths.circle(x, y, radius)
            )
            fill(pen, shape, ink, 0.5)
            pen.line(shape, ink, 7 if hit else 4)
            pen.words(acid, x, y, 32 if radius > 40 else 24, bold=True)


def _order(acid: str) -> int:
    return list(_ACIDS.values()).index(acid)
