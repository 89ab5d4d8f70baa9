"""Subjects that belong together become groups: a cat on a table, a herd around a windmill."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.scene.layout.cast import PEOPLE, TREES, VEHICLES, Actor
from engine.scene.layout.group import (
    BUILDINGS,
    OPEN,
    PLANTS,
    SHIPS,
    STAGED_RATIO,
    SWIMMERS,
    Group,
    Piece,
    turned,
)
from engine.scene.layout.holding import GRIPS, hand_of
from engine.scene.layout.over_bridges import drive_over, drives_over
from engine.scene.layout.riding import LARGEST, POSE, SADDLE, saddle
from engine.scene.layout.surface import spots
from engine.scene.layout.tabletop import lay_out

Grid = NDArray[np.float64]

HANGING = frozenset({"lantern", "lamp", "balloon", "cloud", "sign"})
"""What may be above something without flying."""
GROWN = 0.2
"""What is on something is at least so high, relative to it; but at most twice its own size."""


def facing(actor: Actor, rng: np.random.Generator) -> float:
    """A plausible yaw: people look at the viewer, ships and fish show their side."""
    noun, side = actor.subject.noun, float(rng.choice((-1.0, 1.0)))
    if noun in SHIPS or noun in SWIMMERS or noun == "train":
        return side * float(rng.uniform(55, 78))
    if noun in PEOPLE:
        return float(rng.uniform(-28, 28))
    if noun in VEHICLES:
        return side * float(rng.uniform(32, 60))
    if noun in PLANTS:
        return float(rng.uniform(-180, 180))
    if noun in BUILDINGS or actor.habitat in ("table", "indoor"):
        return side * float(rng.uniform(8, 28))
    return side * float(rng.uniform(35, 65))


def crowd(actor: Actor, count: int, rng: np.random.Generator, hole: float = 0.0) -> list[Piece]:
    """Pieces of a natural group around (0, 0), none in another; `hole` metres around the middle stay free."""
    noun = actor.subject.noun
    close = 1.5 if noun in PLANTS else 1.75 if noun in BUILDINGS else 2.0
    spread = actor.radius * close + 0.04 * actor.height
    order = np.arange(count) + (0.0 if count == 1 else rng.uniform(0.2, 0.8))
    reach = np.sqrt(hole**2 + (0.6 * spread) ** 2 * order) if count > 1 or hole else np.zeros(1)
    angles = order * np.radians(137.508) + rng.uniform(0, 2 * np.pi)
    places = np.stack([np.cos(angles) * reach * 1.45, np.sin(angles) * reach * 0.85], axis=1)
    places += rng.uniform(-0.12, 0.12, places.shape) * spread * (count > 1)
    if hole:
        front = (places[:, 1] > 0) & (np.abs(places[:, 0]) < 1.1 * places[:, 1] + hole)
        places[front, 1] *= -1.3
    places = _apart(places, spread)
    if not hole and 1 < count <= (6 if actor.habitat in ("air", "sky") else 3):
        places = _in_a_line(count, spread, rng)
    heading, loose = facing(actor, rng), _looseness(actor)
    pieces = []
    for index, (x, z) in enumerate(places):
        yaw = heading + float(rng.uniform(-loose, loose)) * (count > 1)
        aloft = actor.habitat in ("air", "sky", "underwater")
        lift = (
            float(rng.uniform(0, 1)) * min(spread * count**0.5 * 0.8, 8 * actor.height) if aloft and count > 1 else 0.0
        )
        size = float(rng.uniform(0.9, 1.1)) if count > 3 else 1.0
        pieces.append(Piece(actor, index, float(x), float(z), yaw, lift - actor.drop, aloft=aloft, scale=size))
    return pieces


def _in_a_line(count: int, spread: float, rng: np.random.Generator) -> Grid:
    """A few, side by side: none hides another."""
    across = (np.arange(count) - (count - 1) / 2) * 0.95 * spread
    return np.stack([across, rng.uniform(-0.3, 0.3, count) * spread], axis=1)


def _apart(places: Grid, spread: float) -> Grid:
    """Pushed away from each other until hardly two are nearer than `spread`."""
    for _ in range(40):
        offsets = places[:, None] - places[None]
        gaps = np.linalg.norm(offsets, axis=2) + np.eye(len(places)) * 1e9
        push = np.clip(spread - gaps, 0, None)[:, :, None] * offsets / np.maximum(gaps, 1e-6)[:, :, None]
        if not push.any():
            break
        places = places + 0.35 * push.sum(axis=1)
    return places


def _looseness(actor: Actor) -> float:
    noun = actor.subject.noun
    if noun in PLANTS:
        return 180.0
    return 6.0 if noun in VEHICLES else 14.0 if noun in SHIPS or noun in BUILDINGS else 30.0


def gather(actors: Sequence[Actor | None], seat: Actor | None, rng: np.random.Generator) -> list[Group]:
    """Groups of the actors; `seat` is put under people who sit on nothing."""
    groups: dict[int, Group] = {}
    for index, actor in enumerate(actors):
        if actor is not None:
            root = _root(actors, index)
            if root == index:
                groups[index] = Group(actor, hint=_hint(actors, index))
    _before(groups, actors)
    for index, group in groups.items():
        _fill(group, actors, index, seat, rng)
        lay_out(group)
    return list(groups.values())


def _relation(actors: Sequence[Actor | None], index: int) -> tuple[str, int] | None:
    actor = actors[index]
    relation = actor.subject.relation if actor is not None else None
    if actor is None or relation is None or relation.to >= len(actors) or actors[relation.to] is None:
        return None
    return relation.kind, relation.to


def _hint(actors: Sequence[Actor | None], index: int) -> tuple[str, int] | None:
    relation = _relation(actors, index)
    return None if relation is None else (relation[0], _root(actors, relation[1]))


def _before(groups: dict[int, Group], actors: Sequence[Actor | None]) -> None:
    """A windmill in a field of flowers stands behind them: the flowers are a carpet before it."""
    for index, group in groups.items():
        relation = _relation(actors, index)
        if relation is not None and relation[0] in ("among", "in") and relation[1] in groups:
            groups[relation[1]].hint = ("before", index)
            group.hint = None


def _root(actors: Sequence[Actor | None], index: int) -> int:
    """The subject whose group this one joins."""
    for _ in range(len(actors)):
        relation = _relation(actors, index)
        if relation is None or _staged(actors, index, *relation):
            return index
        index = relation[1]
    return index


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


def _fill(
    group: Group, actors: Sequence[Actor | None], root: int, seat: Actor | None, rng: np.random.Generator
) -> None:
    members = [i for i, a in enumerate(actors) if a is not None and _root(actors, i) == root and i != root]
    inner = [i for i in members if _relation(actors, i) is not None and _kind(actors, i) == "among"]
    among = (actors[i] for i in inner)
    hole = max((_breadth(actor) + group.root.radius for actor in among if actor is not None), default=0.0)
    _add(group, crowd(group.root, group.root.subject.count, rng, hole), seat)
    done = {root}
    while len(done) <= len(members):
        ready = [i for i in members if i not in done and (_relation(actors, i) or ("", i))[1] in done]
        if not ready:
            return
        for index in ready:
            source, relation = actors[index], _relation(actors, index)
            if source is not None and relation is not None:
                target = actors[relation[1]]
                if target is not None:
                    _join(group, source, _kind(actors, index), target, rng)
            done.add(index)


def _breadth(actor: Actor) -> float:
    return actor.radius * (0.3 + 1.0 * float(np.sqrt(actor.subject.count)))


def _kind(actors: Sequence[Actor | None], index: int) -> str:
    """The relation as it can be shown: in a house means in front of it, in the flowers means among them."""
    relation, source = _relation(actors, index), actors[index]
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


def _add(group: Group, pieces: list[Piece], seat: Actor | None) -> None:
    for piece in pieces:
        if piece.actor.pose == "sitting" and piece.actor.subject.noun in PEOPLE and seat is not None:
            below = Piece(seat, 0, piece.x, piece.z, piece.yaw)
            group.pieces.append(below)
            top = spots(seat.meshes[0], 0.1, inner=0.3)[0]
            piece.carrier, piece.lift = len(group.pieces) - 1, float(top[1]) - piece.actor.drop
        group.pieces.append(piece)


def _join(group: Group, source: Actor, kind: str, target: Actor, rng: np.random.Generator) -> None:
    if source.pose == POSE and kind == "on" and target.subject.noun in SADDLE:
        _mount(group, source, target)
    elif drives_over(source, kind, target):
        drive_over(group, source, target, rng)
    elif kind in ("on", "in"):
        _carry(group, source, target, rng, inner=0.55 if kind == "in" else 1.0)
    elif kind == "held":
        _hand_over(group, source, target)
    elif kind == "above":
        _above(group, source, target, rng)
    elif kind == "around":
        _ring(group, source, target, rng)
    else:
        _near(group, source, kind, target, rng)


def _carry(group: Group, source: Actor, target: Actor, rng: np.random.Generator, *, inner: float) -> None:
    """Onto the target's pieces in turn, each where there is still room; else piled up."""
    carriers, heading = group.of(target), facing(source, rng)
    taken: dict[int, list[tuple[float, float, float, float]]] = {index: [] for index in carriers}
    for number in range(source.subject.count):
        carrier = carriers[number % len(carriers)]
        below = group.pieces[carrier]
        scale = _fitting(source, below, inner)
        radius = source.radius * scale * (0.5 if source.subject.noun in PEOPLE else 0.75)
        x, y, z = _free_spot(spots(below.mesh, radius, inner=inner), taken[carrier], radius, source.height * scale)
        taken[carrier].append((x, z, radius, y + source.height * scale * 0.85))
        dx, dz = turned(below.yaw) @ np.array([x, z]) * below.scale
        rides = source.subject.noun in PEOPLE and (target.subject.noun in VEHICLES or target.pose is not None)
        yaw = below.yaw if rides else heading + float(rng.uniform(-20, 20))
        lift = y * below.scale - source.drop * scale
        group.pieces.append(
            Piece(source, number, below.x + float(dx), below.z + float(dz), yaw, lift, carrier, scale=scale)
        )


