"""Punnett's square: the children that a cross can have, worked out from the parents' alleles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import product
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.biology.anatomy import fill
from engine.lesson.figures.figure import Figure, Label

Genotype = Annotated[str, Field(pattern=r"^(?:\S{1,3} \S{1,3}|(?:[A-Za-z]{2}){1,2})$", max_length=8)]
"""Letters two by two, one pair a gene ("Bb", "RrYy"), or the two alleles of one gene apart ("IA i")."""


_RAISED = str.maketrans("ABDEGHIJKLMNOPRTUVWabdefghijklmnoprstuvwxyz+", "ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵃᵇᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ⁺")


class Look(BaseModel):
    """A phenotype: of all who have the alleles of `has` (apart by spaces; one twice: both) and no earlier look."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    has: Annotated[str, Field(max_length=12)] = ""
    text: Label
    ink: Ink = "accent"


class Punnett(Figure):
    """A cross. `mother`'s gametes stand above, `father`'s at the left. Parts: mother, father, children, ratio."""

    kind: ClassVar[str] = "punnett"
    mother: Genotype
    father: Genotype
    looks: Annotated[tuple[Look, ...], Field(min_length=1, max_length=4)]
    mother_label: Label = "mother"
    father_label: Label = "father"

    @model_validator(mode="after")
    def _crossable(self) -> Punnett:
        genes = [[{allele.lower() for allele in gene} for gene in alleles(each)] for each in (self.mother, self.father)]
        if len(genes[0]) != len(genes[1]):
            raise ValueError("mother and father: the same number of genes")
        if " " not in self.mother + self.father and genes[0] != genes[1]:
            raise ValueError("mother and father: a gene's alleles are one letter, large or small")
        for child in self.children:
            self.look(child)
        return self

    def look(self, child: Sequence[str]) -> Look:
        """The phenotype of a genotype. Raises ValueError if none of the looks fits."""
        for each in self.looks:
            if Counter(each.has.split()) <= Counter(child):
                return each
        raise ValueError(f"looks: none fits {''.join(child)}; let the last one have no `has`")

    @property
    def children(self) -> list[tuple[str, ...]]:
        """Genotypes row after row (father's gametes), in each row by mother's gametes."""
        return [_together(f, m) for f in gametes(self.father) for m in gametes(self.mother)]

    def parts(self) -> Sequence[str]:
        return ["mother", "father", "children", "ratio"]

    def draw(self, pen: Pen) -> None:
        left, right = pen.area.columns(0.62, 0.38, gap=36)
        size = len(gametes(self.mother))
        cell = min((left.height - 100) / len(gametes(self.father)), (left.width - 120) / size)
        x, y = left.right - cell * size, left.y + 96
        big = min(48.0, cell * 0.34)
        with pen.part("mother"):
            pen.words(
                f"{self.mother_label}  {_shown(self.mother.split())}", x + cell * size / 2, left.y + 18, 30, bold=True
            )
            for column, gamete in enumerate(gametes(self.mother)):
                pen.words(_shown(gamete), x + cell * (column + 0.5), y - 28, big, "pink", bold=True)
        with pen.part("father"):
            pen.words(self.father_label, left.x, y + 20, 30, anchor="start", bold=True, width=x - left.x - 40)
            pen.words(_shown(self.father.split()), left.x, y + 58, 30, anchor="start", bold=True)
            for row, gamete in enumerate(gametes(self.father)):
                pen.words(_shown(gamete), x - 16, y + cell * (row + 0.5), big, "blue", anchor="end", bold=True)
        with pen.part("children"):
            for index, child in enumerate(self.children):
                room = Rect(x + cell * (index % size), y + cell * (index // size), cell, cell)
                _child(pen, room, child, self.look(child).ink, big)
        with pen.part("ratio"):
            self._ratio(pen, right)

    def _ratio(self, pen: Pen, room: Rect) -> None:
        counts = Counter(self.look(child).text for child in self.children)
        shown = [look for look in self.looks if counts[look.text]]
        whole = len(self.children)
        height = min(130.0, room.height / len(shown))
        top = room.middle[1] - height * len(shown) / 2
        for index, look in enumerate(dict.fromkeys(shown)):
            y = top + height * (index + 0.5)
            chip = paths.circle(room.x + 30, y, 28)
            fill(pen, chip, look.ink, 0.45)
            pen.line(chip, _edge(pen, look.ink), 4)
            number = f"{counts[look.text]} of {whole} ({100 * counts[look.text] / whole:g} %)"
            pen.words(look.text, room.x + 74, y - 18, pen.fitting(look.text, Rect(0, 0, room.width - 74, 36), 32,
                bold=True),
                      anchor="start", bold=True)  # fmt: skip
            pen.words(number, room.x + 74, y + 20, 28, "soft", anchor="start")


def _child(pen: Pen, room: Rect, child: Sequence[str], ink: Ink, size: float) -> None:
    box = paths.box(room.x + 4, room.y + 4, room.width - 8, room.height - 8, 12)
    fill(pen, box, ink, 0.55)
    pen.line(box, _edge(pen, ink), 4)
    pen.words(_shown(child), *room.middle, size * (0.9 if len("".join(child)) > 3 else 1.1), bold=True)


def _edge(pen: Pen, ink: Ink) -> Ink:
    """Black things are seen by their edge on a dark board."""
    return "soft" if ink == "black" and pen.theme.dark else ink


def _shown(found: Sequence[str]) -> str:
    """Alleles as they are written: what follows a chromosome's X or a gene's I stands above ("X" and "h": Xʰ)."""
    return "".join(each[0] + each[1:].translate(_RAISED) if each[0] in "XYI" else each for each in found)


def alleles(genotype: str) -> list[tuple[str, str]]:
    """The two alleles of each gene."""
    if " " in genotype:
        first, second = genotype.split()
        return [(first, second)]
    return [(genotype[i], genotype[i + 1]) for i in range(0, len(genotype), 2)]


def gametes(genotype: str) -> list[tuple[str, ...]]:
    """One allele of each gene, in all combinations, each as likely as the others."""
    return list(product(*alleles(genotype)))


def _together(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """A child's alleles, gene by gene, capitals before."""
    found: list[str] = []
    for a, b in zip(other, one, strict=True):
        found += sorted((a, b), key=lambda allele: (allele[0].islower(), allele))
    return tuple(found)
