"""Pictures, frames and a run for the tests of films."""

from __future__ import annotations

import json
import re
import shutil
import wave
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.errors import JobCancelled


def texture(width: int, height: int, seed: int = 0) -> NDArray[np.uint8]:
    """A soft, colourful picture."""
    coarse = np.random.default_rng(seed).integers(0, 255, (height // 20, width // 20, 3), dtype=np.uint8)
    return cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)


def stepped_depth(width: int, height: int) -> NDArray[np.float32]:
    """Sky above, rising ground, one near thing in the middle."""
    depth = np.full((height, width), np.inf, np.float32)
    rows = height // 2
    depth[rows:] = (40 / (1 + 10 * np.linspace(0, 1, height - rows)))[:, None]
    depth[height // 3 : -height // 8, width // 3 : width // 2] = 3.0
    return depth


def scroll(width: int, height: int) -> Callable[[int], NDArray[np.uint8]]:
    """Frames that differ from one another: a picture that moves by two pixels."""
    picture = texture(width, height)
    return lambda index: np.roll(picture, 2 * index, axis=1)


def tone(path: Path, seconds: float) -> Path:
    samples = np.sin(np.arange(int(22050 * seconds)) * 0.1) * 8000
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22050)
        file.writeframes(samples.astype("<i2").tobytes())
    return path


@dataclass
class FolderRun:
    """`RunContext` whose stages are kept in a dictionary, by what they depend on."""

    workdir: Path
    seed: int = 7
    stored: dict[str, bytes] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)
    reports: list[tuple[float, bytes | None]] = field(default_factory=list)
    cancel_after: int | None = None

    def stage(self, name: str, *inputs: Any, make: Callable[[], Path]) -> Path:
        key = json.dumps([re.sub(r"-\d+$", "", name), inputs], allow_nan=False)
        path = self.workdir / "film" / f"chunk-{int(name.split('-')[1]) - 1:04d}.mp4"
        if key in self.stored:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(self.stored[key])
            return path
        made = make()
        assert made == path
        self.made.append(name)
        self.stored[key] = made.read_bytes()
        return made

    def progress(self, fraction: float, _message: str = "", preview: bytes | None = None) -> None:
        self.reports.append((fraction, preview))
        self.check_cancelled()

    def check_cancelled(self) -> None:
        if self.cancel_after is not None and len(self.reports) >= self.cancel_after:
            raise JobCancelled("stopped")

    def restarted(self) -> FolderRun:
        """The same job on another machine: an empty folder, the same store."""
        shutil.rmtree(self.workdir)
        self.workdir.mkdir()
        return FolderRun(self.workdir, stored=self.stored)
