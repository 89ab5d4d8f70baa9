"""Settings to objects: the only module that imports across packages. Also what a worker calls, `run_job`."""

from __future__ import annotations

import functools
import importlib.metadata
import logging
import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import redis
import redis.asyncio
from fastapi import FastAPI
from starlette.types import ASGIApp

from api.app import build_api, guarded
from api.deps import ApiDeps
from api.ownership import MemoryOwnership, Ownership, RedisOwnership
from data.catalogue import load_catalogue
from data.prices import load_prices
from domain.accounts import Accounts
from domain.asset_desk import AssetDesk
from domain.clock import utc_now
from domain.draft_desk import DraftDesk
from domain.errors import KinoraError
from domain.foreign_sign_in import IdentityProvider
from domain.format_desk import FormatDesk
from domain.generator import Generator
from domain.idempotency import Idempotency
from domain.letters import LoggedMail
from domain.library_desk import LibraryDesk
from domain.lifecycle import Lifecycle
from domain.moderation_desk import ModerationDesk
from domain.orphans import OrphanSweep
from domain.own_data import OwnData
from domain.ports import ObjectStore
from domain.project_desk import ProjectDesk
from domain.record_desk import RecordDesk
from domain.retention import Periods, Retention
from domain.sharing_desk import SharingDesk
from domain.studio import Studio, StudioPorts
from domain.upload_desk import UploadDesk
from domain.webhook_desk import WebhookDesk
from engine.backends import BackendRegistry
from engine.builtin.backends import builtin_backends
from engine.media.check import check_media
from engine.media.copies import make_copy
from engine.media.record import embed
from engine.media.tiles import make_tile
from engine.model_store.desk import ModelDesk
from engine.model_store.folders import Shelf
from engine.model_store.machine import this_machine
from engine.moderation_lists import shipped_screen
from engine.neural.factories import ChatSettings, neural_factories
from engine.neural.safety import SafetyChecker
from engine.provenance.certificate import Credential, brought_credential, installation_credential
from engine.provenance.known import remember, remembered
from engine.provenance.signed_copies import SignedCopies
from engine.provenance.signing import Signing
from engine.provenance.verifier import Verifier
from engine.registry import discover
from queue_worker.channel import RedisChannel
from queue_worker.connections import connect
from queue_worker.housekeeper import Chore, Housekeeper
from queue_worker.inspection import cannot_tell
from queue_worker.mailer import SmtpMailer, SmtpOptions
from queue_worker.pulse import Pulse
from queue_worker.rate_limits import RedisRateLimiter
from queue_worker.rq_queue import RqQueue
from queue_worker.runner import JobRunner
from queue_worker.status import Presence, WorkerCard, WorkerCount, WorkerStatus
from queue_worker.supervisor import Supervisor, pulse_path, run_until_signalled, worker_command
from queue_worker.sweeper import Sweeper
from queue_worker.webhook_post import HttpPost
from queue_worker.webhook_sender import WebhookSender
from queue_worker.worker import WorkerHooks, resident_worker, work_until_stopped
from settings import Settings
from storage.database import Database
from storage.local_objects import LocalObjects
from storage.local_signer import LocalSigner
from storage.passwords import BcryptHasher
from storage.s3_objects import S3Objects, S3Options
from storage.sealed import AesSeal
from storage.secret import check_secret, derive_key, load_or_create_secret
from storage.tokens import JwtSigner
from storage.webhook_secrets import WebhookSecrets
from ui.deps import UiDeps

RECORDED_LIBRARIES = ("numpy", "opencv-contrib-python", "pillow", "mediapipe", "torch", "diffusers", "transformers")

EXAMPLES = Path(__file__).parent / "data" / "examples"

VERSION = "0.1.0"
"""As in pyproject.toml: what signed results name as their maker."""

WORKER_TIMEOUT = 25.0
"""Seconds until a silent Redis counts as gone for a worker, which waits up to 15 for a delivery."""

