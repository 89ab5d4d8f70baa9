"""Pipelines of the real classes with a few thousand random weights, saved as they would be downloaded.

What they draw is noise, but loading, scheduling, stepping, cancelling and decoding run as with full-size weights.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from tests.support.tiny_music import save_ace_step
from tests.support.tiny_speech import save_pocket_tts

_HIDDEN = 32
_CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_NOISE = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "steps_offset": 1}


def save_sd15(folder: Path, *, with_checker: bool = True) -> Path:
    """Stable Diffusion 1.5, by default with a safety checker that finds nothing."""
    from diffusers import DDIMScheduler, StableDiffusionPipeline

    torch.manual_seed(0)
    tokenizer = _clip_tokenizer()
    pipeline = StableDiffusionPipeline(
        vae=_vae(),
        text_encoder=_clip_text(tokenizer),
        tokenizer=tokenizer,
        unet=_unet(cross_attention_dim=_HIDDEN, attention_head_dim=4),
        scheduler=DDIMScheduler(**_NOISE, clip_sample=False, set_alpha_to_one=False),
        safety_checker=_checker(2.0) if with_checker else None,
        feature_extractor=_clip_processor() if with_checker else None,
        image_encoder=None,
        requires_safety_checker=with_checker,
    )
    return _saved(pipeline, folder)


def save_prudish_sd15(folder: Path) -> Path:
    """Stable Diffusion 1.5 whose safety checker withholds everything."""
    save_sd15(folder)
    _checker(-2.0).save_pretrained(folder / "safety_checker")
    return folder


def save_checker(folder: Path, threshold: float, *, apart: bool) -> None:
    """A safety checker by itself: in one folder, or `apart` in two, as Stable Diffusion brings it along."""
    torch.manual_seed(0)
    _checker(threshold).save_pretrained(folder / "safety_checker" if apart else folder)
    _clip_processor().save_pretrained(folder / "feature_extractor" if apart else folder)


def save_lcm(folder: Path) -> Path:
    """A latent consistency model distilled from Stable Diffusion 1.5: few steps, no negative prompt."""
    from diffusers import LatentConsistencyModelPipeline, LCMScheduler

    torch.manual_seed(0)
    tokenizer = _clip_tokenizer()
    pipeline = LatentConsistencyModelPipeline(
        vae=_vae(),
        text_encoder=_clip_text(tokenizer),
        tokenizer=tokenizer,
        unet=_unet(cross_attention_dim=_HIDDEN, attention_head_dim=4, time_cond_proj_dim=_HIDDEN),
        scheduler=LCMScheduler(),
        safety_checker=None,
        feature_extractor=None,
        image_encoder=None,
        requires_safety_checker=False,
    )
    return _saved(pipeline, folder)


def save_sdxl(folder: Path) -> Path:
    from diffusers import EulerDiscreteScheduler, StableDiffusionXLPipeline

    torch.manual_seed(0)
    first, second = _clip_tokenizer(), _clip_tokenizer()
    pipeline = StableDiffusionXLPipeline(
        vae=_vae(),
        text_encoder=_clip_text(first),
        text_encoder_2=_clip_text(second, projected=True),
        tokenizer=first,
        tokenizer_2=second,
        unet=_sdxl_unet(),
        feature_extractor=None,
        image_encoder=None,
        scheduler=EulerDiscreteScheduler(**_NOISE, timestep_spacing="leading"),
    )
    return _saved(pipeline, folder)


def save_sdxl_with_ip_adapter(folder: Path) -> Path:
    """SDXL with an IP-Adapter in its folder."""
    return _with_ip_adapter(save_sdxl(folder))


def save_sd15_with_ip_adapter(folder: Path) -> Path:
    """Stable Diffusion 1.5 with a safety checker and an IP-Adapter in its folder."""
    return _with_ip_adapter(save_sd15(folder))


def _with_ip_adapter(folder: Path) -> Path:
    from safetensors.torch import save_file

    adapter = folder / "ip_adapter"
    torch.manual_seed(0)
    encoder = _clip_vision()
    encoder.save_pretrained(adapter / "image_encoder")
    save_file(_ip_adapter(folder, encoder.config.projection_dim), adapter / "ip-adapter_tiny.safetensors")
    return folder


def save_lightning_lora(folder: Path) -> Path:
    """A LoRA for the tiny SDXL's UNet, strong enough to be seen."""
    from diffusers import StableDiffusionXLPipeline
    from diffusers.utils import convert_state_dict_to_diffusers
    from peft import LoraConfig, get_peft_model_state_dict

    torch.manual_seed(0)
    unet = _sdxl_unet()
    unet.add_adapter(LoraConfig(r=2, init_lora_weights="gaussian", target_modules=["to_q", "to_k", "to_v"]))
    with torch.no_grad():
        for name, weight in unet.named_parameters():
            if "lora_B" in name:  # made as zeros
                weight.normal_()
    layers = convert_state_dict_to_diffusers(get_peft_model_state_dict(unet))
    name = "sdxl_lightning_4step_lora.safetensors"
    StableDiffusionXLPipeline.save_lora_weights(folder, unet_lora_layers=layers, weight_name=name)
    return folder


