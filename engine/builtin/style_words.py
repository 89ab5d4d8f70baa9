"""The style that a prompt names, for generators that have no field for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.scene.spec import SpecStyle

_WORDS: tuple[tuple[str, SpecStyle], ...] = (
    (r"anime|manga|ghibli", "anime"),
    (r"cartoon|comic|cel[- ]shaded", "cartoon"),
    (r"oil painting|painting|painted|watercolou?r|impressionist|artistic", "artistic"),
    (r"abstract", "abstract"),
    (r"3d|clay|toy|pixar|plastic", "3d"),
    (r"realistic|photo(graph|realistic)?|documentary", "realistic"),
)


def style_in(prompt: str) -> SpecStyle:
    """The style that a prompt names; cinematic where it names none."""
    lowered = prompt.lower()
    return next((style for words, style in _WORDS if re.search(rf"\b({words})\b", lowered)), "cinematic")