RATES = {
    "writes-ip": "100 per 15 minute",
    "writes-user": "200 per 15 minute",
    "reads-user": "3000 per 15 minute",
    "quotes-user": "120 per minute",
    "failed-sign-ins": "5 per 15 minute",
    "second-factor": "10 per 15 minute",
    "mail-address": "3 per hour",
    "mail-ip": "20 per hour",
    "exports-user": "5 per hour",
    "shared-ip": "300 per 15 minute",
}


@dataclass(frozen=True)
class Installation:
    """What the web process and the workers of one installation share."""

    settings: Settings
    secret: bytes
    storage: Database
    objects: ObjectStore
    local_signer: LocalSigner | None
    queue: RqQueue
    channel: RedisChannel
    generators: Mapping[str, Generator[Any]]

    @property
    def lifecycle(self) -> Lifecycle:
        return Lifecycle(self.storage, self.channel)

    @functools.cached_property
    def limiter(self) -> RedisRateLimiter:
        return RedisRateLimiter(self.settings.redis_url, RATES)

    @functools.cached_property
    def accounts(self) -> Accounts:
        settings = self.settings
        return Accounts(
            self.storage,
            BcryptHasher(),
            JwtSigner(self.secret),
            self.limiter,
            seal=AesSeal(self.secret, "second factor"),
            mailer=self.mailer,
            base_url=settings.url,
            providers=identity_providers(settings),
        )

    @functools.cached_property
    def mailer(self) -> SmtpMailer | LoggedMail:
        settings = self.settings
        if not settings.smtp_host:
            return LoggedMail()
        options = SmtpOptions(
            host=settings.smtp_host,
            port=settings.smtp_port,
            sender=settings.smtp_from,
            user=settings.smtp_user,
            password=settings.smtp_password.get_secret_value(),
            tls=settings.smtp_tls,
        )
        return SmtpMailer(options, settings.url)

    @functools.cached_property
    def own_data(self) -> OwnData:
        return OwnData(self.storage, self.objects, self.accounts, self.lifecycle)

    @functools.cached_property
    def desk(self) -> AssetDesk:
        return AssetDesk(self.storage, self.objects, check_media, scratch=self.settings.data_dir / "incoming")

    @functools.cached_property
    def projects(self) -> ProjectDesk:
        return ProjectDesk(self.storage)

    @functools.cached_property
    def library(self) -> LibraryDesk:
        return LibraryDesk(self.storage, self.objects, make_tile)

    @functools.cached_property
    def formats(self) -> FormatDesk:
        return FormatDesk(self.storage, self.objects, SignedCopies(make_copy, self.signing))

    @functools.cached_property
    def sharing(self) -> SharingDesk:
        return SharingDesk(self.storage, self.limiter)

    @functools.cached_property
    def studio(self) -> Studio:
        return Studio(
            StudioPorts(
                storage=self.storage,
                objects=self.objects,
                queue=self.queue,
                channel=self.channel,
                prices=load_prices(),
                generators=self.generators,
                jobs_per_hour=self.settings.jobs_per_hour,
                minor_per_hour=self.settings.minor_jobs_per_hour,
                queued_max=self.settings.max_queued_per_user,
                workers=WorkerCount(WorkerStatus(connect(self.settings.redis_url))),
                require_verified=self.settings.require_verified,
                moderation=self.moderation,
            )
        )

    @functools.cached_property
    def models(self) -> ModelDesk:
        """The weights on this machine. Downloads are processes of their own, told by environment where to put them."""
        settings = self.settings
        environment = {
            "KINORA_MODELS_DIR": str(settings.models),
            "KINORA_HUB_URL": settings.hub_url,
            "KINORA_HUB_TOKEN": settings.hub_token.get_secret_value(),
        }
        shelf = Shelf(settings.models, load_catalogue())
        return ModelDesk(shelf, environment, this_machine, elsewhere=not _solo(settings))

    @functools.cached_property
    def credential(self) -> Credential:
        """What signs results: the administrator's certificate, or one that follows from the installation's secret."""
        chain, key = self.settings.c2pa_cert, self.settings.c2pa_key
        if chain is None and key is None:
            return installation_credential(derive_key(self.secret, "content credentials"))
        if chain is None or key is None:
            raise ValueError("KINORA_C2PA_CERT and KINORA_C2PA_KEY belong together: set both, or neither")
        return brought_credential(chain, key)

    @functools.cached_property
    def signing(self) -> Signing:
        return Signing(self.credential, VERSION)

    @functools.cached_property
    def verifier(self) -> Verifier:
        """What reads where files come from. It knows all certificates that this installation has signed with."""
        folder = self.settings.data_dir / "provenance"
        remember(folder, self.credential)
        return Verifier(*remembered(folder))

    @functools.cached_property
    def moderation(self) -> ModerationDesk:
        return ModerationDesk(self.storage, shipped_screen(self.settings.moderation))

    @functools.cached_property
    def retention(self) -> Retention:
        return Retention(self.storage, self.objects, _periods(self.settings))

    def housekeeper(self) -> Housekeeper:
        """What removes, every now and then, files that are no longer kept."""
        chores = (
            Chore("expired-files", timedelta(hours=1), self.retention.run),
            Chore("uploads", timedelta(hours=1), UploadDesk(self.desk).sweep),
            Chore("orphans", timedelta(days=1), OrphanSweep(self.storage, self.objects).run),
            Chore("refusals", timedelta(days=1), self.moderation.forget_old),
            Chore("sessions", timedelta(days=1), self.accounts.sessions.forget_ended),
            Chore("deletions", timedelta(hours=1), self.own_data.finish),
        )
        return Housekeeper(self.storage, chores)

    @property
    def run_dir(self) -> Path:
        """Where this machine's workers show that they live."""
        return self.settings.data_dir / "workers"

    @property
    def embedded_workers(self) -> int:
        """How many worker processes the app starts."""
        return 1 if self.settings.workers is None else self.settings.workers

    def sweeper(self) -> Sweeper:
        return Sweeper(self.lifecycle, self.storage, self.queue, self.settings.max_running_per_user)

    @functools.cached_property
    def webhook_post(self) -> HttpPost:
        return HttpPost(private=self.settings.webhooks_private)

    @functools.cached_property
    def webhooks(self) -> WebhookDesk:
        return WebhookDesk(self.storage, WebhookSecrets(self.secret), self.webhook_post.check)

    def webhook_sender(self) -> WebhookSender:
        return WebhookSender(self.storage, WebhookSecrets(self.secret), self.webhook_post)

    def supervisor(self, name: str, queues: Sequence[str], sweeper: Sweeper) -> Supervisor:
        """What keeps one worker process running."""
        return Supervisor(name, worker_command(queues), self.run_dir, sweeper)

    def runner(self, worker: str, queues: Sequence[str]) -> JobRunner:
        """What runs jobs of these queues in the worker process of this name."""
        return JobRunner(
            lifecycle=self.lifecycle,
            storage=self.storage,
            objects=self.objects,
            channel=self.channel,
            generators=self.generators,
            backends=backends(self.settings),
            embed=embed,
            versions=library_versions(),
            temp_root=self.settings.data_dir / "temp",
            pulse=Pulse(pulse_path(self.run_dir, worker)),
            sign=self.signing,
            inspect=SafetyChecker(self.settings.models) if self.moderation.refuses("sexual") else cannot_tell,
            queues=queues,
            running_max=self.settings.max_running_per_user,
        )

    def close(self) -> None:
        self.models.close()
        self.mailer.close()
        self.channel.close()
        self.storage.close()


