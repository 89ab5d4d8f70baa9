"""What people may do with their webhooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.clock import utc_now
from domain.errors import BadRequest, Conflict, Forbidden, InvalidParams, NotFound
from domain.ports import Clock, Transaction, UnitOfWork
from domain.studio import PAGE_MAX
from domain.users import User, new_id
from domain.webhooks import (
    JOB_EVENTS,
    NAME_MAX,
    WEBHOOKS_MAX,
    Delivery,
    DeliveryStatus,
    Webhook,
    WebhookEvent,
    check_url,
    delivery_of,
)


@dataclass(frozen=True)
class WebhookDesk:
    """A user's webhooks.

    Attributes:
        secret_of: what the messages to a webhook are signed with.
        check_address: raises InvalidParams for the address of a host that may not be called.
    """

    storage: UnitOfWork
    secret_of: Callable[[Webhook], str]
    check_address: Callable[[str], None]
    clock: Clock = utc_now

    def add(self, user: User, url: str, *, name: str = "", events: Sequence[WebhookEvent] = JOB_EVENTS) -> Webhook:
        """Raises InvalidParams, and Conflict when the account has as many as it may."""
        made = Webhook(new_id(), user.id, _name(name), self._address(url), _events(events), True, 1, self.clock())
        with self.storage.begin() as tx:
            if tx.webhooks.count(user.id) >= WEBHOOKS_MAX:
                raise Conflict(f"You have {WEBHOOKS_MAX} webhooks, which is the limit. Delete one first.")
            tx.webhooks.add(made)
            tx.audit.add("webhook.created", user.id, data={"webhook": made.id, "url": made.url})
        return made

    def list(self, user: User) -> list[Webhook]:
        with self.storage.read() as tx:
            return tx.webhooks.of_user(user.id)

    def get(self, user: User, webhook_id: str) -> Webhook:
        """Raises NotFound, and Forbidden for another account's."""
        with self.storage.read() as tx:
            return _owned(tx, user, webhook_id)

    def change(self, user: User, webhook_id: str, changes: Mapping[str, Any]) -> Webhook:
        """Change its name, url, events or whether it is active. Raises NotFound, Forbidden, InvalidParams."""
        checked = dict(changes)
        if "url" in checked:
            checked["url"] = self._address(checked["url"])
        if "name" in checked:
            checked["name"] = _name(checked["name"])
        if "events" in checked:
            checked["events"] = _events(checked["events"])
        with self.storage.begin() as tx:
            after = replace(_owned(tx, user, webhook_id), **checked)
            tx.webhooks.replace(after)
            tx.audit.add("webhook.changed", user.id, data={"webhook": after.id, "changed": sorted(checked)})
        return after

    def renew_secret(self, user: User, webhook_id: str) -> Webhook:
        """From now on all messages, also those tried again, are signed with another secret."""
        with self.storage.begin() as tx:
            before = _owned(tx, user, webhook_id)
            after = replace(before, generation=before.generation + 1)
            tx.webhooks.replace(after)
            tx.audit.add("webhook.secret_renewed", user.id, data={"webhook": after.id})
        return after

    def delete(self, user: User, webhook_id: str) -> None:
        with self.storage.begin() as tx:
            _owned(tx, user, webhook_id)
            tx.webhooks.delete(webhook_id)
            tx.audit.add("webhook.deleted", user.id, data={"webhook": webhook_id})

    def test(self, user: User, webhook_id: str) -> Delivery:
        """Send a message of no job. Raises Conflict for a webhook that is switched off."""
        with self.storage.begin() as tx:
            webhook = _owned(tx, user, webhook_id)
            if not webhook.active:
                raise Conflict("This webhook is switched off. Switch it on to test it.")
            data = {"message": "This is a test. Messages about jobs look like it.", "webhook_id": webhook.id}
            delivery = delivery_of(webhook, WebhookEvent.TEST, data, self.clock(), None)
            tx.webhooks.add_delivery(delivery)
        return delivery

    def deliveries(
        self, user: User, webhook_id: str, cursor: str | None, limit: int
    ) -> tuple[Sequence[Delivery], str | None]:
        """What was sent or is going to be, newest first. Raises BadRequest for a foreign cursor."""
        if not 1 <= limit <= PAGE_MAX:
            raise BadRequest(f"limit must be between 1 and {PAGE_MAX}.")
        with self.storage.read() as tx:
            _owned(tx, user, webhook_id)
            return tx.webhooks.deliveries(webhook_id, cursor, limit)

    def replay(self, user: User, webhook_id: str, delivery_id: str) -> Delivery:
        """Send a message again, with as many tries as a new one: the same id and body, signed anew.

        Raises NotFound, Forbidden, and Conflict for one that is still being tried.
        """
        with self.storage.begin() as tx:
            _owned(tx, user, webhook_id)
            before = tx.webhooks.find_delivery(delivery_id)
            if before is None or before.webhook_id != webhook_id:
                raise NotFound("This webhook has no such message.")
            after = replace(before, status=DeliveryStatus.PENDING, attempts=0, next_at=self.clock(), ended_at=None)
            if before.status is DeliveryStatus.PENDING or not tx.webhooks.swap(before, after):
                raise Conflict("This message is still being tried.", status=before.status.value)
        return after

    def _address(self, url: str) -> str:
        address = check_url(url)
        self.check_address(address)
        return address


def _owned(tx: Transaction, user: User, webhook_id: str) -> Webhook:
    webhook = tx.webhooks.find(webhook_id)
    if webhook is None:
        raise NotFound("There is no such webhook.")
    if webhook.user_id != user.id:
        raise Forbidden("This webhook belongs to another account.")
    return webhook


def _name(text: str) -> str:
    name = " ".join(text.split())
    if len(name) > NAME_MAX or not name.isprintable():
        raise InvalidParams.of_fields([("name", f"up to {NAME_MAX} printable characters")])
    return name


def _events(events: Sequence[WebhookEvent]) -> tuple[WebhookEvent, ...]:
    wanted = tuple(event for event in JOB_EVENTS if event in events)
    if not wanted or WebhookEvent.TEST in events:
        raise InvalidParams.of_fields([("events", "one or several of " + ", ".join(JOB_EVENTS))])
    return wanted
