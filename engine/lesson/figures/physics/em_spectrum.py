"""The electromagnetic spectrum."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.physics.labels import on_colour

BANDS: tuple[tuple[str, str, float, str, Ink], ...] = (
    ("radio", "radio", 1.0, "broadcasts, phones", "grey"),
    ("microwaves", "micro\u00adwaves", 1e-3, "ovens, radar", "brown"),
    ("infrared", "infrared", 7.5e-7, "warmth, remote controls", "red"),
    ("visible", "light", 3.8e-7, "what we see", "green"),
    ("ultraviolet", "ultra\u00adviolet", 1e-8, "sunburn", "purple"),
    ("x-rays", "X-rays", 1e-11, "pictures of bones", "blue"),
    ("gamma", "gamma rays", 1e-14, "from atomic nuclei", "teal"),
)
"""Part, title, shortest wavelength in metres (the bounds in use: ISO 21348 for the optical ones), where we meet it."""
LONGEST = 1e3
RAINBOW: tuple[Ink, ...] = ("red", "orange", "yellow", "green", "blue", "purple")


class EmSpectrum(Figure):
    """Parts `wave` (its wavelength shrinks to the right) and each band: radio, microwaves, infrared, visible,
    ultraviolet, x-rays, gamma. The bands' bounds follow wavelengths on a logarithmic scale, light drawn wider.
    """

    kind: ClassVar[str] = "em-spectrum"

    def parts(self) -> Sequence[str]:
        return ["wave", *(band[0] for band in BANDS)]

    def draw(self, pen: Pen) -> None:
        room = pen.area
        edges = _edges(room.x, room.width)
        top, middle = room.y + 150, room.y + 270
        with pen.part("wave"):
            self._wave(pen, room.y + 70)
        narrow = room.width < 700
        for i, (name, title, shortest, use, ink) in enumerate(BANDS):
            left, right = edges[i], edges[i + 1]
            with pen.part(name):
                if name == "visible":
                    wide = (right - left) / len(RAINBOW)
                    for k, hue in enumerate(RAINBOW):
                        pen.area_of(paths.box(left + k * wide, top, wide + 1, middle - top), hue)
                    pen.line(paths.box(left, top, right - left, middle - top), "ink", 4)
                else:
                    pen.shape(paths.box(left + 2, top, right - left - 4, middle - top, 6), ink, "ink", 2.5)
                size = 20.0 if narrow else 25.0
                pen.words(
                    title,
                    (left + right) / 2,
                    (top + middle) / 2,
                    size,
                    on_colour(pen),
                    bold=True,
                    width=right - left - 8,
                )
                if i < len(BANDS) - 1 and not (narrow and i % 2):
                    pen.words(_metres(shortest), right, middle + 24, 20, "soft")
                if not narrow:
                    pen.words(
                        use,
                        (left + right) / 2,
                        middle + 100,
                        24,
                        ink if name != "visible" else "ink",
                        width=right - left - 6,
                    )
        if not narrow:
            with pen.part("wave"):
                pen.words("long waves, little energy each", room.x, room.bottom - 16, 25, "soft", anchor="start")
                pen.words("short waves, much energy each", room.right, room.bottom - 16, 25, "soft", anchor="end")

    def _wave(self, pen: Pen, y: float) -> None:
        """A wave of which each cycle is shorter than the one before."""
        room, points, turn = pen.area, [], 0.0
        count = 900
        for i in range(count + 1):
            share = i / count
            points.append((room.x + room.width * share, y - 46 * math.sin(turn - 2.0 * pen.since("wave"))))
            turn += 2 * math.pi * room.width / count / (room.width * 0.2 * 0.045**share)
        pen.line(points, "accent", 4)


def _edges(left: float, width: float) -> list[float]:
    """Where the bands begin and end: half by their decades, half alike, so that the narrow light stays visible."""
    bounds = [LONGEST, *(band[2] for band in BANDS)]
    decades = [math.log10(a / b) for a, b in zip(bounds, bounds[1:], strict=False)]
    shares = [0.35 * each / sum(decades) + 0.65 / len(decades) for each in decades]
    return [left + width * sum(shares[:i]) for i in range(len(shares) + 1)]


def _metres(value: float) -> str:
    for scale, unit in ((1.0, "m"), (1e-3, "mm"), (1e-6, "\u00b5m"), (1e-9, "nm"), (1e-12, "pm")):
        if value >= scale * 0.999 and not (unit == "\u00b5m" and value < 1e-6):
            return f"{value / scale:.3g}\u00a0{unit}"
    return f"{value:.0e}\u00a0m"