def save_z_image(folder: Path) -> Path:
    from diffusers import FlowMatchEulerDiscreteScheduler, ZImagePipeline, ZImageTransformer2DModel

    torch.manual_seed(0)
    tokenizer = _qwen_tokenizer()
    transformer = ZImageTransformer2DModel(
        all_patch_size=(2,),
        all_f_patch_size=(1,),
        in_channels=16,
        dim=32,
        n_layers=2,
        n_refiner_layers=1,
        n_heads=2,
        n_kv_heads=2,
        cap_feat_dim=_HIDDEN,
        axes_dims=[8, 4, 4],
        axes_lens=[1024, 64, 64],
    )
    with torch.no_grad():  # these two are made without being filled
        transformer.x_pad_token.zero_()
        transformer.cap_pad_token.zero_()
    vae = _vae(16, use_quant_conv=False, use_post_quant_conv=False, scaling_factor=0.3611, shift_factor=0.1159)
    pipeline = ZImagePipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        text_encoder=_qwen(tokenizer),
        tokenizer=tokenizer,
        transformer=transformer,
        vae=vae,
    )
    return _saved(pipeline, folder)


def save_flux2_klein(folder: Path) -> Path:
    """FLUX.2 klein, which edits a picture or draws from words alone."""
    from diffusers import (
        AutoencoderKLFlux2,
        FlowMatchEulerDiscreteScheduler,
        Flux2KleinPipeline,
        Flux2Transformer2DModel,
    )

    torch.manual_seed(0)
    tokenizer = _qwen_tokenizer()
    transformer = Flux2Transformer2DModel(
        patch_size=1,
        in_channels=4 * 4,  # patches of 2 x 2 latent pixels
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=3 * _HIDDEN,  # three layers of the text encoder
        axes_dims_rope=(4, 4, 4, 4),
        guidance_embeds=False,
    )
    vae = AutoencoderKLFlux2(
        sample_size=64,
        down_block_types=("DownEncoderBlock2D",) * 2,
        up_block_types=("UpDecoderBlock2D",) * 2,
        block_out_channels=(8, 16),
        layers_per_block=1,
        latent_channels=4,
        norm_num_groups=4,
    )
    pipeline = Flux2KleinPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        text_encoder=_qwen(tokenizer, layers=28),  # the pipeline reads layers 9, 18 and 27
        tokenizer=tokenizer,
        transformer=transformer,
        vae=vae,
    )
    return _saved(pipeline, folder)


def save_chat(folder: Path) -> Path:
    """A Qwen3 chat model that speaks random bytes."""
    torch.manual_seed(0)
    tokenizer = _qwen_tokenizer()
    _qwen(tokenizer).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def save_music(folder: Path) -> Path:
    """ACE-Step 1.5, which makes noise."""
    return save_ace_step(folder, _qwen_tokenizer())


