"""Which subjects stay together, and how a relation between two of them can be shown."""

from __future__ import annotations

from collections.abc import Sequence

from engine.scene.layout.cast import TREES, Actor
from engine.scene.layout.group import OPEN, PLANTS, STAGED_RATIO

HANGING = frozenset({"lantern", "lamp", "balloon", "cloud", "sign"})
"""What may be above something without flying."""


def relation_of(actors: Sequence[Actor | None], index: int) -> tuple[str, int] | None:
    """The kind of an actor's relation and the index of what it refers to, if that is there."""
    actor = actors[index]
    relation = actor.subject.relation if actor is not None else None
    if actor is None or relation is None or relation.to >= len(actors) or actors[relation.to] is None:
        return None
    return relation.kind, relation.to


def hint_of(actors: Sequence[Actor | None], index: int) -> tuple[str, int] | None:
    """The relation of a group to another: its kind, and the index of the other's root."""
    relation = relation_of(actors, index)
    return None if relation is None else (relation[0], root_of(actors, relation[1]))


def root_of(actors: Sequence[Actor | None], index: int) -> int:
    """The subject whose group this one joins."""
    for _ in range(len(actors)):
        relation = relation_of(actors, index)
        if relation is None or _staged(actors, index, *relation):
            return index
        index = relation[1]
    return index


def shown_kind(actors: Sequence[Actor | None], index: int) -> str:
    """The relation as it can be shown: in a house means in front of it, in the flowers means among them."""
    relation, source = relation_of(actors, index), actors[index]
    target = actors[relation[1]] if relation is not None else None
    if relation is None or source is None or target is None:
        return "beside"
    if source.held:
        return "held"
    kind, noun = relation[0], target.subject.noun
    if kind == "above" and source.habitat not in ("air", "sky", "underwater") and source.subject.noun not in HANGING:
        return "on" if source.presence < target.presence else "behind"
    if kind == "in" and noun not in OPEN:
        return "among" if noun in PLANTS and target.subject.count > 1 else "in-front"
    if kind == "among" and target.subject.count < 3:
        return "beside"
    if kind in ("on", "in") and target.habitat == "sky":
        return "beside"
    if kind == "below" and not (target.habitat == "air" or noun in TREES or noun == "umbrella"):
        return "in-front"
    if kind == "around" and source.subject.count == 1:
        return "beside"
    return kind


def _staged(actors: Sequence[Actor | None], index: int, kind: str, to: int) -> bool:
    """Whether a relation is shown by perspective: the smaller thing near the viewer, the larger far away."""
    source, target = actors[index], actors[to]
    if source is not None and source.held:
        return False
    if source is not None and target is not None and kind in ("among", "in") and _overlooks(source, target):
        return True
    if source is None or target is None or kind in ("on", "in", "among", "around", "below"):
        return source is not None and target is not None and source.habitat == "sky"
    afloat = {"water", "underwater"}
    if (source.habitat in afloat) != (target.habitat in afloat) and not {"air", "sky"} & {
        source.habitat,
        target.habitat,
    }:
        return True
    ratio = source.presence / max(target.presence, 1e-6)
    if kind == "behind" and ratio < 1:
        return False
    return not 1 / STAGED_RATIO <= ratio <= STAGED_RATIO


def _overlooks(source: Actor, target: Actor) -> bool:
    """Whether the source is much larger than the plants that it is among."""
    low = target.subject.noun in PLANTS and target.subject.count > 2
    return low and source.presence > STAGED_RATIO * target.height and source.habitat != "underwater"
