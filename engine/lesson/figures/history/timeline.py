"""Events and ages along a line of years."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, PartName
from engine.lesson.figures.history.shades import over_colour

HUES: tuple[Ink, ...] = ("teal", "orange", "purple", "green", "blue", "pink")
BAR = 40.0
"""Height of a span's bar, in logical units."""
GAP = 12.0

Year = Annotated[float, Field(ge=-20000, le=3000)]
"""Years BC are negative: -44 is 44 BC. A share of a year tells the months: 1914.5 is the middle of 1914."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    name: PartName
    text: Label
    ink: Ink | None = None


class Event(_Part):
    """A year and what happened then. `when`: is written instead of the year ("28 July")."""

    year: Year
    when: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=24)] | None = None


class Span(_Part):
    """An age or a reign, from `start` to `end`."""

    start: Year
    end: Year

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.start >= self.end:
            raise ValueError("a span goes from start to a later end")
        return self


class Timeline(Figure):
    """Parts: `line`, then spans, then events by their names. Events must stand in the order of time."""

    kind: ClassVar[str] = "timeline"
    events: Annotated[tuple[Event, ...], Field(max_length=8)] = ()
    spans: Annotated[tuple[Span, ...], Field(max_length=6)] = ()

    @model_validator(mode="after")
    def _drawable(self) -> Self:
        years = [event.year for event in self.events]
        if years != sorted(years):
            raise ValueError("events must stand in the order of time")
        if len({*years, *(year for span in self.spans for year in (span.start, span.end))}) < 2:
            raise ValueError("a line of years takes at least two different years")
        return self

    @property
    def years(self) -> tuple[float, float]:
        """The first and the last year of the line: a little beyond what stands on it."""
        found = [event.year for event in self.events] + [y for span in self.spans for y in (span.start, span.end)]
        low, high = min(found), max(found)
        beyond = 0.04 * (high - low)
        return low - beyond, high + beyond

    def parts(self) -> Sequence[str]:
        return ["line", *(each.name for each in (*self.spans, *self.events))]

    def draw(self, pen: Pen) -> None:
        rows = _stacked(self.spans)
        deep = (max(rows, default=-1) + 1) * (BAR + 8)
        y = pen.area.y + pen.area.height / 2 + (deep / 2 if self.events else 0)
        scale = _Scale(self.years, pen.area.inset(16, 0))
        with pen.part("line"):
            pen.line([(pen.area.x, y), (pen.area.right, y)], "ink", 6, head=True)
            if len(self.events) < 2:
                for x, year in ((scale.x(year), year) for year in _round_years(self.years)):
                    pen.line([(x, y - 10), (x, y + 10)], "ink", 4)
                    pen.words(year_words(year), x, y + 30, 24, "soft")
        for index, (span, row) in enumerate(zip(self.spans, rows, strict=True)):
            ink: Ink = span.ink or HUES[index]
            with pen.part(span.name):
                _draw_span(pen, scale, span, y - 14 - BAR - row * (BAR + 8), ink)
        self._events(pen, scale, y, deep)

    def _events(self, pen: Pen, scale: _Scale, y: float, deep: float) -> None:
        above, below = pen.area.y, pen.area.bottom
        rooms = (
            Rect(pen.area.x, above, pen.area.width, y - deep - above - 46),
            Rect(pen.area.x, y + 46, pen.area.width, below - y - 46),
        )
        for side, room in enumerate(rooms):
            events = self.events[side::2]
            if not events:
                continue
            width = min(320.0, (room.width - GAP * (len(events) - 1)) / len(events))
            lefts = _spread(
                [scale.x(event.year) - width / 2 for event in events], width + GAP, room.x, room.right + GAP
            )
            size = min(pen.fitting(event.text, Rect(0, 0, width - 24, room.height - 66), 30) for event in events)
            for event, left in zip(events, lefts, strict=True):
                ink: Ink = event.ink or HUES[self.events.index(event) % len(HUES)]
                with pen.part(event.name):
                    _draw_event(pen, event, (scale.x(event.year), y), Rect(left, room.y, width, room.height), size, ink)


class _Scale:
    """From years to the board."""

    def __init__(self, years: tuple[float, float], room: Rect) -> None:
        self._years, self._room = years, room

    def x(self, year: float) -> float:
        low, high = self._years
        return self._room.x + (year - low) / (high - low) * self._room.width


def _draw_span(pen: Pen, scale: _Scale, span: Span, top: float, ink: Ink) -> None:
    left, right = scale.x(span.start), scale.x(span.end)
    pen.shape(paths.box(left, top, right - left, BAR, 8), ink, alpha=0.85)
    colour = over_colour(pen)
    room = right - left - 12
    size = next((s for s in range(25, 18, -1) if pen.measure(span.text, s, bold=True)[0] <= room), 0)
    if size:
        pen.words(span.text, (left + right) / 2, top + BAR / 2, size, colour, bold=True)
        return
    half = pen.measure(span.text, 21, bold=True)[0] / 2
    x = min(max((left + right) / 2, pen.area.x + half), pen.area.right - half)
    pen.words(span.text, x, top - 15, 21, ink, bold=True)


def _draw_event(pen: Pen, event: Event, at: tuple[float, float], room: Rect, size: float, ink: Ink) -> None:
    """The dot on the line, a stem, and the card with year and text at the near end of `room`."""
    x, y = at
    _, height = pen.measure(event.text, size, width=room.width - 24)
    tall = min(room.height, height + 66)
    upper = room.y < y
    top = room.bottom - tall if upper else room.y
    end = (min(max(x, room.x + 14), room.right - 14), top + tall if upper else top)
    pen.line([at, (x, (y + end[1]) / 2), end], ink, 3)
    pen.shape(paths.circle(x, y, 11), ink, "paper", 3)
    card = paths.box(room.x, top, room.width, tall, 10)
    pen.area_of(card, ink, light=0.82 if pen.theme.tint == 1 else 0.0)
    pen.line(card, ink, 3)
    date = event.when or year_words(event.year)
    large = pen.fitting(date, Rect(0, 0, room.width - 24, 44), 34, bold=True)
    pen.words(date, room.x + room.width / 2, top + 26, large, ink, bold=True)
    pen.words(event.text, room.x + room.width / 2, top + 52 + height / 2, size, width=room.width - 24)


def _spread(lefts: Sequence[float], step: float, low: float, high: float) -> list[float]:
    """As near to `lefts` (in order) as may be, at least `step` apart, within low..high (which has room for all)."""
    found: list[float] = []
    for left in lefts:
        found.append(max(left, found[-1] + step if found else low))
    bound = high
    for index in range(len(found) - 1, -1, -1):
        found[index] = min(found[index], bound - step)
        bound = found[index]
    return found


def _stacked(spans: Sequence[Span]) -> list[int]:
    """The row of each span, so that none covers another of its row."""
    ends: list[float] = []
    rows: list[int] = []
    for span in spans:
        row = next((i for i, end in enumerate(ends) if span.start >= end), len(ends))
        if row == len(ends):
            ends.append(span.end)
        ends[row] = span.end
        rows.append(row)
    return rows


def _round_years(years: tuple[float, float]) -> list[int]:
    low, high = years
    step = next((s for s in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000) if (high - low) / s <= 7), 5000)
    return [year for year in range(-20000, 3001, step) if low <= year <= high]


def year_words(year: float) -> str:
    """As it is written on the line."""
    year = math.floor(year)
    if year < 0:
        return f"{-year} BC"
    return f"AD {year}" if 0 < year < 600 else ("AD 1" if year == 0 else str(year))
