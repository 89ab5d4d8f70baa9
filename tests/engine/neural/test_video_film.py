"""A whole film by a real, tiny model."""

from __future__ import annotations

from collections.abc import Callable
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
from tests.engine.media.film.films import FolderRun

pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")


@pytest.mark.parametrize("key", ["wan-ti2v", "wan-t2v"])
def test_an_interrupted_film_equals_an_undisturbed_one(
    key: str, installed: Callable[[str], Model], models_dir: Path, cache: ModelCache, tmp_path: Path
) -> None:
    model = installed(key)
    backend = NeuralVideo(cache, model, Weights(models_dir, {key: model}))
    plan = FilmPlan(VideoFormat(64, 64, fps=8), 6.0)
    request = VideoRequest("a red boat", seed=3, steps=2)
    (tmp_path / "whole").mkdir()
    whole = FolderRun(tmp_path / "whole")
    expected = [path.read_bytes() for path in render_neural_film(whole, plan, backend, request)]
    second_take = next(n for n, (fraction, _preview) in enumerate(whole.reports) if n > 25 and fraction < 0.1)
    (tmp_path / "cut").mkdir()
    run = FolderRun(tmp_path / "cut", cancel_after=second_take + 2)

    with pytest.raises(JobCancelled):
        render_neural_film(run, plan, backend, request)
    again = run.restarted()

    assert [path.read_bytes() for path in render_neural_film(again, plan, backend, request)] == expected
    assert run.made and again.made and len(run.made) + len(again.made) == 3
