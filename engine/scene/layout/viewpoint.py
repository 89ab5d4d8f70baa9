"""Where in the landscape the viewer stands, so that the groups stand where they belong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.scene.layout.cast import DRAUGHTS
from engine.scene.layout.lanes import ROAD_VEHICLES
from engine.scene.layout.shot import Shot
from engine.scene.layout.site import Site
from engine.scene.layout.staging import Stage

Grid = NDArray[np.float64]

SPOTS_KEPT = 6


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
