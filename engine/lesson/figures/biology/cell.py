"""Cells: of an animal, of a plant, of a bacterium."""

from __future__ import annotations

import math
from typing import ClassVar, Literal

import skia

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.biology.anatomy import Anatomy, Diagram, Patch, Structure, Tags
from engine.lesson.figures.biology.outlines import tube, turned


class Cell(Anatomy):
    """A cell cut open, with its organelles. `variant`: whose cell it is."""

    kind: ClassVar[str] = "cell"
    variant: Literal["animal", "plant", "bacterium"] = "animal"
    labels: Tags = ()

    def diagram(self, t: float) -> Diagram:
        return {"animal": _animal, "plant": _plant, "bacterium": _bacterium}[self.variant](t)


def _animal(_t: float) -> Diagram:
    outline = paths.smooth(
        [(300, 12), (420, 22), (530, 90), (582, 220), (560, 350), (470, 450), (340, 470), (210, 468), (90, 420),
         (22, 310), (30, 170), (100, 70), (200, 25)], closed=True,
    )  # fmt: skip
    return Diagram(600, 482, (
        Structure("membrane", "cell membrane", (556, 148), (Patch(outline, "orange", 0.85, 9),)),
        Structure("cytoplasm", "cytoplasm", (470, 385), ()),
        _rough_er(300, 245, 118),
        Structure("nucleus", "nucleus", (262, 205), _nucleus(300, 245, 92)),
        Structure("nucleolus", "nucleolus", (318, 262), (Patch(paths.circle(318, 262, 30), "purple", 0.1, 3),)),
        Structure("mitochondrion", "mitochondrion", (468, 170), tuple(
            patch for x, y, angle in ((455, 165, 35), (130, 350, -25), (375, 420, 8)) for patch in _bean(x, y, angle))),
        Structure("golgi", "Golgi apparatus", (150, 160), _golgi(150, 150)),
        Structure("vesicle", "vesicle", (92, 262), tuple(
            Patch(paths.circle(x, y, r), "teal", 0.4, 3) for x, y, r in ((92, 262, 13), (120, 235, 9), (78, 222, 10)))),
        Structure("lysosome", "lysosome", (500, 305), tuple(
            Patch(paths.circle(x, y, 21), "pink", 0.35, 3.5) for x, y in ((500, 305), (245, 425)))),
        Structure("ribosome", "ribosomes", (436, 262), _dots(
            [(436, 262), (455, 280), (428, 300), (520, 235), (340, 90), (300, 72), (260, 88), (480, 370), (65, 310)])),
    ))  # fmt: skip


def _plant(_t: float) -> Diagram:
    leaf = [(300, 40, 8), (470, 70, 35), (540, 220, 85), (500, 390, -50), (330, 432, -4), (150, 420, 15), (52, 330, 80)]
    return Diagram(600, 480, (
        Structure("wall", "cell wall", (590, 110), (Patch(paths.box(6, 6, 588, 468, 60), "green", 0.55, 5),)),
        Structure("membrane", "cell membrane", (574, 310), (Patch(paths.box(26, 26, 548, 428, 48), "orange", 0.88,
            5),)),
        Structure("cytoplasm", "cytoplasm", (410, 60), ()),
        Structure("vacuole", "large vacuole", (350, 300), (Patch(paths.smooth(
            [(255, 150), (370, 100), (470, 150), (480, 280), (440, 370), (300, 385), (180, 380), (130, 310), (190, 240),
             (245, 225)], closed=True), "blue", 0.65, 4.5),)),
        Structure("nucleus", "nucleus", (120, 130), _nucleus(150, 140, 70)),
        Structure("nucleolus", "nucleolus", (165, 152), (Patch(paths.circle(165, 152, 22), "purple", 0.1, 3),)),
        Structure("chloroplast", "chloroplast", (540, 220), tuple(p for each in leaf for p in _chloroplast(*each))),
        Structure("mitochondrion", "mitochondrion", (395, 62), tuple(
            patch for x, y, a in ((395, 62, 10), (70, 240, 75), (420, 425, 5)) for patch in _bean(x, y, a, 0.62))),
        Structure("ribosome", "ribosomes", (215, 70), _dots([(215, 70), (235, 85), (240, 60), (525, 120), (525, 310)])),
    ))  # fmt: skip


