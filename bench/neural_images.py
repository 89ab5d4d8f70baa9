"""Pictures by SDXL and Z-Image at full size with random weights: Kinora's batches against a plain diffusers loop.

    python -m bench.neural_images [--models sdxl,z-image] [--batches 1,2,4,8] [--rounds 3] [--tiny]

Needs CUDA with some 40 GB. Each row draws so many pictures of 1024 x 1024 in both ways, in turn, from the same weights:
Kinora's way is one request for each picture, as of several creators, through its coalescer, with previews, progress
and a seed for each; the plain one calls diffusers' pipeline for one picture after the other, with neither. `--tiny`
tries the measurement itself, on any machine, with models of a few thousand weights: its times mean nothing.
"""

from __future__ import annotations

import argparse
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from bench.table import median, timed
from data.card_tiers import CardTier
from data.catalogue import Model, load_catalogue
from data.image_prompts import load_image_styles
from engine.image_request import ImageRequest
from engine.neural.coalescer import Coalescer
from engine.neural.device import Device, detect
from engine.neural.image import NeuralImage
from engine.neural.kept_model import LOADED
from engine.neural.pipelines import Pipelines, schedule, silence
from engine.neural.placement import compile_layers, place

PROMPT = "A red and white lighthouse on a rocky coast at sunset, boats"
CATALOGUE = {"sdxl": "sdxl", "z-image": "z-image-turbo"}
HEAD = (
    "| model | compiled | pictures | Kinora | plain loop | ratio | peak memory |\n"
    "| --- | --- | --- | --- | --- | --- | --- |"
)


@dataclass(frozen=True)
class Plan:
    """What is measured."""

    models: tuple[str, ...]
    batches: tuple[int, ...]
    rounds: int
    tiny: bool

    @property
    def side(self) -> int:
        return 512 if self.tiny else 1024


class Loaded:
    """`KeptModel` of a pipeline that is in memory and on no disk."""

    def __init__(self, pipeline: Any, model: Model, device: Device, most: int) -> None:
        self.model = model
        self.tier = CardTier(card_gb=0, at_once=most)
        self._pipelines = Pipelines(pipeline, model, device)
        self._in_use = threading.Lock()

    @contextmanager
    def use(self, report: Callable[[float], None]) -> Iterator[Pipelines]:
        with self._in_use:
            report(LOADED)
            yield self._pipelines

    def make_room(self) -> bool:
        return False

    def too_little_memory(self, _purpose: str, _instead: str) -> Exception:
        return MemoryError("this batch does not fit")


class RandomImage(NeuralImage):
    """Kinora's backend for a model that is in memory."""

    def __init__(self, loaded: Loaded) -> None:
        self._model = SimpleNamespace(kept=loaded, shares_reference=False)  # type: ignore[assignment]  # a stand-in that needs no folder
        self._styles = load_image_styles()


def measure(plan: Plan, device: Device) -> Iterator[str]:
    """Lines of a table in Markdown, as they are measured. Times are medians, in seconds for a picture."""
    yield HEAD
    for name in plan.models:
        yield from _rows(name, plan, device)
        device.release()


def _rows(name: str, plan: Plan, device: Device) -> Iterator[str]:
    model, pipeline = build(name, plan, device)
    kinora = Coalescer(RandomImage(Loaded(pipeline, model, device, max(plan.batches))))
    for compiled in (False, True):
        if compiled:
            compile_layers(pipeline, **({"backend": "eager"} if plan.tiny else {}))
        for count in plan.batches:
            yield _row(f"{model.title} | {'yes' if compiled else 'no'} | {count}", kinora, pipeline, model, plan, count)


