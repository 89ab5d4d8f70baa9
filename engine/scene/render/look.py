"""What sets the styles apart, in numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from engine.scene.render.programs import Definitions
from engine.scene.render.relight import Relight
from engine.scene.scene import Colour, Style

SkyKind = Literal["real", "painted", "soft", "flat"]


@dataclass(frozen=True)
class StyleLook:
    """How one style treats the same scene.

    Attributes:
        definitions: of lighting.frag.
        light: what it does to sun, sky and air.
        sky: how the sky is drawn; "painted" has towers of cloud, "soft" round ones, "flat" paper ones.
        detail: grain on surfaces; 0 for none.
        occlusion: radius of contact shadows, relative to the distance.
        sun_size: softness of shadows.
        ink: width of outlines in thousandths of the picture's height; 0 for none.
        even: lines of one width and black, instead of a nib's lines in the hue of the paint.
        strokes: whether it is painted over with brush strokes.
        film: 1 for a filmic tone curve, 0 to keep colours as they are.
        adapt: how far the exposure follows the scene's brightness, 0..1; `key` is what it aims at.
        clarity: contrast of what is smaller than the glow of bloom.
        diffusion: the glow laid over the whole, as through a soft filter.
        streak: strength of level streaks through what shines, as of an anamorphic lens.
        focus: factor on the camera's aperture.
        lift: colour of the deepest black.
        fringe: colour fringes towards the corners.
    """

    definitions: Definitions
    light: Relight = Relight()
    sky: SkyKind = "real"
    detail: float = 0.0
    occlusion: float = 1.0
    sun_size: float = 0.03
    ink: float = 0.0
    even: bool = False
    strokes: bool = False
    film: float = 1.0
    adapt: float = 0.45
    key: float = 0.30
    bloom: float = 0.05
    clarity: float = 0.0
    diffusion: float = 0.0
    streak: float = 0.0
    shafts: float = 0.3
    focus: float = 1.0
    shadows_tint: Colour = (1.0, 1.0, 1.0)
    lights_tint: Colour = (1.0, 1.0, 1.0)
    lift: Colour = (0.0, 0.0, 0.0)
    saturation: float = 1.0
    contrast: float = 0.0
    grain: float = 0.0
    vignette: float = 0.0
    fringe: float = 0.0


def _matter(
    wrap: float = 0.0, gloss: float = 0.0, rim: float = 0.0, candy: float = 1.0, fill: float = 1.0, card: float = 0.0
) -> Definitions:
    """Strengths: `candy` of colours, `fill` of the light from all around, `card` of a reflector held to subjects."""
    names = {"WRAP": wrap, "GLOSS": gloss, "RIM": rim, "CANDY": candy, "FILL": fill, "CARD": card}
    return (*((name, f"{value:.3f}") for name, value in names.items()), ("SHADOW_TAPS", "8"))


_REALISTIC = StyleLook(
    _matter(0.03, 0.0, 0.0, 0.86, card=0.45),
    Relight(sun=1.05, vivid=0.82, haze=1.2, night=1.25),
    detail=1.15, saturation=0.94, contrast=0.12, vignette=0.10, bloom=0.03, clarity=0.22, focus=0.25, grain=0.012,
    sun_size=0.018, key=0.31,
)  # fmt: skip
_DRAWN = StyleLook(
    (("TOON", "1"), ("SHADOW_TAPS", "4")), film=0.0, adapt=0.25, key=0.42, sun_size=0.008, focus=0.0,
)  # fmt: skip

LOOKS: dict[Style, StyleLook] = {
    "realistic": _REALISTIC,
    "cinematic": StyleLook(
        _matter(0.02, 0.0, 0.2, 0.98, 0.8, card=1.0),
        Relight(
            sun=1.55, sun_tint=(1.0, 0.80, 0.56), high=22.0, ahead=0.6, vivid=0.9, zenith_tint=(0.42, 0.62, 0.74),
            horizon_tint=(0.86, 0.74, 0.66), grey=(0.22, 0.33, 0.40), grey_part=0.7,
            grey_grade=(0.84, 1.0, 1.12), haze=1.3, haze_least=0.0022,
            shafts=0.35, beings=(100.0, 132.0), night=1.9,
        ),
        detail=0.9, sun_size=0.035, key=0.265, bloom=0.13, streak=0.5, shafts=1.1, focus=1.0,
        shadows_tint=(0.70, 0.97, 1.10), lights_tint=(1.16, 1.0, 0.80), lift=(0.0, 0.016, 0.028), saturation=0.96,
        contrast=0.42, grain=0.026, vignette=0.42, fringe=0.007,
    ),
    "3d": StyleLook(
        _matter(0.55, 1.0, 0.9, 1.5, 1.25, card=0.35),
        Relight(
            sun=0.92, low=34.0, high=56.0, vivid=1.5, zenith_tint=(0.80, 0.98, 1.10), horizon_tint=(1.0, 1.04, 1.06),
            grey=(0.40, 0.60, 0.86), grey_part=0.7, clouds=0.7, haze=0.7, night=1.4,
        ),
        sky="soft", occlusion=2.2, sun_size=0.12, key=0.40, saturation=1.16, contrast=0.05, bloom=0.05, diffusion=0.08,
        film=0.25, focus=0.6, shafts=0.0, adapt=0.5,
    ),
    "anime": replace(
        _DRAWN,
        light=Relight(
            vivid=1.35, zenith_tint=(0.62, 0.86, 1.06), horizon_tint=(0.96, 1.02, 1.06), grey=(0.34, 0.41, 0.68),
            grey_part=0.9, haze=0.8,
        ),
        sky="painted", ink=1.15, saturation=1.16, contrast=0.22, diffusion=0.12, bloom=0.04, shafts=0.35, key=0.42,
    ),
    "cartoon": replace(
        _DRAWN,
        definitions=(("TOON", "1"), ("SHADOW_TAPS", "4"), ("FLAT", "1")),
        light=Relight(
            vivid=1.6, zenith_tint=(0.75, 1.0, 1.12), grey=(0.52, 0.70, 0.86), grey_part=0.7, haze=0.25, high=60.0,
            low=35.0,
        ),
        sky="flat", ink=3.4, even=True, saturation=1.3, contrast=0.05, shafts=0.0, bloom=0.0, key=0.56,
    ),
    "artistic": StyleLook(
        _matter(0.2, 0.0, 0.25, 1.25, 1.05, card=0.5),
        Relight(
            sun=1.1, sun_tint=(1.0, 0.93, 0.80), high=40.0, vivid=1.3, grey=(0.45, 0.47, 0.60), grey_part=0.5, haze=0.8
        ),
        detail=0.25, strokes=True, film=0.5, saturation=1.16, contrast=0.22, key=0.38, vignette=0.10, focus=0.0,
        bloom=0.03, shadows_tint=(0.92, 0.96, 1.10), lights_tint=(1.05, 1.0, 0.92), lift=(0.018, 0.010, 0.026),
    ),
    "abstract": StyleLook(
        _matter(), focus=0.0, shafts=0.0, bloom=0.10, adapt=0.0, contrast=0.15, saturation=1.1, grain=0.012,
    ),
}  # fmt: skip
