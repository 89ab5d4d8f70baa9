"""A clock that a test sets forward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.clock import utc_now


@dataclass
class MovedClock:
    """`domain.ports.Clock` that is `ahead` of the real one."""

    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return utc_now() + self.ahead
