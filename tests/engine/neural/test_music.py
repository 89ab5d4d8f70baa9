"""Music of the real ACE-Step classes with random weights: noise, but of the length, level and shape of music."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data.catalogue import Model
from data.music_prompts import load_music_prompts
from domain.errors import JobCancelled, OutOfMemory
from engine.media.audio.loudness import integrated_loudness, true_peak
from engine.music_request import MOODS, Music, MusicRequest
from engine.neural import music as music_module
from engine.neural.model_cache import ModelCache
from engine.neural.music import NeuralMusic
from engine.neural.weights import Weights

pytestmark = [
    pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated"),
    pytest.mark.filterwarnings("ignore:`torch.nn.utils.weight_norm` is deprecated"),
]


def ignore(_fraction: float) -> None:
    """Takes reports that a test does not look at."""


@pytest.fixture
def music(installed: Callable[[str], Model], models_dir: Path, cache: ModelCache) -> NeuralMusic:
    model = installed("ace-step")
    return NeuralMusic(cache, model, Weights(models_dir, {model.key: model}))


def compose(music: NeuralMusic, report: Callable[[float], None] = ignore, **changes: Any) -> Music:
    return music.compose(MusicRequest(**{"mood": "epic", "seconds": 6.5, "seed": 3, **changes}), report)


def test_it_is_as_long_and_as_loud_as_promised_and_fades(music: NeuralMusic) -> None:
    made = compose(music)

    assert made.samples.shape == (round(6.5 * 48000), 2) and made.rate == 48000
    assert abs(integrated_loudness(made.samples, 48000) + 16) < 1.5
    assert max(true_peak(channel) for channel in made.samples.T) < -1
    assert np.abs(made.samples[-480:]).max() < 0.02
    assert music.info.kind == "neural" and music.info.name == "ACE-Step 1.5 XL turbo"
    assert "beats a minute" in made.description


def test_the_seed_makes_the_tune(music: NeuralMusic) -> None:
    first = compose(music)

    assert np.array_equal(compose(music).samples, first.samples)
    other = compose(music, seed=4)
    assert not np.allclose(other.samples, first.samples, atol=0.01)


def test_strong_scenes_are_louder(music: NeuralMusic) -> None:
    made = compose(music, seconds=8.0, cuts=(4.0,), intensity=(0.1, 0.9)).samples
    even = compose(music, seconds=8.0).samples

    def step(sound: Any) -> float:
        before, after = sound[48000 : 3 * 48000], sound[round(4.6 * 48000) : round(5.4 * 48000)]
        return float(20 * np.log10(np.std(after) / np.std(before)))

    assert step(made) - step(even) == pytest.approx(0.8 * music_module.SWING, abs=1.5)


def test_progress_rises_and_a_cancelled_piece_leaves_the_model_usable(music: NeuralMusic, cache: ModelCache) -> None:
    seen: list[float] = []
    expected = compose(music, seen.append)

    def cancel(fraction: float) -> None:
        if fraction > 0.3:
            raise JobCancelled("stopped")

    with pytest.raises(JobCancelled):
        compose(music, cancel)

    assert seen == sorted(seen) and seen[-1] == 1.0 and len(set(seen)) >= 5
    assert np.array_equal(compose(music).samples, expected.samples)
    assert cache.stats().misses == 1


def test_a_lack_of_memory_is_told(music: NeuralMusic, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise RuntimeError("CUDA out of memory")

    monkeypatch.setattr(music_module, "denoise", full)

    with pytest.raises(OutOfMemory, match="built-in composer"):
        compose(music)


def test_every_mood_has_a_prompt() -> None:
    assert set(load_music_prompts()) == set(MOODS)
