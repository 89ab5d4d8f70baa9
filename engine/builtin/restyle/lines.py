"""Line drawings from edges."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.builtin.restyle.arrays import Floats, blur
from engine.builtin.restyle.fields import Field, smeared


@dataclass(frozen=True)
class Pen:
    """`width` of the finest line in pixels, `reach` of the smoothing along it, `threshold` (higher: fewer lines)."""

    width: float
    reach: float
    threshold: float
    sharpness: float = 60.0


def coherent_lines(grey: Floats, field: Field, pen: Pen, tick: Callable[[], None]) -> Floats:
    """Ink (0..1) along the dark side of edges: flow-based difference of Gaussians (Kang et al. 2007)."""
    difference = blur(grey, pen.width) - blur(grey, pen.width * 1.6)
    tick()
    steps = int(np.clip(pen.reach / max(pen.width, 1.0), 3, 8))
    flowed = smeared(difference, field, steps, pen.reach / steps, tick)
    return np.asarray(np.clip(np.tanh((-flowed - pen.threshold) * pen.sharpness), 0, 1), dtype=np.float32)


def inked(grey: Floats, field: Field, pen: Pen, weight: float, tick: Callable[[], None]) -> Floats:
    """Ink (0..1) with filled shadows: extended difference of Gaussians (Winnemoeller et al. 2012).

    `weight` says how much edges count against plain darkness; `pen.threshold` is the tone below which all is ink.
    """
    first, second = blur(grey, pen.width), blur(grey, pen.width * 1.6)
    tick()
    steps = int(np.clip(pen.reach / max(pen.width, 1.0), 3, 8))
    flowed = smeared(first + (first - second) * np.float32(weight), field, steps, pen.reach / steps, tick)
    return np.asarray(np.clip(np.tanh((pen.threshold - flowed) * pen.sharpness), 0, 1), dtype=np.float32)


def soft_steps(value: Floats, levels: int, sharpness: float) -> Floats:
    """Values 0..1 drawn to `levels` even steps, softly (Winnemoeller et al. 2006)."""
    step = 1.0 / levels
    base = (np.clip(np.floor(value * levels), 0, levels - 1) + 0.5) * step
    return np.asarray(base + step / 2 * np.tanh(sharpness * (value - base) / step), dtype=np.float32)
