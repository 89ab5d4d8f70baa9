"""The light of a style: the same scene under the sun, sky and air that suit the way it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.scene.render.view import focus_distance
from engine.scene.scene import Air, Camera, Colour, Scene, Sky, Vector

OVERCAST = (0.55, 0.8)
"""Shares of clouds between which a sky turns from open to overcast."""
DAYLIGHT = 1.4
"""Strength of a sun from which it is fully day."""
FOG_AT_FOCUS = 0.75
"""Most fog between the camera and what it looks at, as optical depth: nearly half of the contrast is left."""


@dataclass(frozen=True)
class Relight:
    """What a style changes.

    Attributes:
        sun: factor on the sun's strength; `sun_tint` on its colour by day.
        low, high: by day the sun stands between these, in degrees, unless it is asked to be lower already.
        ahead: how far a sun behind the camera comes round to shine from ahead, 0..1.
        beings: where people or animals are the subject, the sun stands so many degrees from straight ahead, at least
            and at most, and lights their faces; unless it is seen in the picture. In place of `ahead`.
        night: factor on the sky's colours by moonlight.
        vivid: saturation of the sky's colours; 1 keeps them.
        zenith_tint, horizon_tint: factors on the sky's colours by day.
        grey: colour into which an overcast sky is drawn, by `grey_part`.
        grey_grade: factor on the finished picture under an overcast sky.
        clouds: factor on their amount.
        haze: factor on the mist; `haze_least` is the least density out of doors.
        shafts: added to the air's beams.
    """

    sun: float = 1.0
    sun_tint: Colour = (1.0, 1.0, 1.0)
    low: float = 0.0
    high: float = 90.0
    ahead: float = 0.0
    beings: tuple[float, float] | None = None
    night: float = 1.0
    vivid: float = 1.0
    zenith_tint: Colour = (1.0, 1.0, 1.0)
    horizon_tint: Colour = (1.0, 1.0, 1.0)
    grey: Colour = (0.5, 0.5, 0.5)
    grey_part: float = 0.0
    grey_grade: Colour = (1.0, 1.0, 1.0)
    clouds: float = 1.0
    haze: float = 1.0
    haze_least: float = 0.0
    shafts: float = 0.0


def relit(scene: Scene, light: Relight, camera: Camera) -> Scene:
    """The scene in this light. `camera` is the one that the scene was composed for: films keep their sun."""
    sky = scene.sky
    diving = scene.water is not None and camera.eye[1] < scene.water.level
    outdoors = not scene.indoors and not diving and sky.galaxy < 0.9
    grade = scene.grade
    if outdoors:
        dull = _step(*OVERCAST, sky.clouds)
        grade = _mixed(grade, _times(grade, light.grey_grade), dull)
        sky = _sky(sky, light if _has_beings(scene) else replace(light, beings=None), camera, dull)
    air = _air(scene.air, sky, light, camera, outdoors=outdoors)
    return replace(scene, sky=sky, air=air, grade=grade)


def _has_beings(scene: Scene) -> bool:
    """Only what lives has a pose."""
    return any(part.subject and part.pose is not None for part in scene.instances)


def _sky(sky: Sky, light: Relight, camera: Camera, dull: float) -> Sky:
    day = 0.0 if sky.moon else _step(0.3, DAYLIGHT, sky.sun_strength)
    zenith, horizon = _vivid(sky.zenith, light.vivid), _vivid(sky.horizon, light.vivid)
    zenith = _mixed(zenith, _times(zenith, light.zenith_tint), day)
    horizon = _mixed(horizon, _times(horizon, light.horizon_tint), day * (1 - dull))
    colour = _mixed(sky.sun_colour, _times(sky.sun_colour, light.sun_tint), day)
    if sky.moon:
        zenith, horizon = (_times(tone, (light.night,) * 3) for tone in (zenith, horizon))
    bright = float(np.mean(sky.horizon)) / 0.8
    zenith = _mixed(zenith, _times(light.grey, (bright,) * 3), light.grey_part * dull)
    return replace(
        sky,
        sun=sky.sun if sky.moon else _sun(sky, light, camera),
        sun_colour=colour,
        sun_strength=sky.sun_strength * light.sun,
        zenith=zenith,
        horizon=horizon,
        clouds=min(sky.clouds * light.clouds, 1.0),
    )


def _sun(sky: Sky, light: Relight, camera: Camera) -> Vector:
    """Moved between `low` and `high`, and round to the front; a sun that is near the horizon stays there."""
    sun = np.asarray(sky.sun, np.float64)
    sun = sun / max(float(np.linalg.norm(sun)), 1e-9)
    height = float(np.degrees(np.arcsin(np.clip(sun[1], -1.0, 1.0))))
    height += _step(8.0, 25.0, height) * (float(np.clip(height, light.low, light.high)) - height)
    way = np.subtract(camera.target, camera.eye)
    turn = float(np.arctan2(sun[0], -sun[2]) - np.arctan2(way[0], -way[2]))
    turn = (turn + np.pi) % (2 * np.pi) - np.pi
    if light.beings is None:
        aside = abs(turn) - light.ahead * max(abs(turn) - np.radians(55), 0.0)
    else:
        unseen = _step(camera.fov, camera.fov + 20.0, float(np.degrees(abs(turn))))
        aside = abs(turn) + unseen * (float(np.clip(abs(turn), *np.radians(light.beings))) - abs(turn))
    azimuth = np.arctan2(way[0], -way[2]) + np.sign(turn) * aside
    level = np.cos(np.radians(height))
    return float(level * np.sin(azimuth)), float(np.sin(np.radians(height))), float(-level * np.cos(azimuth))


def _air(air: Air | None, sky: Sky, light: Relight, camera: Camera, *, outdoors: bool) -> Air | None:
    if air is None:
        if not outdoors or light.haze_least <= 0:
            return None
        air = Air(sky.horizon, 0.0)
    density = max(air.density * light.haze, light.haze_least if outdoors else 0.0)
    density = min(density, FOG_AT_FOCUS / focus_distance(camera))
    return replace(
        air, colour=_vivid(air.colour, light.vivid), density=density, shafts=air.shafts + light.shafts * outdoors
    )


def _step(low: float, high: float, value: float) -> float:
    """0 to 1 smoothly: films may pass from dusk to day."""
    part = float(np.clip((value - low) / (high - low), 0.0, 1.0))
    return part * part * (3.0 - 2.0 * part)


def _array(colour: Colour) -> NDArray[np.float64]:
    return np.asarray(colour, np.float64)


def _colour(values: NDArray[np.float64]) -> Colour:
    red, green, blue = np.clip(values, 0.0, 1.5)
    return float(red), float(green), float(blue)


def _vivid(colour: Colour, amount: float) -> Colour:
    value = _array(colour)
    grey = float(value @ (0.299, 0.587, 0.114))
    return _colour(np.minimum(grey + (value - grey) * amount, 1.0))


def _times(colour: Colour, tint: Colour) -> Colour:
    return _colour(_array(colour) * tint)


def _mixed(colour: Colour, other: Colour, part: float) -> Colour:
    return _colour(_array(colour) * (1 - part) + _array(other) * part)
