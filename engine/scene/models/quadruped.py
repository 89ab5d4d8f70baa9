"""One skeleton for four-legged animals: body, legs by pose, neck, head and tail from an animal's measures."""

from __future__ import annotations

import numpy as np

from engine.scene.kit.primitives import ellipsoid
from engine.scene.models.animal_heads import add_head
from engine.scene.models.coats import with_coat
from engine.scene.models.paintwork import BLACK, PINK, Paint
from engine.scene.models.sculpt import Grid, Sculpt, curve
from engine.scene.models.stances import Animal, Stance, stance_of
from engine.scene.scene import Vector

SIDES = (-1.0, 1.0)


def add_animal(s: Sculpt, a: Animal, pose: str | None, rng: np.random.Generator) -> None:
    """The whole animal, facing z, its feet about on y = 0."""
    st = stance_of(a, pose)
    _body(s, a, st, rng)
    _legs(s, a, st)
    _neck(s, a, st, rng)
    _tail(s, a, st)
    with s.frame((0, st.head[0], st.head[1])):
        add_head(s, a.head, a.coat, pose == "sleeping")
        if "trunk" in a.extras:
            _trunk(s, a)
        if "mane" in a.extras:
            _ruff(s, a)
        if "whiskers" in a.extras:
            _whiskers(s, a)
        if "beard" in a.extras:
            n = a.head.size
            s.skin([(0, -0.55 * n, 0.75 * n, 0.2 * n, 0.16 * n), (0, -1.0 * n, 0.7 * n, 0.14 * n, 0.12 * n),
                    (0, -1.5 * n, 0.6 * n, 0.03 * n, 0.03 * n)], a.coat.mane or a.coat.main)  # fmt: skip


def _along(st: Stance, t: float, lift: float = 0.0) -> tuple[float, float]:
    """y and z on the line from hip (0) to shoulder (1), `lift` metres off it."""
    (y0, z0), (y1, z1) = st.hip, st.shoulder
    length = float(np.hypot(y1 - y0, z1 - z0))
    return y0 + (y1 - y0) * t + lift * (z1 - z0) / length, z0 + (z1 - z0) * t - lift * (y1 - y0) / length


def _body(s: Sculpt, a: Animal, st: Stance, rng: np.random.Generator) -> None:
    over = 0.62 * a.rump[1]
    rows = []
    span = float(np.hypot(st.shoulder[0] - st.hip[0], st.shoulder[1] - st.hip[1]))
    for t, (wide, high), lift in (
        (-over / span * 1.3, (a.rump[0] * 0.5, a.rump[1] * 0.5), 0.1 * a.rump[1]),
        (-over / span * 0.6, (a.rump[0] * 0.88, a.rump[1] * 0.86), 0.05 * a.rump[1]),
        (0.1, a.rump, 0.0),
        (0.5, a.belly, -0.05 * a.belly[1]),
        (0.88, a.chest, 0.0),
        (1.0 + 0.3 * a.chest[1] / span, (a.chest[0] * 0.86, a.chest[1] * 0.84), 0.02 * a.chest[1]),
        (1.0 + 0.66 * a.chest[1] / span, (a.chest[0] * 0.5, a.chest[1] * 0.5), 0.08 * a.chest[1]),
    ):
        y, z = _along(st, t, lift)
        rows.append((0.0, y, z, wide, high))
    if "wool" in a.extras:
        _wool(s, a, np.array(rows), rng)
        return
    steps = 9 if a.coat.pattern != "plain" else 5
    bare = Sculpt(s.fine(9.9) * (1.5 if a.coat.pattern != "plain" else 1.0), 1.0)
    s.add(with_coat(bare.skin(rows, a.coat.main, steps=steps), a.coat, rng))
    if "udder" in a.extras:
        y, z = _along(st, 0.12, -a.belly[1] * 0.95)
        s.ball((0, y, z), (a.belly[0] * 0.4, a.belly[1] * 0.3, a.belly[0] * 0.5), PINK)
    if "shoulders" in a.extras:  # a panda's dark band across withers and chest
        y, z = _along(st, 0.86, 0.0)
        s.ball((0, y, z), (a.chest[0] * 1.04, a.chest[1] * 1.05, a.chest[1] * 0.62), a.coat.socks or a.coat.main)
    if "hump" in a.extras:
        y, z = _along(st, 0.85, a.chest[1] * 0.6)
        s.ball((0, y, z), (a.chest[0] * 0.7, a.chest[1] * 0.6, a.chest[1] * 0.8), a.coat.main)
    for at in (0.24, 0.72) if "humps" in a.extras else ():
        y, z = _along(st, at, a.belly[1] * 0.7)
        s.skin([(0, y, z, a.belly[0] * 0.62, a.belly[1] * 0.9), (0, y + a.belly[1] * 0.75, z, a.belly[0] * 0.4,
            a.belly[1] * 0.5), (0, y + a.belly[1] * 1.05, z - 0.02, a.belly[0] * 0.12, a.belly[1] * 0.14)],
            a.coat.main)  # fmt: skip
        s.ball(
            (0, y + a.belly[1] * 0.95, z),
            (a.belly[0] * 0.3, a.belly[1] * 0.3, a.belly[1] * 0.34),
            a.coat.mane or a.coat.main,
        )


def _wool(s: Sculpt, a: Animal, rows: Grid, rng: np.random.Generator) -> None:
    """Balls all over the body."""
    way = curve(rows, 6)
    count = max(24, round(72 * s.fine(9.9)))
    for k in range(count):
        _, y, z, wide, high = way[int((k + 0.5) / count * len(way))]
        angle = k * 2.39996  # the golden angle: even turns
        size = 0.33 * a.chest[1] * float(rng.uniform(0.9, 1.2))
        at = (float(np.cos(angle) * wide), float(y + np.sin(angle) * high), float(z))
        s.add(ellipsoid((size, size, size), 0.5), a.coat.main.shade(float(rng.uniform(0.94, 1.0))), at)
    s.skin(rows, a.coat.main.shade(0.9))


def _legs(s: Sculpt, a: Animal, st: Stance) -> None:
    top, thin = a.leg
    for k, x in enumerate(SIDES):
        wide = (a.rump[0] - top * 0.8, a.chest[0] - top * 0.8)
        (hy, hz), (fy, fz) = st.hind[k], st.fore[k]
        if st.folded:
            _folded_leg(s, a, x * (wide[0] + top * 0.75), st, (hy, hz))
        else:
            y0, z0 = st.hip
            hock = (hy + (y0 - hy) * 0.42, hz + (z0 - hz) * 0.25 - top * 0.9)
            knee = (hy + (y0 - hy) * 0.66, z0 + (hz - z0) * 0.3 + top * 0.5)
            _leg(s, a, x * wide[0], (st.hip, knee, hock, (hy, hz)), 1.35)
        y1, z1 = st.shoulder
        if st.folded and y1 < a.chest[1] * 1.15:  # lying: the forelegs along the ground
            points = ((y1 * 0.7, z1), (thin * 1.1, z1 + (fz - z1) * 0.4), (thin, fz - thin), (0.0, fz))
        else:
            points = ((y1, z1), (fy + (y1 - fy) * 0.62, z1 + (fz - z1) * 0.25 - top * 0.1),
                      (fy + (y1 - fy) * 0.4, z1 + (fz - z1) * 0.7 + top * 0.15), (fy, fz))  # fmt: skip
        _leg(s, a, x * wide[1], points, 1.1)


