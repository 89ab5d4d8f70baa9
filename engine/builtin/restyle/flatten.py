"""Takes the detail out of a picture and keeps its edges."""

import cv2
import numpy as np

from engine.builtin.restyle.arrays import Floats, resized, to_bytes, to_float
from engine.builtin.restyle.progress import Progress

WORKING_SIDE = 640


def flattened(picture: Floats, amount: float, progress: Progress) -> Floats:
    """Even areas with crisp borders: L0 gradient minimisation (Xu et al. 2011) on a reduced copy, drawn back tight
    to the full picture's edges by a domain transform (Gastal and Oliveira 2011). `amount` about 0.005..0.05."""
    factor = min(1.0, WORKING_SIDE / max(picture.shape[:2]))
    small = cv2.resize(to_bytes(picture), None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    for _ in range(2):
        small = cv2.bilateralFilter(small, 7, 22, 5)
    progress.tick()
    smooth = progress.watch(lambda: cv2.ximgproc.l0Smooth(small, None, amount, 2.0))
    even = to_float(np.asarray(smooth, dtype=np.uint8))
    full = resized(even, picture.shape, cv2.INTER_CUBIC)
    guide = cv2.GaussianBlur(to_bytes(picture), (0, 0), 0.8)
    drawn = progress.watch(
        lambda: cv2.ximgproc.dtFilter(guide, full, 6.0 / factor, 18.0, mode=cv2.ximgproc.DTF_NC, numIters=2)
    )
    return np.clip(np.asarray(drawn, dtype=np.float32), 0, 1)


def sky_mask(picture: Floats) -> Floats:
    """Where a picture shows open sky (0..1): bright or blue, even, and joined to the top of the frame."""
    factor = 240 / max(picture.shape[:2])
    size = (max(8, round(picture.shape[1] * factor)), max(8, round(picture.shape[0] * factor)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    grey = small.mean(axis=2)
    busy = cv2.blur(np.abs(cv2.Laplacian(grey, cv2.CV_32F)), (5, 5))
    red, green, blue = small[..., 0], small[..., 1], small[..., 2]
    deep = (blue > red + 0.06) & (blue > green + 0.05)
    skyish = (blue >= red - 0.05) & (blue > green - 0.03) & ((grey > 0.45) | deep)
    candidate = ((busy < 0.035) & skyish).astype(np.uint8)
    candidate = cv2.morphologyEx(candidate, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, pieces = cv2.connectedComponents(candidate)
    tops = np.unique(pieces[:2])
    sky = np.isin(pieces, tops[tops > 0]).astype(np.float32)
    if sky.mean() < 0.08 or sky[0].mean() < 0.4:
        return np.zeros(picture.shape[:2], np.float32)
    soft = cv2.ximgproc.guidedFilter(small, sky, 6, 1e-3)
    return np.clip(resized(np.asarray(soft, np.float32), picture.shape, cv2.INTER_CUBIC) * 1.4 - 0.2, 0, 1)