def save_wan_t2v(folder: Path) -> Path:
    """Wan 2.1 from words alone."""
    from diffusers import WanPipeline

    torch.manual_seed(0)
    return _saved(WanPipeline(**_wan_parts(channels=16)), folder)


def save_wan_ti2v(folder: Path) -> Path:
    """Wan 2.2 5B, which takes words and a start image: each latent frame has a timestep of its own."""
    from diffusers import WanPipeline

    torch.manual_seed(0)
    return _saved(WanPipeline(**_wan_parts(channels=16), expand_timesteps=True), folder)


def save_wan_i2v(folder: Path) -> Path:
    """Wan 2.1 from a start image, which it sees through CLIP and through its own encoder."""
    from diffusers import WanImageToVideoPipeline
    from transformers import CLIPVisionConfig, CLIPVisionModel

    torch.manual_seed(0)
    seeing = CLIPVisionConfig(
        hidden_size=_HIDDEN,
        image_size=32,
        intermediate_size=37,
        num_attention_heads=4,
        num_hidden_layers=2,
        patch_size=8,
    )
    pipeline = WanImageToVideoPipeline(
        **_wan_parts(channels=16 + 4 + 16, image_dim=_HIDDEN),  # noise, mask, start image
        image_encoder=CLIPVisionModel(seeing).eval(),
        image_processor=_clip_processor(),
    )
    return _saved(pipeline, folder)


def save_ltx(folder: Path) -> Path:
    """The first LTX-Video: one pipeline for words, another one for a start image."""
    from diffusers import LTXPipeline

    torch.manual_seed(0)
    return _saved(LTXPipeline(**_ltx_parts(with_timestep=False)), folder)


def save_ltx_conditioned(folder: Path) -> Path:
    """A later LTX-Video: one pipeline for both, and a decoder that removes the last noise."""
    from diffusers import LTXConditionPipeline

    torch.manual_seed(0)
    return _saved(LTXConditionPipeline(**_ltx_parts(with_timestep=True)), folder)


BUILDERS: dict[str, Callable[[Path], Path]] = {
    "sd15": save_sd15,
    "sd15-prudish": save_prudish_sd15,
    "lcm": save_lcm,
    "sdxl": save_sdxl,
    "sdxl-ip": save_sdxl_with_ip_adapter,
    "sd15-ip": save_sd15_with_ip_adapter,
    "sdxl-lightning": save_lightning_lora,
    "z-image": save_z_image,
    "flux2-klein": save_flux2_klein,
    "chat": save_chat,
    "wan-t2v": save_wan_t2v,
    "wan-ti2v": save_wan_ti2v,
    "wan-i2v": save_wan_i2v,
    "ltx": save_ltx,
    "ltx-conditioned": save_ltx_conditioned,
    "ace-step": save_music,
    "pocket-tts": save_pocket_tts,
}


def _saved(pipeline: Any, folder: Path) -> Path:
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder


def _unet(**options: Any) -> Any:
    from diffusers import UNet2DConditionModel

    return UNet2DConditionModel(
        block_out_channels=(8, 16),
        layers_per_block=1,
        sample_size=32,
        in_channels=4,
        out_channels=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        norm_num_groups=2,
        **options,
    )


def _sdxl_unet() -> Any:
    return _unet(
        cross_attention_dim=2 * _HIDDEN,
        attention_head_dim=(2, 4),
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        transformer_layers_per_block=(1, 2),
        projection_class_embeddings_input_dim=6 * 8 + _HIDDEN,
    )


