"""The subjects of a spec as meshes, with what the layout must know of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.scene_lexicon import load_scene_lexicon
from data.scene_light import load_light
from engine.scene.layout.holding import held_by, holder_of, holding_pose, in_the_hand
from engine.scene.layout.riding import POSE as RIDING
from engine.scene.layout.riding import rides, seat_of
from engine.scene.mesh import Mesh
from engine.scene.models.model import Look, Model, PersonKind, PersonLook
from engine.scene.models.water_birds import WADERS
from engine.scene.spec import SceneSpec, Subject

SIZES: Mapping[str, float] = {"tiny": 0.4, "small": 0.65, "normal": 1.0, "large": 1.45, "huge": 2.2}
INSTEAD: Mapping[str, tuple[str, ...]] = {
    "sleeping": ("lying",), "lying": ("sleeping",), "riding": ("sitting",), "reading": ("sitting",),
    "playing": ("sitting", "running"), "fighting": ("running", "standing"), "eating": ("standing",),
    "jumping": ("running", "dancing"), "dancing": ("running",), "howling": ("sitting", "standing"),
    "sailing": ("swimming",), "waving": ("standing",), "flying": ("swimming",), "driving": ("sitting",),
}  # fmt: skip
"""What comes nearest to a pose that a model does not have."""

DRAUGHTS: Mapping[str, float] = {
    "boat": 0.22, "sailboat": 0.45, "ship": 1.4, "duck": 0.08, "dolphin": 0.35, "submarine": 2.2, "whale": 2.6,
    "shark": 1.0, "turtle": 0.25, "swan": 0.08,
}  # fmt: skip
"""How many metres of a thing of the usual size are under water when it swims."""

SEAT = 0.44
"""Height in metres of the seat under a sitting grown-up."""

NATURAL_SEATS = frozenset({"iceberg", "rock", "mountain", "volcano"})
SEAT_RATIO = 3.5
"""How much higher than who is on it such a thing is at most."""

ROOTED = frozenset({"coral", "seaweed", "octopus", "crab"})
"""What is on the sea bed, not above it."""

FLOATERS = frozenset({"rocket", "ufo", "planet", "comet", "star", "galaxy", "sun", "moon", "rock"})
"""What needs no ground in space."""

TREES = frozenset({"oak", "pine", "palm", "birch", "willow", "cherry-tree"})
SHELTER_RATIO = 4.5
"""The same of a tree and who is under it."""

PEOPLE = frozenset({"man", "woman", "boy", "girl", "child", "knight", "wizard", "astronaut"})
VEHICLES = frozenset(
    {"car", "truck", "bus", "bicycle", "motorcycle", "train", "tractor", "cart", "airplane", "helicopter"}
)

MOTORED = frozenset({"train", "car", "truck", "bus"})
"""What needs a level bridge."""


@dataclass(frozen=True, eq=False)
class Actor:
    """A subject that can be shown.

    Attributes:
        number: of the subject, from 1, as the masks have it.
        meshes: one to three variants in metres, already as large as asked for.
        habitat: where it is to be put: "ground", "water", "air", "sky", "underwater", "table", "indoor", or "span" for
            a bridge over a river.
        pose: the one that its model was given.
        drop: how far a mesh goes below what carries it: a boat's draught, a seat's height.
        held: whether the one that it refers to holds it; its origin is where the hand is.
    """

    number: int
    subject: Subject
    model: Model
    meshes: tuple[Mesh, ...]
    habitat: str
    pose: str | None
    drop: float = 0.0
    held: bool = False

    @cached_property
    def extent(self) -> NDArray[np.float64]:
        """Width, height, depth of the largest variant."""
        return np.asarray(np.max([mesh.size for mesh in self.meshes], axis=0), np.float64)

    @cached_property
    def radius(self) -> float:
        """Of a circle on the ground around it, its middle on the model's axis."""
        reach = max(float(np.linalg.norm(mesh.positions[:, ::2], axis=1).max()) for mesh in self.meshes)
        return max(reach, 0.02)

    @property
    def height(self) -> float:
        return float(self.extent[1])

    @property
    def presence(self) -> float:
        """Metres: how large it looks, by its height and its width."""
        return max(self.height, 0.55 * float(max(self.extent[0], self.extent[2])))

    @cached_property
    def outlines(self) -> tuple[NDArray[np.float64], ...]:
        """For each variant its outermost points, k x 3."""
        steps = np.array([(x, y, z) for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1) if x or y or z])
        ways = (steps / np.linalg.norm(steps, axis=1, keepdims=True)).astype(np.float32)
        return tuple(
            mesh.positions[np.unique((mesh.positions @ ways.T).argmax(axis=0))].astype(np.float64)
            for mesh in self.meshes
        )


