"""What sets the styles apart, in numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.scene.render.programs import Definitions
from engine.scene.scene import Colour, Style


@dataclass(frozen=True)
class StyleLook:
    """How one style treats the same scene.

    Attributes:
        definitions: of lighting.frag.
        painted_sky: whether the sky has stylised clouds.
        detail: grain on surfaces, 0..1.
        occlusion: radius of contact shadows, relative to the distance.
        sun_size: softness of shadows.
        ink: width of outlines in thousandths of the picture's height; 0 for none.
        halo: width of the pale band around subjects, likewise.
        strokes: whether it is painted over with brush strokes.
        film: filmic tone curve instead of keeping colours as they are.
        adapt: how far the exposure follows the scene's brightness, 0..1; `key` is what it aims at.
        fringe: colour fringes towards the corners.
    """

    definitions: Definitions
    painted_sky: bool = False
    detail: float = 0.0
    occlusion: float = 1.0
    sun_size: float = 0.03
    ink: float = 0.0
    halo: float = 0.0
    strokes: bool = False
    film: bool = True
    adapt: float = 0.45
    key: float = 0.30
    bloom: float = 0.05
    shafts: float = 0.3
    focus: float = 1.0
    shadows_tint: Colour = (1.0, 1.0, 1.0)
    lights_tint: Colour = (1.0, 1.0, 1.0)
    saturation: float = 1.0
    contrast: float = 0.0
    grain: float = 0.0
    vignette: float = 0.0
    fringe: float = 0.0


def _matter(wrap: float = 0.0, gloss: float = 0.0, rim: float = 0.0) -> Definitions:
    return (("WRAP", f"{wrap:.3f}"), ("GLOSS", f"{gloss:.3f}"), ("RIM", f"{rim:.3f}"), ("SHADOW_TAPS", "8"))


_REALISTIC = StyleLook(
    _matter(0.04, 0.0, 0.0), detail=1.0, saturation=1.06, contrast=0.16, vignette=0.12, bloom=0.045, focus=0.45
)
_TOON = StyleLook(
    (("TOON", "1"), ("SHADOW_TAPS", "4"),), painted_sky=True, film=False, adapt=0.25, key=0.42, sun_size=0.008,
    bloom=0.03, shafts=0.2, focus=0.0,
)  # fmt: skip

LOOKS: dict[Style, StyleLook] = {
    "realistic": _REALISTIC,
    "cinematic": replace(
        _REALISTIC, focus=0.9, shafts=1.0, bloom=0.11, key=0.27, saturation=1.0, contrast=0.32, grain=0.022,
        vignette=0.32, fringe=0.006, shadows_tint=(0.80, 1.0, 1.13), lights_tint=(1.10, 0.99, 0.86), sun_size=0.035,
    ),
    "3d": replace(
        _REALISTIC, definitions=_matter(0.35, 1.0, 0.55), detail=0.12, occlusion=1.7, sun_size=0.07, key=0.29,
        saturation=1.34, contrast=0.12, vignette=0.05, bloom=0.07, film=True, focus=0.5,
    ),
    "anime": replace(_TOON, ink=1.35, saturation=1.16, contrast=0.10),
    "cartoon": replace(_TOON, ink=3.4, halo=7.0, saturation=1.28, contrast=0.12, shafts=0.0, bloom=0.0,
        definitions=(("TOON", "1"), ("SHADOW_TAPS", "4"), ("FLAT", "1"))),
    "artistic": replace(
        _REALISTIC, definitions=_matter(0.15, 0.0, 0.25), detail=0.6, strokes=True, saturation=1.10, contrast=0.20,
        key=0.36, vignette=0.15, focus=0.0, bloom=0.06,
    ),
    "abstract": replace(_REALISTIC, focus=0.0, shafts=0.0, bloom=0.10, adapt=0.0, contrast=0.15, saturation=1.1,
        grain=0.012),
}  # fmt: skip
