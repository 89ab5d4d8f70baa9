"""A film of a living scene, drawn and encoded in chunks, against its own duration.

1280 x 720 at 30 fps, one sample a pixel, as `scene3d` films. Composing the scene, uploading it, shadows, chunks and
x264 are included; only the opening of the renderer and the shaders' first compilation are not. Processor time is that
of this process and of ffmpeg, over the film's duration: on a machine that does nothing else, two cores take half of it.
"""

from __future__ import annotations

import resource
import tempfile
from pathlib import Path

from bench.table import Row, timed
from engine.media.film.chunks import FilmPlan
from engine.media.film.format import VideoFormat
from engine.media.film.join import join
from engine.media.film.render import render_film
from engine.scene.film.camera_path import camera_path
from engine.scene.film.living import enliven
from engine.scene.layout.compose import compose
from engine.scene.render.renderer import Renderer
from engine.scene.words.parser import parse
from tests.support.recorded_run import RecordedRun

VIDEO = VideoFormat(1280, 720, 30)
SECONDS = 4.0
SEED = 3
PROMPTS = (
    "a fox in a forest with tall pine trees and ferns, morning mist",
    "a city street at night in the rain with cars and people",
    "a sailboat on a lake in the mountains at sunset",
)
GOAL = 12.0


def measure() -> list[Row]:
    """A row for each prompt."""
    with Renderer() as renderer, tempfile.TemporaryDirectory() as folder:
        return [_row(renderer, prompt, Path(folder) / str(number)) for number, prompt in enumerate(PROMPTS)]


def _row(renderer: Renderer, prompt: str, work: Path) -> Row:
    work.mkdir()
    _film(renderer, prompt, work, 1 / VIDEO.fps)
    before = _processor_seconds()
    wall = timed(lambda: _film(renderer, prompt, work, SECONDS)) / SECONDS
    busy = (_processor_seconds() - before) / SECONDS
    verdict = "met" if wall <= GOAL else "missed"
    return Row(
        f"scene film, 720p30, {SECONDS:.0f} s: {prompt}",
        f"{wall:.1f} s a second of film",
        f"{busy:.1f} s of processor time ({renderer.device.split(' (')[0]})",
        f"{wall:.1f} x its duration, goal {GOAL:.0f}: {verdict}",
    )


def _film(renderer: Renderer, prompt: str, work: Path, seconds: float) -> None:
    aspect = VIDEO.size[0] / VIDEO.size[1]
    spec = parse(prompt, style="cinematic", seed=SEED)
    scene = enliven(compose(spec, aspect), spec, seconds, SEED)
    camera = camera_path(scene, "orbit", seconds, aspect, SEED)
    film = renderer.prepare(scene, *VIDEO.size, style=spec.style, seed=SEED)
    plan = FilmPlan(VIDEO, seconds)
    try:
        chunks = render_film(
            RecordedRun(work),
            plan,
            lambda frame: film.frame(frame / VIDEO.fps, camera(frame / VIDEO.fps), maps=False).rgb,
            lambda _chunk: "bench",
        )
    finally:
        film.release()
    join(chunks, None, work / "film.mp4", {"generator": "bench"})


def _processor_seconds() -> float:
    """User and system time of this process and of those it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(part.ru_utime + part.ru_stime for part in used)
