"""Sky, air, water and what is in the air: by time of day, weather, palette, mood and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from data.scene_light import LightTables, PlaceLight, load_light
from engine.scene.scene import Air, Camera, Colour, ParticleKind, Particles, Sky, Water
from engine.scene.spec import SceneSpec

VEIL = 0.75
"""Of the mist, what may be before the farthest subject: its optical depth."""
CLOSED = ("room", "underwater", "space", "studio", "mars")
"""Places without weather."""
SEA_ABOVE = Water(16.0, (0.20, 0.62, 0.70), (0.03, 0.25, 0.38), waves=0.25, clear=0.5)
"""The surface that a diver sees from below: it bundles the light."""


def sky_of(spec: SceneSpec, camera: Camera, aspect: float, rng: np.random.Generator) -> Sky:
    """The sky as the camera's direction and chance have it: light from the side, at times from ahead."""
    tables = load_light()
    hour, weather, place = tables.times[spec.time_of_day], tables.weathers[spec.weather], _place(tables, spec)
    shown = {subject.noun for subject in spec.subjects}
    sun = _sun(spec, camera, aspect, place.elevation or hour.elevation, float(hour.into), rng)
    closed = spec.place in CLOSED
    dull, dim = (0.0, 1.0) if closed else (weather.grey, weather.dim)
    zenith, horizon, ground = (
        _toned(tables, spec, colour, dull, dim)
        for colour in (place.zenith or hour.zenith, place.horizon or hour.horizon, place.ground or hour.ground)
    )
    clouds = 0.0 if closed else hour.clouds if weather.clouds is None else weather.clouds
    if "cloud" in shown:
        clouds = max(clouds, 0.6)
    veiled = 1.0 if closed or clouds < 0.7 else 0.15
    strength = place.strength if place.strength is not None else hour.strength * (1.0 if closed else weather.sun)
    stars = place.stars if place.stars is not None else hour.stars * veiled
    galaxy = place.galaxy if place.galaxy is not None else hour.galaxy * veiled
    return Sky(
        sun, place.sun or hour.sun, strength, zenith, horizon, ground, clouds=clouds,
        stars=max(stars, 1.0 if "star" in shown else 0.0),
        moon=hour.moon and not closed,
        aurora=1.0 if "aurora" in shown else 0.0,
        galaxy=max(galaxy, 1.0 if "galaxy" in shown else 0.0),
    )  # fmt: skip


def _place(tables: LightTables, spec: SceneSpec) -> PlaceLight:
    return tables.places.get(spec.place, PlaceLight())


def _sun(
    spec: SceneSpec, camera: Camera, aspect: float, elevation: float, into: float, rng: np.random.Generator
) -> tuple[float, float, float]:
    """A unit vector. A sun or moon that was asked for is in the picture."""
    way = np.subtract(camera.target, camera.eye)
    heading, pitch = np.arctan2(way[0], -way[2]), np.degrees(np.arctan2(way[1], np.hypot(way[0], way[2])))
    half = np.degrees(np.arctan(np.tan(np.radians(camera.fov) / 2) * aspect))
    side = float(rng.choice((-1.0, 1.0)))
    asked = {"sun", "moon"} & {subject.noun for subject in spec.subjects} and spec.place not in CLOSED
    ahead = rng.random() < into and spec.place != "space"
    if asked or (ahead and elevation < pitch + camera.fov / 2 + 8):
        azimuth = side * float(rng.uniform(0.3, 0.62)) * half
        elevation = (
            float(np.clip(elevation, pitch + 0.12 * camera.fov, pitch + 0.36 * camera.fov)) if asked else elevation
        )
    else:
        azimuth = side * float(rng.uniform(*((105, 150) if spec.place == "space" else (62, 140))))
        elevation = elevation * float(rng.uniform(0.85, 1.15))
    level, turn = np.cos(np.radians(elevation)), heading + np.radians(azimuth)
    return float(level * np.sin(turn)), float(np.sin(np.radians(elevation))), float(-level * np.cos(turn))


