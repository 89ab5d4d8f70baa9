"""Marks as bodies on a slab: extruded and lit areas, lines as round tubes, each with its shadow.

All is drawn as flat paths moved along the slab's lean (`Theme.lean`): a shadow, the dark sides, the lit top. There is
no blur and no layer, so that a body costs a few fills.
"""

from __future__ import annotations

from collections.abc import Sequence

import skia

from engine.lesson.drawing import paths
from engine.lesson.drawing.theme import RGB, Theme

HIGH, HIGHEST = 0.13, 8.0
"""Height of a body: in shares of its shorter side (of its first piece's, if it has many), and at most, in units."""
FLAT_BELOW = 4.0
"""Shorter side of the smallest thing that has sides and light."""
BALL_UP_TO = 64.0
"""Diameter up to which a disc is a ball."""
SEE_THROUGH = 0.7
"""Opacity below which a mark is a flat pane: one would see its sides through it."""
SIDE, LIT, SHADED = 0.5, 0.26, 0.84
"""Brightness of the sides; how far the top goes to white where the light falls; its brightness at the other end."""
INTRICATE = 260
"""Points of a path from which it gets fewer sides and no core: a coast line costs enough."""
TUBE_FROM = 2.6
"""Width of the thinnest line that is a tube."""
SHADOW = 0.32
WORDS_HIGH, WORDS_STEPS, WORDS_SIDE = 0.05, 4, 0.42
"""Of words with sides: their height in heights of a line, the copies that make it, and their brightness."""
HOP = 7.0
"""Units that a body rises when it is named again."""


def colour(rgb: RGB, alpha: float = 1.0) -> int:
    return int(skia.Color(*rgb, round(255 * max(0.0, min(1.0, alpha)))))


def plain(rgb: RGB, alpha: float = 1.0) -> skia.Paint:
    """A paint of one colour."""
    return skia.Paint(AntiAlias=True, Color=colour(rgb, alpha))


def shaded(rgb: RGB, brightness: float) -> RGB:
    r, g, b = (round(each * brightness) for each in rgb)
    return r, g, b


def lit(rgb: RGB, share: float) -> RGB:
    """A colour on its way to white."""
    r, g, b = (round(each + (255 - each) * share) for each in rgb)
    return r, g, b


def paint_area(canvas: skia.Canvas, path: skia.Path, rgb: RGB, alpha: float, theme: Theme, risen: float) -> None:
    """A filled path as a body.

    Args:
        risen: how far it has come out of the slab, 0..1, or beyond 1 while it hops.
    """
    bounds = path.getBounds()
    around = skia.PathMeasure(path, True).getLength()
    side = min(bounds.width(), bounds.height(), around / 3.0)
    if alpha < SEE_THROUGH or rgb == theme.colours["paper"]:
        canvas.drawPath(path, plain(rgb, alpha))
        return
    height = min(HIGHEST, HIGH * side)
    up = height * min(risen, 1.0) + HOP * max(0.0, risen - 1.0)
    lean, hop = theme.lean, up - height
    ball = bounds.width() <= BALL_UP_TO and path.isOval() and abs(bounds.width() - bounds.height()) < 1.0
    _moved(canvas, path, lean, 1.5 + 0.9 * height, plain((0, 0, 0), SHADOW * alpha))
    if side >= FLAT_BELOW and not ball:
        sides = plain(shaded(rgb, SIDE), alpha)
        for way in _steps(height, up, path.countPoints() > INTRICATE):
            _moved(canvas, path, lean, way, sides)
    _moved(canvas, path, lean, -hop, _top(bounds, rgb, alpha, ball) if side >= FLAT_BELOW else plain(rgb, alpha))


def _steps(height: float, up: float, few: bool) -> Sequence[float]:
    """Where copies of an outline stand for its sides to close: from the slab, at `height`, up to the top."""
    count = 1 if few else max(1, round(up / 1.8))
    return [height - up * step / count for step in range(count)]


def _moved(canvas: skia.Canvas, path: skia.Path, lean: tuple[float, float], way: float, paint: skia.Paint) -> None:
    canvas.translate(lean[0] * way, lean[1] * way)
    canvas.drawPath(path, paint)
    canvas.translate(-lean[0] * way, -lean[1] * way)


def _top(bounds: skia.Rect, rgb: RGB, alpha: float, ball: bool) -> skia.Paint:
    """The light from the upper left on a top, or on a ball."""
    if ball:
        radius = bounds.width() / 2
        at = skia.Point(bounds.centerX() - 0.32 * radius, bounds.centerY() - 0.36 * radius)
        colours = [colour(lit(rgb, 0.62), alpha), colour(rgb, alpha), colour(shaded(rgb, 0.55), alpha)]
        shader = skia.GradientShader.MakeRadial(at, 1.45 * radius, colours, [0.0, 0.42, 1.0])
    else:
        ends = [skia.Point(bounds.left(), bounds.top()), skia.Point(bounds.right(), bounds.bottom())]
        colours = [colour(lit(rgb, LIT), alpha), colour(rgb, alpha), colour(shaded(rgb, SHADED), alpha)]
        shader = skia.GradientShader.MakeLinear(ends, colours)
    return skia.Paint(AntiAlias=True, Shader=shader)


def paint_line(
    canvas: skia.Canvas, path: skia.Path, rgb: RGB, alpha: float, theme: Theme, stroke: skia.Paint, hop: float
) -> None:
    """A stroked path as a tube.

    Args:
        stroke: how it is stroked; its colour is not looked at.
        hop: how far it is off the slab, 0..1.
    """
    width, lean = stroke.getStrokeWidth(), theme.lean
    stroke.setColor(colour(rgb, alpha))
    if alpha < SEE_THROUGH or rgb in (theme.colours["faint"], theme.colours["paper"]):
        canvas.drawPath(path, stroke)
        return
    whole = stroke.getPathEffect() is None and width >= TUBE_FROM and path.countPoints() <= INTRICATE
    off = -HOP * hop
    if whole or width >= TUBE_FROM:
        shadow = skia.Paint(stroke)
        shadow.setColor(colour((0, 0, 0), SHADOW * alpha))
        _moved(canvas, path, lean, 1.0 + 0.8 * width, shadow)
    body = skia.Paint(stroke)
    if whole:
        body.setColor(colour(shaded(rgb, 0.55), alpha))
        _moved(canvas, path, lean, off + 0.3 * width, body)
    _moved(canvas, path, lean, off, stroke)
    if whole:
        body.setColor(colour(lit(rgb, 0.6), 0.85 * alpha))
        body.setStrokeWidth(0.3 * width)
        canvas.translate(-0.1 * width, -0.2 * width)
        _moved(canvas, path, lean, off, body)
        canvas.translate(0.1 * width, 0.2 * width)


def paint_glyph(canvas: skia.Canvas, glyph: skia.Path, rgb: RGB, alpha: float, theme: Theme, hop: float) -> None:
    """A letter of a formula, on a canvas in units of its em, with a side."""
    off = -0.1 * hop
    for way in (0.045, 0.025):
        _moved(canvas, glyph, theme.lean, off + way, plain(shaded(rgb, WORDS_SIDE), alpha))
    _moved(canvas, glyph, theme.lean, off, plain(rgb, alpha))


def paint_frame(canvas: skia.Canvas, room: skia.Rect, radius: float, alpha: float, theme: Theme) -> None:
    """The plate that a picture lies on, and its shadow."""
    plate = paths.box(room.left() - 6, room.top() - 6, room.width() + 12, room.height() + 12, radius + 6)
    paint_area(canvas, plate, (222, 228, 238), alpha, theme, 1.0)
