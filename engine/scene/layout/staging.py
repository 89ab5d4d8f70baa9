"""Groups get a place in the picture: how large, how far away, left or right."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from engine.scene.layout.group import BUILDINGS, PLANTS, Group
from engine.scene.layout.shot import Shot

Grid = NDArray[np.float64]

SHARE = {"wide": 0.46, "medium": 0.64, "close": 0.82, "above": 0.44, "low": 0.64}
"""Of the picture's height that the largest subject takes."""
CARPET = 0.75
"""How tall a carpet of flowers is, relative to what it would be as a subject of its own."""
EDGE = 0.9
"""Of the half width of the picture that subjects may take."""


@dataclass
class Stage:
    """Where a group is: `distance` ahead of the viewer, `across` metres to the right; `rise`: for what flies."""

    group: Group
    distance: float
    across: float = 0.0
    rise: float = 0.0
    extent: Grid = field(default_factory=lambda: np.ones(3))

    @property
    def first(self) -> bool:
        """Whether what the prompt names first is in it."""
        return any(piece.actor.number == 1 for piece in self.group.pieces)

    @property
    def flies(self) -> bool:
        return self.group.habitat in ("air", "sky") and all(p.aloft for p in self.group.pieces if p.carrier is None)


def stage(groups: list[Group], shot: Shot, farthest: float, rng: np.random.Generator) -> list[Stage]:
    """Distances and sides in front of the viewer such that all groups are seen side by side."""
    stages = [Stage(group, 1.0, extent=_extent(group)) for group in groups]
    if not stages:
        return []
    tallest = max(float(s.extent[1]) for s in stages)
    sizes = np.array([float(max(s.extent[1], 0.6 * s.extent[0])) ** 0.3 * (1.3 if s.first else 1.0) for s in stages])
    for s, part in zip(stages, sizes / sizes.sum(), strict=True):
        share = SHARE[shot.name] * shot.zoom * float(np.clip((s.extent[1] / tallest) ** 0.22, 0.5, 1.0))
        share *= 1.1 if s.first else 0.95
        aloft = s.flies and not all(other.flies for other in stages)
        s.distance = _distance(s, shot, share * (0.75 if aloft else 1.0), float(part))
        if not s.first:
            s.distance *= float(rng.uniform(0.92, 1.25))
    _by_hints(stages)
    standing = [s for s in stages if not s.flies and not s.group.carpet]
    for band in (standing, [s for s in stages if s.flies]):
        _spread(band, shot, farthest, rng)
    for s in stages:
        if s.flies:
            s.rise = _rise(s, shot, rng)
            _aside(s, standing, shot)
    _over_their_targets(stages)
    for s in stages:
        _turn_inwards(s)
    return stages


def _extent(group: Group) -> Grid:
    low, high = group.bounds()
    return np.asarray(np.maximum(high - low, 0.02))


def _turn_inwards(s: Stage) -> None:
    """Who stands on the left looks to the right."""
    pieces = s.group.pieces
    if any(piece.carrier is not None for piece in pieces):
        return
    for piece in pieces:
        noun = piece.actor.subject.noun
        if noun not in PLANTS and noun not in BUILDINGS and 5 < abs(piece.yaw) < 175 and piece.yaw * s.across > 0:
            piece.yaw = -piece.yaw


def _distance(s: Stage, shot: Shot, share: float, part: float) -> float:
    """Metres; `part`: of the picture's width."""
    across, up = shot.tan
    alone = 0.92 if s.group.root.subject.count > 3 else 0.7
    wide = alone if part == 1 else 0.9 * part
    tall_enough = s.extent[1] / (2 * up * share)
    if s.group.carpet:
        return float(tall_enough / CARPET + s.extent[2] / 2)
    wide_enough = s.extent[0] / (2 * across * wide)
    return float(max(tall_enough, wide_enough) + s.extent[2] / 2)


def _by_hints(stages: list[Stage]) -> None:
    """What is behind something is farther away than it, what is in front of it nearer."""
    for s in stages:
        target = _target(s, stages)
        if target is not None and s.group.hint is not None:
            kind = s.group.hint[0]
            gap = 0.6 * (s.extent[2] + target.extent[2]) + 0.2
            if kind == "behind":
                s.distance = max(s.distance, target.distance + gap)
            elif kind in ("in-front", "before"):
                target.distance = max(target.distance, s.distance + gap)


