"""The face of a toy: buttons or glossy eyes, an embroidered nose and smile, blush."""

from dataclasses import dataclass

import cv2
import numpy as np

from engine.builtin.restyle.animal import Eye
from engine.builtin.restyle.arrays import Bytes, Floats, blur
from engine.builtin.restyle.face import MOUTH_CORNERS, NOSE_TIP, Face

FINE = 4  # small eyes are drawn this many times larger and reduced

IRISES = {"button": (46, 34, 30), "glossy": (70, 42, 36), "glass": (176, 108, 44)}  # RGB


@dataclass(frozen=True)
class Features:
    """`eye` is button, glossy or glass; `size` its radius and `nose` the nose's width in spans; `blush` 0..1."""

    eye: str
    size: float
    nose: float
    blush: float


def draw_face(picture: Bytes, face: Face, features: Features, skin: Floats) -> Bytes:
    """The RGB picture with a toy's face on a human face's landmarks; `skin` is RGB 0..1."""
    span = face.span
    result = _blushed(picture, face, features.blush) if features.blush > 0 else picture
    for centre in face.eyes:
        result = _eye(result, centre, features.size * span, np.array(IRISES[features.eye], np.float32), features)
    thread = max(1.2, span * 0.05)
    dark = np.clip(skin * 255 * np.array([0.42, 0.30, 0.28]), 0, 255)
    nose = face.points[NOSE_TIP]
    left, right = face.at(MOUTH_CORNERS)
    middle = (left + right) / 2
    down = np.array([-np.sin(face.tilt), np.cos(face.tilt)], np.float32)
    half = (right - left) / 2 * np.float32(0.85)
    t = np.linspace(-1, 1, 25, dtype=np.float32)[:, None]
    sag = np.float32(0.26 * span)
    smile = middle + half * t + down * (sag * (1 - t**2) - sag * np.float32(0.55))
    _embroider(result, np.asarray(smile, np.float32), thread, dark)
    for end, outward in ((smile[0], -1.0), (smile[-1], 1.0)):  # the little cross stitches that end a toy's smile
        tick = half / (np.linalg.norm(half) + 1e-6) * np.float32(outward * thread)
        corner = np.stack([end - down * thread * 1.2 + tick * 0.4, end + down * thread * 0.9 - tick * 0.4])
        _embroider(result, np.asarray(corner, np.float32), thread * 0.8, dark)
    _nose(result, nose, features.nose * span, face.tilt, dark)
    return result


def draw_animal_eye(picture: Bytes, eye: Eye, features: Features) -> Bytes:
    """One eye of a toy animal in place of a real one."""
    iris = np.array(eye.colour, np.float32) * 255
    radius = eye.radius * (1.15 if features.eye != "glossy" else 1.35)
    return _eye(picture, np.array(eye.centre, np.float32), radius, iris, features)


def _blushed(picture: Bytes, face: Face, amount: float) -> Bytes:
    shape, span = picture.shape[:2], face.span
    mask = np.zeros(shape, np.float32)
    for side in (-1.0, 1.0):
        x, y = face.place(side * 0.68, 0.55)
        cv2.circle(mask, (int(x), int(y)), max(2, int(span * 0.26)), 1.0, -1)
    mask = blur(mask, span * 0.09) * np.float32(amount)
    rosy = picture.astype(np.float32) * np.array([1.02, 0.62, 0.66], np.float32) + np.array([10, 24, 30], np.float32)
    return np.clip(picture + (rosy - picture) * mask[..., None], 0, 255).astype(np.uint8)


