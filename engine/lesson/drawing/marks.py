"""What a pen leaves: lines and areas, each able to appear by degrees; words and pictures are in typeset.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import skia

from engine.lesson.drawing import paths, solid
from engine.lesson.drawing.theme import RGB, Theme

GLOW = ((5.0, 0.10), (2.6, 0.20))
"""Of light that runs along a line: times its width, opacity."""
GROWN_FROM = 0.82
FADED = 0.55
"""How much of its opacity a mark loses when it is named again."""


@dataclass(frozen=True)
class Moment:
    """How far a mark has appeared: `share` 0..1. `alpha`: opacity of all of it. `seed`: of the hand's wobble."""

    share: float
    theme: Theme
    alpha: float = 1.0
    seed: int = 0

    @property
    def solid(self) -> bool:
        return self.theme.hand == "solid"

    @property
    def hop(self) -> float:
        """How far a solid body is off the board, 0..1: it hops where flat marks fade."""
        return (1.0 - self.alpha) / FADED if self.solid else 0.0


class Mark(Protocol):
    """Something that a pen has put down. `cost`: the work of drawing it, in logical units of a line's length."""

    @property
    def cost(self) -> float: ...

    def paint(self, canvas: skia.Canvas, moment: Moment) -> None: ...

    def tip(self, share: float) -> tuple[float, float]:
        """Where the hand is after `share` of the work."""


@dataclass(frozen=True, eq=False)
class Line:
    """A path drawn with a pen of `width`; `dash`: lengths of dash and gap; `head`: an arrow's head at its end."""

    path: skia.Path
    rgb: RGB
    width: float
    dash: tuple[float, float] | None = None
    head: bool = False
    alpha: float = 1.0

    @property
    def cost(self) -> float:
        return paths.length(self.path) + 20.0

    def paint(self, canvas: skia.Canvas, moment: Moment) -> None:
        drawn = paths.trimmed(self.path, moment.share)
        if moment.theme.hand == "glowing":
            for times, alpha in GLOW:
                self._stroke(canvas, drawn, moment, times, alpha)
        self._stroke(canvas, drawn, moment, 1.0, 1.0)
        if self.head and moment.share > 0.05:
            self._arrow(canvas, drawn, moment)

    def _stroke(self, canvas: skia.Canvas, path: skia.Path, moment: Moment, times: float, alpha: float) -> None:
        paint = solid.plain(self.rgb, self.alpha * (1.0 if moment.solid else moment.alpha) * alpha)
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeWidth(self.width * times)
        paint.setStrokeCap(skia.Paint.kRound_Cap if self.dash is None else skia.Paint.kButt_Cap)
        paint.setStrokeJoin(skia.Paint.kRound_Join)
        effect = self._effect(moment)
        if effect is not None:
            paint.setPathEffect(effect)
        if moment.solid:
            solid.paint_line(canvas, path, self.rgb, self.alpha, moment.theme, paint, moment.hop)
            return
        canvas.drawPath(path, paint)

    def _effect(self, moment: Moment) -> skia.PathEffect | None:
        wobble = moment.theme.wobble
        if self.dash is not None:
            return skia.DashPathEffect.Make(list(self.dash), 0.0)
        if wobble and self.width >= 2:
            return skia.PathEffect.MakeCompose(
                skia.CornerPathEffect.Make(14.0), skia.DiscretePathEffect.Make(15.0, wobble, moment.seed)
            )
        return None

    def _arrow(self, canvas: skia.Canvas, drawn: skia.Path, moment: Moment) -> None:
        measure, contour = skia.PathMeasure(drawn, False), None
        while True:
            if measure.getLength() > 0:
                contour = measure.getPosTan(measure.getLength())
            if not measure.nextContour():
                break
        if contour is None:
            return
        at, along = contour
        size = 6.0 + 2.6 * self.width
        back = skia.Point(at.x() - along.x() * size, at.y() - along.y() * size)
        side = skia.Point(-along.y() * size * 0.42, along.x() * size * 0.42)
        tip = (at.x() + along.x() * self.width, at.y() + along.y() * self.width)
        corners = [tip, (back.x() + side.x(), back.y() + side.y()), (back.x() - side.x(), back.y() - side.y())]
        head = paths.polyline(corners, closed=True)
        if moment.solid:
            solid.paint_area(canvas, head, self.rgb, self.alpha, moment.theme, 1.0 + moment.hop)
            return
        canvas.drawPath(head, solid.plain(self.rgb, self.alpha * moment.alpha))

    def tip(self, share: float) -> tuple[float, float]:
        drawn = paths.trimmed(self.path, max(share, 0.001))
        last = drawn.getPoint(max(0, drawn.countPoints() - 1))
        return last.x(), last.y()


@dataclass(frozen=True, eq=False)
class Area:
    """A filled path. `tint`: how much of its colour it takes, 0..1 (a theme's hand may take less)."""

    path: skia.Path
    rgb: RGB
    alpha: float = 1.0

    @property
    def cost(self) -> float:
        bounds = self.path.getBounds()
        return 0.25 * float(bounds.width() + bounds.height()) + 10.0

    def paint(self, canvas: skia.Canvas, moment: Moment) -> None:
        if moment.solid:
            self._rise(canvas, moment)
            return
        paint = solid.plain(self.rgb, self.alpha * moment.alpha * moment.theme.tint)
        if moment.share >= 1.0:
            canvas.drawPath(self.path, paint)
            return
        bounds = self.path.getBounds()
        canvas.save()
        if moment.theme.hand == "drawn":
            width = bounds.width() * moment.share
            canvas.clipRect(skia.Rect.MakeXYWH(bounds.left() - 1, bounds.top() - 1, width + 1, bounds.height() + 2))
        else:
            _grow(canvas, bounds.centerX(), bounds.centerY(), moment.share)
            paint.setAlphaf(paint.getAlphaf() * moment.share)
        canvas.drawPath(self.path, paint)
        canvas.restore()

    def _rise(self, canvas: skia.Canvas, moment: Moment) -> None:
        if moment.share >= 1.0:
            solid.paint_area(canvas, self.path, self.rgb, self.alpha, moment.theme, 1.0 + moment.hop)
            return
        bounds = self.path.getBounds()
        canvas.save()
        _grow(canvas, bounds.centerX(), bounds.centerY(), moment.share)
        shown = min(1.0, 2.5 * moment.share)
        solid.paint_area(canvas, self.path, self.rgb, self.alpha * shown, moment.theme, _overshoot(moment.share))
        canvas.restore()

    def tip(self, share: float) -> tuple[float, float]:
        bounds = self.path.getBounds()
        wave = abs((share * 8.0) % 2.0 - 1.0)
        return bounds.left() + bounds.width() * share, bounds.top() + bounds.height() * wave


def _grow(canvas: skia.Canvas, x: float, y: float, share: float) -> None:
    scale = GROWN_FROM + (1 - GROWN_FROM) * _overshoot(share)
    canvas.translate(x, y)
    canvas.scale(scale, scale)
    canvas.translate(-x, -y)


def _overshoot(share: float) -> float:
    """From 0 to 1, a little beyond and back."""
    left = share - 1.0
    return 1.0 + 2.2 * left**3 + 1.2 * left**2
