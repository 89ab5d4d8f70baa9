"""Words, formulas and pictures that a pen puts down, each able to appear by degrees."""

from __future__ import annotations

from dataclasses import dataclass

import skia

from engine.lesson.drawing import solid
from engine.lesson.drawing.formula import SetFormula
from engine.lesson.drawing.marks import Moment
from engine.lesson.drawing.theme import RGB
from engine.lesson.drawing.words import SetWords


@dataclass(frozen=True, eq=False)
class Words:
    """Set words with their anchor at (x, y). `sides`: the same words in the colour of their sides, if they have any."""

    words: SetWords
    x: float
    y: float
    sides: SetWords | None = None

    @property
    def cost(self) -> float:
        return self.words.width * self.words.lines * 0.9 + 20.0

    def paint(self, canvas: skia.Canvas, moment: Moment) -> None:
        if moment.share >= 1.0 and moment.alpha >= 1.0:
            self._set(canvas, moment)
            return
        if moment.share >= 1.0 and moment.solid:
            dx, dy = (-solid.HOP * moment.hop * each for each in moment.theme.lean)
            canvas.translate(dx, dy)
            self._set(canvas, moment)
            canvas.translate(-dx, -dy)
            return
        canvas.save()
        if moment.theme.hand == "drawn":
            _write(canvas, self.room, self.words.lines, moment.share)
            _fade(canvas, self.room, moment.alpha)
        else:
            canvas.translate(0, 14.0 * (1.0 - moment.share) ** 2)
            _fade(canvas, self.room, moment.share * moment.alpha)
        self._set(canvas, moment)
        canvas.restore()
        canvas.restore()

    def _set(self, canvas: skia.Canvas, moment: Moment) -> None:
        if self.sides is not None:
            dx, dy = moment.theme.lean
            deep = solid.WORDS_HIGH * self.words.height / self.words.lines
            for step in range(solid.WORDS_STEPS, 0, -1):
                way = deep * step / solid.WORDS_STEPS
                self.sides.paint(canvas, self.x + dx * way, self.y + dy * way)
        self.words.paint(canvas, self.x, self.y)

    @property
    def room(self) -> skia.Rect:
        """What the words cover."""
        top = self.y - self.words.height / 2
        return skia.Rect.MakeXYWH(self.words.edge(self.x), top, self.words.width, self.words.height)

    def tip(self, share: float) -> tuple[float, float]:
        lines = self.words.lines
        line = min(lines - 1, int(share * lines))
        height = self.words.height / lines
        return (
            self.words.edge(self.x) + self.words.width * (share * lines - line),
            self.y - self.words.height / 2 + height * (line + 0.7),
        )


def _fade(canvas: skia.Canvas, room: skia.Rect, alpha: float) -> None:
    """All that follows, until the next `restore`, is shown at this opacity."""
    canvas.saveLayerAlpha(room.makeOutset(8, 24), round(255 * alpha))


def _write(canvas: skia.Canvas, room: skia.Rect, lines: int, share: float) -> None:
    """Clip to what a hand has written of `lines` lines."""
    done = share * lines
    height = room.height() / lines
    clip = skia.PathBuilder()
    for line in range(lines):
        width = max(0.0, min(1.0, done - line)) * (room.width() + 8)
        if width:
            clip.addRect(skia.Rect.MakeXYWH(room.left() - 4, room.top() + line * height, width, height))
    canvas.clipPath(clip.detach(), True)


@dataclass(frozen=True, eq=False)
class Maths:
    """A set formula; (left, top) of its box, `size`: logical units of an em."""

    formula: SetFormula
    left: float
    top: float
    size: float
    rgb: RGB

    @property
    def cost(self) -> float:
        return self.formula.width * self.size * 1.2 + 20.0

    def paint(self, canvas: skia.Canvas, moment: Moment) -> None:
        count = len(self.formula.glyphs)
        canvas.save()
        canvas.translate(self.left, self.top)
        canvas.scale(self.size, self.size)
        for index, glyph in enumerate(self.formula.glyphs):
            here = max(0.0, min(1.0, moment.share * (count + 2) / 3 * 3 - index)) if moment.share < 1 else 1.0
            if here and moment.solid:
                solid.paint_glyph(canvas, glyph, self.rgb, here, moment.theme, moment.hop)
            elif here:
                canvas.drawPath(glyph, solid.plain(self.rgb, here * moment.alpha))
        canvas.restore()

    def tip(self, share: float) -> tuple[float, float]:
        return (
            self.left + self.formula.width * self.size * share,
            self.top + self.formula.height * self.size * 0.7,
        )


@dataclass(frozen=True, eq=False)
class Picture:
    """A raster picture in a rectangle, with rounded corners."""

    image: skia.Image
    room: skia.Rect
    radius: float = 0.0

    @property
    def cost(self) -> float:
        return 0.5 * float(self.room.width())

    def paint(self, canvas: skia.Canvas, moment: Moment) -> None:
        canvas.save()
        if moment.solid:
            solid.paint_frame(canvas, self.room, self.radius, moment.share, moment.theme)
        if self.radius:
            canvas.clipRRect(skia.RRect.MakeRectXY(self.room, self.radius, self.radius), True)
        paint = skia.Paint(AntiAlias=True, Alphaf=moment.share * moment.alpha)
        canvas.drawImageRect(self.image, self.room, skia.SamplingOptions(skia.FilterMode.kLinear), paint)
        canvas.restore()

    def tip(self, share: float) -> tuple[float, float]:
        return self.room.left() + self.room.width() * share, self.room.centerY()
