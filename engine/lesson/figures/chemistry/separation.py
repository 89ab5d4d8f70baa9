"""Apparatus that takes mixtures apart."""

from __future__ import annotations

from engine.lesson.drawing import paths
from engine.lesson.figures.chemistry.stage import Stage, steps


def distillation(f: Stage) -> None:
    pen = f.pen
    with pen.part("flask"):
        now = pen.since("flask")
        f.liquid([(158, 322), (322, 322), (326, 352), (300, 398), (240, 412), (180, 398), (154, 352)], "blue", 0.55)
        bowl = paths.smooth(
            [
                f.at(*p)
                for p in (
                    (216, 262),
                    (168, 300),
                    (152, 350),
                    (180, 398),
                    (240, 414),
                    (300, 398),
                    (328, 350),
                    (312, 300),
                    (264, 262),
                )
            ]
        )
        pen.line(bowl, "ink", 4.5)
        f.line([(216, 262), (216, 110)])
        f.line([(264, 262), (264, 176)])
        f.dots([(200 + 17 * (k % 6), 400 - 70 * s) for k, s in enumerate(steps(now, 0.7, 6))], 5, "white")
        f.flame(240, 474, now)
        f.say("flask", "mixture boils", (64, 236), (164, 318), width=150)
    with pen.part("thermometer"):
        f.thermometer(240, 20, 150)
        f.solid([(208, 92), (272, 92), (266, 116), (214, 116)], "brown")
        f.say("thermometer", "thermometer", (400, 40), (252, 52), "red")
    with pen.part("condenser"):
        now = pen.since("condenser")
        f.line([(264, 132), (330, 132), (780, 318)])
        f.line([(264, 176), (312, 176), (764, 356)])
        f.liquid([(408, 128), (690, 244), (662, 350), (372, 236)], "teal", 0.32)
        f.line([(408, 128), (690, 244), (662, 350), (372, 236), (408, 128)], "teal", 4)
        f.line([(650, 346), (644, 392)], "teal", 7)
        f.line([(428, 136), (436, 88)], "teal", 7)
        f.dots([(270 + 130 * s, 154 + 34 * max(0.0, s - 0.5)) for s in steps(now, 0.25, 5)], 5, "grey")
        f.dots([(430 + 330 * s, 205 + 137 * s) for s in steps(now, 0.2, 6)], 6, "blue")
        f.say("condenser", "condenser: vapour turns to liquid", (650, 130), (575, 196), "teal")
        f.say("cold", "cold water in", (560, 412), (640, 388), "teal")
    with pen.part("receiver"):
        now = pen.since("receiver")
        level = 452 - 60 * min(1.0, 0.25 + now / 20)
        f.liquid([(722, level), (834, level), (850, 466), (706, 466)], "blue", 0.45)
        f.line([(752, 352), (752, 380), (704, 470), (852, 470), (804, 380), (804, 352)])
        f.dots([(772, 350 + (level - 350) * s) for s in steps(now, 0.9, 1)], 6, "blue")
        f.say("receiver", "pure distillate", (930, 362), (824, 424), "blue", width=150)


def filtration(f: Stage) -> None:
    pen = f.pen
    with pen.part("funnel"):
        f.liquid([(392, 90), (608, 90), (512, 214), (488, 214)], "blue", 0.35)
        f.line([(350, 40), (488, 230), (488, 330), (512, 330), (512, 230), (650, 40)])
        f.line([(372, 46), (500, 220), (628, 46)], "soft", 3.5)
        f.say("funnel", "filter paper in a funnel", (210, 90), (400, 96))
    with pen.part("filtrate"):
        now = pen.since("filtrate")
        level = 450 - 50 * min(1.0, 0.3 + now / 16)
        f.liquid(
            [(500 - 70 - (level - 380) * 0.55, level), (570 + (level - 380) * 0.55, level), (622, 474), (378, 474)],
            "blue",
            0.45,
        )
        f.line([(470, 296), (470, 340), (376, 478), (624, 478), (530, 340), (530, 296)])
        f.dots([(500, 330 + (level - 334) * s) for s in steps(now, 1.1, 2)], 6, "blue")
        f.say("filtrate", "filtrate: clear solution", (800, 400), (590, 440), "blue")
    with pen.part("residue"):
        grains = [
            (500 + dx, 206 - dy)
            for dy, half in ((0, 0), (16, 12), (32, 24), (48, 36))
            for dx in range(-half, half + 1, 12)
        ]
        f.dots(grains, 7, "brown")
        f.say("residue", "residue: the solid stays", (810, 170), (534, 178), "brown")


