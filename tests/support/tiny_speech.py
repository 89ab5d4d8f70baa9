"""Pocket TTS of the real classes with a few thousand random weights, saved as it would be downloaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

_HIDDEN, _LATENT = 32, 8
_SPECIAL = {
    "audio_prompt_bos_token": "<|audio_prompt_bos|>",
    "audio_prompt_token": "<|audio_prompt|>",
    "audio_latent_token": "<|audio_latent|>",
    "audio_bos_token": "<|audio_bos|>",
}
_TEMPLATE = (
    "{% for message in messages %}{% for item in message.content %}"
    "{% if item.type == 'audio' %}<|audio_prompt_bos|><|audio_prompt|>{% else %}{{ item.text }}{% endif %}"
    "{% endfor %}{% endfor %}<|audio_bos|>"
)
FRAME = 1920
"""Samples of sound at 24 kHz that one latent stands for, as in the real codec."""


def save_pocket_tts(folder: Path) -> Path:
    """The voice, its codec beside it in `pocket-tts-codec`, and five voices as latents.

    It hums about as long as people take to say the text: 14 letters a second, and half a second more.
    """
    from transformers import PocketTTSConfig, PocketTTSFlowHeadConfig, PocketTTSForConditionalGeneration

    torch.manual_seed(0)
    tokenizer = _tokenizer()
    identity = {f"{name}_id": tokenizer.convert_tokens_to_ids(token) for name, token in _SPECIAL.items()}
    head = PocketTTSFlowHeadConfig(
        hidden_size=_HIDDEN,
        num_hidden_layers=1,
        latent_dim=_LATENT,
        condition_dim=_HIDDEN,
        frequency_embedding_size=16,
    )
    config = PocketTTSConfig(
        flow_head_config=head,
        vocab_size=len(tokenizer),
        hidden_size=_HIDDEN,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        latent_dim=_LATENT,
        pad_token_id=tokenizer.pad_token_id,
        frame_rate=2.5,  # only says how long it speaks at most; a token is a letter here, not a third of a word
        **identity,
    )
    model = PocketTTSForConditionalGeneration(config).eval()
    with torch.no_grad():  # it never finds that it has said all
        model.eos_head.weight.zero_()
        model.eos_head.bias.fill_(-50.0)
    model.save_pretrained(folder)
    _codec(folder.parent / "pocket-tts-codec")
    _processor(tokenizer).save_pretrained(folder)
    _save_voices(folder / "voices")
    return folder


def _tokenizer() -> Any:
    """One token for each ASCII character."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    letters = [chr(n) for n in range(32, 127)]
    vocabulary = {token: n for n, token in enumerate(["<unk>", "<pad>", *letters, *_SPECIAL.values()])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.decoder = decoders.Fuse()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token="<unk>",
        pad_token="<pad>",
        padding_side="left",
        extra_special_tokens=_SPECIAL,
    )


def _processor(tokenizer: Any) -> Any:
    from transformers import PocketTTSFeatureExtractor, PocketTTSProcessor

    return PocketTTSProcessor(PocketTTSFeatureExtractor(), tokenizer, chat_template=_TEMPLATE)


def _codec(folder: Path) -> None:
    from transformers import PocketTTSAudioTokenizerConfig, PocketTTSAudioTokenizerModel

    config = PocketTTSAudioTokenizerConfig(
        hidden_size=_HIDDEN,
        num_filters=4,
        num_hidden_layers=1,
        intermediate_size=32,
        num_attention_heads=2,
        num_key_value_heads=2,
        upsample_groups=_HIDDEN,
        latent_dim=_LATENT,
        sliding_window=16,
    )
    PocketTTSAudioTokenizerModel(config).eval().save_pretrained(folder)


def _save_voices(folder: Path) -> None:
    from safetensors.torch import save_file

    folder.mkdir()
    for name in ("bill_boerst", "marius", "alba", "eponine", "child"):
        save_file({"latents": torch.randn(5, _LATENT)}, folder / f"{name}.safetensors")
