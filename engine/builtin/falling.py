"""Snow, rain, leaves and sparks in front of a film, drawn into its planes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.film.frames import Frame, chroma, empty_nv12, luma, to_nv12
from engine.media.film.shots.source import FrameSource

Kind = Literal["snow", "rain", "leaves", "petals", "embers", "fireflies", "dust"]


@dataclass(frozen=True)
class _Look:
    """Sizes and ways in heights of the frame, times in seconds.

    Attributes:
        count: particles at once.
        radius: of the nearest.
        fall, drift: speed down and sideways of the nearest; negative `fall` rises.
        sway: how far it swings to the sides.
        streak: seconds of its way that are seen at once.
        colour: Y, Cb and Cr of the fullest.
        opacity: of the fullest, 0..1.
        twinkle: how often a second it brightens and fades; 0 for never.
    """

    count: int
    radius: float
    fall: float
    drift: float
    sway: float
    streak: float
    colour: tuple[int, int, int]
    opacity: float
    twinkle: float = 0.0


_LOOKS: dict[Kind, _Look] = {
    "snow": _Look(420, 0.0065, 0.16, 0.03, 0.02, 0.0, (235, 128, 128), 0.85),
    "rain": _Look(320, 0.0011, 1.9, 0.18, 0.0, 0.03, (215, 130, 127), 0.38),
    "leaves": _Look(46, 0.010, 0.17, 0.12, 0.06, 0.02, (128, 70, 170), 0.95),
    "petals": _Look(70, 0.008, 0.11, 0.10, 0.05, 0.015, (205, 122, 148), 0.92),
    "embers": _Look(110, 0.0035, -0.20, 0.05, 0.05, 0.02, (190, 60, 190), 0.9, 0.9),
    "fireflies": _Look(48, 0.0055, -0.012, 0.012, 0.05, 0.0, (220, 70, 140), 0.9, 0.4),
    "dust": _Look(130, 0.0028, -0.010, 0.018, 0.02, 0.0, (225, 118, 134), 0.45, 0.15),
}
_WORDS: tuple[tuple[str, Kind], ...] = (
    (r"snow(s|ing|fall|flakes?|y)?|blizzard", "snow"),
    (r"rain(s|ing|y|fall)?|drizzle|downpour", "rain"),
    (r"falling leaves|leaves fall(ing)?|autumn leaves", "leaves"),
    (r"petals?|blossoms? falling", "petals"),
    (r"embers?|sparks?|ashes", "embers"),
    (r"firefl(y|ies)", "fireflies"),
    (r"dust|motes|particles", "dust"),
)
_SHIFT = 4
"""Sub-pixel bits of OpenCV's drawing functions."""
_ABOVE = 0.1
"""Margin around the frame in which particles begin and end, in heights."""


def falling_in(prompt: str) -> Kind | None:
    """What a prompt says is in the air, unless it says that there is none."""
    lowered = re.sub(r"\b(no|without|not) +\w+", " ", prompt.lower())
    return next((kind for words, kind in _WORDS if re.search(rf"\b({words})\b", lowered)), None)


class Falling:
    """A film with particles before it. Where each is at a moment follows from the seed alone.

    Args:
        depth: h x w distances in the picture: what is far is hidden by what is near.
    """

    def __init__(self, film: FrameSource, kind: Kind, depth: NDArray[np.float32], fps: int, seed: int) -> None:
        self._film, self._fps, self._look = film, fps, _LOOKS[kind]
        rng = np.random.default_rng([seed, 31])
        count = self._look.count
        self._near = rng.beta(1.2, 2.6, count)
        self._start = rng.random((count, 2))
        self._phase = rng.random(count) * 2 * np.pi
        self._pace = rng.uniform(0.8, 1.2, count)
        small = cv2.resize(np.where(np.isfinite(depth), 1 / depth, 0).astype(np.float32), (96, 54))
        self._hides = small / max(float(small.max()), 1e-6)
        self._frame = empty_nv12(*film.size)

    @property
    def size(self) -> tuple[int, int]:
        return self._film.size

    @property
    def frames(self) -> int:
        return self._film.frames

    def frame(self, index: int) -> Frame:
        """The frame as NV12; drawn over by the next call."""
        to_nv12(self._film.frame(index), self._frame)
        cover = self._cover(index / self._fps)
        self._blend(luma(self._frame), cover, self._look.colour[:1])
        half = cv2.resize(cover, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        self._blend(chroma(self._frame), half, self._look.colour[1:])
        return self._frame

    def _cover(self, time: float) -> NDArray[np.uint8]:
        """How much of each pixel is covered, 0..255."""
        width, height = self.size
        look = self._look
        cover = np.zeros((height, width), np.uint8)
        head, tail = self._places(time), self._places(time - look.streak)
        strength = self._strength(time, head)
        radius = np.maximum(look.radius * height * (0.25 + 0.75 * self._near), 0.6)
        one = 1 << _SHIFT
        for n in np.argsort(self._near):
            value = int(255 * strength[n])
            if value < 6:
                continue
            end = int(head[n, 0] * height * one), int(head[n, 1] * height * one)
            if look.streak:
                start = int(tail[n, 0] * height * one), int(tail[n, 1] * height * one)
                if abs(start[0] - end[0]) + abs(start[1] - end[1]) < height * one:  # not across a wrap
                    cv2.line(cover, start, end, value, max(1, round(2 * radius[n])), cv2.LINE_AA, _SHIFT)
            else:
                cv2.circle(cover, end, int(radius[n] * one), value, -1, cv2.LINE_AA, _SHIFT)
        soft: NDArray[np.uint8] = cv2.GaussianBlur(cover, (0, 0), max(0.5, height / 1080))
        return soft

    def _places(self, time: float) -> NDArray[np.float64]:
        """x and y of each particle in heights of the frame."""
        look, width = self._look, self.size[0] / self.size[1] + 2 * _ABOVE
        near = 0.3 + 0.7 * self._near
        swing = look.sway * np.sin(self._phase + time * 1.3 * self._pace) * near
        x = self._start[:, 0] * width + look.drift * near * self._pace * time
        y = self._start[:, 1] * (1 + 2 * _ABOVE) + look.fall * near * self._pace * time
        return np.stack([x % width - _ABOVE + swing, y % (1 + 2 * _ABOVE) - _ABOVE], axis=1)

    def _strength(self, time: float, places: NDArray[np.float64]) -> NDArray[np.float64]:
        look = self._look
        strength = look.opacity * (0.35 + 0.65 * self._near)
        if look.twinkle:
            strength = strength * np.clip(np.sin(self._phase + 2 * np.pi * look.twinkle * self._pace * time), 0, 1)
        rows, columns = self._hides.shape
        column = np.clip(places[:, 0] / (self.size[0] / self.size[1]) * columns, 0, columns - 1).astype(int)
        row = np.clip(places[:, 1] * rows, 0, rows - 1).astype(int)
        return np.where(self._hides[row, column] > 0.5 + self._near, 0.0, strength)

    def _blend(self, plane: NDArray[np.uint8], cover: NDArray[np.uint8], colour: tuple[int, ...]) -> None:
        share = cover.astype(np.float32) * np.float32(1 / 255)
        if plane.ndim == 3:
            share = share[..., None]
        mixed = plane + (np.asarray(colour, np.float32) - plane) * share
        np.copyto(plane, np.rint(mixed).astype(np.uint8))
