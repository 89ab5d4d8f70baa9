"""Who stood with whom and against whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, PartName
from engine.lesson.figures.history.shades import lighter

HUES: tuple[Ink, ...] = ("red", "blue", "green", "purple", "orange", "teal")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    name: PartName


class Member(_Part):
    """A state or a party."""

    label: Label
    ink: Ink = "accent"


class Tie(_Part):
    """Ties members pair by pair; `hostile`: drawn as an arrow from the first of a pair to the second."""

    pairs: Annotated[tuple[tuple[PartName, PartName], ...], Field(min_length=1, max_length=10)]
    label: Label
    ink: Ink | None = None
    hostile: bool = False


class Web(Figure):
    """Members in a ring and the ties between them. Parts: `members`, then the ties' names."""

    kind: ClassVar[str] = "web"
    members: Annotated[tuple[Member, ...], Field(min_length=3, max_length=9)]
    ties: Annotated[tuple[Tie, ...], Field(min_length=1, max_length=6)]

    @model_validator(mode="after")
    def _known(self) -> Self:
        names = {member.name for member in self.members}
        for tie in self.ties:
            for pair in tie.pairs:
                if not names.issuperset(pair) or pair[0] == pair[1]:
                    raise ValueError(f"{tie.name} ties {' and '.join(pair)}: two different members are needed")
        return self

    def parts(self) -> Sequence[str]:
        return ["members", *(tie.name for tie in self.ties)]

    def draw(self, pen: Pen) -> None:
        left, right = pen.area.inset(4).columns(2, 1, gap=30)
        at = self.places(left)
        for index, tie in enumerate(self.ties):
            ink: Ink = tie.ink or HUES[index]
            with pen.part(tie.name):
                for a, b in tie.pairs:
                    start, end = _between(at[a], at[b])
                    pen.line([start, end], ink, 6, head=tie.hostile)
                row = Rect(
                    right.x, right.y + index * right.height / len(self.ties), right.width, right.height / len(self.ties)
                )
                pen.line([(row.x, row.middle[1]), (row.x + 54, row.middle[1])], ink, 7, head=tie.hostile)
                size = pen.fitting(tie.label, Rect(0, 0, row.width - 80, row.height - 8), 28, smallest=20)
                pen.words(tie.label, row.x + 76, row.middle[1], size, anchor="start", width=row.width - 78)
        with pen.part("members"):
            for member in self.members:
                _draw_member(pen, member, at[member.name])

    def places(self, room: Rect) -> dict[str, Point]:
        """The middle of each member, from the top on clockwise."""
        wide, high = room.width / 2 - 86, room.height / 2 - 36
        turns = [90 - 360 * i / len(self.members) for i in range(len(self.members))]
        units = [paths.polar(0, 0, 1, turn) for turn in turns]
        x, y = room.middle
        return {m.name: (x + wide * ux, y + high * uy) for m, (ux, uy) in zip(self.members, units, strict=True)}


def _between(a: Point, b: Point) -> tuple[Point, Point]:
    """The line between two members without its ends, which lie below their boxes."""
    share = min(0.36, min(40 / max(1.0, abs(b[1] - a[1])), 94 / max(1.0, abs(b[0] - a[0]))))
    dx, dy = (b[0] - a[0]) * share, (b[1] - a[1]) * share
    return (a[0] + dx, a[1] + dy), (b[0] - dx, b[1] - dy)


def _draw_member(pen: Pen, member: Member, at: Point) -> None:
    room = Rect(at[0] - 86, at[1] - 34, 172, 68)
    box = paths.box(room.x, room.y, room.width, room.height, 14)
    pen.area_of(box, member.ink, light=lighter(pen, 0.75))
    pen.line(box, member.ink, 4)
    size = pen.fitting(member.label, room.inset(8, 4), 27, smallest=20, bold=True)
    pen.words(member.label, *at, size, bold=True, width=room.width - 12)