def _target(s: Stage, stages: list[Stage]) -> Stage | None:
    if s.group.hint is None:
        return None
    wanted = s.group.hint[1] + 1
    return next((t for t in stages if t.group.root.number == wanted and t is not s), None)


def _spread(band: list[Stage], shot: Shot, farthest: float, rng: np.random.Generator) -> None:
    """From left to right without covering each other; the first one on a third."""
    if not band:
        return
    across = shot.tan[0]
    widths = np.array([s.extent[0] / max(s.distance - s.extent[2] / 2, 0.1) / across for s in band])
    room = 2 * EDGE
    margin = 0.12 if len(band) > 1 else 0.0
    if widths.sum() + margin * (len(band) - 1) > room:
        factor = widths.sum() / max(room - margin * (len(band) - 1), 0.4)
        for s in band:
            s.distance *= factor
        widths = widths / factor
    for s in band:
        s.distance = min(s.distance, farthest)
    if len(band) == 1:
        free = max(EDGE - widths[0] / 2, 0.0)
        band[0].across = min(float(rng.uniform(0.12, 0.33)), free) * shot.side * across * band[0].distance
        return
    order = _order(widths, shot.side, rng)
    gap = (room - widths.sum()) / len(band)
    at = -EDGE + gap / 2
    for index in order:
        centre = at + widths[index] / 2 + float(rng.uniform(-0.25, 0.25)) * gap
        band[index].across = centre * across * band[index].distance
        at += widths[index] + gap


def _order(widths: Grid, side: float, rng: np.random.Generator) -> tuple[int, ...]:
    """An order in which the main group comes to stand nearest to a third of the picture."""
    count = len(widths)
    if count > 5:
        rest = list(rng.permutation(np.arange(1, count)))
        rest.insert(count // 3 if side < 0 else count - count // 3, 0)
        return tuple(int(index) for index in rest)
    options = list(permutations(range(count)))
    gap = (2 * EDGE - widths.sum()) / count
    scores = []
    for order in options:
        before = sum(widths[index] + gap for index in order[: order.index(0)])
        scores.append(abs(-EDGE + before + gap / 2 + widths[0] / 2 - side / 3) + float(rng.uniform(0, 0.12)))
    return options[int(np.argmin(scores))]


def _rise(s: Stage, shot: Shot, rng: np.random.Generator) -> float:
    """Metres above the eye at which the lowest point of a flying group is: in the upper half of the picture."""
    up = shot.tan[1]
    top = up * 0.86 * s.distance - s.extent[1]
    return float(max(rng.uniform(0.45, 0.95) * top, 0.02 * s.distance)) if top > 0 else 0.02 * s.distance


def _aside(s: Stage, standing: list[Stage], shot: Shot) -> None:
    """Moves what flies to the side where it is before or behind nothing tall."""
    across, half = shot.tan[0], s.extent[0] / 2 / s.distance / shot.tan[0]
    tall = [t for t in standing if t.extent[1] / t.distance > s.rise / s.distance]
    if not tall:
        return
    places = np.linspace(-EDGE + half, EDGE - half, 19) if half < EDGE else np.zeros(1)
    cost = 0.15 * np.abs(places - s.across / s.distance / across)
    for t in tall:
        middle, reach = t.across / t.distance / across, t.extent[0] / 2 / t.distance / across
        shared = np.minimum(places + half, middle + reach) - np.maximum(places - half, middle - reach)
        cost = cost + np.clip(shared + 0.05, 0, None) / (2 * min(half, reach))
    s.across = float(places[int(np.argmin(cost))]) * across * s.distance


def lift_off(stages: list[Stage]) -> None:
    """In empty space everything is so high that no horizon is in the picture."""
    for s in stages:
        s.rise += 0.7 * s.distance


def _over_their_targets(stages: list[Stage]) -> None:
    """What is above something much larger or smaller is seen above it."""
    for s in stages:
        target = _target(s, stages)
        if target is not None and s.group.carpet:
            s.across = 0.7 * target.across * s.distance / target.distance
        if target is None or s.group.hint is None or s.group.hint[0] != "above" or not s.flies:
            continue
        s.across = target.across * s.distance / target.distance
        if not target.flies:
            s.rise = max(s.rise, float(target.extent[1]) * s.distance / target.distance * 0.75)
