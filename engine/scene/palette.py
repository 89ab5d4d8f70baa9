"""Gives a picture the colours of another one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def follow_colours(picture: NDArray[np.uint8], reference: NDArray[np.uint8], strength: float) -> NDArray[np.uint8]:
    """A picture with the colour statistics of a reference (Reinhard et al., Color Transfer between Images, 2001).

    Args:
        picture, reference: h x w x 3 RGB, of any sizes.
        strength: 0 leaves the picture as it is, 1 matches mean and spread of each Lab channel; lightness by half,
            so that night stays night.
    """
    import cv2

    ours = cv2.cvtColor(picture, cv2.COLOR_RGB2LAB).astype(np.float32)
    theirs = cv2.cvtColor(reference, cv2.COLOR_RGB2LAB).astype(np.float32)
    share = np.array([0.5, 1.0, 1.0], np.float32) * strength
    mean, spread = _statistics(ours)
    their_mean, their_spread = _statistics(theirs)
    matched = (ours - mean) * np.clip(their_spread / spread, 0.4, 2.5) + their_mean
    mixed = ours + (matched - ours) * share
    result: NDArray[np.uint8] = cv2.cvtColor(np.clip(mixed, 0, 255).astype(np.uint8), cv2.COLOR_LAB2RGB)
    return result


def _statistics(lab: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    flat = lab.reshape(-1, 3)
    return flat.mean(axis=0), np.maximum(flat.std(axis=0), 1.0)
