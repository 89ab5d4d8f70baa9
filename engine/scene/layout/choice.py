"""Of several views of the same subjects, the one that shows them best."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.scene.layout.framing import project
from engine.scene.layout.landing import Landed
from engine.scene.layout.site import Site
from engine.scene.scene import Camera

Grid = NDArray[np.float64]

TALL_ENOUGH, SMALL = 0.34, 0.03
"""Of the picture's height: a subject of more gains nothing, one of less is lost."""
OVERLAP = 0.22
"""Of the smaller subject's rectangle that another may cover."""


def quality(landed: Sequence[Landed], camera: Camera, aspect: float, site: Site) -> float:
    """How well each subject is seen: large enough, not behind a hill, not behind another. About 1 for each."""
    views = {}
    for number in sorted({piece.piece.actor.number for piece in landed if piece.shown}):
        pieces = [piece for piece in landed if piece.shown and piece.piece.actor.number == number]
        views[number] = (_rectangle(pieces, camera, aspect), _open(pieces, camera, site))
    score = 0.0
    for rectangle, seen in views.values():
        width, height = (rectangle[1] - rectangle[0]) / 2
        size = max(float(height), float(width) * 0.8)
        score += (float(np.log(np.clip(size, SMALL, TALL_ENOUGH) / SMALL) / np.log(TALL_ENOUGH / SMALL))) - (1 - seen)
    return score - 1.5 * _covered({n: view[0] for n, view in views.items()}, landed)


def _rectangle(pieces: Sequence[Landed], camera: Camera, aspect: float) -> Grid:
    """Two corners in the picture (-1..1) of what is inside it."""
    points = project(camera, aspect, np.concatenate([piece.outline for piece in pieces]))[:, :2]
    clipped = np.clip(points, -1, 1)
    return np.stack([clipped.min(axis=0), clipped.max(axis=0)])


def _open(pieces: Sequence[Landed], camera: Camera, site: Site) -> float:
    """The share of the sight lines to a subject that no hill cuts."""
    eye = np.asarray(camera.eye)
    targets = np.concatenate([piece.outline for piece in pieces[:4]])
    along = np.linspace(0.05, 0.95, 10)[:, None, None]
    path = (eye + (targets - eye) * along).reshape(-1, 3)
    margin = 0.06 * float(np.ptp(targets[:, 1]))
    clear = site.heights(path[:, [0, 2]]) < path[:, 1] + margin
    return float(clear.reshape(10, -1).all(axis=0).mean())


def _covered(rectangles: dict[int, Grid], landed: Sequence[Landed]) -> float:
    """How much subjects that do not belong on each other overlap, past what is pleasant."""
    joined = set()
    for piece in landed:
        if piece.piece.carrier is not None:
            relation = piece.piece.actor.subject.relation
            joined |= {(piece.piece.actor.number, relation.to + 1)} if relation is not None else set()
    total = 0.0
    for number, one in rectangles.items():
        for other, two in rectangles.items():
            if other <= number or (number, other) in joined or (other, number) in joined:
                continue
            sides = np.minimum(one[1], two[1]) - np.maximum(one[0], two[0])
            least = min(float(np.prod(one[1] - one[0])), float(np.prod(two[1] - two[0])))
            if (sides > 0).all():
                total += max(float(np.prod(sides)) / max(least, 1e-9) - OVERLAP, 0.0)
    return total
