"""Pictures that stand for a film."""

from __future__ import annotations

import math
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.film.decode import frames_at
from engine.media.film.errors import FilmFailed
from engine.media.film.frames import small_rgb
from engine.media.film.probe import probe

CANDIDATES = 9
MARGIN = 0.08
"""Share of a film at either end that is left out: fades and titles are there."""
SOON = 0.2
"""Seconds between the two frames that show whether a transition goes on."""
CHANGE = 6.0
"""Levels of change that halve a frame's worth; in a transition of half a second it is about ten."""
SHIFT = 0.08
"""The largest shift that a move of the camera explains, as a share of the sides."""
GAP = 6


def thumbnail(path: Path, max_side: int = 640) -> bytes:
    """The most telling of a few frames as a JPEG of at most `max_side` pixels a side."""
    duration = probe(path).duration
    shares = np.linspace(MARGIN, 1 - MARGIN, CANDIDATES)
    times = [time for share in shares for time in (duration * share, duration * share + SOON)]
    best, most = None, -1.0
    pictures = (small_rgb(rgb, max_side) for rgb in frames_at(path, times))
    for picture, soon in zip(pictures, pictures, strict=False):  # by twos
        if (score := appeal(picture) * steadiness(picture, soon)) > most:
            best, most = picture, score
    if best is None:
        raise FilmFailed("This film has no frames.")
    _, data = cv2.imencode(".jpg", best[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 86])
    return bytes(data)


def steadiness(picture: NDArray[np.uint8], soon: NDArray[np.uint8]) -> float:
    """1 where nothing changes within SOON seconds, near 0 in the midst of a transition; camera moves cost little.

    The shift between the two is found by phase correlation (Kuglin and Hines 1975) and undone before they are compared.
    """
    before, after = (
        cv2.blur(cv2.cvtColor(each, cv2.COLOR_RGB2GRAY), (5, 5)).astype(np.float32) for each in (picture, soon)
    )
    (x, y), _ = cv2.phaseCorrelate(before, after, cv2.createHanningWindow(before.shape[::-1], cv2.CV_32F))
    height, width = before.shape
    if max(abs(x) / width, abs(y) / height) > SHIFT:
        x = y = 0.0
    moved = cv2.warpAffine(before, np.array([[1, 0, x], [0, 1, y]]), (width, height), borderMode=cv2.BORDER_REPLICATE)
    edge_x, edge_y = int(width * SHIFT), int(height * SHIFT)
    inner = (slice(edge_y, height - edge_y), slice(edge_x, width - edge_x))
    change = float(cv2.absdiff(moved, after)[inner].mean())
    return 1 / (1 + (change / CHANGE) ** 2)


def appeal(rgb: NDArray[np.uint8]) -> float:
    """How well a frame may stand for its film: sharp, colourful, neither dark, burnt out nor empty. Higher is better.

    Sharpness is the logarithm of the Laplacian's variance (Pech-Pacheco et al. 2000), colourfulness that of Hasler
    and Suesstrunk (2003).
    """
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    sharpness = math.log1p(float(cv2.Laplacian(grey, cv2.CV_32F).var()))
    red, green, blue = (rgb[..., i].astype(np.float32) for i in range(3))
    first, second = red - green, (red + green) / 2 - blue
    spread = math.hypot(float(first.std()), float(second.std()))
    colourfulness = spread + 0.3 * math.hypot(float(first.mean()), float(second.mean()))
    mean, contrast = float(grey.mean()), float(grey.std())
    exposure = max(0.0, 1 - abs(mean - 118) / 118)
    return (sharpness + colourfulness / 12) * exposure * min(1.0, contrast / 30)


def contact_sheet(path: Path, every_s: float, *, columns: int = 4, width: int = 320) -> NDArray[np.uint8]:
    """A frame every `every_s` seconds, each `width` pixels wide, row by row on a dark ground. h x w x 3 RGB."""
    facts = probe(path)
    times = np.arange(0, max(facts.duration - 0.5 / float(facts.fps), every_s / 2), every_s)
    cells = [small_rgb(rgb, max(width, width * facts.height // facts.width)) for rgb in frames_at(path, list(times))]
    if not cells:
        raise FilmFailed("This film has no frames.")
    height, width = cells[0].shape[:2]
    columns = min(columns, len(cells))
    rows = -(-len(cells) // columns)
    sheet = np.full((rows * (height + GAP) + GAP, columns * (width + GAP) + GAP, 3), 24, np.uint8)
    for i, cell in enumerate(cells):
        top, left = GAP + i // columns * (height + GAP), GAP + i % columns * (width + GAP)
        sheet[top : top + height, left : left + width] = cell
    return sheet
