"""The story film of three minutes: its script to all of its files, every stage made, by the built-in backends.

1920 x 1080 at 30 fps. Not part of `make bench`: it takes minutes, and its time by the clock says something only on a
machine that does nothing else. Alone, and in another style: `python -m bench.long_story pixar`. Stages overlap, since
scenes are filmed while the next ones are drawn, so their seconds add up to more than the film took.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from time import perf_counter

from bench.parallax import Costs, costs
from bench.story import GOAL, PeakMemory, TimedRun
from bench.table import Row
from engine.generators.story import GENERATOR, board_of

SCRIPT = Path(__file__).with_name("clockmaker.md")


def measure(style: str = "cinematic") -> list[Row]:
    """One row."""
    params = GENERATOR.params.model_validate(
        {"script": SCRIPT.read_text(), "style": style, "music": "mysterious", "voice": "male-deep", "seed": 7}
    )
    with tempfile.TemporaryDirectory() as folder:
        ctx, seconds = TimedRun(Path(folder)), list[float]()

        def make() -> None:
            for artifact in GENERATOR.run(params, ctx):
                seconds.extend([artifact.duration] if artifact.name == "video.mp4" and artifact.duration else [])

        with PeakMemory() as memory:
            spent = costs(make)
    return [_row(f"{style}, {len(board_of(params, 7).scenes)} scenes", seconds[0], ctx, spent, memory.bytes)]


def _row(what: str, length: float, ctx: TimedRun, spent: Costs, memory: int) -> Row:
    ordered = sorted(ctx.seconds.items(), key=lambda one: -one[1])
    stages = ", ".join(f"{name} {value:.0f}" for name, value in ordered if value >= 0.5)
    ratio = spent.wall / length
    return Row(
        f"story film, 1080p30, {length:.0f} s, {what}, all stages cold",
        f"{spent.wall:.0f} s, {spent.cpu:.0f} s of processor time, {memory / 1e9:.2f} GB at most (whole process tree)",
        f"seconds within stages: {stages}",
        f"{ratio:.2f} x its length, goal {GOAL}: {'met' if ratio <= GOAL else 'missed'}",
    )


if __name__ == "__main__":
    begun = perf_counter()
    for row in measure(*sys.argv[1:2]):
        print("\n".join((row.what, row.measured, row.against, row.result)))
    print(f"{perf_counter() - begun:.0f} s with the start")
