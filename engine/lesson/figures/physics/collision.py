"""Two carts that meet on a straight track."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.physics.arrows import arrow
from engine.lesson.figures.physics.labels import Entry, on_colour, quantity

HUES: tuple[Ink, Ink] = ("blue", "orange")
APART = 2.0
"""Seconds that the carts are shown before and after they meet."""


class Cart(Entry):
    """`mass` in kg, `velocity` in m/s, positive to the right."""

    mass: Annotated[float, Field(gt=0, le=1e6)]
    velocity: Annotated[float, Field(ge=-1e4, le=1e4)]


class Collision(Figure):
    """Parts `carts`, `before`, `after`: the carts meet again and again; below, momenta head to tail.

    `elasticity`: the coefficient of restitution, 1 when no kinetic energy is lost, 0 when they stick together.
    `energy`: the kinetic energy stands beside each sum.
    """

    kind: ClassVar[str] = "collision"
    left: Cart
    right: Cart
    elasticity: Annotated[float, Field(ge=0, le=1)] = 1.0
    energy: bool = False

    @model_validator(mode="after")
    def _meet(self) -> Collision:
        if self.left.velocity <= self.right.velocity:
            raise ValueError("the carts never meet: the left one must be the faster one to the right")
        return self

    @property
    def after(self) -> tuple[float, float]:
        """Velocities after: momentum is kept, the speed of parting is elasticity times that of meeting."""
        a, b = self.left, self.right
        common = (a.mass * a.velocity + b.mass * b.velocity) / (a.mass + b.mass)
        parting = self.elasticity * (a.velocity - b.velocity)
        return common - parting * b.mass / (a.mass + b.mass), common + parting * a.mass / (a.mass + b.mass)

    def parts(self) -> Sequence[str]:
        return ["carts", "before", "after"]

    def draw(self, pen: Pen) -> None:
        top, first, second = pen.area.rows(2, 1, 1, gap=10)
        with pen.part("carts"):
            self._carts(pen, top)
        before = (self.left.velocity, self.right.velocity)
        with pen.part("before"):
            self._momenta(pen, first, "before", before)
        with pen.part("after"):
            self._momenta(pen, second, "after", self.after)

    def _carts(self, pen: Pen, room: Rect) -> None:
        now = pen.since("carts") % (2 * APART + 0.8) - APART
        speeds = (self.left.velocity, self.right.velocity) if now < 0 else self.after
        fastest = max(abs(v) for v in (self.left.velocity, self.right.velocity, *self.after))
        pace = room.width * 0.2 / (fastest * APART) if fastest else 0.0
        floor = room.bottom - 20
        pen.line([(room.x, floor), (room.right, floor)], "ink", 5)
        largest = max(self.left.mass, self.right.mass)
        sizes = [130.0 * max(0.6, (cart.mass / largest) ** (1 / 3)) for cart in (self.left, self.right)]
        meeting = room.middle[0] - 0.12 * room.width * (sum(speeds) > 0)
        for side, (cart, speed, size, ink) in enumerate(zip((self.left, self.right), speeds, sizes, HUES, strict=True)):
            x = meeting + (-1 if side == 0 else 1) * size * 0.62 + speed * pace * now
            self._cart(pen, (x, floor), size, cart, ink)
            label = quantity(speed, "m/s")
            y = floor - size * 0.8 - (36 if side == 0 else 76)
            pen.words(label, x, y - 22, 25, ink, bold=True)
            arrow(pen, (x - 0.5 * 110 * speed / fastest, y), 0.0, 110 * speed / fastest if fastest else 0, ink, width=6)

    def _cart(self, pen: Pen, foot: tuple[float, float], size: float, cart: Cart, ink: Ink) -> None:
        x, y = foot
        pen.shape(paths.box(x - size * 0.6, y - size * 0.8, size * 1.2, size * 0.64, 8), ink, "ink", 3)
        for side in (-1, 1):
            pen.shape(paths.circle(x + side * size * 0.36, y - size * 0.13, size * 0.13), "black", "ink", 2)
        words = quantity(cart.mass, "kg")
        pen.words(
            words,
            x,
            y - size * 0.48,
            min(30.0, 30 * size * 1.1 / pen.measure(words, 30, bold=True)[0]),
            on_colour(pen),
            bold=True,
        )

    def _momenta(self, pen: Pen, room: Rect, title: str, velocities: tuple[float, float]) -> None:
        masses = (self.left.mass, self.right.mass)
        momenta = [mass * speed for mass, speed in zip(masses, velocities, strict=True)]
        every = [
            abs(m * v) for m, v in zip(masses * 2, (self.left.velocity, self.right.velocity, *self.after), strict=True)
        ]
        scale = room.width * 0.22 / max(every)
        pen.words(title, room.x, room.y + 22, 27, "ink", anchor="start", bold=True)
        pen.words(
            f"sum {quantity(sum(momenta), 'kg m/s')}", room.x, room.y + 60, 26, "accent", anchor="start", bold=True
        )
        if self.energy:
            joules = sum(mass * speed**2 / 2 for mass, speed in zip(masses, velocities, strict=True))
            pen.words(f"kinetic {quantity(joules, 'J')}", room.x, room.y + 96, 24, "green", anchor="start", bold=True)
        x = room.x + room.width * 0.52
        pen.line([(x, room.y + 6), (x, room.bottom - 4)], "soft", 2, dash=(6, 6))
        for row, (momentum, ink) in enumerate(zip(momenta, HUES, strict=True)):
            y = room.y + 32 + row * 52
            if abs(momentum) * scale < 4:
                pen.words("0", x + 12, y, 24, ink, anchor="start", bold=True)
                continue
            end = x + momentum * scale
            arrow(pen, (x, y), 0.0, momentum * scale, ink, width=9)
            pen.words(quantity(momentum, "kg m/s"), max(x, end) + 18, y, 23, ink, anchor="start", bold=True)
            x = end
