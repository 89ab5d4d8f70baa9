"""Loads diffusion pipelines from disk, and knows how their calls differ."""

from __future__ import annotations

import inspect
import logging
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.catalogue import Family, Model
from domain.errors import BackendUnavailable
from engine.neural.device import Device
from engine.neural.ip_adapter import IpAdapter
from engine.neural.placement import decode_frugally, place
from engine.neural.weights import ip_adapter_files, weight_variant

log = logging.getLogger(__name__)

ADAPTABLE: frozenset[Family] = frozenset({"sd15", "sdxl"})
"""The families whose UNets take an IP-Adapter."""


class Pipelines:
    """One model's weights on a device, and the pipelines that draw with them. By one thread at a time."""

    def __init__(self, drawing: Any, model: Model, device: Device, adapter: IpAdapter | None = None) -> None:
        """Takes a text-to-image pipeline that is placed."""
        self._drawing = drawing
        self._model = model
        self._device = device
        self._redrawing: Any = None
        self.adapter = adapter

    def from_text(self) -> Any:
        """The text-to-image pipeline."""
        if self.adapter:
            self.adapter.off()
        return self._drawing

    def from_picture(self) -> Any:
        """The image-to-image pipeline. It shares all parts, and so takes no more memory."""
        from diffusers import AutoPipelineForImage2Image

        if self.adapter:
            self.adapter.off()
        if self._redrawing is None:
            self._redrawing = AutoPipelineForImage2Image.from_pipe(self._drawing)
            self._redrawing.set_progress_bar_config(disable=True)
            if self._device.tier(self._model).offload == "model":
                self._redrawing.enable_model_cpu_offload(
                    device=self._device.kind
                )  # else its parts would not take turns
        return self._redrawing

    def decode_frugally(self, longest: int) -> None:
        """Prepare for a batch whose longer side has so many pixels: one at a time is decoded, large ones in tiles."""
        decode_frugally(self._drawing.vae, self._model, self._device, longest)

    def with_reference(self, strength: float) -> Any:
        """The text-to-image pipeline, heeding references through the adapter; `strength` 0..1."""
        if self.adapter is None:
            raise ValueError("there is no IP-Adapter")
        self.adapter.on(strength)
        return self._drawing


def load_pipelines(folder: Path, model: Model, device: Device, lora: Path | None = None) -> Pipelines:
    """The folder's pipelines, on the device, silent, with the folder's IP-Adapter if it has one.

    Reads safetensors only, never the network, never code from the folder.

    Args:
        lora: weights to work into the pipeline's own.

    Raises:
        OSError, ValueError: the folder is no such pipeline or is damaged.
        RuntimeError: the device has too little memory.
    """
    import torch
    from diffusers import AutoPipelineForText2Image

    silence()
    pipeline = AutoPipelineForText2Image.from_pretrained(
        str(folder),
        dtype=getattr(torch, device.dtype_for(model)),
        variant=weight_variant(folder),
        use_safetensors=True,
        local_files_only=True,
        trust_remote_code=False,
    )
    pipeline.set_progress_bar_config(disable=True)
    if lora:
        _work_in(pipeline, lora)
    adapter = _adapter(pipeline, folder) if model.family in ADAPTABLE else None
    schedule(pipeline, model)
    place(pipeline, model, device)
    return Pipelines(pipeline, model, device, adapter)


def _adapter(pipeline: Any, folder: Path) -> IpAdapter | None:
    files = ip_adapter_files(folder)
    if files is not None:
        return IpAdapter(pipeline, files)
    if (folder / "ip_adapter").is_dir():
        log.warning(
            "adapter.not_loaded folder=%s: wanted are one whole .safetensors file and image_encoder/ beside it; other "
            "formats are not loaded, since they can run code",
            f"{folder.name}/ip_adapter",
        )
    return None


def _work_in(pipeline: Any, lora: Path) -> None:
    """Add a LoRA to the weights for good: it then costs nothing at each step."""
    pipeline.load_lora_weights(str(lora.parent), weight_name=lora.name, local_files_only=True, use_safetensors=True)
    pipeline.fuse_lora()
    pipeline.unload_lora_weights()


def damaged(model: Model) -> BackendUnavailable:
    """What to raise when a folder that looked complete does not load; the cause is kept for the log."""
    return BackendUnavailable(
        f"{model.title} could not be loaded: its folder seems damaged. Download it again, or use the built-in backend."
    )


def silence() -> None:
    """Keep the libraries from drawing progress bars, and from logging prompts that are too long for the encoder."""
    from diffusers.utils import logging as diffusers_logging
    from transformers.utils import logging as transformers_logging

    for library in (diffusers_logging, transformers_logging):
        library.disable_progress_bar()
        library.set_verbosity_error()


def schedule(pipeline: Any, model: Model) -> None:
    """Put in the scheduler that the presets ask for, keeping the folder's noise schedule."""
    import diffusers

    options: dict[str, tuple[str, dict[str, Any]]] = {
        # Karras et al. 2022 noise levels with the second-order multistep solver of Lu et al. 2022 (DPM-Solver++).
        "dpmpp-2m-karras": ("DPMSolverMultistepScheduler", {"use_karras_sigmas": True}),
        "euler": ("EulerDiscreteScheduler", {}),
        # Few-step models are trained to begin at pure noise (Lin et al. 2024, SDXL-Lightning).
        "euler-trailing": ("EulerDiscreteScheduler", {"timestep_spacing": "trailing"}),
        "ddim": ("DDIMScheduler", {}),
    }
    if model.presets.scheduler:
        name, changes = options[model.presets.scheduler]
        pipeline.scheduler = getattr(diffusers, name).from_config(pipeline.scheduler.config, **changes)


def accepted(pipeline: Any, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Those arguments that the pipeline's call knows: distilled models, for one, take no negative prompt."""
    return {name: value for name, value in arguments.items() if takes(pipeline, name)}


def takes(pipeline: Any, argument: str) -> bool:
    """Whether the pipeline's call knows an argument."""
    return argument in inspect.signature(pipeline.__call__).parameters


def scheduled_steps(pipeline: Any, steps: int, denoising: float) -> int:
    """`num_inference_steps` that makes `steps` be done when only a share `denoising` (0..1) of the noise is removed.

    Image-to-image does the last `denoising` of the schedule only. A latent consistency model spreads all its steps
    over that share by itself (Luo et al. 2023).
    """
    if takes(pipeline, "original_inference_steps"):
        return steps
    return math.ceil(steps / denoising)
