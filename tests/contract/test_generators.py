"""What every generator owes: discovery, form, schema, price, both backends, cancellation, resumption, bad input."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from data.prices import load_prices
from domain.errors import BackendUnavailable, InvalidParams, StorageFull
from domain.generator import Generator
from domain.jobs import JobRecord, JobStatus, StepStatus
from domain.params import control_of
from domain.users import User
from engine.backends import BackendRegistry, NeuralFactory
from engine.builtin.backends import builtin_backends
from engine.generators import clip, lesson, scene3d, story
from engine.media.film.format import VideoFormat
from engine.media.record import embed, read_audio_record, read_png_record
from engine.neural.factories import ChatSettings, neural_factories
from engine.registry import discover
from queue_worker.pulse import Pulse
from queue_worker.runner import JobRunner
from storage.local_objects import LocalObjects
from tests.contract.sample import sample_body
from tests.support.openai_server import openai_server
from tests.support.script_answers import script_json
from tests.support.studio import StudioKit, studio_kit
from tests.support.tiny_catalogue import tiny_entry
from ui.field_spec import field_specs

GENERATORS = discover()
BUILTIN = builtin_backends()
"""Shared: a renderer compiles its shaders once."""

pytestmark = pytest.mark.parametrize("key", sorted(GENERATORS))


@pytest.fixture(scope="module", autouse=True)
def small_films() -> Iterator[None]:
    """Films of few and small frames: what is tested here does not depend on how many there are."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(scene3d, "VIDEO", VideoFormat(96, 54, 1))
        monkeypatch.setattr(clip, "FPS", 2)
        monkeypatch.setattr(lesson, "VIDEO", VideoFormat(96, 54, 2))
        monkeypatch.setattr(story, "SIZES", {"landscape": (96, 54)})
        monkeypatch.setattr(story, "FPS", 2)
        yield


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[StudioKit]:
    kit = studio_kit(tmp_path)
    yield kit
    kit.database.close()


@pytest.fixture
def ada(kit: StudioKit) -> User:
    return kit.user()


def runner(kit: StudioKit, folder: Path, generators: dict[str, Generator[Any]] | None = None) -> JobRunner:
    return JobRunner(
        lifecycle=kit.lifecycle,
        storage=kit.database,
        objects=kit.objects,
        channel=kit.channel,
        generators=generators or GENERATORS,
        backends=BackendRegistry(BUILTIN, {}),
        embed=embed,
        versions={},
        temp_root=folder / "temp",
        pulse=Pulse(folder / "test.pulse"),
    )


def run(kit: StudioKit, ada: User, folder: Path, key: str, **changes: Any) -> JobRecord:
    body = {**sample_body(kit, ada, GENERATORS[key]), **changes}
    job = kit.studio.submit(ada, key, body).job
    runner(kit, folder).run(job.id)
    return kit.studio.job(ada, job.id)


def content(kit: StudioKit, record: JobRecord, name: str) -> bytes:
    artifact = next(a for a in record.artifacts if a.name == name)
    with kit.objects.open(artifact.key) as file:
        return file.read()


def test_every_field_has_a_label_and_its_limits_in_the_schema(key: str) -> None:
    generator = GENERATORS[key]
    schema = generator.params.model_json_schema()
    assert schema["additionalProperties"] is False
    shown = {spec.name for spec in field_specs(generator.params)}
    assert shown == set(generator.params.model_fields) - {"project_id"}
    for name in shown:
        control = control_of(generator.params, name)
        assert control is not None
        assert control.label[:1].isupper()


def test_titles_and_stages_are_in_plain_words(kit: StudioKit, ada: User, key: str) -> None:
    generator = GENERATORS[key]
    params = kit.studio.validate(key, sample_body(kit, ada, generator))
    plan = generator.stages(params)
    assert generator.title
    assert generator.summary.endswith(".")
    assert len({stage.name for stage in plan}) == len(plan) > 0
    for stage in plan:
        assert stage.title[0].isupper(), stage
        assert stage.weight > 0


def test_the_price_is_whole_and_at_least_one(kit: StudioKit, ada: User, key: str) -> None:
    params = kit.studio.validate(key, sample_body(kit, ada, GENERATORS[key]))
    price = GENERATORS[key].price(params, load_prices())
    assert isinstance(price, int)
    assert price >= 1


