"""A diffusion model of the catalogue as picture-making backends see it: who it is, and its pipelines on loan."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any, Literal

from data.card_tiers import CardTier
from data.catalogue import Model
from domain.errors import OutOfMemory
from domain.generator import BackendInfo
from engine.neural.model_cache import ModelCache, Slot
from engine.neural.pipelines import ADAPTABLE, Pipelines, damaged, load_pipelines
from engine.neural.weights import Weights, ip_adapter_files
from engine.rising_report import Report

ReferenceUse = Literal["image-to-image", "ip-adapter", "image-edit"]
"""What a reference picture is: where the drawing starts from, a second prompt (Ye et al. 2023), or what is edited."""

LOADED, DRAWN = 0.08, 0.97  # shares of the work done when the model is loaded, and when it has drawn
_DISK_GB_PER_SECOND = 0.6  # SDXL loaded in 11 s; only for the look of the progress bar


class PictureModel:
    """All backends that draw with a model share one copy of it in the cache."""

    def __init__(self, cache: ModelCache, model: Model, weights: Weights) -> None:
        self._cache = cache
        self._weights = weights
        self.model = model

    @cached_property
    def info(self) -> BackendInfo:
        return BackendInfo("neural", self.model.title, self.model.key, self._weights.revision(self.model))

    @cached_property
    def safety(self) -> Literal["checked", "not checked"]:
        """Whether the model brings a safety checker, through which every picture then goes."""
        index = json.loads((self._weights.folder(self.model) / "model_index.json").read_text(encoding="utf-8"))
        return "checked" if (index.get("safety_checker") or [None])[0] else "not checked"

    @property
    def tier(self) -> CardTier:
        """How the model runs on this machine."""
        return self._cache.device.tier(self.model)

    @cached_property
    def reads_reference(self) -> ReferenceUse:
        """How a reference picture is heeded, by what the model can do and what lies in its folder."""
        if self.model.family in ADAPTABLE and ip_adapter_files(self._weights.folder(self.model)) is not None:
            return "ip-adapter"
        return "image-to-image" if "image-to-image" in self.model.tasks else "image-edit"

    @property
    def shares_reference(self) -> bool:
        """Whether one reference picture holds for all of a call: editing models and IP-Adapters are made so."""
        return self.reads_reference != "image-to-image"

    @contextmanager
    def use(self, report: Report) -> Iterator[Pipelines]:
        """Borrow the pipelines, loading them first where needed.

        Args:
            report: hears of fractions 0..LOADED, several times a second, and may raise to give up.

        Raises:
            BackendUnavailable: the model's folder is damaged.
        """
        tier = self.tier
        need = self.model.resident_gb if tier.offload == "none" else tier.card_gb

        def waited(seconds: float) -> None:
            expected = self.model.size_gb / _DISK_GB_PER_SECOND
            report(LOADED * (1 - math.exp(-seconds / expected)))

        with self._cache.use(self._slot, self._load, need, waited) as pipelines:
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
            f"{what} has too little memory for this picture with {self.model.title}. "
            "Try the built-in style. You were not charged."
        )

    @cached_property
    def _slot(self) -> Slot:
        return Slot(self.model.key, self.info.revision, "pictures")

    def _load(self) -> Any:
        folder, lora = self._weights.folder(self.model), self._weights.lora(self.model)
        try:
            return load_pipelines(folder, self.model, self._cache.device, lora)
        except (OSError, ValueError) as error:
            raise damaged(self.model) from error
