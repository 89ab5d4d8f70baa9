"""Solids that turn slowly: boxes, prisms, cones, spheres, and what a curve makes when it turns about the x axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.expression import Expression, evaluate
from engine.lesson.figures.figure import Figure, Label

Array = NDArray[np.float64]
ROUND = 24
"""Faces around a round solid."""


class Solid(Figure):
    """Parts `solid`, then `diagonal` (of a box, where wished) and `labels`.

    `size`: width, depth, height of a box or pyramid; radius, ignored, height of a cylinder, cone; radius of a sphere.
    revolution: `f` turns about the x axis from `start` to `end`, shown as `slices` discs, or smooth without them.
    """

    kind: ClassVar[str] = "solid"
    sort: Literal["box", "pyramid", "cylinder", "cone", "sphere", "revolution"] = "box"
    size: tuple[Annotated[float, Field(gt=0, le=100)], Annotated[float, Field(gt=0, le=100)],
                Annotated[float, Field(gt=0, le=100)]] = (1.0, 1.0, 1.0)  # fmt: skip
    f: Expression | None = None
    start: float = 0.0
    end: float = 1.0
    slices: Annotated[int, Field(ge=0, le=12)] = 0
    diagonal: bool = False
    labels: Annotated[tuple[Label, ...], Field(max_length=4)] = ()
    ink: Ink = "blue"

    @model_validator(mode="after")
    def _whole(self) -> Solid:
        if (self.sort == "revolution") != (self.f is not None):
            raise ValueError("a revolution, and only it, needs f")
        if self.f is not None:
            if not self.start < self.end:
                raise ValueError("start lies below end")
            radii = evaluate(self.f, np.linspace(self.start, self.end, 50))
            if np.isnan(radii).any() or radii.min() < 0 or radii.max() <= 0:
                raise ValueError("f needs values from start to end, none below 0")
        if self.diagonal and self.sort != "box":
            raise ValueError("only a box has this diagonal")
        return self

    def parts(self) -> Sequence[str]:
        return ["solid", *(["diagonal"] if self.diagonal else []), *(["labels"] if self.labels else [])]

    def draw(self, pen: Pen) -> None:
        room = pen.area.columns(1.5, 1)[0] if self.labels and pen.area.width > 700 else pen.area
        faces = self._faces()
        whole = np.concatenate(faces)
        reach = float(np.linalg.norm(whole, axis=1).max())
        scale = min(room.width, room.height) * 0.47 / reach
        turn = 0.6 + 0.35 * pen.since("solid")
        view = _rotation(turn, 0.42) if self.sort != "revolution" else _rotation(0.5 * math.sin(turn * 0.8), 0.25)

        def seen(points: Array) -> list[Point]:
            flat = points @ view.T
            return [(room.middle[0] + scale * float(x), room.middle[1] - scale * float(z)) for x, _, z in flat]

        with pen.part("solid"):
            for face in sorted(faces, key=lambda f: float((f @ view.T)[:, 1].mean()), reverse=True):
                self._face(pen, face @ view.T, seen(face))
        if self.diagonal:
            half = np.array(self.size) / 2
            with pen.part("diagonal"):
                a, b = seen(np.array([-half, half]))
                foot = seen(np.array([[half[0], half[1], -half[2]]]))[0]
                pen.line([a, foot], "green", 5, dash=(12, 9))
                pen.line([foot, b], "orange", 5, dash=(12, 9))
                pen.line([a, b], "red", 7)
        if self.labels:
            with pen.part("labels"):
                wide = pen.area.width > 700
                for i, words in enumerate(self.labels):
                    x = room.right + 24 if wide else pen.area.x
                    y = pen.area.middle[1] + (i - (len(self.labels) - 1) / 2) * 72
                    ink: Ink = ("red", "green", "orange", "ink")[i]
                    pen.words(
                        words,
                        x,
                        y if wide else pen.area.y + 20 + 36 * i,
                        34 if wide else 26,
                        ink,
                        anchor="start",
                        bold=True,
                        width=pen.area.right - x,
                    )

    def _face(self, pen: Pen, turned: Array, flat: list[Point]) -> None:
        normal = np.cross(turned[1] - turned[0], turned[2] - turned[0])
        length = float(np.linalg.norm(normal)) or 1.0
        light = abs(float(normal @ np.array([0.45, -0.6, 0.66]))) / length
        clear = self.diagonal or self.slices
        pen.area_of(
            flat, self.ink, light=0.62 - 0.6 * light if pen.theme.tint == 1 else 0.0, alpha=0.45 if clear else 1.0
        )
        if self.sort in ("box", "pyramid") or self.slices:
            pen.line([*flat, flat[0]], "ink", 2.5)
        elif pen.theme.tint < 1:
            pen.line([*flat, flat[0]], self.ink, 1.0, alpha=0.4)

    def _faces(self) -> list[Array]:
        a, b, c = self.size
        if self.sort == "box":
            corners = np.array([[x, y, z] for x in (-a, a) for y in (-b, b) for z in (-c, c)]) / 2
            return [
                corners[list(ring)]
                for ring in ((0, 1, 3, 2), (4, 5, 7, 6), (0, 1, 5, 4), (2, 3, 7, 6), (0, 2, 6, 4), (1, 3, 7, 5))
            ]
        if self.sort == "pyramid":
            base = np.array([[-a, -b, -c], [a, -b, -c], [a, b, -c], [-a, b, -c]]) / 2
            top = np.array([0, 0, c / 2])
            return [base, *(np.array([base[i], base[(i + 1) % 4], top]) for i in range(4))]
        if self.sort == "sphere":
            return _turned([(-a * math.cos(math.pi * i / 14), a * math.sin(math.pi * i / 14)) for i in range(15)])
        if self.sort in ("cylinder", "cone"):
            last = a if self.sort == "cylinder" else 0.0
            return _turned([(-c / 2, 0.0), (-c / 2, a), (c / 2, last), *([(c / 2, 0.0)] if last else [])])
        return self._revolved()

    def _revolved(self) -> list[Array]:
        middle = (self.start + self.end) / 2
        if self.slices:
            width = (self.end - self.start) / self.slices
            xs = self.start + width * (np.arange(self.slices) + 0.5)
            found = []
            for x, radius in zip(xs, evaluate(str(self.f), xs), strict=True):
                left, right = float(x) - middle - width / 2, float(x) - middle + width / 2
                found += _turned(
                    [(left, 0.0), (left, float(radius)), (right, float(radius)), (right, 0.0)], 16, closed_ends=True
                )
        else:
            xs = np.linspace(self.start, self.end, 13)
            radii = evaluate(str(self.f), xs)
            profile = [(float(x) - middle, float(r)) for x, r in zip(xs, radii, strict=True)]
            found = _turned([(profile[0][0], 0.0), *profile, (profile[-1][0], 0.0)])
        return [face[:, [2, 1, 0]] for face in found]


def _turned(profile: Sequence[Point], around: int = ROUND, closed_ends: bool = False) -> list[Array]:
    """Faces of what a profile (height, radius) makes about the upright axis; flat ends are one face each."""
    angles = np.linspace(0.0, 2 * math.pi, around, endpoint=False)
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    found: list[Array] = []
    for (low, r), (high, s) in zip(profile, profile[1:], strict=False):
        if low == high:
            rim = max(r, s)
            found.append(np.column_stack([ring * rim, np.full(around, low)]))
            continue
        lower = np.column_stack([ring * r, np.full(around, low)])
        upper = np.column_stack([ring * s, np.full(around, high)])
        if closed_ends:
            found.append(np.concatenate([lower[: around // 2 + 1], upper[: around // 2 + 1][::-1]]))
            found.append(np.concatenate([lower[around // 2 :], lower[:1], upper[:1], upper[around // 2 :][::-1]]))
            continue
        for i in range(around):
            k = (i + 1) % around
            found.append(np.array([lower[i], lower[k], upper[k], upper[i]]))
    return found


def _rotation(turn: float, tilt: float) -> Array:
    """Turned about the upright axis, then tilted towards the viewer; y points away from the viewer."""
    c, s, d, t = math.cos(turn), math.sin(turn), math.cos(tilt), math.sin(tilt)
    about = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    lean = np.array([[1.0, 0.0, 0.0], [0.0, d, -t], [0.0, t, d]])
    turned: Array = lean @ about
    return turned
