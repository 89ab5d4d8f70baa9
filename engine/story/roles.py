"""Which actors of a story become characters of the storyboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from engine.story.beats import Beat
from engine.story.cast import Actor
from engine.story.looks import settled
from engine.story.outline import Outline
from engine.story.storyboard import CHARACTERS_MAX, PEOPLE, StoryCharacter


def roles(read: Outline, found: Sequence[Beat], seed: int) -> tuple[tuple[StoryCharacter, ...], list[Actor]]:
    """Those who come again, or are told of in the field, or are people: at most eight, the most frequent ones."""
    times: Counter[int] = Counter()
    for beat in found:
        times.update(
            {id(item.actor) for line in beat.lines for item in line.seen.items if item.actor and not item.quoted}
        )
    order = {id(actor): index for index, actor in enumerate(read.cast.actors)}
    wanted = [
        actor
        for actor in read.cast.actors
        if actor.given
        or times[id(actor)] > 1
        or (times[id(actor)] and (actor.name[0].isupper() or actor.kind in PEOPLE))
    ]
    wanted.sort(key=lambda actor: (not actor.given, -times[id(actor)], order[id(actor)]))
    chosen = sorted(wanted[:CHARACTERS_MAX], key=lambda actor: order[id(actor)])
    return tuple(_character(actor, index, seed) for index, actor in enumerate(chosen)), chosen


def _character(actor: Actor, index: int, seed: int) -> StoryCharacter:
    kind = actor.kind if actor.kind != "person" or actor.gender is None else actor.gender
    who = StoryCharacter.model_validate(
        {"name": actor.name, "kind": kind, "size": actor.size or "normal", **actor.looks}
    )
    return settled(who, old=actor.old, index=index, seed=seed)
