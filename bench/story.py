"""A story film from its script to video.mp4 with the built-in backends, and its shots composed by MoviePy.

1920 x 1080 at 30 fps, about 20 seconds, every stage made, nothing taken from a store. The second row gives MoviePy the
very pictures, camera moves, subtitles, transitions' lengths and sound of that film, and has it compose and encode them
with the same x264 settings: what is compared are the frames a second of composing, not the drawing. It needs MoviePy,
which is no part of Kinora: `pip install moviepy`.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psutil

from bench.parallax import Costs, costs
from bench.table import Row, timed
from engine.builtin.backends import builtin_backends
from engine.media.film.format import VideoFormat
from engine.media.film.join import join
from engine.story.writing import Wishes, storyboard_of
from engine.story_film.film import Order, Story, make_story
from tests.support.recorded_run import RecordedRun

VIDEO = VideoFormat(1920, 1080, 30)
SCRIPT = """# The Kite

On a windy hill, a girl named Ada flew a red kite. Suddenly the string broke.

The kite sailed far over the lake and the trees.

At sunset, her dog Bo found it on the beach, beside an old boat."""
GOAL = 1.5
SAMPLE_SECONDS = 0.1
COMPOSING = ("film", "blend", "end", "join")


class TimedRun(RecordedRun):
    """Adds up what each kind of stage takes; keeps nothing."""

    def __init__(self, workdir: Path) -> None:
        super().__init__(workdir, builtin_backends())
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def stage(self, name: str, *_inputs: Any, make: Callable[[], Any]) -> Any:
        made: list[Any] = []
        self.seconds[re.sub(r"-\d+$", "", name)] += timed(lambda: made.append(make()))
        return made[0]


class PeakMemory:
    """The most memory that this process and its children held together, in bytes, while the block ran."""

    def __enter__(self) -> PeakMemory:
        self.bytes, self._done = 0, Event()
        self._thread = Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        me = psutil.Process()
        while not self._done.wait(SAMPLE_SECONDS):
            self.bytes = max(self.bytes, sum(map(_resident, [me, *me.children(recursive=True)])))


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def measure() -> list[Row]:
    """One row for the film, one for MoviePy where it is installed."""
    with tempfile.TemporaryDirectory() as folder:
        ctx = TimedRun(Path(folder))
        story: list[Story] = []
        with PeakMemory() as memory:
            spent = costs(lambda: story.append(_make_film(ctx)))
        rows = [_film_row(ctx, story[0], spent, memory.bytes)]
        return [*rows, _peer_row(ctx, story[0])]


def _make_film(ctx: TimedRun) -> Story:
    board = storyboard_of(SCRIPT, Wishes(style="pixar", music="uplifting", seed=7))
    story = make_story(ctx, board, ctx.backend("image"), VIDEO, Order("en", {}, True))
    ctx.stage("join", make=lambda: join(story.parts, story.sound, ctx.workdir / "film.mp4", {"generator": "bench"}))
    return story


def _film_row(ctx: TimedRun, story: Story, spent: Costs, memory: int) -> Row:
    wall, busy = spent.wall / story.seconds, spent.cpu / story.seconds
    total = sum(ctx.seconds.values())
    ordered = sorted(ctx.seconds.items(), key=lambda one: -one[1])
    shares = ", ".join(f"{name} {value / total:.0%}" for name, value in ordered if value >= total / 200)
    return Row(
        f"story film, 1080p30, {story.seconds:.0f} s, {len(story.board.scenes)} scenes, all stages cold",
        f"{1 / wall:.2f} film minutes a minute, {busy:.1f} s of processor time a second, {memory / 1e6:.0f} MB at most",
        f"by stage: {shares}",
        f"{wall:.2f} x its length by the clock, {busy / 2:.2f} x by processor time on two cores, goal {GOAL}: "
        + ("met" if busy / 2 <= GOAL else "missed"),
    )


def _peer_row(ctx: TimedRun, story: Story) -> Row:
    what = "composing that film's shots and sound"
    frames = story.times.frames
    ours = frames / sum(ctx.seconds[name] for name in COMPOSING)
    if find_spec("moviepy") is None:
        return Row(what, f"{ours:.1f} fps", "MoviePy is not installed: pip install moviepy", "not compared")
    from bench.moviepy_peer import compose

    peer = costs(lambda: compose(story, VIDEO, ctx.workdir / "peer.mp4"))
    return Row(
        what,
        f"{ours:.1f} fps",
        f"MoviePy: {frames / peer.wall:.1f} fps, {peer.cpu / frames * 1000:.0f} ms of processor time a frame",
        f"{ours / (frames / peer.wall):.1f} x, on {os.cpu_count()} cores",
    )
