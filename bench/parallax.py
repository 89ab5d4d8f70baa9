"""A film of parallax shots, drawn and encoded in chunks, against ffmpeg alone encoding the same frames from a file.

1920 x 1080 at 30 fps, medium quality. The floor reads raw yuv420p frames, which our own run wrote before, with the
same encoder settings but ffmpeg's own choice of threads. Both are repeated in turn; the result is the median over
the rounds of the film's fps by the floor's. The film's time includes the making of the shots, the chunks and the
joining; the floor's nothing but encoding. On a machine that others use too, the processor time of both is the steadier
comparison.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage import data

from bench.table import Row, median, timed
from engine.media.film.chunks import FilmPlan
from engine.media.film.ffmpeg import ffmpeg_path
from engine.media.film.format import VideoFormat
from engine.media.film.frames import Frame, chroma, luma
from engine.media.film.join import join
from engine.media.film.render import render_film
from engine.media.film.shots.montage import Montage, Part
from engine.media.film.shots.moves import Move, Take
from engine.media.film.shots.parallax import Parallax
from tests.support.recorded_run import RecordedRun

VIDEO = VideoFormat(1920, 1080, 30)
SECONDS = 12.0
MOVES: tuple[Move, ...] = ("push", "orbit", "pan-right")
ROUNDS = 3
GOAL = 0.65


def measure() -> list[Row]:
    """One row: frames a second of the film and of the floor, medians of rounds in turn."""
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        frames = write_yuv(film(), work / "frames.yuv")
        rounds = [(costs(lambda: encode_alone(work)), costs(lambda: make_film(work))) for _ in range(ROUNDS)]
    floor, ours = (median([frames / both[i].wall for both in rounds]) for i in (0, 1))
    ratio = median([floor.wall / ours.wall for floor, ours in rounds])
    cpu = [median([both[i].cpu for both in rounds]) / frames * 1000 for i in (0, 1)]
    verdict = "met" if ratio >= GOAL else "missed"
    return [
        Row(
            f"film of parallax shots, 1080p30, {frames} frames",
            f"{ours:.1f} fps, {cpu[1]:.1f} ms of processor time a frame",
            f"{floor:.1f} fps, {cpu[0]:.1f} ms (ffmpeg alone, from a yuv file)",
            f"{ratio:.2f} x, goal {GOAL}: {verdict}",
        )
    ]


@dataclass(frozen=True)
class Costs:
    """Seconds by the clock, and of all processors, child processes included."""

    wall: float
    cpu: float


def costs(work: Callable[[], object]) -> Costs:
    before = os.times()
    wall = timed(work)
    after = os.times()
    return Costs(wall, sum(after[:4]) - sum(before[:4]))


def film() -> Montage:
    """Three moves over a landscape with people and things before it, with crossfades."""
    rgb, depth = picture()
    each = round(SECONDS * VIDEO.fps / len(MOVES))

    def part(move: Move) -> Part:
        take = Take(*VIDEO.size, frames=each, move=move)
        return Part(each, lambda: Parallax(rgb, depth, take), "crossfade", 8)

    return Montage(VIDEO.size, [part(move) for move in MOVES])


@cache
def picture() -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Photographs at their own sharpness (a rendered or taken 1080p picture has no less), at six distances."""
    width, height = VIDEO.size
    rgb = _tiled(data.coffee(), width, height)
    rows = height // 3
    ground = np.array([0.7, 1.0, 0.6]) * _tiled(cv2.cvtColor(data.grass(), cv2.COLOR_GRAY2RGB), width, rows)
    rgb[-rows:] = ground.astype(np.uint8)
    depth = np.full((height, width), np.inf, np.float32)
    depth[-rows:] = (60 / (1 + 20 * np.linspace(0, 1, rows)))[:, None]
    photos = (data.astronaut(), data.chelsea(), data.rocket()[:420], data.astronaut()[:, ::-1])
    for i, (photo, distance) in enumerate(zip(photos, (4.0, 9.0, 3.0, 14.0), strict=True)):
        high, wide = photo.shape[:2]
        mask = np.zeros((high, wide), np.uint8)
        cv2.ellipse(mask, (wide // 2, high // 2), (wide * 2 // 5, high // 2 - 2), 0, 0, 360, 255, -1)
        top, left = height - high - i * 60, min(60 + width * i // 4, width - wide)
        area = slice(top, top + high), slice(left, left + wide)
        rgb[area][mask > 0] = photo[mask > 0]
        depth[area][mask > 0] = distance
    return rgb, depth


def _tiled(photo: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """A photograph continued by its mirror images."""
    high, wide = photo.shape[:2]
    return np.pad(photo, ((0, max(0, height - high)), (0, max(0, width - wide)), (0, 0)), "symmetric")[:height, :width]


def make_film(work: Path) -> None:
    montage = film()
    plan = FilmPlan(VIDEO, montage.frames / VIDEO.fps)
    chunks = render_film(RecordedRun(work), plan, montage.frame, lambda _chunk: "bench")
    join(chunks, None, work / "film.mp4", {"generator": "bench"})


def write_yuv(montage: Montage, path: Path) -> int:
    """The film's frames as raw yuv420p; gives their number."""
    with path.open("wb") as file:
        for index in range(montage.frames):
            frame: Frame = montage.frame(index)
            file.write(luma(frame).tobytes())
            file.write(chroma(frame)[..., 0].tobytes())
            file.write(chroma(frame)[..., 1].tobytes())
    return montage.frames


def encode_alone(work: Path) -> None:
    raw = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{VIDEO.width}x{VIDEO.height}", "-r", str(VIDEO.fps)]
    x264 = ["-c:v", "libx264", *VIDEO.settings.options]
    command = [ffmpeg_path(), "-v", "error", "-y", *raw, "-i", str(work / "frames.yuv"), *x264]
    subprocess.run([*command, "-movflags", "+faststart", str(work / "floor.mp4")], check=True)
