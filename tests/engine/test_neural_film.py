"""Films made of a model's pieces. The model here moves a picture sideways, which is quick and easy to follow."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from domain.errors import InvalidParams, JobCancelled
from domain.generator import BackendInfo
from engine.media.film.chunks import FilmPlan, plan_chunks
from engine.media.film.decode import read_frames
from engine.media.film.format import VideoFormat
from engine.media.film.frames import to_rgb
from engine.media.film.probe import probe
from engine.neural_film import Take, plan_takes, render_neural_film
from engine.video_request import VideoRequest
from engine.video_resampling import Resampling
from tests.engine.media.film.films import texture
from tests.support.recorded_run import RecordedRun

Rgb = NDArray[np.uint8]
SIZE = (160, 96)
FPS = 12


@dataclass
class Mover:
    """A video model: a picture, the one given or one of the seed's, that moves by two pixels a frame."""

    takes_start_image: bool = True
    frame_rate: int = 8
    segment_seconds: float = 5.0
    revision: str = "1"
    shots: list[tuple[Rgb | None, int, int]] = field(default_factory=list)

    @property
    def info(self) -> BackendInfo:
        return BackendInfo("neural", "Mover", "mover", self.revision)

    def render_segment(
        self,
        request: VideoRequest,
        first_frame: Rgb | None,
        seed: int,
        frames: int,
        report: Callable[[float], None],
        preview: Callable[[bytes], None],
    ) -> NDArray[np.uint8]:
        assert request.size == SIZE
        self.shots.append((first_frame, seed, frames))
        picture = texture(80, 48, seed) if first_frame is None else cv2.resize(first_frame, (80, 48))
        for step in range(4):
            report(step / 4)
        preview(b"jpeg")
        return np.stack([np.roll(picture, 2 * n, axis=1) for n in range(frames)])


def request(**changes: Any) -> VideoRequest:
    return VideoRequest(**{"prompt": "a boat", "seed": 2**32 - 1, **changes})


def plan(seconds: float = 10.0) -> FilmPlan:
    return FilmPlan(VideoFormat(*SIZE, fps=FPS, quality="high"), seconds)


@pytest.fixture
def run(tmp_path: Path) -> RecordedRun:
    workdir = tmp_path / "job"
    workdir.mkdir()
    return RecordedRun(workdir)


def frames_of(path: Path) -> list[Rgb]:
    return [to_rgb(frame) for frame in read_frames(path)]


def all_frames(paths: list[Path]) -> list[Rgb]:
    return [frame for path in paths for frame in frames_of(path)]


def apart(first: Rgb, second: Rgb) -> float:
    return float(np.abs(first.astype(int) - second).mean())


@pytest.mark.parametrize(
    ("duration", "seconds", "lead", "takes"),
    [
        (1.0, 5.0, 1, [(0, 0, 0, 10)]),
        (5.0, 5.0, 1, [(0, 2, 0, 50)]),
        (6.0, 5.0, 1, [(0, 1, 0, 40), (2, 2, 39, 60)]),
        (9.0, 5.0, 1, [(0, 1, 0, 40), (2, 4, 39, 90)]),
        (9.0, 4.0, 5, [(0, 1, 0, 40), (2, 2, 35, 60), (3, 4, 55, 90)]),
    ],
)
def test_takes_hold_as_many_chunks_as_fit(
    duration: float, seconds: float, lead: int, takes: list[tuple[int, int, int, int]]
) -> None:
    planned = plan_takes(plan_chunks(duration, 10), 10, seconds, lead)

    assert [(take.first, take.last, take.start, take.end) for take in planned] == takes
    assert [take.index for take in planned] == list(range(len(takes)))


def test_a_take_asks_for_the_models_frames_up_to_its_own_last_one() -> None:
    assert Take(0, 0, 1, 0, 120).frames(16 / 30) == 65, "119 thirtieths are 63.5 sixteenths"
    assert Take(0, 0, 0, 0, 1).frames(16 / 30) == 1
    with pytest.raises(ValueError, match="does not fit"):
        plan_takes(plan_chunks(4, 10), 10, 1.5, 1)


def test_a_film_has_the_planned_format_and_length(run: RecordedRun) -> None:
    paths = render_neural_film(run, plan(5.0), Mover(), request())

    facts = [probe(path) for path in paths]
    assert [fact.frames for fact in facts] == [24, 24, 12]
    assert {(fact.width, fact.height, fact.fps) for fact in facts} == {(*SIZE, FPS)}


def test_each_piece_continues_from_the_stored_last_frame(run: RecordedRun) -> None:
    model = Mover()

    paths = render_neural_film(run, plan(), model, request())

    (none, first_seed, first_frames), (continued, second_seed, second_frames) = model.shots[:2]
    assert none is None and (first_seed, second_seed) == (2**32 - 1, 0), "seeds go round"
    (last,) = deque(frames_of(paths[1]), maxlen=1)
    assert np.array_equal(continued, last)
    assert (first_frames, second_frames) == (33, 33), "four seconds at eight frames a second, and what both end with"


