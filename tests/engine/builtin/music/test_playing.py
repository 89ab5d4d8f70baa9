import subprocess
from pathlib import Path

import numpy as np
import pytest

from domain.errors import BackendUnavailable
from engine.builtin.backends import builtin_backends
from engine.builtin.music import synth
from engine.media.audio.loudness import integrated_loudness, true_peak
from engine.music_request import MOODS, MusicRequest


def nothing(_done: float) -> None:
    pass


@pytest.mark.parametrize("mood", MOODS)
def test_music_is_as_long_as_the_film_and_as_loud_as_it_should_be(mood: str) -> None:
    done: list[float] = []
    music = builtin_backends()["music"].compose(MusicRequest(mood, 12.34, 7, (4.0, 8.0)), done.append)
    samples, rate = music.samples, music.rate
    assert samples.shape == (round(12.34 * rate), 2)
    assert samples.dtype == np.float32
    assert integrated_loudness(samples, rate) == pytest.approx(-16, abs=1)
    assert true_peak(samples) < -1
    assert np.abs(samples[-rate // 50 :]).max() < 0.003, "it rings out"
    seconds = samples[: 12 * rate].reshape(24, -1)
    assert np.sqrt((seconds[:-2] ** 2).mean(axis=1)).min() > 10 ** (-50 / 20), "never silent before the end"
    assert np.corrcoef(samples.T)[0, 1] > -0.1, "it can be played in mono"
    assert abs(samples.mean()) < 1e-3
    assert done == sorted(done)


def test_the_same_request_gives_the_same_samples() -> None:
    backend, request = builtin_backends()["music"], MusicRequest("uplifting", 5, 3)
    first, second = (backend.compose(request, nothing).samples for _ in range(2))
    assert np.array_equal(first, second)


def test_cancelling_ends_the_synthesiser(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Watched(subprocess.Popen):
        def __init__(self, *args: object, **more: object) -> None:
            super().__init__(*args, **more)
            started.append(self)

    class Cancelled(Exception):
        pass

    def cancel(done: float) -> None:
        if done > 0.06:
            raise Cancelled

    monkeypatch.setattr(subprocess, "Popen", Watched)
    with pytest.raises(Cancelled):
        builtin_backends()["music"].compose(MusicRequest("epic", 120), cancel)
    assert [process.returncode for process in started] == [-9]


def test_a_missing_soundfont_is_told_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synth, "FONTS", (Path("/nowhere/FluidR3_GM.sf2"),))
    with pytest.raises(BackendUnavailable, match="fluid-soundfont-gm"):
        builtin_backends()["music"].compose(MusicRequest("epic", 4), nothing)


def test_a_missing_synthesiser_is_told_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synth, "LIBRARY", "libnotthere.so.9")
    with pytest.raises(BackendUnavailable, match="libfluidsynth3"):
        builtin_backends()["music"].compose(MusicRequest("epic", 4), nothing)
