"""Restyling with real pipelines, tiny and random."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from data.catalogue import Model
from data.restyle_prompts import load_style_prompts
from domain.errors import BackendUnavailable, InvalidParams, JobCancelled, OutOfMemory
from engine.neural import ticking
from engine.neural.model_cache import ModelCache
from engine.neural.pipelines import Pipelines
from engine.neural.restyle import NeuralRestyle
from engine.neural.weights import Weights
from engine.restyle_request import RestyleRequest

Install = Callable[[str], Model]
Rgb = NDArray[np.uint8]
FAMILIES = ("sdxl", "sd15", "lcm", "z-image")
# diffusers imports Kolors with its pipelines, which uses a decorator that torch 2.13 deprecates: not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")


def ignore(_value: Any) -> None:
    """Takes reports and previews that a test does not look at."""


def backend_for(key: str, install: Install, models_dir: Path, cache: ModelCache) -> NeuralRestyle:
    model = install(key)
    return NeuralRestyle(cache, model, Weights(models_dir, {key: model}))


@pytest.fixture
def backend(installed: Install, models_dir: Path, cache: ModelCache) -> NeuralRestyle:
    return backend_for("sdxl", installed, models_dir, cache)


def request(seed: int = 7, **changes: Any) -> RestyleRequest:
    return RestyleRequest(**{"style": "anime", "strength": 0.8, "seed": seed, "prompt": "red scarf", **changes})


@pytest.mark.parametrize("key", FAMILIES)
def test_draws_the_same_for_a_seed_and_another_for_another(
    key: str, installed: Install, models_dir: Path, cache: ModelCache, photo: Rgb
) -> None:
    backend = backend_for(key, installed, models_dir, cache)

    first = backend.render(photo, request(1), ignore, ignore)
    again = backend.render(photo, request(1), ignore, ignore)
    other = backend.render(photo, request(2), ignore, ignore)

    assert first.shape == photo.shape and first.dtype == np.uint8
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_cold_and_warm_pictures_are_the_same(cache: ModelCache, backend: NeuralRestyle, photo: Rgb) -> None:
    warm_up = backend.render(photo, request(), ignore, ignore)
    cache.unload("sdxl")

    assert np.array_equal(backend.render(photo, request(), ignore, ignore), warm_up)


def test_wishes_style_and_strength_change_the_picture(backend: NeuralRestyle, photo: Rgb) -> None:
    plain = backend.render(photo, request(), ignore, ignore)

    for change in ({"style": "pencil"}, {"strength": 0.2}, {"style": "pixel", "prompt": ""}):
        assert not np.array_equal(backend.render(photo, request(**change), ignore, ignore), plain), change


def test_reports_every_step_and_never_falls(backend: NeuralRestyle, photo: Rgb) -> None:
    seen: list[float] = []

    backend.render(photo, request(), seen.append, ignore)

    assert seen == sorted(seen) and seen[0] == 0.0 and seen[-1] == 1.0
    steps = {fraction for fraction in seen if 0.08 < fraction < 1.0}
    assert len(steps) == 4, "the presets' four steps are done whatever the strength"


@pytest.mark.parametrize("key", ["sdxl", "sd15", "lcm"])
def test_previews_are_small_jpegs_in_the_photos_aspect(
    key: str, installed: Install, models_dir: Path, cache: ModelCache, photo: Rgb
) -> None:
    previews: list[bytes] = []

    backend_for(key, installed, models_dir, cache).render(photo, request(), ignore, previews.append)

    assert len(previews) == 3
    for jpeg in previews:
        image = Image.open(io.BytesIO(jpeg))
        assert image.format == "JPEG" and image.size == (320, 240) and len(jpeg) <= 64 * 1024


def test_cancelling_at_a_step_leaves_the_model_usable(backend: NeuralRestyle, cache: ModelCache, photo: Rgb) -> None:
    expected = backend.render(photo, request(), ignore, ignore)
    seen: set[float] = set()

    def cancel_at_the_second_step(fraction: float) -> None:
        seen.add(fraction)
        if len(seen - {0.0, 0.08}) == 2:
            raise JobCancelled("stopped")

    with pytest.raises(JobCancelled):
        backend.render(photo, request(), cancel_at_the_second_step, ignore)

    assert max(seen) < 0.6, "no step is done after the cancellation"
    assert np.array_equal(backend.render(photo, request(), ignore, ignore), expected)
    assert cache.stats().misses == 1, "and it was not loaded anew"


@pytest.mark.parametrize("key", FAMILIES)
def test_cancelling_within_a_step_leaves_the_model_usable(
    key: str, installed: Install, models_dir: Path, cache: ModelCache, photo: Rgb, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = backend_for(key, installed, models_dir, cache)
    expected = backend.render(photo, request(), ignore, ignore)
    monkeypatch.setattr(ticking, "TICK_SECONDS", 0.0)
    between = 0

    def cancel_between_layers(fraction: float) -> None:
        nonlocal between
        between += fraction == 0.08
        if between == 5:  # the first is the model being ready, the others come from its layers
            raise JobCancelled("stopped")

    with pytest.raises(JobCancelled):
        backend.render(photo, request(), cancel_between_layers, ignore)

    assert np.array_equal(backend.render(photo, request(), ignore, ignore), expected)


def test_a_folder_that_does_not_load_is_told_in_plain_words(
    installed: Install, models_dir: Path, tmp_path: Path, cache: ModelCache, photo: Rgb
) -> None:
    model = installed("sdxl")
    shutil.copytree(models_dir / "sdxl", tmp_path / "sdxl")
    (tmp_path / "sdxl" / "unet" / "config.json").write_text("{")

    with pytest.raises(BackendUnavailable, match="Stable Diffusion XL 1.0 could not be loaded"):
        NeuralRestyle(cache, model, Weights(tmp_path, {"sdxl": model})).render(photo, request(), ignore, ignore)


def test_a_small_photo_gives_a_larger_picture_in_its_aspect(backend: NeuralRestyle) -> None:
    tiny_photo = np.full((24, 32, 3), 128, np.uint8)

    assert backend.render(tiny_photo, request(), ignore, ignore).shape == (48, 64, 3)


def test_says_which_model_drew(installed: Install, models_dir: Path, cache: ModelCache) -> None:
    sdxl = backend_for("sdxl", installed, models_dir, cache)
    sd15 = backend_for("sd15", installed, models_dir, cache)

    assert (sdxl.info.kind, sdxl.info.model) == ("neural", "sdxl")
    assert sdxl.info.name == "Stable Diffusion XL 1.0"
    assert sdxl.info.revision.startswith("local-") and sdxl.info.revision != sd15.info.revision
    assert (sdxl.safety, sd15.safety) == ("not checked", "checked")


def test_a_withheld_picture_is_an_error_not_a_black_picture(
    installed: Install, models_dir: Path, cache: ModelCache, photo: Rgb
) -> None:
    backend = backend_for("sd15-prudish", installed, models_dir, cache)

    with pytest.raises(InvalidParams, match="withheld"):
        backend.render(photo, request(), ignore, ignore)


class Spy:
    """Stands before a pipeline, notes its calls, and fails the first ones."""

    def __init__(self, pipeline: Any, script: Script) -> None:
        self._pipeline, self._script = pipeline, script

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pipeline, name)

    def __call__(
        self, *, image: Image.Image, prompt: str, strength: float, num_inference_steps: int, generator: Any
    ) -> Any:
        self._script.sizes.append(image.size)
        self._script.strengths.append(strength)
        if self._script.failures:
            raise self._script.failures.pop(0)
        return self._pipeline(
            image=image, prompt=prompt, strength=strength, num_inference_steps=num_inference_steps, generator=generator
        )


@dataclass
class Script:
    """What the next calls raise, and what was asked of all of them."""

    failures: list[Exception] = field(default_factory=list)
    sizes: list[tuple[int, int]] = field(default_factory=list)
    strengths: list[float] = field(default_factory=list)


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    script = Script()
    from_picture = Pipelines.from_picture
    monkeypatch.setattr(Pipelines, "from_picture", lambda pipelines: Spy(from_picture(pipelines), script))
    return script


def test_strength_sets_the_share_of_noise(script: Script, backend: NeuralRestyle, photo: Rgb) -> None:
    style = load_style_prompts()["anime"]

    for strength in (0.0, 0.5, 1.0):
        backend.render(photo, request(strength=strength), ignore, ignore)

    assert script.strengths == [style.lightest, pytest.approx((style.lightest + style.fullest) / 2), style.fullest]


def out_of_memory(kind: str) -> Exception:
    import torch

    if kind == "cuda":
        return torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
    return RuntimeError("MPS backend out of memory (MPS allocated: 8 GB)")


@pytest.mark.parametrize("kind", ["cuda", "mps"])
def test_too_little_memory_unloads_the_others_and_tries_smaller(
    kind: str, script: Script, installed: Install, models_dir: Path, cache: ModelCache, photo: Rgb
) -> None:
    backend_for("lcm", installed, models_dir, cache).render(photo, request(), ignore, ignore)
    script.sizes.clear()
    script.failures.append(out_of_memory(kind))
    seen: list[float] = []

    picture = backend_for("sdxl", installed, models_dir, cache).render(photo, request(), seen.append, ignore)

    assert script.sizes == [(64, 48), (48, 32)]
    assert picture.shape == photo.shape
    assert seen == sorted(seen)
    assert cache.stats().loaded == ("sdxl (pictures)",)


def test_too_little_memory_twice_is_told_in_plain_words(script: Script, backend: NeuralRestyle, photo: Rgb) -> None:
    script.failures += [out_of_memory("cuda"), out_of_memory("cuda")]

    with pytest.raises(OutOfMemory, match="^This computer has too little memory.*You were not charged"):
        backend.render(photo, request(), ignore, ignore)

    assert len(script.sizes) == 2
    assert backend.render(photo, request(), ignore, ignore).shape == photo.shape, "the next job finds it usable"


def test_other_failures_are_not_taken_for_a_lack_of_memory(script: Script, backend: NeuralRestyle, photo: Rgb) -> None:
    script.failures.append(RuntimeError("expected scalar type Half but found Float"))

    with pytest.raises(RuntimeError, match="scalar type"):
        backend.render(photo, request(), ignore, ignore)

    assert len(script.sizes) == 1
