"""Which lamps matter in which part of a picture: processors would reckon all of them at every pixel."""

from __future__ import annotations

from collections.abc import Sequence

from engine.scene.render.view import View
from engine.scene.scene import Lamp

CELLS = 20
"""Cells along the longer side, at least; they are whole tiles of 64 pixels, as software draws."""
GLOW = 1.25
"""Lamps light the mist as far as 1.2 times their reach."""

Rectangle = tuple[int, int, int, int]
Bound = tuple[float, float, float, float]
Run = tuple[int, int, tuple[int, ...]]


def lamp_cells(lamps: Sequence[Lamp], view: View, size: tuple[int, int]) -> list[tuple[Rectangle, tuple[int, ...]]]:
    """Rectangles (left, lower edge, width, height) that cover `size` pixels, each with the numbers of its lamps.

    Neighbouring cells with the same lamps are one rectangle, within a row and over rows that are alike.
    """
    bounds = [_seen_at(lamp, view) for lamp in lamps]
    side = 64 * max(1, max(size) // (64 * CELLS))
    rows: list[tuple[int, int, list[Run]]] = []
    for foot in range(0, size[1], side):
        top = min(foot + side, size[1])
        runs = _runs(bounds, size, side, (foot, top))
        if rows and rows[-1][2] == runs:
            rows[-1] = (rows[-1][0], top, runs)
        else:
            rows.append((foot, top, runs))
    return [((left, foot, right - left, top - foot), near) for foot, top, runs in rows for left, right, near in runs]


def _runs(bounds: Sequence[Bound], size: tuple[int, int], side: int, row: tuple[int, int]) -> list[Run]:
    """Cells of one row from left to right: left and right edge, and their lamps."""
    runs: list[Run] = []
    for left in range(0, size[0], side):
        right = min(left + side, size[0])
        cell = (left / size[0], row[0] / size[1], right / size[0], row[1] / size[1])
        near = tuple(number for number, bound in enumerate(bounds) if _touch(bound, cell))
        if runs and runs[-1][2] == near:
            runs[-1] = (runs[-1][0], right, near)
        else:
            runs.append((left, right, near))
    return runs


def _touch(a: Bound, b: Bound) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _seen_at(lamp: Lamp, view: View) -> Bound:
    """A rectangle around all that the lamp reaches: left, lower, right, upper edge, 0..1 across the view's window."""
    away = lamp.position - view.eye
    ahead, reach = float(away @ view.forward), max(lamp.reach, 0.01) * GLOW
    if ahead < -reach:
        return (2.0, 2.0, -1.0, -1.0)
    if ahead < reach * 1.1 + view.near:
        return (0.0, 0.0, 1.0, 1.0)
    edges = []
    sides = ((view.right, view.half_width), (view.up, view.half_height))
    starts = ((view.window.x, view.window.width), (view.window.y, view.window.height))
    for (axis, half), (start, span) in zip(sides, starts, strict=True):
        across = float(away @ axis)
        low = min((across - reach) / (ahead - reach), (across - reach) / (ahead + reach))
        high = max((across + reach) / (ahead - reach), (across + reach) / (ahead + reach))
        edges.append([((end / half) * 0.5 + 0.5 - start) / span for end in (low, high)])
    return (edges[0][0], edges[1][0], edges[0][1], edges[1][1])
