"""Image models of their true architecture with random weights: as fast and as large as the real ones, and no download.

The numbers are those of the config.json files that the models are published with: SDXL base 1.0
(stabilityai/stable-diffusion-xl-base-1.0) and Z-Image Turbo (Tongyi-MAI/Z-Image-Turbo, with Qwen3-4B as its encoder).
Only the tokenizers differ: they know single bytes, so a prompt has as many tokens as letters.

`tiny=True` gives the same classes with a few thousand weights, to try the measurement itself on a processor.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

_CLIP_VOCABULARY = 49408
_NOISE = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "steps_offset": 1}


def sdxl(dtype: torch.dtype, device: str, *, tiny: bool = False) -> Any:
    """Stable Diffusion XL 1.0: 3.5 billion weights."""
    from diffusers import EulerDiscreteScheduler, StableDiffusionXLPipeline

    first, second = clip_tokenizer(), clip_tokenizer()
    parts = {
        "unet": lambda: sdxl_unet(tiny=tiny),
        "vae": lambda: _vae(4, scaling_factor=0.13025, force_upcast=not tiny, tiny=tiny),
        "text_encoder": lambda: _clip(first, 768, 12, tiny=tiny),
        "text_encoder_2": lambda: _clip(second, 1280, 32, projected=True, tiny=tiny),
    }
    return StableDiffusionXLPipeline(
        **_built(parts, dtype, device),
        tokenizer=first,
        tokenizer_2=second,
        scheduler=EulerDiscreteScheduler(**_NOISE, timestep_spacing="leading"),
        add_watermarker=False,
    )


def z_image(dtype: torch.dtype, device: str, *, tiny: bool = False) -> Any:
    """Z-Image Turbo: 6.2 billion weights, and 4 billion of the encoder."""
    from diffusers import FlowMatchEulerDiscreteScheduler, ZImagePipeline

    tokenizer = qwen_tokenizer()
    options = {"scaling_factor": 0.3611, "shift_factor": 0.1159, "use_quant_conv": False, "use_post_quant_conv": False}
    parts = {
        "transformer": lambda: z_image_transformer(tiny=tiny),
        "vae": lambda: _vae(16, **options, force_upcast=False, tiny=tiny),
        "text_encoder": lambda: _qwen(tokenizer, tiny=tiny),
    }
    scheduler = FlowMatchEulerDiscreteScheduler(shift=3.0)
    return ZImagePipeline(**_built(parts, dtype, device), tokenizer=tokenizer, scheduler=scheduler)


def sdxl_unet(*, tiny: bool = False) -> Any:
    from diffusers import UNet2DConditionModel

    size: dict[str, Any] = {
        "block_out_channels": (320, 640, 1280),
        "layers_per_block": 2,
        "cross_attention_dim": 2048,
        "transformer_layers_per_block": (1, 2, 10),
        "attention_head_dim": (5, 10, 20),
        "addition_time_embed_dim": 256,
        "projection_class_embeddings_input_dim": 6 * 256 + 1280,
    }
    small: dict[str, Any] = {
        "block_out_channels": (8, 16, 16),
        "layers_per_block": 1,
        "cross_attention_dim": 64,
        "transformer_layers_per_block": (1, 1, 1),
        "attention_head_dim": (2, 4, 4),
        "addition_time_embed_dim": 8,
        "projection_class_embeddings_input_dim": 6 * 8 + 32,
        "norm_num_groups": 2,
    }
    return UNet2DConditionModel(
        sample_size=128,
        in_channels=4,
        out_channels=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        use_linear_projection=True,
        addition_embed_type="text_time",
        **(small if tiny else size),
    )


def z_image_transformer(*, tiny: bool = False) -> Any:
    from diffusers import ZImageTransformer2DModel

    size: dict[str, Any] = {"dim": 3840, "n_layers": 30, "n_refiner_layers": 2, "n_heads": 30, "n_kv_heads": 30}
    small: dict[str, Any] = {"dim": 32, "n_layers": 2, "n_refiner_layers": 1, "n_heads": 2, "n_kv_heads": 2}
    return ZImageTransformer2DModel(
        in_channels=16,
        cap_feat_dim=32 if tiny else 2560,
        axes_dims=[8, 4, 4] if tiny else [32, 48, 48],
        axes_lens=[1536, 512, 512],
        **(small if tiny else size),
    )


def _built(parts: dict[str, Callable[[], Any]], dtype: torch.dtype, device: str) -> dict[str, Any]:
    """Each part made on the device in float32 and converted before the next one is."""
    torch.manual_seed(0)
    built = {}
    for name, make in parts.items():
        with torch.device(device):
            part = make()
        built[name] = part.to(device=device, dtype=dtype).eval()
    return built


def _vae(latent_channels: int, *, tiny: bool, **options: Any) -> Any:
    from diffusers import AutoencoderKL

    channels = (4, 8, 8, 8) if tiny else (128, 256, 512, 512)
    return AutoencoderKL(
        block_out_channels=channels,
        layers_per_block=1 if tiny else 2,
        norm_num_groups=2 if tiny else 32,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=latent_channels,
        sample_size=1024,
        **options,
    )


def _clip(tokenizer: Any, width: int, layers: int, *, projected: bool = False, tiny: bool) -> Any:
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    width, layers = (32, 2) if tiny else (width, layers)
    config = CLIPTextConfig(
        vocab_size=len(tokenizer) if tiny else _CLIP_VOCABULARY,
        hidden_size=width,
        intermediate_size=4 * width,
        projection_dim=width,
        num_hidden_layers=layers,
        num_attention_heads=max(width // 64, 2),
        hidden_act="gelu" if projected else "quick_gelu",
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    return (CLIPTextModelWithProjection if projected else CLIPTextModel)(config)


def _qwen(tokenizer: Any, *, tiny: bool) -> Any:
    from transformers import Qwen3Config, Qwen3ForCausalLM

    size = {"hidden_size": 2560, "intermediate_size": 9728, "num_hidden_layers": 36, "head_dim": 128}
    small = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 3, "head_dim": 8}
    heads = {"num_attention_heads": 4, "num_key_value_heads": 2} if tiny else {"num_attention_heads": 32}
    config = Qwen3Config(
        **{"num_key_value_heads": 8, **(small if tiny else size), **heads},
        vocab_size=300 if tiny else 151936,
        max_position_embeddings=40960,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=tokenizer.convert_tokens_to_ids("<|im_end|>"),
        pad_token_id=tokenizer.convert_tokens_to_ids("<|endoftext|>"),
    )
    return Qwen3ForCausalLM(config)


def clip_tokenizer() -> Any:
    from transformers import CLIPTokenizer

    letters = _byte_letters()
    tokens = [*letters, *(letter + "</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    return CLIPTokenizer(vocab={token: n for n, token in enumerate(tokens)}, merges=[], model_max_length=77)


def qwen_tokenizer() -> Any:
    from transformers import Qwen2Tokenizer

    special = ["<|im_start|>", "<|im_end|>"]
    tokens = [*_byte_letters(), "<|endoftext|>", *special]
    tokenizer = Qwen2Tokenizer(
        vocab={token: n for n, token in enumerate(tokens)}, merges=[], additional_special_tokens=special
    )
    tokenizer.chat_template = "{% for message in messages %}{{ message.content }}{% endfor %}"
    return tokenizer


def _byte_letters() -> list[str]:
    """The 256 printable letters that byte-level BPE writes bytes as (Radford et al. 2019)."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in printable]
    return [chr(byte) for byte in printable] + [chr(256 + n) for n in range(len(others))]
