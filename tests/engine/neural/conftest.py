"""Tiny models on disk, made once a run, and a studio's worth of objects around them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

import numpy as np
import pytest
from numpy.typing import NDArray

from data.catalogue import Model
from engine.neural.model_cache import ModelCache
from tests.support.tiny_catalogue import CPU, tiny_entry


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def installed(models_dir: Path) -> Callable[[str], Model]:
    """installed("sdxl") saves the tiny model, once, and gives its catalogue entry."""
    from tests.support.tiny_models import BUILDERS

    def install(key: str) -> Model:
        if not (models_dir / key).exists():
            BUILDERS[key](models_dir / key)
        return tiny_entry(key)

    return install


@pytest.fixture
def cache() -> ModelCache:
    return ModelCache(CPU, capacity=2)


@pytest.fixture
def photo() -> NDArray[np.uint8]:
    """96 x 128, a gradient with a disc."""
    y, x = np.mgrid[0:96, 0:128]
    picture = np.stack([x * 2, y * 2, np.full_like(x, 90)], axis=-1).astype(np.uint8)
    picture[(x - 64) ** 2 + (y - 48) ** 2 < 30**2] = (230, 180, 60)
    return picture
