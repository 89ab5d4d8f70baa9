"""Puts a pipeline's networks where they compute: on the card, or in main memory until they are needed."""

from __future__ import annotations

from typing import Any

from data.catalogue import Model
from engine.neural.device import Device


def place(pipeline: Any, model: Model, device: Device) -> None:
    """Put a pipeline on the device as the model's tier for it says (data.card_tiers)."""
    import torch

    tier = device.tier(model)
    if hasattr(pipeline, "unet"):
        pipeline.unet.to(memory_format=torch.channels_last)  # convolutions run some 1.2 times faster
    if tier.offload == "none":
        pipeline.to(device.kind)
    elif tier.offload == "model":
        pipeline.enable_model_cpu_offload(device=device.kind)
    elif tier.offload == "sequential":
        pipeline.enable_sequential_cpu_offload(device=device.kind)
    else:
        _offload_groups(pipeline, device.kind)
    if tier.compile:
        compile_layers(pipeline)


def decode_frugally(vae: Any, model: Model, device: Device, longest: int) -> None:
    """Prepare for a batch whose longer side has so many pixels: one at a time is decoded, large ones in tiles."""
    vae.enable_slicing()
    if not device.tiles(model, longest):
        vae.disable_tiling()
        return
    vae.enable_tiling()
    factor = vae.tile_sample_min_size // vae.tile_latent_min_size
    vae.tile_sample_min_size = min(vae.config.sample_size, device.tier(model).tile)
    vae.tile_latent_min_size = vae.tile_sample_min_size // factor


def _offload_groups(pipeline: Any, kind: str) -> None:
    """Layers come to the card one group ahead of the computation; the decoder, which is small, stays there."""
    import torch

    pipeline.enable_group_offload(
        onload_device=torch.device(kind),
        offload_type="leaf_level",
        use_stream=kind == "cuda",
        low_cpu_mem_usage=True,  # else all weights are held twice in main memory while they are pinned
        exclude_modules=["vae"],
    )


def compile_layers(pipeline: Any, **options: Any) -> None:
    """Compile the layers that the denoising network repeats: nearly the gain of compiling it whole, in less time.

    `options` are those of torch.compile.
    """
    network = getattr(pipeline, "unet", None) or pipeline.transformer
    network.compile_repeated_blocks(**options)
