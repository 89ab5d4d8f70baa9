"""Sends what the outbox of webhooks holds, again and again until it was taken or given up."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain.clock import utc_now
from domain.errors import KinoraError
from domain.ports import Clock, UnitOfWork
from domain.webhooks import ERROR_MAX, TRIES, Answer, Delivery, DeliveryStatus, Post, Webhook, headers, pause_after

log = logging.getLogger(__name__)

INTERVAL = 0.5
AT_ONCE, AT_ONCE_OF_USER = 16, 3
"""Messages on their way at once, each to another webhook: servers that answer slowly hold up few others."""

TRY_LEASE = timedelta(seconds=60)
"""When a try of which nothing was heard counts as lost: its process was ended."""

KEPT = timedelta(days=30)
TIDY_EVERY = timedelta(hours=1)


@dataclass
class WebhookSender:
    """Any number of processes may send at once: a try begins with a compare-and-set.

    A message may arrive twice, when a process dies after it was taken; receivers tell by its id.
    """

    storage: UnitOfWork
    secret_of: Callable[[Webhook], str]
    post: Post
    clock: Clock = utc_now
    interval: float = INTERVAL
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _tidied: datetime | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _under_way: dict[str, str] = field(default_factory=dict)
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(AT_ONCE, "webhook"))

    def start(self) -> None:
        """Send in a thread until `stop`."""
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Waits for tries under way, which end within seconds."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()
        self._pool.shutdown()

    def send_due(self) -> list[Future[None]]:
        """Begin to try what is due, one message of each webhook that waits for no answer. Raises Unavailable."""
        begun = self._begin()
        with self._lock:
            self._under_way |= {webhook.id: webhook.user_id for webhook, _ in begun}
        return [self._pool.submit(self._try, webhook, delivery) for webhook, delivery in begun]

    def tidy(self) -> None:
        """Forget old messages. Raises Unavailable."""
        with self.storage.begin() as tx:
            tx.webhooks.forget(self.clock() - KEPT)

    def _begin(self) -> list[tuple[Webhook, Delivery]]:
        now = self.clock()
        with self._lock:
            users = Counter(self._under_way.values())
            busy, room = set(self._under_way), AT_ONCE - len(self._under_way)
        busy_users = {user for user, count in users.items() if count >= AT_ONCE_OF_USER}
        with self.storage.read() as tx:
            if room <= 0 or not tx.webhooks.due(now, 1, busy, busy_users):
                return []
        begun = []
        with self.storage.begin() as tx:
            for webhook, delivery in tx.webhooks.due(now, room, busy, busy_users):
                if delivery.attempts >= TRIES:  # the process of the last try was ended
                    tx.webhooks.swap(delivery, _ended(delivery, Answer(None, "The last try was interrupted."), now))
                    continue
                trying = replace(delivery, attempts=delivery.attempts + 1, next_at=now + TRY_LEASE)
                if tx.webhooks.swap(delivery, trying):
                    begun.append((webhook, trying))
        return begun

    def _try(self, webhook: Webhook, delivery: Delivery) -> None:
        try:
            sent = headers(delivery, self.secret_of(webhook), self.clock())
            answer = self.post(webhook.url, sent, delivery.body)
            after = _ended(delivery, answer, self.clock())
            with self.storage.begin() as tx:
                tx.webhooks.swap(delivery, after)
        except Exception:  # this try counts as lost
            log.exception("webhook.not_sent webhook=%s delivery=%s", webhook.id, delivery.id)
            return
        finally:
            with self._lock:
                self._under_way.pop(webhook.id, None)
        told = (webhook.id, delivery.id, after.status.value, delivery.attempts, answer.status)
        log.info("webhook.sent webhook=%s delivery=%s status=%s attempt=%d answer=%s", *told)

    def _run(self) -> None:
        while not self._stopped.wait(self.interval):
            try:
                self.send_due()
                if self._tidied is None or self.clock() - self._tidied > TIDY_EVERY:
                    self._tidied = self.clock()
                    self.tidy()
            except KinoraError as error:
                log.warning("webhooks.failed code=%s", error.code)
            except Exception:
                log.exception("webhooks.failed")


def _ended(delivery: Delivery, answer: Answer, now: datetime) -> Delivery:
    """The message after a try: delivered, to be tried again, or dead."""
    told = replace(delivery, response_status=answer.status, error=answer.error[:ERROR_MAX])
    if not answer.error:
        return replace(told, status=DeliveryStatus.DELIVERED, next_at=None, ended_at=now)
    pause = pause_after(delivery.attempts)
    if pause is None:
        return replace(told, status=DeliveryStatus.DEAD, next_at=None, ended_at=now)
    return replace(told, next_at=now + pause)
