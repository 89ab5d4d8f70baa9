"""What is asked of a restyle backend, built-in or neural."""

from dataclasses import dataclass

STYLES: tuple[str, ...] = (
    "plushie-classic",
    "plushie-kawaii",
    "plushie-realistic",
    "plushie-chibi",
    "anime",
    "comic",
    "watercolour",
    "oil",
    "pencil",
    "pixel",
)


@dataclass(frozen=True)
class RestyleRequest:
    """One picture to make.

    `strength` runs from 0 (barely touched) to 1 (the full style). The same photo, request and seed give the same
    pixels; another seed gives another hand: other strokes, other patterns, another choice of palette.

    Raises ValueError for an unknown style or a strength outside 0..1.
    """

    style: str
    strength: float = 0.8
    seed: int = 0
    prompt: str = ""

    def __post_init__(self) -> None:
        if self.style not in STYLES:
            raise ValueError(f"unknown style {self.style!r}")
        if not 0.0 <= self.strength <= 1.0:
            raise ValueError("strength must lie between 0 and 1")
