"""What hangs on a four-legged animal: manes, whiskers, a trunk, tails."""

from __future__ import annotations

import numpy as np

from engine.scene.models.sculpt import Grid, Sculpt, curve
from engine.scene.models.stances import Animal, Stance

SIDES = (-1.0, 1.0)


def along(st: Stance, t: float, lift: float = 0.0) -> tuple[float, float]:
    """y and z on the line from hip (0) to shoulder (1), `lift` metres off it."""
    (y0, z0), (y1, z1) = st.hip, st.shoulder
    length = float(np.hypot(y1 - y0, z1 - z0))
    return y0 + (y1 - y0) * t + lift * (z1 - z0) / length, z0 + (z1 - z0) * t - lift * (y1 - y0) / length


def add_crest(s: Sculpt, a: Animal, rows: Grid) -> None:
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


def add_ruff(s: Sculpt, a: Animal) -> None:
    """A lion's mane: two wreaths of tufts around the face."""
    size, hair = a.head.size, a.coat.mane or a.coat.main.shade(0.6)
    for radius, z, count, tint in ((1.05, -0.1, 15, 1.0), (1.3, -0.55, 17, 0.85), (1.2, -1.05, 15, 0.75)):
        for k in range(count):
            angle = 2 * np.pi * (k + 0.5 * (tint < 1)) / count
            x, y = float(np.cos(angle)), float(np.sin(angle))
            s.ball((x * radius * size, (y * radius * 1.02 - 0.12) * size, z * size), (0.36 * size, 0.55 * size,
                0.42 * size),
                   hair.shade(tint), (0, 0, float(np.degrees(angle)) - 90))  # fmt: skip


def add_whiskers(s: Sculpt, a: Animal) -> None:
    """Pointed tufts of pale hair on both cheeks."""
    n = a.head.size
    for x in SIDES:
        for k in range(3):
            y, out = -0.15 - 0.22 * k, 1.35 - 0.1 * k
            s.skin([(x * 0.72 * n, y * n, 0.1 * n, 0.26 * n, 0.24 * n),
                    (x * out * n, (y - 0.3) * n, -0.05 * n, 0.04 * n, 0.04 * n)],
                   a.coat.belly if k else a.coat.main)  # fmt: skip


def add_trunk(s: Sculpt, a: Animal) -> None:
    """An elephant's trunk with its wrinkles."""
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


def add_tail(s: Sculpt, a: Animal, st: Stance) -> None:
    """The tail that the animal's measures name, as it hangs in this stance."""
    n, coat = a.tail_length, a.coat
    y, z = along(st, -0.66 * a.rump[1] / a.length * 1.9, 0.5 * a.rump[1])
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
