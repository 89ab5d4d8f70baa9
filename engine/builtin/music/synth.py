"""Plays notes with FluidSynth and a General MIDI soundfont, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.errors import BackendUnavailable

RATE = 48000
LIBRARY = "libfluidsynth.so.3"
FONTS = tuple(
    Path(folder) / name
    for folder in ("/usr/share/sounds/sf2", "/usr/share/soundfonts")
    for name in ("FluidR3_GM.sf2", "FluidR3_GM.sf3")
)
"""Where Debian, Ubuntu, Fedora and Arch put the FluidR3 soundfont."""
_CHILD = Path(__file__).with_name("synth_child.py")
_CHUNK = RATE * 8
"""Bytes read between two calls of report: one second of sound."""

Event = tuple[int, str, int, int, int]
"""Sample, "on" (key, velocity), "off" (key, 0) or "control" (number, value), channel, and the two values."""


@dataclass(frozen=True)
class Performance:
    """What to play.

    Attributes:
        channels: General MIDI bank (128 for drum kits) and program of each.
        events: in order of time.
        samples: length of the sound.
        reverb: room size, damping, width and level, each 0..1, as FluidSynth takes them.
    """

    channels: tuple[tuple[int, int], ...]
    events: Sequence[Event]
    samples: int
    reverb: tuple[float, float, float, float]


def soundfont() -> Path:
    """The installed soundfont. Raises BackendUnavailable naming the package."""
    for font in FONTS:
        if font.is_file():
            return font
    raise BackendUnavailable("Music needs the system package fluid-soundfont-gm, which is not installed here.")


def play(performance: Performance, report: Callable[[float], None]) -> NDArray[np.float32]:
    """Float32, samples x 2, at 48 kHz, not yet levelled; the same performance gives the same samples.

    Args:
        report: called with 0..1 about each second of music; may raise to cancel, which ends the process.

    Raises:
        BackendUnavailable: FluidSynth or the soundfont is missing; the message names the Debian package.
    """
    order = {
        "library": LIBRARY,
        "font": str(soundfont()),
        "rate": RATE,
        "samples": performance.samples,
        "reverb": performance.reverb,
        "channels": performance.channels,
        "events": performance.events,
    }
    command = [sys.executable, "-I", str(_CHILD)]
    with subprocess.Popen(  # noqa: S603  our own script under our own interpreter, no shell
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        try:
            data = _sound(child, json.dumps(order).encode(), performance.samples, report)
        finally:
            child.kill()
    return np.frombuffer(data, "<f4").reshape(-1, 2)


def _sound(child: subprocess.Popen[bytes], order: bytes, samples: int, report: Callable[[float], None]) -> bytearray:
    if child.stdin is None or child.stdout is None:  # pragma: no cover  both were asked for as pipes
        raise RuntimeError("no pipes")
    data = bytearray()
    try:
        child.stdin.write(order)
        child.stdin.close()
    except BrokenPipeError:
        pass  # it ended early, which the missing samples tell
    while chunk := child.stdout.read(_CHUNK):
        data += chunk
        report(len(data) / (samples * 8))
    if len(data) != samples * 8:
        raise BackendUnavailable(
            "Music needs the system packages libfluidsynth3 and fluid-soundfont-gm: FluidSynth did not run here."
        )
    return data
