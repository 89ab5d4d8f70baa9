"""A studio to look at: the real API, guard, storage and pages, with a worker that only pretends.

`python -m tests.ui.demo_studio [port]` starts it on loopback, in a temporary folder.
"""

from __future__ import annotations

import asyncio
import io
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from PIL import Image, ImageFilter, ImageOps

from api.app import build_api, guarded
from api.deps import ApiDeps, ModelDesk
from api.ownership import LIFETIME, MemoryOwnership
from data.prices import load_prices
from domain.draft_desk import DraftDesk
from domain.generator import Generator
from domain.idempotency import Idempotency
from domain.jobs import Job, JobError, Step, StepStatus, StoredArtifact
from domain.library_desk import LibraryDesk
from domain.lifecycle import Lifecycle
from domain.moderation_desk import ModerationDesk
from domain.own_data import OwnData
from domain.ports import JobEvent, RateState
from domain.project_desk import ProjectDesk
from domain.record_desk import RecordDesk
from domain.retention import Retention
from domain.sharing_desk import SharingDesk
from domain.studio import Studio, StudioPorts
from domain.webhook_desk import WebhookDesk
from engine.generators import restyle, script
from engine.media.tiles import make_tile
from engine.moderation_lists import shipped_screen
from queue_worker.webhook_post import HttpPost
from storage.local_signer import LocalSigner
from storage.sealed import AesSeal
from storage.webhook_secrets import WebhookSecrets
from tests.support.api_world import unsigned_file
from tests.support.model_desk import FakeModelDesk
from tests.support.pictures import photo
from tests.support.studio import SECRET, StudioKit, studio_kit
from ui.app import mount_ui
from ui.deps import UiDeps
from ui.pages.error_page import error_pages

SCRIPT = """# Why the sea is never still

*One minute, for students.*

## Hook

Stand on a beach at midnight, with **no wind at all**, and the sea still moves.

## Three pulls

- The moon lifts the water twice a day.
- The wind writes on it, from **a thousand kilometres away**.
- The sunken cold of the poles drags the deep along.

## Close

The sea is not restless. It is *listening*, to everything around it.
"""


class LiveChannel:
    """`ProgressChannel` inside one process."""

    def __init__(self) -> None:
        self._followers: set[tuple[asyncio.AbstractEventLoop, asyncio.Queue[JobEvent]]] = set()
        self._previews: dict[str, bytes] = {}
        self._number = 0

    def publish(self, event: JobEvent) -> None:
        self._number += 1
        numbered = replace(event, id=f"{self._number}-0")
        for loop, queue in list(self._followers):
            loop.call_soon_threadsafe(queue.put_nowait, numbered)

    def put_preview(self, job_id: str, jpeg: bytes) -> None:
        self._previews[job_id] = jpeg

    def preview(self, job_id: str) -> bytes | None:
        return self._previews.get(job_id)

    async def follow(self, job_id: str, after: str | None = None) -> AsyncIterator[JobEvent | None]:  # noqa: ARG002
        async for event in self._follow(lambda e: e.job_id == job_id):
            yield event

    async def follow_user(self, user_id: str) -> AsyncIterator[JobEvent | None]:
        async for event in self._follow(lambda e: e.user_id == user_id):
            yield event

    async def _follow(self, wanted: Any) -> AsyncIterator[JobEvent | None]:
        follower = (asyncio.get_running_loop(), asyncio.Queue[JobEvent]())
        self._followers.add(follower)
        try:
            yield None
            while True:
                try:
                    event = await asyncio.wait_for(follower[1].get(), 2)
                except TimeoutError:
                    yield None
                    continue
                if wanted(event):
                    yield event
        finally:
            self._followers.discard(follower)


