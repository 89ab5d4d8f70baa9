"""Reporting progress often enough that a cancellation is felt at once."""

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

POLL_SECONDS = 0.1  # how often a caller hears of a call into C that cannot report by itself


class Progress:
    """Passes a never-falling fraction (0..1) on to `report`, which may raise to cancel: that is let through."""

    def __init__(self, report: Callable[[float], None]) -> None:
        self._report = report
        self._fraction = 0.0

    def at(self, fraction: float) -> None:
        """Report that `fraction` of the work is done."""
        self._fraction = min(1.0, max(self._fraction, fraction))
        self._report(self._fraction)

    def tick(self) -> None:
        """Report again what was reported last: a sign of life, and a chance to cancel."""
        self._report(self._fraction)

    def watch(self, work: Callable[[], T]) -> T:
        """Run `work`, a long call that releases the interpreter lock, and tick while it runs.

        When `report` raises, the call is first waited for (it cannot be interrupted), then the exception goes on.
        Raises whatever `work` raises.
        """
        outcome: list[T] = []
        failure: list[BaseException] = []

        def body() -> None:
            try:
                outcome.append(work())
            except BaseException as error:  # noqa: BLE001 - handed to the calling thread, which raises it
                failure.append(error)

        thread = threading.Thread(target=body, daemon=True)
        thread.start()
        try:
            thread.join(POLL_SECONDS)
            self.tick()
            while thread.is_alive():
                thread.join(POLL_SECONDS)
                self.tick()
        finally:
            thread.join()
        if failure:
            raise failure[0]
        return outcome[0]
