"""Progress: it never goes back, is not sent too often, and what could not be written is written later."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clock import utc_now
from domain.jobs import Job, Step, StepStatus
from domain.ports import JobEvent
from queue_worker.reporter import Reporter

PLAN = [Step("prepare", "Reading the photo", 1), Step("draw-1", "Drawing", 8), Step("sheet", "Laying out", 1)]
JOB = Job("job", "user", "image", {}, 5, 2, "cpu", utc_now(), 60.0)


@dataclass
class Clock:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Channel:
    """Only what a reporter uses of a channel."""

    events: list[JobEvent] = field(default_factory=list)
    jpeg: bytes = b""

    def publish(self, event: JobEvent) -> None:
        self.events.append(event)

    def put_preview(self, _job_id: str, jpeg: bytes) -> None:
        self.jpeg = jpeg


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def channel() -> Channel:
    return Channel()


@pytest.fixture
def reporter(clock: Clock, channel: Channel) -> Reporter:
    return Reporter(JOB, PLAN, channel, clock)  # type: ignore[arg-type]  # a channel that only publishes


def test_progress_is_the_weighted_share_of_the_plan(reporter: Reporter, channel: Channel, clock: Clock) -> None:
    reporter.start("prepare")
    reporter.finish("prepare")
    reporter.start("draw-1")
    clock.now += 1
    reporter.advance(0.5, "Step 4 of 8")

    last = channel.events[-1].data
    assert last["progress"] == 0.5
    assert last["message"] == "Step 4 of 8"
    assert last["stage"] == "draw-1"


def test_each_thread_tells_of_the_stage_that_it_began(reporter: Reporter, channel: Channel, clock: Clock) -> None:
    reporter.start("draw-1")
    thread = Thread(target=reporter.start, args=("sheet",))
    thread.start()
    thread.join()
    clock.now += 1
    reporter.advance(0.5, "Step 4 of 8")

    progress = {step.name: step.progress for step in reporter.steps}
    assert (progress["draw-1"], progress["sheet"]) == (0.5, 0.0)
    assert channel.events[-1].data["message"] == "Laying out"  # the newest stage is told of, or both would take turns


def test_the_title_is_the_message_when_there_is_none(reporter: Reporter, channel: Channel, clock: Clock) -> None:
    reporter.start("draw-1")
    clock.now += 1
    reporter.advance(0.1, "Step 1")
    clock.now += 1
    reporter.advance(0.2)

    assert channel.events[-1].data["message"] == "Drawing"


def test_the_time_left_follows_from_the_work_done_in_this_run(reporter: Reporter, clock: Clock) -> None:
    reporter.start("prepare")
    reporter.finish("prepare", reused=True)
    assert reporter.eta() is None
    reporter.start("draw-1")
    clock.now += 10
    reporter.advance(0.5)

    assert reporter.eta() == pytest.approx(10 * 0.5 / 0.4), "the stage taken over took no time and says nothing"


def test_no_more_than_five_events_a_second(reporter: Reporter, channel: Channel, clock: Clock) -> None:
    reporter.start("draw-1")
    for step in range(1000):
        clock.now += 0.001
        reporter.advance(step / 1000)

    assert 5 <= len(channel.events) <= 7


def test_a_stage_that_was_not_planned_is_refused(reporter: Reporter) -> None:
    with pytest.raises(ValueError, match="surprise"):
        reporter.start("surprise")


def test_changes_are_given_once_and_again_if_they_could_not_be_written(reporter: Reporter) -> None:
    reporter.start("prepare")
    reporter.backend({"kind": "builtin"})
    changes = reporter.take_changes()
    assert changes is not None
    assert reporter.take_changes() is None

    reporter.give_back(changes)
    reporter.finish("prepare")
    again = reporter.take_changes()

    assert again is not None
    assert [(step.name, step.status) for step in again.steps] == [("prepare", StepStatus.DONE)]
    assert again.backend == {"kind": "builtin"}


def test_previews_are_numbered(reporter: Reporter, channel: Channel) -> None:
    reporter.preview(b"one")
    reporter.preview(b"two")

    assert [event.data for event in channel.events] == [{"version": 1}, {"version": 2}]
    assert channel.jpeg == b"two"


@given(st.lists(st.floats(-1, 2), max_size=30))
def test_progress_never_goes_back_and_ends_before_one(fractions: list[float]) -> None:
    channel, clock = Channel(), Clock()
    reporter = Reporter(JOB, PLAN, channel, clock)  # type: ignore[arg-type]  # a channel that only publishes
    for name in ("prepare", "draw-1", "sheet"):
        reporter.start(name)
        for fraction in fractions:
            clock.now += 1
            reporter.advance(fraction)
        reporter.finish(name)

    seen = [event.data["progress"] for event in channel.events]
    assert seen == sorted(seen)
    assert 0 <= seen[0] and seen[-1] < 1
