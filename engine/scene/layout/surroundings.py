"""Trees, rocks, houses, grass: what a place is full of, and never in the way of a subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.scene_places import PlaceRecipe, Scatter
from engine.scene.layout.group import turned
from engine.scene.layout.landing import SINK, Landed
from engine.scene.layout.site import Site
from engine.scene.mesh import Mesh
from engine.scene.models.model import Look, Model
from engine.scene.scene import Camera, Instance, Motion
from engine.scene.spec import SceneSpec

Grid = NDArray[np.float64]

TRIANGLES_MAX = 90_000
"""Of one kind of thing in the surroundings."""
CLEARING = 30.0
"""Metres before the viewer that stay open in a picture without subjects."""
FAR = 26.0
"""Metres from which a simpler mesh does."""
ROCKS = 16
LENS_MAX = 0.05
"""Share of the picture that one thing before the subjects may take."""
CUT_WITHIN, CUT_MAX = 1.5, 0.008
"""Times the nearest subject's distance within which nothing tall is cut off by the sides of the picture, and the share
of the picture from which it counts."""
CLOSE_BEHIND, FAR_BEHIND = 1.5, 5.0
"""Times a subject's distance: how far behind it nothing tall stands; the second for what flies."""
BEHIND = 0.25
"""Share of the surroundings that is not in the picture at first: a camera that turns sees it."""
SUMMERY = frozenset({"flower", "rose", "tulip", "sunflower", "mushroom", "fern"})
"""Not seen in winter."""
FILLING = frozenset({"grass", "fern", "reed", "seaweed", "coral", "rock", "bush", "pine", "oak", "birch", "palm"})
"""May also be strewn where it is a subject, if many are asked for."""


@dataclass(frozen=True, eq=False)
class View:
    """Who looks, and what must stay visible."""

    camera: Camera
    aspect: float
    subjects: Sequence[Landed]

    @property
    def eye(self) -> Grid:
        return np.asarray(self.camera.eye)

    @property
    def ahead(self) -> Grid:
        """Level direction (x, z), unit length."""
        way = np.asarray(self.camera.target)[[0, 2]] - self.eye[[0, 2]]
        return np.asarray(way / max(float(np.linalg.norm(way)), 1e-9))


def surround(
    spec: SceneSpec, recipe: PlaceRecipe, models: Mapping[str, Model], site: Site, view: View, rng: np.random.Generator
) -> list[tuple[str, Instance]]:
    """The place's things by noun, strewn with a least distance from each other (dart throwing, Cook 1986)."""
    strewn: list[tuple[Grid, float]] = []
    instances: list[tuple[str, Instance]] = []
    for scatter in (*_at_the_edge(recipe, spec, models, view, rng), *recipe.scatter):
        model = models.get(scatter.noun)
        if model is not None and _wanted(scatter, spec):
            made = _strew(spec, scatter, model, _Field(site, view, strewn), rng)
            instances += [(scatter.noun, instance) for instance in made]
    return instances


def drifting_rocks(spec: SceneSpec, models: Mapping[str, Model], view: View) -> list[tuple[str, Instance]]:
    """Some small rocks far off in empty space, none before a subject."""
    if "rock" not in models or "rock" in spec.without:
        return []
    rng = np.random.default_rng([spec.seed, 29])
    mesh = models["rock"].build(Look(rng=rng.spawn(1)[0], detail=0.12))
    ahead = np.subtract(view.camera.target, view.camera.eye)
    ahead = ahead / max(float(np.linalg.norm(ahead)), 1e-9)
    matrices = []
    for _ in range(ROCKS):
        way = ahead + rng.uniform(-0.55, 0.55, 3)
        place = view.eye + way * rng.uniform(40, 110)
        matrix = np.eye(4, dtype=np.float32)
        matrix[:3, :3] *= rng.uniform(0.3, 1.6)
        matrix[:3, 3] = place
        near = [np.subtract(o.at, view.eye) for o in view.subjects]
        if all(float(way @ to) / np.linalg.norm(way) / np.linalg.norm(to) < 0.9 for to in near):
            matrices.append(matrix)
    return [("rock", Instance(mesh, np.stack(matrices), noun="rock"))] if matrices else []


@dataclass
class _Field:
    """Where something may still stand; `taken`: (x, z) and radius of what already does."""

    site: Site
    view: View
    taken: list[tuple[Grid, float]]


