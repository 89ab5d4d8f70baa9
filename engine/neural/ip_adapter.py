"""Drawing with a reference picture by IP-Adapter (Ye et al. 2023), which reads it like a second prompt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PIL import Image

from engine.neural.framing import Rgb
from engine.neural.weights import IpAdapterFiles


class IpAdapter:
    """An adapter in a pipeline's UNet, switched off at first. Off, the UNet works as it did without it."""

    def __init__(self, pipeline: Any, files: IpAdapterFiles) -> None:
        """Reads safetensors only, never the network. Raises OSError, ValueError where the files don't fit."""
        self._pipeline = pipeline
        self._unet = pipeline.unet
        self._plain = dict(self._unet.attn_processors)
        self._prepare = _add_encoder(pipeline, files)
        pipeline.load_ip_adapter(
            str(files.weights.parent),
            subfolder="",
            weight_name=files.weights.name,
            image_encoder_folder=None,  # the pipeline has one now; this loader would take a pickled one, too
            local_files_only=True,
        )
        self._adapted = dict(self._unet.attn_processors)
        self._projection = self._unet.encoder_hid_proj
        self.off()

    def off(self) -> None:
        """Make the UNet forget the adapter, at no cost."""
        self._switch(self._plain, None, None)

    def on(self, scale: float) -> None:
        """Let what is drawn next heed references; `scale` 0 (not at all) to 1."""
        self._bring()
        self._switch(self._adapted, self._projection, "ip_image_proj")
        self._pipeline.set_ip_adapter_scale(scale)

    def read(self, reference: Rgb) -> list[Any]:
        """The pipeline's `ip_adapter_image` for an H x W x 3 reference: it is heeded by all pictures of a call.

        The pipelines repeat it for every prompt, and so cannot take one for each.
        """
        return [self._prepare(reference)]

    def _bring(self) -> None:
        """Put the adapter where the UNet computes: it was no part of the UNet when that was put there."""
        import torch

        device = self._pipeline._execution_device
        for part in (self._projection, *self._adapted.values()):
            if isinstance(part, torch.nn.Module):
                part.to(device)

    def _switch(self, processors: dict[str, Any], projection: Any, kind: str | None) -> None:
        self._unet.set_attn_processor(dict(processors))  # a copy: the call empties it
        self._unet.encoder_hid_proj = projection
        self._unet.config.encoder_hid_dim_type = kind


def _add_encoder(pipeline: Any, files: IpAdapterFiles) -> Callable[[Rgb], Any]:
    """Register the CLIP image encoder that lies with the adapter; gives what prepares a picture for it."""
    from transformers import CLIPImageProcessorPil, CLIPVisionModelWithProjection

    encoder = CLIPVisionModelWithProjection.from_pretrained(
        str(files.encoder), dtype=pipeline.dtype, use_safetensors=True, local_files_only=True
    )
    pipeline.register_modules(image_encoder=encoder.eval())
    side = encoder.config.image_size
    processor = CLIPImageProcessorPil(size={"shortest_edge": side}, crop_size={"height": side, "width": side})
    # Not the pipeline's feature_extractor: that one is the safety checker's, whose encoder may be another.
    return lambda picture: processor(Image.fromarray(picture), return_tensors="pt").pixel_values
