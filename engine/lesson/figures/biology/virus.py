"""Viruses, and the antibody that fits them."""

from __future__ import annotations

import math
from typing import ClassVar, Literal

import skia

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.figures.biology.anatomy import Anatomy, Diagram, Patch, Stream, Structure
from engine.lesson.figures.biology.outlines import tube, turned


class Virus(Anatomy):
    """`variant`: a virus with an envelope and spikes, or a bacteriophage on its bacterium."""

    kind: ClassVar[str] = "virus"
    variant: Literal["spiked", "phage"] = "spiked"

    def diagram(self, t: float) -> Diagram:
        return _spiked(t) if self.variant == "spiked" else _phage()


class Defender(Anatomy):
    """`variant`: an antibody with what it binds, or a white cell (phagocyte) that swallows bacteria."""

    kind: ClassVar[str] = "defender"
    variant: Literal["antibody", "phagocyte"] = "antibody"

    def diagram(self, t: float) -> Diagram:
        return _antibody() if self.variant == "antibody" else _phagocyte(t)


def _spiked(t: float) -> Diagram:
    x, y, spin = 260.0, 255.0, 6.0 * t
    spikes = []
    for i in range(16):
        angle = i * 22.5 + spin
        foot, head = paths.polar(x, y, 165, angle), paths.polar(x, y, 222, angle)
        spikes.append(paths.joined([tube([foot, head], 8), turned(paths.ellipse(*head, 22, 15), -angle + 90, *head)]))
    coil = [paths.polar(x, y, 58 + 36 * math.sin(i * 1.7), i * 26 + spin) for i in range(27)]
    beads = [paths.circle(*p, 6) for p in coil[::2]]
    small = [paths.polar(x, y, 166, i * 22.5 + 11 + spin) for i in range(0, 16, 2)]
    at = paths.polar(x, y, 222, 22.5 * round((30 - spin) / 22.5) + spin)
    return Diagram(520, 510, (
        Structure("spike", "spike protein", at, tuple(Patch(path, "red", 0.25, 3.5) for path in spikes)),
        Structure("envelope", "envelope", paths.polar(x, y, 164, 205), (
            Patch(paths.circle(x, y, 168), "orange", 0.6, 7), Patch(paths.circle(x, y, 148), "yellow", 0.85, 4))),
        Structure("membrane-protein", "membrane protein", paths.polar(x, y, 160, 100), (
            Patch(paths.joined(paths.circle(*p, 11) for p in small), "teal", 0.3, 3),)),
        Structure("capsid", "protein coat", paths.polar(x, y, 110, 330), (
            Patch(paths.polyline([paths.polar(x, y, 116, 60 * i + spin) for i in range(6)], closed=True), "blue",
                0.78, 5),)),
        Structure("genome", "genes (RNA)", paths.polar(x, y, 70, 190), (
            Patch(paths.smooth(coil), "purple", 0, 5, filled=False), Patch(paths.joined(beads), "purple", 0.2, 2))),
    ))  # fmt: skip


def _phage() -> Diagram:
    x, y = 300.0, 120.0
    corners = [paths.polar(x, y, 104, 90 + 60 * i) for i in range(6)]
    inner = [paths.polar(x, y, 56, 90 + 120 * i) for i in range(3)]
    facets = [
        paths.polyline([a, b])
        for i, a in enumerate(inner)
        for b in (corners[2 * i], corners[2 * i - 1], corners[(2 * i + 1) % 6])
    ]
    coil = paths.smooth([(x + 34 * math.sin(i * 1.9), y - 62 + 7 * i) for i in range(19)])
    rings = [paths.polyline([(x - 23, v), (x + 23, v)]) for v in range(246, 366, 15)]
    legs = [
        ((x + s * 20, 372), (x + s * a, 316), (x + s * b, 414)) for s in (-1, 1) for a, b in ((80, 112), (128, 186))
    ]
    wall = [(0, 452), (120, 424), (300, 414), (480, 424), (600, 452)]
    return Diagram(600, 500, (
        Structure("host", "bacterium", (520, 462), (
            Patch(paths.smooth([*wall, (600, 500), (0, 500)], closed=True), "green", 0.65, 6),)),
        Structure("tube", "injected DNA", (300, 462), (Patch(tube([(x, 340), (x, 456)], 12), "purple", 0.4, 3.5),)),
        Structure("tail", "tail", (300, 300), (
            Patch(paths.box(x - 23, 232, 46, 140, 6), "teal", 0.45, 4.5), Patch(paths.joined(rings), "teal", 0, 3,
                filled=False),
            Patch(paths.box(x - 36, 368, 72, 16, 6), "teal", 0.2, 4))),
        Structure("fibre", "tail fibres", (x + 128, 316), tuple(Patch(tube(leg, 7), "brown", 0.3, 3) for leg in legs)),
        Structure("capsid", "protein coat", (x + 78, 85), (
            Patch(paths.polyline(corners, closed=True), "blue", 0.65, 6),
            Patch(paths.joined([paths.polyline(inner, closed=True), *facets]), "blue", 0.3, 3, filled=False))),
        Structure("genome", "genes (DNA)", (x - 26, 105), (Patch(coil, "purple", 0, 5, filled=False),)),
    ), (Stream(paths.polyline([(x, 150), (x, 492)]), "purple", 9, 4.0, 7, ("capsid", "tail", "tube",
        "host")),))  # fmt: skip


