"""The brain from its left side."""

from __future__ import annotations

from typing import ClassVar

from engine.lesson.drawing import paths
from engine.lesson.figures.biology.anatomy import Anatomy, Diagram, Patch, Structure
from engine.lesson.figures.biology.outlines import tube

FOLDS = (
    ((92, 250), (130, 225), (150, 180), (200, 165)), ((110, 190), (150, 160), (175, 110), (225, 95)),
    ((150, 275), (190, 250), (205, 210), (245, 205)), ((205, 75), (235, 110), (240, 150), (215, 190)),
    ((335, 62), (340, 100), (375, 125), (372, 170)), ((400, 85), (405, 120), (440, 140), (435, 185)),
    ((320, 150), (330, 185), (360, 210), (350, 245)), ((420, 200), (400, 225), (410, 250), (440, 240)),
    ((525, 190), (500, 215), (515, 245), (545, 250)), ((490, 270), (520, 275), (540, 300), (525, 325)),
    ((200, 335), (260, 325), (310, 345), (370, 325)), ((215, 375), (280, 365), (330, 380), (395, 350)),
)  # fmt: skip


class Brain(Anatomy):
    """The brain as seen from its left side: the lobes of the cortex, cerebellum, brainstem."""

    kind: ClassVar[str] = "brain"

    def diagram(self, t: float) -> Diagram:  # noqa: ARG002
        folds = paths.joined(paths.smooth(fold) for fold in FOLDS)
        leaves = [
            paths.smooth([(430 + 5 * i, 400 + 17 * i), (480, 385 + 17 * i), (548 - 6 * i, 362 + 22 * i)])
            for i in range(5)
        ]
        return Diagram(620, 530, (
            Structure("brainstem", "brainstem", (405, 470), (
                Patch(tube([(372, 345), (398, 410), (402, 470), (398, 526)], 78, 66, 50, 40), "yellow", 0.45, 5),)),
            Structure("cerebellum", "cerebellum", (500, 425), (
                Patch(paths.smooth([(425, 388), (470, 362), (550, 345), (572, 385), (545, 445), (485, 478), (435, 455)],
                                   closed=True), "green", 0.45, 5),
                Patch(paths.joined(leaves), "green", 0, 3.5, filled=False))),
            Structure("temporal", "temporal lobe", (290, 352), (Patch(paths.smooth(
                [(178, 330), (205, 300), (290, 288), (380, 268), (440, 262), (470, 300), (462, 345), (400, 378),
                    (320, 400),
                 (240, 412), (188, 385)], closed=True), "purple", 0.45, 5),)),
            Structure("occipital", "occipital lobe", (545, 285), (Patch(paths.smooth(
                [(470, 150), (520, 160), (575, 215), (596, 285), (582, 340), (530, 352), (466, 345), (462, 300),
                    (448, 262),
                 (455, 210)], closed=True), "red", 0.5, 5),)),
            Structure("parietal", "parietal lobe", (400, 160), (Patch(paths.smooth(
                [(310, 26), (390, 40), (470, 90), (522, 160), (478, 190), (462, 240), (440, 266), (380, 272), (318,
                    288),
                 (290, 240), (316, 180), (292, 110)], closed=True), "orange", 0.5, 5),)),
            Structure("frontal", "frontal lobe", (170, 150), (Patch(paths.smooth(
                [(310, 26), (230, 24), (150, 58), (85, 130), (55, 215), (62, 290), (110, 322), (180, 318), (215, 300),
                 (318, 288), (292, 240), (316, 180), (292, 110)], closed=True), "blue", 0.5, 5),)),
            Structure("motor", "motor cortex", (283, 120), (
                Patch(tube([(292, 40), (276, 110), (297, 180), (272, 245)], 14, 20, 20, 12), "teal", 0.2, 3),),
                    optional=True),
            Structure("sensory", "touch cortex", (331, 120), (
                Patch(tube([(328, 42), (318, 110), (340, 180), (318, 248)], 14, 20, 20, 12), "pink", 0.2, 3),),
                    optional=True),
            Structure("broca", "Broca's area", (205, 268), (
                Patch(paths.ellipse(208, 265, 34, 24), "yellow", 0.25, 3.5),), optional=True),
            Structure("wernicke", "Wernicke's area", (425, 296), (
                Patch(paths.ellipse(422, 298, 36, 20), "yellow", 0.25, 3.5),), optional=True),
            Structure("folds", "folds of the cortex", (225, 95), (Patch(folds, "ink", 0, 3, filled=False),)),
        ))  # fmt: skip
