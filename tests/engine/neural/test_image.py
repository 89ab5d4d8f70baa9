"""Pictures from words with real pipelines, tiny and random."""

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
from data.image_prompts import load_image_styles
from domain.errors import BackendUnavailable, InvalidParams, JobCancelled, OutOfMemory
from engine.image_request import ImageRequest
from engine.neural import picture_batch, ticking
from engine.neural.framing import covering
from engine.neural.image import NeuralImage
from engine.neural.model_cache import ModelCache
from engine.neural.restyle import NeuralRestyle
from engine.neural.weights import Weights, ip_adapter_files
from engine.restyle_request import RestyleRequest

Install = Callable[[str], Model]
Make = Callable[[str], NeuralImage]
Rgb = NDArray[np.uint8]
ADAPTED = ("sdxl-ip", "sd15-ip")
FAMILIES = ("sdxl", "sd15", "lcm", "z-image")
ROUNDING = 2  # grey levels that another order of additions may cost
# diffusers imports Kolors with its pipelines, which uses a decorator that torch 2.13 deprecates: not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")


def ignore(*_values: Any) -> None:
    """Takes reports and previews that a test does not look at."""


def request(seeds: tuple[int, ...] = (7,), **changes: Any) -> ImageRequest:
    return ImageRequest(**{"prompt": "a red fox in the snow", "seeds": seeds, "width": 512, "height": 512, **changes})


def same(one: Rgb, other: Rgb) -> bool:
    return int(np.abs(one.astype(int) - other).max()) <= ROUNDING


@pytest.fixture
def make(installed: Install, models_dir: Path, cache: ModelCache) -> Make:
    """make("sdxl") gives the backend of a tiny model."""

    def make(key: str) -> NeuralImage:
        model = installed(key)
        if model.base:
            installed(model.base)
        return NeuralImage(cache, model, Weights(models_dir, {key: model}))

    return make


@dataclass
class Script:
    """What the next calls raise, and what was asked of all of them."""

    failures: list[Exception] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    pipelines: list[Any] = field(default_factory=list)
    withheld: list[bool] = field(default_factory=list)

    @property
    def pipeline_names(self) -> list[str]:
        return [type(pipeline).__name__ for pipeline in self.pipelines]

    @property
    def batch_sizes(self) -> list[int]:
        return [len(call["prompt"]) for call in self.calls]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    script, denoise = Script(), picture_batch.denoise

    def scripted(pipeline: Any, arguments: dict[str, Any], report: Any, show: Any) -> Any:
        script.calls.append(arguments)
        script.pipelines.append(pipeline)
        if script.failures:
            raise script.failures.pop(0)
        output = denoise(pipeline, arguments, report, show)
        if script.withheld:
            output.nsfw_content_detected = script.withheld
        return output

    monkeypatch.setattr(picture_batch, "denoise", scripted)
    return script


# --- one request -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", FAMILIES)
def test_one_call_draws_all_and_each_equals_its_single_run(key: str, make: Make, script: Script) -> None:
    backend = make(key)

    together = backend.render(request((1, 2, 3)), ignore, ignore)
    alone = [backend.render(request((seed,)), ignore, ignore)[0] for seed in (1, 2, 3)]

    assert script.batch_sizes == [3, 1, 1, 1]
    assert all(picture.shape == (512, 512, 3) and picture.dtype == np.uint8 for picture in together)
    assert all(same(one, other) for one, other in zip(together, alone, strict=True))
    assert not same(together[0], together[1]) and not same(together[1], together[2])


@pytest.mark.parametrize("size", [(512, 512), (1536, 512), (576, 1344)])
def test_pictures_have_exactly_the_size_asked_for(size: tuple[int, int], make: Make, script: Script) -> None:
    (picture,) = make("sdxl").render(request(width=size[0], height=size[1]), ignore, ignore)

    assert (picture.shape[1], picture.shape[0]) == size
    drawn = (script.calls[0]["width"], script.calls[0]["height"])
    assert drawn[0] * drawn[1] <= 64 * 64 * 1.2 and max(drawn) <= 96, "as large as this model draws well"
    sides = zip(drawn, size, strict=True)
    assert all(abs(side - asked * max(drawn) / max(size)) <= 16 for side, asked in sides), "in the same aspect"