def _wanted(scatter: Scatter, spec: SceneSpec) -> bool:
    if scatter.noun in spec.without or (spec.season == "winter" and scatter.noun in SUMMERY):
        return False
    asked = [subject for subject in spec.subjects if subject.noun == scatter.noun]
    return not asked or (scatter.noun in FILLING and max(subject.count for subject in asked) > 3)


def _at_the_edge(
    recipe: PlaceRecipe, spec: SceneSpec, models: Mapping[str, Model], view: View, rng: np.random.Generator
) -> list[Scatter]:
    """One thing in the foreground that frames the picture; not in close pictures."""
    names = [noun for noun in recipe.frame if noun in models]
    if not names or spec.camera.shot in ("close", "above") or rng.random() > 0.8:
        return []
    noun = names[int(rng.integers(len(names)))]
    distance = float(np.linalg.norm(np.asarray(view.camera.target) - view.eye))
    near = float(np.clip(0.4 * distance, 1.6 + 0.35 * models[noun].height, 24.0))
    return [Scatter(noun=noun, count=2, near=near, far=near * 1.5, spacing=near, sides=True)]


def _strew(spec: SceneSpec, scatter: Scatter, model: Model, field: _Field, rng: np.random.Generator) -> list[Instance]:
    variants = [_variant(spec, scatter, model, detail, rng) for detail in (0.45, 0.45, 0.12, 0.12)]
    limit = min(scatter.count, max(3, TRIANGLES_MAX // max(len(variants[2].triangles), 1)))
    radius = max(float(np.linalg.norm(mesh.positions[:, ::2], axis=1).max()) for mesh in variants[2:])
    places = _places(scatter, limit, radius, float(variants[2].bounds[1][1]), field, rng)
    if not len(places):
        return []
    far = np.linalg.norm(places[:, [0, 2]] - field.view.eye[[0, 2]], axis=1) > FAR
    which = far * 2 + rng.integers(0, 2, len(places))
    matrices = _matrices(places)
    stays = model.motion == "drive" or (model.motion in ("drift", "circle") and scatter.on not in ("air", "under"))
    motion: Motion = "still" if stays else model.motion
    chosen = [(variant, matrices[which == index]) for index, variant in enumerate(variants)]
    return [Instance(mesh, moves, motion=motion, noun=scatter.noun) for mesh, moves in chosen if len(moves)]


def _variant(spec: SceneSpec, scatter: Scatter, model: Model, detail: float, rng: np.random.Generator) -> Mesh:
    pose = next(
        (pose for pose in ("flying", "swimming") if pose in model.poses and scatter.on in ("air", "under")), None
    )
    lit = spec.time_of_day in ("night", "dusk")
    return model.build(Look(rng.spawn(1)[0], scatter.colour, pose=pose, season=spec.season, detail=detail, lit=lit))


def _places(
    scatter: Scatter, limit: int, radius: float, height: float, field: _Field, rng: np.random.Generator
) -> NDArray[np.float64]:
    """n x 5: x, foot, z, size and yaw (in degrees) of what stands in nobody's way."""
    points, sizes, yaws = _tries(scatter, limit * 9, field, rng)
    heights = field.site.heights(points)
    feet = _feet(scatter, points, heights, sizes * radius, field.site, rng)
    allowed = _on_its_element(scatter, points, heights, sizes * radius, field.site)
    allowed &= _clear(points, sizes * radius, field)
    lined = scatter.faces and scatter.sides and not field.view.subjects  # an empty street is lined with houses
    if not lined:
        allowed &= ~_hides(points, feet, sizes * radius, sizes * height, field.view)
        allowed &= ~_in_the_lens(points, feet, sizes * radius, sizes * height, field.view)
    kept: list[int] = []
    for index in np.flatnonzero(allowed):
        if all(np.linalg.norm(points[index] - points[other]) >= scatter.spacing for other in kept):
            kept.append(int(index))
        if len(kept) == limit:
            break
    field.taken += [(points[index], float(sizes[index] * radius)) for index in kept]
    return np.stack([points[kept, 0], feet[kept], points[kept, 1], sizes[kept], yaws[kept]], axis=1)


def _tries(scatter: Scatter, count: int, field: _Field, rng: np.random.Generator) -> tuple[Grid, Grid, Grid]:
    """Random places (x, z), sizes and yaws, most of them in view; houses on the plots of the terrain, if it has any."""
    plots = np.array(field.site.ground.plots, np.float64).reshape(-1, 4)
    if scatter.faces and len(plots):
        plots = rng.permutation(plots)
        away = np.linalg.norm(plots[:, :2] - field.view.eye[[0, 2]], axis=1)
        plots = plots[away > 0.5 * scatter.near]
        return plots[:, :2], rng.uniform(0.9, 1.1, len(plots)), plots[:, 2]
    camera = field.view.camera
    half = np.degrees(np.arctan(np.tan(np.radians(camera.fov) / 2) * field.view.aspect))
    angles = rng.uniform(-half - 6, half + 6, count)
    if scatter.sides:
        angles = np.sign(angles) * rng.uniform(0.72, 1.0, count) * half
    around = rng.random(count) < (0.0 if scatter.sides else BEHIND)
    angles = np.radians(np.where(around, rng.uniform(-180, 180, count), angles))
    reach = scatter.near + (scatter.far - scatter.near) * rng.random(count) ** 0.75
    ahead = field.view.ahead
    right = np.array([-ahead[1], ahead[0]])
    points = (
        field.view.eye[[0, 2]] + (ahead * np.cos(angles)[:, None] + right * np.sin(angles)[:, None]) * reach[:, None]
    )
    return points, rng.uniform(*scatter.scale, count), _yaws(points, scatter, field.view, rng)


def _feet(scatter: Scatter, points: Grid, heights: Grid, radii: Grid, site: Site, rng: np.random.Generator) -> Grid:
    if scatter.on == "water":
        return np.full(len(points), site.level - 0.3)
    if scatter.on == "air":
        return np.asarray(np.maximum(heights, site.level) + rng.uniform(6, 22, len(points)))
    if scatter.on == "under":
        return heights + rng.uniform(0.8, 5.0, len(points))
    reach = np.minimum(radii, 6.0)[:, None] * 0.6
    ways = np.array([(1, 0), (-1, 0), (0, 1), (0, -1)], np.float64)
    around = site.heights((points[:, None] + ways * reach[:, None]).reshape(-1, 2)).reshape(len(points), 4)
    wide = radii > 1.2
    return np.where(wide, np.minimum(around.min(axis=1), heights), heights) - SINK


def _on_its_element(scatter: Scatter, points: Grid, heights: Grid, radii: Grid, site: Site) -> NDArray[np.bool_]:
    allowed = site.inside(points, 1.5)
    if scatter.on == "water":
        return np.asarray(allowed & (site.level - heights > 0.8))
    if scatter.on == "shore":
        return np.asarray(allowed & (np.abs(heights - site.level) < 0.35))
    if scatter.on in ("air", "under"):
        return allowed
    ways = np.array([(1, 0), (-1, 0), (0, 1), (0, -1)], np.float64)
    reach = np.clip(radii, 0.4, 8.0)[:, None, None]
    around = site.heights((points[:, None] + ways * reach).reshape(-1, 2)).reshape(len(points), 4)
    steep = (around.max(axis=1) - around.min(axis=1)) / (2 * np.clip(radii, 0.4, 8.0))
    allowed &= site.free(points, float(np.median(np.clip(radii, 0.2, 4.0))) * 0.7)
    return np.asarray(allowed & (around.min(axis=1) > site.level + 0.12) & (steep < (0.3 if scatter.faces else 0.8)))


def _clear(points: Grid, radii: Grid, field: _Field) -> NDArray[np.bool_]:
    """Not in a subject or in something strewn before, and not in the viewer's face."""
    clear = np.linalg.norm(points - field.view.eye[[0, 2]], axis=1) > radii + 0.5
    for landed in field.view.subjects:
        clear &= np.linalg.norm(points - landed.at[[0, 2]], axis=1) > (radii + landed.radius) * 1.02 + 0.05
    low = radii < 0.7
    for place, radius in field.taken:
        apart = np.linalg.norm(points - place, axis=1)
        clear &= apart > np.where(low | (radius < 0.7), 0.25 * (radii + radius), 0.6 * (radii + radius))
    return np.asarray(clear)


def _in_the_lens(points: Grid, feet: Grid, radii: Grid, heights: Grid, view: View) -> NDArray[np.bool_]:
    """Whether something before the subjects takes too much of the picture."""
    offsets = points - view.eye[[0, 2]]
    depth = np.maximum(offsets @ view.ahead, 0.05)
    up = float(np.tan(np.radians(view.camera.fov) / 2))
    at = offsets @ np.array([-view.ahead[1], view.ahead[0]]) / depth / (up * view.aspect)
    half = radii / depth / (up * view.aspect)
    wide = np.clip(at + half, -1, 1) - np.clip(at - half, -1, 1)
    pitch = float(np.subtract(view.camera.target, view.camera.eye)[1]) / max(
        float(np.linalg.norm(np.subtract(view.camera.target, view.camera.eye)[[0, 2]])), 1e-6
    )
    low, high = ((y - view.eye[1]) / depth / up - pitch / up for y in (feet, feet + heights))
    tall = np.clip(high, -1, 1) - np.clip(low, -1, 1)
    nearest = min((float((o.at[[0, 2]] - view.eye[[0, 2]]) @ view.ahead) for o in view.subjects), default=CLEARING)
    near = (depth - radii < 0.9 * nearest) & (offsets @ view.ahead > -radii)
    # A post or trunk as near as the subjects that the picture's edge cuts off looks like an accident.
    cut = (depth - radii < CUT_WITHIN * nearest) & (np.abs(at) + half > 0.97) & (np.abs(at) - half < 1.0) & (high > 0.9)
    return np.asarray(near & (wide * tall / 4 > LENS_MAX) | (cut & (wide * tall / 4 > CUT_MAX)))


def _hides(points: Grid, feet: Grid, radii: Grid, heights: Grid, view: View) -> NDArray[np.bool_]:
    """Whether something would cover a part of a subject, or stand close behind it and blur its outline."""
    hides = np.zeros(len(points), bool)
    sides = np.array([-view.ahead[1], view.ahead[0]])
    offsets = points - view.eye[[0, 2]]
    depth = np.maximum(offsets @ view.ahead, 0.05)
    at, half = offsets @ sides / depth, radii / depth
    top = (feet + heights - view.eye[1]) / np.maximum(depth - radii, 0.05)
    if not view.subjects:
        return np.asarray((depth < CLEARING) & (np.abs(at) - half < 0.3) & (heights > 1.0))
    for landed in view.subjects:
        points_of = landed.outline
        flat = points_of[:, [0, 2]] - view.eye[[0, 2]]
        ahead = np.maximum(flat @ view.ahead, 0.05)
        left, right = float((flat @ sides / ahead).min()), float((flat @ sides / ahead).max())
        rises = (points_of[:, 1] - view.eye[1]) / ahead
        foot, tall = float(rises.min()), float(np.ptp(rises))
        margin = 0.08 * (right - left)
        beside = (at + half < left - margin) | (at - half > right + margin)
        before = (depth - radii < ahead.max()) & (top > foot + 0.06 * tall)
        reach = min(FAR_BEHIND * ahead.max(), ahead.max() + 40.0) if landed.piece.aloft else CLOSE_BEHIND * ahead.max()
        behind = (depth < reach) & (top > foot + 0.35 * tall)
        hides |= ~beside & (before | behind)
    return hides


def _yaws(points: Grid, scatter: Scatter, view: View, rng: np.random.Generator) -> Grid:
    """Degrees: by chance, towards the viewer, or along the terrain's streets."""
    yaws = rng.uniform(-180, 180, len(points))
    if scatter.faces:
        towards = view.eye[[0, 2]] - points
        yaws = np.degrees(np.arctan2(towards[:, 0], towards[:, 1])) + rng.uniform(-25, 25, len(points))
    return np.asarray(90 * np.round(yaws / 90) if scatter.square else yaws)


def _matrices(places: Grid) -> NDArray[np.float32]:
    matrices = np.tile(np.eye(4, dtype=np.float32), (len(places), 1, 1))
    for index, (x, foot, z, size, yaw) in enumerate(places):
        turn = turned(float(yaw)) * size
        matrices[index, 0, [0, 2]], matrices[index, 2, [0, 2]] = turn[0], turn[1]
        matrices[index, 1, 1] = size
        matrices[index, :3, 3] = (x, foot, z)
    return matrices
