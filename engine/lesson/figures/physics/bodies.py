"""Things that forces act on, drawn standing at a point."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Literal

import skia

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen
from engine.lesson.drawing.theme import Ink

Body = Literal["block", "ball", "car", "cart", "rocket", "person", "book", "lift"]
Piece = tuple[skia.Path, Ink]


def draw_body(
    pen: Pen, body: Body, foot: tuple[float, float], size: float, *, tilt: float = 0.0, ink: Ink | None = None
) -> None:
    """Draw a body that stands with its lower middle at `foot`, about `size` units high or wide.

    `tilt`: degrees counter-clockwise of what it stands on. `ink`: of its main part instead of its own colour.
    """
    for index, (path, own) in enumerate(_PIECES[body]()):
        placed = skia.Path(path)
        turn = skia.Matrix.Concat(skia.Matrix.RotateDeg(-tilt), skia.Matrix.Scale(size, size))
        placed.transform(skia.Matrix.Concat(skia.Matrix.Translate(*foot), turn))
        pen.shape(placed, ink if ink and index == 0 else own, "ink", 3)


def middle_of(body: Body, foot: tuple[float, float], size: float, tilt: float = 0.0) -> tuple[float, float]:
    """The centre of mass of such a body."""
    up = size * _MIDDLES[body]
    turn = math.radians(tilt)
    return foot[0] - up * math.sin(turn), foot[1] - up * math.cos(turn)


_MIDDLES = {
    "block": 0.36,
    "ball": 0.4,
    "car": 0.3,
    "cart": 0.4,
    "rocket": 0.5,
    "person": 0.55,
    "book": 0.15,
    "lift": 0.5,
}


def _block() -> list[Piece]:
    return [(paths.box(-0.5, -0.72, 1.0, 0.72, 0.06), "orange")]


def _ball() -> list[Piece]:
    return [(paths.circle(0, -0.4, 0.4), "red"), (paths.ellipse(-0.13, -0.55, 0.1, 0.07), "white")]


def _car() -> list[Piece]:
    hull = [
        (-0.75, -0.16),
        (-0.75, -0.38),
        (-0.42, -0.44),
        (-0.26, -0.68),
        (0.2, -0.68),
        (0.4, -0.44),
        (0.72, -0.38),
        (0.76, -0.16),
    ]
    glass = [(-0.3, -0.44), (-0.2, -0.6), (0.15, -0.6), (0.28, -0.44)]
    wheels: list[Piece] = [(paths.circle(x, -0.14, 0.14), "black") for x in (-0.44, 0.46)]
    hubs: list[Piece] = [(paths.circle(x, -0.14, 0.05), "white") for x in (-0.44, 0.46)]
    return [(paths.polyline(hull, closed=True), "blue"), (paths.polyline(glass, closed=True), "white"), *wheels, *hubs]


def _cart() -> list[Piece]:
    wheels: list[Piece] = [(paths.circle(x, -0.11, 0.11), "black") for x in (-0.32, 0.32)]
    return [(paths.box(-0.5, -0.62, 1.0, 0.46, 0.06), "blue"), *wheels]


def _rocket() -> list[Piece]:
    hull = paths.smooth(
        [(0, -1.1), (0.16, -0.85), (0.2, -0.5), (0.14, -0.16), (-0.14, -0.16), (-0.2, -0.5), (-0.16, -0.85)],
        closed=True,
    )
    fins: list[Piece] = [
        (paths.polyline([(0.15 * s, -0.4), (0.36 * s, -0.06), (0.12 * s, -0.16)], closed=True), "red") for s in (-1, 1)
    ]
    return [(hull, "white"), *fins, (paths.circle(0, -0.66, 0.09), "blue")]


def _person() -> list[Piece]:
    legs = paths.polyline(
        [(-0.13, -0.48), (-0.14, 0), (-0.02, 0), (0, -0.36), (0.02, 0), (0.14, 0), (0.13, -0.48)], closed=True
    )
    arms: list[Piece] = [
        (
            paths.polyline([(0.15 * s, -0.78), (0.27 * s, -0.46), (0.2 * s, -0.44), (0.12 * s, -0.64)], closed=True),
            "pink",
        )
        for s in (-1, 1)
    ]
    return [
        (paths.box(-0.16, -0.82, 0.32, 0.4, 0.08), "green"),
        (legs, "blue"),
        *arms,
        (paths.circle(0, -0.97, 0.14), "pink"),
    ]


def _book() -> list[Piece]:
    return [(paths.box(-0.62, -0.3, 1.24, 0.3, 0.04), "red"), (paths.box(-0.56, -0.23, 1.18, 0.16, 0.02), "white")]


def _lift() -> list[Piece]:
    cabin = paths.box(-0.42, -1.0, 0.84, 1.0, 0.04)
    doors: list[Piece] = [(paths.box(x, -0.86, 0.3, 0.8), "white") for x in (-0.32, 0.02)]
    return [(cabin, "grey"), *doors]


_PIECES: Mapping[Body, Callable[[], list[Piece]]] = {
    "block": _block, "ball": _ball, "car": _car, "cart": _cart,
    "rocket": _rocket, "person": _person, "book": _book, "lift": _lift,
}  # fmt: skip
