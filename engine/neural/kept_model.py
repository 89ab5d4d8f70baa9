"""A model of the catalogue as a backend sees it: who it is, and what is loaded of it on loan from the cache."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar

from data.card_tiers import CardTier
from data.catalogue import Model
from domain.errors import OutOfMemory
from domain.generator import BackendInfo
from engine.neural.model_cache import ModelCache, Slot
from engine.neural.pipelines import damaged
from engine.neural.weights import Weights
from engine.rising_report import Report

Loaded = TypeVar("Loaded")

LOADED = 0.08  # share of the work done when the model is loaded
_DISK_GB_PER_SECOND = 0.6  # SDXL loaded in 11 s; only for the look of the progress bar


@dataclass(frozen=True, eq=False)
class KeptModel(Generic[Loaded]):
    """All backends that use a model for the same task share one copy of it in the cache.

    Attributes:
        task: what it is loaded for, in a word for worker/status: "films".
        load: makes what is kept, with its weights on the device. Raises OSError or ValueError where the folder is
            damaged.
        need_gb: memory that it takes on the device.
    """

    cache: ModelCache
    model: Model
    weights: Weights
    task: str
    load: Callable[[], Loaded]
    need_gb: float

    @cached_property
    def info(self) -> BackendInfo:
        return BackendInfo("neural", self.model.title, self.model.key, self.weights.revision(self.model))

    @property
    def folder(self) -> Path:
        """Where the weights lie."""
        return self.weights.folder(self.model)

    @property
    def tier(self) -> CardTier:
        """How the model runs on this machine."""
        return self.cache.device.tier(self.model)

    @contextmanager
    def use(self, report: Report) -> Iterator[Loaded]:
        """Borrow what is loaded, loading it first where needed.

        Args:
            report: hears of fractions 0..LOADED, several times a second, and may raise to give up.

        Raises:
            BackendUnavailable: the model's folder is damaged.
        """

        def waited(seconds: float) -> None:
            report(LOADED * (1 - math.exp(-seconds * _DISK_GB_PER_SECOND / self.model.size_gb)))

        with self.cache.use(self._slot, self._load, self.need_gb, waited) as loaded:
            report(LOADED)
            yield loaded

    def make_room(self) -> bool:
        """Unload everything else that is idle. Returns whether there was something."""
        unloaded = self.cache.unload_others(self._slot)
        self.cache.device.release()
        return unloaded > 0

    def too_little_memory(self, purpose: str, instead: str) -> OutOfMemory:
        """What to raise when nothing helped. `purpose`: "a film"; `instead`: "the built-in renderer"."""
        what = "This computer" if self.cache.device.kind == "cpu" else "The graphics card"
        return OutOfMemory(
            f"{what} has too little memory for {purpose} with {self.model.title}. Try {instead}. You were not charged."
        )

    @cached_property
    def _slot(self) -> Slot:
        return Slot(self.model.key, self.info.revision, self.task)

    def _load(self) -> Loaded:
        try:
            return self.load()
        except (OSError, ValueError) as error:
            raise damaged(self.model) from error
