"""What fits where. The cards are described, not there."""

from __future__ import annotations

import pytest

from data.catalogue import load_catalogue
from engine.neural.device import Device, detect
from engine.neural.memory import is_out_of_memory

MODELS = load_catalogue()
CPU = Device("cpu", "processor", 0.0, "float32")


def card(total_gb: float) -> Device:
    return Device("cuda", "card", total_gb, "bfloat16")


def test_detects_something_that_can_compute() -> None:
    device = detect()

    assert device.kind in ("cuda", "mps", "cpu")
    assert (device.total_gb == 0) == (device.kind == "cpu")
    if device.kind == "cpu":
        assert (device.dtype, device.free_gb()) == ("float32", None)


@pytest.mark.parametrize(
    ("total_gb", "fits", "offloads"), [(3, False, True), (3.9, True, True), (8, True, True), (12, True, False)]
)
def test_sdxl_takes_turns_on_a_small_card_and_stays_on_a_large_one(total_gb: float, fits: bool, offloads: bool) -> None:
    assert card(total_gb).fits(MODELS["sdxl"]) == fits
    assert card(total_gb).offloads(MODELS["sdxl"]) == offloads


def test_only_models_made_for_it_run_on_the_processor() -> None:
    assert CPU.fits(MODELS["lcm-dreamshaper"]) and CPU.fits(MODELS["qwen3-0-6b"])
    assert not CPU.fits(MODELS["sdxl"])
    assert not CPU.offloads(MODELS["lcm-dreamshaper"])


def test_large_pictures_are_decoded_in_tiles() -> None:
    sdxl = MODELS["sdxl"]
    larger = sdxl.model_copy(update={"presets": sdxl.presets.model_copy(update={"max_side": 1536})})

    assert not card(24).tiles(sdxl) and card(24).tiles(larger)
    assert card(8).tiles(sdxl), "and all of them where the model only just fits"


def test_a_model_may_ask_for_a_type_but_the_processor_computes_in_float32() -> None:
    old_card = Device("cuda", "card", 8, "float16")

    assert old_card.dtype_for(MODELS["sdxl"]) == "float16"
    assert old_card.dtype_for(MODELS["z-image-turbo"]) == "bfloat16"
    assert CPU.dtype_for(MODELS["z-image-turbo"]) == "float32"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (RuntimeError("MPS backend out of memory (MPS allocated: 9.1 GB)"), True),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"), True),
        (RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate"), True),
        (MemoryError(), True),
        (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), False),
        (ValueError("out of memory"), False),
    ],
)
def test_knows_a_lack_of_memory_by_its_text(error: Exception, expected: bool) -> None:
    assert is_out_of_memory(error) == expected


def test_knows_torchs_own_error() -> None:
    import torch

    assert is_out_of_memory(torch.OutOfMemoryError("CUDA out of memory."))