def evaporation(f: Stage) -> None:
    pen = f.pen
    with pen.part("dish"):
        now = pen.since("dish")
        sunk = 34 * min(1.0, now / 12)
        f.liquid(
            [(356 + sunk, 180 + sunk), (644 - sunk, 180 + sunk), (590, 236), (540, 252), (460, 252), (410, 236)],
            "blue",
            0.5,
        )
        bowl = paths.smooth(
            [f.at(*p) for p in ((330, 150), (370, 206), (420, 244), (500, 258), (580, 244), (630, 206), (670, 150))]
        )
        pen.line(bowl, "ink", 6)
        for k, s in enumerate(steps(now, 0.22, 3)):
            x, y = 420 + 80 * k, 150 - 100 * s
            f.pen.line(
                paths.smooth([f.at(x, y), f.at(x + 10, y - 16), f.at(x - 6, y - 34), f.at(x + 4, y - 50)]),
                "soft",
                4,
                alpha=1 - s,
            )
        f.line([(300, 270), (700, 270)], "soft", 6)
        f.line([(320, 270), (286, 480)], "soft", 6)
        f.line([(680, 270), (714, 480)], "soft", 6)
        f.say("dish", "water leaves as vapour", (200, 90), (408, 110))
    with pen.part("burner"):
        f.flame(500, 380, pen.since("burner"))
        f.say("burner", "gentle heat", (800, 380), (522, 350), "orange")
    with pen.part("crystals"):
        for x, y, size in ((430, 236, 13), (456, 244, 16), (490, 246, 18), (526, 244, 15), (556, 238, 13)):
            f.solid(
                [
                    (x, y - size),
                    (x + size * 0.8, y - size * 0.2),
                    (x + size * 0.5, y + 8),
                    (x - size * 0.5, y + 8),
                    (x - size * 0.8, y - size * 0.2),
                ],
                "teal",
            )
        f.say("crystals", "crystals of the salt", (820, 200), (574, 234), "teal")


def separating_funnel(f: Stage) -> None:
    pen = f.pen
    with pen.part("funnel"):
        body = paths.smooth([f.at(*p) for p in ((482, 60), (440, 90), (390, 150), (402, 220), (450, 286), (490, 330))])
        other = paths.smooth([f.at(*p) for p in ((518, 60), (560, 90), (610, 150), (598, 220), (550, 286), (510, 330))])
        pen.line(body, "ink", 4.5)
        pen.line(other, "ink", 4.5)
        f.line([(490, 330), (490, 400)])
        f.line([(510, 330), (510, 400)])
        f.line([(470, 352), (545, 352)], "ink", 9)
        f.say("funnel", "tap", (640, 352), (552, 352))
    with pen.part("upper"):
        f.liquid([(416, 116), (584, 116), (607, 150), (604, 196), (396, 196), (393, 150)], "yellow", 0.65)
        f.say("upper", "less dense layer: oil", (230, 150), (400, 156), "orange")
    with pen.part("lower"):
        now = pen.since("lower")
        f.liquid(
            [(397, 196), (603, 196), (594, 226), (548, 284), (510, 330), (490, 330), (452, 284), (406, 226)],
            "blue",
            0.55,
        )
        level = 474 - 40 * min(1.0, 0.2 + now / 14)
        f.liquid([(424, level), (576, level), (576, 476), (424, 476)], "blue", 0.5)
        f.line([(420, 416), (420, 478), (580, 478), (580, 416)])
        f.dots([(500, 400 + (level - 400) * s) for s in steps(now, 1.0, 2)], 6, "blue")
        f.say("lower", "denser layer: water", (780, 250), (590, 236), "blue")