@dataclass
class PretendWorker:
    """`JobQueue` that works jobs off in threads: real states, steps and credits, made-up results.

    Words in the prompt or topic direct it: "fail" fails, "wait" stays queued, "slow" takes its time.
    """

    kit: StudioKit
    channel: LiveChannel
    generators: Mapping[str, Generator[Any]]
    pace: float = 0.02
    threads: list[threading.Thread] = field(default_factory=list)

    def enqueue(self, job: Job) -> None:
        thread = threading.Thread(target=self._run, args=(job.id,), daemon=True)
        self.threads.append(thread)
        thread.start()

    def known(self, job_ids: Any) -> set[str]:
        return set(job_ids)

    def forget(self, job_id: str) -> None: ...

    def _run(self, job_id: str) -> None:
        lifecycle = Lifecycle(self.kit.database, self.channel)
        with self.kit.database.read() as tx:
            words = _words(tx.jobs.get(job_id))
        if "wait" in words:
            return
        job = lifecycle.claim(job_id)
        if job is None:
            return
        lifecycle.announce(job)
        lifecycle.announce(self._work(lifecycle, job, words))

    def _work(self, lifecycle: Lifecycle, job: Job, words: str) -> Job:
        pace = self.pace * (40 if "slow" in words else 1)
        source = self._source(job)
        with self.kit.database.read() as tx:
            steps = tx.jobs.record(job.id).steps
        for number, step in enumerate(steps):
            if not self._step(job, step, number / len(steps), 1 / len(steps), pace, source):
                cancelled = lifecycle.cancel(job)
                assert cancelled is not None
                return cancelled
            if "fail" in words and number == len(steps) // 2:
                error = JobError("out_of_memory", "The graphics card ran out of memory. Choose a smaller picture.")
                return lifecycle.fail(job, error)
        backend = {"kind": "builtin", "name": "built-in renderer", "model": None, "revision": "1"}
        self._note(job, 1.0, backend)
        return lifecycle.succeed(replace(job, backend=backend), self._artifacts(job, source), job.price)

    def _step(self, job: Job, step: Step, start: float, share: float, pace: float, source: Image.Image | None) -> bool:
        began = time.monotonic()
        self._note_step(job, replace(step, status=StepStatus.RUNNING))
        for tick in range(1, 6):
            with self.kit.database.read() as tx:
                if tx.jobs.cancel_requested(job.id):
                    return False
            done = start + share * tick / 5
            self._note(job, done, None)
            if source is not None:
                self.channel.put_preview(job.id, _preview(source, job, done))
                self._say(job, "preview", version=f"{step.name}{tick}")
            self._say(job, "progress", progress=done, message=step.title, stage=step.name, eta=(1 - done) * pace * 60)
            time.sleep(pace)
        self._note_step(job, replace(step, status=StepStatus.DONE, progress=1.0, seconds=time.monotonic() - began))
        return True

    def _say(self, job: Job, kind: Any, **data: Any) -> None:
        self.channel.publish(JobEvent(job.id, job.user_id, kind, data))

    def _note(self, job: Job, progress: float, backend: dict[str, Any] | None) -> None:
        with self.kit.database.begin() as tx:
            tx.jobs.note(job.id, job.lease_token or "", progress, "", backend)

    def _note_step(self, job: Job, step: Step) -> None:
        with self.kit.database.begin() as tx:
            tx.jobs.note_step(job.id, job.lease_token or "", step)

    def _source(self, job: Job) -> Image.Image | None:
        asset_id = job.params.get("photo")
        if asset_id is None:
            return None
        with self.kit.database.read() as tx:
            asset = tx.assets.get(asset_id)
        with self.kit.objects.open(asset.key) as file:
            return Image.open(io.BytesIO(file.read())).convert("RGB")

    def _artifacts(self, job: Job, source: Image.Image | None) -> list[StoredArtifact]:
        if source is None:
            text = SCRIPT.replace("Why the sea is never still", _words(job) or "A script")
            return [self._put(job, "script.md", "text/markdown", text.encode())]
        count = int(job.params.get("count", 1))
        pictures = [_styled(source, job, number) for number in range(count)]
        stored = [self._picture(job, f"restyle-{n + 1}.png", picture) for n, picture in enumerate(pictures)]
        sheet = Image.new("RGB", (source.width * 2, source.height))
        sheet.paste(source, (0, 0))
        sheet.paste(pictures[0], (source.width, 0))
        return [*stored, self._picture(job, "before-after.png", sheet)]

    def _picture(self, job: Job, name: str, picture: Image.Image) -> StoredArtifact:
        out = io.BytesIO()
        picture.save(out, "PNG")
        return replace(self._put(job, name, "image/png", out.getvalue()), width=picture.width, height=picture.height)

    def _put(self, job: Job, name: str, kind: str, data: bytes) -> StoredArtifact:
        key = job.output_prefix + name
        return StoredArtifact(name, kind, self.kit.objects.put(key, data, kind), key)


def _words(job: Job) -> str:
    return str(job.params.get("prompt") or job.params.get("topic") or "")


def _styled(image: Image.Image, job: Job, number: int) -> Image.Image:
    smooth = image.filter(ImageFilter.MedianFilter(5))
    return ImageOps.posterize(ImageOps.autocontrast(smooth), 3 + (job.seed + number) % 3)


