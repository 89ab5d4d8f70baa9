"""The stages that make a story's sound: music for its timing, mixed with the voices."""

from __future__ import annotations

import io
import wave
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.errors import BackendUnavailable
from domain.generator import RunContext
from engine.story.storyboard import Storyboard
from engine.story_film.narration import RATE, Narration
from engine.story_film.timing import Timeline

INTENSITY = {"wide": 0.55, "medium": 0.5, "close": 0.6, "above": 0.7, "low": 0.75}
"""How strong the music is by the shot; it grows towards the end of the film."""
GROWTH = 0.25


def record_sound(
    ctx: RunContext, board: Storyboard, narrations: Sequence[Narration], key: Any, times: Timeline
) -> Path:
    """The stages "music" (unless there is none) and "mix": a stereo WAV file as long as the film.

    Args:
        key: JSON that names all that the voices depend on.

    Raises:
        BackendUnavailable: there is nothing to play music with; the message says what to install.
    """
    starts = [times.speech_at(index) for index in range(len(narrations))]
    length = [times.seconds, times.frames, starts, key]
    music: bytes | None = None
    wanted: list[Any] = [board.music]
    if board.music != "none":
        backend = music_backend(ctx)
        intensity = intensities(board)
        wanted += [list(times.cuts), intensity, times.seconds, board.seed, backend.info.identity]
        music = ctx.stage("music", wanted, make=lambda: _composed(ctx, backend, board, times))
    made: Path = ctx.stage("mix", wanted, length, make=lambda: _mixed(ctx, narrations, starts, music, times.seconds))
    return made


def music_backend(ctx: RunContext) -> Any:
    """What plays the music. Raises BackendUnavailable where nothing can."""
    try:
        return ctx.backend("music")
    except BackendUnavailable:
        return ctx.backend("music", builtin=True)


def intensities(board: Storyboard) -> list[float]:
    """One for each scene and the end card, 0..1."""
    count = len(board.scenes)
    values = [
        min(1.0, INTENSITY[scene.shot] + GROWTH * index / max(1, count - 1)) for index, scene in enumerate(board.scenes)
    ]
    return [round(value, 3) for value in [*values, *([0.5] if board.end_card else [])]]


def _composed(ctx: RunContext, backend: Any, board: Storyboard, times: Timeline) -> bytes:
    from engine.music_request import MusicRequest

    request = MusicRequest(
        mood=board.music,
        seconds=times.seconds,
        seed=board.seed,
        cuts=times.cuts,
        intensity=tuple(intensities(board)),
    )
    music = backend.compose(request, ctx.progress)
    return stereo_wav(music.samples, music.rate)


def _mixed(
    ctx: RunContext, narrations: Sequence[Narration], starts: Sequence[float], music: bytes | None, seconds: float
) -> Path:
    from engine.media.audio.mixing import Spoken, mix

    voice = [Spoken(start, one.samples, RATE) for one, start in zip(narrations, starts, strict=True)]
    ctx.progress(0.2)
    path = ctx.workdir / "sound.wav"
    path.write_bytes(stereo_wav(mix(voice, None if music is None else stereo_of(music), seconds), RATE))
    return path


def stereo_wav(samples: NDArray[np.float32], rate: int) -> bytes:
    """n x 2 samples as 16-bit PCM."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.round(samples * 32767).clip(-32768, 32767).astype("<i2").tobytes())
    return out.getvalue()


def stereo_of(wav: bytes) -> NDArray[np.float32]:
    """The samples of `stereo_wav`."""
    with wave.open(io.BytesIO(wav)) as file:
        frames = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return (frames.astype(np.float32) / 32767).reshape(-1, 2)
