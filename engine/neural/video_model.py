"""A video model of the catalogue, kept in the cache."""

from __future__ import annotations

from data.card_tiers import CardTier
from data.catalogue import Model
from engine.neural.kept_model import KeptModel
from engine.neural.model_cache import ModelCache
from engine.neural.video_pipelines import VideoPipelines, load_video_pipelines
from engine.neural.weights import Weights

_LAYERS_GB = 6.0  # on the card where layers take turns: a few of them, the decoder and what they compute


def video_model(cache: ModelCache, model: Model, weights: Weights) -> KeptModel[VideoPipelines]:
    """All backends that film with a model share one copy of it."""

    def load() -> VideoPipelines:
        return load_video_pipelines(weights.folder(model), model, cache.device)

    return KeptModel(cache, model, weights, "films", load, _need_gb(model, cache.device.tier(model)))


def _need_gb(model: Model, tier: CardTier) -> float:
    if tier.offload == "none":
        return model.resident_gb
    return model.vram_gb if tier.offload == "model" else _LAYERS_GB
