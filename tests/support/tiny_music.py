"""ACE-Step 1.5 of the real classes with a few thousand random weights, saved as it would be downloaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

_HIDDEN, _LATENT = 32, 8
_ATTENTION: dict[str, Any] = {"num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 8, "sliding_window": 16}


def save_ace_step(folder: Path, tokenizer: Any) -> Path:
    """Makes stereo noise at 4 kHz, 125 latents a second. `tokenizer` is one of Qwen's kind."""
    from diffusers import (
        AceStepConditionEncoder,
        AceStepPipeline,
        AceStepTransformer1DModel,
        AutoencoderOobleck,
        FlowMatchEulerDiscreteScheduler,
    )
    from transformers import Qwen3Config, Qwen3Model

    torch.manual_seed(0)
    text = Qwen3Config(
        vocab_size=300,
        hidden_size=_HIDDEN,
        intermediate_size=64,
        num_hidden_layers=1,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=8,
    )
    pipeline = AceStepPipeline(
        vae=AutoencoderOobleck(
            encoder_hidden_size=8,
            downsampling_ratios=[4, 8],
            channel_multiples=[1, 2],
            decoder_channels=8,
            decoder_input_channels=_LATENT,
            audio_channels=2,
            sampling_rate=4000,
        ).eval(),
        text_encoder=Qwen3Model(text).eval(),
        tokenizer=tokenizer,
        transformer=AceStepTransformer1DModel(
            hidden_size=_HIDDEN,
            intermediate_size=64,
            num_hidden_layers=2,
            in_channels=3 * _LATENT,
            audio_acoustic_hidden_dim=_LATENT,
            is_turbo=True,
            **_ATTENTION,
        ).eval(),
        condition_encoder=AceStepConditionEncoder(
            hidden_size=_HIDDEN,
            intermediate_size=64,
            text_hidden_dim=_HIDDEN,
            timbre_hidden_dim=_LATENT,
            num_lyric_encoder_hidden_layers=1,
            num_timbre_encoder_hidden_layers=1,
            **_ATTENTION,
        ).eval(),
        scheduler=FlowMatchEulerDiscreteScheduler(num_train_timesteps=1, shift=1.0),
    )
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder
