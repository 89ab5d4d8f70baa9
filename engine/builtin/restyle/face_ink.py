"""The lines an inker never leaves out of a face: lids, pupils, brows, mouth."""

import cv2
import numpy as np

from engine.builtin.restyle.arrays import Floats
from engine.builtin.restyle.curves import curve, taper_outline
from engine.builtin.restyle.face import BROWS, IRISES, LIP_PARTING, LOWER_LIDS, NOSE_BASE, UPPER_LIDS, Face, filled


def face_ink(shape: tuple[int, ...], faces: tuple[Face, ...]) -> Floats:
    """Ink (HxW, 0..1) of those lines, drawn by landmark. Faces too small to bear them get none."""
    sheet = np.zeros(shape[:2], np.uint8)
    for face in faces:
        if face.span < 9:
            continue
        span = face.span
        for index in (0, 1):
            _stroke(sheet, face.at(UPPER_LIDS[index]), span * 0.085)
            _stroke(sheet, face.at(LOWER_LIDS[index]), span * 0.025)
            _pupil(sheet, face, index)
            _stroke(sheet, face.at(BROWS[index]), span * 0.085)
        _stroke(sheet, face.at(LIP_PARTING), span * 0.06)
        x, y = face.points[NOSE_BASE]
        nose = np.array([[x - 0.13 * span, y - 0.03 * span], [x, y + 0.04 * span], [x + 0.13 * span, y - 0.03 * span]])
        _stroke(sheet, nose.astype(np.float32), span * 0.045)
    return sheet.astype(np.float32) / 255


def eye_openings(shape: tuple[int, ...], faces: tuple[Face, ...]) -> Floats:
    """What lies between the lids (HxW, 0..1) of the faces large enough to be inked."""
    total = np.zeros(shape[:2], np.float32)
    for face in faces:
        for index in (0, 1) if face.span >= 9 else ():
            lids = np.concatenate([face.at(UPPER_LIDS[index]), face.at(LOWER_LIDS[index])[::-1]])
            total = np.maximum(total, filled(shape, lids, 0.0))
    return total


def _stroke(sheet: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], line: Floats, width: float) -> None:
    outline = taper_outline(curve(line), width)
    cv2.fillPoly(sheet, [np.round(outline * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)


def _pupil(sheet: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], face: Face, index: int) -> None:
    """A black iris with one light, cut off by the lids."""
    ring = face.at(IRISES[index])
    radius = float(np.linalg.norm(ring[1:] - ring[0], axis=1).mean()) * 0.95
    eye = np.zeros_like(sheet)
    centre = tuple(int(value) for value in np.round(ring[0] * 16))
    light = tuple(int(value) for value in np.round((ring[0] - radius * 0.35) * 16))
    cv2.circle(eye, centre, max(1, round(radius * 16)), 255, -1, cv2.LINE_AA, 4)
    cv2.circle(eye, light, max(1, round(radius * 0.38 * 16)), 0, -1, cv2.LINE_AA, 4)
    opening = np.zeros_like(sheet)
    lids = np.concatenate([face.at(UPPER_LIDS[index]), face.at(LOWER_LIDS[index])[::-1]])
    cv2.fillPoly(opening, [np.round(lids * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    np.maximum(sheet, np.minimum(eye, opening), out=sheet)
