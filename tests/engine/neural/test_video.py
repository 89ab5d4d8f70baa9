"""Filming with real pipelines of the Wan and LTX families, tiny and random."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from data.card_tiers import CardTier
from data.catalogue import Model
from domain.errors import BackendUnavailable, InvalidParams, JobCancelled, OutOfMemory
from engine.media.film.render import preview_jpeg
from engine.neural import ticking, video_camera
from engine.neural.device import Device
from engine.neural.factories import ChatSettings, NeuralBackends
from engine.neural.model_cache import ModelCache
from engine.neural.video import NeuralVideo
from engine.neural.video_denoising import denoise_video
from engine.neural.video_framing import as_bytes
from engine.neural.video_pipelines import load_video_pipelines
from engine.neural.video_preview import middle_frame_jpeg
from engine.neural.weights import Weights
from engine.video_request import VideoRequest
from tests.support.tiny_catalogue import CPU

Install = Callable[[str], Model]
Filming = Callable[[str], NeuralVideo]
Rgb = NDArray[np.uint8]
FROM_TEXT = ("wan-t2v", "wan-ti2v", "ltx", "ltx-conditioned")
FROM_IMAGE = ("wan-ti2v", "wan-i2v", "ltx", "ltx-conditioned")
pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")


def ignore(_value: Any) -> None:
    """Takes reports and previews that a test does not look at."""


@pytest.fixture
def filming(installed: Install, models_dir: Path, cache: ModelCache) -> Filming:
    def backend(key: str) -> NeuralVideo:
        model = installed(key)
        return NeuralVideo(cache, model, Weights(models_dir, {key: model}))

    return backend


@pytest.fixture
def picture(photo: Rgb) -> Rgb:
    return np.ascontiguousarray(photo[:, 16:112])


def request(**changes: Any) -> VideoRequest:
    return VideoRequest(**{"prompt": "a red boat", "seed": 7, "width": 256, "height": 256, **changes})


@dataclass
class Calls:
    """What the pipelines were asked for, and what they raise instead of beginning."""

    asked: list[dict[str, Any]] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)

    def shapes(self) -> list[tuple[int, int, int]]:
        return [(call["num_frames"], call["width"], call["height"]) for call in self.asked]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    calls = Calls()

    def noted(pipeline: Any, arguments: dict[str, Any], *rest: Any) -> Any:
        calls.asked.append(arguments)
        if calls.failures:
            raise calls.failures.pop(0)
        return denoise_video(pipeline, arguments, *rest)

    monkeypatch.setattr(video_camera, "denoise_video", noted)
    return calls


@pytest.mark.parametrize("key", FROM_TEXT)
def test_films_words_the_same_for_a_seed_and_otherwise_for_another(key: str, filming: Filming) -> None:
    backend = filming(key)

    first = backend.render_segment(request(), None, 1, 5, ignore, ignore)
    again = backend.render_segment(request(), None, 1, 5, ignore, ignore)
    other = backend.render_segment(request(), None, 2, 5, ignore, ignore)

    assert first.shape == (5, 64, 64, 3) and first.dtype == np.uint8
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("key", FROM_IMAGE)
def test_films_a_picture(key: str, filming: Filming, picture: Rgb, calls: Calls) -> None:
    backend = filming(key)

    first = backend.render_segment(request(), picture, 1, 5, ignore, ignore)
    again = backend.render_segment(request(), picture, 1, 5, ignore, ignore)
    other = backend.render_segment(request(), 255 - picture, 1, 5, ignore, ignore)

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other), "the picture counts"
    given = np.asarray(calls.asked[0]["image"])
    assert given.shape == (64, 64, 3) and abs(int(given.mean()) - int(picture.mean())) < 3
    assert len(backend._model.cache.stats().loaded) == 1, "words and pictures share the weights"


def test_words_and_pictures_in_turns_with_one_model(filming: Filming, picture: Rgb, cache: ModelCache) -> None:
    backend = filming("wan-ti2v")
    words = backend.render_segment(request(), None, 1, 5, ignore, ignore)

    backend.render_segment(request(), picture, 1, 5, ignore, ignore)

    assert np.array_equal(backend.render_segment(request(), None, 1, 5, ignore, ignore), words)
    assert cache.stats().misses == 1


def test_all_that_is_asked_for_reaches_the_model(filming: Filming, calls: Calls) -> None:
    backend = filming("ltx")

    backend.render_segment(
        request(style="anime", negative_prompt="rain", camera="orbit", steps=2, guidance_scale=1.5),
        None,
        1,
        17,
        ignore,
        ignore,
    )

    (call,) = calls.asked
    assert call["prompt"].startswith("a red boat. Anime") and "circles" in call["prompt"]
    assert call["negative_prompt"].startswith("rain, ")
    assert (call["num_inference_steps"], call["guidance_scale"], call["frame_rate"]) == (2, 1.5, 4)


def test_words_change_what_wan_films(filming: Filming) -> None:
    backend = filming("wan-t2v")
    plain = backend.render_segment(request(steps=2), None, 1, 5, ignore, ignore)

    for change in ({"prompt": "a dog"}, {"negative_prompt": "rain"}, {"style": "anime"}, {"camera": "pan"}):
        film = backend.render_segment(request(steps=2, **change), None, 1, 5, ignore, ignore)
        assert not np.array_equal(film, plain), change


@pytest.mark.parametrize(
    ("key", "wanted", "made"), [("wan-t2v", 4, 5), ("wan-t2v", 6, 9), ("ltx", 10, 17), ("ltx", 1, 9)]
)
def test_asks_for_whole_latent_frames_and_gives_what_was_wanted(
    key: str, wanted: int, made: int, filming: Filming, calls: Calls
) -> None:
    film = filming(key).render_segment(request(steps=2), None, 1, wanted, ignore, ignore)

    assert len(film) == wanted
    assert calls.shapes() == [(made, 64, 64)]


def test_a_distilled_model_runs_its_own_timesteps_unless_other_steps_are_asked_for(
    installed: Install, models_dir: Path, cache: ModelCache, calls: Calls
) -> None:
    model = installed("ltx-conditioned")
    assert model.video
    presets = model.video.model_copy(update={"timesteps": (1000.0, 900.0, 500.0, 0.03)})
    model = model.model_copy(update={"video": presets})
    backend = NeuralVideo(cache, model, Weights(models_dir, {model.key: model}))

    backend.render_segment(request(), None, 1, 9, ignore, ignore)
    backend.render_segment(request(steps=3), None, 1, 9, ignore, ignore)

    assert [call["timesteps"] for call in calls.asked] == [[1000.0, 900.0, 500.0, 0.03], None]


@pytest.mark.parametrize("key", ["wan-ti2v", "ltx"])
def test_reports_never_fall_and_previews_are_small_jpegs(key: str, filming: Filming, picture: Rgb) -> None:
    seen: list[float] = []
    previews: list[bytes] = []

    filming(key).render_segment(request(), picture, 1, 9, seen.append, previews.append)

    assert seen == sorted(seen) and seen[0] == 0.0 and seen[-1] == 1.0
    assert len({fraction for fraction in seen if 0.08 < fraction < 1.0}) == 4, "one for each step"
    assert len(previews) == 2, "not at the first step, where it is a guess, nor at the last"
    for jpeg in previews:
        image = Image.open(io.BytesIO(jpeg))
        assert image.format == "JPEG" and image.size == (64, 64) and len(jpeg) <= 64_000


@pytest.mark.parametrize("key", ["wan-t2v", "wan-i2v", "ltx", "ltx-conditioned"])
def test_cancelling_within_a_step_leaves_the_model_usable(
    key: str, filming: Filming, picture: Rgb, cache: ModelCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = filming(key)
    first = picture if backend.takes_start_image else None
    expected = backend.render_segment(request(), first, 1, 5, ignore, ignore)
    monkeypatch.setattr(ticking, "TICK_SECONDS", 0.0)
    at_the_first_step = 0

    def cancel_between_layers(fraction: float) -> None:
        nonlocal at_the_first_step
        at_the_first_step += 0.08 < fraction < 0.5
        if at_the_first_step == 3:  # the step itself, then layers of the next one
            raise JobCancelled("stopped")

    with pytest.raises(JobCancelled):
        backend.render_segment(request(), first, 1, 5, cancel_between_layers, ignore)

    assert np.array_equal(backend.render_segment(request(), first, 1, 5, ignore, ignore), expected)
    assert cache.stats().misses == 1, "and it was not loaded anew"


def out_of_memory() -> Exception:
    import torch

    return torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")


def fewest(monkeypatch: pytest.MonkeyPatch, frames: int) -> None:
    """Let parts be so short: the tiny models make 17 frames at most."""
    monkeypatch.setattr(video_camera, "_FEWEST", frames)


def test_too_little_memory_decodes_in_tiles_then_makes_shorter_parts(
    filming: Filming, picture: Rgb, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    fewest(monkeypatch, 9)
    calls.failures += [out_of_memory(), out_of_memory()]
    seen: list[float] = []

    film = filming("wan-ti2v").render_segment(request(), picture, 1, 16, seen.append, ignore)

    assert calls.shapes() == [(17, 64, 64), (17, 64, 64), (9, 64, 64), (9, 64, 64)]
    assert film.shape == (16, 64, 64, 3), "nine frames, then seven that follow on the ninth"
    assert np.array_equal(np.asarray(calls.asked[3]["image"]), film[8])
    assert seen == sorted(seen) and seen[-1] == 1.0


def test_a_model_that_cannot_continue_films_smaller(filming: Filming, calls: Calls) -> None:
    calls.failures += [out_of_memory(), out_of_memory()]

    film = filming("wan-t2v").render_segment(request(), None, 1, 9, ignore, ignore)

    assert calls.shapes() == [(9, 64, 64), (9, 64, 64), (9, 48, 48)]
    assert film.shape == (9, 64, 64, 3), "and is enlarged"


def test_too_little_memory_for_anything_is_told_in_plain_words(filming: Filming, calls: Calls) -> None:
    backend = filming("wan-t2v")
    calls.failures += [out_of_memory() for _ in range(4)]

    with pytest.raises(OutOfMemory, match="^This computer has too little memory.*You were not charged"):
        backend.render_segment(request(), None, 1, 5, ignore, ignore)

    assert calls.shapes()[-1] == (5, 32, 32)
    assert backend.render_segment(request(), None, 1, 5, ignore, ignore).shape == (5, 64, 64, 3)


def test_too_little_memory_for_a_preview_costs_only_the_preview(
    filming: Filming, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any) -> bytes:
        raise out_of_memory()

    monkeypatch.setattr(video_camera, "middle_frame_jpeg", fail)
    previews: list[bytes] = []

    film = filming("ltx").render_segment(request(), None, 1, 9, ignore, previews.append)

    assert len(film) == 9 and not previews


def test_refuses_what_a_model_cannot_do(filming: Filming, picture: Rgb) -> None:
    with pytest.raises(ValueError, match="does not take a start image"):
        filming("wan-t2v").render_segment(request(), picture, 1, 5, ignore, ignore)
    with pytest.raises(InvalidParams, match="films pictures only"):
        filming("wan-i2v").render_segment(request(), None, 1, 5, ignore, ignore)
    with pytest.raises(ValueError, match="1 to 17 frames, not 18"):
        filming("ltx").render_segment(request(), None, 1, 18, ignore, ignore)


def test_pickled_weights_are_refused(installed: Install, models_dir: Path, tmp_path: Path, cache: ModelCache) -> None:
    model = installed("wan-t2v")
    folder = tmp_path / "wan-t2v"
    shutil.copytree(models_dir / "wan-t2v", folder)
    weights = next((folder / "transformer").glob("*.safetensors"))
    weights.rename(weights.with_suffix(".bin"))

    assert "can run code" in str(Weights(tmp_path, {model.key: model}).problem(model))
    with pytest.raises(BackendUnavailable, match="could not be loaded"):
        NeuralVideo(cache, model, Weights(tmp_path, {model.key: model})).render_segment(
            request(), None, 1, 5, ignore, ignore
        )


def test_the_best_installed_model_films_unless_one_is_named(installed: Install, models_dir: Path) -> None:
    models = {key: installed(key) for key in ("wan-i2v", "wan-ti2v", "wan-t2v")}
    backends = NeuralBackends(models_dir, models, ChatSettings())

    best = backends.factories()["video"]()
    assert best.info.model == "wan-ti2v", "the first that films words"
    assert backends.video("wan-t2v").takes_start_image is False
    named = backends.video("wan-i2v")
    assert named.needs_start_image and named.segment_seconds == 4.0
    with pytest.raises(BackendUnavailable, match="no model 'ltx'"):
        backends.video("ltx")


@pytest.mark.parametrize("key", ["wan-t2v", "ltx"])
def test_a_preview_of_finished_latents_is_the_frame_itself(key: str, installed: Install, models_dir: Path) -> None:
    import torch

    pipelines = load_video_pipelines(models_dir / key, installed(key), CPU)
    pipeline = pipelines.from_text()
    call = {
        "width": 96,
        "height": 64,
        "num_frames": 1,
        "num_inference_steps": 2,
        **pipelines.words("", "", guided=True),
    }

    def result(kind: str) -> Any:
        return pipeline(**call, generator=torch.Generator().manual_seed(1), output_type=kind).frames

    with torch.no_grad():
        jpeg = middle_frame_jpeg(pipelines.vae, result("latent"), (96, 64), 1)

    assert jpeg == preview_jpeg(as_bytes(result("pt")[0], (96, 64))[0])


def test_ltxs_packed_latents_are_laid_out_as_it_packs_them(installed: Install, models_dir: Path) -> None:
    import torch
    from diffusers import LTXPipeline

    vae = load_video_pipelines(models_dir / "ltx", installed("ltx"), CPU).vae
    latents = torch.randn(1, 8, 3, 2, 3, generator=torch.Generator().manual_seed(1))

    with torch.no_grad():
        packed = middle_frame_jpeg(vae, LTXPipeline._pack_latents(latents), (96, 64), 3)
        assert packed == middle_frame_jpeg(vae, latents, (96, 64), 3)
        assert packed != middle_frame_jpeg(vae, latents.flip(2, 3), (96, 64), 3)


@pytest.mark.parametrize("offload", ["model", "group"])
@pytest.mark.parametrize("key", ["wan-ti2v", "wan-i2v", "ltx"])
def test_films_the_same_where_parts_or_layers_take_turns(
    key: str, offload: Literal["model", "group"], filming: Filming, picture: Rgb, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the processor as the card: it shows that all find each other, not how much memory is saved."""
    expected = filming(key).render_segment(request(), picture, 1, 5, ignore, ignore)
    monkeypatch.setattr(Device, "tier", lambda _device, _model: CardTier(card_gb=0, offload=offload))
    backend = filming(key)
    backend._model.cache.unload(key)
    previews: list[bytes] = []

    def cancel_later(fraction: float) -> None:
        if fraction > 0.5:
            raise JobCancelled("stopped")

    with pytest.raises(JobCancelled):
        backend.render_segment(request(), picture, 1, 5, cancel_later, ignore)
    film = backend.render_segment(request(), picture, 1, 5, ignore, previews.append)

    assert np.abs(film.astype(int) - expected).max() <= 1, "but for rounding"
    assert len(previews) == 2


@pytest.mark.parametrize("key", ["wan-i2v", "ltx"])
def test_half_precision_films_nearly_the_same(key: str, installed: Install, models_dir: Path, picture: Rgb) -> None:
    model = installed(key)
    films = []
    for dtype in ("float32", "bfloat16"):
        card = ModelCache(Device("cpu", "processor", 0.0, dtype))
        backend = NeuralVideo(card, model, Weights(models_dir, {key: model}))
        films.append(backend.render_segment(request(), picture, 1, 5, ignore, ignore))

    assert np.abs(films[0].astype(int) - films[1]).mean() < 2
