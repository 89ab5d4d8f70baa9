"""Webhooks and their messages in SQL."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from domain.webhooks import Delivery, DeliveryStatus, Webhook, WebhookEvent
from storage.account_lock import lock_account
from storage.cursor import split_page, up_to
from storage.tables import WebhookDeliveryRow, WebhookRow


class SqlWebhooks:
    """`domain.webhooks.WebhookStore`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, webhook: Webhook) -> None:
        self._connection.execute(insert(WebhookRow).values(**_values(webhook)))

    def find(self, webhook_id: str) -> Webhook | None:
        row = self._connection.execute(select(WebhookRow).where(WebhookRow.id == webhook_id)).one_or_none()
        return None if row is None else _webhook(row)

    def of_user(self, user_id: str) -> list[Webhook]:
        query = select(WebhookRow).where(WebhookRow.user_id == user_id).order_by(WebhookRow.created_at, WebhookRow.id)
        return [_webhook(row) for row in self._connection.execute(query)]

    def count(self, user_id: str) -> int:
        """How many an account has; until our transaction ends nobody else adds one."""
        lock_account(self._connection, user_id)
        query = select(func.count()).select_from(WebhookRow).where(WebhookRow.user_id == user_id)
        return int(self._connection.execute(query).scalar_one())

    def replace(self, webhook: Webhook) -> None:
        self._connection.execute(update(WebhookRow).where(WebhookRow.id == webhook.id).values(**_values(webhook)))

    def delete(self, webhook_id: str) -> None:
        self._connection.execute(delete(WebhookRow).where(WebhookRow.id == webhook_id))

    def listening(self, user_id: str, event: WebhookEvent) -> list[Webhook]:
        return [webhook for webhook in self.of_user(user_id) if webhook.active and event in webhook.events]

    # --- messages ---------------------------------------------------------------------------------------------

    def add_delivery(self, delivery: Delivery) -> None:
        self._connection.execute(insert(WebhookDeliveryRow).values(**vars(delivery)))

    def find_delivery(self, delivery_id: str) -> Delivery | None:
        query = select(WebhookDeliveryRow).where(WebhookDeliveryRow.id == delivery_id)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else Delivery(**row._mapping)

    def deliveries(self, webhook_id: str, cursor: str | None, limit: int) -> tuple[list[Delivery], str | None]:
        own = select(WebhookDeliveryRow).where(WebhookDeliveryRow.webhook_id == webhook_id)
        rows = self._connection.execute(up_to(own, WebhookDeliveryRow, cursor, limit))
        return split_page([Delivery(**row._mapping) for row in rows], limit)

    def due(
        self, now: datetime, limit: int, busy: Collection[str] = (), busy_users: Collection[str] = ()
    ) -> list[tuple[Webhook, Delivery]]:
        """One of each webhook, so that an address that answers slowly does not hold up the others."""
        row = WebhookDeliveryRow
        place = func.row_number().over(partition_by=row.webhook_id, order_by=(row.next_at, row.created_at, row.id))
        waiting = (
            select(row.id, row.next_at, place.label("place"))
            .join(WebhookRow, WebhookRow.id == row.webhook_id)
            .where(row.status == DeliveryStatus.PENDING, row.next_at <= now, WebhookRow.active)
            .where(WebhookRow.id.not_in(busy), WebhookRow.user_id.not_in(busy_users))
            .subquery()
        )
        first = select(waiting.c.id).where(waiting.c.place == 1).order_by(waiting.c.next_at, waiting.c.id).limit(limit)
        found: list[tuple[Webhook, Delivery]] = []
        for delivery_id in self._connection.scalars(first).all():
            delivery = self.find_delivery(delivery_id)
            webhook = None if delivery is None else self.find(delivery.webhook_id)
            if delivery is not None and webhook is not None:
                found.append((webhook, delivery))
        return found

    def swap(self, before: Delivery, after: Delivery) -> bool:
        unchanged = (
            WebhookDeliveryRow.id == before.id,
            WebhookDeliveryRow.status == before.status,
            WebhookDeliveryRow.attempts == before.attempts,
            WebhookDeliveryRow.next_at.is_not_distinct_from(before.next_at),
        )
        values = {name: value for name, value in vars(after).items() if name != "id"}
        return self._connection.execute(update(WebhookDeliveryRow).where(*unchanged).values(**values)).rowcount == 1

    def forget(self, created_before: datetime) -> int:
        ended = WebhookDeliveryRow.status != DeliveryStatus.PENDING
        gone = delete(WebhookDeliveryRow).where(ended, WebhookDeliveryRow.created_at < created_before)
        return int(self._connection.execute(gone).rowcount)


def _values(webhook: Webhook) -> dict[str, Any]:
    return {**vars(webhook), "events": " ".join(webhook.events)}


def _webhook(row: Row[Any]) -> Webhook:
    events = tuple(WebhookEvent(word) for word in row.events.split())
    return Webhook(**{**row._mapping, "events": events})
