"""Groups get a place in the picture: how large, how far away, left or right; then a place in the landscape."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from engine.scene.layout.cast import DRAUGHTS
from engine.scene.layout.group import BUILDINGS, PLANTS, Group
from engine.scene.layout.lanes import ROAD_VEHICLES
from engine.scene.layout.site import Site

Grid = NDArray[np.float64]

SHARE = {"wide": 0.46, "medium": 0.64, "close": 0.82, "above": 0.44, "low": 0.64}
"""Of the picture's height that the largest subject takes."""

LIFT = {"wide": 0.17, "medium": 0.13, "close": 0.08, "above": 0.95, "low": 0.03}
"""The eye's height above the ground, per metre to the nearest subject."""

SPOTS_KEPT = 6
CARPET = 0.75
"""How tall a carpet of flowers is, relative to what it would be as a subject of its own."""
EDGE = 0.9
"""Of the half width of the picture that subjects may take."""


@dataclass
class Shot:
    """The look of the whole: `side` is where the main subject stands, `yaw` where the viewer looks, in degrees."""

    name: str
    aspect: float
    fov: float
    side: float
    lift: float
    zoom: float
    yaw: float = 0.0

    @property
    def tan(self) -> tuple[float, float]:
        """Tangents of half the angle across and half the angle up."""
        up = float(np.tan(np.radians(self.fov) / 2))
        return up * self.aspect, up


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


