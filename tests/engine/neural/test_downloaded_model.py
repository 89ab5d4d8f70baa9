"""A model that arrives while a worker runs: seen at the next job, and loaded from what was downloaded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data.catalogue import Model
from domain.errors import BackendUnavailable
from engine.backends import BackendRegistry
from engine.model_store.download import Download
from engine.model_store.folders import Shelf
from engine.model_store.hub import Hub
from engine.neural.factories import ChatSettings, neural_factories
from engine.neural.pipelines import load_pipelines
from tests.support.hub_server import files_of, hub_server
from tests.support.tiny_catalogue import CPU

pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")


def test_a_running_worker_sees_a_model_that_has_been_downloaded(
    installed: Callable[[str], Model], models_dir: Path, tmp_path: Path
) -> None:
    model = installed("sd15")
    shelf = Shelf(tmp_path, {model.key: model})
    registry = BackendRegistry({}, neural_factories(tmp_path, shelf.catalogue, ChatSettings()))
    with pytest.raises(BackendUnavailable, match="No model for this is installed"):
        registry.choose("image", "neural")

    with hub_server() as server:
        server.repos[model.repo_id] = files_of(models_dir / "sd15")
        manifest = Download(shelf, Hub(server.url)).run("sd15", "ada")

    assert manifest is not None
    info = registry.choose("image", "neural").info
    assert (info.model, info.revision) == ("sd15", manifest.commit)
    assert load_pipelines(tmp_path / "sd15", model, CPU) is not None

    shelf.remove("sd15")
    with pytest.raises(BackendUnavailable):
        registry.choose("image", "neural")