def test_everything_asked_for_changes_the_picture(make: Make) -> None:
    backend = make("sdxl")
    (plain,) = backend.render(request(), ignore, ignore)

    changes: list[dict[str, Any]] = [
        {"prompt": "an owl"},
        {"negative_prompt": "trees"},
        {"style": "anime"},
        {"steps": 3},
        {"guidance_scale": 2.0},
        {"height": 640},
    ]
    for change in changes:
        (picture,) = backend.render(request(**change), ignore, ignore)
        assert picture.shape != plain.shape or not same(picture, plain), change


def test_the_models_own_settings_are_used_unless_others_are_asked_for(make: Make, script: Script) -> None:
    backend = make("sdxl")

    backend.render(request(), ignore, ignore)
    backend.render(request(steps=2, guidance_scale=3.5), ignore, ignore)

    asked = [(call["num_inference_steps"], call["guidance_scale"]) for call in script.calls]
    assert asked == [(4, 6.5), (2, 3.5)]
    style = load_image_styles()["realistic"]
    assert script.calls[0]["prompt"] == [f"{style.before}, a red fox in the snow, {style.after}"]


def test_reports_every_step_and_never_falls(make: Make) -> None:
    seen: list[float] = []

    make("sdxl").render(request((1, 2)), seen.append, ignore)

    assert seen == sorted(seen) and seen[0] == 0.0 and seen[-1] == 1.0
    assert len({fraction for fraction in seen if 0.08 < fraction < 1.0}) == 4


@pytest.mark.parametrize(("count", "sheet"), [(1, (213, 320)), (2, (320, 240)), (3, (213, 320)), (4, (213, 320))])
def test_previews_show_all_pictures_of_a_request(count: int, sheet: tuple[int, int], make: Make) -> None:
    previews: list[bytes] = []

    make("sdxl").render(request(tuple(range(count)), height=768), ignore, previews.append)

    assert len(previews) == 3
    images = [Image.open(io.BytesIO(jpeg)) for jpeg in previews]
    assert all(len(jpeg) <= 64 * 1024 for jpeg in previews)
    for image in images:
        assert image.format == "JPEG" and image.size == pytest.approx(sheet, abs=2)


def test_cancelling_at_a_step_leaves_the_model_usable(make: Make, cache: ModelCache) -> None:
    backend = make("sdxl")
    (expected,) = backend.render(request(), ignore, ignore)
    seen: set[float] = set()

    def cancel_at_the_second_step(fraction: float) -> None:
        seen.add(fraction)
        if len(seen - {0.0, 0.08}) == 2:
            raise JobCancelled("stopped")

    with pytest.raises(JobCancelled):
        backend.render(request((1, 2)), cancel_at_the_second_step, ignore)

    assert max(seen) < 0.6, "no step is done after the cancellation"
    assert same(backend.render(request(), ignore, ignore)[0], expected)
    assert cache.stats().misses == 1, "and it was not loaded anew"


