"""A picture of an unfinished film: its middle frame, decoded by the model's own decoder."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.media.film.render import preview_jpeg


def middle_frame_jpeg(vae: Any, latents: Any, size: tuple[int, int], latent_frames: int) -> bytes | None:
    """A JPEG of at most 64 kB and 480 pixels a side. Must run without gradients.

    Args:
        vae: Wan's or LTX's.
        latents: of one film, 1 x C x F x h x w (Wan) or 1 x (F h w) x C (LTX).
        size: width and height that are drawn, in pixels.
        latent_frames: F.
    """
    if latents.ndim == 3:
        height, width = (side // vae.spatial_compression_ratio for side in (size[1], size[0]))
        latents = latents.unflatten(1, (latent_frames, height, width)).permute(0, 4, 1, 2, 3)
    middle = latent_frames // 2
    decoded = _decoded(vae, latents[:, :, middle : middle + 1])
    rgb = decoded[0, :, 0].float().add(1).mul(127.5).round().clamp(0, 255).byte().permute(1, 2, 0)
    return preview_jpeg(np.ascontiguousarray(rgb.cpu().numpy()))


def _decoded(vae: Any, latents: Any) -> Any:
    """1 x 3 x n x h x w of -1..1."""
    import torch

    config = vae.config
    mean, spread = (values.to(latents.device).float().view(1, -1, 1, 1, 1) for values in _statistics(vae))
    latents = latents.float() * spread + mean
    latents = latents.to(vae.dtype)
    if getattr(config, "timestep_conditioning", False):
        return vae.decode(latents, torch.zeros(1, device=latents.device, dtype=latents.dtype), return_dict=False)[0]
    return vae.decode(latents, return_dict=False)[0]


def _statistics(vae: Any) -> tuple[Any, Any]:
    """Mean and spread that latents of spread 1 were given, by channel. LTX keeps them as weights, Wan as settings."""
    import torch

    if isinstance(vae.config.get("latents_mean"), list | tuple):
        return torch.tensor(vae.config["latents_mean"]), torch.tensor(vae.config["latents_std"])
    return vae.latents_mean, vae.latents_std / vae.config.scaling_factor
