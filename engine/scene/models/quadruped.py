"""One skeleton for four-legged animals: body, legs by pose, neck, head and tail from an animal's measures."""

from __future__ import annotations

import numpy as np

from engine.scene.kit.primitives import ellipsoid
from engine.scene.models.animal_heads import add_head
from engine.scene.models.coats import with_coat
from engine.scene.models.manes import add_crest, add_ruff, add_tail, add_trunk, add_whiskers, along
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
    add_tail(s, a, st)
    with s.frame((0, st.head[0], st.head[1])):
        add_head(s, a.head, a.coat, pose == "sleeping")
        if "trunk" in a.extras:
            add_trunk(s, a)
        if "mane" in a.extras:
            add_ruff(s, a)
        if "whiskers" in a.extras:
            add_whiskers(s, a)
        if "beard" in a.extras:
            n = a.head.size
            s.skin([(0, -0.55 * n, 0.75 * n, 0.2 * n, 0.16 * n), (0, -1.0 * n, 0.7 * n, 0.14 * n, 0.12 * n),
                    (0, -1.5 * n, 0.6 * n, 0.03 * n, 0.03 * n)], a.coat.mane or a.coat.main)  # fmt: skip


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
        y, z = along(st, t, lift)
        rows.append((0.0, y, z, wide, high))
    if "wool" in a.extras:
        _wool(s, a, np.array(rows), rng)
        return
    steps = 9 if a.coat.pattern != "plain" else 5
    bare = Sculpt(s.fine(9.9) * (1.5 if a.coat.pattern != "plain" else 1.0), 1.0)
    s.add(with_coat(bare.skin(rows, a.coat.main, steps=steps), a.coat, rng))
    if "udder" in a.extras:
        y, z = along(st, 0.12, -a.belly[1] * 0.95)
        s.ball((0, y, z), (a.belly[0] * 0.4, a.belly[1] * 0.3, a.belly[0] * 0.5), PINK)
    if "shoulders" in a.extras:  # a panda's dark band across withers and chest
        y, z = along(st, 0.86, 0.0)
        s.ball((0, y, z), (a.chest[0] * 1.04, a.chest[1] * 1.05, a.chest[1] * 0.62), a.coat.socks or a.coat.main)
    if "hump" in a.extras:
        y, z = along(st, 0.85, a.chest[1] * 0.6)
        s.ball((0, y, z), (a.chest[0] * 0.7, a.chest[1] * 0.6, a.chest[1] * 0.8), a.coat.main)
    for at in (0.24, 0.72) if "humps" in a.extras else ():
        y, z = along(st, at, a.belly[1] * 0.7)
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
    y0, z0 = along(st, 0.92, 0.1 * a.chest[1])
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
        add_crest(s, a, np.array(rows)[:, :3])