def cast(spec: SceneSpec, models: Mapping[str, Model], check: Callable[[], None] = lambda: None) -> list[Actor | None]:
    """The actors in the order of the subjects; None where there is no model, or where the sky draws it.

    `check` is called before each is built and may raise.
    """
    actors: list[Actor | None] = []
    for index, subject in enumerate(spec.subjects):
        check()
        actors.append(_actor(spec, index, models.get(subject.noun)))
    actors = [None if actor is None else _held(spec, actor, actors) for actor in actors]
    return [None if actor is None else _humbled(actor, actors) for actor in actors]


def _held(spec: SceneSpec, actor: Actor, actors: Sequence[Actor | None]) -> Actor:
    """The actor as it lies in the hand of its holder, if it has one."""
    number = holder_of(spec, actor.number - 1)
    holder = None if number is None else actors[number]
    if holder is None:
        return actor
    tall = float(holder.meshes[0].size[1]) * (1.25 if holder.pose == "sitting" else 1.0)
    meshes = tuple(in_the_hand(mesh, actor.subject.noun, tall) for mesh in actor.meshes)
    return replace(actor, meshes=meshes, habitat="ground", drop=0.0, held=True)


def _humbled(actor: Actor, actors: Sequence[Actor | None]) -> Actor:
    """An iceberg is not so large that who is on it gets lost, nor a tree for who is under it."""
    riders, guests = (_heights(actor, actors, kind) for kind in ("on", "below"))
    if actor.subject.size != "normal":
        return actor
    if actor.subject.noun in NATURAL_SEATS and riders:
        scale = float(np.clip(SEAT_RATIO * max(riders) / actor.height, 0.35, 1.0))
    elif actor.subject.noun in TREES and guests:
        scale = float(np.clip(SHELTER_RATIO * max(guests) / actor.height, 0.55, 1.0))
    else:
        return actor
    meshes = tuple(mesh.moved(np.diag([scale, scale, scale, 1.0])) for mesh in actor.meshes)
    return replace(actor, meshes=meshes, drop=actor.drop * scale)


def _heights(actor: Actor, actors: Sequence[Actor | None], kind: str) -> list[float]:
    """Of those that are in this relation to an actor."""
    related = [(other, other.subject.relation) for other in actors if other is not None]
    return [o.height for o, r in related if r is not None and r.kind == kind and r.to == actor.number - 1]


def _actor(spec: SceneSpec, index: int, model: Model | None) -> Actor | None:
    subject = spec.subjects[index]
    entry = load_scene_lexicon().nouns.get(subject.noun)
    if model is None or (entry is not None and entry.sky and spec.place != "space"):
        return None
    habitat = _habitat(spec, subject, model)
    pose = _pose(subject, model, habitat)
    grip = held_by(spec, index)
    if grip is not None and holding_pose(subject.pose, grip) in model.poses:
        pose = holding_pose(subject.pose, grip)
    elif holder_of(spec, index) is not None and "held" in model.poses:
        pose = "held"
    if rides(spec, index) and RIDING in model.poses:
        pose = RIDING
    count = min(subject.count, 3)
    meshes = tuple(_mesh(spec, index, model, pose, variant) for variant in range(count))
    size = SIZES[subject.size]
    drop = DRAUGHTS.get(subject.noun, 0.0) * size if habitat == "water" else 0.0
    if pose == "sitting" and subject.noun in PEOPLE:
        drop = SEAT * size * meshes[0].size[1] / (1.3 * size)
    if pose == RIDING and subject.noun in PEOPLE and rides(spec, index):
        drop = seat_of(meshes[0])
    return Actor(index + 1, subject, model, meshes, habitat, pose, float(drop))