def install(settings: Settings) -> Installation:
    """The objects of an installation. Needs `settings.redis_url`: app.py sets it for the embedded server."""
    if not settings.redis_url:
        raise ValueError("REDIS_URL is not set; a worker of its own needs the Redis of the studio it works for")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    secret = _secret(settings)
    signer = None if settings.s3_endpoint else LocalSigner(secret)
    return Installation(
        settings=settings,
        secret=secret,
        storage=Database(settings.database),
        objects=_s3(settings) if signer is None else LocalObjects(settings.data_dir, signer),
        local_signer=signer,
        queue=RqQueue(connect(settings.redis_url)),
        channel=RedisChannel(settings.redis_url),
        generators=discover(),
    )


@contextmanager
def files_of(settings: Settings) -> Iterator[tuple[Retention, OrphanSweep]]:
    """What removes files, for a command beside a running studio."""
    storage = Database(settings.database)
    objects = _s3(settings) if settings.s3_endpoint else LocalObjects(settings.data_dir, LocalSigner(_secret(settings)))
    try:
        yield Retention(storage, objects, _periods(settings)), OrphanSweep(storage, objects)
    finally:
        storage.close()


def _periods(settings: Settings) -> Periods:
    return Periods(settings.keep_outputs_days, settings.keep_inputs_days, settings.keep_stages_days)


