"""The price list that the studio ships."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Prices:
    """Whole credits by key."""

    rates: Mapping[str, int]

    def rate(self, key: str) -> int:
        """Raises KeyError for a key that has no price: no job is ever free by mistake."""
        return self.rates[key]


def load_prices() -> Prices:
    """Read prices.toml. Raises ValueError for a price that is not a whole number of at least 1."""
    rates = tomllib.loads(Path(__file__).with_name("prices.toml").read_text())
    for key, rate in rates.items():
        if not isinstance(rate, int) or rate < 1:
            raise ValueError(f"the price of {key!r} must be a whole number of at least 1, not {rate!r}")
    return Prices(rates)