def _hand_over(group: Group, source: Actor, target: Actor) -> None:
    """Into the hands of the target's pieces in turn."""
    both = GRIPS[source.subject.noun].both
    holders = group.of(target)
    for number in range(source.subject.count):
        carrier = holders[number % len(holders)]
        holder = group.pieces[carrier]
        x, y, z = hand_of(holder.mesh, both=both)
        x = -x if number >= len(holders) else x
        dx, dz = turned(holder.yaw) @ np.array([x, z]) * holder.scale
        place = (holder.x + float(dx), holder.z + float(dz), holder.yaw, y * holder.scale)
        group.pieces.append(Piece(source, number, *place, carrier))


def _mount(group: Group, source: Actor, target: Actor) -> None:
    """Astride the target's pieces in turn, looking where they go."""
    mounts = group.of(target)
    for number in range(source.subject.count):
        carrier = mounts[number % len(mounts)]
        below = group.pieces[carrier]
        scale = min(LARGEST * target.height * below.scale / source.height, 1.0)
        x, y, z = saddle(below.mesh, target.subject.noun, number // len(mounts))
        dx, dz = turned(below.yaw) @ np.array([x, z]) * below.scale
        place = (below.x + float(dx), below.z + float(dz), below.yaw, y * below.scale - source.drop * scale)
        group.pieces.append(Piece(source, number, *place, carrier, scale=scale))


def _fitting(source: Actor, below: Piece, inner: float) -> float:
    """Shrinks what is far too large for its carrier, grows a little what would be lost on it."""
    low, high = below.mesh.bounds
    room = float(min(high[0] - low[0], high[2] - low[2])) / 2 * below.scale * (0.9 if inner < 1 else 1.6)
    if source.radius > room:
        return max(room / source.radius, 0.3 if inner == 1 else 0.1)
    small = source.height / max(below.actor.height * below.scale, 1e-6)
    cosy = below.actor.habitat == "indoor" and source.habitat == "ground"  # a cat on a sofa
    return 1.0 if inner < 1 else float(np.clip((2.5 if cosy else 1.0) * GROWN / small, 1.0, 1.45 if cosy else 2.0))


def _free_spot(
    places: Grid, taken: list[tuple[float, float, float, float]], radius: float, height: float
) -> tuple[float, float, float]:
    for x, y, z in places:
        if all(np.hypot(x - a, z - b) >= radius + other for a, b, other, _ in taken):
            return float(x), float(y), float(z)
    x, y, z = places[len(taken) % min(len(places), 5)]
    over = [top for a, b, other, top in taken if np.hypot(x - a, z - b) < radius + other]
    return float(x), max([float(y), *over]) - 0.02 * height, float(z)


def _above(group: Group, source: Actor, target: Actor, rng: np.random.Generator) -> None:
    carriers = group.of(target)
    pieces = crowd(source, source.subject.count, rng)
    for number, piece in enumerate(pieces):
        carrier = carriers[number % len(carriers)]
        below = group.pieces[carrier]
        gap = 0.18 * target.height + 0.35 * source.height
        piece.x += below.x
        piece.z += below.z
        piece.lift = max(piece.lift, 0.0) + float(below.mesh.bounds[1][1]) * below.scale + gap
        piece.carrier, piece.aloft = carrier, True
        group.pieces.append(piece)


def _ring(group: Group, source: Actor, target: Actor, rng: np.random.Generator) -> None:
    """Around the target, open towards the viewer."""
    count = source.subject.count
    around = [group.pieces[index] for index in group.of(target)]
    middle = np.mean([(piece.x, piece.z) for piece in around], axis=0)
    reach = max(float(np.hypot(piece.x - middle[0], piece.z - middle[1])) + piece.radius for piece in around)
    gap = np.radians(50.0)
    angles = np.pi / 2 + gap / 2 + (2 * np.pi - gap) * (np.arange(count) + 0.5) / count
    radius = max(reach + source.radius * 1.2, 1.1 * source.radius * count / np.pi)
    for number, angle in enumerate(angles):
        x, z = middle + radius * np.array([np.cos(angle), np.sin(angle)])
        inward = float(np.degrees(np.arctan2(middle[0] - x, middle[1] - z)))
        yaw = facing(source, rng) if source.subject.noun in PLANTS else inward
        aloft = source.habitat in ("air", "underwater")
        lift = float(rng.uniform(0.3, 0.9)) * target.height if aloft else -source.drop
        group.pieces.append(Piece(source, number, float(x), float(z), yaw, lift, aloft=aloft))


def _near(group: Group, source: Actor, kind: str, target: Actor, rng: np.random.Generator) -> None:
    """Beside, behind, in front of, among or below: on the ground, clear of all others."""
    anchor = group.pieces[group.of(target)[0]]
    pieces = crowd(source, source.subject.count, rng)
    own = max(float(np.hypot(piece.x, piece.z)) + piece.radius for piece in pieces)
    side = _freer_side(group, anchor, rng)
    away = anchor.radius + own * 1.08
    ways = {
        "behind": (side * 0.85 * away, -0.75 * away), "in-front": (side * 0.45 * away, away), "among": (0.0, 0.0),
        "below": (side * 0.4 * anchor.radius, 0.45 * anchor.radius),
    }  # fmt: skip
    shift = np.array(ways.get(kind, (side * away, 0.12 * away)))
    way = np.array((side * 0.3, 1.0)) if kind in ("among", "below") else shift / max(float(np.linalg.norm(shift)), 1e-6)
    sheltering = group.of(target) if kind == "below" else []
    for _ in range(60):
        if not _collides(group, pieces, shift, set(sheltering)):
            break
        shift = shift + way * max(own * 0.12, 0.03)
    for piece in pieces:
        piece.x += float(shift[0])
        piece.z += float(shift[1])
    if kind == "below" and anchor.aloft:
        anchor.lift = max(anchor.lift, source.height * 1.35)
    _face(source, anchor, pieces)
    _add(group, pieces, None)


def _face(source: Actor, anchor: Piece, pieces: list[Piece]) -> None:
    """Who fights looks at the other."""
    if source.pose is not None and source.subject.pose == "fighting":
        for piece in pieces:
            piece.yaw = float(np.degrees(np.arctan2(anchor.x - piece.x, anchor.z - piece.z)))


def _freer_side(group: Group, anchor: Piece, rng: np.random.Generator) -> float:
    weights = [np.sign(piece.x - anchor.x) for piece in group.pieces if abs(piece.x - anchor.x) > 0.05]
    total = float(np.sum(weights)) if weights else 0.0
    return -float(np.sign(total)) if total else float(rng.choice((-1.0, 1.0)))


def _collides(group: Group, pieces: list[Piece], shift: Grid, free: set[int]) -> bool:
    for index, other in enumerate(group.pieces):
        if other.carrier is not None or other.aloft:
            continue
        reach = other.radius * (0.12 if index in free else 1.0)
        if any(np.hypot(p.x + shift[0] - other.x, p.z + shift[1] - other.z) < p.radius + reach for p in pieces):
            return True
    return False