def _leg(s: Sculpt, a: Animal, x: float, points: tuple[tuple[float, float], ...], swell: float) -> None:
    """Hip, knee, hock, foot as y and z."""
    top, thin = a.leg
    (y0, z0), (y1, z1), (y2, z2), (fy, fz) = points
    foot_high = thin * (1.0 if a.foot == "stump" else 0.75)
    ankle = (fy + foot_high * 1.1, fz - thin * 0.15)
    upper = [
        (x * 0.9, y0, z0, top * swell, top * swell * 1.25),
        (x, y1, z1, top * 0.92, top * 1.0),
        (x, y2, z2, thin * 1.2, thin * 1.25),
    ]
    lower = [
        (x, y2, z2, thin * 1.2, thin * 1.25),
        (x, (y2 + ankle[0]) / 2, (z2 + ankle[1]) / 2, thin, thin),
        (x, *ankle, thin, thin),
    ]
    if a.coat.pattern in ("bands", "spots"):
        for rows in (upper, lower):
            bare = Sculpt(s.fine(9.9), 1.0).skin(rows, a.coat.main, steps=7)
            s.add(with_coat(bare, a.coat, np.random.default_rng(0), upright=True))
    else:
        s.skin(upper, a.coat.socks or a.coat.main if "shoulders" in a.extras else a.coat.main)
        s.skin(lower, a.coat.socks or a.coat.main)
    _foot(s, a, (x, fy, fz))


def _foot(s: Sculpt, a: Animal, at: Vector) -> None:
    thin, (x, y, z) = a.leg[1], at
    if a.foot == "hoof":
        s.turned(
            [(0, 0), (thin * 1.45, 0), (thin * 1.1, thin * 1.1), (0, thin * 1.15)],
            Paint((0.2, 0.16, 0.14), "satin"),
            (x, y, z + thin * 0.15),
        )
    elif a.foot == "stump":
        s.turned([(0, 0), (thin * 1.12, 0), (thin * 1.15, thin * 0.3), (thin * 0.95, thin), (0, thin)], a.coat.main, at)
        for k in (-1, 0, 1):
            s.ball(
                (x + k * thin * 0.55, y + thin * 0.2, z + thin * (1.02 - 0.2 * abs(k))),
                (thin * 0.24, thin * 0.22, thin * 0.15),
                Paint((0.85, 0.8, 0.7)),
            )
    else:
        s.ball(
            (x, y + thin * 0.72, z + thin * 0.5), (thin * 1.25, thin * 0.75, thin * 1.6), a.coat.socks or a.coat.main
        )
        for aside in (-0.5, 0.5):
            s.ball((x + aside * thin, y + thin * 0.5, z + thin * 1.75), (thin * 0.09, thin * 0.3, thin * 0.3), BLACK)


def _folded_leg(s: Sculpt, a: Animal, x: float, st: Stance, foot: tuple[float, float]) -> None:
    """A bent hind leg beside the body, its foot on the ground in front of the hip."""
    top, thin = a.leg
    y, z = st.hip
    high = max(a.rump[1] * 0.72, top)
    s.ball((x, high * 0.95, z + high * 0.3), (top * 0.95, high * 0.95, high * 1.05), a.coat.main, (-20, 0, 0))
    if a.foot == "paw":
        s.limb(
            (x * 1.08, thin * 0.9, z + high * 0.2),
            (x * 1.08, thin * 0.9, foot[1] - thin),
            thin,
            a.coat.socks or a.coat.main,
        )
    _foot(s, a, (x * 1.08, y * 0.0, foot[1]))


def _neck(s: Sculpt, a: Animal, st: Stance, rng: np.random.Generator) -> None:
    wide, thin = a.neck_width
    y0, z0 = _along(st, 0.92, 0.1 * a.chest[1])
    y1, z1 = st.head
    middle = (
        0.0,
        (y0 + y1) / 2 - 0.02 * a.shoulder,
        (z0 + z1) / 2 + 0.05 * a.neck[1],
        (wide + thin) * 0.47,
        (wide + thin) * 0.52,
    )
    rows = [(0, y0, z0, wide, wide * 1.15), middle, (0, y1, z1, thin, thin)]
    bare = Sculpt(s.fine(9.9) * (1.4 if a.coat.pattern != "plain" else 1.0), 1.0)
    upright = a.neck[1] > a.neck[0]
    s.add(with_coat(bare.skin(rows, a.coat.main, steps=9), a.coat, rng, upright=upright))
    if "crest" in a.extras:
        _crest(s, a, np.array(rows)[:, :3])


