"""Tall birds with long necks: swan, goose, flamingo, heron, stork."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.scene.mesh import Mesh
from engine.scene.models.animal_heads import eye_pair
from engine.scene.models.model import Look
from engine.scene.models.paintwork import BLACK, ORANGE, Paint, main_paint
from engine.scene.models.plumage import add_folded_wing, add_foot, add_spread_wing, add_tail_fan, add_web
from engine.scene.models.sculpt import Sculpt

SIDES = (-1.0, 1.0)
SNOW = Paint((0.96, 0.95, 0.93), "feather")


@dataclass(frozen=True)
class Wader:
    """Paints of a wading bird, its bill bent down or straight."""

    coat: Paint
    wing: Paint
    legs: Paint
    bill: Paint
    tip: Paint
    hooked: bool = False


WADERS: Mapping[str, Wader] = MappingProxyType(
    {
        "flamingo": Wader(Paint((0.96, 0.55, 0.6), "feather"), Paint((0.88, 0.32, 0.4), "feather"),
                          Paint((0.93, 0.5, 0.52)), Paint((0.95, 0.82, 0.76)), BLACK, hooked=True),
        "heron": Wader(Paint((0.66, 0.7, 0.75), "feather"), Paint((0.34, 0.4, 0.48), "feather"),
                       Paint((0.4, 0.36, 0.26)), Paint((0.9, 0.7, 0.28)), Paint((0.9, 0.7, 0.28))),
        "stork": Wader(SNOW, Paint((0.12, 0.12, 0.14), "feather"), Paint((0.85, 0.25, 0.18)),
                       Paint((0.85, 0.25, 0.18)), Paint((0.85, 0.25, 0.18))),
        "crane": Wader(SNOW, Paint((0.2, 0.2, 0.22), "feather"), Paint((0.25, 0.24, 0.24)),
                       Paint((0.35, 0.33, 0.3)), Paint((0.35, 0.33, 0.3))),
    }
)  # fmt: skip


def swan(look: Look, *, goose: bool = False) -> Mesh:
    """A swan, its neck an S and its wings arched; a goose is straighter, of grey, with an orange bill."""
    s = Sculpt(look.detail, 1.0)
    coat = main_paint(look.colour, Paint((0.62, 0.58, 0.54), "feather") if goose else SNOW)
    s.skin([(0, 0.36, -0.56, 0.03, 0.02), (0, 0.29, -0.42, 0.13, 0.08), (0, 0.23, -0.18, 0.22, 0.18),
            (0, 0.22, 0.1, 0.22, 0.2), (0, 0.27, 0.3, 0.15, 0.17), (0, 0.36, 0.4, 0.09, 0.1)], coat)  # fmt: skip
    neck = [(0, 0.3, 0.33), (0, 0.48, 0.48), (0, 0.66, 0.4), (0, 0.82, 0.3), (0, 0.93, 0.36), (0, 0.93, 0.43)]
    if goose:
        neck = [(0, 0.3, 0.33), (0, 0.44, 0.42), (0, 0.58, 0.42), (0, 0.72, 0.42), (0, 0.76, 0.45)]
    s.wire(neck, [0.12, 0.078, 0.06, 0.055, 0.056, 0.05][: len(neck)], coat)
    with s.frame((0, neck[-1][1], neck[-1][2] + 0.02), (14, 0, 0)):
        s.ball((0, 0, 0), (0.062, 0.062, 0.08), coat)
        eye_pair(s, (0.062, 0.062, 0.08), 0.012, 58)
        bill = Paint((0.93, 0.5, 0.16), "satin")
        s.skin([(0, -0.008, 0.06, 0.04, 0.036), (0, -0.02, 0.12, 0.032, 0.022), (0, -0.026, 0.18, 0.034, 0.014),
                (0, -0.026, 0.205, 0.018, 0.008)], bill)  # fmt: skip
        if not goose:
            s.ball((0, 0.022, 0.075), (0.026, 0.026, 0.03), BLACK)
            for x in SIDES:
                s.skin([(x * 0.02, 0.0, 0.075, 0.022, 0.026), (x * 0.048, 0.012, 0.045, 0.01, 0.012)], BLACK)
    for x in SIDES:
        add_folded_wing(s, (x * 0.2, 0.34, -0.1), (0.055, 0.15, 0.4), (coat.shade(0.97), coat.shade(0.9)), 12)
        for k in range(3):
            tone = coat.shade(1.0 if k % 2 else 0.95)
            s.skin([(x * 0.17, 0.42 - 0.03 * k, -0.02 - 0.1 * k, 0.05, 0.1),
                    (x * 0.15, 0.5 - 0.03 * k, -0.24 - 0.1 * k, 0.04, 0.1),
                    (x * 0.08, 0.44 - 0.03 * k, -0.46 - 0.06 * k, 0.02, 0.05)], tone)  # fmt: skip
        if look.pose != "swimming":
            leg = ORANGE if goose else Paint((0.2, 0.19, 0.19))
            add_foot(s, (x * 0.09, 0.12, -0.02), (x * 0.1, -0.1, 0.0), 0.018, leg)
            add_web(s, (x * 0.1, -0.1, 0.0), 0.018, leg)
    return s.mesh()


def wader(look: Look, kind: Wader) -> Mesh:
    """On long legs with a long bent neck; "flying": stretched out, wings open."""
    s, coat = Sculpt(look.detail, 1.2), main_paint(look.colour, kind.coat)
    wing = kind.wing if look.colour is None else coat.shade(0.8)
    flying = look.pose == "flying"
    base = 0.5 if flying else 0.66
    with s.frame((0, base, 0)):
        s.skin([(0, 0.02, -0.3, 0.03, 0.02), (0, 0.02, -0.18, 0.1, 0.08), (0, 0.0, 0.0, 0.13, 0.12),
                (0, 0.05, 0.14, 0.08, 0.09)], coat)  # fmt: skip
        add_tail_fan(s, (0, 0.02, -0.26), 0.16, wing, 3)
        neck = [(0, 0.04, 0.12), (0, 0.18, 0.26), (0, 0.36, 0.2), (0, 0.52, 0.12), (0, 0.64, 0.2)]
        if flying:
            neck = [(0, 0.04, 0.12), (0, 0.05, 0.3), (0, 0.09, 0.46), (0, 0.14, 0.6), (0, 0.15, 0.66)]
        s.wire(neck, [0.07, 0.04, 0.032, 0.03, 0.034], coat)
        with s.frame((0, neck[-1][1] + 0.01, neck[-1][2] + 0.02)):
            s.ball((0, 0, 0), (0.042, 0.046, 0.056), coat)
            eye_pair(s, (0.042, 0.046, 0.056), 0.009, 60)
            long, drop = (0.1, 0.09) if kind.hooked else (0.2, 0.015)
            s.skin([(0, 0.0, 0.04, 0.026, 0.03), (0, -0.01, long, 0.02, 0.024)], kind.bill)
            s.skin([(0, -0.01, long - 0.01, 0.02, 0.024), (0, -0.01 - drop, long + 0.035, 0.008, 0.012)], kind.tip)
        for x in SIDES:
            if flying:
                add_spread_wing(s, (x * 0.06, 0.06, 0.05), (0.68, 0.2), (coat, wing), 0.35)
                s.limb((x * 0.03, 0.0, -0.2), (x * 0.03, 0.0, -0.72), 0.012, kind.legs)
            else:
                add_folded_wing(s, (x * 0.115, 0.03, -0.04), (0.03, 0.085, 0.24), (coat.shade(0.97), wing), 6)
    for x in () if flying else SIDES:
        s.limb((x * 0.05, base - 0.06, 0.0), (x * 0.05, base * 0.5, -0.03), 0.02, kind.legs, 0.013)
        s.ball((x * 0.05, base * 0.5, -0.03), 0.018, kind.legs)
        add_foot(s, (x * 0.05, base * 0.5, -0.03), (x * 0.05, 0, 0.0), 0.012, kind.legs)
    return s.mesh()
