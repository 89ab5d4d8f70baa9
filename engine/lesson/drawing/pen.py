"""The pen that figures draw with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from zlib import crc32

import skia

from engine.lesson.drawing import paths, solid
from engine.lesson.drawing.contrast import readable
from engine.lesson.drawing.formula import set_formula
from engine.lesson.drawing.marks import FADED, Area, Line, Mark, Moment
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.theme import RGB, Ink, Theme
from engine.lesson.drawing.typeset import Maths, Picture, Words
from engine.lesson.drawing.words import Anchor, SetWords, Typed, set_words

PULSE_SECONDS = 0.7
ON_FILLS: frozenset[Ink] = frozenset(("paper", "white", "black"))
"""Inks of words that stand on filled areas, not on the board."""


@dataclass(frozen=True)
class Rect:
    """A room on the board, in logical units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def inset(self, x: float, y: float | None = None) -> Rect:
        """Smaller by `x` at the left and right, by `y` (else `x`) above and below."""
        dy = x if y is None else y
        return Rect(self.x + x, self.y + dy, self.width - 2 * x, self.height - 2 * dy)

    def columns(self, *shares: float, gap: float = 24.0) -> list[Rect]:
        """Cut into columns of these shares of the width."""
        room, x, found = self.width - gap * (len(shares) - 1), self.x, []
        for share in shares:
            width = room * share / sum(shares)
            found.append(Rect(x, self.y, width, self.height))
            x += width + gap
        return found

    def rows(self, *shares: float, gap: float = 16.0) -> list[Rect]:
        """Cut into rows of these shares of the height."""
        turned = Rect(self.y, self.x, self.height, self.width).columns(*shares, gap=gap)
        return [Rect(each.y, each.x, each.height, each.width) for each in turned]


@dataclass(frozen=True)
class Appearance:
    """When a part appears, in seconds of the beat, and how long it takes. `again`: when it is named again."""

    start: float
    seconds: float
    again: tuple[float, ...] = ()


