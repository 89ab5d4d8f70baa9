"""Cats, dogs, cattle and wild animals: their measures and coats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from engine.scene.mesh import Mesh
from engine.scene.models.animal_heads import Head
from engine.scene.models.breeds import bred
from engine.scene.models.coats import Coat, shaggy
from engine.scene.models.finishing import finished
from engine.scene.models.model import Look, Model
from engine.scene.models.paintwork import WHITE, Paint
from engine.scene.models.quadruped import add_animal
from engine.scene.models.sculpt import Sculpt
from engine.scene.models.stances import Animal


def _fur(red: float, green: float, blue: float) -> Paint:
    return Paint((red, green, blue), "fur")


GINGER, RUST, GREY, BAY, PALE = (
    _fur(0.87, 0.58, 0.3),
    _fur(0.84, 0.42, 0.16),
    _fur(0.5, 0.51, 0.53),
    _fur(0.5, 0.28, 0.15),
    _fur(0.95, 0.91, 0.84),
)
DARK, FAWN, SAND, HIDE, ROSE = (
    _fur(0.2, 0.16, 0.14),
    _fur(0.68, 0.44, 0.25),
    _fur(0.85, 0.65, 0.36),
    _fur(0.55, 0.55, 0.58),
    _fur(0.93, 0.68, 0.66),
)
BEAR = _fur(0.42, 0.28, 0.18)

ANIMALS: dict[str, Animal] = {
    "cat": Animal(0.27, 0.42, (0.078, 0.088), (0.082, 0.084), (0.082, 0.088), (0.036, 0.026), (0.06, 0.09), (0.062,
    0.058),
                  Head(0.092, (0.3, 0.42, 0.3), 4, (1.05, 0.9, 0.85), 0.19, 36, "point", 0.85),
                  Coat(GINGER, PALE, PALE, PALE, None, GINGER.shade(0.66), "stripes", 0.09), "up", 0.32),
    "dog": Animal(0.5, 0.62, (0.125, 0.145), (0.105, 0.115), (0.11, 0.12), (0.056, 0.04), (0.13, 0.17), (0.095, 0.085),
                  Head(0.125, (0.72, 0.5, 0.44), 6, ears="flop", ear=1.0), Coat(_fur(0.8, 0.6, 0.36), PALE, None,
                  PALE, BAY), "up", 0.32),
    "fox": Animal(0.4, 0.56, (0.088, 0.1), (0.082, 0.088), (0.085, 0.095), (0.04, 0.026), (0.11, 0.13), (0.078, 0.066),
                  Head(0.1, (0.85, 0.36, 0.3), 8, (1.1, 0.88, 0.9), ears="point", ear=1.15), Coat(RUST, PALE, DARK,
                  PALE, PALE), "bushy", 0.52,
                  extras=("whiskers",)),
    "wolf": Animal(0.78, 0.95, (0.165, 0.2), (0.13, 0.15), (0.14, 0.165), (0.075, 0.05), (0.23, 0.2), (0.15, 0.125),
                   Head(0.155, (0.95, 0.44, 0.4), 8, (1.06, 0.92, 0.95), 0.13, ears="point", ear=0.95),
                   Coat(GREY, _fur(0.86, 0.84, 0.8), None, _fur(0.82, 0.8, 0.77), GREY.shade(0.6)),
                   "bushy", 0.62, extras=("whiskers",)),
    "horse": Animal(1.55, 1.6, (0.25, 0.34), (0.27, 0.32), (0.27, 0.33), (0.12, 0.06), (0.5, 0.68), (0.21, 0.13),
                    Head(0.16, (2.3, 0.62, 0.68), 38, (0.95, 1.1, 1.1), 0.14, 62, "point", 0.85),
                    Coat(BAY, BAY, None, BAY.shade(0.6), DARK), "hair", 0.95, "hoof", ("crest",)),
    "cow": Animal(1.4, 1.75, (0.33, 0.4), (0.4, 0.42), (0.35, 0.38), (0.14, 0.085), (0.42, 0.14), (0.25, 0.19),
                  Head(0.22, (1.15, 0.72, 0.62), 22, (1.0, 1.02, 1.05), 0.14, 56, "side", 1.05, "cow"),
                  Coat(WHITE, WHITE, None, ROSE, DARK, _fur(0.16, 0.14, 0.14), "patches", 0.42), "tuft", 0.85,
                  "hoof", ("udder",)),
    "sheep": Animal(0.78, 0.85, (0.25, 0.26), (0.28, 0.27), (0.26, 0.26), (0.06, 0.05), (0.17, 0.1), (0.13, 0.11),
                    Head(0.125, (0.85, 0.58, 0.55), 18, (0.95, 1.05, 1.0), 0.16, 52, "side", 1.1),
                    Coat(PALE, PALE, DARK, DARK.shade(1.12)), "stub", 0.16, "hoof", ("wool",)),
    "pig": Animal(0.68, 0.9, (0.24, 0.25), (0.28, 0.27), (0.25, 0.25), (0.095, 0.07), (0.17, 0.0), (0.21, 0.19),
                  Head(0.2, (0.45, 0.46, 0.42), 4, (1.05, 1.0, 0.95), 0.12, 40, "point", 0.72, snout=True),
                  Coat(ROSE, ROSE, None, ROSE.shade(0.86)), "curl", 0.2, "hoof"),
    "bear": Animal(1.15, 1.35, (0.38, 0.4), (0.4, 0.4), (0.38, 0.39), (0.17, 0.135), (0.36, 0.1), (0.29, 0.25),
                   Head(0.29, (0.62, 0.46, 0.4), 8, (1.05, 0.98, 0.95), 0.1, 38, "round", 0.75), Coat(BEAR, BEAR,
                   None, _fur(0.7, 0.54, 0.37)), "stub", 0.2,
                   "paw", ("hump",)),
    "deer": Animal(1.05, 1.1, (0.17, 0.21), (0.18, 0.19), (0.175, 0.2), (0.075, 0.036), (0.25, 0.5), (0.12, 0.08),
                   Head(0.12, (1.15, 0.46, 0.44), 22, (0.95, 1.0, 1.05), 0.19, 52, "side", 1.35, "antlers"),
                   Coat(FAWN, PALE, None, PALE, PALE, PALE, "dots", 0.16), "stub", 0.16, "hoof"),
    "lion": Animal(1.05, 1.35, (0.26, 0.3), (0.24, 0.26), (0.25, 0.27), (0.12, 0.09), (0.3, 0.16), (0.23, 0.2),
                   Head(0.24, (0.6, 0.54, 0.42), 4, (1.0, 0.95, 0.92), 0.11, 36, "round", 0.65),
                   Coat(SAND, PALE, None, PALE, _fur(0.56, 0.32, 0.14)), "tuft", 0.85, "paw", ("mane",)),
    "elephant": Animal(2.7, 2.5, (0.82, 0.9), (0.92, 0.95), (0.82, 0.9), (0.4, 0.33), (0.55, 0.12), (0.6, 0.55),
                       Head(0.68, (0.1, 0.45, 0.4), 4, (0.95, 1.05, 0.95), 0.085, 46, "fan", 1.35, "tusks"),
                       Coat(HIDE, HIDE, None, HIDE, DARK), "tuft", 1.2, "stump", ("trunk",)),
    "giraffe": Animal(2.75, 1.6, (0.36, 0.46), (0.36, 0.42), (0.34, 0.42), (0.17, 0.095), (0.62, 1.75), (0.3, 0.16),
                      Head(0.2, (1.5, 0.55, 0.52), 20, (1.0, 1.05, 1.1), 0.16, 58, "side", 0.95, "knobs"),
                      Coat(_fur(0.72, 0.43, 0.2), PALE, PALE, PALE, DARK, _fur(0.95, 0.86, 0.68), "net", 0.62),
                      "tuft", 1.1, "hoof"),
    "camel": Animal(1.7, 1.7, (0.3, 0.42), (0.34, 0.42), (0.28, 0.38), (0.15, 0.075), (0.78, 0.42), (0.24, 0.13),
                    Head(0.17, (1.35, 0.62, 0.6), 12, (0.95, 1.0, 1.1), 0.15, 56, "round", 0.5),
                    Coat(_fur(0.78, 0.58, 0.36), _fur(0.7, 0.5, 0.3), None, _fur(0.86, 0.7, 0.5), _fur(0.52, 0.34,
                    0.19)), "tuft", 0.7, "paw", ("humps",)),
    "unicorn": Animal(1.5, 1.5, (0.25, 0.33), (0.26, 0.31), (0.27, 0.33), (0.12, 0.06), (0.46, 0.68), (0.21, 0.13),
                      Head(0.16, (2.05, 0.6, 0.66), 36, (0.98, 1.1, 1.1), 0.19, 58, "point", 0.85, "unicorn"),
                      Coat(_fur(0.96, 0.95, 0.96), _fur(0.96, 0.95, 0.96), None, _fur(0.95, 0.8, 0.84), _fur(0.8,
                      0.55, 0.85)), "hair", 1.0, "hoof",
                      ("crest",)),
}  # fmt: skip
HEIGHTS = {"cat": 0.5, "dog": 0.83, "fox": 0.67, "wolf": 1.2, "horse": 2.3, "cow": 1.75, "sheep": 1.0, "pig": 0.88,
    "bear": 1.55, "deer": 2.0,
           "lion": 1.52, "elephant": 3.4, "giraffe": 5.0, "camel": 2.35,
           "unicorn": 2.6}  # fmt: skip
HOOFED = ("standing", "walking", "running", "lying", "sleeping")
PAWED = ("standing", "walking", "running", "sitting", "lying", "sleeping")


def _builder(noun: str) -> Callable[[Look], Mesh]:
    @finished
    def build(look: Look) -> Mesh:
        animal = bred(noun, ANIMALS[noun], look)
        size = float(look.rng.uniform(0.97, 1.03))
        animal = replace(
            animal, coat=animal.coat.asked(look.colour), neck=(animal.neck[0] * size, animal.neck[1] * size)
        )
        s = Sculpt(look.detail, animal.length * 1.6)
        add_animal(s, animal, look.pose, look.rng)
        return shaggy(s.mesh())

    build.__name__ = noun
    return build


MODELS = tuple(
    Model(noun, _builder(noun), HEIGHTS[noun], "ground", HOOFED if animal.foot != "paw" else PAWED)
    for noun, animal in ANIMALS.items()
)
