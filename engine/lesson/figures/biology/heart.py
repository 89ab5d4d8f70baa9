"""The heart cut open from the front, with the blood that runs through it."""

from __future__ import annotations

import math
from typing import ClassVar

import skia

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.figures.biology.anatomy import Anatomy, Diagram, Patch, Stream, Structure
from engine.lesson.figures.biology.outlines import tube

BEATS_A_SECOND = 1.1
AORTA = ((338, 345), (318, 250), (296, 160), (318, 84), (390, 62), (446, 110), (458, 190))
LUNG_ARTERY = ((282, 340), (296, 270), (332, 205), (352, 148))
BODY_BLOOD = ((196, 20), (196, 190), (212, 260), (225, 330), (262, 410), (285, 345), (296, 270), (335, 195), (400, 148),
              (560, 128))  # fmt: skip
LUNG_BLOOD = ((575, 240), (480, 246), (405, 250), (398, 330), (388, 420), (345, 350), (318, 250), (296, 160), (318, 84),
              (390, 62), (446, 110), (458, 175))  # fmt: skip


class Heart(Anatomy):
    """The heart as seen from the front: its right side, which drives the lungs' circuit, stands at the left."""

    kind: ClassVar[str] = "heart"

    def diagram(self, t: float) -> Diagram:
        squeeze = max(0.0, math.sin(2 * math.pi * BEATS_A_SECOND * t)) ** 2 if t else 0.0
        atria, ventricles = 1.0 - 0.05 * (1 - squeeze) if t else 1.0, 1.0 - 0.11 * squeeze
        return Diagram(600, 530, (*_behind(), *_chambers(atria, ventricles), *_front()), _streams())


def _behind() -> tuple[Structure, ...]:
    veins = [tube([(585, y), (500, y + 5), (425, y + 8)], 26, 28, 34) for y in (222, 266)]
    right = Patch(tube([(352, 148), (300, 128), (200, 132), (92, 120)], 48, 42, 36, 30), "blue", 0.35, 4)
    return (
        Structure("pulmonary-artery", "pulmonary artery", (125, 124), (right,)),
        Structure("vena-cava", "vena cava", (196, 62), (
            Patch(tube([(196, 12), (196, 230)], 44), "blue", 0.45, 4),
            Patch(tube([(166, 522), (172, 420), (196, 300)], 44), "blue", 0.45, 4))),
        Structure("pulmonary-vein", "pulmonary vein", (545, 248), tuple(Patch(p, "red", 0.45, 4) for p in veins)),
        Structure("descending-aorta", "descending aorta", (462, 512), (
            Patch(tube([(458, 150), (464, 340), (462, 525)], 50, 48, 40), "red", 0.35, 4),)),
        Structure("muscle", "heart muscle", (492, 372), (Patch(paths.smooth(
            [(172, 235), (146, 290), (150, 350), (205, 428), (285, 492), (368, 522), (442, 478), (490, 400), (498, 310),
             (482, 222), (425, 180), (330, 182), (240, 178)], closed=True), "pink", 0.45, 5),)),
    )  # fmt: skip


def _chambers(atria: float, ventricles: float) -> tuple[Structure, ...]:
    return (
        Structure("right-atrium", "right atrium", (205, 262), (_chamber(
            [(182, 215), (166, 260), (176, 310), (214, 328), (252, 306), (262, 250), (232, 208)], atria, "blue"),)),
        Structure("left-atrium", "left atrium", (418, 255), (_chamber(
            [(366, 216), (420, 204), (464, 232), (460, 285), (412, 306), (366, 284), (352, 244)], atria, "red"),)),
        Structure("right-ventricle", "right ventricle", (245, 395), (_chamber(
            [(188, 350), (232, 336), (266, 330), (300, 328), (304, 390), (330, 478), (270, 448), (212, 402)],
            ventricles, "blue"),)),
        Structure("left-ventricle", "left ventricle", (400, 405), (_chamber(
            [(326, 328), (362, 334), (400, 322), (446, 318), (448, 388), (412, 446), (368, 476), (344, 420)],
            ventricles, "red"),)),
        Structure("septum", "septum", (322, 410), ()),
    )  # fmt: skip


def _front() -> tuple[Structure, ...]:
    branches = [
        Patch(tube([(345, 148), (420, 140), (500, 128), (585, 126)], 48, 42, 34, 30), "blue", 0.35, 4),
        Patch(tube(LUNG_ARTERY, 44, 50, 52), "blue", 0.35, 4),
    ]
    return (
        Structure("aorta", "aorta", (392, 60), (
            *(Patch(tube([(x, 74), (x + dx, 8)], 20), "red", 0.35, 4) for x, dx in ((335, -8), (372, 0), (410, 10))),
            Patch(tube(AORTA, 42, 50, 52, 52, 50), "red", 0.35, 4))),
        Structure("pulmonary-artery", "pulmonary artery", (125, 124), tuple(branches)),
        Structure("valves", "valves", (224, 334), (
            *(Patch(path, "yellow", 0.2, 5, filled=False, edge="ink") for path in (
                _valve((192, 326), (254, 322)), _valve((374, 306), (440, 304)),
                _valve((264, 312), (304, 312)), _valve((322, 318), (352, 316)))),)),
    )  # fmt: skip


def _chamber(points: list[tuple[int, int]], size: float, ink: str) -> Patch:
    x = sum(p[0] for p in points) / len(points)
    y = sum(p[1] for p in points) / len(points)
    outline = paths.smooth([(x + (a - x) * size, y + (b - y) * size) for a, b in points], closed=True)
    return Patch(outline, "blue" if ink == "blue" else "red", 0.3, 4)


def _valve(left: Point, right: Point) -> skia.Path:
    """Two flaps that hang from both sides and nearly meet."""
    x, y = (left[0] + right[0]) / 2, (left[1] + right[1]) / 2
    flaps = [
        [left, ((left[0] + x) / 2, y + 12), (x - 2, y + 22)],
        [right, ((right[0] + x) / 2, y + 12), (x + 2, y + 22)],
    ]
    return paths.joined(paths.smooth(flap) for flap in flaps)


def _streams() -> tuple[Stream, ...]:
    return (
        Stream(
            paths.smooth(BODY_BLOOD),
            "blue",
            14,
            6.0,
            7,
            ("vena-cava", "right-atrium", "right-ventricle", "pulmonary-artery"),
        ),
        Stream(
            paths.smooth(LUNG_BLOOD), "red", 14, 6.0, 7, ("pulmonary-vein", "left-atrium", "left-ventricle", "aorta")
        ),
    )
