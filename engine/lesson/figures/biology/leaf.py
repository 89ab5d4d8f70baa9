"""A leaf cut across, and the two organelles that turn energy over: chloroplast and mitochondrion."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.figures.biology.anatomy import Anatomy, Diagram, Patch, Stream, Structure
from engine.lesson.figures.biology.outlines import tube


class Leaf(Anatomy):
    """A leaf cut across: sunlight from above, gases through a stoma, water and sugar through a vein."""

    kind: ClassVar[str] = "leaf"

    def diagram(self, t: float) -> Diagram:  # noqa: ARG002
        sponge = [(70, 345, 40), (160, 330, 36), (235, 370, 38), (120, 410, 34), (520, 340, 40), (600, 355, 38),
            (560, 420, 34),
                  (455, 395, 34), (35, 415, 26), (635, 425, 24)]  # fmt: skip
        palisade = [paths.box(18 + i * 53, 128, 47, 152, 20) for i in range(12)]
        green: list[Point] = [(18 + i * 53 + (13 if j % 2 else 34), 152 + j * 26) for i in range(12) for j in range(5)]
        green += [
            (x + dx, y + dy)
            for x, y, r in sponge
            for dx, dy in ((-r * 0.5, 0), (r * 0.4, -r * 0.4), (r * 0.3, r * 0.5))
        ]
        skin = [paths.box(14 + i * 80, y, 76, 38, 12) for i in range(8) for y in (84, 446)]
        rays = [[(x, 4), (x + 26, 72)] for x in (120, 290, 460)]
        open_, shut = [(300, 446), (320, 465), (300, 486)], [(388, 446), (368, 465), (388, 486)]
        return Diagram(660, 510, (
            Structure("light", "sunlight", (290, 12), tuple(
                Patch(tube(ray, 4, 8), "yellow", 0.1, 4, edge="yellow") for ray in rays)),
            Structure("cuticle", "waxy cuticle", (540, 78), (Patch(paths.box(10, 72, 644, 14, 7), "yellow", 0.4, 3),)),
            Structure("epidermis", "epidermis", (52, 104), (
                *(Patch(path, "teal", 0.75, 3) for path in skin), Patch(paths.box(296, 440, 96, 50), "paper", 0, 0))),
            Structure("palisade", "palisade cells", (590, 200), tuple(Patch(path, "green", 0.7,
                3.5) for path in palisade)),
            Structure("spongy", "spongy cells", (560, 420), tuple(
                Patch(paths.circle(x, y, r), "green", 0.72, 3.5) for x, y, r in sponge)),
            Structure("air-space", "air space", (310, 415), ()),
            Structure("chloroplast", "chloroplasts", (105, 204), (
                Patch(paths.joined(paths.ellipse(x, y, 9, 7) for x, y in green), "green", 0.05, 0),
                Patch(paths.joined(paths.ellipse(x, y, 9, 7) for x, y in green[::7]), "green", 0.05, 1.5))),
            Structure("vein", "vein", (390, 348), (
                Patch(paths.circle(372, 335, 50), "brown", 0.75, 4),
                Patch(paths.joined(paths.circle(x, y, 11) for x, y in ((352, 318), (378, 312), (400, 326))), "blue",
                    0.35, 3),
                Patch(paths.joined(paths.circle(x, y, 8) for x, y in ((350, 350), (372, 356), (394, 350))),
                    "orange", 0.35, 3))),
            Structure("stoma", "stoma", (344, 466), tuple(
                Patch(paths.smooth([*side, (x, 466)], closed=True), "green", 0.35, 4) for side, x in ((open_, 284),
                    (shut, 404)))),
            Structure("carbon-dioxide", "carbon dioxide in", (330, 500), (), ),
            Structure("oxygen", "oxygen out", (362, 496), ()),
        ), (
            Stream(paths.smooth([(318, 508), (338, 466), (300, 400), (262, 300), (262, 220)]), "ink", 5, 5, 7,
                ("stoma", "palisade", "spongy")),
            Stream(paths.smooth([(440, 220), (440, 300), (400, 420), (350, 466), (376, 508)]), "red", 5, 5, 7,
                ("stoma", "palisade", "spongy")),
            *(Stream(paths.polyline([(x + 10, 30), (x + 66, 190)]), "yellow", 3, 1.6, 6, ("light",
                "palisade")) for x in (120, 290, 460)),
        ))  # fmt: skip


class Organelle(Anatomy):
    """`variant`: a chloroplast or a mitochondrion cut open; what goes in and comes out moves."""

    kind: ClassVar[str] = "organelle"
    variant: Literal["chloroplast", "mitochondrion"] = "mitochondrion"

    def diagram(self, t: float) -> Diagram:  # noqa: ARG002
        return _mitochondrion() if self.variant == "mitochondrion" else _chloroplast()


def _mitochondrion() -> Diagram:
    inner: list[Point] = [(40, 200), (56, 120)]
    for x in (120, 230, 340, 450, 560):
        inner += [(x - 26, 52), (x - 15, 70), (x - 13, 230), (x, 246), (x + 13, 230), (x + 15, 70), (x + 26, 52)]
    inner += [(624, 120), (640, 200), (624, 280)]
    for x in (560, 505, 395, 285, 175)[1:]:
        inner += [(x + 26, 348), (x + 15, 330), (x + 13, 170), (x, 154), (x - 13, 170), (x - 15, 330), (x - 26, 348)]
    inner += [(80, 325)]
    dna = paths.smooth([(62 + 7 * i, 232 + 12 * (-1) ** i) for i in range(6)], closed=True)
    makers = [(80, 150), (175, 118), (120, 290), (230, 300), (340, 290), (395, 120), (450, 300), (600, 130), (560, 300)]
    return Diagram(680, 400, (
        Structure("outer", "outer membrane", (560, 42), (Patch(paths.box(14, 20, 652, 360, 176), "red", 0.75, 6),)),
        Structure("space", "space between membranes", (395, 364), ()),
        Structure("inner", "inner membrane", (285, 335), (Patch(paths.smooth(inner, closed=True), "orange", 0.55, 6),)),
        Structure("cristae", "cristae (folds)", (230, 150), ()),
        Structure("matrix", "matrix", (602, 205), ()),
        Structure("dna", "own DNA", (75, 232), (Patch(dna, "purple", 0, 4, filled=False),)),
        Structure("ribosome", "ribosomes", (175, 118), (
            Patch(paths.joined(paths.circle(x, y, 5) for x, y in makers), "ink", 0.2, 1.5),)),
    ))  # fmt: skip


def _chloroplast() -> Diagram:
    stacks = [(120, 150, 5), (232, 120, 7), (352, 150, 6), (470, 122, 6), (170, 268, 4), (412, 262, 5), (540, 190, 4)]
    discs = [paths.box(x - 40, y + 19 * i, 80, 16, 8) for x, y, count in stacks for i in range(count)]
    bridges = [(158, 200, 196, 205), (270, 215, 314, 205), (390, 190, 432, 185), (208, 300, 374, 300), (508, 200,
        502, 205),
               (300, 240, 374, 285)]  # fmt: skip
    thread = paths.smooth([(285 + 11 * i, 316 + 11 * (-1) ** i) for i in range(6)], closed=True)
    return Diagram(660, 410, (
        Structure("envelope", "double membrane", (590, 92), (
            Patch(paths.ellipse(330, 205, 322, 196), "green", 0.6, 6), Patch(paths.ellipse(330, 205, 306, 181),
                "green", 0.82, 4))),
        Structure("stroma", "stroma", (330, 350), ()),
        Structure("lamella", "lamella", (290, 300), tuple(
            Patch(tube([(a, b), (c, d)], 9), "teal", 0.3, 2.5) for a, b, c, d in bridges)),
        Structure("thylakoid", "thylakoid", (460, 127), tuple(Patch(disc, "green", 0.15, 3,
            edge="ink") for disc in discs[:-4])),
        Structure("granum", "granum (a stack)", (545, 212), tuple(Patch(disc, "green", 0.15, 3,
            edge="ink") for disc in discs[-4:])),
        Structure("dna", "own DNA", (318, 322), (Patch(thread, "purple", 0, 4, filled=False),)),
        Structure("starch", "starch grain", (100, 290), (Patch(paths.ellipse(98, 285, 34, 20), "yellow", 0.45, 4),)),
        Structure("ribosome", "ribosomes", (520, 310), (
            Patch(paths.joined(paths.circle(x, y, 5) for x, y in ((520, 310), (500, 325), (60, 190), (75, 220),
                (300, 90))),
                  "ink", 0.2, 1.5),)),
    ))  # fmt: skip