def _antibody() -> Diagram:
    def arm(s: int) -> tuple[Patch, ...]:
        heavy = tube([(300 + s * 16, 470), (300 + s * 16, 270), (300 + s * 30, 240), (300 + s * 118, 118)], 26)
        light = tube([(300 + s * 72, 246), (300 + s * 152, 138)], 24)
        tips = [
            tube([(300 + s * 96, 148), (300 + s * 118, 118)], 26),
            tube([(300 + s * 130, 168), (300 + s * 152, 138)], 24),
        ]
        return (
            Patch(heavy, "blue", 0.45, 4.5),
            Patch(light, "teal", 0.45, 4.5),
            *(Patch(t, "pink", 0.15, 4) for t in tips),
        )

    spot: list[Point] = [(40, 40), (90, 26), (140, 60), (158, 104), (150, 122), (128, 112), (62, 112), (34, 84)]
    right = [(600 - px, py) for px, py in spot]
    bridges = [paths.polyline([(288, y), (312, y)]) for y in (262, 284)]
    bridges += [paths.polyline([(300 + s * 58, 216), (300 + s * 84, 236)]) for s in (-1, 1)]
    return Diagram(600, 490, (
        Structure("antigen", "antigen", (515, 70), tuple(
            Patch(paths.smooth(each, closed=True), "orange", 0.3, 5) for each in (spot, right))),
        Structure("heavy", "heavy chain", (318, 400), (arm(-1)[0], arm(1)[0])),
        Structure("light", "light chain", (408, 214), (arm(-1)[1], arm(1)[1])),
        Structure("binding-site", "binding site", (172, 140), (*arm(-1)[2:], *arm(1)[2:])),
        Structure("bridge", "sulfur bridges", (300, 284), (Patch(paths.joined(bridges), "yellow", 0, 6,
            filled=False),)),
        Structure("stem", "stem: calls other cells", (284, 452), ()),
    ))  # fmt: skip


def _phagocyte(t: float) -> Diagram:
    reach = 12 * math.sin(1.4 * t)
    body = [(180, 70), (300, 50), (400, 70), (470, 96), (530 + reach, 116), (520 + reach, 146), (460, 166), (440, 220),
            (470, 268), (534 + reach, 290), (540 + reach, 322), (470, 348), (420, 396), (320, 440), (200, 430),
                (100, 370),
            (60, 260), (90, 140)]  # fmt: skip
    lobes: skia.Path = paths.circle(190, 180, 44)
    for cx, cy in ((236, 232), (188, 282)):
        lobes = skia.Op(lobes, paths.circle(cx, cy, 42), skia.PathOp.kUnion_PathOp)
    germs = [(510 - reach, 220, 15), (330, 310, -30)]
    return Diagram(620, 490, (
        Structure("cell", "white blood cell", (130, 350), (Patch(paths.smooth(body, closed=True), "blue", 0.75, 6),)),
        Structure("nucleus", "nucleus", (190, 170), (Patch(lobes, "purple", 0.35, 5),)),
        Structure("arm", "arm reaches out", (505, 128), ()),
        Structure("pocket", "pocket with prey", (330, 275), (Patch(paths.circle(330, 310, 64), "yellow", 0.7, 4),)),
        Structure("lysosome", "enzymes", (300, 130), (
            Patch(paths.joined(paths.circle(x, y, 14) for x, y in ((300, 130), (350, 150), (290, 400), (385, 230))),
                "pink", 0.3, 3),)),
        Structure("bacterium", "bacterium", (510, 220), tuple(
            Patch(turned(paths.box(x - 40, y - 19, 80, 38, 19), a, x, y), "green", 0.3, 4) for x, y, a in germs)),
    ))  # fmt: skip
