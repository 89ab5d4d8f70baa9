"""The colours and the hand of each style of lessons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Ink = Literal[
    "ink", "soft", "faint", "paper", "accent",
    "red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "brown", "grey", "white", "black",
]  # fmt: skip
"""A colour by its part: `ink` is for lines and words, `soft` for what stands back, `faint` for grids, `paper` is what
lies below, `accent` is the theme's own; the others are that hue as the theme has it, readable on its paper."""
INKS: tuple[Ink, ...] = get_args(Ink)
Hand = Literal["drawn", "popped", "glowing", "solid"]
"""How things appear: stroke after stroke; fading in and growing; as light that runs along the lines; as bodies that
rise from the board."""
RGB = tuple[int, int, int]


@dataclass(frozen=True)
class Theme:
    """How a style looks.

    Attributes:
        colours: every Ink as sRGB.
        ground: the two colours that the board runs between, top to bottom.
        face: the family of its words.
        heading: that of its headings.
        wobble: how far a line strays from a ruler's, in logical pixels.
        tint: how much of its colour an area takes, 0..1.
        lean: to where the sides of solid bodies show, in units for each unit of their height.
    """

    name: str
    hand: Hand
    colours: Mapping[Ink, RGB]
    ground: tuple[RGB, RGB]
    face: str = "Inter"
    heading: str = "Inter Display"
    wobble: float = 0.0
    tint: float = 1.0
    lean: tuple[float, float] = (0.5, 1.0)

    @property
    def dark(self) -> bool:
        """Whether words are lighter than what lies below them."""
        return sum(self.colours["paper"]) < sum(self.colours["ink"])


def _rgb(text: str) -> RGB:
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16)


def _colours(text: str) -> Mapping[Ink, RGB]:
    return dict(zip(INKS, (_rgb(each) for each in text.split()), strict=True))


THEMES: Mapping[str, Theme] = {
    "whiteboard": Theme(
        "whiteboard",
        "drawn",
        _colours(
            "23262d 6b7280 dfe2e8 fbfbf8 1d5fd1 "
            "d02a2f d96b06 c99700 1b8a3f 0b8a8a 1d5fd1 7a35c9 cf2f83 8a5a2b 7b828e ffffff 1b1d22"
        ),
        ((252, 252, 249), (241, 242, 240)),
        "Comic Neue",
        "Comic Neue",
        wobble=0.9,
        tint=0.2,
    ),
    "explainer": Theme(
        "explainer",
        "popped",
        _colours(
            "22304a 66748f d8e0ee fdfbf6 e8553a "
            "e0483e f08a32 f2b632 3fa66a 2a9d9a 3b78d8 7d5bc7 e0679f 9a6a45 8c97a8 ffffff 1d2536"
        ),
        ((253, 246, 233), (250, 231, 208)),
    ),
    "motion": Theme(
        "motion",
        "glowing",
        _colours(
            "f3f5fb a3acc4 343d57 0e1322 5ad1ff "
            "ff6b6b ffa24d ffd84d 5ee08d 3fe0d0 5aa9ff b18cff ff7ac6 d0a072 8f9ab3 ffffff 05070d"
        ),
        ((20, 27, 52), (9, 11, 24)),
    ),
    "3d": Theme(
        "3d",
        "solid",
        _colours(
            "f6f8fc c0c9da 4a566e 141c2c ffb454 "
            "ff6470 ff8232 ffd84d 74dd8b 4fdccf 74b4ff bd9bff ff8ac9 d9ad80 a2acbf ffffff 070a12"
        ),
        ((24, 33, 52), (12, 17, 29)),
    ),
}
"""By the name of the style."""