def identity_providers(settings: Settings) -> dict[str, IdentityProvider]:
    """The other services that people sign in with."""
    if not (settings.google_client_id or settings.github_client_id or settings.oidc_client_id):
        return {}
    from queue_worker.identity_providers import GOOGLE, GitHubProvider, OAuthApp, OpenIdProvider  # brings Authlib along

    found: dict[str, IdentityProvider] = {}
    if settings.google_client_id:
        secret = settings.google_client_secret.get_secret_value()
        found["google"] = OpenIdProvider(OAuthApp("google", "Google", settings.google_client_id, secret), GOOGLE)
    if settings.github_client_id:
        secret = settings.github_client_secret.get_secret_value()
        found["github"] = GitHubProvider(OAuthApp("github", "GitHub", settings.github_client_id, secret))
    if settings.oidc_client_id:
        secret = settings.oidc_client_secret.get_secret_value()
        client = OAuthApp("oidc", settings.oidc_title, settings.oidc_client_id, secret)
        found["oidc"] = OpenIdProvider(client, settings.oidc_issuer)
    return found


def _secret(settings: Settings) -> bytes:
    if settings.secret is not None:
        return check_secret(settings.secret.get_secret_value().encode())
    return load_or_create_secret(settings.data_dir / "secret")


def _s3(settings: Settings) -> S3Objects:
    secret_key = settings.s3_secret_key.get_secret_value()
    store = S3Objects(S3Options(settings.s3_endpoint, settings.s3_bucket, settings.s3_access_key, secret_key))
    store.prepare()
    return store


def backends(settings: Settings) -> BackendRegistry:
    """The built-in backends, and the neural ones for which there are weights or a server."""
    chat = ChatSettings(settings.chat_url, settings.chat_model, settings.chat_key.get_secret_value())
    return BackendRegistry(builtin_backends(), neural_factories(settings.models, load_catalogue(), chat))


def library_versions() -> dict[str, str]:
    """Versions for the record of a result: Python, and what can change a picture."""
    versions = {"python": platform.python_version()}
    for name in RECORDED_LIBRARIES:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return versions


# --- the web process -------------------------------------------------------------------------------------------


def build_web(installation: Installation) -> ASGIApp:
    """The whole web app behind its guard."""
    from ui.pages.error_page import error_pages

    deps = api_deps(installation)
    pages = functools.partial(error_pages, deps=ui_deps(installation))
    return guarded(build_routes(installation, deps), deps, pages)


def build_routes(installation: Installation, deps: ApiDeps) -> FastAPI:
    """REST, pages and the Blocks, not guarded yet."""
    from ui.app import mount_ui  # Gradio: workers live without it

    app = build_api(deps)
    mount_ui(app, ui_deps(installation))
    return app


def ui_deps(installation: Installation) -> UiDeps:
    """What the pages and the Blocks use."""
    settings = installation.settings
    return UiDeps(
        studio=installation.studio,
        accounts=installation.accounts,
        desk=installation.desk,
        objects=installation.objects,
        cookie_secure=settings.secure,
        public_url=settings.public_url.rstrip("/"),
        examples_dir=EXAMPLES,
        sharing=installation.sharing,
        formats=installation.formats,
        projects=installation.projects,
    )


