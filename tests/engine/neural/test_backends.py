"""Which backend is chosen, and what is loaded for it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from data.catalogue import Model, load_catalogue
from domain.errors import BackendUnavailable
from domain.generator import Backend, BackendInfo
from engine.backends import BackendRegistry, NeuralFactory
from engine.image_request import ImageRequest
from engine.neural import factories as factories_module
from engine.neural.device import Device
from engine.neural.factories import ChatSettings, NeuralBackends, neural_factories
from engine.restyle_request import RestyleRequest
from tests.support.tiny_catalogue import CPU, tiny_entry

Install = Callable[[str], Model]
ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")


@dataclass(frozen=True)
class Plain:
    """A backend that only says what it is."""

    info: BackendInfo


BUILTIN = Plain(BackendInfo("builtin", "built-in renderer", None, "1"))
NEURAL = Plain(BackendInfo("neural", "Some model", "some-model", "main"))


def neural(_model_key: str | None = None) -> Backend:
    return NEURAL


def unavailable(_model_key: str | None = None) -> Backend:
    raise BackendUnavailable("Put Some model into the folder.")


@pytest.mark.parametrize(
    ("requested", "factory", "expected"),
    [
        ("auto", neural, NEURAL),
        ("auto", unavailable, BUILTIN),
        ("neural", neural, NEURAL),
        ("builtin", neural, BUILTIN),
        ("builtin", unavailable, BUILTIN),
    ],
)
def test_chooses(requested: str, factory: NeuralFactory, expected: Backend) -> None:
    registry = BackendRegistry({"restyle": BUILTIN}, {"restyle": factory})

    assert registry.choose("restyle", requested) is expected  # type: ignore[arg-type]  # parametrised literal


def test_insisting_on_a_neural_backend_says_what_to_install() -> None:
    registry = BackendRegistry({"restyle": BUILTIN}, {"restyle": unavailable})

    with pytest.raises(BackendUnavailable, match="Put Some model"):
        registry.choose("restyle", "neural")


def test_a_capability_that_only_one_side_has() -> None:
    registry = BackendRegistry({"voice": BUILTIN}, {"chat": neural})

    assert registry.choose("voice", "auto") is BUILTIN
    assert registry.choose("chat", "auto") is NEURAL
    with pytest.raises(BackendUnavailable, match="no neural backend for 'voice'"):
        registry.choose("voice", "neural")
    with pytest.raises(BackendUnavailable, match="no built-in backend for 'chat'"):
        registry.choose("chat", "builtin")


def test_what_is_installed_meanwhile_is_taken_and_what_is_removed_is_not() -> None:
    better = Plain(BackendInfo("neural", "Better", "better", "main"))
    answers: list[Backend | None] = [None, NEURAL, better, None]

    def factory(_model_key: str | None = None) -> Backend:
        return answers.pop(0) or unavailable()

    registry = BackendRegistry({"restyle": BUILTIN}, {"restyle": factory})

    assert [registry.choose("restyle", "auto") for _ in range(4)] == [BUILTIN, NEURAL, better, BUILTIN]


def test_a_named_model_is_insisted_on_and_kept_apart_from_the_best() -> None:
    made: list[str | None] = []

    def some(model_key: str | None = None) -> Backend:
        made.append(model_key)
        return unavailable() if model_key == "absent" else Plain(BackendInfo("neural", "Some", model_key, "1"))

    registry = BackendRegistry({"image": BUILTIN}, {"image": some})

    named = [registry.choose("image", "auto", "sdxl"), registry.choose("image", "neural", "sdxl")]

    assert [backend.info.model for backend in named] == ["sdxl", "sdxl"]
    assert registry.choose("image", "auto").info.model is None and made == ["sdxl", "sdxl", None]
    with pytest.raises(BackendUnavailable, match="Put Some model"):
        registry.choose("image", "auto", "absent")
    with pytest.raises(BackendUnavailable, match="built-in"):
        registry.choose("image", "builtin", "sdxl")


def test_builtin_never_wakes_a_neural_factory() -> None:
    def explode(_model_key: str | None = None) -> Backend:
        raise AssertionError("was asked")

    assert BackendRegistry({"restyle": BUILTIN}, {"restyle": explode}).choose("restyle", "builtin") is BUILTIN


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[Device], None]:
    """on(device) makes that the device which is found."""
    return lambda device: monkeypatch.setattr(factories_module, "detect", lambda: device)


def test_an_installed_model_is_chosen_and_draws(
    installed: Install, models_dir: Path, on: Callable[[Device], None]
) -> None:
    on(CPU)
    models = {"sdxl": installed("sdxl"), "chat": installed("chat")}
    backends = NeuralBackends(models_dir, models, ChatSettings())
    registry = BackendRegistry({"restyle": BUILTIN, "script": BUILTIN}, backends.factories())
    assert backends.stats() is None

    restyle, script = registry.choose("restyle", "auto"), registry.choose("script", "auto")

    assert (restyle.info.model, script.info.model) == ("sdxl", "chat")
    photo = np.full((64, 64, 3), 90, np.uint8)
    restyle.render(photo, RestyleRequest("oil", 0.5, 1), lambda _: None, lambda _: None)  # type: ignore[attr-defined]
    stats = backends.stats()
    assert stats is not None and stats.loaded == ("sdxl (pictures)",)


def test_the_best_model_draws_unless_another_is_named(
    installed: Install, models_dir: Path, on: Callable[[Device], None]
) -> None:
    on(CPU)
    models = {"sdxl": installed("sdxl"), "sd15": installed("sd15"), "absent": tiny_entry("lcm")}
    backends = NeuralBackends(models_dir, models, ChatSettings())

    assert backends.image().info.model == "sdxl"
    assert backends.image("sd15").info.model == "sd15"
    asked = ImageRequest("a fox", (1,), width=512, height=512)
    (picture,) = backends.image("sd15").render(asked, lambda _: None, lambda _: None)
    assert picture.shape == (512, 512, 3)


@pytest.mark.parametrize(
    ("key", "complaint"),
    [
        ("nonsense", "no model 'nonsense' for this. There are: .*sdxl-lightning"),
        ("qwen3-8b", "no model 'qwen3-8b' for this"),
        ("sdxl-turbo", "no model 'sdxl-turbo' for this"),
        (
            "z-image-turbo",
            "Z-Image Turbo is not installed: the folder does not exist. .*KINORA_MODELS_DIR/z-image-turbo",
        ),
        ("sdxl-lightning", "SDXL Lightning, 4 steps is not installed: sdxl_lightning_4step_lora.safetensors is mi"),
    ],
)
def test_a_named_model_that_cannot_draw_is_not_replaced_by_another(key: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(BackendUnavailable, match=complaint):
        NeuralBackends(tmp_path, load_catalogue(), ChatSettings()).image(key)


def test_a_named_model_that_does_not_fit_is_told(
    installed: Install, models_dir: Path, on: Callable[[Device], None]
) -> None:
    on(Device("cuda", "GT 1030", 2.1, "float16"))
    models = {"sdxl": installed("sdxl"), "sd15": installed("sd15")}

    with pytest.raises(BackendUnavailable, match="needs a graphics card with 4 GB; GT 1030 has 2 GB"):
        NeuralBackends(models_dir, models, ChatSettings()).image("sdxl")


@pytest.mark.parametrize(
    ("capability", "parts"),
    [
        ("restyle", ("Stable Diffusion 1.5", "2.8 GB", "GET=sd15", "GET=lcm-dreamshaper")),
        ("image", ("Stable Diffusion 1.5", "GET=sd15", "GET=lcm-dreamshaper")),
        ("script", ("Qwen3 4B", "GET=qwen3-4b", "GET=qwen3-1-7b", "KINORA_CHAT_URL")),
    ],
)
def test_the_message_names_models_sizes_and_how_to_get_them(
    capability: str, parts: tuple[str, ...], tmp_path: Path
) -> None:
    factory = neural_factories(tmp_path, load_catalogue(), ChatSettings())[capability]

    with pytest.raises(BackendUnavailable) as caught:
        factory()

    for part in parts:
        assert part in caught.value.message
    assert str(tmp_path) not in caught.value.message


def test_an_incomplete_folder_is_named_with_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "sdxl" / "unet").mkdir(parents=True)
    (tmp_path / "sdxl" / "model_index.json").write_text(json.dumps({"unet": ["diffusers", "UNet2DConditionModel"]}))
    factory = neural_factories(tmp_path, load_catalogue(), ChatSettings())["restyle"]

    with pytest.raises(
        BackendUnavailable, match="Stable Diffusion XL 1.0 in KINORA_MODELS_DIR/sdxl is incomplete: unet"
    ):
        factory()


def test_a_card_that_is_too_small_is_told(installed: Install, models_dir: Path, on: Callable[[Device], None]) -> None:
    model = installed("sdxl").model_copy(update={"cpu": False})
    on(Device("cuda", "GT 1030", 2.1, "float16"))

    with pytest.raises(BackendUnavailable, match="needs a graphics card with 4 GB; GT 1030 has 2 GB"):
        NeuralBackends(models_dir, {"sdxl": model}, ChatSettings()).restyle()

    on(CPU)
    with pytest.raises(BackendUnavailable, match="there is none here"):
        NeuralBackends(models_dir, {"sdxl": model}, ChatSettings()).restyle()


def test_weights_without_the_libraries_say_how_to_get_them(
    installed: Install, models_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(factories_module, "find_spec", lambda name: None if name == "diffusers" else object())

    with pytest.raises(BackendUnavailable, match="diffusers is not installed.*NEURAL=1"):
        NeuralBackends(models_dir, {"sdxl": installed("sdxl")}, ChatSettings()).restyle()


def test_a_chat_server_writes_the_scripts_where_one_is_set(tmp_path: Path) -> None:
    settings = ChatSettings("http://localhost:8000/v1", "llama", "sk-secret")

    script = NeuralBackends(tmp_path, {}, settings).script()

    assert script.info.name == "llama (chat server)"
    assert "sk-secret" not in repr(settings)


def test_a_bad_chat_url_is_told(tmp_path: Path) -> None:
    with pytest.raises(BackendUnavailable, match="URL must be"):
        NeuralBackends(tmp_path, {}, ChatSettings("localhost:8000", "llama")).script()


def test_non_commercial_weights_are_not_chosen(installed: Install, models_dir: Path) -> None:
    model = installed("sdxl").model_copy(update={"commercial": False})
    other = tiny_entry("sd15").model_copy(update={"key": "absent"})

    with pytest.raises(BackendUnavailable, match="No model for this is installed"):
        NeuralBackends(models_dir, {"sdxl": model, "absent": other}, ChatSettings()).restyle()


PROGRAM = """
import sys
from pathlib import Path
from data.catalogue import load_catalogue
from domain.errors import BackendUnavailable
from engine.backends import BackendRegistry, NeuralFactory
from engine.neural.factories import ChatSettings, neural_factories

factories = neural_factories(Path(sys.argv[1]), load_catalogue(), ChatSettings())
builtin = {"image": "built-in", "restyle": "built-in", "script": "built-in"}
registry = BackendRegistry(builtin, factories)
assert registry.choose("image", "auto") == "built-in"
assert registry.choose("restyle", "auto") == "built-in" and registry.choose("script", "auto") == "built-in"
try:
    registry.choose("restyle", "neural")
except BackendUnavailable:
    print([name for name in ("torch", "diffusers", "transformers", "accelerate") if name in sys.modules])
"""


def test_nothing_heavy_is_loaded_where_no_weights_are(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=ROOT, capture_output=True, text=True)

    assert run.stdout.strip() == "[]", run.stderr
