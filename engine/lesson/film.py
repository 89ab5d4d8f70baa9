"""The frames of a lesson."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from engine.lesson.drawing.board import Beat, draw_beat
from engine.lesson.drawing.cards import EndCard, TitleCard
from engine.lesson.drawing.ground import HEIGHT, WIDTH, draw_ground
from engine.lesson.drawing.pen import Pen
from engine.lesson.drawing.theme import Theme
from engine.lesson.slab import Pose, skia_matrix
from engine.media.film.frames import Frame, to_nv12

TURN = 0.5
"""Seconds in which one page gives way to the next."""
EDGE_ON = 0.06
"""Cosine of the turn below which nothing can be seen on a slab."""


class Page(Protocol):
    """What is seen for a while. Gives the pen that has drawn it."""

    def draw(self, canvas: skia.Canvas, theme: Theme, now: float) -> Pen: ...


@dataclass(frozen=True)
class BeatPage:
    """A beat on the board."""

    beat: Beat
    pictures: Mapping[str, skia.Image]

    def draw(self, canvas: skia.Canvas, theme: Theme, now: float) -> Pen:
        return draw_beat(canvas, theme, self.beat, now, self.pictures)


@dataclass(frozen=True)
class Shown:
    """A page and the seconds of the film at which it begins."""

    start: float
    page: Page


class Stage(Protocol):
    """What pages stand on if not on the theme's own board; it moves all the time."""

    def paint(self, canvas: skia.Canvas, frame: NDArray[np.uint8], seconds: float) -> Pose:
        """Paint it at a second of the film; gives how the slab stands that the page is to be drawn on.

        Args:
            canvas: draws on `frame`, RGBA, in logical units.
        """


class LessonFilm:
    """Draws the frames of a lesson, 1280 x 720 times `scale`.

    Args:
        pages: sorted by their start, the first one at 0.
        stage: None for the theme's own board.
    """

    def __init__(
        self, theme: Theme, pages: Sequence[Shown], fps: int, stage: Stage | None = None, scale: float = 1.0
    ) -> None:
        self._theme, self._pages, self._fps, self._stage = theme, pages, fps, stage
        self._rgba = np.zeros((round(HEIGHT * scale), round(WIDTH * scale), 4), np.uint8)
        self._surface = skia.Surface(self._rgba, colorType=skia.ColorType.kRGBA_8888_ColorType)
        self._canvas = self._surface.getCanvas()
        self._canvas.scale(scale, scale)
        self._still: tuple[int, int, Frame] | None = None
        """A page, the index from which on nothing moves on it, and its frame then."""

    def frame(self, index: int) -> Frame:
        """The frame of an index as NV12; one in which nothing has moved is the very one before."""
        number = self._page_at(index / self._fps)
        if self._still is not None and self._still[0] == number and self._still[1] <= index:
            return self._still[2]
        moving = self._draw(number, index / self._fps)
        frame = to_nv12(self._rgb())
        self._still = None if moving else (number, index, frame)
        return frame

    def rgb(self, seconds: float) -> NDArray[np.uint8]:
        """The picture at a second, uint8 of shape (height, width, 3)."""
        self._draw(self._page_at(seconds), seconds)
        return self._rgb()

    def _rgb(self) -> NDArray[np.uint8]:
        return np.asarray(cv2.cvtColor(self._rgba, cv2.COLOR_RGBA2RGB), np.uint8)

    def _page_at(self, seconds: float) -> int:
        return max(number for number, shown in enumerate(self._pages) if shown.start <= seconds + 1e-6)

    def _draw(self, number: int, seconds: float) -> bool:
        canvas, shown = self._canvas, self._pages[number]
        now = seconds - shown.start
        if self._stage is not None:
            self._draw_on(self._stage, seconds)
            return True
        moving = draw_ground(canvas, self._theme, seconds)
        if number and now < TURN:
            self._turn(number, now / TURN, seconds)
            return True
        pen = shown.page.draw(canvas, self._theme, now)
        return moving or pen.moving or _waits(pen, now)

    def _draw_on(self, stage: Stage, seconds: float) -> None:
        """The page that is seen on the slab; edge-on there is none."""
        pose = stage.paint(self._canvas, self._rgba, seconds)
        if math.cos(pose.turn) < EDGE_ON:
            return
        shown = self._pages[pose.page]
        self._canvas.save()
        self._canvas.concat(skia_matrix(pose.matrix()))
        shown.page.draw(self._canvas, replace(self._theme, lean=pose.lean), seconds - shown.start)
        self._canvas.restore()

    def _turn(self, number: int, share: float, seconds: float) -> None:
        """One page gives way to the next: the board is pushed on, or the old page fades as the new one comes."""
        canvas, eased = self._canvas, share * share * (3 - 2 * share)
        before, after = self._pages[number - 1], self._pages[number]
        for shown, shift, alpha in ((before, -eased, 1.0 - eased), (after, 1.0 - eased, eased)):
            canvas.save()
            if self._theme.hand == "drawn":
                canvas.translate(shift * WIDTH, 0)
            else:
                canvas.translate(0, shift * 36)
                canvas.saveLayerAlpha(skia.Rect.MakeLTRB(0, -80, WIDTH, HEIGHT + 80), round(255 * alpha))
            shown.page.draw(canvas, self._theme, seconds - shown.start)
            canvas.restoreToCount(1)


def _waits(pen: Pen, now: float) -> bool:
    """Whether a part of the page has yet to appear, or to blink."""
    return any(when.start >= now or any(again >= now for again in when.again) for when in pen.times.values())


def title_page(title: str, subtitle: str) -> Shown:
    return Shown(0.0, TitleCard(title, subtitle))


def end_page(start: float, title: str, heading: str, lines: Sequence[str]) -> Shown:
    """The last card: a heading over a few lines, or the title again where there are none."""
    return Shown(start, EndCard(heading, lines) if lines else TitleCard(title, ""))
