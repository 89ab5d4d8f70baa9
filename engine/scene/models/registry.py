"""Finds the models: every module of this package that has MODELS."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from engine.scene import models
from engine.scene.models.model import Model


@cache
def find_models() -> Mapping[str, Model]:
    """All models by their noun. Raises ValueError when two modules claim the same noun."""
    found: dict[str, Model] = {}
    for info in pkgutil.iter_modules(models.__path__, models.__name__ + "."):
        for model in getattr(importlib.import_module(info.name), "MODELS", ()):
            if model.noun in found:
                raise ValueError(f"{info.name} registers {model.noun!r}, which is already there")
            found[model.noun] = model
    return MappingProxyType(dict(sorted(found.items())))
