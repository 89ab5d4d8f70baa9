"""What a prompt says about colour, mood, season, time of day and background, as far as it is recognised."""

import re
from dataclasses import dataclass, replace

import numpy as np

from engine.builtin.restyle.arrays import Floats, from_lab, mix, to_lab


@dataclass(frozen=True)
class Mood:
    """How a prompt changes a picture.

    `warmth` and `green` shift Lab's b and a, `light` its L (in Lab units); `contrast` and `colour` multiply.
    `backdrop` is an RGB colour 0..1; `pattern` names a pattern of ornaments.py.
    """

    warmth: float = 0.0
    green: float = 0.0
    light: float = 0.0
    contrast: float = 1.0
    colour: float = 1.0
    backdrop: tuple[float, float, float] | None = None
    pattern: str | None = None


COLOURS: dict[str, tuple[float, float, float]] = {
    "red": (0.80, 0.24, 0.24),
    "crimson": (0.70, 0.12, 0.22),
    "orange": (0.94, 0.58, 0.28),
    "peach": (0.98, 0.78, 0.66),
    "coral": (0.96, 0.54, 0.47),
    "yellow": (0.96, 0.84, 0.42),
    "gold": (0.85, 0.68, 0.32),
    "golden": (0.85, 0.68, 0.32),
    "cream": (0.96, 0.92, 0.82),
    "beige": (0.88, 0.80, 0.68),
    "brown": (0.55, 0.39, 0.28),
    "green": (0.45, 0.68, 0.42),
    "mint": (0.70, 0.90, 0.80),
    "olive": (0.52, 0.54, 0.30),
    "teal": (0.24, 0.60, 0.60),
    "turquoise": (0.36, 0.78, 0.76),
    "blue": (0.38, 0.56, 0.86),
    "navy": (0.16, 0.22, 0.42),
    "purple": (0.56, 0.40, 0.76),
    "violet": (0.56, 0.40, 0.80),
    "lavender": (0.80, 0.74, 0.92),
    "lilac": (0.82, 0.72, 0.90),
    "pink": (0.97, 0.70, 0.80),
    "magenta": (0.82, 0.28, 0.62),
    "white": (0.95, 0.95, 0.95),
    "black": (0.12, 0.12, 0.14),
    "gray": (0.60, 0.61, 0.63),
    "grey": (0.60, 0.61, 0.63),
    "silver": (0.76, 0.78, 0.80),
}

_WARM = Mood(warmth=9.0, green=2.5)
_COOL = Mood(warmth=-9.0)
_NIGHT = Mood(warmth=-14.0, light=-14.0, contrast=1.1, backdrop=(0.15, 0.19, 0.36), pattern="stars")
_SUNSET = Mood(warmth=10.0, green=6.0, contrast=1.08, backdrop=(0.97, 0.64, 0.47))
_HAPPY = Mood(light=4.0, colour=1.2, warmth=4.0)
_SAD = Mood(light=-5.0, colour=0.65, warmth=-7.0)
_DREAMY = Mood(light=5.0, contrast=0.86, colour=0.95, green=3.0, pattern="sparkles")
_WINTER = Mood(warmth=-8.0, light=4.0, colour=0.85, backdrop=(0.82, 0.89, 0.96), pattern="snow")
_AUTUMN = Mood(warmth=11.0, green=4.0, backdrop=(0.84, 0.60, 0.38), pattern="leaves")
_SPRING = Mood(light=4.0, colour=1.12, backdrop=(0.80, 0.92, 0.76), pattern="flowers")
_SUMMER = Mood(warmth=6.0, light=4.0, colour=1.22, backdrop=(0.58, 0.83, 0.95))
_FOREST = Mood(green=-5.0, backdrop=(0.36, 0.52, 0.36), pattern="leaves")

