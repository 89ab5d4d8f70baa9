"""Scenes come to life: everything that can move does, and what passes by is added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from data.scene_light import load_light
from engine.scene.film.crowd import Crowd
from engine.scene.film.day import Day, moment
from engine.scene.film.flocks import birds, butterflies, fish
from engine.scene.film.glow import glow_of, one_by_one
from engine.scene.film.lives import life_of
from engine.scene.film.parts import with_parts
from engine.scene.film.sources import rising
from engine.scene.film.traffic import traffic
from engine.scene.film.ways import Stir, on_its_way
from engine.scene.models.model import Model
from engine.scene.models.registry import find_models
from engine.scene.scene import Instance, Particles, Scene
from engine.scene.spec import SceneSpec

__all__ = ["Day", "enliven", "moment"]

FIREFLY_PLACES = ("meadow", "forest", "garden", "lake", "river", "farm", "village")


def enliven(
    scene: Scene,
    spec: SceneSpec,
    duration: float,
    seed: int,
    *,
    aspect: float = 16 / 9,
    models: Mapping[str, Model] | None = None,
) -> Scene:
    """The scene of a film of `duration` seconds: with courses and life in its things, and with passers-by.

    Birds, traffic, schools of fish, butterflies, smoke, spray and fireflies come by place, weather, season and time of
    day; nothing that `spec.without` names. Everything is where `compose` put it in the middle of the film. The same
    arguments give the same scene. Raises ValueError for a duration that is not positive.
    """
    if duration <= 0:
        raise ValueError(f"a film needs a duration, not {duration} s")
    models = find_models() if models is None else models
    rng = np.random.default_rng([seed, 47])
    crowd = Crowd(scene)
    stir = Stir(scene, crowd, duration, spec.place == "underwater")
    hour = load_light().times[spec.time_of_day]
    dusk = spec.time_of_day == "dusk" and spec.place not in ("room", "studio", "underwater", "space")
    instances: list[Instance] = []
    for index, instance in enumerate(scene.instances):
        lively = replace(on_its_way(instance, index, stir), life=life_of(instance))
        parts = one_by_one(lively) if dusk and not instance.subject and lively.course is None else [lively]
        for part in parts:
            glowing = replace(part, glow=glow_of(part, dusk=dusk, duration=duration))
            instances += with_parts(glowing)
    instances += traffic(scene, crowd, models, aspect, rng, lit=hour.dark)
    instances += birds(scene, spec, crowd, models, duration, rng)
    instances += fish(scene, spec, crowd, models, duration, rng)
    instances += butterflies(scene, spec, models, aspect, rng)
    particles = (*scene.particles, *rising(scene, spec, rng), *_fireflies(scene, spec))
    return replace(scene, instances=tuple(instances), particles=particles)


def _fireflies(scene: Scene, spec: SceneSpec) -> list[Particles]:
    """On warm nights, where there is grass."""
    warm = spec.season in ("spring", "summer") and spec.weather in ("clear", "cloudy")
    dark = spec.time_of_day in ("dusk", "night")
    known = any(part.kind == "fireflies" for part in scene.particles)
    if not (warm and dark and spec.place in FIREFLY_PLACES) or known:
        return []
    return [Particles("fireflies", 0.3)]