def _eye(picture: Bytes, centre: Floats, radius: float, iris: Floats, features: Features) -> Bytes:
    """Lay an eye over the picture, in a soft hollow of its own shadow."""
    radius = max(radius, 1.5)
    reach = int(radius * 1.7) + 2
    x0, y0 = int(centre[0]) - reach, int(centre[1]) - reach
    x1, y1 = x0 + 2 * reach + 1, y0 + 2 * reach + 1
    cx0, cy0, cx1, cy1 = max(x0, 0), max(y0, 0), min(x1, picture.shape[1]), min(y1, picture.shape[0])
    if cx0 >= cx1 or cy0 >= cy1:
        return picture
    fine = FINE if radius < 30 else 2
    steps = (np.arange((2 * reach + 1) * fine, dtype=np.float32) + 0.5) / fine - reach
    y, x = np.meshgrid(steps, steps, indexing="ij")
    x, y = (x - (centre[0] % 1)) / radius, (y - (centre[1] % 1)) / radius
    layers = {"button": _button, "glossy": _glossy, "glass": _glass}[features.eye](x, y, iris)
    small = cv2.resize(layers, (2 * reach + 1, 2 * reach + 1), interpolation=cv2.INTER_AREA)
    small = small[cy0 - y0 : cy1 - y0, cx0 - x0 : cx1 - x0]
    result = picture.copy()
    part = result[cy0:cy1, cx0:cx1].astype(np.float32)
    part = part * (1 - small[..., 4:5]) * (1 - small[..., 3:4]) + small[..., :3]
    result[cy0:cy1, cx0:cx1] = np.clip(part, 0, 255).astype(np.uint8)
    return result


def _stack(colour: Floats, alpha: Floats, shadow: Floats) -> Floats:
    return np.dstack([colour * alpha[..., None], alpha, np.clip(shadow, 0, 1)]).astype(np.float32)


def _ramp(value: Floats, width: float) -> Floats:
    """1 where `value` is negative, 0 beyond `width`."""
    return np.asarray(np.clip(1 - value / width, 0, 1), dtype=np.float32)


def _glint(x: Floats, y: Floats, at: tuple[float, float], size: float) -> Floats:
    return _ramp(np.hypot(x - at[0], (y - at[1]) * 1.15) - size, 0.08)


def _hollow(x: Floats, y: Floats) -> Floats:
    return np.asarray(0.6 * np.exp(-(np.maximum(np.hypot(x - 0.08, y - 0.14) - 0.95, 0) ** 2) / 0.05), np.float32)


def _button(x: Floats, y: Floats, base: Floats) -> Floats:
    """A sewn-on button: raised rim, dished middle, four holes crossed by thread."""
    r = np.hypot(x, y)
    rim = np.exp(-(((r - 0.82) / 0.13) ** 2))
    light = (-x * 0.55 - y * 0.8) / np.maximum(r, 0.05)
    shade = 1.0 + rim * light * 1.1 - 0.25 * np.exp(-(((r - 0.62) / 0.08) ** 2)) - light * 0.25 * (r < 0.62)
    colour = base * shade[..., None] + (255 * 0.34 * np.exp(-(((x + 0.45) ** 2 + (y + 0.66) ** 2) / 0.03)))[..., None]
    for hx in (-0.2, 0.2):
        for hy in (-0.2, 0.2):
            hole = _ramp(np.hypot(x - hx, y - hy) - 0.1, 0.05)[..., None]
            colour = colour * (1 - hole) + 8 * hole
    for slant in (1.0, -1.0):
        line = _ramp(np.abs(x - slant * y) / np.sqrt(2) - 0.05, 0.03) * _ramp(np.hypot(x, y) - 0.3, 0.03)
        colour = colour * (1 - line[..., None]) + np.array([214, 196, 170]) * line[..., None]
    return _stack(np.asarray(colour, np.float32), _ramp(r - 0.98, 0.04), _hollow(x, y))


def _glossy(x: Floats, y: Floats, base: Floats) -> Floats:
    """A big dark eye with two lights in it and a warm glow below."""
    r = np.hypot(x * 1.06, y * 0.94)
    glow = np.exp(-((x / 0.62) ** 2 + ((y - 0.62) / 0.34) ** 2))
    colour = np.array([20, 14, 18]) + base * (glow * 1.5)[..., None]
    colour = colour + 40 * np.exp(-(((r - 0.9) / 0.06) ** 2))[..., None] * (y < 0.1)[..., None]
    white = np.maximum(_glint(x, y, (-0.32, -0.38), 0.27), _glint(x, y, (0.34, 0.34), 0.12))
    colour = colour * (1 - white[..., None]) + 255 * white[..., None]
    return _stack(np.asarray(colour, np.float32), _ramp(r - 0.98, 0.05), _hollow(x, y))