@pytest.mark.parametrize("key", ["sdxl-ip", "z-image"])
def test_cancelling_within_a_step_leaves_the_model_usable(
    key: str, make: Make, photo: Rgb, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = make(key)
    (expected,) = backend.render(request(reference=photo), ignore, ignore)
    monkeypatch.setattr(ticking, "TICK_SECONDS", 0.0)
    between = 0

    def cancel_between_layers(fraction: float) -> None:
        nonlocal between
        between += fraction == 0.08
        if between == 5:  # the first is the model being ready, the others come from its layers
            raise JobCancelled("stopped")

    with pytest.raises(JobCancelled):
        backend.render(request(reference=photo), cancel_between_layers, ignore)

    assert same(backend.render(request(reference=photo), ignore, ignore)[0], expected)


def test_a_withheld_picture_is_an_error_not_a_black_picture(make: Make) -> None:
    with pytest.raises(InvalidParams, match="withheld"):
        make("sd15-prudish").render(request(), ignore, ignore)


def test_says_which_model_drew(make: Make) -> None:
    sdxl, sd15 = make("sdxl"), make("sd15")

    assert (sdxl.info.kind, sdxl.info.model, sdxl.info.name) == ("neural", "sdxl", "Stable Diffusion XL 1.0")
    assert sdxl.info.revision.startswith("local-") and sdxl.info.revision != sd15.info.revision
    assert (sdxl.safety, sd15.safety) == ("not checked", "checked")


def test_a_folder_that_does_not_load_is_told_in_plain_words(
    installed: Install, models_dir: Path, tmp_path: Path, cache: ModelCache
) -> None:
    model = installed("sdxl")
    shutil.copytree(models_dir / "sdxl", tmp_path / "sdxl")
    (tmp_path / "sdxl" / "unet" / "config.json").write_text("{")

    with pytest.raises(BackendUnavailable, match="Stable Diffusion XL 1.0 could not be loaded"):
        NeuralImage(cache, model, Weights(tmp_path, {"sdxl": model})).render(request(), ignore, ignore)


# --- a reference picture ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [*FAMILIES, *ADAPTED])
def test_pictures_with_references_equal_their_single_runs(key: str, make: Make, photo: Rgb) -> None:
    backend = make(key)
    asked = [request((1,), reference=photo), request((2,), reference=photo[:, ::-1], prompt="an owl")]

    together = backend.render_many(asked, ignore, ignore)

    for pictures, single in zip(together, asked, strict=True):
        assert isinstance(pictures, list)
        assert same(pictures[0], backend.render(single, ignore, ignore)[0])
        without = request(single.seeds, prompt=single.prompt)
        assert not same(pictures[0], backend.render(without, ignore, ignore)[0]), "the reference is looked at"


def test_without_an_adapter_a_stronger_reference_gets_less_noise(make: Make, script: Script, photo: Rgb) -> None:
    backend, style = make("sdxl"), load_image_styles()["realistic"]

    for strength in (0.0, 1.0):
        backend.render(request(reference=photo, reference_strength=strength), ignore, ignore)

    assert script.pipeline_names == ["StableDiffusionXLImg2ImgPipeline"] * 2
    assert [call["strength"] for call in script.calls] == [style.far, pytest.approx(style.near)]
    assert [call["num_inference_steps"] for call in script.calls] == [5, 12], "so that four are done"
    assert script.calls[0]["image"][0].size == (64, 64), "cut to the picture's shape, not squeezed into it"


@pytest.mark.parametrize("key", ["sdxl", "lcm"])
@pytest.mark.parametrize("strength", [0.0, 1.0])
def test_many_steps_with_a_reference_are_no_trouble(key: str, strength: float, make: Make, photo: Rgb) -> None:
    asked = request(reference=photo, reference_strength=strength, steps=60)

    assert len(make(key).render(asked, ignore, ignore)) == 1


@pytest.mark.parametrize("key", ADAPTED)
def test_an_adapter_in_the_folder_reads_the_reference(key: str, make: Make, script: Script, photo: Rgb) -> None:
    backend = make(key)
    assert backend.reads_reference == "ip-adapter"
    (plain,) = backend.render(request(), ignore, ignore)

    pictures = [
        backend.render(request(reference=photo, reference_strength=strength), ignore, ignore)[0]
        for strength in (0.0, 0.5, 1.0)
    ]

    drawn_from_text = {"sdxl-ip": "StableDiffusionXLPipeline", "sd15-ip": "StableDiffusionPipeline"}
    assert script.pipeline_names == [drawn_from_text[key]] * 4
    assert same(pictures[0], plain), "not heeded at all"
    assert not same(pictures[1], plain) and not same(pictures[2], pictures[1])
    assert same(backend.render(request(), ignore, ignore)[0], plain), "and it is off again"


def test_an_adapter_heeds_one_reference_a_call(make: Make, script: Script, photo: Rgb) -> None:
    asked = [request((1, 2), reference=photo), request((3,), reference=photo[::-1])]

    make("sdxl-ip").render_many(asked, ignore, ignore)

    assert script.batch_sizes == [2, 1]


def test_an_adapter_works_without_guidance(make: Make, photo: Rgb) -> None:
    backend = make("sdxl-ip")

    (with_it,) = backend.render(request(reference=photo, guidance_scale=0.0), ignore, ignore)

    assert not same(with_it, backend.render(request(guidance_scale=0.0), ignore, ignore)[0])


def test_an_editing_model_is_given_the_reference_itself(make: Make, script: Script, photo: Rgb) -> None:
    backend = make("flux2-klein")
    asked = [request((1, 2), reference=photo), request((3,), reference=photo[::-1]), request((1,))]

    edited, other, plain = backend.render_many(asked, ignore, ignore)

    assert script.batch_sizes == [2, 1, 1]
    assert isinstance(edited, list) and isinstance(other, list) and isinstance(plain, list)
    assert same(edited[0], backend.render(request((1,), reference=photo), ignore, ignore)[0])
    assert np.array_equal(script.calls[0]["image"], covering(photo, (64, 64))) and "image" not in script.calls[2]
    assert not np.array_equal(edited[0], plain[0]), "it is looked at, however little by so small a model"


def test_restyle_draws_with_the_same_copy_of_the_model(
    make: Make, installed: Install, models_dir: Path, cache: ModelCache, photo: Rgb
) -> None:
    image, model = make("sdxl-ip"), installed("sdxl-ip")
    restyle = NeuralRestyle(cache, model, Weights(models_dir, {"sdxl-ip": model}))
    wish = RestyleRequest("anime", 0.8, 3)
    before = restyle.render(photo, wish, ignore, ignore)

    image.render(request(reference=photo), ignore, ignore)

    assert same(restyle.render(photo, wish, ignore, ignore), before), "the adapter does not meddle"
    assert cache.stats().misses == 1 and cache.stats().loaded == ("sdxl-ip (pictures)",)


@pytest.mark.parametrize("missing", ["ip-adapter_tiny.safetensors", "image_encoder/model.safetensors"])
def test_half_an_adapter_is_no_adapter(missing: str, make: Make, models_dir: Path, tmp_path: Path) -> None:
    make("sdxl-ip")
    shutil.copytree(models_dir / "sdxl-ip" / "ip_adapter", tmp_path / "ip_adapter")
    assert ip_adapter_files(tmp_path) is not None

    (tmp_path / "ip_adapter" / missing).unlink()

    assert ip_adapter_files(tmp_path) is None


# --- several requests ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", FAMILIES)
def test_requests_of_several_creators_share_a_call_and_equal_their_single_runs(
    key: str, make: Make, script: Script
) -> None:
    backend = make(key)
    asked = [
        request((1, 2)),
        request((3,), prompt="a much longer prompt about an old harbour town at dusk, with boats", style="3d"),
        request((4,), height=576),
        request((1,), steps=4, negative_prompt="trees"),  # four steps are this model's own
    ]

    together = backend.render_many(asked, ignore, ignore)

    assert script.batch_sizes == [4, 1]
    for pictures, single in zip(together, asked, strict=True):
        assert isinstance(pictures, list)
        expected = backend.render(single, ignore, ignore)
        assert all(same(one, other) for one, other in zip(pictures, expected, strict=True))


def grey_levels_between(one: bytes, other: bytes) -> float:
    """The mean difference of the left upper quarters of two JPEGs of one size."""
    left, right = (np.asarray(Image.open(io.BytesIO(jpeg)).convert("RGB"), float) for jpeg in (one, other))
    return float(np.abs(left[:150, :150] - right[:150, :150]).mean())


def test_nobody_sees_the_previews_of_another(make: Make) -> None:
    together: dict[int, list[bytes]] = {0: [], 1: []}
    alone: list[bytes] = []
    backend = make("sdxl")
    asked = [request((1, 2)), request((3,), prompt="an owl")]

    backend.render_many(asked, ignore, lambda position, jpeg: together[position].append(jpeg))
    backend.render(asked[1], ignore, alone.append)

    assert len(together[0]) == len(together[1]) == 3
    for shared, own, others in zip(together[1], alone, together[0], strict=True):
        assert grey_levels_between(shared, own) < 1 < 20 < grey_levels_between(others, own)


def test_what_is_withheld_from_one_does_not_fail_the_other(make: Make, script: Script) -> None:
    script.withheld = [False, True, False]

    first, second = make("sdxl").render_many([request((1, 2)), request((3,))], ignore, ignore)

    assert isinstance(first, InvalidParams) and "withheld" in first.message
    assert isinstance(second, list) and len(second) == 1


def test_progress_runs_over_all_calls(make: Make) -> None:
    seen: list[float] = []

    make("sdxl").render_many([request((1,)), request((2,), height=576)], seen.append, ignore)

    assert seen == sorted(seen) and seen[-1] == 1.0
    assert len({fraction for fraction in seen if 0.08 < fraction < 1.0}) == 8, "four steps, twice"


# --- too little memory -----------------------------------------------------------------------------------------


def out_of_memory() -> Exception:
    import torch

    return torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")


def test_too_little_memory_first_unloads_the_others(make: Make, script: Script, cache: ModelCache) -> None:
    make("lcm").render(request(), ignore, ignore)
    script.calls.clear()
    script.failures.append(out_of_memory())

    pictures = make("sdxl").render(request((1, 2, 3, 4)), ignore, ignore)

    assert script.batch_sizes == [4, 4] and len(pictures) == 4
    assert cache.stats().loaded == ("sdxl (pictures)",)


def test_then_it_draws_fewer_at_once_and_keeps_what_is_drawn(make: Make, script: Script) -> None:
    backend = make("sdxl")
    expected = backend.render(request((1, 2, 3)), ignore, ignore)
    script.calls.clear()
    script.failures.append(out_of_memory())
    seen: list[float] = []

    pictures = backend.render(request((1, 2, 3)), seen.append, ignore)

    assert script.batch_sizes == [3, 2, 1]
    assert all(same(one, other) for one, other in zip(pictures, expected, strict=True))
    assert seen == sorted(seen) and seen[-1] == 1.0


def test_then_it_draws_smaller_and_enlarges(make: Make, script: Script) -> None:
    script.failures += [out_of_memory(), out_of_memory()]

    pictures = make("sdxl").render(request((1, 2)), ignore, ignore)

    assert script.batch_sizes == [2, 1, 1, 1]
    assert [call["width"] for call in script.calls] == [64, 64, 48, 48]
    assert all(picture.shape == (512, 512, 3) for picture in pictures)


def test_and_at_last_it_says_so_in_plain_words(make: Make, script: Script) -> None:
    backend = make("sdxl")
    script.failures += [out_of_memory() for _ in range(4)]

    with pytest.raises(OutOfMemory, match="^This computer has too little memory.*You were not charged"):
        backend.render(request((1, 2, 3, 4)), ignore, ignore)

    assert script.batch_sizes == [4, 2, 1, 1]
    assert len(backend.render(request(), ignore, ignore)) == 1, "the next job finds it usable"


def test_other_failures_are_not_taken_for_a_lack_of_memory(make: Make, script: Script) -> None:
    script.failures.append(RuntimeError("expected scalar type Half but found Float"))

    with pytest.raises(RuntimeError, match="scalar type"):
        make("sdxl").render(request((1, 2)), ignore, ignore)

    assert len(script.calls) == 1


# --- a LoRA on another model's weights -------------------------------------------------------------------------


def test_a_lora_draws_otherwise_than_its_base(make: Make, script: Script) -> None:
    lightning, base = make("sdxl-lightning"), make("sdxl")

    (fast,) = lightning.render(request(), ignore, ignore)

    assert not same(fast, base.render(request(guidance_scale=0.0), ignore, ignore)[0])
    assert script.calls[0]["guidance_scale"] == 0.0
    assert [pipeline.scheduler.config.timestep_spacing for pipeline in script.pipelines] == ["trailing", "leading"]
    base_revision, own = lightning.info.revision.split("+")
    assert base_revision == base.info.revision and own


def test_a_lora_needs_its_base(make: Make, installed: Install, models_dir: Path, tmp_path: Path) -> None:
    make("sdxl-lightning")
    model = installed("sdxl-lightning")
    weights = Weights(tmp_path, {model.key: model})
    assert weights.problem(model) == "sdxl_lightning_4step_lora.safetensors is missing"

    shutil.copytree(models_dir / "sdxl-lightning", tmp_path / "sdxl-lightning")
    assert weights.problem(model) == "it works on sdxl, and there the folder does not exist"

    shutil.copytree(models_dir / "sdxl", tmp_path / "sdxl")
    assert weights.present(model)
    lora = tmp_path / "sdxl-lightning" / model.lora_file
    lora.write_bytes(lora.read_bytes()[:-1])
    assert "cut short" in str(weights.problem(model))
