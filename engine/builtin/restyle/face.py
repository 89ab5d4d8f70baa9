"""A face as its landmarks, and the shapes drawn from them."""

from dataclasses import dataclass

import cv2
import numpy as np

from engine.builtin.restyle.arrays import Floats, blur

# Indices into the 478 points of the MediaPipe face mesh (refined: 468 and 473 are the irises).
# fmt: off
OVAL = (10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
        150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109)
JAW = (454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234)
UPPER_LIDS = ((33, 246, 161, 160, 159, 158, 157, 173, 133), (263, 466, 388, 387, 386, 385, 384, 398, 362))
LOWER_LIDS = ((33, 7, 163, 144, 145, 153, 154, 155, 133), (263, 249, 390, 373, 374, 380, 381, 382, 362))
IRISES = ((468, 469, 470, 471, 472), (473, 474, 475, 476, 477))
BROWS = ((70, 63, 105, 66, 107), (300, 293, 334, 296, 336))
LIPS = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
LIP_PARTING = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
LIP_OPENING = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95)
LOWER_LIP = (314, 17, 84)
NOSE_TIP, NOSE_BASE, CHIN, FOREHEAD, MOUTH_CORNERS, CHEEKS = 4, 2, 152, 10, (61, 291), (50, 280)
# fmt: on


@dataclass(frozen=True)
class Face:
    """478 landmarks as x, y in pixels (478x2). "Left" below is the left of the picture."""

    points: Floats

    def at(self, indices: tuple[int, ...]) -> Floats:
        """The named landmarks, Nx2."""
        return self.points[list(indices)]

    @property
    def eyes(self) -> tuple[Floats, Floats]:
        """Centres of the two eye openings, left first."""
        left, right = (self.at(UPPER_LIDS[i] + LOWER_LIDS[i]).mean(axis=0) for i in (0, 1))
        return left, right

    @property
    def span(self) -> float:
        """Distance between the eyes in pixels: the measure of everything drawn on a face.

        A face turned aside has its eyes close together, so its height counts too.
        """
        left, right = self.eyes
        return max(float(np.linalg.norm(right - left)), 0.36 * self.height, 1.0)

    @property
    def height(self) -> float:
        """From the chin to the top of the forehead."""
        return float(np.linalg.norm(self.points[CHIN] - self.points[FOREHEAD]))

    @property
    def tilt(self) -> float:
        """Angle of the line through the eyes, in radians, clockwise on the screen."""
        left, right = self.eyes
        return float(np.arctan2(right[1] - left[1], right[0] - left[0]))

    @property
    def centre(self) -> Floats:
        """Middle of the face oval."""
        return np.asarray(self.at(OVAL).mean(axis=0), dtype=np.float32)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the face oval."""
        oval = self.at(OVAL)
        (x0, y0), (x1, y1) = oval.min(axis=0), oval.max(axis=0)
        return float(x0), float(y0), float(x1), float(y1)

    def moved(self, scale: float, pivot: Floats) -> "Face":
        """The face scaled about a point."""
        return Face(np.asarray((self.points - pivot) * scale + pivot, dtype=np.float32))

    def place(self, right: float, down: float) -> Floats:
        """A point given in spans from the middle between the eyes, along the face's own axes."""
        left_eye, right_eye = self.eyes
        axis = np.array([np.cos(self.tilt), np.sin(self.tilt)], np.float32)
        below = np.array([-axis[1], axis[0]], np.float32)
        return np.asarray((left_eye + right_eye) / 2 + (axis * right + below * down) * self.span, dtype=np.float32)


def filled(shape: tuple[int, ...], points: Floats, feather: float) -> Floats:
    """The inside of a polygon (Nx2) as a 0..1 mask, its border softened over `feather` pixels."""
    mask = np.zeros(shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(points * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return blur(mask.astype(np.float32) / 255, feather)


def oval_mask(shape: tuple[int, ...], faces: tuple[Face, ...], feather: float, grow: float = 1.0) -> Floats:
    """All face ovals as one 0..1 mask; `feather` is in spans of each face, `grow` scales the ovals."""
    total = np.zeros(shape[:2], np.float32)
    for face in faces:
        oval = face.moved(grow, face.centre).at(OVAL)
        total = np.maximum(total, filled(shape, oval, feather * face.span))
    return total
