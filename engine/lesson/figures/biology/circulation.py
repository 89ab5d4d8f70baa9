"""The two circuits of the blood as a plan."""

from __future__ import annotations

from typing import ClassVar

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.figures.biology.anatomy import Anatomy, Diagram, Patch, Stream, Structure
from engine.lesson.figures.biology.outlines import tube

TO_LUNGS: tuple[Point, ...] = ((262, 228), (220, 200), (120, 170), (120, 90), (205, 62))
FROM_LUNGS: tuple[Point, ...] = ((395, 62), (480, 90), (480, 170), (380, 200), (338, 228))
TO_BODY: tuple[Point, ...] = ((338, 292), (380, 325), (510, 350), (510, 440), (395, 468))
FROM_BODY: tuple[Point, ...] = ((205, 468), (90, 440), (90, 350), (220, 325), (262, 292))


class Circulation(Anatomy):
    """Heart, lungs and body with the vessels between them; the right side of the heart stands at the left."""

    kind: ClassVar[str] = "circulation"

    def diagram(self, t: float) -> Diagram:  # noqa: ARG002
        lungs = [paths.smooth([(300 + s * x, y) for x, y in ((14, 20), (40, 6), (84, 40), (98, 104), (70, 122), (18,
            108))], closed=True)
                 for s in (-1, 1)]  # fmt: skip
        heart = [(300, 228), (345, 205), (384, 232), (372, 278), (300, 326), (228, 278), (216, 232), (255, 205)]
        half = paths.polyline([(300, 228), (300, 326)])
        body = paths.box(200, 420, 200, 96, 40)
        net = paths.joined(
            paths.smooth([(205, y), (260, y - 10), (330, y + 10), (395, y)]) for y in (444, 458, 472, 486)
        )
        return Diagram(600, 524, (
            Structure("pulmonary-artery", "to the lungs", (120, 130), (Patch(tube(TO_LUNGS, 30), "blue", 0.4, 4),)),
            Structure("pulmonary-vein", "back from the lungs", (480, 130), (Patch(tube(FROM_LUNGS, 30), "red", 0.4,
                4),)),
            Structure("aorta", "to the body", (512, 395), (Patch(tube(TO_BODY, 34), "red", 0.4, 4),)),
            Structure("vena-cava", "back from the body", (88, 395), (Patch(tube(FROM_BODY, 34), "blue", 0.4, 4),)),
            Structure("lungs", "lungs", (345, 66), tuple(Patch(path, "pink", 0.45, 5) for path in lungs)),
            Structure("right-heart", "right side pumps", (252, 255), (
                Patch(paths.smooth([*[p for p in heart if p[0] <= 300], (300, 228)], closed=True), "blue", 0.3, 5),)),
            Structure("left-heart", "left side pumps", (348, 255), (
                Patch(paths.smooth([p for p in heart if p[0] >= 300], closed=True), "red", 0.3, 5),
                Patch(half, "ink", 0, 5, filled=False))),
            Structure("organs", "organs of the body", (335, 470), (
                Patch(body, "orange", 0.6, 5), Patch(net, "red", 0.2, 3.5, filled=False))),
        ), (
            Stream(paths.smooth([*TO_LUNGS, (250, 62)]), "blue", 8, 4, 7, ("pulmonary-artery", "right-heart", "lungs")),
            Stream(paths.smooth([(350, 62), *FROM_LUNGS]), "red", 8, 4, 7, ("pulmonary-vein", "left-heart", "lungs")),
            Stream(paths.smooth([*TO_BODY, (330, 468)]), "red", 9, 4, 7, ("aorta", "left-heart", "organs")),
            Stream(paths.smooth([(270, 468), *FROM_BODY]), "blue", 9, 4, 7, ("vena-cava", "right-heart", "organs")),
        ))  # fmt: skip
