"""How somebody sounds, as a model that speaks takes it, and the files that hold it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.speech_presets import SpeechPresets

RECORDING = ".wav"
_STATE = ".safetensors"
_LAYER = re.compile(r"\d+")


@dataclass(frozen=True, eq=False)
class VoicePrompt:
    """A voice: one of these.

    Attributes:
        latents: tensor (frames, latent_dim) of the codec.
        cache: keys and values of each layer after hearing the voice, tensors (1, heads, positions, head_dim).
    """

    latents: Any = None
    cache: Sequence[tuple[Any, Any]] = ()


def voice_file(folder: Path, voice: str, presets: SpeechPresets, *, recordings: bool) -> Path | None:
    """The file of one of the studio's voices in a model's folder; None where there is none.

    `voices/<voice>` is the owner's own and goes first; then comes the one that the presets name.

    Args:
        recordings: whether WAV files serve, too.
    """
    suffixes = (_STATE, RECORDING) if recordings else (_STATE,)
    names = [name for name in (voice, presets.voices.get(voice)) if name]
    files = (folder / "voices" / f"{name}{suffix}" for name in names for suffix in suffixes)
    return next((file for file in files if file.is_file()), None)


def read_voice(file: Path, latent_dim: int) -> VoicePrompt:
    """A safetensors file with either one tensor of latents or each layer's keys and values.

    Raises:
        OSError, ValueError: it holds neither.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        tensors = load_file(file)
    except SafetensorError as error:
        raise ValueError(f"{file.name} is damaged") from error
    if len(tensors) == 1:
        latents = next(iter(tensors.values())).float()
        if latents.shape[-1] == latent_dim and latents.numel():
            return VoicePrompt(latents=latents.reshape(-1, latent_dim))
        raise ValueError(f"{file.name} holds no latents of {latent_dim} numbers")
    return VoicePrompt(cache=_layers(file.name, tensors))


def _layers(name: str, tensors: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for key, tensor in tensors.items():
        layer, kind = _LAYER.search(key), "key" if "key" in key else "value" if "value" in key else None
        if layer and kind and tensor.ndim == 4:
            found.setdefault(int(layer[0]), {})[kind] = tensor
    pairs = [found.get(number, {}) for number in range(len(found))]
    if not pairs or any(set(pair) != {"key", "value"} for pair in pairs):
        raise ValueError(f"{name} holds neither latents nor the keys and values of layers")
    return [(pair["key"], pair["value"]) for pair in pairs]
