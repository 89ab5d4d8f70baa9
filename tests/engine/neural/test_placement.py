"""Where a pipeline's networks are put on cards of different sizes. The cards are described, not there."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from data.catalogue import Model, load_catalogue
from engine.neural import placement
from engine.neural.device import Device
from engine.neural.ip_adapter import IpAdapter
from engine.neural.pipelines import load_pipelines
from engine.neural.placement import decode_frugally, place
from engine.neural.ticking import _layers
from engine.neural.weights import ip_adapter_files
from tests.support.tiny_catalogue import CPU

Install = Callable[[str], Model]
MODELS = load_catalogue()
pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")


def card(gigabytes: float, kind: Any = "cuda") -> Device:
    return Device(kind, "card", gigabytes, "bfloat16")


class Spy:
    """A pipeline, its UNet and its decoder in one: notes what is done to it."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.unet = self.vae = self
        self.config = SimpleNamespace(sample_size=1024)
        self.tile_sample_min_size, self.tile_latent_min_size = 1024, 128

    def to(self, device: str = "", **_layout: Any) -> None:
        self.done += [device] if device else []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda **_options: self.done.append(name)


@pytest.mark.parametrize(
    ("key", "device", "done"),
    [
        ("sdxl", card(4.2), ["enable_group_offload"]),
        ("sdxl", card(8.3), ["enable_model_cpu_offload"]),
        ("sdxl", card(11.6), ["cuda"]),  # sold as 12 GB
        ("sdxl", card(25.2), ["cuda"]),
        ("sdxl", card(84.9), ["cuda", "compile_repeated_blocks"]),
        ("sdxl", card(6.4, "mps"), ["mps"]),
        ("sdxl", CPU, ["cpu"]),
        ("sd15", card(2.1), ["enable_sequential_cpu_offload"]),
        ("z-image-turbo", card(12.6), ["enable_group_offload"]),
        ("z-image-turbo", card(16.8), ["enable_model_cpu_offload"]),
        ("z-image-turbo", card(25.2), ["cuda"]),
        ("z-image-turbo", card(84.9), ["cuda", "compile_repeated_blocks"]),
        ("sdxl-turbo", card(8.3), ["enable_model_cpu_offload"]),  # of which only two sizes are known
    ],
)
def test_more_memory_means_less_waiting(key: str, device: Device, done: list[str]) -> None:
    pipeline = Spy()

    place(pipeline, MODELS[key], device)

    assert pipeline.done == done


def test_larger_cards_draw_more_at_once_and_decode_larger_pictures_whole() -> None:
    for model in (model for model in MODELS.values() if "text-to-image" in model.tasks and model.tiers):
        at_once = [tier.at_once for tier in model.tiers]
        assert at_once == sorted(at_once) and at_once[-1] == 8, model.key
        assert [tier.tile for tier in model.tiers] == sorted(tier.tile for tier in model.tiers), model.key


@pytest.mark.parametrize(
    ("gigabytes", "longest", "tiling", "tile"),
    [(4.2, 512, False, 1024), (4.2, 1024, True, 512), (25, 1024, False, 1024), (25, 1536, True, 1024)],
)
def test_large_pictures_are_decoded_in_tiles(gigabytes: float, longest: int, tiling: bool, tile: int) -> None:
    vae = Spy()

    decode_frugally(vae, MODELS["sdxl"], card(gigabytes), longest)

    assert vae.done == ["enable_slicing", "enable_tiling" if tiling else "disable_tiling"]
    assert (vae.tile_sample_min_size, vae.tile_latent_min_size) == (tile, tile // 8)


def drawn(pipeline: Any, **changes: Any) -> Any:
    import torch

    pipeline.set_progress_bar_config(disable=True)
    seed = torch.Generator("cpu").manual_seed(3)
    size = {} if "image" in changes else {"width": 64, "height": 64}
    call = {"prompt": "a fox", "num_inference_steps": 4, "generator": seed, **size, **changes}
    return np.asarray(pipeline(**call).images[0]).astype(int)


@pytest.mark.parametrize("key", ["sdxl-ip", "z-image"])
def test_layers_that_come_in_groups_draw_the_same(
    key: str, installed: Install, models_dir: Path, photo: np.ndarray
) -> None:
    model = installed(key)
    plain, grouped = (load_pipelines(models_dir / key, model, CPU) for _ in range(2))
    placement._offload_groups(grouped.from_text(), "cpu")

    assert np.abs(drawn(plain.from_text()) - drawn(grouped.from_text())).max() <= 1
    start = {"image": [Image.fromarray(photo).resize((64, 64))], "strength": 0.7}
    assert np.abs(drawn(plain.from_picture(), **start) - drawn(grouped.from_picture(), **start)).max() <= 1
    if plain.adapter and grouped.adapter:
        read = {"ip_adapter_image": plain.adapter.read(photo)}
        one, other = drawn(plain.with_reference(0.7), **read), drawn(grouped.with_reference(0.7), **read)
        assert np.abs(one - other).max() <= 1


def test_a_pickled_adapter_is_not_loaded_and_the_log_says_why(
    installed: Install, models_dir: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    model = installed("sdxl")
    folder = tmp_path / "sdxl"
    shutil.copytree(models_dir / "sdxl", folder)
    (folder / "ip_adapter").mkdir()
    (folder / "ip_adapter" / "ip-adapter_sdxl.bin").write_bytes(pickle.dumps({"weights": 1}))

    assert load_pipelines(folder, model, CPU).adapter is None

    assert "adapter.not_loaded folder=sdxl/ip_adapter" in caplog.text and "can run code" in caplog.text


def test_an_adapter_follows_its_network_to_the_card(installed: Install, models_dir: Path) -> None:
    import torch

    installed("sdxl-ip")
    pipelines = load_pipelines(models_dir / "sdxl-ip", installed("sdxl-ip"), CPU)
    pipeline = pipelines.from_text()
    pipeline.to("meta")  # stands for a card: the adapter is switched off, so it stays behind

    assert isinstance(pipelines.adapter, IpAdapter) and ip_adapter_files(models_dir / "sdxl-ip")
    pipelines.adapter.on(0.5)

    assert {weight.device for weight in pipeline.unet.parameters()} == {torch.device("meta")}


def test_compiled_layers_are_left_alone_between_steps() -> None:
    import torch

    blocks = torch.nn.ModuleList([torch.nn.Sequential(torch.nn.ModuleList([torch.nn.Linear(2, 2)])) for _ in range(2)])
    network = torch.nn.Sequential(blocks)
    assert len(list(_layers(network))) == 4

    blocks[0].compile(backend="eager")

    assert len(list(_layers(network))) == 2, "the other block, and what it is made of"
