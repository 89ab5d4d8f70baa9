"""Men, women and children: dressed, combed and posed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from engine.scene.mesh import Mesh
from engine.scene.models.faces import (
    EYE_COLOURS,
    HAIR_COLOURS,
    HAIR_OF_MEN,
    HAIR_OF_WOMEN,
    SKIN_TONES,
    Hair,
    add_face,
    add_hair,
)
from engine.scene.models.figure import CHILD, MAN, POSES, WOMAN, Build, Joints, Pose, Wear, add_body
from engine.scene.models.finishing import finished
from engine.scene.models.model import Look, Model, PersonKind, PersonLook
from engine.scene.models.paintwork import BROWN, CREAM, GOLD, WHITE, Paint
from engine.scene.models.sculpt import Sculpt
from engine.scene.scene import Colour

CLOTHES: tuple[Colour, ...] = (
    (0.75, 0.28, 0.26),
    (0.26, 0.46, 0.68),
    (0.34, 0.56, 0.4),
    (0.88, 0.68, 0.3),
    (0.52, 0.36, 0.6),
    (0.25, 0.55, 0.58),
    (0.9, 0.88, 0.82),
)
TROUSERS = (
    Paint((0.22, 0.28, 0.4), "fabric"),
    Paint((0.36, 0.3, 0.26), "fabric"),
    Paint((0.26, 0.27, 0.3), "fabric"),
    Paint((0.62, 0.53, 0.4), "fabric"),
)
SHOES = (Paint((0.3, 0.2, 0.14), "leather"), Paint((0.15, 0.15, 0.17), "leather"), Paint((0.75, 0.3, 0.28), "leather"))


def chosen(look: Look) -> PersonLook:
    """The person's looks with every blank filled by chance; always draws the same number of times."""
    rng, given = look.rng, look.person or PersonLook()
    skin = SKIN_TONES[int(rng.integers(len(SKIN_TONES)))]
    hair = HAIR_COLOURS[int(rng.integers(len(HAIR_COLOURS)))]
    clothes = CLOTHES[int(rng.integers(len(CLOTHES)))]
    if float(np.abs(np.subtract(hair, given.skin or skin)).max()) < 0.26:  # hair that would be lost on the skin
        hair = HAIR_COLOURS[0]
    return PersonLook(given.kind, given.hair or hair, given.skin or skin, look.colour or given.clothes or clothes)


def pose_of(look: Look) -> Pose:
    """The pose asked for; standing when there is no such."""
    return POSES.get(look.pose or "standing", POSES["standing"])


def add_person_head(s: Sculpt, joints: Joints, hair: Hair, look: Look, person: PersonLook) -> None:
    """Face and hair at the top of a body."""
    pose = pose_of(look)
    iris = Paint(EYE_COLOURS[int(look.rng.integers(len(EYE_COLOURS)))], "eye")
    with s.frame(joints.head, (pose.nod, pose.turn, 0), joints.size):
        tint = Paint(person.hair or HAIR_COLOURS[0], "satin")
        add_face(
            s,
            (Paint(person.skin or SKIN_TONES[0], "skin"), tint.shade(0.8), iris),
            asleep=pose.lying,
            lashes=hair in (*HAIR_OF_WOMEN, "pigtails") and hair != "curly",
        )
        add_hair(s, hair, tint, look.rng)


def laid(s: Sculpt, pose: Pose, body: Callable[[], None]) -> None:
    """Draws a body, on its back if the pose lies."""
    with s.frame(turn=(-90, 0, 0) if pose.lying else (0, 0, 0)):
        body()


def _buttons(s: Sculpt, b: Build, paint: Paint, pose: Pose) -> None:
    with s.frame((0, b.leg, 0), (pose.lean, 0, 0)):
        for k in range(3):
            t = 0.42 + 0.19 * k
            wide = float(
                np.interp(t, [0.4, 0.75, 0.94], [b.waist * 0.76, b.shoulder * 0.9 * 0.66, b.shoulder * 0.85 * 0.56])
            )
            s.ball((0, b.torso * t, wide), (0.012, 0.012, 0.006), paint)


