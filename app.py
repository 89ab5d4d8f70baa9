"""Entry point: `python app.py`. The web app, and in solo mode everything else that a studio needs."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import uvicorn

from domain.errors import Unavailable
from queue_worker.embedded import EmbeddedRedis
from queue_worker.rq_queue import QUEUES
from settings import Settings
from wiring import Installation, build_web, install, start_logging

log = logging.getLogger("app")


class AnnouncingServer(uvicorn.Server):
    """Says where to go once connections are accepted."""

    def __init__(self, config: uvicorn.Config, welcome: str) -> None:
        super().__init__(config)
        self._welcome = welcome

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            sys.stdout.write(self._welcome)
            sys.stdout.flush()


def main() -> int:
    """Run until Ctrl-C or SIGTERM; returns the exit status."""
    start_logging()
    try:
        settings = Settings()
        with ExitStack() as stack:
            settings = stack.enter_context(_with_redis(settings))
            installation = install(settings)
            stack.callback(installation.close)
            installation.storage.migrate()
            installation.own_data.finish()
            stack.enter_context(_helpers(installation))
            return _serve(installation)
    except (Unavailable, ValueError) as error:
        sys.stderr.write(f"Kinora could not start: {error}\n")
        return 1


def _serve(installation: Installation) -> int:
    settings = installation.settings
    config = uvicorn.Config(
        build_web(installation),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        proxy_headers=True,
        forwarded_allow_ips=settings.forwarded_allow_ips,
        server_header=False,
        timeout_graceful_shutdown=3,  # open event streams would wait for ever
    )
    server = AnnouncingServer(config, _welcome(installation))
    # uvicorn ends in good order and then raises the signal again, which must not cut our own ending short.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: None)
    server.run()
    return 0 if server.started else 1


def _welcome(installation: Installation) -> str:
    url = installation.settings.url
    text = f"\nKinora is ready: {url}\n"
    secret = installation.accounts.first_admin.link_secret()
    if secret is not None:
        text += f"There is no administrator yet. This link makes one, once: {url}/setup?token={secret}\n"
    return text + "\n"


@contextmanager
def _with_redis(settings: Settings) -> Iterator[Settings]:
    """The settings with a Redis to use: the given one, or an embedded server that lives as long as the block."""
    if settings.redis_url:
        yield settings
        return
    server = EmbeddedRedis(settings.data_dir)
    server.start()
    os.environ["REDIS_URL"] = server.url  # what the workers inherit
    try:
        yield settings.model_copy(update={"redis_url": server.url})
    finally:
        server.stop()


@contextmanager
def _helpers(installation: Installation) -> Iterator[None]:
    """The sweeper and the embedded workers, each with its supervisor."""
    sweeper = installation.sweeper()
    sweeper.start()
    webhooks = installation.webhook_sender()
    webhooks.start()
    housekeeper = installation.housekeeper()
    housekeeper.start()
    supervisors = [installation.supervisor(f"solo-{n}", QUEUES, sweeper) for n in range(installation.embedded_workers)]
    for supervisor in supervisors:
        supervisor.start()
    try:
        yield
    finally:
        for supervisor in supervisors:
            supervisor.request_stop()
        for supervisor in supervisors:
            supervisor.stop()
        webhooks.stop()
        housekeeper.stop()
        sweeper.stop()


if __name__ == "__main__":
    sys.exit(main())
