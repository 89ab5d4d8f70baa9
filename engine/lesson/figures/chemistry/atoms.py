"""How atoms look: their colours, sizes, and balls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import skia

from data.elements import elements
from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen
from engine.lesson.drawing.theme import Ink

INKS: Mapping[str, Ink] = {
    "H": "white", "C": "grey", "N": "blue", "O": "red", "F": "teal", "Cl": "green", "Br": "brown", "I": "purple",
    "S": "yellow", "P": "orange", "B": "pink", "Na": "purple", "K": "purple", "Li": "pink", "Mg": "teal", "Ca": "teal",
    "Al": "blue", "Si": "brown", "Fe": "brown", "Cu": "orange", "Zn": "blue", "Ag": "grey", "Au": "yellow",
    "Pb": "grey", "Pt": "grey", "Ni": "green", "Xe": "purple",
}  # fmt: skip
"""After the colours that model kits use (Corey, Pauling, Koltun), as far as a theme has them."""
CONTACT = {"H": 1.2, "C": 1.7, "N": 1.55, "O": 1.52, "F": 1.47, "Cl": 1.75, "S": 1.8, "P": 1.8, "Br": 1.85, "I": 1.98}
"""Van der Waals radii in angstroms (Bondi 1964)."""


def ink_of(symbol: str) -> Ink:
    return INKS.get(symbol, "pink")


def radius_of(symbol: str) -> float:
    """Single-bond covalent radius in angstroms."""
    return (elements()[symbol].radius or 150.0) / 100.0


def contact_radius(symbol: str) -> float:
    """Van der Waals radius in angstroms."""
    return CONTACT.get(symbol, 2.0)


def opaque(pen: Pen, path: skia.Path, ink: Ink, *, light: float = 0.0) -> None:
    """An area through which nothing shows, also where the theme tints areas only."""
    if pen.theme.tint < 1.0:
        pen.area_of(path, "paper", alpha=1.0 / pen.theme.tint)
        pen.area_of(path, ink, light=light, alpha=2.2)
    else:
        pen.area_of(path, ink, light=light)


def edge_of(pen: Pen, ink: Ink) -> Ink:
    """The ink of a ball's edge."""
    if pen.theme.tint < 1.0:
        return "soft" if ink in ("white", "grey", "faint") else ink
    return "black" if pen.theme.dark else "ink"


def ball(pen: Pen, x: float, y: float, radius: float, ink: Ink, label: str | None = None) -> None:
    """A ball lit from the upper left, with words on it."""
    balls(pen, [(x, y)], radius, ink)
    if label:
        size = min(radius * (0.95 if len(label) < 3 else 0.72), 34.0)
        pen.words(label, x, y, size, label_ink(pen, ink), bold=True)


def balls(pen: Pen, spots: Iterable[Point], radius: float, ink: Ink) -> None:
    """Many of one kind, in few marks. The later ones do not hide the earlier ones' edges: let them not overlap."""
    places = list(spots)
    if not places:
        return
    outline = paths.joined(paths.circle(x, y, radius) for x, y in places)
    opaque(pen, outline, ink)
    if pen.theme.tint == 1.0:
        if radius > 7:
            shade = paths.joined(paths.arc(x, y, radius * 0.84, -95, 5) for x, y in places)
            pen.area_of(brushed(shade, radius * 0.32), "black", alpha=0.14)
        shine = paths.joined(
            paths.ellipse(x - 0.32 * radius, y - 0.36 * radius, 0.34 * radius, 0.24 * radius) for x, y in places
        )
        pen.area_of(shine, "white", alpha=0.55 if ink != "white" else 1.0)
    pen.line(outline, edge_of(pen, ink), max(1.5, min(3.5, radius * 0.09)), alpha=1.0 if pen.theme.tint < 1 else 0.55)


def brushed(path: skia.Path, width: float) -> skia.Path:
    """The outline of a round brush's stroke of `width` along a path."""
    outline = skia.Path()
    skia.Paint(Style=skia.Paint.kStroke_Style, StrokeWidth=width, StrokeCap=skia.Paint.kRound_Cap).getFillPath(
        path, outline
    )
    return outline


def label_ink(pen: Pen, ink: Ink) -> Ink:
    """Of words on a ball of this ink."""
    if pen.theme.tint < 1.0:
        return "ink"
    return "black" if ink in ("white", "yellow", "orange", "teal", "green") or pen.theme.dark else "white"
