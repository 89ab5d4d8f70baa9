"""Chaos: a sample generator whose stages write down each time they are made."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from domain.generator import Artifact, Generator, PriceBook, RunContext, StagePlan
from domain.params import Control, Params, Prompt, Widget

STAGES = 4


class ChaosParams(Params):
    text: Annotated[Prompt, Control(Widget.TEXT, "Text")]
    seconds: Annotated[float, Field(ge=0, le=10), Control(Widget.SLIDER, "Seconds a stage", step=0.1)] = 0.3


def price(_params: ChaosParams, _book: PriceBook) -> int:
    return 2


def stages(_params: ChaosParams) -> list[StagePlan]:
    return [StagePlan(f"part-{n}", f"Making part {n} of {STAGES}") for n in range(1, STAGES + 1)]


def run(params: ChaosParams, ctx: RunContext) -> Iterator[Artifact]:
    parts = [
        ctx.stage(f"part-{n}", params.text, n, make=lambda n=n: _make(params, ctx, n)) for n in range(1, STAGES + 1)
    ]
    yield Artifact("chaos.txt", "text/plain", "\n".join(parts).encode())


def _make(params: ChaosParams, ctx: RunContext, part: int) -> str:
    label = f"{params.text}/{part}"
    if log := os.environ.get("CHAOS_LOG"):
        with Path(log).open("a") as file:
            file.write(f"{time.time():.3f} {label}\n")
    end = time.monotonic() + params.seconds
    while (left := end - time.monotonic()) > 0:
        ctx.progress(1 - left / max(params.seconds, 0.001))
        time.sleep(0.02)
    return label


GENERATOR = Generator("chaos", "Chaos", "Samples", "Text in parts.", ChaosParams, price, stages, run, queue="cpu")
