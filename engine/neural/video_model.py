"""A video model of the catalogue as a backend sees it: who it is, and its pipelines on loan."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from data.catalogue import Model
from domain.errors import OutOfMemory
from domain.generator import BackendInfo
from engine.neural.model_cache import ModelCache, Slot
from engine.neural.pipelines import damaged
from engine.neural.video_pipelines import VideoPipelines, load_video_pipelines
from engine.neural.weights import Weights
from engine.rising_report import Report

LOADED = 0.08  # share of the work done when the model is loaded
_DISK_GB_PER_SECOND = 0.6  # only for the look of the progress bar
_LAYERS_GB = 6.0  # on the card where layers take turns: a few of them, the decoder and what they compute


class VideoModel:
    """All backends that film with a model share one copy of it in the cache."""

    def __init__(self, cache: ModelCache, model: Model, weights: Weights) -> None:
        self._cache = cache
        self._weights = weights
        self.model = model

    @cached_property
    def info(self) -> BackendInfo:
        return BackendInfo("neural", self.model.title, self.model.key, self._weights.revision(self.model))

    @contextmanager
    def use(self, report: Report) -> Iterator[VideoPipelines]:
        """Borrow the pipelines, loading them first where needed.

        Args:
            report: hears of fractions 0..LOADED, several times a second, and may raise to give up.

        Raises:
            BackendUnavailable: the model's folder is damaged.
        """

        def waited(seconds: float) -> None:
            report(LOADED * (1 - math.exp(-seconds * _DISK_GB_PER_SECOND / self.model.size_gb)))

        with self._cache.use(self._slot, self._load, self._need_gb, waited) as pipelines:
            report(LOADED)
            yield pipelines

    def make_room(self) -> bool:
        """Unload everything else that is idle. Returns whether there was something."""
        unloaded = self._cache.unload_others(self._slot)
        self._cache.device.release()
        return unloaded > 0

    def too_little_memory(self) -> OutOfMemory:
        """What to raise when nothing helped."""
        what = "This computer" if self._cache.device.kind == "cpu" else "The graphics card"
        return OutOfMemory(
            f"{what} has too little memory for a film with {self.model.title}. "
            "Try the built-in renderer. You were not charged."
        )

    @cached_property
    def _slot(self) -> Slot:
        return Slot(self.model.key, self.info.revision, "films")

    @property
    def _need_gb(self) -> float:
        how = self._cache.device.tier(self.model).offload
        if how == "none":
            return self.model.resident_gb
        return self.model.vram_gb if how == "model" else _LAYERS_GB

    def _load(self) -> Any:
        try:
            return load_video_pipelines(self._weights.folder(self.model), self.model, self._cache.device)
        except (OSError, ValueError) as error:
            raise damaged(self.model) from error
