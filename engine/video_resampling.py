"""Frames between frames: a film at another rate, by following what moves."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]
Flow = NDArray[np.float32]
"""h x w x 2: by how many pixels each pixel moves to the right and down."""

_FLOW_SIDE = 480  # of the pictures on which motion is looked for; finer motion is lost in blur anyway
_EXACT = 0.02  # of the time between two frames: so near to one of them, it is that one
_AGREE = 24.0  # by which two views of a moment may differ before the nearer one is taken alone


class Resampling:
    """A piece of film, n x h x w x 3, at any moment in it."""

    def __init__(self, frames: NDArray[np.uint8]) -> None:
        self._frames = frames
        self._pair = -1
        self._motion: _Motion | None = None

    def at(self, position: float) -> Rgb:
        """The picture at a position counted in frames; past either end it is the first or last one.

        Between two frames both are moved along the optical flow (Kroeger et al. 2016, DIS) to the moment between and
        mixed, as Jiang et al. 2018 (Super SloMo) do; where they disagree, the nearer one counts.
        """
        last = len(self._frames) - 1
        position = min(max(position, 0.0), float(last))
        pair = min(int(position), max(0, last - 1))
        share = position - pair
        if share <= _EXACT or last == 0:
            return self._frame(pair)
        if share >= 1 - _EXACT:
            return self._frame(pair + 1)
        if self._motion is None or pair != self._pair:
            self._pair, self._motion = pair, _Motion.between(self._frame(pair), self._frame(pair + 1))
        return self._motion.at(share)

    def _frame(self, index: int) -> Rgb:
        frame: Rgb = self._frames[index]
        return frame


@dataclass(frozen=True, eq=False)
class _Motion:
    """Two pictures and the flow from each to the other."""

    first: Rgb
    second: Rgb
    forth: Flow
    back: Flow

    @classmethod
    def between(cls, first: Rgb, second: Rgb) -> _Motion:
        small = [_small_grey(picture) for picture in (first, second)]
        return cls(first, second, _flow(small[0], small[1], first), _flow(small[1], small[0], first))

    def at(self, t: float) -> Rgb:
        """The picture at 0 < t < 1."""
        to_first = self.back * (t * t) - self.forth * (t * (1 - t))
        to_second = self.forth * ((1 - t) ** 2) - self.back * (t * (1 - t))
        early, late = _moved(self.first, to_first), _moved(self.second, to_second)
        return _mixed(early, late, t)


def _small_grey(picture: Rgb) -> NDArray[np.uint8]:
    height, width = picture.shape[:2]
    scale = min(1.0, _FLOW_SIDE / max(height, width))
    size = max(16, round(width * scale)), max(16, round(height * scale))
    grey: NDArray[np.uint8] = cv2.cvtColor(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    return grey


def _flow(source: NDArray[np.uint8], target: NDArray[np.uint8], like: Rgb) -> Flow:
    """From source to target, in pixels of a picture of another size."""
    finder = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    found = finder.calc(source, target, None)
    height, width = like.shape[:2]
    enlarged = cv2.resize(found, (width, height), interpolation=cv2.INTER_LINEAR)
    scale = np.array([width / source.shape[1], height / source.shape[0]], np.float32)
    flow: Flow = enlarged * scale
    return flow


def _moved(picture: Rgb, flow: Flow) -> Rgb:
    """Each pixel taken from where the flow points."""
    height, width = picture.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    moved: Rgb = cv2.remap(
        picture, x + flow[..., 0], y + flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return moved


def _mixed(early: Rgb, late: Rgb, t: float) -> Rgb:
    """Mixed by time; where the two differ much, only the nearer one."""
    apart = cv2.blur(cv2.absdiff(early, late).max(axis=2), (9, 9)).astype(np.float32) / _AGREE
    nearer = 1.0 if t >= 0.5 else 0.0
    share = (t + (nearer - t) * np.clip(apart - 0.5, 0, 1))[..., None]
    mixed: Rgb = (early * (1 - share) + late * share + 0.5).astype(np.uint8)
    return mixed
