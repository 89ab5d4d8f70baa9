"""From a spec to a scene."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from data.scene_lexicon import load_scene_lexicon
from data.scene_places import PlaceRecipe, load_places
from engine.scene.layout.cast import PEOPLE, TREES, Actor, cast
from engine.scene.layout.choice import quality
from engine.scene.layout.framing import Sights, frame
from engine.scene.layout.gathering import gather
from engine.scene.layout.interior import CEILING, furnish
from engine.scene.layout.lamps import lamps_of
from engine.scene.layout.landing import Landed, land
from engine.scene.layout.lanes import ROAD_VEHICLES
from engine.scene.layout.light import air_of, grade_of, particles_of, sky_of, thinned, water_of
from engine.scene.layout.rise import raised
from engine.scene.layout.shot import Shot, draw_shot
from engine.scene.layout.site import GroundBuilder, Site
from engine.scene.layout.staging import Stage, lift_off, stage
from engine.scene.layout.surroundings import View, drifting_rocks, surround
from engine.scene.layout.viewpoint import Spot, find_spots
from engine.scene.models.model import Model
from engine.scene.models.registry import find_models
from engine.scene.scene import Camera, Instance, Scene
from engine.scene.spec import RelationTo, SceneSpec, Subject
from engine.scene.terrain.build import build

CHECK_SECONDS = 0.1
SPEEDS = {"drive": 6.0, "drift": 1.2, "circle": 5.0, "spin": 0.1, "bob": 1.0}
"""Metres (or turns) a second in a film."""
CENTRED = frozenset({
    "castle", "temple", "church", "fountain", "pagoda", "statue", "gate", "table", "planet", "volcano", "mountain",
    "iceberg", "rainbow", "tower", "lighthouse",
})  # fmt: skip
"""What looks best in the middle of a picture when it is alone."""
SPECTACLES = frozenset({"aurora"})
"""What is shown by the sky itself: the camera leaves room for it."""
WATERSIDE = ("coast", "island", "harbour", "lake", "river")


def compose(
    spec: SceneSpec,
    aspect: float,
    *,
    build_ground: GroundBuilder | None = None,
    models: Mapping[str, Model] | None = None,
    check: Callable[[], None] = lambda: None,
) -> Scene:
    """The scene of a spec for pictures `aspect` times as wide as high. The same spec gives the same scene.

    A noun without a model is left out; `unseen` tells which. `build_ground` and `models` are the shipped ones
    unless given. `check` is called several times a second and may raise to cancel.
    """
    models = find_models() if models is None else models
    recipe = load_places()[spec.place]
    rng = np.random.default_rng([spec.seed, 11])
    often = _now_and_then(check)
    site = replace(_site(spec, recipe, build_ground), check=often)
    shot = draw_shot(spec.camera.shot, aspect, spec.seed, rng)
    shot.skyward = any(subject.noun in SPECTACLES for subject in spec.subjects)
    stages = stage(gather(*_cast(spec, models, often), rng, often), shot, 0.85 * site.half + 4.0, rng)
    if spec.place == "space" and stages and all(s.flies for s in stages):
        lift_off(stages)
    spots = find_spots(stages, shot, site, rng, turn=_turn(spec, recipe, stages), sea=spec.place in WATERSIDE)
    landed, camera, spot = _best(spots, stages, shot, site)
    hill = raised(spec, landed, spot, site)
    if hill is not None:
        eye_height, focus = _eye(stages, shot, spot, site)
        site, landed = hill, land(stages, spot, hill, eye_height)
        camera = frame(_sights(landed, stages, focus), spot, shot, site, eye_height)
    view = View(camera, aspect, landed)
    floats = spec.place == "space" and _floats(landed)
    around = surround(spec, recipe, models, site, view, rng) if not floats else drifting_rocks(spec, models, view)
    if site.ground.walls is not None:
        around += furnish(spec, landed, models, site.ground.walls)
    sky = sky_of(spec, camera, aspect, rng)
    air = thinned(air_of(spec, sky), [piece.at for piece in landed if piece.shown], camera)
    exposure, grade = grade_of(spec)
    built = spec.place in ("room", "studio")
    shell = (Instance(site.ground.mesh, np.eye(4, dtype=np.float32)[None], noun=spec.place),) if built else ()
    return Scene(
        (*_instances(landed), *(instance for _, instance in around), *shell), sky, camera,
        ground=None if built or floats else site.ground.mesh, water=water_of(spec, site.ground.water), air=air,
        lamps=(*lamps_of(spec, landed, around, camera.eye), *((CEILING,) if recipe.indoors else ())),
        particles=particles_of(spec), indoors=recipe.indoors,
        exposure=exposure, grade=grade, roads=site.ground.roads,
    )  # fmt: skip


def unseen(spec: SceneSpec, models: Mapping[str, Model] | None = None) -> tuple[str, ...]:
    """Notes on the subjects that cannot be shown for want of a model."""
    models = find_models() if models is None else models
    nouns = load_scene_lexicon().nouns
    missing = dict.fromkeys(
        subject.noun for subject in spec.subjects
        if subject.noun not in models
        and not (subject.noun in nouns and (nouns[subject.noun].sky or nouns[subject.noun].land))
    )  # fmt: skip
    return tuple(f"There is no model of {noun} yet: it is left out." for noun in missing)


def _site(spec: SceneSpec, recipe: PlaceRecipe, build_ground: GroundBuilder | None) -> Site:
    rng = np.random.default_rng([spec.seed, 7])
    ground = (build_ground or build)(spec.place, rng, spec.season, recipe.size)
    return Site(ground, recipe.reach, submerged=spec.place == "underwater")


def _turn(spec: SceneSpec, recipe: PlaceRecipe, stages: Sequence[Stage]) -> float:
    """All around where some stand on land and some on water, so that both are found."""
    afloat = {s.group.habitat == "water" for s in stages if not s.flies}
    if len(afloat) == 2 and spec.place in WATERSIDE:
        return 180.0
    drives = any(s.group.root.subject.noun in ROAD_VEHICLES for s in stages)
    if drives and spec.place in ("street", "city"):
        return 50.0
    spans = any(s.group.habitat == "span" for s in stages)
    return 120.0 if spans else recipe.turn


def _now_and_then(check: Callable[[], None]) -> Callable[[], None]:
    """The same, but called no more than every tenth of a second."""
    last = monotonic()

    def often() -> None:
        nonlocal last
        if monotonic() - last >= CHECK_SECONDS:
            last = monotonic()
            check()

    return often


def _cast(
    spec: SceneSpec, models: Mapping[str, Model], check: Callable[[], None]
) -> tuple[list[Actor | None], Actor | None]:
    """The actors, and what people sit on where nothing else is at hand."""
    seats = ("chair", "sofa") if spec.place == "room" else ("log", "rock", "bench")
    seat = next((noun for noun in seats if noun in models), None)
    laid = _laid_on_a_table(spec, models)
    actors = cast(laid, models, check)
    sits = any(a is not None and a.pose == "sitting" and a.subject.noun in PEOPLE for a in actors)
    prop = _prop(spec, seat, models) if seat is not None and sits else None
    if len(laid.subjects) > len(spec.subjects) and actors[-1] is not None:
        actors[-1] = replace(actors[-1], number=0)
    return actors, prop


def _prop(spec: SceneSpec, noun: str, models: Mapping[str, Model]) -> Actor | None:
    (prop,) = cast(spec.model_copy(update={"subjects": (Subject(noun=noun),), "characters": ()}), models)
    return None if prop is None else replace(prop, number=0)


def _laid_on_a_table(spec: SceneSpec, models: Mapping[str, Model]) -> SceneSpec:
    """Indoors, what belongs on a table is on one: on that of the prompt, else on one that is added at the end."""
    nouns = load_scene_lexicon().nouns
    loose = [
        index for index, subject in enumerate(spec.subjects)
        if subject.relation is None and subject.noun in nouns and nouns[subject.noun].habitat == "table"
    ]  # fmt: skip
    if spec.place != "room" or not loose or "table" not in models:
        return spec
    subjects = list(spec.subjects)
    table = next((index for index, subject in enumerate(subjects) if subject.noun == "table"), len(subjects))
    if table == len(subjects):
        subjects.append(Subject(noun="table"))
    for index in loose:
        subjects[index] = subjects[index].model_copy(
            update={"relation": RelationTo.model_construct(kind="on", to=table)}
        )
    return spec.model_copy(update={"subjects": tuple(subjects)})


def _eye(stages: Sequence[Stage], shot: Shot, spot: Spot, site: Site) -> tuple[float, float]:
    """The eye's y, and metres to what must be sharp: the first subject."""
    standing = [s for s in stages if not s.flies] or list(stages)
    nearest = min((s.distance for s in standing), default=14.0 if site.ground.walls is None else 8.0)
    here = np.array([(spot.x, spot.z)])
    feet = [float(np.maximum(site.heights(spot.point(s.across, s.distance)[None]), site.level)[0]) for s in standing]
    ground = max(float(site.heights(here)[0]), site.level)
    base = max(ground, float(np.mean(feet))) if feet else ground
    laid = max(
        (float(s.group.bounds()[0][1]) for s in standing if len(s.group.shown) < len(s.group.pieces)), default=0.0
    )
    height = float(np.clip(shot.lift * nearest, 0.12, 90.0 if shot.name == "above" else 9.0)) + (
        laid + 0.10 * nearest if laid > 0 else 0.0
    )
    if any(s.group.habitat == "span" for s in standing):
        height *= 1.8
    return max(base + height, ground + 0.12), float(stages[0].distance if stages else nearest)


