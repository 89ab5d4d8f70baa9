"""Where things are at each time: smooth courses that depend on nothing but the time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.scene.film.easing import glide, rise
from engine.scene.scene import Instance

Matrices = NDArray[np.float64]
Course = Callable[[float], Matrices]

LANE_HALF, LANE_HIGH = 1.25, 3.3
"""Half the width and the height in metres that traffic takes."""


def yawed(angles: NDArray[np.float64]) -> Matrices:
    """Rotations about y by k angles in radians, counter-clockwise seen from above, k x 4 x 4."""
    result = np.tile(np.eye(4), (len(angles), 1, 1))
    cos, sin = np.cos(angles), np.sin(angles)
    result[:, 0, 0], result[:, 0, 2], result[:, 2, 0], result[:, 2, 2] = cos, sin, -sin, cos
    return result


def heading(transforms: Matrices) -> Matrices:
    """k x 3: the level unit vector in which each placement faces, its own +z."""
    ahead = transforms[:, :3, 2] * np.array([1.0, 0.0, 1.0])
    length = np.linalg.norm(ahead, axis=1, keepdims=True)
    return np.where(length > 1e-6, ahead / np.maximum(length, 1e-6), np.array([0.0, 0.0, 1.0]))


@dataclass(frozen=True, eq=False)
class Bobbing:
    """How a thing in water or air rocks: metres of lift, radians of roll, how fast, and where each is in it."""

    lift: float
    roll: float
    pace: float
    phases: NDArray[np.float64]

    def __call__(self, transforms: Matrices, time: float) -> Matrices:
        """The placements, lifted and rolled about their own z."""
        angle = 2 * np.pi * self.phases
        result = transforms.copy()
        result[:, 1, 3] += self.lift * np.sin(self.pace * time + angle)
        rolls = self.roll * np.sin(0.8 * self.pace * time + 1.3 * angle)
        turn = np.tile(np.eye(4), (len(rolls), 1, 1))
        cos, sin = np.cos(rolls), np.sin(rolls)
        turn[:, 0, 0], turn[:, 0, 1], turn[:, 1, 0], turn[:, 1, 1] = cos, -sin, sin, cos
        return np.asarray(result @ turn)


@dataclass(frozen=True, eq=False)
class Ahead:
    """Straight on where each faces, `length` metres during the film, at the placement in the middle of it.

    `climb`: metres higher for each metre of way; `eased`: it starts from rest and stops.
    """

    transforms: Matrices
    length: float
    duration: float
    eased: bool = True
    climb: float = 0.0
    bobbing: Bobbing | None = None

    def gone(self, time: float) -> float:
        """Metres from where it is in the middle of the film."""
        share = time / self.duration
        return self.length * ((glide(share) if self.eased else share) - 0.5)

    def __call__(self, time: float) -> Matrices:
        result = self.transforms.copy()
        result[:, :3, 3] += (heading(self.transforms) + np.array([0.0, self.climb, 0.0])) * self.gone(time)
        return result if self.bobbing is None else self.bobbing(result, time)


@dataclass(frozen=True, eq=False)
class Circling:
    """Round a circle on its left (radius > 0) or right, nose ahead and leaning in; at the placement at `middle`.

    `period`: seconds for one round; `lean`: radians of roll.
    """

    transforms: Matrices
    radius: float
    period: float
    middle: float
    lean: float = 0.3
    bobbing: Bobbing | None = None

    def __call__(self, time: float) -> Matrices:
        turn = 2 * np.pi * (time - self.middle) / self.period * np.sign(self.radius)
        ahead = heading(self.transforms)
        left = np.stack([ahead[:, 2], np.zeros(len(ahead)), -ahead[:, 0]], axis=1)
        out = abs(self.radius)
        result = self.transforms.copy()
        result[:, :3, 3] += out * np.sign(self.radius) * (ahead * np.sin(turn) + left * (1.0 - np.cos(turn)))
        spin = yawed(np.full(len(ahead), turn))
        result[:, :3, :3] = spin[:, :3, :3] @ self.transforms[:, :3, :3] @ _lean(self.lean * np.sign(self.radius))
        return result if self.bobbing is None else self.bobbing(result, time)


def _lean(angle: float) -> Matrices:
    cos, sin = np.cos(angle), np.sin(angle)
    # A left turn leans to the left, which is +x for what faces +z.
    return np.array([(cos, sin, 0.0), (-sin, cos, 0.0), (0.0, 0.0, 1.0)])


@dataclass(frozen=True, eq=False)
class Flock:
    """A group on a gently winding way: at `middle` it is about `centre`, going along `way` (a level unit vector).

    Attributes:
        offsets: k x 3, each one's place in the group, metres: right, up, back.
        sizes: k.
        speed: metres a second.
        winding: metres that it swings to the sides, and seconds for one swing.
        stir: metres that each moves about within the group.
    """

    centre: NDArray[np.float64]
    way: NDArray[np.float64]
    offsets: NDArray[np.float64]
    sizes: NDArray[np.float64]
    speed: float
    middle: float
    winding: tuple[float, float] = (3.0, 11.0)
    stir: float = 0.3

    def __call__(self, time: float) -> Matrices:
        swing, period = self.winding
        pace = 2 * np.pi / period
        t = time - self.middle
        right = np.array([-self.way[2], 0.0, self.way[0]])
        # Those behind pass each point later; so the flock bends along its way.
        lag = self.offsets[:, 2] / self.speed
        own = t - lag
        sideways = swing * np.sin(pace * own)
        chance = 1.7 * np.arange(len(lag))
        at = self.centre + self.way * (self.speed * own)[:, None] + right * (self.offsets[:, 0] + sideways)[:, None]
        at[:, 1] += self.offsets[:, 1] + self.stir * np.sin(0.9 * time + chance)
        at += right * (self.stir * np.sin(0.7 * time + 2.1 * chance))[:, None]
        slope = (swing * pace * np.cos(pace * own) + 0.7 * self.stir * np.cos(0.7 * time + 2.1 * chance)) / self.speed
        facing = np.arctan2(self.way[0], self.way[2]) - np.arctan(slope)
        result = yawed(facing)
        result[:, :3, :3] *= self.sizes[:, None, None]
        result[:, :3, 3] = at
        return result


@dataclass(frozen=True, eq=False)
class Flutter:
    """Small ones that fly to and fro about a place each, `reach` metres at most, facing where they go."""

    anchors: NDArray[np.float64]
    sizes: NDArray[np.float64]
    reach: float
    chances: NDArray[np.float64]
    """k x 3, 0..1."""

    def _at(self, time: float) -> NDArray[np.float64]:
        a, b, c = (2 * np.pi * self.chances).T
        x = np.sin(0.61 * time + a) + 0.45 * np.sin(1.37 * time + b)
        z = np.cos(0.53 * time + b) + 0.45 * np.sin(1.19 * time + c)
        y = 0.35 * np.sin(0.9 * time + c) + 0.12 * np.sin(4.1 * time + a)
        return np.asarray(self.anchors + self.reach / 1.5 * np.stack([x, y, z], axis=1))

    def __call__(self, time: float) -> Matrices:
        step = self._at(time + 0.05) - self._at(time - 0.05)
        result = yawed(np.arctan2(step[:, 0], step[:, 2]))
        result[:, :3, :3] *= self.sizes[:, None, None]
        result[:, :3, 3] = self._at(time)
        return result


@dataclass(frozen=True, eq=False)
class Lane:
    """Vehicles one behind the other along a straight lane from `start` to `end` (x, y, z), at one speed.

    They are `offsets` metres along it at time 0; at both ends of the lane they come and go by growing and shrinking
    over `fade` metres, far away.
    """

    start: NDArray[np.float64]
    end: NDArray[np.float64]
    offsets: NDArray[np.float64]
    speed: float
    fade: float = 14.0

    @property
    def length(self) -> float:
        """Metres."""
        return float(np.linalg.norm(self.end - self.start))

    def __call__(self, time: float) -> Matrices:
        along = np.mod(self.offsets + self.speed * time, self.length)
        way = (self.end - self.start) / self.length
        result = yawed(np.full(len(along), np.arctan2(way[0], way[2])))
        near_end = np.minimum(along, self.length - along)
        result[:, :3, :3] *= np.array([max(rise(float(m), 0.0, self.fade), 1e-3) for m in near_end])[:, None, None]
        result[:, :3, 3] = self.start + way * along[:, None]
        return result

    def aside(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Metres from n x 3 points to the sides of what drives here; infinite above it."""
        way = (self.end - self.start) / self.length
        along = np.clip((points - self.start) @ way, 0.0, self.length)
        away = np.linalg.norm((points - self.start - way * along[:, None])[:, [0, 2]], axis=1) - LANE_HALF
        return np.where(points[:, 1] > self.start[1] + LANE_HIGH, np.inf, np.maximum(away, 0.0))


def lanes_of(instances: Sequence[Instance]) -> list[Lane]:
    """The courses of all that drives in lanes."""
    return [part.course for part in instances if isinstance(part.course, Lane)]


@dataclass(frozen=True, eq=False)
class Turning:
    """A part that turns about an axis (0, 1, 2: the model's x, y, z) through `hub`, by `angle(time)` radians."""

    whole: Course
    hub: NDArray[np.float64]
    axis: int
    angle: Callable[[float], float]

    def __call__(self, time: float) -> Matrices:
        turn = float(self.angle(time))
        cos, sin = np.cos(turn), np.sin(turn)
        spin = np.eye(4)
        first, second = (self.axis + 1) % 3, (self.axis + 2) % 3
        spin[first, first], spin[first, second], spin[second, first], spin[second, second] = cos, -sin, sin, cos
        spin[:3, 3] = self.hub - spin[:3, :3] @ self.hub
        return np.asarray(self.whole(time) @ spin)


@dataclass(frozen=True, eq=False)
class Resting:
    """Placements that stay."""

    transforms: Matrices

    def __call__(self, time: float) -> Matrices:
        del time
        return self.transforms