def test_there_is_no_jump_where_a_piece_continues(run: RecordedRun) -> None:
    film = all_frames(render_neural_film(run, plan(), Mover(), request()))

    steps = [apart(film[n], film[n + 1]) for n in range(len(film) - 1)]
    seam = 4 * FPS - 1
    assert steps[seam] < 1.5 * np.median(steps)
    assert steps[seam + 1] < 1.5 * np.median(steps)


def test_takes_of_a_model_that_cannot_continue_fade_into_one_another(run: RecordedRun) -> None:
    model = Mover(takes_start_image=False)

    film = all_frames(render_neural_film(run, plan(), model, request(seed=5)))

    assert [(first, seed) for first, seed, _frames in model.shots] == [(None, 5), (None, 6), (None, 7)]
    seam = 4 * FPS
    cut = apart(film[seam - 8], film[seam])
    assert max(apart(film[n], film[n + 1]) for n in range(seam - 7, seam)) < 0.5 * cut, (
        "no cut in the half second before"
    )


@pytest.mark.parametrize("takes_start_image", [True, False])
def test_an_interrupted_film_equals_an_undisturbed_one(takes_start_image: bool, tmp_path: Path) -> None:
    whole = RecordedRun(tmp_path)
    expected = [path.read_bytes() for path in render_neural_film(whole, plan(8.0), Mover(takes_start_image), request())]
    for stop in range(3, len(whole.reports), 31):
        (tmp_path / f"{stop}").mkdir()
        run = RecordedRun(tmp_path / f"{stop}", cancel_after=stop)
        with pytest.raises(JobCancelled):
            render_neural_film(run, plan(8.0), Mover(takes_start_image), request())

        again, model = run.restarted(), Mover(takes_start_image)
        paths = render_neural_film(again, plan(8.0), model, request())

        assert [path.read_bytes() for path in paths] == expected, stop
        assert sorted(run.made + again.made) == sorted(whole.made), "each chunk is made once"
        assert len(model.shots) <= 2


def test_a_finished_film_is_not_filmed_again_and_another_one_is(run: RecordedRun) -> None:
    render_neural_film(run, plan(4.0), Mover(), request())
    run.made.clear()

    model = Mover()
    render_neural_film(run, plan(4.0), model, request(fps=60, width=32))
    assert run.made == [] and model.shots == [], "the plan's format counts"

    for other in (
        request(seed=1),
        request(negative_prompt="rain"),
        request(start_image=texture(*SIZE)),
        request(start_image=texture(*SIZE, 1)),
    ):
        run.made.clear()
        render_neural_film(run, plan(4.0), Mover(), other)
        assert run.made == ["chunk-1", "chunk-2"]
    run.made.clear()
    render_neural_film(run, plan(4.0), Mover(revision="2"), request())
    assert run.made == ["chunk-1", "chunk-2"], "nor is one of other weights"


def test_a_film_begins_with_the_start_image_cut_to_its_shape(run: RecordedRun) -> None:
    image = np.zeros((296, 160, 3), np.uint8)
    image[60:156] = texture(*SIZE)  # 60 rows are cut off above and 140 below: heads are above
    model = Mover()

    film = all_frames(render_neural_film(run, plan(2.0), model, request(start_image=image)))

    assert np.array_equal(model.shots[0][0], texture(*SIZE))
    assert apart(film[0], texture(*SIZE)) < 6


def test_a_start_image_is_refused_by_a_model_that_takes_none(run: RecordedRun) -> None:
    with pytest.raises(InvalidParams, match="Mover does not take a start image"):
        render_neural_film(run, plan(), Mover(takes_start_image=False), request(start_image=texture(*SIZE)))


def test_progress_within_a_chunk_rises_and_previews_are_passed_on(run: RecordedRun) -> None:
    render_neural_film(run, plan(2.0), Mover(), request())

    fractions = [fraction for fraction, _preview in run.reports]
    assert fractions == sorted(fractions) and fractions[-1] < 1.0
    assert b"jpeg" in [preview for _fraction, preview in run.reports]


def moved(by: float) -> Rgb:
    """A picture on which a brighter square moves."""
    ground = texture(240, 160)
    square = cv2.warpAffine(texture(60, 60, 3), np.array([[1, 0, 40 + by], [0, 1, 50.0]]), (240, 160))
    inside = cv2.warpAffine(np.ones((60, 60), np.float32), np.array([[1, 0, 40 + by], [0, 1, 50.0]]), (240, 160))
    return (ground * (1 - inside[..., None]) + square * inside[..., None]).astype(np.uint8)


def test_frames_between_frames_show_things_on_their_way() -> None:
    film = Resampling(np.stack([moved(0), moved(14)]))

    for share in (0.25, 0.5, 0.75):
        blended = cv2.addWeighted(moved(0), 1 - share, moved(14), share, 0)
        assert apart(film.at(share), moved(14 * share)) < 0.6 * apart(blended, moved(14 * share)), share


def test_given_frames_are_left_as_they_are() -> None:
    frames = np.stack([texture(80, 60, seed) for seed in range(3)])
    film = Resampling(frames)

    for position, index in ((0, 0), (1, 1), (1.99, 2), (2, 2), (-1, 0), (7, 2)):
        assert np.array_equal(film.at(position), frames[index]), position
    assert np.array_equal(Resampling(frames[:1]).at(0.5), frames[0])
