"""Words set by skia's paragraph engine: wrapping, fallback fonts, right-to-left."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import skia

Anchor = Literal["start", "middle", "end"]
_ALIGN = {
    "start": skia.textlayout.TextAlign.kLeft,
    "middle": skia.textlayout.TextAlign.kCenter,
    "end": skia.textlayout.TextAlign.kRight,
}
_FALLBACK = ["Inter", "Noto Sans", "Noto Sans Symbols", "Noto Sans Math", "Noto Sans CJK SC", "Noto Sans Arabic"]
UNBOUNDED = 4000.0


@dataclass(frozen=True)
class Typed:
    """How words are set. `size`: in logical units; `rgb`: sRGB; `width`: lines are broken to it, or None."""

    words: str
    face: str
    size: float
    rgb: tuple[int, int, int]
    bold: bool = False
    anchor: Anchor = "middle"
    width: float | None = None


@dataclass(frozen=True, eq=False)
class SetWords:
    """Words ready to paint. `width`, `height`: of the longest line, and of all lines; `lines`: their number."""

    paragraph: skia.textlayout.Paragraph
    box: float
    width: float
    height: float
    lines: int
    anchor: Anchor

    def paint(self, canvas: skia.Canvas, x: float, y: float) -> None:
        """Paint with the anchor at `x` and the middle of all lines at `y`."""
        self.paragraph.paint(canvas, self.left(x), y - self.height / 2)

    def left(self, x: float) -> float:
        """Of the box that the paragraph is set in."""
        return x - {"start": 0.0, "middle": self.box / 2, "end": self.box}[self.anchor]

    def edge(self, x: float) -> float:
        """Where the longest line begins."""
        return x - {"start": 0.0, "middle": self.width / 2, "end": self.width}[self.anchor]


@cache
def _fonts() -> tuple[skia.textlayout.FontCollection, skia.Unicode]:
    fonts = skia.textlayout.FontCollection()
    fonts.setDefaultFontManager(skia.FontMgr())
    return fonts, skia.Unicodes.ICU.Make()


@lru_cache(maxsize=2048)
def set_words(typed: Typed) -> SetWords:
    """Set words; the same ones come from a cache."""
    style = skia.textlayout.TextStyle()
    style.setFontFamilies([typed.face, *_FALLBACK])
    style.setFontSize(typed.size)
    style.setColor(skia.Color(*typed.rgb))
    style.setFontStyle(skia.FontStyle.Bold() if typed.bold else skia.FontStyle.Normal())
    paragraph_style = skia.textlayout.ParagraphStyle()
    paragraph_style.setTextAlign(_ALIGN[typed.anchor])
    fonts, unicode = _fonts()
    builder = skia.textlayout.ParagraphBuilder.make(paragraph_style, fonts, unicode)
    builder.pushStyle(style)
    builder.addText(typed.words)
    paragraph = builder.Build()
    box = typed.width if typed.width is not None else UNBOUNDED
    paragraph.layout(box)
    lines = max(1, round(paragraph.Height / (typed.size * 1.21)))
    return SetWords(paragraph, box, paragraph.LongestLine, paragraph.Height, lines, typed.anchor)
