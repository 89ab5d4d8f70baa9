"""What is done to a photo before it is restyled: turn, crop, brighten, reduce."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.builtin.restyle.arrays import Bytes, Floats, from_lab, to_bytes, to_float, to_lab
from engine.builtin.restyle.subject import Subject, find_subject

CROPS: dict[str, float | None] = {  # width by height
    "original": None,
    "square": 1.0,
    "portrait": 4 / 5,
    "landscape": 3 / 2,
    "wide": 16 / 9,
}
ROTATIONS: dict[int, int | None] = {
    0: None,
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}
EYE_LEVEL = 0.42  # where the middle of the faces goes in a frame cut in height, from its top


@dataclass(frozen=True)
class Preparation:
    """`crop` is one of CROPS; `rotate` is in degrees clockwise; `brightness` 0.5..1.5 (1: unchanged).

    `max_side` is the longest side allowed, in pixels; smaller photos are not enlarged. Raises ValueError for values
    out of range.
    """

    crop: str = "original"
    rotate: int = 0
    brightness: float = 1.0
    max_side: int = 1536

    def __post_init__(self) -> None:
        if self.crop not in CROPS:
            raise ValueError(f"unknown crop {self.crop!r}")
        if self.rotate not in ROTATIONS:
            raise ValueError("rotate must be 0, 90, 180 or 270 degrees")
        if not 0.5 <= self.brightness <= 1.5:
            raise ValueError("brightness must lie between 0.5 and 1.5")
        if self.max_side < 1:
            raise ValueError("max_side must be at least one pixel")


def prepare(photo: NDArray[np.uint8], preparation: Preparation) -> NDArray[np.uint8]:
    """The RGB photo turned, cropped about its faces or what stands out, brightened and reduced, in this order."""
    turn = ROTATIONS[preparation.rotate]
    picture = photo if turn is None else np.asarray(cv2.rotate(photo, turn), dtype=np.uint8)
    ratio = CROPS[preparation.crop]
    if ratio is not None:
        picture = _cropped(picture, ratio)
    if max(picture.shape[:2]) > preparation.max_side:
        factor = preparation.max_side / max(picture.shape[:2])
        size = (max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor)))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    if preparation.brightness != 1.0:
        picture = _brightened(picture, preparation.brightness)
    return np.ascontiguousarray(picture)


def _cropped(picture: Bytes, ratio: float) -> Bytes:
    """The largest frame of this ratio, moved to where the faces or the subject are."""
    height, width = picture.shape[:2]
    frame_width, frame_height = min(width, round(height * ratio)), min(height, round(width / ratio))
    if (frame_width, frame_height) == (width, height):
        return picture
    subject = find_subject(picture)
    across = frame_width < width
    room, frame = (width, frame_width) if across else (height, frame_height)
    start = _start(subject, room, frame, across=across)
    if across:
        return picture[:, start : start + frame]
    return picture[start : start + frame]


def _start(subject: Subject, room: int, frame: int, *, across: bool) -> int:
    """Where along one axis a frame should begin."""
    if subject.faces:
        boxes = [(face.box[0], face.box[2]) if across else (face.box[1], face.box[3]) for face in subject.faces]
        low, high = min(box[0] for box in boxes), max(box[1] for box in boxes)
        if high - low > frame:  # not all fit: the largest face, which comes first, is kept
            low, high = boxes[0]
        level = 0.5 if across else EYE_LEVEL
        wished = (low + high) / 2 - frame * level
        # The whole head with its hair, where there is room: it reaches half a face above the oval.
        spare = 0.0 if across else (high - low) * 0.5
        wished = min(wished, low - spare) if high - low + spare < frame else wished
        return int(np.clip(wished, 0, room - frame))
    if not subject.found:
        return (room - frame) // 2
    profile = subject.mask.sum(axis=0 if across else 1)
    covered = np.convolve(profile, np.ones(frame), mode="valid")
    best = np.flatnonzero(covered >= covered.max() * 0.995)
    return int(best[np.argmin(np.abs(best - (room - frame) / 2))])


def _brightened(picture: Bytes, brightness: float) -> Bytes:
    """Lighter or darker by a gamma on perceived lightness: black and white stay, nothing is cut off."""
    lab = to_lab(to_float(picture))
    before: Floats = np.clip(lab[..., 0], 0, 100)
    after = 100 * (before / 100) ** np.float32(1 / brightness)
    lab[..., 0] = after
    # Colourfulness goes with lightness, or shadows turn garish when they are lifted.
    lab[..., 1:] *= np.clip((after + 8) / (before + 8), 0.7, 1.25)[..., None]
    return to_bytes(from_lab(lab))
