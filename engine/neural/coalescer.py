"""Draws together what several threads ask for at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from domain.generator import BackendInfo
from engine.image_request import ImageRequest
from engine.neural.framing import Rgb
from engine.neural.image import NeuralImage, Preview
from engine.neural.picture_model import ReferenceUse
from engine.rising_report import Report

_TICK_SECONDS = 0.1  # how often a caller that waits is told how far it is, and may give up


@dataclass(eq=False)
class _Ticket:
    """One caller's request and what has become of it; guarded by the coalescer's lock."""

    request: ImageRequest
    ready: bool = False
    wanted: bool = True
    fraction: float = 0.0
    preview: bytes | None = None
    outcome: list[Rgb] | BaseException | None = None

    @property
    def has_news(self) -> bool:
        return self.outcome is not None or self.preview is not None


class _NobodyWaits(Exception):
    """Ends a drawing that all callers have given up."""


class Coalescer:
    """The capability "image" for many threads: requests that agree in what a call has only once share calls.

    While a call runs, requests gather for the next one; nobody waits for others that might come. A call runs in a
    thread of its own, so that each caller hears of progress, and can give up, without disturbing those beside it.
    """

    def __init__(self, image: NeuralImage) -> None:
        self._image = image
        self._changed = threading.Condition()
        self._waiting: list[_Ticket] = []
        self._drawing = False

    @property
    def info(self) -> BackendInfo:
        return self._image.info

    @property
    def safety(self) -> Literal["checked", "not checked"]:
        return self._image.safety

    @property
    def reads_reference(self) -> ReferenceUse:
        return self._image.reads_reference

    @property
    def most_at_once(self) -> int:
        return self._image.most_at_once

    def render(
        self, request: ImageRequest, report: Report, preview: Preview, gather: Callable[[], None] | None = None
    ) -> list[Rgb]:
        """Draw a request's pictures as `NeuralImage.render` does, with those of others where that is possible.

        Args:
            report, preview: called in the caller's thread, the first some ten times a second. What they raise ends
                the caller's waiting and is let through.
            gather: called when the request can be drawn together with others already, but does not begin a call yet:
                may wait for others to come as far.

        Raises:
            What `NeuralImage.render` does.
        """
        ticket = _Ticket(request)
        with self._changed:
            self._waiting.append(ticket)
        try:
            if gather is not None:
                gather()
            with self._changed:
                ticket.ready = True
                self._begin()
            return self._result(ticket, report, preview)
        finally:
            with self._changed:
                ticket.wanted = False
                if ticket in self._waiting:
                    self._waiting.remove(ticket)

    def _begin(self) -> None:
        """Start the next call, unless one runs. The lock is held."""
        first = next((ticket for ticket in self._waiting if ticket.ready), None)
        if self._drawing or first is None:
            return
        queue = [first, *(ticket for ticket in self._waiting if ticket is not first)]
        together = [queue[position] for position in self._image.groups([ticket.request for ticket in queue])[0]]
        self._waiting = [ticket for ticket in self._waiting if ticket not in together]
        self._drawing = True
        # Not a daemon: an interpreter that ends beside running tensor code aborts.
        threading.Thread(target=self._draw, args=(together,), name="drawing").start()

    def _draw(self, tickets: list[_Ticket]) -> None:
        def report(fraction: float) -> None:
            with self._changed:
                if not any(ticket.wanted for ticket in tickets):
                    raise _NobodyWaits
                for ticket in tickets:
                    ticket.fraction = fraction

        def preview(position: int, jpeg: bytes) -> None:
            with self._changed:
                tickets[position].preview = jpeg
                self._changed.notify_all()

        outcomes: list[list[Rgb] | BaseException]
        try:
            outcomes = [*self._image.render_many([ticket.request for ticket in tickets], report, preview)]
        except BaseException as error:  # noqa: BLE001 - handed to the waiting threads, which raise it
            outcomes = [error] * len(tickets)
        with self._changed:
            for ticket, outcome in zip(tickets, outcomes, strict=True):
                ticket.outcome = outcome
            self._drawing = False
            self._begin()
            self._changed.notify_all()

    def _result(self, ticket: _Ticket, report: Report, preview: Preview) -> list[Rgb]:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: ticket.has_news, _TICK_SECONDS)
                jpeg, ticket.preview = ticket.preview, None
                fraction, outcome = ticket.fraction, ticket.outcome
            if isinstance(outcome, BaseException):
                raise outcome
            report(fraction)
            if jpeg is not None:
                preview(jpeg)
            if outcome is not None:
                return outcome
