"""Which folders count as installed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from data.catalogue import Model
from engine.neural.device import Device
from engine.neural.pipelines import load_pipelines
from engine.neural.weights import Weights, problem, weight_variant
from tests.support.tiny_catalogue import CPU, tiny_entry

Install = Callable[[str], Model]
pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")


@pytest.fixture
def folder(installed: Install, models_dir: Path, tmp_path: Path) -> Path:
    """A copy of the tiny SDXL that a test may damage."""
    installed("sdxl")
    shutil.copytree(models_dir / "sdxl", tmp_path / "sdxl")
    return tmp_path / "sdxl"


@pytest.mark.parametrize("key", ["sdxl", "sd15", "z-image", "chat"])
def test_a_saved_model_is_complete(key: str, installed: Install, models_dir: Path) -> None:
    installed(key)

    assert problem(models_dir / key) is None


def test_a_folder_that_is_not_there_is_not_installed(tmp_path: Path) -> None:
    assert problem(tmp_path / "nothing") == "the folder does not exist"
    assert problem(tmp_path) == "model_index.json or config.json is missing"


@pytest.mark.parametrize("part", ["unet", "vae", "tokenizer", "scheduler", "text_encoder_2"])
def test_a_missing_part_is_named(part: str, folder: Path) -> None:
    shutil.rmtree(folder / part)

    assert problem(folder) == f"{part}: missing"


def test_pickled_weights_do_not_count_and_are_not_loaded(folder: Path) -> None:
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_suffix(".bin"))

    assert "no .safetensors" in str(problem(folder))
    with pytest.raises(OSError, match="safetensors"):
        load_pipelines(folder, tiny_entry("sdxl"), CPU)


def test_a_file_cut_short_is_named(folder: Path) -> None:
    weights = folder / "vae" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])

    assert problem(folder) == "vae: diffusion_pytorch_model.safetensors is cut short or damaged"


@pytest.mark.parametrize(
    "content", [b"", b"1234", b"\xff" * 64, (2).to_bytes(8, "little") + b"[]", b"\x03" + b"\0" * 7 + b"{{{"]
)
def test_what_is_no_safetensors_file_is_named(content: bytes, folder: Path) -> None:
    (folder / "vae" / "diffusion_pytorch_model.safetensors").write_bytes(content)

    assert problem(folder) == "vae: diffusion_pytorch_model.safetensors is cut short or damaged"


def test_weights_without_a_configuration_are_incomplete(folder: Path) -> None:
    (folder / "unet" / "config.json").unlink()

    assert problem(folder) == "unet: config.json is missing"


def test_a_chat_model_without_a_tokenizer_is_incomplete(installed: Install, models_dir: Path, tmp_path: Path) -> None:
    installed("chat")
    shutil.copytree(models_dir / "chat", tmp_path / "chat")
    for file in tmp_path.glob("chat/*"):
        if file.name.startswith(("tokenizer", "vocab")):
            file.unlink()

    assert str(problem(tmp_path / "chat")).startswith("no tokenizer")


def test_a_missing_shard_is_named(folder: Path) -> None:
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.rename(folder / "unet" / "diffusion_pytorch_model-00001-of-00002.safetensors")
    shards = {
        "a": "diffusion_pytorch_model-00001-of-00002.safetensors",
        "b": "diffusion_pytorch_model-00002-of-00002.safetensors",
    }
    index = folder / "unet" / "diffusion_pytorch_model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": shards}))

    assert problem(folder) == "unet: diffusion_pytorch_model-00002-of-00002.safetensors is missing or damaged"


@pytest.mark.parametrize("content", ["", "[]", "{", '{"_class_name": "StableDiffusionXLPipeline"}'])
def test_a_damaged_index_is_a_problem(content: str, folder: Path) -> None:
    (folder / "model_index.json").write_text(content)

    assert str(problem(folder)).startswith("model_index.json")


def test_half_precision_files_are_found_by_their_variant(folder: Path) -> None:
    assert weight_variant(folder) is None
    for weights in folder.glob("*/*.safetensors"):
        weights.rename(weights.with_suffix(".fp16.safetensors"))

    assert weight_variant(folder) == "fp16"
    assert problem(folder) is None
    assert load_pipelines(folder, tiny_entry("sdxl"), CPU).from_text().unet is not None


def test_code_in_the_folder_is_never_run(folder: Path, tmp_path: Path) -> None:
    index = json.loads((folder / "model_index.json").read_text())
    index["unet"] = ["evil", "UNet2DConditionModel"]
    (folder / "model_index.json").write_text(json.dumps(index))
    trap = tmp_path / "ran"
    (folder / "unet" / "evil.py").write_text(f"open({str(trap)!r}, 'w').close()\nclass UNet2DConditionModel: pass\n")

    with pytest.raises((ValueError, AttributeError, ImportError, OSError)):
        load_pipelines(folder, tiny_entry("sdxl"), CPU)

    assert not trap.exists()


def test_installed_is_best_first_fits_and_is_free_for_commerce(installed: Install, models_dir: Path) -> None:
    big = installed("sdxl").model_copy(update={"cpu": False, "vram_gb": 6, "resident_gb": 10})
    small = installed("sd15").model_copy(update={"vram_gb": 3, "resident_gb": 5})
    restricted = installed("lcm").model_copy(update={"commercial": False})
    absent = tiny_entry("sdxl").model_copy(update={"key": "absent"})
    weights = Weights(models_dir, {m.key: m for m in (absent, restricted, big, small)})

    assert [m.key for m in weights.complete("image-to-image")] == ["sdxl", "sd15"]
    assert [m.key for m in weights.installed("image-to-image", Device("cuda", "card", 12, "bfloat16"))] == [
        "sdxl",
        "sd15",
    ]
    assert [m.key for m in weights.installed("image-to-image", Device("cuda", "card", 4, "float16"))] == ["sd15"]
    assert [m.key for m in weights.installed("image-to-image", CPU)] == ["sd15"]
    assert weights.installed("chat", CPU) == []


def test_the_revision_tells_other_weights_of_the_same_shape(folder: Path) -> None:
    model = tiny_entry("sdxl")
    weights = Weights(folder.parent, {"sdxl": model})
    before = weights.revision(model)
    assert weights.revision(model) == before

    file = folder / "unet" / "diffusion_pytorch_model.safetensors"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)

    assert weights.revision(model) != before


def test_the_revision_is_the_commit_that_the_hub_client_noted(folder: Path) -> None:
    note = folder / ".cache" / "huggingface" / "download" / "model_index.json.metadata"
    note.parent.mkdir(parents=True)
    commit = "462165984030d82259a11f4367a4eed129e94a7b"
    note.write_text(f"{commit}\n0123\n1700000000.0\n")

    assert Weights(folder.parent, {}).revision(tiny_entry("sdxl")) == commit


def test_an_ip_adapter_in_the_folder_makes_another_revision(installed: Install, models_dir: Path, folder: Path) -> None:
    installed("sdxl-ip")
    weights, model = Weights(folder.parent, {}), tiny_entry("sdxl")
    note = folder / ".cache" / "huggingface" / "download" / "model_index.json.metadata"
    plain = weights.revision(model)

    shutil.copytree(models_dir / "sdxl-ip" / "ip_adapter", folder / "ip_adapter")
    with_adapter = weights.revision(model)
    note.parent.mkdir(parents=True)
    note.write_text("462165984030d82259a11f4367a4eed129e94a7b\n0123\n1700000000.0\n")

    assert with_adapter != plain and with_adapter.startswith("local-")
    assert weights.revision(model).startswith("462165984030d82259a11f4367a4eed129e94a7b+")