def _habitat(spec: SceneSpec, subject: Subject, model: Model) -> str:
    entry = load_scene_lexicon().nouns.get(subject.noun)
    habitat = str(model.habitat)
    if entry is not None and entry.habitat != "ground":
        habitat = entry.habitat
    if subject.pose == "flying" and subject.noun not in PEOPLE:
        return "air"
    if subject.pose is None and subject.noun == "bird" and (subject.word or "").rstrip("s") in WADERS:
        return "ground"
    above = subject.relation is not None and subject.relation.kind == "above"
    if above and "flying" in model.poses and subject.pose in (None, "flying"):
        return "air"
    if subject.pose == "swimming" and spec.place != "underwater":
        return "water"
    if spec.place == "space" and subject.noun in ("rocket", "ufo") and subject.relation is None:
        lone = all(other.noun in FLOATERS for other in spec.subjects)
        return "air" if lone or subject.noun == "ufo" else "ground"
    if habitat == "air" and subject.relation is not None and subject.relation.kind in ("on", "in", "beside"):
        return (
            "ground" if subject.noun in ("bird", "eagle", "owl", "airplane", "helicopter", "balloon", "kite") else "air"
        )
    if subject.noun == "bridge" and spec.place == "river":
        return "span"
    if habitat == "underwater" and spec.place != "underwater":
        return "water"
    if habitat == "underwater" and subject.noun in ROOTED and (subject.word or "") != "jellyfish":
        return "ground"
    if spec.place == "underwater" and habitat == "water" and subject.noun in ("dolphin", "duck", "turtle"):
        return "underwater"
    if subject.noun == "turtle" and spec.place == "underwater":
        return "underwater"
    return "ground" if habitat in ("wall", "any") else habitat


def _pose(subject: Subject, model: Model, habitat: str) -> str | None:
    wanted = subject.pose
    if wanted is None and habitat == "air":
        wanted = "flying"
    elif wanted is None and habitat in ("water", "underwater"):
        wanted = "swimming"
    elif wanted is None and "flying" in model.poses:
        wanted = "sitting"
    if wanted == "swimming" and habitat == "underwater" and "diving" in model.poses:
        return "diving"
    for pose in (wanted, *INSTEAD.get(wanted or "", ())):
        if pose in model.poses:
            return pose
    return "standing" if "standing" in model.poses else (model.poses[0] if model.poses else None)


def _mesh(spec: SceneSpec, index: int, model: Model, pose: str | None, variant: int) -> Mesh:
    subject = spec.subjects[index]
    colours = load_scene_lexicon().colours
    look = Look(
        rng=_chance(spec, index, variant),
        colour=colours.get(subject.colour or ""),
        material=subject.material,
        pose=pose,
        season=spec.season,
        detail=1.0 if subject.count <= 3 else 0.6 if subject.count <= 10 else 0.3,
        person=_person(spec, index),
        lit=load_light().times[spec.time_of_day].dark or subject.pose == "lit",
        word="viaduct" if _bears_traffic(spec, index) else subject.word,
    )
    scale = np.diag([SIZES[subject.size]] * 3 + [1.0])
    return model.build(look).moved(scale)


def _chance(spec: SceneSpec, index: int, variant: int) -> np.random.Generator:
    """A character with a seed of its own looks the same in every scene."""
    own = next((who.seed for who in spec.characters if who.subject == index), None)
    return np.random.default_rng([spec.seed, 101, index, variant] if own is None else [own, 102, variant])


def _bears_traffic(spec: SceneSpec, index: int) -> bool:
    """Whether this is a bridge that a train or car crosses: then it is level."""
    if spec.subjects[index].noun != "bridge":
        return False
    crossing = (s.relation for s in spec.subjects if s.noun in MOTORED and s.relation is not None)
    return any((relation.kind, relation.to) == ("on", index) for relation in crossing)


def _person(spec: SceneSpec, index: int) -> PersonLook | None:
    colours = load_scene_lexicon().colours
    noun = spec.subjects[index].noun
    for who in spec.characters:
        if who.subject == index:
            hair, skin, clothes = (colours.get(name or "") for name in (who.hair, who.skin, who.clothes))
            return PersonLook(who.kind, hair, skin, clothes)
    kinds: dict[str, PersonKind] = {"man": "man", "woman": "woman", "boy": "boy", "girl": "girl", "child": "child"}
    return PersonLook(kinds.get(noun, "person")) if noun in PEOPLE else None
