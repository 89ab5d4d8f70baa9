"""Models kept loaded for a task."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data.catalogue import load_catalogue
from domain.errors import BackendUnavailable, JobCancelled
from engine.neural.device import Device
from engine.neural.kept_model import LOADED, KeptModel
from engine.neural.model_cache import ModelCache
from engine.neural.weights import Weights

MODELS = load_catalogue()


@pytest.fixture
def kept(tmp_path: Path) -> Callable[..., KeptModel[list[str]]]:
    cache = ModelCache(Device("cpu", "processor", 0.0, "float32"))

    def make(key: str, task: str, load: Callable[[], list[str]]) -> KeptModel[list[str]]:
        (tmp_path / key).mkdir(exist_ok=True)
        return KeptModel(cache, MODELS[key], Weights(tmp_path, MODELS), task, load, 1.0)

    return make


def test_two_backends_for_a_task_share_a_copy_and_others_have_their_own(
    kept: Callable[..., KeptModel[list[str]]],
) -> None:
    reports: list[float] = []
    first, second, other = (kept("sdxl", task, list) for task in ("pictures", "pictures", "films"))

    with first.use(reports.append) as loaded:
        loaded.append("warm")
    with second.use(reports.append) as again, other.use(reports.append) as elsewhere:
        assert (again, elsewhere) == (["warm"], [])

    assert max(reports) == reports[-1] == LOADED
    assert first.make_room(), "the other task's copy was idle"
    assert not first.make_room()
    with second.use(reports.append) as again:
        assert again == ["warm"]


def test_a_damaged_folder_is_named_and_a_cancel_is_let_through(kept: Callable[..., KeptModel[list[str]]]) -> None:
    def damaged() -> list[str]:
        raise OSError("header too large")

    def stop(_fraction: float) -> None:
        raise JobCancelled("stopped")

    model = kept("sdxl", "pictures", damaged)
    with pytest.raises(BackendUnavailable, match=f"^{MODELS['sdxl'].title} could not be loaded"), model.use(print):
        pass
    with pytest.raises(JobCancelled), kept("sdxl", "films", list).use(stop):
        pass