def api_deps(installation: Installation) -> ApiDeps:
    """What the routes and the guard use."""
    settings = installation.settings
    return ApiDeps(
        studio=installation.studio,
        accounts=installation.accounts,
        desk=installation.desk,
        drafts=DraftDesk(installation.storage, installation.generators),
        own_data=installation.own_data,
        webhooks=installation.webhooks,
        idempotency=Idempotency(installation.storage, AesSeal(installation.secret, "kept answers")),
        projects=installation.projects,
        library=installation.library,
        sharing=installation.sharing,
        formats=installation.formats,
        objects=installation.objects,
        limiter=installation.limiter,
        ownership=_ownership(settings),
        worker_status=WorkerStatus(connect(settings.redis_url)).workers,
        ready=functools.partial(_ready, installation),
        models=installation.models,
        verify=installation.verifier,
        records=RecordDesk(installation.storage, installation.generators, installation.verifier),
        retention=installation.retention,
        moderation=installation.moderation,
        local_objects=installation.local_signer,
        cookie_secure=settings.secure,
        public_url=settings.public_url,
        object_origin=settings.s3_endpoint,
        frame_ancestors=settings.frame_ancestors,
    )


def _ownership(settings: Settings) -> Ownership:
    """Shared by all app processes; of this process alone in solo mode, where it then needs no Redis."""
    if _solo(settings):
        return MemoryOwnership()
    client = redis.asyncio.Redis.from_url(settings.redis_url, socket_timeout=2, socket_connect_timeout=2)
    return RedisOwnership(client, (redis.RedisError, OSError))


def _solo(settings: Settings) -> bool:
    """Whether this process is the only app and all workers are its own: nobody else reaches its Redis."""
    return settings.redis_url.startswith("unix://")


def _ready(installation: Installation) -> dict[str, str]:
    """Each component with "ok" or what is wrong."""
    return {
        "database": _probe(lambda: installation.accounts.credits("nobody")),
        "redis": _probe(connect(installation.settings.redis_url).ping),
    }


def _probe(ask: Callable[[], object]) -> str:
    try:
        ask()
    except (KinoraError, redis.RedisError, OSError) as error:
        return type(error).__name__
    return "ok"


# --- workers ---------------------------------------------------------------------------------------------------


def supervise(queues: Sequence[str], name: str) -> None:
    """Keep one worker process running until SIGTERM or SIGINT."""
    start_logging()
    installation = install(Settings())
    sweeper = installation.sweeper()
    sweeper.start()
    run_until_signalled(installation.supervisor(name, queues, sweeper))
    sweeper.stop()
    installation.close()


def work(queues: Sequence[str], name: str) -> None:
    """Run jobs in this process until its supervisor ends it."""
    start_logging()
    os.nice(5)  # On a machine that does both, pages come before pictures.
    installation = install(Settings())
    runner = installation.runner(name, queues)
    _process_runner.set(runner)
    card = WorkerCard(name, queues, device_name(), utc_now())
    presence = Presence(card, runner.pulse, connect(installation.settings.redis_url))
    connection = connect(installation.settings.redis_url, timeout=WORKER_TIMEOUT)
    work_until_stopped(resident_worker(queues, name, connection, WorkerHooks(presence, runner.stop)))


def run_job(job_id: str) -> None:
    """What RQ delivers, in a worker: run this job if it is still to be run."""
    _process_runner.get().run(job_id)


_process_runner: ContextVar[JobRunner] = ContextVar("runner")
"""The one runner of a worker process: its backends keep their models warm between jobs."""


def device_name() -> str:
    """What this machine computes on, without loading torch: the first GPU's name, or "cpu"."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return "cpu"
    query = [tool, "--query-gpu=name", "--format=csv,noheader"]
    try:
        answer = subprocess.run(query, capture_output=True, text=True, timeout=10, check=True)  # noqa: S603  fixed words
    except (OSError, subprocess.SubprocessError):
        return "cpu"
    return (answer.stdout.splitlines() or ["cpu"])[0].strip() or "cpu"


def start_logging() -> None:
    """Log lines to standard error; third parties only when something is wrong."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.WARNING)
    for name in ("domain", "engine", "storage", "queue_worker", "api", "ui", "app"):
        logging.getLogger(name).setLevel(logging.INFO)