def _belt(s: Sculpt, b: Build, pose: Pose) -> None:
    with s.frame((0, b.leg + b.torso * 0.1, 0), (pose.lean, 0, 0), (1, 1, 0.77)):
        s.ring((0, 0, 0), b.hip * 0.99, 0.019, BROWN)
        s.block((0, 0, b.hip * 1.03), (0.05, 0.036, 0.02), GOLD)


def _dressed(look: Look, kind: PersonKind, person: PersonLook) -> tuple[Build, Wear, Hair]:
    rng = look.rng
    top, skin = Paint(person.clothes or CLOTHES[0], "fabric"), Paint(person.skin or SKIN_TONES[0], "skin")
    bottom, shoes = TROUSERS[int(rng.integers(len(TROUSERS)))], SHOES[int(rng.integers(len(SHOES)))]
    men, women = HAIR_OF_MEN[int(rng.integers(len(HAIR_OF_MEN)))], HAIR_OF_WOMEN[int(rng.integers(len(HAIR_OF_WOMEN)))]
    if kind == "man":
        return MAN, Wear(top, bottom, shoes, skin), men
    if kind == "woman":
        dress = rng.random() < 0.6
        return (
            WOMAN,
            Wear(
                top,
                top if dress else bottom,
                shoes,
                skin,
                "short" if dress else "long",
                "skirt" if dress else "trousers",
            ),
            women,
        )
    if kind == "girl":
        return (
            CHILD,
            Wear(top, top.shade(0.92), shoes, skin, "short", "skirt"),
            ("pigtails", "bob", "long")[int(rng.integers(3))],
        )
    return CHILD, Wear(top, bottom, shoes, skin, "short", "shorts"), men


CHANCE: Mapping[PersonKind, tuple[PersonKind, PersonKind]] = MappingProxyType(
    {"child": ("girl", "boy"), "person": ("woman", "man")}
)


def build_person(look: Look, kind: PersonKind) -> Mesh:
    """A man, woman, girl or boy as `look` asks; "child" and "person" are decided by chance."""
    kinds = CHANCE.get(kind, (kind, kind))
    kind = kinds[int(look.rng.integers(2))]
    person, pose = chosen(look), pose_of(look)
    b, wear, hair = _dressed(look, kind, person)
    s = Sculpt(look.detail, 1.2)

    def body() -> None:
        joints = add_body(s, b, wear, pose)
        add_person_head(s, joints, hair, look, person)
        if kind == "man":
            _belt(s, b, pose)
            _buttons(s, b, CREAM, pose)
        elif kind == "boy":
            _stripes(s, b, wear, pose)
        elif wear.legwear == "skirt":
            _sash(s, b, pose)

    laid(s, pose, body)
    return s.mesh()


def _stripes(s: Sculpt, b: Build, wear: Wear, pose: Pose) -> None:
    with s.frame((0, b.leg, 0), (pose.lean, 0, 0)):
        for t, wide, deep in ((0.42, b.waist, 0.77), (0.64, b.shoulder * 0.855, 0.69)):
            with s.frame((0, b.torso * t, 0), scale=(1, 1, deep)):
                s.ring((0, 0, 0), wide * 0.985, 0.013, WHITE.mixed(wear.top, 0.1))


def _sash(s: Sculpt, b: Build, pose: Pose) -> None:
    with s.frame((0, b.leg + b.torso * 0.37, 0), (pose.lean, 0, 0), (1, 1, 0.8)):
        s.ring((0, 0, 0), b.waist * 1.02, 0.017, CREAM)


def _builder(kind: PersonKind) -> Callable[[Look], Mesh]:
    @finished
    def build(look: Look) -> Mesh:
        return build_person(look, kind)

    build.__name__ = str(kind)
    return build


ALL_POSES = tuple(POSES)
HEIGHTS: Mapping[PersonKind, float] = MappingProxyType(
    {"man": 1.65, "woman": 1.6, "boy": 1.18, "girl": 1.18, "child": 1.18}
)
MODELS = tuple(Model(kind, _builder(kind), height, "ground", ALL_POSES) for kind, height in HEIGHTS.items())
