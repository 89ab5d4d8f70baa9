"""A hub with one small model, and an empty models folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.catalogue import load_catalogue
from engine.model_store.download import Download
from engine.model_store.folders import Shelf
from engine.model_store.hub import Hub
from tests.support.hub_server import HubServer, hub_server, tiny_pipeline

UNET = "unet/diffusion_pytorch_model.fp16.safetensors"


@pytest.fixture
def server() -> Iterator[HubServer]:
    with hub_server() as server:
        server.repos["stable-diffusion-v1-5/stable-diffusion-v1-5"] = tiny_pipeline()
        yield server


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "models", load_catalogue())


@pytest.fixture
def download(server: HubServer, shelf: Shelf) -> Iterator[Download]:
    hub = Hub(server.url, "secret-token")
    yield Download(shelf, hub, first_pause=0.01)
    hub.close()
