"""Finds the eyes of an animal that looks at the camera."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.builtin.restyle.arrays import Bytes, Floats, blur, luminance, to_float

WORKING_SIDE = 240
MARGIN = 72  # a face that fills the frame reaches beyond it
TILTS = (0, 10, -10, 20, -20)  # degrees: the cascade only knows upright faces
SMALLEST = 0.34  # side of a face, of the long side of the photo: smaller finds are mostly false


@dataclass(frozen=True)
class Eye:
    """Centre (x, y) and radius in pixels, and the colour of the iris (RGB 0..1)."""

    centre: tuple[float, float]
    radius: float
    colour: tuple[float, float, float]


def animal_eyes(photo: Bytes) -> tuple[Eye, ...]:
    """The two eyes of a cat-like face, or nothing.

    OpenCV's cat face cascade says where to look; within it the two most radially symmetric dark spots (Loy and
    Zelinsky 2003) that could be a pair are taken.
    """
    factor = WORKING_SIDE / max(photo.shape[:2])
    small = cv2.resize(photo, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    framed = cv2.copyMakeBorder(small, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_REPLICATE)
    for tilt in TILTS:
        turn = cv2.getRotationMatrix2D((framed.shape[1] / 2, framed.shape[0] / 2), tilt, 1.0)
        upright = cv2.warpAffine(framed, turn, framed.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
        box = _cat_face(np.asarray(upright, dtype=np.uint8))
        if box is None:
            continue
        x, y, side = box
        region = to_float(np.asarray(upright[y : y + int(side * 0.7), x : x + side], dtype=np.uint8))
        pair = _pair(_round_spots(luminance(region), side), float(side))
        back = cv2.invertAffineTransform(turn)
        eyes = tuple(_eye(region, spot, side * 0.085) for spot in pair)
        return tuple(_placed(eye, (x, y), back, factor) for eye in eyes)
    return ()


def _cat_face(picture: Bytes) -> tuple[int, int, int] | None:
    """Left, top and side of the largest cat face, if there is one."""
    cascade = cv2.CascadeClassifier(str(Path(cv2.__file__).parent / "data" / "haarcascade_frontalcatface.xml"))
    least = int(WORKING_SIDE * SMALLEST)
    found = cascade.detectMultiScale(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), 1.05, 2, minSize=(least, least))
    if len(found) == 0:
        return None
    x, y, side, _ = max(np.asarray(found).tolist(), key=lambda box: int(box[2]))
    return int(x), int(y), int(side)


def _placed(eye: Eye, corner: tuple[int, int], back: NDArray[np.float64], factor: float) -> Eye:
    """From a region of the upright working picture to the photo."""
    x, y = back @ np.array([eye.centre[0] + corner[0], eye.centre[1] + corner[1], 1.0])
    return Eye((float(x - MARGIN) / factor, float(y - MARGIN) / factor), eye.radius / factor, eye.colour)


def _round_spots(grey: Floats, width: int) -> list[tuple[float, float, float]]:
    """The strongest centres of dark round things: x, y, strength."""
    gx, gy = cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3), cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=3)
    norm = np.sqrt(gx * gx + gy * gy) + 1e-6
    rows, columns = np.indices(grey.shape)
    votes = np.zeros(grey.shape, np.float32)
    for radius in np.linspace(width * 0.03, width * 0.11, 6):
        # Towards the dark: a dark spot's border has its gradients pointing outwards.
        to_y = np.clip(np.round(rows - gy / norm * radius), 0, grey.shape[0] - 1).astype(int)
        to_x = np.clip(np.round(columns - gx / norm * radius), 0, grey.shape[1] - 1).astype(int)
        layer = np.zeros(grey.shape, np.float32)
        np.add.at(layer, (to_y, to_x), np.minimum(norm, 0.6))
        votes += blur(layer, max(1.0, radius * 0.3)) / np.float32(radius)
    votes *= np.exp(-((blur(grey, width * 0.02) / 0.35) ** 2))
    spots: list[tuple[float, float, float]] = []
    for _ in range(8):
        index = int(np.argmax(votes))
        y, x = divmod(index, grey.shape[1])
        spots.append((float(x), float(y), float(votes[y, x])))
        cv2.circle(votes, (x, y), max(3, int(width * 0.1)), 0.0, -1)
    return spots


def _pair(spots: list[tuple[float, float, float]], width: float) -> tuple[tuple[float, float, float], ...]:
    """The best two spots side by side, as far apart as eyes are; none when there are none."""
    best: tuple[float, tuple[tuple[float, float, float], ...]] = (0.0, ())
    for i, one in enumerate(spots):
        for other in spots[i + 1 :]:
            left, right = sorted((one, other))
            apart, fall = (right[0] - left[0]) / width, abs(right[1] - left[1]) / width
            even = min(one[2], other[2]) / (max(one[2], other[2]) + 1e-9)
            middle = abs((left[0] + right[0]) / 2 / width - 0.5)
            if 0.3 < apart < 0.7 and fall < 0.18 and middle < 0.18 and even > 0.25:
                score = (one[2] + other[2]) * even * (1 - fall * 2)
                best = max(best, (score, (left, right)))
    return best[1]


def _eye(region: Floats, spot: tuple[float, float, float], radius: float) -> Eye:
    x, y, reach = int(spot[0]), int(spot[1]), max(2, int(radius))
    around = region[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1].reshape(-1, 3)
    colourful = around[np.argsort(np.ptp(around, axis=1))[-max(1, len(around) // 4) :]]
    red, green, blue = (float(value) for value in colourful.mean(axis=0))
    return Eye((spot[0], spot[1]), radius, (red, green, blue))
