"""Starting and stopping gently."""

from __future__ import annotations

RAMP = 0.3
"""Share of the time that speeding up takes, and slowing down as well."""


def glide(share: float, ramp: float = RAMP) -> float:
    """0..1 of the way after a share 0..1 of the time; outside of it 0 or 1.

    Speed follows a smoothstep up, stays, and follows one down; so acceleration is continuous and at most
    1.5 / (ramp (1 - ramp)) ways per time squared.
    """
    x = min(max(share, 0.0), 1.0)
    whole = 1.0 - ramp
    if x > 0.5:
        return 1.0 - glide(1.0 - x, ramp)
    if x < ramp:
        k = x / ramp
        return ramp * (k**3 - 0.5 * k**4) / whole
    return (x - 0.5 * ramp) / whole


def rise(value: float, start: float, end: float) -> float:
    """0 up to `start`, 1 from `end` on, smooth between (smoothstep)."""
    k = min(max((value - start) / (end - start), 0.0), 1.0)
    return k * k * (3.0 - 2.0 * k)