def _glass(x: Floats, y: Floats, base: Floats) -> Floats:
    """A glass eye: iris with rays and a dark edge, black pupil, reflection, in a rim of dark felt."""
    r, angle = np.hypot(x, y), np.arctan2(y, x)
    rays = 0.9 + 0.16 * np.sin(angle * 37 + r * 9) * np.clip(r, 0, 1)
    depth = 0.55 + 0.75 * np.clip(y * 0.55 + 0.45, 0, 1)
    colour = base * (rays * depth * (1 - 0.75 * np.clip((r - 0.66) / 0.2, 0, 1)))[..., None]
    pupil = _ramp(r - 0.44, 0.07)[..., None]
    felt = np.clip((r - 0.84) / 0.05, 0, 1)[..., None]
    colour = colour * (1 - pupil) + 10 * pupil
    colour = colour * (1 - felt) + np.array([34, 26, 24]) * felt
    sheen = 0.22 * np.exp(-(((x + 0.2) / 0.5) ** 2 + ((y + 0.5) / 0.3) ** 2)) * (r < 0.85)
    white = np.maximum(_glint(x, y, (-0.27, -0.33), 0.15), 0.5 * _glint(x, y, (0.3, 0.36), 0.07))
    colour = colour + 255 * sheen[..., None]
    colour = colour * (1 - white[..., None]) + 255 * white[..., None]
    return _stack(np.asarray(np.clip(colour, 0, 255), np.float32), _ramp(r - 0.98, 0.05), _hollow(x, y))


def _embroider(picture: Bytes, line: Floats, thread: float, colour: Floats) -> None:
    """A twisted thread along a line: shadow, body, and slanting lights."""
    for shift, tone, wide in ((thread * 0.35, colour * 0.35, 1.0), (0.0, colour, 1.0)):
        points = np.round((line + shift) * 16).astype(np.int32)
        cv2.polylines(picture, [points], False, tone.tolist(), max(1, round(thread * wide)), cv2.LINE_AA, 4)
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    for spot in np.arange(thread * 0.5, along[-1], max(2.0, thread * 0.9)):
        x, y = (np.interp(spot, along, line[:, axis]) for axis in (0, 1))
        ends = np.round(np.array([[x - thread * 0.3, y + thread * 0.22], [x + thread * 0.3, y - thread * 0.3]]) * 16)
        light = np.clip(colour * 1.25 + 26, 0, 255).tolist()
        cv2.polylines(picture, [ends.astype(np.int32)], False, light, max(1, round(thread * 0.25)), cv2.LINE_AA, 4)


def _nose(picture: Bytes, tip: Floats, width: float, tilt: float, colour: Floats) -> None:
    """A satin-stitched nose: threads side by side filling a rounded triangle."""
    thread = max(1.0, width * 0.11)
    axis = np.array([np.cos(tilt), np.sin(tilt)])
    down = np.array([-axis[1], axis[0]])
    for offset in np.arange(-0.5, 0.501, thread / max(width, 1.0) * 0.9):
        tall = width * (0.62 - 0.9 * offset**2 - 0.22 * abs(offset))
        top = tip + axis * offset * width - down * tall * 0.5
        line = np.stack([top, top + down * tall]).astype(np.float32)
        shade = colour * (0.92 + 0.22 * np.cos(offset * 40))
        for shift, tone in ((thread * 0.4, shade * 0.45), (0.0, shade)):
            points = np.round((line + shift) * 16).astype(np.int32)
            cv2.polylines(picture, [points], False, tone.tolist(), max(1, round(thread)), cv2.LINE_AA, 4)
    glint = tip - down * width * 0.14 - axis * width * 0.1
    spot = tuple(int(value) for value in glint)
    cv2.ellipse(
        picture,
        spot,
        (max(1, int(width * 0.12)), max(1, int(width * 0.05))),
        np.degrees(tilt),
        0,
        360,
        np.clip(colour * 1.5 + 50, 0, 255).tolist(),
        -1,
        cv2.LINE_AA,
    )