@dataclass(frozen=True)
class Made:
    """A job of the built-in backend that has ended, and where."""

    kit: StudioKit
    ada: User
    folder: Path
    record: JobRecord


@pytest.fixture(scope="module")
def makes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Made]]:
    """makes(key) runs the generator in a studio of its own the first time that it is asked for."""
    with ExitStack() as stack:

        @cache
        def make(key: str) -> Made:
            folder = tmp_path_factory.mktemp(key)
            kit = studio_kit(folder)
            stack.callback(kit.database.close)
            ada = kit.user()
            return Made(kit, ada, folder, run(kit, ada, folder, key, backend="builtin"))

        yield make


@pytest.fixture
def made(makes: Callable[[str], Made], key: str) -> Made:
    return makes(key)


def test_the_built_in_backend_makes_every_artifact(made: Made) -> None:
    kit, record = made.kit, made.record
    assert record.job.status is JobStatus.SUCCEEDED, record.job.error
    assert record.job.charged == record.job.price
    assert all(step.status is StepStatus.DONE for step in record.steps)
    assert "metadata.json" in {artifact.name for artifact in record.artifacts}
    for artifact in record.artifacts:
        assert kit.objects.size(artifact.key) == artifact.size > 0
    assert kit.studio.credits(made.ada).balance == 50 - record.job.price
    assert list((made.folder / "temp").glob("*")) == []


def test_the_record_tells_how_it_was_made(made: Made, key: str) -> None:
    kit, record = made.kit, made.record
    metadata = json.loads(content(kit, record, "metadata.json"))
    assert metadata["generator"] == key
    assert metadata["seed"] == 7
    assert metadata["ai_generated"] is True
    assert all(backend["kind"] == "builtin" for backend in metadata["backends"])
    for artifact in record.artifacts:
        readers = {"image/png": read_png_record, "audio/wav": read_audio_record, "audio/mpeg": read_audio_record}
        if read := readers.get(artifact.content_type):
            embedded = read(content(kit, record, artifact.name))
            assert embedded is not None
            assert embedded["job_id"] == record.job.id


def test_the_same_job_again_makes_no_stage_again_and_the_same_result(made: Made, key: str) -> None:
    kit, first = made.kit, made.record
    second = run(kit, made.ada, made.folder, key, backend="builtin")
    assert all(step.reused for step in second.steps)
    marked = ("image/png", "image/jpeg", "video/mp4", "audio/wav", "audio/mpeg")  # hold their own job's record
    names = [a.name for a in first.artifacts if a.name != "metadata.json" and a.content_type not in marked]
    for name in names:
        assert content(kit, first, name) == content(kit, second, name)


def test_without_weights_a_neural_job_fails_clearly_and_is_refunded(
    kit: StudioKit, ada: User, key: str, tmp_path: Path
) -> None:
    record = run(kit, ada, tmp_path, key, backend="neural")
    if record.job.status is JobStatus.SUCCEEDED:
        assert record.job.backend is None  # it asked for no backend at all
        return
    assert record.job.error is not None
    assert record.job.error.code == BackendUnavailable.code
    assert kit.studio.credits(ada).balance == 50


@pytest.fixture(scope="module")
def neural(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, NeuralFactory]]:
    """Neural backends: tiny random weights on disk, and a chat server that answers with a script."""
    from tests.support.tiny_models import save_music, save_sdxl, save_wan_ti2v
    from tests.support.tiny_speech import save_pocket_tts

    models = tmp_path_factory.mktemp("models")
    save_sdxl(models / "sdxl")
    save_wan_ti2v(models / "wan-ti2v")
    save_pocket_tts(models / "pocket-tts")
    save_music(models / "ace-step")
    with openai_server() as server:
        server.answers(*[script_json(38)] * 4)  # 15 s at 150 words a minute
        keys = ("sdxl", "wan-ti2v", "ace-step", "pocket-tts", "pocket-tts-codec")
        yield neural_factories(models, {key: tiny_entry(key) for key in keys}, ChatSettings(server.url, "some-model"))


@pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")
@pytest.mark.filterwarnings("ignore:`torch.nn.utils.weight_norm` is deprecated")
def test_with_weights_the_neural_backend_makes_it_and_says_so(
    kit: StudioKit, ada: User, key: str, tmp_path: Path, neural: Mapping[str, NeuralFactory]
) -> None:
    job = kit.studio.submit(ada, key, sample_body(kit, ada, GENERATORS[key])).job
    backends = BackendRegistry(BUILTIN, neural)
    replace(runner(kit, tmp_path), backends=backends).run(job.id)
    record = kit.studio.job(ada, job.id)
    assert record.job.status is JobStatus.SUCCEEDED, record.job.error
    assert record.job.backend is None or record.job.backend["kind"] == "neural"
    metadata = json.loads(content(kit, record, "metadata.json"))
    by_choice = {"lesson"}  # a lesson that was written and checked by people is not written anew by a model
    assert all(b["kind"] == "neural" for b in metadata["backends"] if b["capability"] not in by_choice)


class FullDisk:
    """An object store with no room for results."""

    def __init__(self, objects: LocalObjects) -> None:
        self._objects = objects

    def put(self, key: str, content: bytes | Path, content_type: str, *, durable: bool = True) -> int:
        if key.startswith("outputs/"):
            raise StorageFull("The disk is full. Free some space and try again.")
        return self._objects.put(key, content, content_type, durable=durable)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._objects, name)


def test_a_full_disk_fails_clearly_is_refunded_and_costs_no_stage(
    kit: StudioKit, ada: User, key: str, tmp_path: Path
) -> None:
    # given: a run whose result cannot be stored
    job = kit.studio.submit(ada, key, {**sample_body(kit, ada, GENERATORS[key]), "backend": "builtin"}).job
    replace(runner(kit, tmp_path), objects=FullDisk(kit.objects)).run(job.id)
    record = kit.studio.job(ada, job.id)
    assert record.job.error is not None
    assert (record.job.error.code, record.artifacts) == ("storage_full", ())
    assert "disk is full" in record.job.error.message
    assert kit.studio.credits(ada).balance == 50
    # when: it is ordered again
    again = kit.studio.retry(ada, job.id).job
    runner(kit, tmp_path).run(again.id)
    # then: nothing that was finished is made again
    record = kit.studio.job(ada, again.id)
    assert record.job.status is JobStatus.SUCCEEDED
    assert all(step.reused for step in record.steps)


def test_a_cancelled_job_stops_soon_and_is_refunded(kit: StudioKit, ada: User, key: str, tmp_path: Path) -> None:
    body = {**sample_body(kit, ada, GENERATORS[key]), "backend": "builtin"}
    job = kit.studio.submit(ada, key, body).job
    waited: list[float] = []

    def cancel_when_running() -> None:
        while kit.studio.job(ada, job.id).job.status is JobStatus.QUEUED:
            time.sleep(0.005)
        waited.append(time.monotonic())
        kit.studio.cancel(ada, job.id)

    # The first stage waits until the cancellation has been asked for, so that even a quick generator is caught.
    generator = GENERATORS[key]

    def run_late(params: Any, ctx: Any) -> Iterator[Any]:
        while not kit.studio.job(ada, job.id).job.cancel_requested:
            time.sleep(0.005)
        time.sleep(0.6)
        yield from generator.run(params, ctx)

    thread = threading.Thread(target=cancel_when_running)
    thread.start()
    runner(kit, tmp_path, {key: replace(generator, run=run_late)}).run(job.id)
    thread.join()
    record = kit.studio.job(ada, job.id)
    assert record.job.status is JobStatus.CANCELLED
    assert record.artifacts == ()
    assert kit.studio.credits(ada).balance == 50


@pytest.mark.parametrize(
    "change",
    [{"seed": -1}, {"seed": 2**32}, {"nonsense": 1}, {"backend": "magic"}],
    ids=lambda change: next(iter(change)),
)
def test_bad_input_is_refused_before_anything_is_charged(
    kit: StudioKit, ada: User, key: str, change: dict[str, Any]
) -> None:
    body = {**sample_body(kit, ada, GENERATORS[key]), **change}
    with pytest.raises(InvalidParams) as caught:
        kit.studio.submit(ada, key, body)
    assert caught.value.details["fields"][0]["field"] == next(iter(change))
    assert kit.studio.credits(ada).balance == 50
