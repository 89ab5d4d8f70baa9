"""What might stand behind the near things of a picture: their surroundings, continued inwards.

Made once for a shot. A hidden pixel takes the picture's colour at its mirror image beyond the nearest visible
background, so that texture goes on at its own sharpness; then seams are softened.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.film.shots.disparity import Field
from engine.media.film.shots.geometry import GRID

CLIFF = 0.1
"""A step of disparity within two cells, as at the outline of a thing before its background. Ground rises slower."""
SEAM = 3
Mask = NDArray[np.uint8]


def hidden_cells(surface: Field, span: float) -> Mask:
    """1 on the near side of each cliff, up to `span` pixels from it; else 0. On the grid."""
    neighbours = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    above = cv2.dilate(surface, neighbours) - surface
    below = surface - cv2.erode(surface, neighbours)
    foot = (above > CLIFF) & (above > below)
    brink = (below > CLIFF) & (below >= above)
    if not (foot.any() and brink.any()):
        return np.zeros(surface.shape, np.uint8)
    to_foot, to_brink = (cv2.distanceTransform((~edge).astype(np.uint8), cv2.DIST_L2, 5) for edge in (foot, brink))
    near = (to_brink < to_foot) & (to_brink * GRID <= span)
    cells: Mask = near.astype(np.uint8)
    return cells


def background_disparity(surface: Field, hidden: Mask) -> Field:
    """The surface with its hidden cells at the disparity of the nearest cell that is not hidden."""
    if not hidden.any() or hidden.all():
        return surface
    beside, _ = _nearest_known(hidden)
    flat = surface.ravel().copy()
    flat[np.flatnonzero(hidden)] = flat[beside]
    filled = flat.reshape(surface.shape)
    smooth = cv2.GaussianBlur(filled, (0, 0), 3.0)
    return np.where(hidden > 0, np.minimum(smooth, surface), surface)


def fill_background(rgb: NDArray[np.uint8], hidden: Mask) -> NDArray[np.uint8]:
    """The picture with its hidden cells painted over. Same size."""
    if not hidden.any() or hidden.all():
        return rgb
    mask = cv2.resize(hidden, rgb.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    filled = _mirrored(rgb, mask)
    soft = cv2.blur(filled, (SEAM, SEAM))
    inside = cv2.resize(cv2.blur(hidden.astype(np.float32), (3, 3)), rgb.shape[1::-1]) * mask
    mixed: NDArray[np.uint8] = cv2.blendLinear(soft, filled, inside, 1 - inside)
    return mixed


def _nearest_known(mask: Mask) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Flat indices of the known (0) element nearest to each hidden one, and of the hidden ones."""
    _, labels = cv2.distanceTransformWithLabels(mask, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    known = np.flatnonzero(mask == 0)
    place_of = np.zeros(int(labels.max()) + 1, np.int64)
    place_of[labels.ravel()[known]] = known
    hidden = np.flatnonzero(mask)
    return place_of[labels.ravel()[hidden]], hidden


def _mirrored(rgb: NDArray[np.uint8], mask: Mask) -> NDArray[np.uint8]:
    height, width = mask.shape
    beside, hidden = _nearest_known(mask)
    (y, x), (near_y, near_x) = np.divmod(hidden, width), np.divmod(beside, width)
    mirror_y, mirror_x = np.clip(2 * near_y - y, 0, height - 1), np.clip(2 * near_x - x, 0, width - 1)
    usable = mask[mirror_y, mirror_x] == 0
    out = rgb.reshape(-1, 3).copy()
    out[hidden] = out[np.where(usable, mirror_y * width + mirror_x, beside)]
    return out.reshape(rgb.shape)
