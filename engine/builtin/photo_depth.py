"""How far away the parts of a photograph are, guessed without a model from what painters use to show depth.

Lower in the picture is nearer (the ground plane), haze is far (dark channel prior, He, Sun and Tang 2011), a smooth
bright top is sky, and what stands out as the subject stands upright on the ground before all else. A guided filter
(He et al. 2013) draws the result to the picture's own outlines.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.builtin.restyle.subject import find_subject

WORKING_SIDE = 480
NEAREST, FARTHEST = 1.0, 14.0
"""Distances of the ground at the bottom of the picture and at the horizon, in units without a meaning of their own."""
UNSURE = 7.0
"""Pixels over which a subject that is not a person passes into what is behind it."""
_HAZE_PATCH = 15

Map = NDArray[np.float32]


def photo_depth(photo: NDArray[np.uint8]) -> Map:
    """h x w distances of an RGB photo of that size, infinite for the sky. Deterministic; about half a second."""
    scale = min(1.0, WORKING_SIDE / max(photo.shape[:2]))
    size = max(16, round(photo.shape[1] * scale)), max(16, round(photo.shape[0] * scale))
    small = cv2.resize(photo, size, interpolation=cv2.INTER_AREA)
    sky = _sky(small)
    nearness = _ground(small, sky)
    found = find_subject(small)
    subject = found.mask.astype(np.float32)
    if not found.faces:  # an outline that may be wrong had better bend than tear
        subject = cv2.GaussianBlur(subject, (0, 0), UNSURE)
    guide = small.astype(np.float32) / 255
    nearness = _with_subject(cv2.ximgproc.guidedFilter(guide, nearness, 8, 1e-3), subject)
    nearness = np.clip(nearness * (1 - sky), 0, 1).astype(np.float32)
    full = cv2.resize(nearness, photo.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    distance = 1 / (1 / FARTHEST + full * (1 / NEAREST - 1 / FARTHEST))
    distance[cv2.resize(sky, photo.shape[1::-1], interpolation=cv2.INTER_LINEAR) > 0.5] = np.inf
    found_depth: Map = distance.astype(np.float32)
    return found_depth


def _sky(small: NDArray[np.uint8]) -> Map:
    """0..1: the smooth, bright or blue region that touches the upper edge."""
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32)
    lightness, blue = lab[..., 0] / 255, (128 - lab[..., 2]) / 128
    rough = cv2.GaussianBlur(np.abs(cv2.Laplacian(lightness, cv2.CV_32F, ksize=3)), (0, 0), 3)
    likely = ((rough < 0.035) & ((lightness > 0.62) | (blue > 0.06))).astype(np.uint8)
    likely = cv2.morphologyEx(likely, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    _, labels, facts, _ = cv2.connectedComponentsWithStats(likely, connectivity=4)
    touching = {int(n) for n in np.unique(labels[:2]) if n}
    wide = {n for n in touching if facts[n, cv2.CC_STAT_AREA] > 0.03 * labels.size and _spans(labels[:2] == n)}
    mask = np.isin(labels, list(wide)).astype(np.float32)
    soft: Map = cv2.GaussianBlur(mask, (0, 0), 1.0)
    return soft


def _spans(edge: NDArray[np.bool_]) -> bool:
    return float(edge.any(axis=0).mean()) > 0.3


def _ground(small: NDArray[np.uint8], sky: Map) -> Map:
    """0..1: nearer towards the bottom, from where the sky ends or from the middle on; less so in haze."""
    rows = small.shape[0]
    horizon = float(np.clip((sky > 0.5).mean(axis=0).mean() if sky.any() else 0.3, 0.15, 0.6))
    down = np.clip((np.arange(rows, dtype=np.float32) / rows - horizon) / (1 - horizon), 0, 1) ** 1.4
    plane = np.broadcast_to(0.06 + 0.8 * down[:, None], small.shape[:2])
    dark = cv2.erode(small.min(axis=2), np.ones((_HAZE_PATCH, _HAZE_PATCH), np.uint8)).astype(np.float32) / 255
    clear = 1 - 0.45 * cv2.GaussianBlur(dark, (0, 0), 6)
    nearness: Map = (plane * clear).astype(np.float32)
    return nearness


def _with_subject(nearness: Map, subject: Map) -> Map:
    if not (subject > 0.5).any():
        return nearness
    standing = _standing(nearness, subject)
    raised: Map = (nearness * (1 - subject) + np.maximum(nearness, standing) * subject).astype(np.float32)
    return raised


def _standing(nearness: Map, subject: Map) -> np.float32:
    """How near the subject is all the way up: as near as the ground under its feet, and before what is beside it."""
    feet = int(np.nonzero((subject > 0.5).any(axis=1))[0].max())
    return np.float32(min(1.0, max(0.55, float(nearness[min(feet, len(nearness) - 1)].mean()) + 0.1)))