def _toned(tables: LightTables, spec: SceneSpec, colour: Colour, dull: float, dim: float) -> Colour:
    """Greyed by the weather, tinted by the palette at the colour's own brightness."""
    palette = tables.palettes[spec.palette]
    value = np.asarray(colour)
    grey = np.full(3, float(value.mean()))
    value = (value + (grey - value) * dull) * dim
    tint = np.asarray(palette.sky) * float(value.mean()) / max(float(np.mean(palette.sky)), 1e-6)
    red, green, blue = np.clip(value + (tint - value) * palette.part, 0, 1)
    return float(red), float(green), float(blue)


def air_of(spec: SceneSpec, sky: Sky) -> Air | None:
    """The mist; None where there is none."""
    tables = load_light()
    hour, weather, mood = tables.times[spec.time_of_day], tables.weathers[spec.weather], tables.moods[spec.mood]
    place = _place(tables, spec)
    density = tables.air.density if place.air is None else place.air
    if spec.place not in CLOSED:
        density *= hour.air * weather.air * mood.air
    shafts = place.shafts if place.shafts is not None else mood.shafts if mood.shafts is not None else 0.2
    if density <= 0:
        return None
    height = 400.0 if spec.place == "underwater" else tables.air.height
    return Air(place.air_colour or sky.horizon, min(density, 0.05), height, shafts)


def thinned(air: Air | None, subjects: Sequence[NDArray[np.float64]], camera: Camera) -> Air | None:
    """The mist, so thin that all subjects (x, y, z) are seen through it."""
    if air is None or not subjects:
        return air
    away = max(float(np.linalg.norm(np.subtract(point, camera.eye))) for point in subjects)
    return replace(air, density=min(air.density, VEIL / max(away, 1.0)))


def water_of(spec: SceneSpec, water: Water | None) -> Water | None:
    """The terrain's water in this light and wind; its level stays."""
    if spec.place == "underwater":
        return SEA_ABOVE
    if water is None:
        return water
    tables = load_light()
    look = tables.waters.get(spec.place, tables.waters["lake"])
    hour, weather = tables.times[spec.time_of_day], tables.weathers[spec.weather]
    bright = 0.35 if hour.dark else 1.0
    shallow, deep = (_toned(tables, spec, colour, weather.grey * 0.5, bright) for colour in (look.shallow, look.deep))
    return replace(water, shallow=shallow, deep=deep, waves=look.waves * weather.waves, clear=look.clear)


def particles_of(spec: SceneSpec) -> tuple[Particles, ...]:
    """What falls and floats: weather first, then season, place and mood; at most two kinds."""
    tables = load_light()
    weather, mood, place = tables.weathers[spec.weather], tables.moods[spec.mood], _place(tables, spec)
    dark = tables.times[spec.time_of_day].dark
    found: dict[ParticleKind, float] = {}
    if place.particles is not None:
        found[place.particles] = place.density
    if spec.place not in CLOSED:
        if weather.particles is not None:
            found[weather.particles] = weather.density
        if spec.weather == "wind" and spec.place == "desert":
            found["dust"] = 0.7
        if spec.season == "autumn" and spec.weather in ("clear", "cloudy", "wind"):
            found["leaves"] = 0.5 if spec.weather == "wind" else 0.22
        if spec.season == "spring" and spec.place in ("garden", "meadow", "castle-grounds", "river"):
            found["petals"] = 0.2
        if mood.particles is not None and (dark or not mood.by_dark):
            found.setdefault(mood.particles, mood.density)
    if any(subject.noun in ("campfire", "volcano") for subject in spec.subjects):
        found["embers"] = 0.3
    return tuple(Particles(kind, density) for kind, density in list(found.items())[:2])


def grade_of(spec: SceneSpec) -> tuple[float, Colour]:
    """Exposure, and what the finished picture is multiplied by."""
    tables = load_light()
    mood, palette = tables.moods[spec.mood], tables.palettes[spec.palette]
    red, green, blue = (float(a * b) for a, b in zip(mood.grade, palette.grade, strict=True))
    return mood.exposure, (red, green, blue)
