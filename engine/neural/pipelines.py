"""Loads diffusion pipelines from disk, and knows how their calls differ."""

from __future__ import annotations

import inspect
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.catalogue import Model
from domain.errors import BackendUnavailable
from engine.neural.device import Device
from engine.neural.weights import weight_variant


def load_image_to_image(folder: Path, model: Model, device: Device) -> Any:
    """The folder's image-to-image pipeline, on the device, silent.

    Reads safetensors only, never the network, never code from the folder.

    Raises:
        OSError, ValueError: the folder is no such pipeline or is damaged.
        RuntimeError: the device has too little memory.
    """
    import torch
    from diffusers import AutoPipelineForImage2Image

    silence()
    pipeline = AutoPipelineForImage2Image.from_pretrained(
        str(folder),
        dtype=getattr(torch, device.dtype_for(model)),
        variant=weight_variant(folder),
        use_safetensors=True,
        local_files_only=True,
        trust_remote_code=False,
    )
    pipeline.set_progress_bar_config(disable=True)
    _schedule(pipeline, model)
    place(pipeline, model, device)
    return pipeline


def damaged(model: Model) -> BackendUnavailable:
    """What to raise when a folder that looked complete does not load; the cause is kept for the log."""
    return BackendUnavailable(
        f"{model.title} could not be loaded: its folder seems damaged. Download it again, or use the built-in backend."
    )


def silence() -> None:
    """Keep the libraries from drawing progress bars, and from logging prompts that are too long for the encoder."""
    from diffusers.utils import logging as diffusers_logging
    from transformers.utils import logging as transformers_logging

    for logging in (diffusers_logging, transformers_logging):
        logging.disable_progress_bar()
        logging.set_verbosity_error()


def _schedule(pipeline: Any, model: Model) -> None:
    """Put in the scheduler that the presets ask for, keeping the folder's noise schedule."""
    import diffusers

    options: dict[str, tuple[str, dict[str, Any]]] = {
        # Karras et al. 2022 noise levels with the second-order multistep solver of Lu et al. 2022 (DPM-Solver++).
        "dpmpp-2m-karras": ("DPMSolverMultistepScheduler", {"use_karras_sigmas": True}),
        "euler": ("EulerDiscreteScheduler", {}),
        "ddim": ("DDIMScheduler", {}),
    }
    if model.presets.scheduler:
        name, changes = options[model.presets.scheduler]
        pipeline.scheduler = getattr(diffusers, name).from_config(pipeline.scheduler.config, **changes)


def place(pipeline: Any, model: Model, device: Device) -> None:
    """Put a pipeline on the device: whole where it fits, else part by part when each is needed."""
    import torch

    if hasattr(pipeline, "unet"):
        pipeline.unet.to(memory_format=torch.channels_last)  # convolutions run some 1.2 times faster
    if device.tiles(model):
        pipeline.vae.enable_tiling()
    if device.offloads(model):
        pipeline.enable_model_cpu_offload()
    else:
        pipeline.to(device.kind)


def accepted(pipeline: Any, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Those arguments that the pipeline's call knows: distilled models, for one, take no negative prompt."""
    known = inspect.signature(pipeline.__call__).parameters
    return {name: value for name, value in arguments.items() if name in known}


def scheduled_steps(pipeline: Any, steps: int, denoising: float) -> int:
    """`num_inference_steps` that makes `steps` be done when only a share `denoising` (0..1) of the noise is removed.

    Image-to-image does the last `denoising` of the schedule only. A latent consistency model spreads all its steps
    over that share by itself (Luo et al. 2023).
    """
    if "original_inference_steps" in inspect.signature(pipeline.__call__).parameters:
        return steps
    return math.ceil(steps / denoising)