def _crest(s: Sculpt, a: Animal, rows: Grid) -> None:
    """A horse's mane: locks down both sides of the neck, and a forelock; a zebra's stands up."""
    hair, size = a.coat.mane or a.coat.main.shade(0.5), a.head.size
    erect = "bristles" in a.extras
    way = curve(rows, 6)
    normal = np.array([0.0, 0.75, -0.65])
    for k, point in enumerate(way[1:]):
        reach = float(np.interp(k / len(way), [0, 1], [a.neck_width[0] * 1.05, a.neck_width[1] * 1.25]))
        top = point + normal * reach
        if erect:
            tone = hair.shade(1.0 if k % 2 else 0.6)
            low, high = top - normal * reach * 0.3, top + normal * 0.5 * size
            s.skin([(*low, 0.12 * size, 0.3 * size), (*high, 0.05 * size, 0.2 * size)], tone)
            continue
        aside = -1.0 if k % 3 == 1 else 1.0
        side = point + np.array([aside * a.neck_width[1] * 1.25, -0.35 * size, -0.2 * size])
        low = side + np.array([aside * 0.1 * size, -0.9 * size, 0.05 * size])
        s.wire(
            [top - (aside * 0.05 * size, 0, 0), top + (aside * 0.3 * size, 0.12 * size, 0), side, low],
            [0.2 * size, 0.26 * size, 0.22 * size, 0.05 * size],
            hair,
        )
    if erect:
        return
    y, z = way[-1][1:]
    s.wire([(0, y + 1.0 * size, z - 0.3 * size), (0.05, y + 1.05 * size, z + 0.5 * size), (0.1 * size,
        y + 0.45 * size, z + 1.0 * size)],
           [0.25 * size, 0.24 * size, 0.06 * size], hair)  # fmt: skip


def _ruff(s: Sculpt, a: Animal) -> None:
    """A lion's mane: two wreaths of tufts around the face."""
    size, hair = a.head.size, a.coat.mane or a.coat.main.shade(0.6)
    for radius, z, count, tint in ((1.05, -0.1, 15, 1.0), (1.3, -0.55, 17, 0.85), (1.2, -1.05, 15, 0.75)):
        for k in range(count):
            angle = 2 * np.pi * (k + 0.5 * (tint < 1)) / count
            x, y = float(np.cos(angle)), float(np.sin(angle))
            s.ball((x * radius * size, (y * radius * 1.02 - 0.12) * size, z * size), (0.36 * size, 0.55 * size,
                0.42 * size),
                   hair.shade(tint), (0, 0, float(np.degrees(angle)) - 90))  # fmt: skip


def _whiskers(s: Sculpt, a: Animal) -> None:
    """Pointed tufts of pale hair on both cheeks."""
    n = a.head.size
    for x in SIDES:
        for k in range(3):
            y, out = -0.15 - 0.22 * k, 1.35 - 0.1 * k
            s.skin([(x * 0.72 * n, y * n, 0.1 * n, 0.26 * n, 0.24 * n),
                    (x * out * n, (y - 0.3) * n, -0.05 * n, 0.04 * n, 0.04 * n)],
                   a.coat.belly if k else a.coat.main)  # fmt: skip


