"""Apparatus that measures gas and heat."""

from __future__ import annotations

from engine.lesson.figures.chemistry.stage import Stage, steps


def gas_syringe(f: Stage) -> None:
    pen = f.pen
    with pen.part("flask"):
        now = pen.since("flask")
        f.liquid([(188, 400), (312, 400), (346, 466), (154, 466)], "teal", 0.5)
        f.line([(222, 250), (222, 310), (148, 470), (352, 470), (278, 310), (278, 250)])
        f.solid([(216, 232), (284, 232), (278, 262), (222, 262)], "brown")
        f.dots([(210 + 16 * k, 456) for k in range(6)], 9, "grey")
        f.dots([(206 + 15 * (k % 7), 448 - 48 * s) for k, s in enumerate(steps(now, 0.6, 8))], 5, "white")
        f.say("flask", "the reaction makes gas", (130, 190), (196, 350))
    with pen.part("tube"):
        f.line([(242, 240), (242, 150), (520, 150)])
        f.line([(258, 240), (258, 166), (520, 166)])
        f.dots([(262 + 250 * s, 158) for s in steps(pen.since("tube"), 0.4, 5)], 4, "grey")
        f.say("tube", "delivery tube", (400, 90), (400, 148))
    with pen.part("syringe"):
        now = pen.since("syringe")
        out = 60 + 150 * (1 - 2.718 ** (-now / 5))
        f.line([(520, 150), (520, 112), (800, 112), (800, 204), (520, 204), (520, 166)])
        f.liquid([(524, 116), (524 + out, 116), (524 + out, 200), (524, 200)], "yellow", 0.3)
        f.solid([(524 + out, 116), (548 + out, 116), (548 + out, 200), (524 + out, 200)], "grey")
        f.line([(548 + out, 158), (700 + out, 158)], "grey", 12)
        f.line([(700 + out, 124), (700 + out, 192)], "grey", 12)
        for k in range(1, 6):
            f.line([(520 + 46 * k, 112), (520 + 46 * k, 132)], "ink", 3)
        f.say("syringe", "gas syringe: read the volume", (660, 290), (620, 208))


def calorimeter(f: Stage) -> None:
    pen = f.pen
    with pen.part("cup"):
        f.liquid([(376, 250), (624, 250), (602, 440), (398, 440)], "blue", 0.42)
        for inset in (0, 18):
            f.line(
                [(340 + inset, 180), (372 + inset, 462 - inset), (628 - inset, 462 - inset), (660 - inset, 180)],
                "ink" if inset else "soft",
                4.5,
            )
        f.solid([(330, 164), (670, 164), (670, 182), (330, 182)], "brown")
        f.say("cup", "insulated cup", (190, 330), (352, 330))
    with pen.part("thermometer"):
        f.thermometer(560, 30, 380)
        f.say("thermometer", "thermometer", (730, 70), (576, 76), "red")
    with pen.part("reaction"):
        now = pen.since("reaction")
        f.line([(450, 60), (450, 390)], "grey", 6)
        sway = 22 * (2 * abs((now * 0.8) % 1.0 - 0.5) - 0.5)
        f.line([(420 + sway, 396), (480 + sway, 396)], "grey", 8)
        f.dots([(410 + 26 * (k % 7), 420 - 150 * s) for k, s in enumerate(steps(now, 0.35, 7))], 6, "orange")
        f.say("reaction", "reaction warms the solution", (830, 350), (596, 350), "orange")
