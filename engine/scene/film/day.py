"""The day passing: the light of a scene at each time of a film."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from engine.scene.layout.light import CLOSED, air_of, sky_of, water_of
from engine.scene.scene import Air, Colour, Scene, Sky, Vector, Water
from engine.scene.spec import SceneSpec, TimeOfDay

NEXT: Mapping[TimeOfDay, tuple[TimeOfDay, float]] = {
    "dawn": ("morning", 0.85), "morning": ("noon", 0.7), "noon": ("afternoon", 0.7), "afternoon": ("sunset", 0.4),
    "sunset": ("dusk", 0.85), "dusk": ("night", 0.8),
}  # fmt: skip
"""What comes after each time of day, and how much of the way there a film of a minute goes."""
TURNS = 9.0
"""Degrees that the sun goes on its way at dawn, sunset and dusk if the whole way to the next time is gone."""
LOWEST = 1.6
"""Degrees over the horizon where the sun stays: below it nothing would be lit."""
MATCH = 1.6
"""Metres on the ground within which a lamp belongs to the thing that shines."""


@dataclass(frozen=True, eq=False)
class Day:
    """The passing of a day in a film of `duration` seconds; made once, asked for each frame."""

    scene: Scene
    spec: SceneSpec
    duration: float

    @property
    def _share(self) -> float:
        """How far towards the next time of day the film goes, 0..1."""
        if self.spec.place in CLOSED or self.spec.time_of_day not in NEXT:
            return 0.0
        return NEXT[self.spec.time_of_day][1] * float(np.interp(self.duration, (15, 30, 60), (0.55, 0.75, 1.0)))

    @cached_property
    def _next(self) -> Scene:
        """Sky, air and water at the next time of day."""
        spec = self.spec.model_copy(update={"time_of_day": NEXT[self.spec.time_of_day][0]})
        sky = sky_of(spec, self.scene.camera, 16 / 9, np.random.default_rng([spec.seed, 43]))
        water = None if self.scene.water is None else water_of(spec, self.scene.water)
        return replace(self.scene, sky=sky, air=air_of(spec, sky), water=water)

    @cached_property
    def _glows(self) -> tuple[Callable[[float], float] | None, ...]:
        """For each lamp the glow of the thing it belongs to."""
        return tuple(_glow_at(self.scene, lamp.position) for lamp in self.scene.lamps)

    def at(self, time: float) -> Scene:
        """The scene in the light of a time in seconds: another sky, air, water and lamps, the same things."""
        part = self._share * min(max(time / self.duration, 0.0), 1.0)
        lamps = tuple(
            lamp if glow is None else replace(lamp, strength=lamp.strength * glow(time))
            for lamp, glow in zip(self.scene.lamps, self._glows, strict=True)
        )
        if part == 0.0:
            return replace(self.scene, lamps=lamps)
        scene, then = self.scene, self._next
        return replace(
            scene, lamps=lamps,
            sky=_sky(scene.sky, then.sky, part, moves=self.spec.time_of_day in ("dawn", "sunset", "dusk")),
            air=_air(scene.air, then.air, part), water=_water(scene.water, then.water, part),
        )  # fmt: skip


def moment(scene: Scene, spec: SceneSpec, t: float, duration: float) -> Scene:
    """`Day(scene, spec, duration).at(t)`: for one frame; keep a Day for many."""
    return Day(scene, spec, duration).at(t)


def _glow_at(scene: Scene, place: Vector) -> Callable[[float], float] | None:
    for instance in scene.instances:
        if instance.glow is not None and len(instance.transforms):
            at = np.asarray(instance.transforms, np.float64)[:, :3, 3]
            if np.hypot(at[:, 0] - place[0], at[:, 2] - place[2]).min() < MATCH:
                return instance.glow
    return None


def _mixed(first: Sequence[float], second: Sequence[float], part: float) -> Colour:
    red, green, blue = (float(a + (b - a) * part) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _sky(sky: Sky, then: Sky, part: float, *, moves: bool) -> Sky:
    up = float(np.sign(then.sun[1] - sky.sun[1])) if not then.moon else -1.0
    return replace(
        sky,
        sun=_turned(sky.sun, up * TURNS * part) if moves else sky.sun,
        # What shines at night is the moon; the sun only fades.
        sun_colour=sky.sun_colour if then.moon != sky.moon else _mixed(sky.sun_colour, then.sun_colour, part),
        sun_strength=sky.sun_strength
        + ((0.25 * sky.sun_strength if then.moon != sky.moon else then.sun_strength) - sky.sun_strength) * part,
        zenith=_mixed(sky.zenith, then.zenith, part),
        horizon=_mixed(sky.horizon, then.horizon, part),
        ground=_mixed(sky.ground, then.ground, part),
        stars=sky.stars + (then.stars - sky.stars) * part,
        galaxy=sky.galaxy + (then.galaxy - sky.galaxy) * part,
    )


def _turned(sun: Vector, degrees: float) -> Vector:
    """Higher or lower, and a little on its way to the side."""
    height = float(np.degrees(np.arcsin(np.clip(sun[1], -1, 1))))
    new = np.radians(max(height + degrees, min(LOWEST, height)))
    azimuth = np.arctan2(sun[0], sun[2]) - np.radians(0.5 * abs(degrees))
    level = np.cos(new)
    return float(level * np.sin(azimuth)), float(np.sin(new)), float(level * np.cos(azimuth))


def _air(air: Air | None, then: Air | None, part: float) -> Air | None:
    if air is None or then is None:
        return air
    return replace(
        air, colour=_mixed(air.colour, then.colour, part), density=air.density + (then.density - air.density) * part
    )


def _water(water: Water | None, then: Water | None, part: float) -> Water | None:
    if water is None or then is None:
        return water
    return replace(water, shallow=_mixed(water.shallow, then.shallow, part), deep=_mixed(water.deep, then.deep, part))
