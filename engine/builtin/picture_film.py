"""One picture becomes a film: shots with different camera moves, and weather in front where the prompt names it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.builtin.camera_words import picture_moves
from engine.builtin.falling import Falling, falling_in
from engine.builtin.photo_depth import photo_depth
from engine.builtin.restyle.subject import find_faces
from engine.media.film.format import VideoFormat
from engine.media.film.shots.montage import Montage, Part
from engine.media.film.shots.moves import Move, Take
from engine.media.film.shots.parallax import Parallax
from engine.media.film.shots.source import FrameSource

SHOT_SECONDS = 8.0
"""After about so long another move begins."""
FADE_SECONDS = 0.8
FACE_SIDE = 640
MARGIN = 1.25
"""How much larger than the frame a picture is kept: more would not be seen."""


def picture_film(rgb: NDArray[np.uint8], prompt: str, video: VideoFormat, duration: float, seed: int) -> FrameSource:
    """Frames of `duration` seconds.

    Args:
        rgb: h x w x 3; cut to the film's shape around its middle, rather above than below it.
        prompt: may name the camera's move ("zoom in", "pan left", "orbit") and weather ("snow", "rain").
    """
    picture = fitted(rgb, video)
    depth = photo_depth(picture)
    frames = max(1, round(duration * video.fps))
    fade = round(FADE_SECONDS * video.fps)
    shots = max(1, round(duration / SHOT_SECONDS))
    lengths = _lengths(frames, shots, fade)
    moves = picture_moves(prompt, seed, shots)
    parts = [_part(picture, depth, video, length, move, fade) for length, move in zip(lengths, moves, strict=True)]
    film: FrameSource = Montage(video.size, parts)
    kind = falling_in(prompt)
    return film if kind is None else Falling(film, kind, depth, video.fps, seed)


def fitted(rgb: NDArray[np.uint8], video: VideoFormat) -> NDArray[np.uint8]:
    """The picture cut to the film's aspect, faces kept, and no larger than a film of this size can show."""
    height, width = rgb.shape[:2]
    aspect = video.width / video.height
    wide, high = (round(height * aspect), height) if width / height > aspect else (width, round(width / aspect))
    middle_x, middle_y = _middle(rgb)
    left = int(np.clip(round(middle_x * width - wide / 2), 0, width - wide))
    top = int(np.clip(round(middle_y * height - high * 0.45), 0, height - high))
    cut = rgb[top : top + high, left : left + wide]
    most = round(video.width * MARGIN)
    if wide <= most:
        return np.ascontiguousarray(cut)
    smaller: NDArray[np.uint8] = cv2.resize(cut, (most, round(most / aspect)), interpolation=cv2.INTER_AREA)
    return smaller


def _middle(rgb: NDArray[np.uint8]) -> tuple[float, float]:
    """What the cut is made around, 0..1: the faces, else a little above the middle."""
    scale = min(1.0, FACE_SIDE / max(rgb.shape[:2]))
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    faces = find_faces(small)
    if not faces:
        return 0.5, 0.47
    boxes = np.array([(*face.points.min(axis=0), *face.points.max(axis=0)) for face in faces])
    (left, top), (right, bottom) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return float(left + right) / 2 / small.shape[1], float(top + bottom) / 2 / small.shape[0]


def _lengths(frames: int, shots: int, fade: int) -> list[int]:
    """Frames of each shot, so that with overlapping fades they make up `frames`."""
    total = frames + fade * (shots - 1)
    return [total * (n + 1) // shots - total * n // shots for n in range(shots)]


def _part(
    picture: NDArray[np.uint8],
    depth: NDArray[np.float32],
    video: VideoFormat,
    length: int,
    move: Move,
    fade: int,
) -> Part:
    take = Take(video.width, video.height, length, move)
    return Part(length, lambda: Parallax(picture, depth, take), "crossfade", fade)
