"""Webhooks: addresses that are told how jobs end."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

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


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many tries; None after the last."""
    return RETRIES[attempts - 1] if attempts <= len(RETRIES) else None
