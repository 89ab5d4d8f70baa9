"""The ground of a place by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from engine.scene.spec import Place
from engine.scene.terrain import indoors, mars, settled, shores, urban, wild
from engine.scene.terrain.ground import Ground, Land, surfaced

HORIZON = 2.6
"""The ground reaches this many times `size` from the origin."""

LANDS: Mapping[str, Callable[[np.random.Generator, str, float], Land]] = MappingProxyType(
    {
        "mountains": wild.mountains,
        "coast": shores.coast,
        "island": shores.island,
        "desert": wild.desert,
        "forest": wild.forest,
        "meadow": wild.meadow,
        "farm": settled.farm,
        "village": settled.village,
        "city": urban.city,
        "harbour": urban.harbour,
        "winter": wild.winter,
        "underwater": wild.underwater,
        "space": wild.space,
        "mars": mars.mars,
        "street": urban.street,
        "castle-grounds": settled.castle_grounds,
        "garden": settled.garden,
        "lake": shores.lake,
        "river": shores.river,
    }
)


def build(place: Place, rng: np.random.Generator, season: str, size: float = 160.0, detail: float = 1.0) -> Ground:
    """The ground of a place, `size` metres from side to side and hills or sea beyond, to 2.6 times that distance.

    Every generator state gives another one. `detail` 1 is under 120,000 triangles. Around the origin it is level, at
    about y = 0, and the view is arranged for a camera at +z. "space" is the surface of a moon: leave it out for a
    scene that floats. Raises KeyError for an unknown season.
    """
    if place == "room":
        return indoors.room(rng, season, size)
    if place == "studio":
        return indoors.studio(rng, season, size)
    land = LANDS[place](rng, season, size)
    mesh = surfaced(land, rng, size * HORIZON, detail)
    plots = tuple(sorted(land.plots, key=lambda plot: plot[0] ** 2 + plot[1] ** 2))
    return Ground(mesh, land.height, land.water, land.open_area, land.afloat, plots=plots, roads=land.roads)
