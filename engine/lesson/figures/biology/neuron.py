"""A nerve cell along which an impulse runs, and a synapse."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.figures.biology.anatomy import Anatomy, Diagram, Patch, Stream, Structure
from engine.lesson.figures.biology.outlines import sampled, tube

AXON: tuple[Point, ...] = ((196, 170), (300, 178), (430, 200), (560, 190), (680, 178), (745, 180))
DENDRITES: tuple[tuple[Point, ...], ...] = (
    ((120, 120), (92, 76), (60, 40), (44, 8)), ((92, 76), (50, 78), (16, 64)), ((100, 170), (54, 164), (10, 176)),
    ((54, 164), (30, 140), (6, 132)), ((118, 222), (84, 264), (44, 290), (30, 330)), ((84, 264), (48, 250), (12, 256)),
    ((160, 110), (172, 64), (160, 22)), ((172, 64), (204, 40), (214, 10)), ((160, 232), (176, 282), (164, 326)),
    ((176, 282), (206, 300), (222, 332)),
)  # fmt: skip
ENDINGS: tuple[tuple[Point, ...], ...] = (
    ((745, 180), (790, 140), (812, 92), (846, 60)), ((745, 180), (800, 168), (858, 150)),
    ((745, 180), (800, 200), (860, 222)), ((745, 180), (786, 226), (810, 270), (846, 300)),
)  # fmt: skip
CELL = ("dendrite", "body-of-cell", "axon", "endings")


class Neuron(Anatomy):
    """`variant`: a nerve cell (with or without myelin), or the synapse where two of them meet."""

    kind: ClassVar[str] = "neuron"
    variant: Literal["cell", "bare", "synapse"] = "cell"

    def diagram(self, t: float) -> Diagram:  # noqa: ARG002
        return _synapse() if self.variant == "synapse" else _cell(myelin=self.variant == "cell")


def _cell(*, myelin: bool) -> Diagram:
    branches = paths.joined(tube(line, 16, 9, 5) for line in DENDRITES)
    knobs = paths.joined(paths.circle(*line[-1], 13) for line in ENDINGS)
    soma = paths.smooth(
        [(118, 122), (160, 108), (190, 138), (204, 170), (190, 206), (160, 234), (116, 222), (96, 190), (96, 152)],
        closed=True,
    )
    line = sampled(AXON, 20)
    sheaths = [tube(line[12 + i * 17 : 26 + i * 17], 22, 34, 34, 22, samples=1) for i in range(5)]
    gap = line[12 + 2 * 17 + 15]
    seconds = 2.2 if myelin else 6.0
    structures = [
        Structure("dendrite", "dendrites", (92, 76), (Patch(branches, "purple", 0.45, 3),)),
        Structure("axon", "axon", line[7] if myelin else line[50], (Patch(tube(AXON, 18, 14, 12), "purple", 0.45,
            3),)),
        Structure("endings", "axon endings", (846, 300), (
            Patch(paths.joined(tube(each, 10, 8, 6) for each in ENDINGS), "purple", 0.45, 3),
            Patch(knobs, "orange", 0.3, 3.5))),
        Structure("body-of-cell", "cell body", (150, 208), (Patch(soma, "purple", 0.4, 5),)),
        Structure("nucleus", "nucleus", (148, 168), (Patch(paths.circle(148, 168, 24), "blue", 0.25, 4),)),
    ]  # fmt: skip
    if myelin:
        structures.insert(2, Structure("myelin", "myelin sheath", sampled(AXON, 20)[36], tuple(
            Patch(path, "yellow", 0.35, 4) for path in sheaths)))  # fmt: skip
        structures.insert(3, Structure("node", "node of Ranvier", gap, ()))
    wave = Stream(paths.smooth([(150, 170), *AXON]), "red", 1, seconds, 15, CELL)
    inward = [Stream(paths.smooth(each[::-1]), "red", 1, seconds, 6, CELL) for each in DENDRITES]
    outward = [Stream(paths.smooth(each), "red", 1, seconds, 6, CELL) for each in ENDINGS]
    return Diagram(874, 342, tuple(structures), (*inward, wave, *outward))


def _synapse() -> Diagram:
    bulb = [(252, -4), (256, 60), (190, 110), (140, 170), (138, 226), (200, 250), (300, 254), (400, 250), (462, 226),
            (460, 170), (410, 110), (344, 60), (348, -4)]  # fmt: skip
    below = [(40, 500), (60, 400), (120, 345), (210, 326), (300, 322), (390, 326), (480, 345), (540, 400), (560, 500)]
    bubbles = [(235, 150), (285, 128), (345, 140), (210, 198), (262, 196), (318, 190), (372, 186), (402, 214)]
    gates = [
        paths.joined((paths.box(x, 314, 11, 34, 5), paths.box(x + 17, 314, 11, 34, 5))) for x in range(190, 400, 52)
    ]
    cargo = [(x + dx, y + dy) for x, y in bubbles for dx, dy in ((-6, -4), (6, -4), (0, 7))]
    streams = [
        Stream(
            paths.polyline([(x, 246), (x + dx, 285), (x + dx / 2 + 6, 330)]),
            "red",
            3,
            1.9 + 0.13 * i,
            6,
            ("ending", "next", "receptor"),
        )
        for i, (x, dx) in enumerate(((205, 12), (240, -8), (275, 20), (310, -12), (345, 16), (380, -6)))
    ]
    return Diagram(600, 500, (
        Structure("ending", "axon ending", (172, 160), (Patch(paths.smooth(bulb), "purple", 0.7, 6),)),
        Structure("mitochondrion", "mitochondrion", (300, 70), (
            Patch(paths.ellipse(300, 70, 26, 42), "red", 0.55, 4),
            Patch(paths.smooth([(300 + 14 * (-1) ** i, 42 + 8 * i) for i in range(8)]), "red", 0, 3, filled=False))),
        Structure("vesicle", "vesicle", (235, 150), (
            Patch(paths.joined(paths.circle(x, y, 20) for x, y in bubbles), "teal", 0.65, 3.5),)),
        Structure("transmitter", "neurotransmitter", (345, 288), (
            Patch(paths.joined(paths.circle(x, y, 4.5) for x, y in cargo), "red", 0.1, 1.5),)),
        Structure("cleft", "synaptic cleft", (460, 284), ()),
        Structure("next", "next nerve cell", (470, 440), (Patch(paths.smooth(below), "blue", 0.72, 6),)),
        Structure("receptor", "receptors", (256, 330), (Patch(paths.joined(gates), "green", 0.25, 3.5),)),
    ), tuple(streams))  # fmt: skip
