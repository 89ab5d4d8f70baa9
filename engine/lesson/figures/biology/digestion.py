"""The digestive tract in the trunk, and a villus of the small intestine."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.figures.biology.anatomy import Anatomy, Diagram, Patch, Stream, Structure
from engine.lesson.figures.biology.outlines import tube

COIL: tuple[Point, ...] = (
    (262, 318), (250, 345), (262, 372), (320, 366), (352, 384), (330, 408), (270, 402), (236, 414), (250, 440),
        (310, 436),
    (350, 450), (330, 474), (275, 468), (246, 476),
)  # fmt: skip
COLON: tuple[Point, ...] = (
    (206, 500), (196, 450), (196, 390), (208, 344), (260, 340), (320, 344), (378, 336), (394, 380), (396, 440),
        (386, 490),
    (340, 508), (302, 512), (300, 545),
)  # fmt: skip
STOMACH = ((312, 205), (326, 232), (358, 214), (394, 222), (408, 262), (388, 302), (338, 322), (286, 316), (268, 300),
           (278, 284), (316, 284), (326, 262), (304, 236))  # fmt: skip


class Digestion(Anatomy):
    """`variant`: the whole tract from the front, or a villus, one of the small intestine's fingers."""

    kind: ClassVar[str] = "digestion"
    variant: Literal["tract", "villus"] = "tract"

    def diagram(self, t: float) -> Diagram:  # noqa: ARG002
        return _tract() if self.variant == "tract" else _villus()


def _tract() -> Diagram:
    torso = [(232, 128), (226, 150), (140, 178), (112, 230), (126, 330), (134, 420), (118, 520), (120, 556)]
    head = [(268, 128), (262, 100), (230, 92), (212, 60), (222, 20), (265, 4), (318, 6), (352, 34), (350, 62), (364,
        84),
            (350, 92), (352, 116), (332, 122), (334, 136), (352, 152)]  # fmt: skip
    body = [torso, [(370, 156), (452, 178), (484, 230), (472, 330), (464, 420), (480, 520), (478, 556)], head,
            [(268, 128), (250, 142), (232, 146)]]  # fmt: skip
    food = [(346, 96), (310, 100), (298, 130), (304, 205), (352, 250), (330, 302), (275, 300)]
    return Diagram(600, 560, (
        Structure("outline", "body", (460, 200), (
            Patch(paths.joined(paths.smooth(line) for line in body), "soft", 0.4, 4, filled=False),)),
        Structure("liver", "liver", (212, 252), (Patch(paths.smooth(
            [(160, 232), (200, 208), (270, 208), (330, 220), (300, 250), (262, 262), (235, 292), (190, 306), (160,
                285)],
            closed=True), "brown", 0.4, 5),)),
        Structure("gallbladder", "gall bladder", (242, 300), (Patch(paths.ellipse(243, 296, 13, 20), "green", 0.2,
            4),)),
        Structure("oesophagus", "oesophagus", (299, 165), (
            Patch(tube([(300, 104), (299, 150), (304, 212)], 20, 18, 20), "orange", 0.45, 4),)),
        Structure("mouth", "mouth", (330, 96), (
            Patch(tube([(352, 94), (326, 98), (302, 108)], 10, 18, 18), "red", 0.4, 4),)),
        Structure("salivary", "salivary glands", (296, 82), (
            Patch(paths.ellipse(290, 78, 17, 11), "yellow", 0.3, 3.5),
            Patch(paths.ellipse(324, 116, 12, 6), "yellow", 0.3, 3.5))),
        Structure("pancreas", "pancreas", (370, 322), (
            Patch(tube([(268, 326), (310, 324), (360, 320), (412, 296)], 14, 24, 20, 10), "yellow", 0.4, 4),)),
        Structure("stomach", "stomach", (370, 265), (Patch(paths.smooth(STOMACH, closed=True), "pink", 0.35, 5),)),
        Structure("large-intestine", "large intestine", (396, 420), (Patch(tube(COLON, 36, 38, 34, 30), "purple",
            0.45, 4),)),
        Structure("appendix", "appendix", (214, 530), (
            Patch(tube([(205, 499), (211, 524), (203, 544)], 10, 7, 4), "purple", 0.3, 3),)),
        Structure("rectum", "rectum and anus", (300, 545), (
            Patch(tube([(302, 512), (300, 556)], 26, 18), "purple", 0.25, 4),)),
        Structure("small-intestine", "small intestine", (258, 440), (Patch(tube(COIL, 23), "orange", 0.4, 4),)),
    ), (Stream(paths.smooth([*food, *COIL]), "ink", 9, 14.0, 6, ("mouth", "oesophagus", "stomach",
        "small-intestine")), Stream(paths.smooth(COLON), "ink", 4, 12.0, 6, ("large-intestine",))))  # fmt: skip


def _villus() -> Diagram:
    outer = [(190, 500), (196, 380), (192, 240), (206, 120), (250, 48), (300, 30), (350, 48), (394, 120), (408, 240),
             (404, 380), (410, 500)]  # fmt: skip
    inner = [(300 + (x - 300) * 0.68, 40 + (y - 40) * 1.0 + (30 if y < 200 else 0)) for x, y in outer]
    cells = [paths.polyline([a, b]) for a, b in zip(outer[1:-1], inner[1:-1], strict=True)]
    cells += [
        paths.polyline([(300 + s * 106, y), (300 + s * 72, y)]) for s in (-1, 1) for y in (150, 185, 280, 320, 430, 470)
    ]
    hairs = [paths.polyline([(300 + s * 108, y), (300 + s * 122, y)]) for s in (-1, 1) for y in range(140, 492, 12)]
    loop = [(262, 500), (260, 300), (268, 140), (300, 96), (332, 140), (340, 300), (338, 500)]
    return Diagram(600, 510, (
        Structure("microvilli", "microvilli", (420, 200), (Patch(paths.joined(hairs), "orange", 0, 3.5,
            filled=False),)),
        Structure("wall", "wall one cell thick", (392, 350), (
            Patch(paths.smooth(outer), "orange", 0.5, 5), Patch(paths.joined(cells), "orange", 0, 3, filled=False))),
        Structure("inside", "inside", (280, 200), (Patch(paths.smooth(inner), "pink", 0.8, 3),)),
        Structure("lacteal", "lacteal (fats)", (300, 330), (
            Patch(tube([(300, 500), (300, 330), (300, 170)], 30, 28, 18), "yellow", 0.3, 4),)),
        Structure("capillary", "blood capillary", (262, 250), (
            Patch(tube(loop[:4], 20, 18), "red", 0.3, 3.5), Patch(tube(loop[3:], 18, 20), "blue", 0.3, 3.5))),
        Structure("nutrients", "sugars and amino acids", (120, 170), (Patch(paths.joined(
            paths.circle(x, y, 9) for x, y in ((120, 170), (90, 240), (140, 300), (84, 370), (480, 150), (510, 290),
                (470, 400))),
            "green", 0.2, 3),)),
    ), (
        Stream(paths.smooth([(60, 200), (200, 230), (264, 260), (264, 130), (300, 96)]), "green", 5, 6.0, 8,
            ("wall", "capillary")),
        Stream(paths.smooth([(540, 320), (400, 300), (342, 280), (340, 500)]), "green", 5, 6.0, 8, ("wall",
            "capillary")),
        Stream(paths.smooth([(530, 200), (400, 220), (300, 250), (300, 500)]), "yellow", 4, 7.0, 8, ("wall",
            "lacteal")),
    ))  # fmt: skip
