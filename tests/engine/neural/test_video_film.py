"""A whole film by a real, tiny model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from data.catalogue import Model
from domain.errors import JobCancelled
from engine.media.film.chunks import FilmPlan
from engine.media.film.format import VideoFormat
from engine.neural.model_cache import ModelCache
from engine.neural.video import NeuralVideo
from engine.neural.weights import Weights
from engine.neural_film import render_neural_film
from engine.video_request import VideoRequest
from tests.support.recorded_run import RecordedRun

pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")


@dataclass
class StoppedRun(RecordedRun):
    """A run that is cancelled in the middle of the chunk after the first `chunks`."""

    chunks: int = 0

    def check_cancelled(self) -> None:
        if len(self.made) == self.chunks and self.reports and 0.3 < self.reports[-1][0] < 0.8:
            raise JobCancelled("stopped")


@pytest.mark.parametrize(("key", "chunks"), [("wan-ti2v", 2), ("wan-t2v", 1)], ids=["continued", "faded"])
def test_an_interrupted_film_equals_an_undisturbed_one(
    key: str, chunks: int, installed: Callable[[str], Model], models_dir: Path, cache: ModelCache, tmp_path: Path
) -> None:
    model = installed(key)
    backend = NeuralVideo(cache, model, Weights(models_dir, {key: model}))
    plan = FilmPlan(VideoFormat(64, 64, fps=8), 6.0)
    request = VideoRequest("a red boat", seed=3, steps=2)
    for name in ("whole", "cut"):
        (tmp_path / name).mkdir()
    whole = render_neural_film(RecordedRun(tmp_path / "whole"), plan, backend, request)
    expected = [path.read_bytes() for path in whole]
    run = StoppedRun(tmp_path / "cut", chunks=chunks)

    with pytest.raises(JobCancelled):
        render_neural_film(run, plan, backend, request)
    again = run.restarted()

    assert [path.read_bytes() for path in render_neural_film(again, plan, backend, request)] == expected
    assert (len(run.made), len(again.made)) == (chunks, 3 - chunks)
