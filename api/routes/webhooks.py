"""Webhooks: addresses that are told how the user's jobs end."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from api.deps import ApiDeps, CurrentUser, Deps
from domain.studio import PAGE_MAX
from domain.webhooks import JOB_EVENTS, NAME_MAX, URL_MAX, WEBHOOKS_MAX, Delivery, Webhook, WebhookEvent

router = APIRouter(prefix="/webhooks", tags=["webhooks"])

JobEvent = Literal["job.succeeded", "job.failed", "job.cancelled"]
_ALL: list[JobEvent] = ["job.succeeded", "job.failed", "job.cancelled"]
_EXAMPLE: JsonDict = {
    "name": "Our archive",
    "url": "https://example.org/kinora",
    "events": ["job.succeeded", "job.failed"],
}


class WebhookBody(BaseModel):
    """A new webhook."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [_EXAMPLE]})

    url: str = Field(max_length=URL_MAX, description="Of a public server, by https or http.")
    name: str = Field("", max_length=NAME_MAX, description="For people.")
    events: list[JobEvent] = Field(_ALL, min_length=1, max_length=len(JOB_EVENTS))


class WebhookChange(BaseModel):
    """What of a webhook is to change; what is left out stays."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [{"active": False}]})

    url: str = Field("", max_length=URL_MAX)
    name: str = Field("", max_length=NAME_MAX)
    events: list[JobEvent] = Field(_ALL, min_length=1, max_length=len(JOB_EVENTS))
    active: bool = Field(True, description="While it is off, messages wait.")


class WebhookOut(BaseModel):
    """A webhook."""

    id: str
    name: str
    url: str
    events: list[JobEvent]
    active: bool
    created_at: datetime


class WebhookWithSecret(WebhookOut):
    """A webhook and what its messages are signed with, which is shown this once."""

    secret: str


class WebhookList(BaseModel):
    """All webhooks of a user."""

    items: list[WebhookOut]
    limit: int = Field(description="How many an account may have.")


class DeliveryOut(BaseModel):
    """A message. `body` is what is sent; `next_at`: when it is tried next."""

    id: str
    event: WebhookEvent
    job_id: str | None
    status: Literal["pending", "delivered", "dead"]
    attempts: int
    created_at: datetime
    next_at: datetime | None
    ended_at: datetime | None
    response_status: int | None
    error: str
    body: str


class DeliveryPage(BaseModel):
    """A page of messages."""

    items: list[DeliveryOut]
    next_cursor: str | None


@router.get("", response_model=WebhookList)
def list_webhooks(user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """The user's webhooks, the oldest first."""
    return {"items": [_view(webhook) for webhook in deps.webhooks.list(user)], "limit": WEBHOOKS_MAX}


@router.post("", status_code=201, response_model=WebhookWithSecret)
def create_webhook(body: WebhookBody, user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """Make a webhook. Its secret is shown this once."""
    events = [WebhookEvent(event) for event in body.events]
    return _with_secret(deps, deps.webhooks.add(user, body.url, name=body.name, events=events))


@router.get("/{webhook_id}", response_model=WebhookOut)
def get_webhook(webhook_id: str, user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """One webhook."""
    return _view(deps.webhooks.get(user, webhook_id))


@router.patch("/{webhook_id}", response_model=WebhookOut)
def change_webhook(webhook_id: str, body: WebhookChange, user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """Change a webhook. Its secret stays."""
    changes = body.model_dump(exclude_unset=True)
    if "events" in changes:
        changes["events"] = [WebhookEvent(event) for event in changes["events"]]
    return _view(deps.webhooks.change(user, webhook_id, changes))


@router.delete("/{webhook_id}", status_code=204)
def delete_webhook(webhook_id: str, user: CurrentUser, deps: Deps) -> None:
    """Delete a webhook and its messages, also those that wait."""
    deps.webhooks.delete(user, webhook_id)


@router.post("/{webhook_id}/secret", response_model=WebhookWithSecret)
def renew_secret(webhook_id: str, user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """Give a webhook a new secret, which is shown this once. The old one signs nothing any more."""
    return _with_secret(deps, deps.webhooks.renew_secret(user, webhook_id))


@router.post("/{webhook_id}/test", status_code=202, response_model=DeliveryOut)
def test_webhook(webhook_id: str, user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """Send a message of type `test`."""
    return _delivery(deps.webhooks.test(user, webhook_id))


@router.get("/{webhook_id}/deliveries", response_model=DeliveryPage)
def deliveries(
    webhook_id: str,
    user: CurrentUser,
    deps: Deps,
    cursor: Annotated[str | None, Query(max_length=500, description="`next_cursor` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = 20,
) -> dict[str, Any]:
    """What was sent to a webhook, or is going to be, newest first. Kept for 30 days."""
    found, following = deps.webhooks.deliveries(user, webhook_id, cursor, limit)
    return {"items": [_delivery(each) for each in found], "next_cursor": following}


@router.post("/{webhook_id}/deliveries/{delivery_id}/replay", status_code=202, response_model=DeliveryOut)
def replay(webhook_id: str, delivery_id: str, user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """Send a message again: the same id and body, signed anew."""
    return _delivery(deps.webhooks.replay(user, webhook_id, delivery_id))


def _view(webhook: Webhook) -> dict[str, Any]:
    names = ("id", "name", "url", "active", "created_at")
    return {**{name: getattr(webhook, name) for name in names}, "events": list(webhook.events)}


def _with_secret(deps: ApiDeps, webhook: Webhook) -> dict[str, Any]:
    return {**_view(webhook), "secret": deps.webhooks.secret_of(webhook)}


def _delivery(delivery: Delivery) -> dict[str, Any]:
    return {name: value for name, value in vars(delivery).items() if name != "webhook_id"}
