"""An anime face on a real one's landmarks: larger eyes, clean lids, brows and mouth."""

import cv2
import numpy as np

from engine.builtin.restyle.arrays import Bytes, Floats
from engine.builtin.restyle.curves import curve, taper_outline
from engine.builtin.restyle.face import (
    BROWS,
    IRISES,
    JAW,
    LIP_OPENING,
    LIP_PARTING,
    LOWER_LIDS,
    LOWER_LIP,
    NOSE_BASE,
    UPPER_LIDS,
    Face,
)

GROWTH = 0.36  # how much larger the eyes become
OPENING = 1.42  # how much taller their opening is drawn

EyeColour = tuple[float, float, float]
EYE_COLOURS: tuple[EyeColour, ...] = ((78, 138, 214), (96, 168, 112), (158, 104, 62), (128, 98, 190), (200, 132, 60))


def with_large_eyes(picture: Floats, faces: tuple[Face, ...], growth: float) -> tuple[Floats, tuple[Face, ...]]:
    """The picture with each eye enlarged about its centre by `growth`, and the faces with landmarks to match."""
    if not faces:
        return picture, faces
    y, x = np.indices(picture.shape[:2], dtype=np.float32)
    map_x, map_y = x.copy(), y.copy()
    moved: list[Face] = []
    for face in faces:
        points = face.points.copy()
        for centre in face.eyes:
            reach = face.span * 0.5
            dx, dy = x - centre[0], y - centre[1]
            near = np.clip(1 - (dx * dx + dy * dy) / np.float32(reach**2), 0, 1) ** 2
            map_x -= dx * near * np.float32(growth / (1 + growth))
            map_y -= dy * near * np.float32(growth / (1 + growth))
            offset = points - centre
            weight = np.clip(1 - (offset**2).sum(axis=1, keepdims=True) / reach**2, 0, 1) ** 2
            points += offset * weight * np.float32(growth)
        moved.append(Face(points.astype(np.float32)))
    warped = cv2.remap(picture, map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    return np.clip(np.asarray(warped, np.float32), 0, 1), tuple(moved)


def draw_anime_face(picture: Bytes, face: Face, iris: EyeColour) -> Bytes:
    """Eyes, brows, nose, mouth and jaw drawn over the RGB picture. Small faces get lids and mouth alone."""
    result = picture.copy()
    span = face.span
    ink = np.array([52, 34, 38], np.float32)
    if span > 16:
        for index in (0, 1):
            _draw_eye(result, face, index, iris, ink)
    jaw = face.at(JAW[4:-4])  # up to the ears it would cross them
    _taper(result, jaw, span * 0.028, _soft(result, jaw, 0.62))
    for brow in BROWS:
        line = face.at(brow)
        _taper(result, curve(line), span * 0.075, _soft(result, line, 0.42))
    _draw_mouth(result, face, ink)
    nose = face.points[NOSE_BASE]
    tick = (nose + np.array([[-0.07, -0.01], [0.0, 0.035], [0.07, -0.01]]) * span).astype(np.float32)
    _taper(result, curve(tick), span * 0.024, _soft(result, tick, 0.6))
    return result


def _draw_eye(picture: Bytes, face: Face, index: int, iris: EyeColour, ink: Floats) -> None:
    centre = face.eyes[index]
    upper = _opened(face.at(UPPER_LIDS[index]), centre, face.tilt)
    lower = _opened(face.at(LOWER_LIDS[index]), centre, face.tilt)
    upper, lower = curve(upper), curve(lower)
    span = face.span
    x0, y0 = (np.floor(centre - span * 0.55)).astype(int)
    x1, y1 = (np.ceil(centre + span * 0.55)).astype(int)
    x0, y0, x1, y1 = max(0, x0), max(0, y0), min(picture.shape[1], x1), min(picture.shape[0], y1)
    if x1 - x0 < 4 or y1 - y0 < 4:
        return
    corner = np.array([x0, y0], np.float32)
    part = picture[y0:y1, x0:x1]
    opening = np.zeros(part.shape[:2], np.uint8)
    outline = np.concatenate([upper, lower[::-1]]) - corner
    cv2.fillPoly(opening, [np.round(outline * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    ball = _eyeball(part.shape[:2], face, index, iris, corner)
    alpha = (opening.astype(np.float32) / 255)[..., None]
    part[:] = (part * (1 - alpha) + ball * alpha + 0.5).astype(np.uint8)
    _taper(picture, upper, span * 0.085, ink)
    _taper(picture, lower[len(lower) // 4 :], span * 0.024, ink * 0.6 + 70)
    fold = upper + np.array([0, -0.085 * span], np.float32)
    _taper(picture, fold[3:-3], span * 0.02, _soft(picture, fold, 0.7))


def _opened(lid: Floats, centre: Floats, tilt: float) -> Floats:
    """A lid moved away from the middle line of the eye."""
    down = np.array([-np.sin(tilt), np.cos(tilt)], np.float32)
    away = (lid - centre) @ down
    return np.asarray(lid + down * (away * (OPENING - 1))[:, None], dtype=np.float32)


def _eyeball(shape: tuple[int, ...], face: Face, index: int, iris: EyeColour, corner: Floats) -> Floats:
    """White, iris with a gradient from dark to light, pupil and two lights."""
    ring = face.at(IRISES[index])
    middle = ring[0] - corner
    radius = max(float(np.linalg.norm(ring[1:] - ring[0], axis=1).mean()) * 1.18, face.span * 0.13)
    y, x = np.indices(shape, dtype=np.float32)
    dx, dy = (x - middle[0]) / radius, (y - middle[1]) / (radius * 1.16)
    r = np.hypot(dx, dy)
    soft = 1.2 / radius

    def disc(size: float, at: tuple[float, float] = (0.0, 0.0)) -> Floats:
        return np.asarray(np.clip((size - np.hypot(dx - at[0], dy - at[1])) / soft, 0, 1)[..., None], np.float32)

    colour = np.array(iris, np.float32)
    ball = np.full((*shape, 3), 246, np.float32) - 44 * np.clip(-dy - 0.35, 0, 1)[..., None]
    light = np.clip(dy * 0.5 + 0.5, 0, 1)[..., None]
    painted = colour * 0.42 * (1 - light) + np.minimum(colour * 1.25 + 34, 255) * light
    painted = painted * (1 - 0.55 * np.clip((r - 0.78) / 0.2, 0, 1)[..., None])
    for tone, cover in (
        (painted, disc(1.0)),
        (colour * 0.18, disc(0.46)),
        (np.full(3, 255.0), disc(0.30, (-0.34, -0.42))),
        (np.full(3, 255.0), disc(0.13, (0.36, 0.42))),
    ):
        ball = ball * (1 - cover) + tone * cover
    return np.asarray(ball, dtype=np.float32)


def _draw_mouth(picture: Bytes, face: Face, ink: Floats) -> None:
    opening, parting = face.at(LIP_OPENING), curve(face.at(LIP_PARTING))
    gap = float(np.ptp((opening - opening.mean(axis=0)) @ np.array([-np.sin(face.tilt), np.cos(face.tilt)])))
    if gap > face.span * 0.09:  # an open smile is one white shape: single teeth look drawn by a dentist
        cv2.fillPoly(picture, [np.round(curve(opening, True) * 16).astype(np.int32)], (250, 244, 242), cv2.LINE_AA, 4)
        _taper(picture, curve(opening[10:]), face.span * 0.025, ink * 0.5 + np.array([130, 70, 70]))
    below = face.at(LOWER_LIP) + face.place(0, 0.04) - face.place(0, 0)
    _taper(picture, curve(below.astype(np.float32)), face.span * 0.02, _soft(picture, below, 0.78))
    _taper(picture, parting, face.span * 0.032, ink * 0.8 + np.array([70, 24, 26]))


def _soft(picture: Bytes, line: Floats, factor: float) -> Floats:
    """A darker shade of what lies under a line."""
    height, width = picture.shape[:2]
    x, y = np.clip(line[:, 0].astype(int), 0, width - 1), np.clip(line[:, 1].astype(int), 0, height - 1)
    return np.asarray(np.median(picture[y, x].astype(np.float32), axis=0) * factor, dtype=np.float32)


def _taper(picture: Bytes, line: Floats, width: float, colour: Floats) -> None:
    """A brush line, thick in the middle and fine at both ends."""
    if len(line) < 2:
        return
    outline = taper_outline(curve(line) if len(line) < 16 else line, width)
    cv2.fillPoly(picture, [np.round(outline * 16).astype(np.int32)], colour.tolist(), cv2.LINE_AA, 4)
