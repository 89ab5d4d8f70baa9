"""Webhooks: addresses that are told how jobs end."""

from __future__ import annotations

import hmac
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, Protocol
from urllib.parse import urlsplit

from domain.errors import InvalidParams
from domain.jobs import Job
from domain.users import new_id

URL_MAX = 2000
NAME_MAX = 100
WEBHOOKS_MAX = 20
"""Of one account: each job that ends writes a row for each of them."""

SIGNATURE_HEADER = "Kinora-Signature"
ID_HEADER = "Kinora-Delivery"
EVENT_HEADER = "Kinora-Event"

RETRIES = tuple(timedelta(seconds=s) for s in (30, 120, 600, 1800, 2 * 3600, 6 * 3600, 15 * 3600))
"""Pauses after the first try, the second, and so on: eight tries within about a day."""

TRIES = len(RETRIES) + 1
WEB_PORTS, FREE_PORTS = (80, 443), 1024
"""What listens on other low ports is no web server, and must not be talked to in its name."""

ERROR_MAX = 300


class WebhookEvent(StrEnum):
    """What a webhook is told of. TEST is sent by its button only."""

    SUCCEEDED = "job.succeeded"
    FAILED = "job.failed"
    CANCELLED = "job.cancelled"
    TEST = "test"


JOB_EVENTS = (WebhookEvent.SUCCEEDED, WebhookEvent.FAILED, WebhookEvent.CANCELLED)


class DeliveryStatus(StrEnum):
    """DEAD: given up after the last try. A replay makes it PENDING again."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


@dataclass(frozen=True)
class Webhook:
    """An address of one account. `generation` goes up when its secret is changed."""

    id: str
    user_id: str
    name: str
    url: str
    events: tuple[WebhookEvent, ...]
    active: bool
    generation: int
    created_at: datetime


@dataclass(frozen=True)
class Delivery:
    """One message to one webhook.

    Attributes:
        body: what is sent, the same bytes at each try.
        attempts: tries begun so far in this round of `TRIES`.
        next_at: when it is tried next; while a try runs, when the try counts as lost. None once it has ended.
        response_status: of the last answer; None where there was none.
        error: why the last try failed, for people; "" when it did not.
    """

    id: str
    webhook_id: str
    event: WebhookEvent
    job_id: str | None
    body: str
    status: DeliveryStatus
    attempts: int
    created_at: datetime
    next_at: datetime | None
    ended_at: datetime | None = None
    response_status: int | None = None
    error: str = ""


def signature(secret: str, at: datetime, body: str) -> str:
    """The value of the signature header: "t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">"."""
    moment = int(at.timestamp())
    mac = hmac.new(secret.encode(), f"{moment}.{body}".encode(), sha256)
    return f"t={moment},v1={mac.hexdigest()}"


def headers(delivery: Delivery, secret: str, now: datetime) -> Mapping[str, str]:
    """What goes with a message. The receiver tells repeated messages by the id."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "Kinora-Webhooks/1",
        ID_HEADER: delivery.id,
        EVENT_HEADER: delivery.event.value,
        SIGNATURE_HEADER: signature(secret, now, delivery.body),
    }


def check_url(url: str) -> str:
    """An address that may be called, by its form alone. Raises InvalidParams."""
    address = url.strip()
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise _bad_url("This is not a web address.") from None
    if len(address) > URL_MAX or not address.isascii() or not address.isprintable() or " " in address:
        raise _bad_url(f"A web address has at most {URL_MAX} ASCII characters and no spaces.")
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise _bad_url("The address begins with https:// or http:// and names a host.")
    if parts.username is not None or parts.password is not None:
        raise _bad_url("The address may hold no user name and password: verify the signature instead.")
    if parts.fragment or "#" in address:
        raise _bad_url("The address may have no part after #: that is never sent.")
    if port is not None and port not in WEB_PORTS and port < FREE_PORTS:
        raise _bad_url(f"Ports below {FREE_PORTS} other than 80 and 443 are not called.")
    return address


def _bad_url(message: str) -> InvalidParams:
    return InvalidParams(message, fields=[{"field": "url", "message": message}])


def message_of(job: Job) -> dict[str, Any]:
    """What is told of a job that has ended. What it was made from, and links to results, are read by REST."""
    times = {"created_at": job.created_at, "started_at": job.started_at, "finished_at": job.finished_at}
    return {
        "id": job.id,
        "generator": job.generator,
        "status": job.status.value,
        "price": job.price,
        "charged": job.charged,
        "attempt": job.attempt,
        "project_id": job.project_id,
        "error": None if job.error is None else {"code": job.error.code, "message": job.error.message},
        **{name: None if time is None else _iso(time) for name, time in times.items()},
        "url": f"/api/v1/jobs/{job.id}",
    }


def delivery_of(
    webhook: Webhook, event: WebhookEvent, data: Mapping[str, Any], now: datetime, job_id: str | None
) -> Delivery:
    """A message to a webhook, to be sent at once."""
    number = new_id()
    body = {"id": number, "type": event.value, "created_at": _iso(now), "data": dict(data)}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Delivery(number, webhook.id, event, job_id, text, DeliveryStatus.PENDING, 0, now, now)


def end_event(job: Job) -> WebhookEvent:
    """The event that tells how a job has ended."""
    return WebhookEvent(f"job.{job.status.value}")


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many tries; None after the last."""
    return RETRIES[attempts - 1] if attempts <= len(RETRIES) else None


class WebhookStore(Protocol):
    """Webhooks and their messages in storage."""

    def add(self, webhook: Webhook) -> None: ...
    def find(self, webhook_id: str) -> Webhook | None: ...
    def of_user(self, user_id: str) -> list[Webhook]:
        """The oldest first."""

    def count(self, user_id: str) -> int:
        """How many an account has; until our transaction ends nobody else adds one."""

    def replace(self, webhook: Webhook) -> None: ...
    def delete(self, webhook_id: str) -> None:
        """With its messages."""

    def listening(self, user_id: str, event: WebhookEvent) -> list[Webhook]:
        """The user's active ones that want this event."""

    def add_delivery(self, delivery: Delivery) -> None: ...
    def find_delivery(self, delivery_id: str) -> Delivery | None: ...
    def deliveries(self, webhook_id: str, cursor: str | None, limit: int) -> tuple[list[Delivery], str | None]:
        """Newest first. Raises BadRequest for a cursor that this list never gave."""

    def due(
        self, now: datetime, limit: int, busy: Collection[str] = (), busy_users: Collection[str] = ()
    ) -> list[tuple[Webhook, Delivery]]:
        """Pending messages whose time has come, at most one of each active webhook, those due the longest first.

        None of the webhooks `busy`, nor of any of the `busy_users`.
        """

    def swap(self, before: Delivery, after: Delivery) -> bool:
        """Compare and set: write `after` only if status, attempts and time still are those of `before`."""

    def forget(self, created_before: datetime) -> int:
        """Delete messages that have ended and are older; gives how many."""


class Post(Protocol):
    """Sends a message. Never raises."""

    def __call__(self, url: str, headers: Mapping[str, str], body: str) -> Answer: ...


@dataclass(frozen=True)
class Answer:
    """What came of a try. `status`: of the answer, None where there was none; `error`: "" when it was taken."""

    status: int | None
    error: str