@dataclass
class Pen:
    """Draws marks for one frame.

    Attributes:
        canvas: in logical units of the board, 1280 x 720.
        area: the room of the figure.
        now: seconds since the beat began.
        times: when each part appears; a part that is not named there is there from the beginning.
        pictures: what the scene engine made of the prompts of the figure.
        hand: where the hand is that draws just now, in the style of the whiteboard.
        moving: whether the next frame will differ: something appears, blinks or asked for the time.
    """

    canvas: skia.Canvas
    theme: Theme
    area: Rect
    now: float = 1e6
    times: Mapping[str, Appearance] = field(default_factory=dict)
    pictures: Mapping[str, skia.Image] = field(default_factory=dict)
    hand: Point | None = None
    moving: bool = False
    _marks: list[Mark] | None = None
    _part: str = ""

    # --- time -------------------------------------------------------------------------------------------------

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """What is drawn inside appears as the part `name` of the figure, mark after mark in the order of drawing."""
        outer, self._marks, self._part = self._marks, [], name
        try:
            yield
            self._flush(name, self._marks)
        finally:
            self._marks, self._part = outer, ""

    def share(self, name: str) -> float:
        """How much of a part is there, 0..1."""
        when = self.times.get(name)
        if when is None:
            return 1.0
        share = max(0.0, min(1.0, (self.now - when.start) / max(when.seconds, 1e-3)))
        self.moving |= 0.0 < share < 1.0
        return share

    def since(self, name: str) -> float:
        """Seconds since a part was wholly there, for what moves from then on; 0 before."""
        when = self.times.get(name)
        self.moving = True
        return max(0.0, self.now - (0.0 if when is None else when.start + when.seconds))

    def _flush(self, name: str, marks: Sequence[Mark]) -> None:
        share = self.share(name)
        if share <= 0.0 or not marks:
            return
        pulse = self._pulse(name)
        costs = [mark.cost for mark in marks]
        whole, begun = sum(costs), 0.0
        overlap = 1.0 if self.theme.hand == "drawn" else 0.45
        for index, (mark, cost) in enumerate(zip(marks, costs, strict=True)):
            seed = crc32(f"{name}-{index}".encode()) & 0xFFFF
            start, span = begun / whole * overlap, cost / whole * overlap + (1.0 - overlap)
            here = 1.0 if share >= 1.0 else max(0.0, min(1.0, (share - start) / span))
            begun += cost
            if here <= 0.0:
                continue
            if self.theme.hand != "drawn":
                here = 1.0 - (1.0 - here) ** 3
            mark.paint(self.canvas, Moment(here, self.theme, 1.0 - FADED * pulse, seed))
            if self.theme.hand == "drawn" and 0.0 < here < 1.0:
                self.hand = mark.tip(here)

    def _pulse(self, name: str) -> float:
        """1 in the middle of a blink that says: this one, when a part is named again."""
        when = self.times.get(name)
        for again in () if when is None else when.again:
            if 0.0 <= self.now - again < PULSE_SECONDS:
                self.moving = True
                turn = (self.now - again) / PULSE_SECONDS
                return 1.0 - abs(2.0 * ((2.0 * turn) % 1.0) - 1.0)
        return 0.0

    # --- marks ------------------------------------------------------------------------------------------------

    def colour(self, ink: Ink, light: float = 0.0) -> RGB:
        """sRGB of an ink; `light` 0..1 mixes it with the paper."""
        mixed = zip(self.theme.colours[ink], self.theme.colours["paper"], strict=True)
        r, g, b = (round(a + (p - a) * light) for a, p in mixed)
        return r, g, b

    def line(
        self,
        path: skia.Path | Iterable[Point],
        ink: Ink = "ink",
        width: float = 4.0,
        *,
        dash: tuple[float, float] | None = None,
        head: bool = False,
        light: float = 0.0,
        alpha: float = 1.0,
    ) -> None:
        """A line along a path or through points; `head` makes it an arrow."""
        self._put(Line(_path(path), self.colour(ink, light), width, dash, head, alpha))

    def area_of(
        self, path: skia.Path | Iterable[Point], ink: Ink = "accent", *, light: float = 0.0, alpha: float = 1.0
    ) -> None:
        """A filled area. `light` 0..1 mixes the ink with the paper; the whiteboard takes a tint of the ink only."""
        self._put(Area(_path(path, closed=True), self.colour(ink, light), alpha))

    def shape(
        self,
        path: skia.Path | Iterable[Point],
        fill: Ink = "accent",
        edge: Ink | None = None,
        width: float = 4.0,
        *,
        light: float = 0.0,
        alpha: float = 1.0,
    ) -> None:
        """An area with an edge: in the fill's own colour unless said otherwise, so that every hand shows it."""
        outline = _path(path, closed=True)
        self.area_of(outline, fill, light=light, alpha=alpha)
        if edge is not None or self.theme.hand == "drawn":
            self.line(outline, edge or fill, width, alpha=alpha)

    def words(
        self,
        words: str,
        x: float,
        y: float,
        size: float = 30.0,
        ink: Ink = "ink",
        *,
        anchor: Anchor = "middle",
        bold: bool = False,
        width: float | None = None,
        heading: bool = False,
        light: float = 0.0,
    ) -> SetWords:
        """Words with their anchor at `x` and their middle at `y`, broken into lines of `width`; 20 units or more."""
        typed = self._typed(words, size, ink, anchor, bold, width, heading, light)
        sides = None
        if heading and self.theme.hand == "solid":
            sides = self._typed(words, size, ink, anchor, bold, width, heading, 0.0, solid.WORDS_SIDE)
        self._put(Words(typed, x, y, sides))
        return typed

    def measure(
        self, words: str, size: float = 30.0, *, bold: bool = False, width: float | None = None
    ) -> tuple[float, float]:
        """Width and height that words take."""
        typed = self._typed(words, size, "ink", "start", bold, width, False, 0.0)
        return typed.width, typed.height

    def fitting(self, words: str, room: Rect, size: float, *, smallest: float = 18.0, bold: bool = False) -> float:
        """The largest size up to `size` at which words, broken into lines, keep within `room`."""
        while size > smallest:
            width, height = self.measure(words, size, bold=bold, width=room.width)
            longest = max(self.measure(word, size, bold=bold)[0] for word in words.split() or [words])
            if height <= room.height and longest <= room.width and width <= room.width + 1:
                return size
            size -= 1.0
        return smallest

    def formula(
        self, source: str, x: float, y: float, size: float = 44.0, ink: Ink = "ink", *, anchor: Anchor = "middle",
        width: float | None = None,
    ) -> tuple[float, float]:  # fmt: skip
        """Mathematics in typst's notation, anchor at `x`, middle at `y`; made smaller to keep within `width`.

        Returns its width and height. Raises BadFormula.
        """
        formula = set_formula(source)
        if width is not None:
            size = min(size, width / formula.width)
        wide, high = formula.width * size, formula.height * size
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        self._put(Maths(formula, left, y - high / 2, size, self.colour(ink)))
        return wide, high

    def picture(self, image: skia.Image, room: Rect, radius: float = 0.0) -> None:
        """A raster picture that fills `room`."""
        self._put(Picture(image, skia.Rect.MakeXYWH(room.x, room.y, room.width, room.height), radius))

    def _typed(
        self,
        words: str,
        size: float,
        ink: Ink,
        anchor: Anchor,
        bold: bool,
        width: float | None,
        heading: bool,
        light: float,
        brightness: float = 1.0,
    ) -> SetWords:
        face = self.theme.heading if heading else self.theme.face
        colour = self.colour(ink, light)
        if ink not in ON_FILLS and not light:
            colour = readable(colour, self.theme.colours["paper"])
        rgb = solid.shaded(colour, brightness)
        return set_words(Typed(words, face, size, rgb, bold, anchor, width))

    def _put(self, mark: Mark) -> None:
        if self._marks is None:
            raise RuntimeError("draw inside `with pen.part(name):`")
        self._marks.append(mark)


def _path(path: skia.Path | Iterable[Point], *, closed: bool = False) -> skia.Path:
    return path if isinstance(path, skia.Path) else paths.polyline(path, closed=closed)
