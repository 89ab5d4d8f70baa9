"""Big head, small body: the proportions of a chibi figure."""

from dataclasses import dataclass

import cv2
import numpy as np

from engine.builtin.restyle.arrays import Bytes, Floats, smoothstep
from engine.builtin.restyle.face import CHIN, Face
from engine.builtin.restyle.subject import Subject

BODY = 0.86  # scale of a body that does not touch the sides of the frame


@dataclass(frozen=True)
class Figure:
    """A photo and what it shows, in chibi proportions."""

    photo: Bytes
    subject: Subject


def chibi(photo: Bytes, subject: Subject, amount: float) -> Figure:
    """Enlarge the head of each face found (by `amount`, 0.5 = half as large again), or round what has no face.

    Colours where no subject was are not to be looked at: a plush toy stands before another backdrop.
    """
    if subject.found and subject.faces:
        return _with_big_head(photo, subject, amount)
    if subject.found and not subject.eyes:
        return _rounded(photo, subject, amount)
    return Figure(photo, subject)


def _with_big_head(photo: Bytes, subject: Subject, amount: float) -> Figure:
    """The head of the largest face is cut out and laid, larger, over the smaller body."""
    face = subject.faces[0]
    pivot = face.points[CHIN]
    head = subject.mask * _head_region(subject.mask.shape, face)
    rows, columns = np.nonzero(head > 0.5)
    if len(rows) == 0:
        return Figure(photo, subject)
    tall = float(pivot[1] - rows.min())
    shrink = (1 - BODY) * min(1.0, amount / 0.6)
    body_scale = 1 - shrink if _clear_of_sides(subject.mask) else 1.0
    foot = np.array([pivot[0], photo.shape[0]], np.float32)
    neck = (pivot - foot) * body_scale + foot
    # A figure cut off below can move down to make room for its head; nothing is lost that was seen whole.
    cut_off = bool((subject.mask[-1] > 0.5).any())
    lacking = min((1 + amount) * tall / 0.96 - float(neck[1]), amount * tall / 0.96)
    drop = np.array([0.0, np.clip(lacking, 0, 0.2 * photo.shape[0]) if cut_off else 0.0], np.float32)
    neck = neck + drop
    room = float(neck[1]) * 0.96
    head_scale = float(np.clip(min(1 + amount, room / max(tall, 1.0)), 1.0, 2.2))
    trunk = np.asarray(subject.mask * (1 - (head > 0.9)), dtype=np.float32)
    body_photo, body_mask = _scaled(photo, trunk, np.full(2, body_scale, np.float32), foot, foot + drop)
    wide = np.array([head_scale * (1 + 0.22 * amount), head_scale], np.float32)
    head_photo, head_mask = _scaled(photo, head, wide, pivot, neck)
    alpha = head_mask[..., None]
    joined = (body_photo * (1 - alpha) + head_photo * alpha + 0.5).astype(np.uint8)
    faces = [Face(((face.points - pivot) * wide + neck).astype(np.float32))]
    faces += [Face(other.moved(body_scale, foot).points + drop) for other in subject.faces[1:]]
    mask = np.asarray(np.maximum(body_mask, head_mask), dtype=np.float32)
    return Figure(joined, Subject(mask, tuple(faces)))


def _head_region(shape: tuple[int, ...], face: Face) -> Floats:
    """Where a head with its hair can be: a wide ellipse about the face that ends at the chin."""
    centre = face.place(0.0, 0.1)
    mask = np.zeros(shape, np.uint8)
    axes = (round(face.height * 1.15), round(face.height * 1.3))
    cv2.ellipse(mask, (int(centre[0]), int(centre[1])), axes, np.degrees(face.tilt), 0, 360, 255, -1)
    rows, columns = np.indices(shape, dtype=np.float32)
    chin, down = face.points[CHIN], np.array([-np.sin(face.tilt), np.cos(face.tilt)], np.float32)
    side = np.abs((columns - chin[0]) * down[1] - (rows - chin[1]) * down[0])
    below = (columns - chin[0]) * down[0] + (rows - chin[1]) * down[1]
    # The cut follows the jaw: it rises to the sides, or the shoulders would grow with the head.
    below = below + side**2 / np.float32(face.height * 2.2)
    cut = 1 - smoothstep(0.0, 0.04 * face.height, below - np.float32(0.02 * face.height))
    return np.asarray(mask.astype(np.float32) / 255 * cut, dtype=np.float32)


def _clear_of_sides(mask: Floats) -> bool:
    return bool((mask[:, 0] > 0.5).mean() < 0.02 and (mask[:, -1] > 0.5).mean() < 0.02)


def _scaled(photo: Bytes, mask: Floats, scale: Floats, pivot: Floats, to: Floats) -> tuple[Floats, Floats]:
    """Photo and mask scaled (across, down) so that `pivot` comes to lie at `to`."""
    shift = to - scale * pivot
    matrix = np.array([[scale[0], 0, shift[0]], [0, scale[1], shift[1]]], np.float64)
    size = (photo.shape[1], photo.shape[0])
    moved = cv2.warpAffine(photo, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    moved_mask = cv2.warpAffine(mask, matrix, size, flags=cv2.INTER_LINEAR)
    return np.asarray(moved, dtype=np.float32), np.asarray(moved_mask, dtype=np.float32)


def _rounded(photo: Bytes, subject: Subject, amount: float) -> Figure:
    """A bulge about the subject's middle: what is near it grows, the outline stays about where it is."""
    rows, columns = np.nonzero(subject.mask > 0.5)
    centre = np.array([columns.mean(), rows.mean()], np.float32)
    reach = float(max(np.ptp(rows), np.ptp(columns))) * 0.62
    y, x = np.indices(subject.mask.shape, dtype=np.float32)
    dx, dy = x - centre[0], y - centre[1]
    near = np.clip(1 - np.sqrt(dx * dx + dy * dy) / np.float32(reach), 0, 1)
    pull = 1 - np.float32(min(amount, 0.5) * 0.7) * near
    map_x, map_y = dx * pull + centre[0], dy * pull + centre[1]
    moved = cv2.remap(photo, map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.remap(subject.mask, map_x, map_y, cv2.INTER_LINEAR)
    return Figure(np.asarray(moved, np.uint8), Subject(np.asarray(mask, np.float32)))
