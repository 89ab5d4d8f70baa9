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
    "sd15-ip": "sd15",
    "sdxl-lightning": "sdxl-lightning",
    "z-image": "z-image-turbo",
    "flux2-klein": "flux2-klein-4b",
    "chat": "qwen3-0-6b",
    "ace-step": "ace-step-1-5-xl-turbo",
    "pocket-tts": "pocket-tts",
    "pocket-tts-codec": "pocket-tts-codec",
    "wan-t2v": "wan2-1-t2v-1-3b",
    "wan-ti2v": "wan2-2-ti2v-5b",
    "wan-i2v": "wan2-2-ti2v-5b",
    "ltx": "ltx-video-2b",
    "ltx-conditioned": "ltx-video-2b",
}


def tiny_entry(key: str) -> Model:
    """The catalogue's entry of the full-size model, cut down to 64 pixels and 4 steps and allowed on the processor.

    A video model makes 17 frames at four a second, so that two chunks of a film fit in one piece.
    """
    model = load_catalogue()[_LIKE[key]]
    presets = model.presets.model_copy(update={"steps": 4, "max_side": 64, "pixels": None})
    small: dict[str, object] = {"key": key, "cpu": True, "presets": presets}
    if model.video is not None:
        small["video"] = model.video.model_copy(update={"fps": 4, "frames": 17, "pixels": 64 * 64})
    if key == "wan-i2v":
        small["tasks"] = ("image-to-video",)
    return model.model_copy(update=small)
