"""Progress that never falls, whatever is tried again."""

from __future__ import annotations

from collections.abc import Callable

Report = Callable[[float], None]


def rising(report: Report) -> Report:
    """Passes fractions on so that they never fall: a second attempt shows no less than the first one reached."""
    most = 0.0

    def rise(fraction: float) -> None:
        nonlocal most
        most = max(most, fraction)
        report(most)

    return rise
