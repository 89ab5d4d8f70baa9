"""The lungs as they breathe, and an air sac with its capillary."""

from __future__ import annotations

import math
from typing import ClassVar, Literal

import skia

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.figures.biology.anatomy import Anatomy, Diagram, Patch, Stream, Structure
from engine.lesson.figures.biology.outlines import sampled, tube

BREATH_SECONDS = 4.0
AIRWAYS = ("trachea", "bronchus", "lung")
RIGHT_LUNG = ((238, 92), (196, 118), (150, 190), (112, 300), (104, 400), (124, 428), (200, 408), (252, 392), (262, 320),
              (262, 220), (262, 130))  # fmt: skip
LEFT_LUNG = ((362, 92), (404, 118), (450, 190), (488, 300), (496, 400), (476, 428), (400, 408), (356, 396), (346, 350),
             (366, 310), (340, 270), (338, 130))  # fmt: skip


class Lungs(Anatomy):
    """`variant`: the chest from the front, or one air sac (alveolus) with blood that loads oxygen."""

    kind: ClassVar[str] = "lungs"
    variant: Literal["chest", "alveolus"] = "chest"

    def diagram(self, t: float) -> Diagram:
        return _chest(t) if self.variant == "chest" else _alveolus()


def _chest(t: float) -> Diagram:
    """Breathes in and out once in BREATH_SECONDS: the ribs go out and the diaphragm goes down."""
    air = 0.5 - 0.5 * math.cos(2 * math.pi * t / BREATH_SECONDS)
    wide, low = 1.0 + 0.05 * air, 26 * air

    def grown(at: Point) -> Point:
        return 300 + (at[0] - 300) * wide, at[1] + low * max(0.0, (at[1] - 90) / 330)

    lungs = [paths.smooth([grown(p) for p in outline], closed=True) for outline in (RIGHT_LUNG, LEFT_LUNG)]
    side = [grown(p) for p in ((215, 52), (140, 110), (88, 220), (66, 340), (62, 470))]
    wall = [side, [(600 - x, y) for x, y in side]]
    dome = [
        (70, 470),
        (150, 440 + low),
        (230, 428 + low),
        (300, 448 + low),
        (370, 428 + low),
        (450, 440 + low),
        (530, 470),
    ]
    rings = paths.joined(paths.polyline([(288, y), (312, y)]) for y in range(30, 158, 16))
    twigs = [paths.smooth([grown(p) for p in line]) for line in _twigs()]
    return Diagram(600, 510, (
        Structure("ribs", "ribs and muscles", (92, 220), (
            Patch(paths.joined(paths.smooth(line) for line in wall), "brown", 0, 9, filled=False),)),
        Structure("diaphragm", "diaphragm", (455, 448), (Patch(tube(dome, 6, 16, 20, 16, 6), "red", 0.35, 4),)),
        Structure("lung", "lung", (440, 250), tuple(Patch(path, "pink", 0.5, 5) for path in lungs)),
        Structure("bronchiole", "bronchioles", (192, 330), (
            Patch(paths.joined(twigs), "blue", 0, 5, filled=False),)),
        Structure("bronchus", "bronchus", (338, 196), tuple(
            Patch(tube([(300, 158), (300 + 34 * s, 186), (300 + 72 * s, 226)], 26, 22, 16), "blue", 0.5, 4)
            for s in (-1, 1))),
        Structure("trachea", "windpipe (trachea)", (300, 60), (
            Patch(tube([(300, 8), (300, 168)], 34), "blue", 0.5, 4), Patch(rings, "blue", 0, 4, filled=False))),
    ), (
        Stream(paths.smooth([(300, 12), (300, 160), (250, 196), (215, 250), (175, 340)]), "ink", 6, BREATH_SECONDS,
            5, AIRWAYS),
        Stream(paths.smooth([(300, 12), (300, 160), (350, 196), (385, 250), (425, 340)]), "ink", 6, BREATH_SECONDS,
            5, AIRWAYS),
    ))  # fmt: skip


def _twigs() -> list[list[Point]]:
    """The bronchial tree, mirrored for both sides."""
    found: list[list[Point]] = []
    for s in (-1, 1):
        found += [[(300 + 68 * s, 222), (300 + 100 * s, 280), (300 + 120 * s, 345), (300 + 150 * s, 395)]]
        for y, reach, fall in ((240, 78, -62), (276, 84, 8), (318, 70, 42), (300, -48, 44), (345, -40, 36)):
            x = 300 + (68 + (y - 222) * 0.46) * s
            end = x + reach * s
            found.append([(x, y), ((x + end) / 2, y + fall * 0.3), (end, y + fall)])
            found.append([((x + end) / 2, y + fall * 0.3), (x + reach * 0.8 * s, y + fall * 0.3 + 28)])
    return found


def _alveolus() -> Diagram:
    lobes = [paths.circle(*paths.polar(259, 200, 88, 90 + i * 45), 56) for i in range(1, 8)]
    sac = paths.box(230, 16, 58, 110, 6)
    for lobe in (*lobes, paths.circle(259, 200, 96)):
        sac = skia.Op(sac, lobe, skia.PathOp.kUnion_PathOp)
    curve: list[Point] = [(12, 250), (70, 330), (160, 410), (255, 432), (360, 405), (445, 320), (588, 230)]
    line = sampled(curve)
    cut = len(line) // 2
    return Diagram(600, 500, (
        Structure("capillary", "capillary", (440, 328), (
            Patch(tube(line[: cut + 1], 84, samples=1), "blue", 0.6, 4),
            Patch(tube(line[cut:], 84, samples=1), "red", 0.6, 4))),
        Structure("alveolus", "alveolus (air sac)", (160, 160), (Patch(sac, "pink", 0.75, 7),)),
        Structure("oxygen", "oxygen", (300, 330), (_arrow([(290, 240), (308, 330), (312, 404)], "red"),)),
        Structure("carbon-dioxide", "carbon dioxide", (218, 330), (_arrow([(212, 412), (214, 330), (228, 240)],
            "blue"),)),
        Structure("red-cell", "red blood cell", (118, 372), ()),
        Structure("wall", "wall one cell thick", (390, 225), ()),
        Structure("air", "air in and out", (259, 40), (
            _arrow([(246, 8), (246, 130)], "ink"), _arrow([(272, 130), (272, 8)], "ink"))),
    ), (
        Stream(paths.smooth(line[: cut + 1]), "blue", 5, 3.4, 20, ("capillary",)),
        Stream(paths.smooth(line[cut:]), "red", 5, 3.4, 20, ("capillary",)),
        Stream(paths.smooth([(290, 190), (308, 310), (330, 420)]), "red", 3, 2.2, 8, ("capillary", "alveolus")),
        Stream(paths.smooth([(190, 420), (212, 310), (235, 190)]), "blue", 3, 2.2, 8, ("capillary", "alveolus")),
    ))  # fmt: skip


def _arrow(points: list[Point], ink: str) -> Patch:
    """A line with an open head at its end."""
    (ax, ay), (bx, by) = points[-2], points[-1]
    angle = math.degrees(math.atan2(ay - by, bx - ax))
    head = [paths.polar(bx, by, 20, angle + 180 + d) for d in (-28, 28)]
    whole: skia.Path = paths.joined([paths.smooth(points), paths.polyline([head[0], (bx, by), head[1]])])
    return Patch(whole, {"red": "red", "blue": "blue"}.get(ink, "ink"), 0, 6, filled=False)  # type: ignore[arg-type]
