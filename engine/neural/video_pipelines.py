"""Loads video pipelines of the Wan and LTX families from disk, and places them on the device."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

from data.catalogue import Model
from data.video_presets import VideoPresets
from engine.neural.device import Device
from engine.neural.pipelines import silence
from engine.neural.placement import place
from engine.neural.weights import weight_variant

_FROM_TEXT = {"WanPipeline": "WanPipeline", "LTXPipeline": "LTXPipeline", "LTXImageToVideoPipeline": "LTXPipeline"}
_FROM_IMAGE = {
    "WanPipeline": "WanImageToVideoPipeline",
    "WanImageToVideoPipeline": "WanImageToVideoPipeline",
    "LTXPipeline": "LTXImageToVideoPipeline",
    "LTXImageToVideoPipeline": "LTXImageToVideoPipeline",
}
_BOTH = "LTXConditionPipeline"
_SETTINGS = ("boundary_ratio", "expand_timesteps")  # of Wan pipelines, which are no parts


class VideoPipelines:
    """One model's weights on a device, and the pipelines that film with them. By one thread at a time."""

    def __init__(self, pipeline: Any, model: Model, device: Device) -> None:
        """Takes a pipeline as it was loaded, and places it."""
        self._model = model
        self._device = device
        self._offload = device.tier(model).offload
        self._loaded = pipeline
        self._made = {type(pipeline).__name__: pipeline}
        place(pipeline, model, device)

    @property
    def parts(self) -> list[Any]:
        """Networks, schedulers and all else that the pipelines share."""
        return list(self._loaded.components.values())

    @property
    def vae(self) -> Any:
        """The decoder."""
        return self._loaded.vae

    def rest_vae(self) -> None:
        """Take the decoder off the card after use in the middle of a call, where parts take turns there."""
        if self._offload == "model":
            self._loaded.vae.to("cpu")

    def from_text(self) -> Any:
        """The pipeline that films words. Raises ValueError where the model needs a start image."""
        name = type(self._loaded).__name__
        if name not in (_BOTH, *_FROM_TEXT):
            raise ValueError(f"{name} needs a start image")
        return self._sibling(_FROM_TEXT.get(name, name))

    def from_image(self) -> Any:
        """The pipeline that films words from a start image on. It shares all parts, and so takes no more memory."""
        name = type(self._loaded).__name__
        return self._sibling(_FROM_IMAGE.get(name, name))

    def words(self, prompt: str, negative_prompt: str, *, guided: bool) -> dict[str, Any]:
        """The arguments of a call that say what to show: for Wan, the prompts as its encoder reads them.

        WanImageToVideoPipeline cleans prompts with a library that it does not ask for; WanPipeline works without it.
        """
        if not type(self._loaded).__name__.startswith("Wan"):
            return {"prompt": prompt, "negative_prompt": negative_prompt}
        import torch

        pipeline = self._sibling("WanPipeline")
        with torch.no_grad():
            positive, negative = pipeline.encode_prompt(
                prompt,
                negative_prompt,
                do_classifier_free_guidance=guided,
                max_sequence_length=512,
                device=pipeline._execution_device,
            )
        return {"prompt_embeds": positive, "negative_prompt_embeds": negative}

    def decode(self, *, frugally: bool) -> None:
        """Whether pictures are read and decoded in tiles and, by LTX, a few frames at a time: slower, less memory.

        They always are where not all of the model stays on the card.
        """
        vae, frugally = self._loaded.vae, frugally or self._offload != "none"
        (vae.enable_tiling if frugally else vae.disable_tiling)()
        for name in ("use_framewise_encoding", "use_framewise_decoding"):
            if hasattr(vae, name):
                setattr(vae, name, frugally)

    def _sibling(self, class_name: str) -> Any:
        if class_name not in self._made:
            import diffusers

            self._made[class_name] = _rebuilt(getattr(diffusers, class_name), self._loaded)
            if self._offload == "model":  # else its parts would not take turns
                self._made[class_name].enable_model_cpu_offload(device=self._device.kind)
        return self._made[class_name]


def load_video_pipelines(folder: Path, model: Model, device: Device) -> VideoPipelines:
    """The folder's pipelines, on the device, silent.

    Reads safetensors only, never the network, never code from the folder.

    Raises:
        OSError, ValueError: the folder is no such pipeline or is damaged.
        RuntimeError: the device has too little memory.
    """
    import diffusers
    import torch

    silence()
    name = json.loads((folder / "model_index.json").read_text(encoding="utf-8")).get("_class_name")
    if name not in (_BOTH, *_FROM_TEXT, *_FROM_IMAGE):
        raise ValueError(f"{name} is no pipeline of the Wan or LTX family")
    dtypes = {"default": getattr(torch, device.dtype_for(model))}
    if video_presets(model).float32_vae:
        dtypes["vae"] = torch.float32
    pipeline = getattr(diffusers, name).from_pretrained(
        str(folder),
        dtype=dtypes,
        variant=weight_variant(folder),
        use_safetensors=True,
        local_files_only=True,
        trust_remote_code=False,
    )
    pipeline.set_progress_bar_config(disable=True)
    shift = video_presets(model).flow_shift
    if shift is not None and "flow_shift" in pipeline.scheduler.config:
        pipeline.scheduler = type(pipeline.scheduler).from_config(pipeline.scheduler.config, flow_shift=shift)
    return VideoPipelines(pipeline, model, device)


def video_presets(model: Model) -> VideoPresets:
    """The model's presets for videos. Raises ValueError for one that makes none."""
    if model.video is None:
        raise ValueError(f"{model.key} makes no videos")
    return model.video


def _rebuilt(pipeline_class: Any, pipeline: Any) -> Any:
    """A pipeline of another class around the same parts."""
    known = inspect.signature(pipeline_class.__init__).parameters
    parts = {name: part for name, part in pipeline.components.items() if name in known}
    settings = {name: pipeline.config[name] for name in _SETTINGS if name in known and name in pipeline.config}
    made = pipeline_class(**parts, **settings)
    made.set_progress_bar_config(disable=True)
    return made