def _floats(landed: Sequence[Landed]) -> bool:
    """Whether nothing stands on the ground: then there is none."""
    return bool(landed) and all(piece.piece.aloft for piece in landed if piece.piece.carrier is None)


def _best(spots: Sequence[Spot], stages: Sequence[Stage], shot: Shot, site: Site) -> tuple[list[Landed], Camera, Spot]:
    """The subjects on the landscape, the camera, and its spot: the one that shows them best."""
    best: tuple[float, list[Landed], Camera, Spot] | None = None
    for rank, spot in enumerate(spots if stages else spots[:1]):
        eye_height, focus = _eye(stages, shot, spot, site)
        landed = land(stages, spot, site, eye_height)
        camera = frame(_sights(landed, stages, focus), spot, shot, site, eye_height)
        score = quality(landed, camera, shot.aspect, site) - 0.05 * rank
        if best is None or score > best[0]:
            best = (score, landed, camera, spot)
    if best is None:
        raise ValueError("no spot to look from")
    return best[1:]


def _sights(landed: Sequence[Landed], stages: Sequence[Stage], focus: float) -> Sights:
    seen = [piece.outline for piece in landed if piece.shown] + [
        _lower_part(piece) for piece in landed if not piece.shown and piece.piece.actor.subject.noun in TREES
    ]  # fmt: skip
    points = np.concatenate(seen) if seen else np.zeros((0, 3))
    alone, noun = len(stages) == 1, stages[0].group.root.subject.noun if stages else ""
    level = noun == "table" and alone or bool(stages) and all(s.group.habitat == "sky" for s in stages)
    return Sights(points, focus, alone, alone and noun in CENTRED, level)


