"""Image jobs of several creators in one call of a model: from the order to the stored pictures."""

from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from domain.jobs import Job, JobRecord, JobStatus
from domain.users import User
from engine.backends import BackendRegistry
from engine.builtin.backends import builtin_backends
from engine.media.record import embed
from engine.neural import picture_batch
from engine.neural.factories import ChatSettings, neural_factories
from engine.registry import discover
from queue_worker.pulse import Pulse
from queue_worker.runner import JobRunner
from tests.support.studio import StudioKit, studio_kit
from tests.support.tiny_catalogue import tiny_entry

pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")
ROUNDING = 2  # grey levels that another order of additions may cost
PROMPTS = ("a red fox", "an owl at night", "a harbour town")


@dataclass
class Studio:
    """A studio with a neural model, a worker of it and three creators.

    Attributes:
        calls: the prompts of each call of the pipeline.
        at_a_call: what is done when one begins.
        withheld: what the safety checker says of its pictures.
    """

    kit: StudioKit
    runner: JobRunner
    users: list[User]
    calls: list[int] = field(default_factory=list)
    at_a_call: Callable[[], None] = lambda: None
    withheld: list[bool] = field(default_factory=list)

    def order(self, n: int, **changes: Any) -> Job:
        body = {"prompt": PROMPTS[n], "seed": n, "width": 512, "height": 512, **changes}
        return self.kit.studio.submit(self.users[n], "image", body).job

    def record(self, n: int, job: Job) -> JobRecord:
        return self.kit.studio.job(self.users[n], job.id)

    def content(self, job: Job, name: str) -> bytes:
        with self.kit.objects.open(job.output_prefix + name) as file:
            return file.read()

    def picture(self, job: Job, name: str = "image-1.png") -> Any:
        return np.asarray(Image.open(io.BytesIO(self.content(job, name)))).astype(int)

    def settled(self, n: int, job: Job) -> int:
        entries = self.kit.studio.transactions(self.users[n])
        return sum(entry.job_id == job.id and entry.kind.value in ("settle", "refund") for entry in entries)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.support.tiny_models import save_sdxl_with_ip_adapter

    folder = tmp_path_factory.mktemp("models")
    save_sdxl_with_ip_adapter(folder / "sdxl")
    return folder


@pytest.fixture
def studio(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    kit = studio_kit(tmp_path)
    neural = neural_factories(models, {"sdxl": tiny_entry("sdxl")}, ChatSettings())
    runner = JobRunner(
        lifecycle=kit.lifecycle,
        storage=kit.database,
        objects=kit.objects,
        channel=kit.channel,
        generators=discover(),
        backends=BackendRegistry(builtin_backends(), neural),
        embed=embed,
        versions={},
        temp_root=tmp_path / "temp",
        pulse=Pulse(tmp_path / "test.pulse"),
    )
    one = Studio(kit, runner, [kit.user(f"{name}@example.org") for name in ("ada", "bea", "cleo")])
    denoise = picture_batch.denoise

    def noted(pipeline: Any, arguments: dict[str, Any], report: Any, show: Any) -> Any:
        one.calls.append(len(arguments["prompt"]))
        one.at_a_call()
        output = denoise(pipeline, arguments, report, show)
        if one.withheld:
            output.nsfw_content_detected = one.withheld
        return output

    monkeypatch.setattr(picture_batch, "denoise", noted)
    yield one
    kit.database.close()


def test_three_creators_jobs_are_one_call_and_each_gets_the_pictures_of_a_lone_job(studio: Studio) -> None:
    alone = []
    for n in range(3):
        alone.append(studio.order(n))
        studio.runner.run(alone[n].id)
    assert studio.calls == [1, 1, 1]
    # Other accounts have stages of their own, so everything is drawn anew.
    studio.users, studio.calls = [studio.kit.user(f"{name}@example.com") for name in ("dora", "emmy", "fay")], []

    together = [studio.order(n) for n in range(3)]
    for job in together:
        studio.runner.run(job.id)

    assert studio.calls == [3]
    for n, job in enumerate(together):
        record = studio.record(n, job)
        assert record.job.status is JobStatus.SUCCEEDED, record.job.error
        assert studio.settled(n, job) == 1
        assert np.abs(studio.picture(job) - studio.picture(alone[n])).max() <= ROUNDING
        metadata = json.loads(studio.content(job, "metadata.json"))
        assert (metadata["params"]["prompt"], metadata["seed"]) == (PROMPTS[n], n)
    assert np.abs(studio.picture(together[0]) - studio.picture(together[1])).max() > 20


def test_jobs_of_other_sizes_and_with_references_are_calls_of_their_own(studio: Studio) -> None:
    jobs = [studio.order(0), studio.order(1, height=576), studio.order(2, backend="builtin")]

    studio.runner.run(jobs[0].id)

    assert studio.calls == [1]
    assert [studio.record(n, job).job.status for n, job in enumerate(jobs)][1:] == [JobStatus.QUEUED] * 2


@pytest.mark.parametrize("cancelled", [0, 2])
def test_who_cancels_leaves_and_the_call_goes_on_for_the_others(studio: Studio, cancelled: int) -> None:
    jobs, left = [studio.order(n) for n in range(3)], threading.Event()
    studio.at_a_call = lambda: None if left.wait(20) else pytest.fail("nobody left")
    worker = threading.Thread(target=studio.runner.run, args=(jobs[0].id,))
    worker.start()
    while not studio.calls:
        time.sleep(0.01)

    studio.kit.studio.cancel(studio.users[cancelled], jobs[cancelled].id)
    while not studio.record(cancelled, jobs[cancelled]).job.status.terminal:
        time.sleep(0.01)
    left.set()
    worker.join()

    expected = [JobStatus.CANCELLED if n == cancelled else JobStatus.SUCCEEDED for n in range(3)]
    assert [studio.record(n, job).job.status for n, job in enumerate(jobs)] == expected
    assert [studio.settled(n, job) for n, job in enumerate(jobs)] == [1, 1, 1]
    assert studio.calls == [3]


def test_what_is_withheld_from_one_fails_that_one_only(studio: Studio) -> None:
    jobs = [studio.order(n) for n in range(3)]
    studio.withheld = [False, True, False]

    studio.runner.run(jobs[0].id)

    records = [studio.record(n, job) for n, job in enumerate(jobs)]
    failed = [record for record in records if record.job.status is JobStatus.FAILED]
    assert len(failed) == 1 and failed[0].job.error is not None and "withheld" in failed[0].job.error.message
    assert sum(record.job.status is JobStatus.SUCCEEDED for record in records) == 2
    assert [studio.settled(n, job) for n, job in enumerate(jobs)] == [1, 1, 1]


def test_the_record_says_how_the_reference_was_heeded_and_which_model_drew(studio: Studio) -> None:
    from domain.assets import AssetType
    from tests.support.pictures import photo

    asset = studio.kit.desk.take(studio.users[0], AssetType.PHOTO, "photo.png", photo())
    job = studio.order(0, reference=asset.id, model="sdxl")

    studio.runner.run(job.id)

    metadata = json.loads(studio.content(job, "metadata.json"))
    assert metadata["notes"] == {"reference": "ip-adapter", "safety_checker": "not checked"}
    assert [backend["model"] for backend in metadata["backends"]] == ["sdxl"]


def test_a_model_that_is_not_installed_is_told_and_not_replaced(studio: Studio) -> None:
    job = studio.order(0, model="sd15")

    studio.runner.run(job.id)

    error = studio.record(0, job).job.error
    assert error is not None and error.code == "backend_unavailable"
    assert studio.calls == [] and studio.settled(0, job) == 1