def _ip_adapter(folder: Path, projection: int) -> dict[str, torch.Tensor]:
    """Weights of the plain kind, named as published ones are: odd numbers for the cross-attentions in their order."""
    from diffusers import UNet2DConditionModel

    unet = UNet2DConditionModel.from_pretrained(str(folder), subfolder="unet")
    width = unet.config.cross_attention_dim
    weights = {
        "image_proj.proj.weight": torch.randn(4 * width, projection),
        "image_proj.proj.bias": torch.zeros(4 * width),
        "image_proj.norm.weight": torch.ones(width),
        "image_proj.norm.bias": torch.zeros(width),
    }
    crossed = [name for name in unet.attn_processors if name.endswith("attn2.processor")]
    for number, name in enumerate(crossed):
        rows = unet.get_submodule(name.removesuffix(".processor")).to_k.weight.shape[0]
        for kind in ("to_k_ip", "to_v_ip"):
            weights[f"ip_adapter.{2 * number + 1}.{kind}.weight"] = torch.randn(rows, width)
    return weights


def _clip_vision() -> Any:
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    return CLIPVisionModelWithProjection(
        CLIPVisionConfig(
            hidden_size=_HIDDEN,
            image_size=32,
            projection_dim=_HIDDEN,
            intermediate_size=37,
            num_attention_heads=4,
            num_hidden_layers=2,
            patch_size=8,
        )
    ).eval()


def _vae(latent_channels: int = 4, **options: Any) -> Any:
    """Two levels: a latent pixel is 2 x 2 pixels, not 8 x 8 as in the real ones."""
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        block_out_channels=[8, 16],
        in_channels=3,
        out_channels=3,
        norm_num_groups=4,
        down_block_types=["DownEncoderBlock2D"] * 2,
        up_block_types=["UpDecoderBlock2D"] * 2,
        latent_channels=latent_channels,
        sample_size=64,
        **options,
    ).eval()


def _clip_tokenizer() -> Any:
    from transformers import CLIPTokenizer

    letters = _byte_letters()
    tokens = [*letters, *(letter + "</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    return CLIPTokenizer(vocab={token: n for n, token in enumerate(tokens)}, merges=[], model_max_length=77)


def _clip_text(tokenizer: Any, *, projected: bool = False) -> Any:
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    config = CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=_HIDDEN,
        intermediate_size=37,
        projection_dim=_HIDDEN,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=77,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    return (CLIPTextModelWithProjection if projected else CLIPTextModel)(config).eval()


def _clip_processor() -> Any:
    from transformers import CLIPImageProcessorPil

    return CLIPImageProcessorPil(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})


def _checker(threshold: float) -> Any:
    """It withholds a picture when a cosine similarity (-1..1) is above `threshold`."""
    from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
    from transformers import CLIPConfig

    vision = {
        "hidden_size": _HIDDEN,
        "image_size": 32,
        "projection_dim": _HIDDEN,
        "intermediate_size": 37,
        "num_attention_heads": 4,
        "num_hidden_layers": 2,
        "patch_size": 8,
    }
    checker = StableDiffusionSafetyChecker(CLIPConfig(vision_config=vision, projection_dim=_HIDDEN)).eval()
    with torch.no_grad():
        checker.concept_embeds_weights.fill_(threshold)
        checker.special_care_embeds_weights.fill_(threshold)
    return checker


def _qwen_tokenizer() -> Any:
    from transformers import Qwen2Tokenizer

    special = ["<|im_start|>", "<|im_end|>"]
    tokens = [*_byte_letters(), "<|endoftext|>", *special]
    tokenizer = Qwen2Tokenizer(
        vocab={token: n for n, token in enumerate(tokens)},
        merges=[],
        model_max_length=1024,
        additional_special_tokens=special,
    )
    tokenizer.chat_template = _CHAT_TEMPLATE
    return tokenizer


def _qwen(tokenizer: Any, *, layers: int = 3) -> Any:
    from transformers import Qwen3Config, Qwen3ForCausalLM

    config = Qwen3Config(
        vocab_size=300,
        hidden_size=_HIDDEN,
        intermediate_size=64,
        num_hidden_layers=layers,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=8,
        max_position_embeddings=2048,
        eos_token_id=tokenizer.convert_tokens_to_ids("<|im_end|>"),
        bos_token_id=None,
        pad_token_id=tokenizer.convert_tokens_to_ids("<|endoftext|>"),
    )
    return Qwen3ForCausalLM(config).eval()


def _wan_parts(channels: int, **options: Any) -> dict[str, Any]:
    """A latent pixel is 8 x 8 pixels, a latent frame four frames, as in the real Wan 2.1."""
    from diffusers import AutoencoderKLWan, UniPCMultistepScheduler, WanTransformer3DModel

    tokenizer = _t5_tokenizer()
    transformer = WanTransformer3DModel(
        patch_size=(1, 2, 2),
        num_attention_heads=2,
        attention_head_dim=12,
        in_channels=channels,
        out_channels=16,
        text_dim=_HIDDEN,
        freq_dim=32,
        ffn_dim=32,
        num_layers=2,
        cross_attn_norm=True,
        qk_norm="rms_norm_across_heads",
        rope_max_seq_len=64,
        **options,
    )
    return {
        "tokenizer": tokenizer,
        "text_encoder": _t5(tokenizer, "UMT5EncoderModel"),
        "vae": AutoencoderKLWan(base_dim=3, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1),
        "transformer": transformer,
        "scheduler": UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, num_train_timesteps=1000, flow_shift=3.0
        ),
    }