def draw_shot(name: str, aspect: float, seed: int, rng: np.random.Generator) -> Shot:
    """Chance decides what may differ between two pictures of the same scene.

    Four seeds in a row take the four ways to put the main subject left or right and the eye low or high.
    """
    low, high = {"above": (0.8, 1.1), "low": (0.6, 1.1)}.get(name, (0.65, 1.75))
    fov = float(rng.uniform(36, 46)) + (10.0 if aspect < 0.8 else 0.0)
    middle = (low + high) / 2
    lift = LIFT[name] * float(rng.uniform(*((middle, high) if seed // 2 % 2 else (low, middle))))
    return Shot(name, aspect, fov, 1.0 if seed % 2 else -1.0, lift, float(rng.uniform(0.8, 1.12)))


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


@dataclass(frozen=True)
class Spot:
    """Where the viewer stands (x, z) and looks, in degrees: 0 is towards -z."""

    x: float
    z: float
    yaw: float

    @property
    def axes(self) -> tuple[Grid, Grid]:
        """(x, z) of right and of ahead."""
        cos, sin = np.cos(np.radians(self.yaw)), np.sin(np.radians(self.yaw))
        return np.array([cos, -sin]), np.array([-sin, -cos])

    def point(self, across: float, ahead: float) -> Grid:
        right, forward = self.axes
        return np.asarray(np.array([self.x, self.z]) + right * across + forward * ahead)


def find_spots(
    stages: list[Stage], shot: Shot, site: Site, rng: np.random.Generator, *, turn: float, sea: bool
) -> list[Spot]:
    """The places of many tried from which most groups stand where they belong and nothing hides them, the best first.

    `turn`: degrees that the viewer may look away from -z; `sea`: water in view is welcome.
    """
    main = stages[0].distance if stages else 12.0
    reach = max((s.distance for s in stages), default=30.0)
    spots = []
    for yaw in np.linspace(-turn, turn, 13):
        for centre in _centres(site, main):
            angle = float(yaw) + float(rng.uniform(-0.08, 0.08)) * turn
            ahead = Spot(0.0, 0.0, angle).axes[1]
            x, z = centre + rng.uniform(-0.15, 0.15, 2) * min(site.ground.open_area, site.half) - ahead * main
            spots.append(Spot(float(x), float(z), angle))
    scores = _scores(spots, stages, shot, site, min(reach * 1.5, site.half), sea=sea)
    scores += rng.uniform(0, 0.25, len(scores))
    return [spots[int(index)] for index in np.argsort(-scores, kind="stable")[:SPOTS_KEPT]]


def _centres(site: Site, main: float) -> list[Grid]:
    """Where the first group might be: in the open, on open water, and beyond."""
    area = min(site.ground.open_area, site.half) * 0.55
    centres = [np.array([x, z]) for x in (-area, 0.0, area) for z in (-area, 0.0, area)]
    centres += [np.array([0.0, -share * min(main, site.half)]) for share in (0.3, 0.6, 0.9)]
    near = np.flatnonzero((np.abs(site.lanes[:, :2]) < 3 * area + 6).all(axis=1))[::7]
    centres += [site.lanes[index, :2] for index in near]
    if site.ground.afloat is not None:
        x, z, radius = site.ground.afloat
        turns = np.linspace(0, 2 * np.pi, 7)
        centres += [np.array([x + 0.6 * radius * np.cos(t), z + 0.6 * radius * np.sin(t)]) for t in turns]
        centres.append(np.array([x, z]))
    return centres


def _scores(spots: list[Spot], stages: list[Stage], shot: Shot, site: Site, reach: float, *, sea: bool) -> Grid:
    eyes = np.array([(spot.x, spot.z) for spot in spots])
    right = np.array([spot.axes[0] for spot in spots])
    ahead = np.array([spot.axes[1] for spot in spots])
    level = site.level
    eye_ground = np.maximum(site.heights(eyes), level)
    nearest = min((s.distance for s in stages), default=10.0)
    eye_height = eye_ground + max(shot.lift * nearest, 0.25)
    scores = np.array([-0.004 * abs(spot.yaw) for spot in spots]) + site.viewable(eyes) * 3.0
    scores += site.free(eyes, 1.0) * 3.0
    for s in stages:
        scores += _fit(s, site, eyes, right, ahead, eye_height)
    if sea and np.isfinite(level):
        fan = np.stack(np.meshgrid(np.linspace(-0.8, 0.8, 7) * shot.tan[0], np.linspace(0.15, 1, 6) * reach), axis=-1)
        fan = fan.reshape(-1, 2)
        points = eyes[:, None] + right[:, None] * (fan[:, :1] * fan[:, 1:]) + ahead[:, None] * fan[:, 1:]
        wet = (site.heights(points.reshape(-1, 2)) < level).reshape(len(spots), -1).mean(axis=1)
        scores += 1.6 * np.minimum(wet, 0.45)
    return np.asarray(scores)


def _fit(s: Stage, site: Site, eyes: Grid, right: Grid, ahead: Grid, eye_height: Grid) -> Grid:
    """How well one group stands: on its element, level, not hidden by a hill."""
    centres = eyes + right * s.across + ahead * s.distance
    half = s.extent[[0, 2]] / 2
    offsets = np.array([(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (-0.7, -0.7)]) * half
    points = centres[:, None] + right[:, None] * offsets[:, :1] + ahead[:, None] * offsets[:, 1:]
    heights = site.heights(points.reshape(-1, 2)).reshape(len(eyes), -1)
    inside = site.inside(centres, 2.0)
    score = 1.0 * inside
    base = np.maximum(heights.mean(axis=1), site.level)
    if s.group.habitat == "water" and np.isfinite(site.level):
        depth = DRAUGHTS.get(s.group.root.subject.noun, 0.2) + 0.15
        score += 4.0 * (site.level - heights >= depth).mean(axis=1)
    elif s.group.habitat == "span":
        before = centres - ahead * np.minimum(0.35 * s.distance, 9.0)
        score += 5.0 * site.wet(centres, 0.3) + 2.5 * site.wet(before, 0.2)
    elif not s.flies:
        score += 4.0 * (heights > site.level + 0.1).mean(axis=1)
        driven = s.group.root.subject.noun in ROAD_VEHICLES and len(site.lanes) > 0
        if driven:
            score += _on_a_lane(site.lanes, centres, ahead)
        else:
            built = site.free(points.reshape(-1, 2), 0.3).reshape(len(eyes), -1)
            score += 3.0 * built.mean(axis=1)
        steep = (heights.max(axis=1) - heights.min(axis=1)) / (float(half.max()) * 2 + 0.6)
        score -= 4.0 * np.clip(steep - 0.08, 0, 1)
        score -= 1.5 * np.clip(np.abs(base - eye_height) / max(s.distance, 1.0) - 0.3, 0, 1)
    target = base + (s.rise if s.flies else 0.0) + 0.45 * s.extent[1]
    along = np.linspace(0.08, 0.92, 10)
    path = eyes[:, None] + (centres - eyes)[:, None] * along[:, None]
    ray = eye_height[:, None] + (target - eye_height)[:, None] * along
    hidden = (site.skyline(path.reshape(-1, 2)).reshape(len(eyes), -1) > ray).any(axis=1)
    return np.asarray(score - 3.0 * hidden)


def _on_a_lane(lanes: Grid, centres: Grid, ahead: Grid) -> Grid:
    """Good where a lane is near and seen at an angle."""
    gaps = np.linalg.norm(centres[:, None] - lanes[None, :, :2], axis=2)
    nearest = gaps.argmin(axis=1)
    yaw = np.radians(lanes[nearest, 2])
    along = np.abs(np.sin(yaw) * ahead[:, 0] + np.cos(yaw) * ahead[:, 1])
    slanted = np.clip(1.0 - 2.5 * np.abs(along - 0.78), -1, 1)
    return np.asarray(3.0 * np.clip(1.5 - gaps.min(axis=1) / 3, 0, 1) + 1.5 * slanted)
