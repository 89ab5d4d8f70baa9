"""What is known of each subject while a prompt is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

HAIR_COLOURS = frozenset({"blonde", "blond", "brunette", "auburn", "ginger"})
SKIN_COLOURS = frozenset({"pale", "fair", "dark", "black", "white", "brown", "tan"})


@dataclass
class Adjectives:
    """Words that wait for their noun. `count` None: no number was said; `looks`: hair, skin, clothes -> colour."""

    count: int | None = None
    article: bool = False
    definite: bool = False
    colour: str | None = None
    material: str | None = None
    size: str | None = None
    pose: str | None = None
    looks: dict[str, str] = field(default_factory=dict)

    def describe(self) -> bool:
        """Whether any of them says what the noun is like."""
        return bool(self.colour or self.material or self.size)

    def any(self) -> bool:
        return self.describe() or bool(self.pose or self.looks or self.article or self.definite or self.count)


@dataclass
class Draft:
    """A subject. `relation`: its kind and the index of the draft it refers to; `asked`: the count before any cap."""

    noun: str
    word: str
    asked: int = 1
    colour: str | None = None
    material: str | None = None
    size: str | None = None
    pose: str | None = None
    relation: tuple[str, int] | None = None
    person: str | None = None
    name: str | None = None
    looks: dict[str, str] = field(default_factory=dict)

    def describe(self, adjectives: Adjectives) -> None:
        """Take what is not yet said. A person's colour is that of the hair, the skin or the clothes."""
        self.material = self.material or adjectives.material
        self.size = self.size or adjectives.size
        self.pose = self.pose or adjectives.pose
        for part, colour in adjectives.looks.items():
            self.looks.setdefault(part, colour)
        if adjectives.colour is not None:
            self._tint(adjectives.colour)

    def _tint(self, colour: str) -> None:
        if self.person is not None and colour in HAIR_COLOURS:
            self.looks.setdefault("hair", colour)
        elif self.person not in (None, "person") and colour in SKIN_COLOURS:
            self.looks.setdefault("skin", colour)
        else:
            self.colour = self.colour or colour
            if self.person is not None:
                self.looks.setdefault("clothes", self.colour)


@dataclass(frozen=True)
class Link:
    """A relation that waits for its other end. `turned`: the noun to come is what stands in relation to `sources`."""

    kind: str
    sources: tuple[int, ...]
    turned: bool = False


def chain(drafts: list[Draft], start: int) -> Iterator[int]:
    """The drafts that `start` refers to, one through the other; ends at a repetition."""
    seen = {start}
    relation = drafts[start].relation
    while relation is not None:
        yield relation[1]
        if relation[1] in seen:
            return
        seen.add(relation[1])
        relation = drafts[relation[1]].relation