def _ltx_parts(*, with_timestep: bool) -> dict[str, Any]:
    """A latent pixel is 32 x 32 pixels, a latent frame eight frames, as in the real one."""
    from diffusers import AutoencoderKLLTXVideo, FlowMatchEulerDiscreteScheduler, LTXVideoTransformer3DModel

    tokenizer = _t5_tokenizer()
    transformer = LTXVideoTransformer3DModel(
        in_channels=8,
        out_channels=8,
        num_attention_heads=4,
        attention_head_dim=8,
        cross_attention_dim=_HIDDEN,
        caption_channels=_HIDDEN,
        num_layers=1,
    )
    vae = AutoencoderKLLTXVideo(
        latent_channels=8,
        block_out_channels=(8, 8, 8, 8),
        decoder_block_out_channels=(8, 8, 8, 8),
        layers_per_block=(1, 1, 1, 1, 1),
        decoder_layers_per_block=(1, 1, 1, 1, 1),
        spatio_temporal_scaling=(True, True, True, False),
        decoder_spatio_temporal_scaling=(True, True, True, False),
        timestep_conditioning=with_timestep,
        patch_size=4,
        patch_size_t=1,
        encoder_causal=True,
        decoder_causal=False,
    )
    return {
        "scheduler": FlowMatchEulerDiscreteScheduler(),
        "vae": vae,
        "text_encoder": _t5(tokenizer, "T5EncoderModel"),
        "tokenizer": tokenizer,
        "transformer": transformer,
    }


def _t5_tokenizer() -> Any:
    from transformers import T5Tokenizer

    vocabulary = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0)]
    vocabulary += [(chr(letter), -3.0) for letter in range(33, 127)]
    return T5Tokenizer(vocab=vocabulary, extra_ids=0, model_max_length=128)


def _t5(tokenizer: Any, class_name: str) -> Any:
    import transformers

    config = transformers.T5Config if class_name.startswith("T5") else transformers.UMT5Config
    return getattr(transformers, class_name)(
        config(
            vocab_size=len(tokenizer),
            d_model=_HIDDEN,
            d_kv=8,
            d_ff=37,
            num_layers=2,
            num_heads=4,
            feed_forward_proj="gated-gelu",
            pad_token_id=tokenizer.pad_token_id,
            decoder_start_token_id=tokenizer.pad_token_id,
        )
    ).eval()


def _byte_letters() -> list[str]:
    """The 256 printable letters that byte-level BPE writes bytes as (Radford et al. 2019)."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in printable]
    return [chr(byte) for byte in printable] + [chr(256 + n) for n in range(len(others))]
