"""Catalogue entries for the tiny models."""

from __future__ import annotations

from data.catalogue import Model, load_catalogue
from engine.neural.device import Device

CPU = Device("cpu", "processor", 0.0, "float32")
_LIKE = {
    "sd15": "sd15",
    "sd15-prudish": "sd15",
    "lcm": "lcm-dreamshaper",
    "sdxl": "sdxl",
    "sdxl-ip": "sdxl",
    "sdxl-lightning": "sdxl-lightning",
    "z-image": "z-image-turbo",
    "flux2-klein": "flux2-klein-4b",
    "chat": "qwen3-0-6b",
}


def tiny_entry(key: str) -> Model:
    """The catalogue's entry of the full-size model, cut down to 64 pixels and 4 steps and allowed on the processor."""
    model = load_catalogue()[_LIKE[key]]
    presets = model.presets.model_copy(update={"steps": 4, "max_side": 64, "pixels": None})
    return model.model_copy(update={"key": key, "cpu": True, "presets": presets})
