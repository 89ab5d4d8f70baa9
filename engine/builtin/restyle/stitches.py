"""Seams: dashes of thread along outlines, each with its little shadow."""

from collections.abc import Callable

import cv2
import numpy as np

from engine.builtin.restyle.arrays import Bytes, Flags, Floats, Labels

Line = Floats  # Nx2 points in pixels


def outlines(mask: Flags, shortest: float) -> list[Line]:
    """Outlines of a mask as lines, broken where they meet the frame; shorter ones are left out (pixels)."""
    found, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    height, width = mask.shape
    lines: list[Line] = []
    for contour in found:
        points = contour[:, 0].astype(np.float32)
        inner = (points > 2).all(axis=1) & (points[:, 0] < width - 3) & (points[:, 1] < height - 3)
        lines.extend(_runs(points, inner))
    return [line for line in map(_smoothed, lines) if _length(line) >= shortest]


def seams(labels: Labels, allowed: Flags, gap: float, shortest: float, tick: Callable[[], None]) -> list[Line]:
    """Lines along the borders between patches where `allowed`, none closer than `gap` to another one."""
    taken = np.zeros(labels.shape, np.uint8)
    areas = np.bincount(labels[allowed].ravel()) if allowed.any() else np.zeros(0, int)
    lines: list[Line] = []
    for index in np.argsort(areas):
        if areas[index] == 0:
            continue
        tick()
        found, _ = cv2.findContours((labels == index).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        for contour in found:
            points = contour[:, 0]
            off_frame = ((points > 2) & (points < np.array(labels.shape[::-1]) - 3)).all(axis=1)
            free = off_frame & allowed[points[:, 1], points[:, 0]] & (taken[points[:, 1], points[:, 0]] == 0)
            runs = [run for run in _runs(points.astype(np.float32), free) if _length(run) >= shortest]
            lines.extend(_smoothed(run) for run in runs)
            for run in runs:
                cv2.polylines(taken, [run.astype(np.int32)], False, 1, max(1, round(gap * 2)))
    return lines


def sew(picture: Bytes, lines: list[Line], thread: float, lighten: float, tick: Callable[[], None]) -> Bytes:
    """Draw the lines as dashes of thread `thread` pixels thick.

    The thread is the cloth's own colour drawn towards cream (`lighten` above 0) or darkened (below 0).
    """
    result = picture.copy()
    dash, gap = thread * 3.4, thread * 2.4
    for line in lines:
        along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
        for number, start in enumerate(np.arange(gap, along[-1] - dash, dash + gap)):
            spots = np.linspace(start, start + dash, 4)
            points = np.stack([np.interp(spots, along, line[:, axis]) for axis in (0, 1)], axis=1)
            _dash(result, points, thread, lighten)
            if number % 40 == 0:
                tick()
    return result


def _dash(picture: Bytes, points: Floats, thread: float, lighten: float) -> None:
    height, width = picture.shape[:2]
    x, y = int(np.clip(points[1, 0], 0, width - 1)), int(np.clip(points[1, 1], 0, height - 1))
    cloth = picture[max(0, y - 2) : y + 3, max(0, x - 2) : x + 3].reshape(-1, 3).mean(axis=0)
    cream = np.array([255, 244, 224])
    colour = cloth + (cream - cloth) * lighten if lighten > 0 else cloth * (1 + lighten)
    thickness = max(1, round(thread))
    offset = max(0.7, thread * 0.4)
    for shift, tone, wide in (
        (offset, cloth * 0.42, thickness),
        (0.0, colour * 0.82, thickness),
        (-offset * 0.35, np.minimum(colour * 1.12 + 12, 255), max(1, round(thread * 0.5))),
    ):
        line = np.round((points + shift) * 16).astype(np.int32)
        cv2.polylines(picture, [line], False, tone.tolist(), wide, cv2.LINE_AA, 4)


def _runs(points: Line, keep: Flags) -> list[Line]:
    """The stretches of a closed line where `keep` holds."""
    if keep.all():
        return [np.concatenate([points, points[:1]])]
    start = int(np.argmin(keep))
    points, keep = np.roll(points, -start, axis=0), np.roll(keep, -start)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], keep, [False]]).astype(int)))
    return [points[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 4]


def _smoothed(line: Line) -> Line:
    """Without the staircase of the pixel grid."""
    if len(line) < 9:
        return line
    kernel = cv2.getGaussianKernel(9, 2.5).astype(np.float32)
    return np.asarray(cv2.filter2D(line[:, None], -1, kernel, borderType=cv2.BORDER_REPLICATE)[:, 0], dtype=np.float32)


def _length(line: Line) -> float:
    return float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())