def build(name: str, plan: Plan, device: Device) -> tuple[Model, Any]:
    """The catalogue's entry and a pipeline with random weights, placed and scheduled as Kinora does."""
    import torch

    from bench import model_shapes

    silence()
    model = load_catalogue()[CATALOGUE[name]]
    if plan.tiny:
        small = {"steps": 2, "max_side": 64, "pixels": None}
        model = model.model_copy(update={"presets": model.presets.model_copy(update=small)})
    make = {"sdxl": model_shapes.sdxl, "z-image": model_shapes.z_image}[name]
    pipeline = make(getattr(torch, device.dtype_for(model)), device.kind, tiny=plan.tiny)
    pipeline.set_progress_bar_config(disable=True)
    schedule(pipeline, model)
    place(pipeline, model.model_copy(update={"tiers": (CardTier(card_gb=0),)}), device)
    return model, pipeline


def _row(head: str, kinora: Coalescer, pipeline: Any, model: Model, plan: Plan, count: int) -> str:
    def ours() -> None:
        together(kinora, [_request(seed, plan.side) for seed in range(count)])

    def plain() -> None:
        for seed in range(count):
            one_by_one(pipeline, model, seed, 64 if plan.tiny else plan.side)

    ours(), plain()  # to warm up: kernels are chosen, and compiled where that was asked for
    _reset_peak()
    seconds: list[tuple[float, float]] = []
    for _ in range(plan.rounds):
        seconds.append((timed(ours), timed(plain)))
    mine, theirs = (median([pair[n] for pair in seconds]) / count for n in (0, 1))
    ratio = median([pair[1] / pair[0] for pair in seconds])
    return f"| {head} | {mine:.3f} s | {theirs:.3f} s | {ratio:.2f} x as fast | {_peak()} |"


def together(kinora: Coalescer, requests: Sequence[ImageRequest]) -> None:
    """Each request in a thread of its own, as companions' jobs are."""
    meeting, failures = threading.Barrier(len(requests)), []

    def one(request: ImageRequest) -> None:
        try:
            kinora.render(request, lambda _fraction: None, lambda _jpeg: None, lambda: meeting.wait(60) and None)
        except BaseException as error:  # noqa: BLE001 - raised below, in the caller's thread
            failures.append(error)

    threads = [threading.Thread(target=one, args=(request,)) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def one_by_one(pipeline: Any, model: Model, seed: int, side: int) -> None:
    """As anyone would call diffusers for one picture."""
    import torch

    pipeline(
        prompt=PROMPT,
        width=side,
        height=side,
        num_inference_steps=model.presets.steps,
        guidance_scale=model.presets.guidance_scale,
        generator=torch.Generator("cpu").manual_seed(seed),
    )


def _request(seed: int, side: int) -> ImageRequest:
    return ImageRequest(prompt=PROMPT, seeds=(seed,), width=side, height=side)


def _reset_peak() -> None:
    import torch

    if torch.cuda.is_available():
        torch.cuda.reset_peak_memory_stats()


def _peak() -> str:
    """The most that tensors have taken since the reset, weights included."""
    import torch

    return f"{torch.cuda.max_memory_allocated() / 1e9:.1f} GB" if torch.cuda.is_available() else "not measured"


def main() -> None:
    parser = argparse.ArgumentParser(description="Kinora's batches against a plain diffusers loop.")
    parser.add_argument("--models", default="sdxl,z-image", help="of sdxl, z-image")
    parser.add_argument("--batches", default="1,2,4,8", help="pictures at once")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tiny", action="store_true", help="try the measurement with tiny models, on any machine")
    asked = parser.parse_args()
    device = detect()
    if device.kind != "cuda" and not asked.tiny:
        raise SystemExit("This measurement needs a CUDA card; --tiny only tries whether it works.")
    plan = Plan(
        tuple(asked.models.split(",")), tuple(map(int, asked.batches.split(","))), max(1, asked.rounds), asked.tiny
    )
    print(f"{device.name}, {device.total_gb:.0f} GB, {plan.side} x {plan.side} pixels\n")
    for line in measure(plan, device):
        print(line, flush=True)


if __name__ == "__main__":
    main()