def _lower_part(tree: Landed) -> NDArray[np.float64]:
    """The trunk and the start of the crown of a tree that shelters somebody."""
    low, high = tree.mesh.bounds
    share = 0.95 if tree.piece.actor.subject.noun == "palm" else 0.6
    return np.asarray(tree.at + [(0.0, 0.0, 0.0), (0.0, share * float(high[1] - low[1]) * tree.piece.scale, 0.0)])


def _instances(landed: Sequence[Landed]) -> list[Instance]:
    """One for each mesh, with all its places."""
    found: dict[tuple[int, int], tuple[Landed, list[NDArray[np.float64]]]] = {}
    for piece in landed:
        key = (id(piece.mesh), piece.piece.actor.number)
        found.setdefault(key, (piece, []))[1].append(piece.matrix)
    result = []
    for first, matrices in found.values():
        actor = first.piece.actor
        held = first.piece.carrier is not None and not first.piece.aloft
        motion = "still" if held and actor.model.motion != "sway" else actor.model.motion
        if motion == "bob" and actor.habitat != "water":
            motion = "still"
        if actor.model.motion == "circle" and actor.pose != "flying":
            motion = "still"
        transforms = np.stack(matrices).astype(np.float32)
        speed, noun = SPEEDS.get(motion, 1.0), actor.subject.noun
        result.append(Instance(first.mesh, transforms, actor.number, motion, speed, noun, actor.pose))
    return result
