"""Writes what webhooks are to be told, in the transaction that it tells of."""

from __future__ import annotations

from datetime import datetime

from domain.jobs import Job
from domain.ports import Transaction
from domain.webhooks import delivery_of, end_event, message_of


def tell_webhooks(tx: Transaction, job: Job, now: datetime) -> None:
    """Put a message about a job that has just ended into the outbox, for each webhook of its owner that wants it."""
    event = end_event(job)
    for webhook in tx.webhooks.listening(job.user_id, event):
        tx.webhooks.add_delivery(delivery_of(webhook, event, {"job": message_of(job)}, now, job.id))
