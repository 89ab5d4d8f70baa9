"""An anime face on a real one's landmarks: larger eyes, clean lids, brows and mouth."""

import cv2
import numpy as np

from engine.builtin.restyle.arrays import Bytes, Floats
from engine.builtin.restyle.face import (
    BROWS,
    IRISES,
    JAW,
    LIP_OPENING,
    LIP_PARTING,
    LOWER_LIDS,
    NOSE_BASE,
    UPPER_LIDS,
    Face,
)

GROWTH = 0.28  # how much larger the eyes become
OPENING = 1.34  # how much taller their opening is drawn

EyeColour = tuple[float, float, float]
EYE_COLOURS: tuple[EyeColour, ...] = ((78, 138, 214), (96, 168, 112), (158, 104, 62), (128, 98, 190), (200, 132, 60))


def with_large_eyes(picture: Floats, faces: tuple[Face, ...]) -> tuple[Floats, tuple[Face, ...]]:
    """The picture with each eye's surroundings enlarged about its centre, and the faces with landmarks to match."""
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
            map_x -= dx * near * np.float32(GROWTH / (1 + GROWTH))
            map_y -= dy * near * np.float32(GROWTH / (1 + GROWTH))
            offset = points - centre
            weight = np.clip(1 - (offset**2).sum(axis=1, keepdims=True) / reach**2, 0, 1) ** 2
            points += offset * weight * np.float32(GROWTH)
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
    _taper(result, face.at(JAW), span * 0.028, _soft(result, face.at(JAW), 0.62))
    for brow in BROWS:
        line = face.at(brow)
        _taper(result, _curve(line), span * 0.075, _soft(result, line, 0.42))
    _draw_mouth(result, face, ink)
    nose = face.points[NOSE_BASE]
    tick = np.stack([nose + (-0.07 * span, -0.01 * span), nose + (0.0, 0.035 * span), nose + (0.07 * span, -0.01 * span)])
    _taper(result, _curve(tick.astype(np.float32)), span * 0.024, _soft(result, tick, 0.6))
    return result


def _draw_eye(picture: Bytes, face: Face, index: int, iris: EyeColour, ink: Floats) -> None:
    centre = face.eyes[index]
    upper = _opened(face.at(UPPER_LIDS[index]), centre, face.tilt)
    lower = _opened(face.at(LOWER_LIDS[index]), centre, face.tilt)
    upper, lower = _curve(upper), _curve(lower)
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
    opening, parting = face.at(LIP_OPENING), _curve(face.at(LIP_PARTING))
    gap = float(np.ptp((opening - opening.mean(axis=0)) @ np.array([-np.sin(face.tilt), np.cos(face.tilt)])))
    if gap > face.span * 0.09:  # an open smile is one white shape: single teeth look drawn by a dentist
        cv2.fillPoly(picture, [np.round(_curve(opening, True) * 16).astype(np.int32)], (250, 244, 242), cv2.LINE_AA, 4)
        _taper(picture, _curve(opening[10:]), face.span * 0.02, _soft(picture, opening[10:], 0.72))
    _taper(picture, parting, face.span * 0.04, ink * 0.8 + np.array([50, 16, 18]))


def _soft(picture: Bytes, line: Floats, factor: float) -> Floats:
    """A darker shade of what lies under a line."""
    height, width = picture.shape[:2]
    x, y = np.clip(line[:, 0].astype(int), 0, width - 1), np.clip(line[:, 1].astype(int), 0, height - 1)
    return np.asarray(np.median(picture[y, x].astype(np.float32), axis=0) * factor, dtype=np.float32)


def _curve(line: Floats, closed: bool = False) -> Floats:
    """A smooth curve through points (Catmull and Rom 1974), eight steps to each."""
    ends = (line[-1:], line[:2]) if closed else (line[:1] * 2 - line[1:2], line[-1:] * 2 - line[-2:-1])
    p = np.concatenate([ends[0], line, ends[1]])
    t = np.linspace(0, 1, 8, endpoint=False, dtype=np.float32)[None, :, None]
    a, b, c, d = (p[i : len(p) - 3 + i, None] for i in range(4))
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - 3 * c + d - a) * t**3)
    points = curve.reshape(-1, 2)
    return np.asarray(points if closed else np.concatenate([points, line[-1:]]), dtype=np.float32)


def _taper(picture: Bytes, line: Floats, width: float, colour: Floats) -> None:
    """A brush line, thick in the middle and fine at both ends."""
    if len(line) < 2:
        return
    points = _curve(line) if len(line) < 16 else line
    slope = np.gradient(points, axis=0)
    normal = np.stack([-slope[:, 1], slope[:, 0]], axis=1) / (np.linalg.norm(slope, axis=1, keepdims=True) + 1e-6)
    half = np.maximum(np.sin(np.linspace(0.0, np.pi, len(points))) ** 0.6 * width / 2, 0.25)[:, None]
    outline = np.concatenate([points + normal * half, (points - normal * half)[::-1]])
    cv2.fillPoly(picture, [np.round(outline * 16).astype(np.int32)], colour.tolist(), cv2.LINE_AA, 4)
