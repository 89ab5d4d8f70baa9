"""Looks whether pictures show what is not given out: diffusers' safety checker, where its weights are here.

It compares a picture's CLIP embedding with those of seventeen concepts (Rombach et al. 2022; diffusers,
pipelines/stable_diffusion/safety_checker.py). Stable Diffusion 1.5 brings the weights along; the owner may also put
them at KINORA_MODELS_DIR/safety-checker (config.json, preprocessor_config.json, model.safetensors). Runs on the
processor.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from domain.errors import BackendUnavailable

FOLDER = "safety-checker"
AT_ONCE = 4


class SafetyChecker:
    """`domain.ports.Inspect`. Loads its weights with the first picture and keeps them."""

    def __init__(self, models_dir: Path) -> None:
        self._models_dir = models_dir
        self._lock = threading.Lock()

    def __call__(self, pictures: Sequence[bytes]) -> bool | None:
        """Whether none of the pictures (PNG, JPEG, WebP) shows such a concept; None without weights or torch."""
        if not self.present:
            return None
        with self._lock:
            parts = (pictures[at : at + AT_ONCE] for at in range(0, len(pictures), AT_ONCE))
            return not any(self._shown(part) for part in parts)

    @property
    def present(self) -> bool:
        """Whether the weights are here, and what runs them."""
        return find_spec("diffusers") is not None and find_spec("torch") is not None and self._folders() is not None

    def _folders(self) -> tuple[Path, Path] | None:
        """Where the model and its picture processor lie."""
        own = self._models_dir / FOLDER
        brought = sorted(self._models_dir.glob("*/safety_checker"))
        pairs = [(own, own), *((each, each.with_name("feature_extractor")) for each in brought)]
        return next((pair for pair in pairs if _complete(*pair)), None)

    def _shown(self, pictures: Sequence[bytes]) -> bool:
        from PIL import Image

        model, processor = self._loaded
        opened = [Image.open(io.BytesIO(picture)).convert("RGB") for picture in pictures]
        seen = processor(images=opened, return_tensors="pt").pixel_values
        # The checker blackens what it finds, in the arrays that it is given: nobody looks at these.
        blackened = [np.zeros((1, 1, 3), np.float32) for _ in opened]
        _, found = model(clip_input=seen, images=blackened)
        return any(found)

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        import torch
        from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
        from transformers import CLIPImageProcessorPil  # the other one needs torchvision

        folders = self._folders()
        if folders is None:
            raise BackendUnavailable("The weights of the safety checker have been removed.")
        here = {"local_files_only": True}
        model = StableDiffusionSafetyChecker.from_pretrained(folders[0], use_safetensors=True, **here)
        return model.to(torch.float32).eval(), CLIPImageProcessorPil.from_pretrained(folders[1], **here)


def _complete(model: Path, processor: Path) -> bool:
    files = (model / "config.json", model / "model.safetensors", processor / "preprocessor_config.json")
    return all(file.is_file() for file in files)
