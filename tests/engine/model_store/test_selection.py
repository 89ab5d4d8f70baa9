"""Which of a repository's files are taken, on the names that real repositories have."""

from __future__ import annotations

from typing import Any

import pytest

from data.catalogue import load_catalogue
from domain.errors import Unavailable
from engine.model_store.manifest import RemoteFile
from engine.model_store.selection import choose

MODELS = load_catalogue()
SDXL_INDEX = {
    "_class_name": "StableDiffusionXLPipeline",
    "force_zeros_for_empty_prompt": True,
    "scheduler": ["diffusers", "EulerDiscreteScheduler"],
    "text_encoder": ["transformers", "CLIPTextModel"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
    "unet": ["diffusers", "UNet2DConditionModel"],
    "vae": ["diffusers", "AutoencoderKL"],
}


def chosen(key: str, names: str, index: dict[str, Any] | None) -> set[str]:
    listed = [RemoteFile(path=name, size=10, sha256="a" * 64) for name in names.split()]
    return {file.path for file in choose(MODELS[key], listed, index)}


def test_half_precision_is_taken_where_it_is_offered_and_nothing_twice() -> None:
    names = """
        .gitattributes LICENSE.md README.md 01.png model_index.json
        sd_xl_base_1.0.safetensors sd_xl_base_1.0_0.9vae.safetensors sd_xl_offset_example-lora_1.0.safetensors
        scheduler/scheduler_config.json
        text_encoder/config.json text_encoder/flax_model.msgpack text_encoder/model.fp16.safetensors
        text_encoder/model.onnx text_encoder/model.safetensors text_encoder/openvino_model.bin
        text_encoder/openvino_model.xml
        tokenizer/merges.txt tokenizer/special_tokens_map.json tokenizer/tokenizer_config.json tokenizer/vocab.json
        unet/config.json unet/diffusion_flax_model.msgpack unet/diffusion_pytorch_model.fp16.safetensors
        unet/diffusion_pytorch_model.safetensors unet/model.onnx unet/model.onnx_data
        vae/config.json vae/diffusion_pytorch_model.safetensors
        vae_1_0/config.json vae_1_0/diffusion_pytorch_model.safetensors vae_decoder/config.json vae_decoder/model.onnx
    """
    assert chosen("sdxl", names, SDXL_INDEX) == set(
        """
        LICENSE.md model_index.json scheduler/scheduler_config.json
        text_encoder/config.json text_encoder/model.fp16.safetensors
        tokenizer/merges.txt tokenizer/special_tokens_map.json tokenizer/tokenizer_config.json tokenizer/vocab.json
        unet/config.json unet/diffusion_pytorch_model.fp16.safetensors
        vae/config.json vae/diffusion_pytorch_model.safetensors
        """.split()
    )


def test_shards_are_taken_with_their_table_and_without_the_whole() -> None:
    names = """
        model_index.json configuration.json text_encoder/config.json text_encoder/model.safetensors
        text_encoder/model-00001-of-00002.safetensors text_encoder/model-00002-of-00002.safetensors
        text_encoder/model.safetensors.index.json text_encoder/pytorch_model.bin.index.json
        text_encoder/pytorch_model-00001-of-00002.bin
        unet/config.json unet/diffusion_pytorch_model.safetensors
    """
    index = {name: SDXL_INDEX[name] for name in ("text_encoder", "unet")}
    assert chosen("sdxl", names, index) == set(
        """
        model_index.json text_encoder/config.json text_encoder/model.safetensors.index.json
        text_encoder/model-00001-of-00002.safetensors text_encoder/model-00002-of-00002.safetensors
        unet/config.json unet/diffusion_pytorch_model.safetensors
        """.split()
    )


def test_a_chat_model_lies_side_by_side_with_its_tokenizer() -> None:
    needed = """
        LICENSE config.json generation_config.json merges.txt model-00001-of-00002.safetensors
        model-00002-of-00002.safetensors model.safetensors.index.json tokenizer.json tokenizer_config.json vocab.json
        chat_template.jinja
    """
    unneeded = " .gitattributes README.md original/consolidated.safetensors model.gguf tool.py training_args.bin"
    assert chosen("qwen3-4b", needed + unneeded, None) == set(needed.split())


@pytest.mark.parametrize("weights", ["unet/diffusion_pytorch_model.bin", "unet/diffusion_pytorch_model.ckpt", ""])
def test_weights_that_can_run_code_are_no_weights(weights: str) -> None:
    with pytest.raises(Unavailable, match="unet has no safetensors weights"):
        chosen("sdxl", f"model_index.json unet/config.json {weights}", {"unet": SDXL_INDEX["unet"]})


def test_an_index_cannot_point_out_of_the_repository() -> None:
    with pytest.raises(Unavailable, match="no safetensors"):
        chosen("sdxl", "model_index.json secret/model.safetensors", {"../secret": SDXL_INDEX["unet"]})