def _bacterium(t: float) -> Diagram:
    swim = [(505 + 10 * i, 205 + 26 * math.sin(i * 0.75 - 5 * t) * min(1.0, i / 4)) for i in range(16)]
    hairs = [
        paths.polyline([(x, 205 + s * 112), (x + 8 * s, 205 + s * 150)]) for x in range(120, 460, 48) for s in (-1, 1)
    ]
    coil = [(170 + 13 * i, 205 + 44 * math.sin(i * 1.9) * math.cos(i * 0.35)) for i in range(19)]
    return Diagram(665, 410, (
        Structure("flagellum", "flagellum", (600, 205), (Patch(paths.smooth(swim), "brown", 0, 6, filled=False),)),
        Structure("pili", "pili", (216, 62), (Patch(paths.joined(hairs), "brown", 0, 3.5, filled=False),)),
        Structure("wall", "cell wall", (75, 125), (Patch(paths.box(40, 90, 468, 230, 112), "teal", 0.5, 5),)),
        Structure("membrane", "cell membrane", (62, 235), (Patch(paths.box(58, 108, 432, 194, 95), "orange", 0.85,
            4),)),
        Structure("cytoplasm", "cytoplasm", (455, 250), ()),
        Structure("nucleoid", "DNA, no nucleus", (300, 205), (
            Patch(paths.smooth(coil, closed=True), "purple", 0.9, 5, filled=False),)),
        Structure("plasmid", "plasmid", (135, 178), (
            Patch(paths.circle(120, 165, 20), "pink", 0.9, 5, filled=False),)),
        Structure("ribosome", "ribosomes", (400, 142), _dots(
            [(400, 142), (360, 130), (180, 270), (230, 280), (290, 276), (350, 272), (410, 262), (445, 220), (450, 180),
             (250, 132), (200, 132), (110, 230)])),
    ))  # fmt: skip


def _nucleus(x: float, y: float, radius: float) -> tuple[Patch, ...]:
    threads = [
        paths.smooth([paths.polar(x, y, radius * r, a + i * 27) for i, r in enumerate((0.75, 0.45, 0.72, 0.5))])
        for a in (20, 110, 200, 290)
    ]
    pores = [paths.circle(*paths.polar(x, y, radius, a), 4.5) for a in range(0, 360, 45)]
    return (
        Patch(paths.circle(x, y, radius), "purple", 0.6, 7),
        Patch(paths.joined(threads), "purple", 0, 3, filled=False),
        Patch(paths.joined(pores), "paper", 0, 0),
    )


def _rough_er(x: float, y: float, radius: float) -> Structure:
    folds: list[Patch] = []
    for ring in range(3):
        r = radius + 27 * ring
        curve = [paths.polar(x, y, r + (5 if i % 2 else -5), 148 + i * (64 - 8 * ring) / 6) for i in range(7)]
        folds.append(Patch(tube(curve, 6, 15, 15, 6), "blue", 0.55, 3))
        folds += _dots([paths.polar(x, y, r + 12, 150 + i * 14) for i in range(5 - ring)])
    return Structure("er", "rough ER", paths.polar(x, y, radius + 54, 180), tuple(folds))


def _golgi(x: float, y: float) -> tuple[Patch, ...]:
    sacs = []
    for i, half in enumerate((40, 52, 58, 50, 38)):
        sag = 12 + 2 * i
        row = [(x - half, y - 34 + i * 17 - sag), (x, y - 34 + i * 17), (x + half, y - 34 + i * 17 - sag)]
        sacs.append(Patch(tube(row, 14, 10, 14), "teal", 0.45, 3))
    return tuple(sacs)


def _bean(x: float, y: float, angle: float, scale: float = 1.0) -> tuple[Patch, ...]:
    half, high = 60 * scale, 29 * scale
    folds: list[Point] = [(x - half * 0.78 + half * 0.13 * i, y + high * 0.55 * (-1) ** i) for i in range(13)]
    return (
        Patch(turned(paths.ellipse(x, y, half, high), angle, x, y), "red", 0.6, 4.5),
        Patch(turned(paths.smooth(folds), angle, x, y), "red", 0, 3.5, filled=False),
    )


def _chloroplast(x: float, y: float, angle: float) -> tuple[Patch, ...]:
    stacks = [paths.box(x - 34 + i * 19, y - 10 + 4 * (i % 2), 13, 16, 4) for i in range(4)]
    return (
        Patch(turned(paths.ellipse(x, y, 48, 23), angle, x, y), "green", 0.3, 4),
        Patch(turned(paths.joined(stacks), angle, x, y), "green", 0.0, 3, edge="green"),
    )


def _dots(places: list[Point], ink: Ink = "ink") -> tuple[Patch, ...]:
    dots: skia.Path = paths.joined(paths.circle(x, y, 4.2) for x, y in places)
    return (Patch(dots, ink, 0.2, 1.5),)
