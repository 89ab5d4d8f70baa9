"""Subjects that belong together become groups: a cat on a table, a herd around a windmill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from engine.scene.layout.carrying import carry, hand_over, mount, put_above
from engine.scene.layout.cast import PEOPLE, Actor
from engine.scene.layout.crowd import crowd
from engine.scene.layout.group import Group, Piece
from engine.scene.layout.neighbours import put_around, put_near
from engine.scene.layout.over_bridges import drive_over, drives_over
from engine.scene.layout.relations import hint_of, relation_of, root_of, shown_kind
from engine.scene.layout.riding import POSE, SADDLE
from engine.scene.layout.surface import spots
from engine.scene.layout.tabletop import lay_out


def gather(
    actors: Sequence[Actor | None],
    seat: Actor | None,
    rng: np.random.Generator,
    check: Callable[[], None] = lambda: None,
) -> list[Group]:
    """Groups of the actors; `seat` is put under people who sit on nothing. `check` may raise to cancel."""
    groups = {
        index: Group(actor, hint=hint_of(actors, index))
        for index, actor in enumerate(actors)
        if actor is not None and root_of(actors, index) == index
    }
    _before(groups, actors)
    gathering = _Gathering(actors, seat, rng, check)
    for index, group in groups.items():
        gathering.fill(group, index)
        lay_out(group)
    return list(groups.values())


def _before(groups: dict[int, Group], actors: Sequence[Actor | None]) -> None:
    """A windmill in a field of flowers stands behind them: the flowers are a carpet before it."""
    for index, group in groups.items():
        relation = relation_of(actors, index)
        if relation is not None and relation[0] in ("among", "in") and relation[1] in groups:
            groups[relation[1]].hint = ("before", index)
            group.hint = None


@dataclass(frozen=True)
class _Gathering:
    """All actors, and what is needed to place them."""

    actors: Sequence[Actor | None]
    seat: Actor | None
    rng: np.random.Generator
    check: Callable[[], None]

    def fill(self, group: Group, root: int) -> None:
        """The group's root, then all who join it, each after what it refers to."""
        actors = self.actors
        members = [i for i, a in enumerate(actors) if a is not None and root_of(actors, i) == root and i != root]
        among = (actors[i] for i in members if shown_kind(actors, i) == "among")
        hole = max((_breadth(actor) + group.root.radius for actor in among if actor is not None), default=0.0)
        self._add(group, crowd(group.root, group.root.subject.count, self.rng, hole))
        done = {root}
        while len(done) <= len(members):
            ready = [i for i in members if i not in done and (relation_of(actors, i) or ("", i))[1] in done]
            if not ready:
                return
            for index in ready:
                self._join(group, index)
                done.add(index)

    def _add(self, group: Group, pieces: list[Piece]) -> None:
        for piece in pieces:
            if piece.actor.pose == "sitting" and piece.actor.subject.noun in PEOPLE and self.seat is not None:
                below = Piece(self.seat, 0, piece.x, piece.z, piece.yaw)
                group.pieces.append(below)
                top = spots(self.seat.meshes[0], 0.1, inner=0.3)[0]
                piece.carrier, piece.lift = len(group.pieces) - 1, float(top[1]) - piece.actor.drop
            group.pieces.append(piece)

    def _join(self, group: Group, index: int) -> None:
        source, relation = self.actors[index], relation_of(self.actors, index)
        target = self.actors[relation[1]] if relation is not None else None
        if source is None or target is None:
            return
        kind, rng = shown_kind(self.actors, index), self.rng
        if source.pose == POSE and kind == "on" and target.subject.noun in SADDLE:
            mount(group, source, target)
        elif drives_over(source, kind, target):
            drive_over(group, source, target, rng)
        elif kind in ("on", "in"):
            carry(group, source, target, rng, inner=0.55 if kind == "in" else 1.0, check=self.check)
        elif kind == "held":
            hand_over(group, source, target)
        elif kind == "above":
            put_above(group, source, target, rng)
        elif kind == "around":
            put_around(group, source, target, rng)
        else:
            put_near(group, source, kind, target, rng)


def _breadth(actor: Actor) -> float:
    return actor.radius * (0.3 + 1.0 * float(np.sqrt(actor.subject.count)))
