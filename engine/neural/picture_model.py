"""A diffusion model of the catalogue as picture-making backends see it."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Literal

from data.catalogue import Model
from engine.neural.kept_model import KeptModel
from engine.neural.model_cache import ModelCache
from engine.neural.pipelines import ADAPTABLE, Pipelines, load_pipelines
from engine.neural.weights import Weights, ip_adapter_files

ReferenceUse = Literal["image-to-image", "ip-adapter", "image-edit"]
"""What a reference picture is: where the drawing starts from, a second prompt (Ye et al. 2023), or what is edited."""

DRAWN = 0.97  # share of the work done when the model has drawn


class PictureModel:
    """What the model can do. All backends that draw with it share one copy of it, which is `kept`."""

    def __init__(self, cache: ModelCache, model: Model, weights: Weights) -> None:
        tier = cache.device.tier(model)
        need_gb = model.resident_gb if tier.offload == "none" else tier.card_gb

        def load() -> Pipelines:
            return load_pipelines(weights.folder(model), model, cache.device, weights.lora(model))

        self.kept = KeptModel(cache, model, weights, "pictures", load, need_gb)

    @cached_property
    def safety(self) -> Literal["checked", "not checked"]:
        """Whether the model brings a safety checker, through which every picture then goes."""
        index = json.loads((self.kept.folder / "model_index.json").read_text(encoding="utf-8"))
        return "checked" if (index.get("safety_checker") or [None])[0] else "not checked"

    @cached_property
    def reads_reference(self) -> ReferenceUse:
        """How a reference picture is heeded, by what the model can do and what lies in its folder."""
        model = self.kept.model
        if model.family in ADAPTABLE and ip_adapter_files(self.kept.folder) is not None:
            return "ip-adapter"
        return "image-to-image" if "image-to-image" in model.tasks else "image-edit"

    @property
    def shares_reference(self) -> bool:
        """Whether one reference picture holds for all of a call: editing models and IP-Adapters are made so."""
        return self.reads_reference != "image-to-image"