def _trunk(s: Sculpt, a: Animal) -> None:
    n = a.head.size
    rows = [(0, 0.1, 0.6, 0.5, 0.5), (0, -0.35, 1.05, 0.36, 0.36), (0, -1.2, 1.25, 0.28, 0.28), (0, -2.0, 1.25, 0.22,
        0.22),
            (0, -2.5, 1.5, 0.19, 0.19), (0, -2.45, 1.85, 0.17, 0.17)]  # fmt: skip
    s.skin(np.array(rows) * n, a.coat.main, "flat")
    for k in range(5):
        s.ring(
            (0, (-0.6 - 0.34 * k) * n, 1.16 * n + 0.03 * n * min(k, 3)),
            (0.335 - 0.024 * k) * n,
            0.022 * n,
            a.coat.main.shade(0.8),
        )


def _tail(s: Sculpt, a: Animal, st: Stance) -> None:
    n, coat = a.tail_length, a.coat
    y, z = _along(st, -0.66 * a.rump[1] / a.length * 1.9, 0.5 * a.rump[1])
    if st.folded:
        y = max(y, a.leg[1] * 1.2)
    root, tip = a.leg[1], coat.mane or coat.main
    if a.tail == "up" and st.folded:  # laid around the haunches
        s.wire([(0, y, z), (0.2 * n, root, z - 0.22 * n), (0.5 * n, root, z), (0.55 * n, root, z + 0.42 * n)],
               [root * 0.9, root * 0.85, root * 0.75, root * 0.6], coat.main)  # fmt: skip
    elif a.tail == "up":
        low = max(y, root)
        s.wire([(0, low, z), (0, low + 0.12 * n, z - 0.4 * n), (0, low + 0.6 * n, z - 0.55 * n), (0.06 * n,
            low + 0.98 * n, z - 0.38 * n)],
               [root * 0.9, root * 0.85, root * 0.75, root * 0.6], coat.main)  # fmt: skip
    elif a.tail == "bushy":
        drop = 0.15 if not st.folded else min(0.1, y / n)
        s.skin([(0, y, z, root, root), (0, y - drop * n * 0.6, z - 0.3 * n, 0.14 * n, 0.14 * n), (0, y - drop * n,
            z - 0.62 * n, 0.18 * n, 0.18 * n),
                (0, y - drop * n * 0.3, z - 0.84 * n, 0.13 * n, 0.13 * n)], coat.main)  # fmt: skip
        s.skin(
            [(0, y - drop * n * 0.45, z - 0.8 * n, 0.137 * n, 0.137 * n), (0, y, z - 1.0 * n, 0.03 * n, 0.03 * n)],
            coat.mane or coat.belly,
        )
    elif a.tail == "hair":
        s.skin([(0, y, z + root, root * 1.2, root * 1.2), (0, y - 0.05 * n, z - 0.2 * n, root * 1.8, root * 1.8), (0,
            y - 0.5 * n, z - 0.33 * n, root * 2.4, root * 2),
                (0, max(y - n, 0.1), z - 0.3 * n, root * 0.7, root * 0.6)], tip)  # fmt: skip
    elif a.tail in ("tuft", "thin"):
        end = max(y - n, a.leg[1])
        s.wire(
            [
                (0, y, z),
                (0, y - 0.08 * n, z - 0.16 * n),
                (0, (y + end) / 2, z - 0.2 * n),
                (0.03 * n, end, z - 0.22 * n),
            ],
            root * 0.42,
            coat.main,
        )
        s.ball((0.03 * n, end, z - 0.22 * n), (0.09 * n, 0.16 * n, 0.09 * n), tip)
    elif a.tail == "curl":
        turns = np.linspace(0, 3.4 * np.pi, 14)
        s.wire(
            [(0.06 * float(np.cos(t)), y + 0.06 * float(np.sin(t)), z - 0.012 * float(t)) for t in turns],
            0.018,
            coat.main,
        )
    else:
        s.ball((0, y, z - 0.2 * n), (0.45 * n, 0.5 * n, 0.5 * n), tip)