def _preview(source: Image.Image, job: Job, done: float) -> bytes:
    small = source.copy()
    small.thumbnail((256, 256))
    out = io.BytesIO()
    _styled(small, job, 0).filter(ImageFilter.GaussianBlur(9 * (1 - done))).save(out, "JPEG", quality=80)
    return out.getvalue()


class NoLimits:
    """`RateLimiter` that lets everything through."""

    def hit(self, rule: str, key: str) -> RateState:  # noqa: ARG002
        return RateState(True, 1000, 999, 900)

    def clear(self, rule: str, key: str) -> None: ...


@dataclass
class Watch:
    """A clock that can be put forward, in seconds."""

    ahead: float = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


@dataclass(frozen=True)
class Demo:
    """A running studio."""

    kit: StudioKit
    deps: UiDeps
    app: Any
    worker: PretendWorker
    watch: Watch

    def forget_uploads(self) -> None:
        """Let the guard forget who uploaded what, as it does at a restart."""
        self.watch.ahead += LIFETIME


def build_demo(
    folder: Path,
    generators: Mapping[str, Generator[Any]] | None = None,
    *,
    pace: float = 0.02,
    examples: Path | None = None,
    models: ModelDesk | None = None,
) -> Demo:
    shipped: Mapping[str, Generator[Any]] = {"restyle": restyle.GENERATOR, "script": script.GENERATOR}
    found = shipped if generators is None else generators
    kit = studio_kit(folder, found)
    channel = LiveChannel()
    worker = PretendWorker(kit, channel, found, pace)
    moderation = ModerationDesk(kit.database, shipped_screen())
    studio = Studio(
        StudioPorts(kit.database, kit.objects, worker, channel, load_prices(), found, 1000, moderation=moderation)
    )
    accounts = replace(kit.accounts, limiter=NoLimits())
    shown = examples or folder / "examples"
    desks = (SharingDesk(kit.database, NoLimits()), kit.formats, kit.projects)
    deps = UiDeps(studio, accounts, kit.desk, kit.objects, False, "", shown, *desks)
    watch = Watch()
    api_deps = ApiDeps(
        studio=studio, accounts=accounts, desk=kit.desk, drafts=DraftDesk(kit.database, found),
        own_data=OwnData(kit.database, kit.objects, accounts, Lifecycle(kit.database, channel)),
        idempotency=Idempotency(kit.database, AesSeal(SECRET, "kept answers")),
        webhooks=WebhookDesk(kit.database, WebhookSecrets(SECRET), HttpPost(private=True).check), objects=kit.objects,
        limiter=NoLimits(), ownership=MemoryOwnership(now=watch), worker_status=list, ready=dict,
        projects=ProjectDesk(kit.database), library=LibraryDesk(kit.database, kit.objects, make_tile),
        sharing=SharingDesk(kit.database, NoLimits()), formats=kit.formats,
        records=RecordDesk(kit.database, found, unsigned_file),
        models=FakeModelDesk() if models is None else models, verify=unsigned_file, local_objects=LocalSigner(SECRET),
        retention=Retention(kit.database, kit.objects), moderation=moderation,
    )  # fmt: skip
    app = build_api(api_deps)
    mount_ui(app, deps)
    return Demo(kit, deps, guarded(app, api_deps, partial(error_pages, deps=deps)), worker, watch)


@contextmanager
def serving(app: Any, port: int) -> Iterator[str]:
    """Serve an app on loopback from a thread; its address."""
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", port, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert thread.is_alive() and time.monotonic() < deadline, "the server did not start"
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


def many_tabs() -> dict[str, Generator[Any]]:
    """The shipped generators among ten more, to see how a full row of tabs looks."""
    titles = "Story film,Lesson,3D scene,Image,Try-on,Influencer,Talking head,Voice,Clip,Video restyle".split(",")
    found = {"restyle": restyle.GENERATOR, "script": script.GENERATOR}
    for number, title in enumerate(titles):
        key = title.lower().replace(" ", "-")
        found[key] = replace(script.GENERATOR, key=key, title=title, position=60 + number, price=lambda *_: 5)
    return found


def main(port: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        demo = build_demo(Path(folder), many_tabs(), pace=0.08, examples=Path("data/examples"))
        demo.kit.accounts.register("ada@example.org", "correct horse", "Ada Lovelace")
        (Path(folder) / "photo.png").write_bytes(photo(512))
        uvicorn.run(demo.app, host="127.0.0.1", port=port, log_level="info", timeout_graceful_shutdown=1)


if __name__ == "__main__":
    import sys

    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7861)