EFFECTS: dict[str, Mood] = {
    **dict.fromkeys(("warm", "cozy", "cosy"), _WARM),
    **dict.fromkeys(("cool", "cold", "icy"), _COOL),
    **dict.fromkeys(("night", "midnight", "moonlight", "moonlit", "evening"), _NIGHT),
    **dict.fromkeys(("sunset", "sunrise", "dawn", "dusk"), _SUNSET),
    **dict.fromkeys(("happy", "cheerful", "joyful", "bright", "sunny", "playful"), _HAPPY),
    **dict.fromkeys(("sad", "moody", "gloomy", "melancholy", "rainy"), _SAD),
    **dict.fromkeys(("dreamy", "magical", "magic", "fairy", "soft"), _DREAMY),
    **dict.fromkeys(("winter", "snow", "snowy", "christmas"), _WINTER),
    **dict.fromkeys(("autumn", "fall", "harvest"), _AUTUMN),
    **dict.fromkeys(("spring", "blossom", "garden", "meadow"), _SPRING),
    **dict.fromkeys(("summer", "beach", "tropical"), _SUMMER),
    **dict.fromkeys(("forest", "jungle", "woodland"), _FOREST),
    **dict.fromkeys(("space", "galaxy", "cosmic"), replace(_NIGHT, backdrop=(0.20, 0.14, 0.36))),
    **dict.fromkeys(("vintage", "retro", "sepia"), Mood(warmth=12.0, green=3.0, colour=0.6, contrast=0.92)),
    **dict.fromkeys(("dramatic", "bold", "noir"), Mood(contrast=1.25, light=-4.0)),
    **dict.fromkeys(("vivid", "vibrant", "colorful", "colourful"), Mood(colour=1.35)),
    **dict.fromkeys(("pastel", "pale", "muted"), Mood(colour=0.72, light=7.0, contrast=0.85)),
    **dict.fromkeys(("sky", "clouds", "ocean", "sea"), Mood(backdrop=(0.60, 0.79, 0.94), pattern="bokeh")),
    **dict.fromkeys(("hearts", "heart", "love", "romantic", "valentine"), Mood(pattern="hearts", green=3.0)),
    **dict.fromkeys(("stars", "starry"), Mood(pattern="stars")),
    **dict.fromkeys(("sparkle", "sparkles", "glitter"), Mood(pattern="sparkles")),
    **dict.fromkeys(("flowers", "floral", "flower"), Mood(pattern="flowers")),
    **dict.fromkeys(("dots", "polka", "confetti", "party"), Mood(pattern="dots")),
    **dict.fromkeys(("stripes", "striped"), Mood(pattern="stripes")),
    **dict.fromkeys(("bokeh", "lights"), Mood(pattern="bokeh")),
    **dict.fromkeys(("leaves",), Mood(pattern="leaves")),
    **{word: Mood(backdrop=colour) for word, colour in COLOURS.items()},
}


def understood(prompt: str) -> list[str]:
    """The words of a prompt that change the picture, in order, each once."""
    words = re.findall(r"[a-z]+", prompt.lower())
    return list(dict.fromkeys(word for word in words if word in EFFECTS))


def mood_of(prompt: str) -> Mood:
    """All recognised words together: shifts add up, factors multiply; a named colour decides over an implied one."""
    mood = Mood()
    words = understood(prompt)
    for word in sorted(words, key=lambda each: each in COLOURS):
        mood = _changed(mood, EFFECTS[word])
    return mood


def _changed(mood: Mood, change: Mood) -> Mood:
    return Mood(
        warmth=mood.warmth + change.warmth,
        green=mood.green + change.green,
        light=mood.light + change.light,
        contrast=mood.contrast * change.contrast,
        colour=mood.colour * change.colour,
        backdrop=change.backdrop or mood.backdrop,
        pattern=change.pattern or mood.pattern,
    )


def graded(picture: Floats, mood: Mood, mask: Floats) -> Floats:
    """The RGB picture in the mood's light; a backdrop colour tints what lies outside the subject `mask` (HxW)."""
    if mood == Mood():
        return picture
    lab = to_lab(picture)
    lab[..., 0] = (lab[..., 0] - 50) * np.float32(mood.contrast) + np.float32(50 + mood.light)
    lab[..., 1:] *= np.float32(mood.colour)
    lab += np.array([0.0, mood.green, mood.warmth], np.float32)
    result = from_lab(np.clip(lab, (0, -127, -127), (100, 127, 127)).astype(np.float32))
    if mood.backdrop is None:
        return result
    tone = result.mean(axis=2, keepdims=True)
    tinted = np.clip(np.array(mood.backdrop, np.float32) * (np.float32(0.4) + tone), 0, 1)
    return mix(result, tinted, np.asarray(0.12 + 0.5 * (1 - mask), dtype=np.float32))
