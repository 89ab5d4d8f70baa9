"""Sends letters by SMTP, from a thread of its own: no request waits for a mail server."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import threading
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from aiosmtplib import SMTP, SMTPException, SMTPRecipientsRefused, SMTPResponseException

from data.letters import load_letters
from domain.letters import Letter
from queue_worker.letter_form import as_message

log = logging.getLogger(__name__)

WAITING_MAX = 500
"""Letters that wait; one more is not sent but logged."""
PAUSES = (2.0, 15.0, 60.0)
"""Seconds before each further try."""

Tls = Literal["starttls", "tls", "none"]


@dataclass(frozen=True)
class SmtpOptions:
    """How to reach the mail server.

    Attributes:
        sender: what stands in From, such as "Kinora <studio@example.org>".
        tls: "starttls" (usually port 587), "tls" from the first byte (465), or "none" on a trusted network.
        timeout: seconds to wait for an answer.
    """

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls: Tls = "starttls"
    timeout: float = 20.0


class SmtpMailer:
    """`domain.letters.Mailer` over a mail server.

    Args:
        studio: where people reach the studio, named in the letters.
        pauses: seconds before each further try of a letter that the server did not take.
    """

    delivers = True

    def __init__(self, options: SmtpOptions, studio: str, pauses: tuple[float, ...] = PAUSES) -> None:
        self._options = options
        self._studio = studio
        self._pauses = pauses
        self._texts = load_letters()
        self._waiting: queue.Queue[Letter | None] = queue.Queue(WAITING_MAX)
        self._closing = threading.Event()
        self._gone = threading.Event()
        self._start = threading.Lock()
        self._thread: threading.Thread | None = None

    def send(self, letter: Letter) -> None:
        """Give a letter to the thread."""
        with self._start:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="mailer", daemon=True)
                self._thread.start()
        try:
            self._waiting.put_nowait(letter)
        except queue.Full:
            log.error("mail.dropped kind=%s reason=too_many_waiting", letter.kind.value)

    def close(self, timeout: float = 5.0) -> None:
        """Send what waits, without further tries, as far as that can be done in `timeout` seconds."""
        self._closing.set()
        if self._thread is not None:
            with contextlib.suppress(queue.Full):
                self._waiting.put_nowait(None)
            self._thread.join(timeout)
            self._gone.set()

    def _work(self) -> None:
        while (letter := self._waiting.get()) is not None and not self._gone.is_set():
            self._deliver(letter)

    def _deliver(self, letter: Letter) -> None:
        for pause in (*self._pauses, None):
            try:
                asyncio.run(self._hand_over(letter))
            except (SMTPException, OSError, ValueError) as error:
                final = pause is None or _refused(error) or self._closing.is_set()
                log.warning("mail.failed kind=%s final=%s reason=%s", letter.kind.value, final, type(error).__name__)
                if final:
                    return
                self._closing.wait(pause)
            else:
                log.info("mail.sent kind=%s", letter.kind.value)
                return

    async def _hand_over(self, letter: Letter) -> None:
        options = self._options
        message = as_message(letter, self._texts[letter.kind.value], options.sender, self._studio)
        server = SMTP(
            hostname=options.host,
            port=options.port,
            username=options.user or None,
            password=options.password or None,
            use_tls=options.tls == "tls",
            start_tls=options.tls == "starttls",
            local_hostname=urlsplit(self._studio).hostname or "localhost",
            timeout=options.timeout,
        )
        async with server:
            await server.send_message(message, recipients=[letter.to])


def _refused(error: Exception) -> bool:
    """Whether the server will say the same next time (RFC 5321: 5xx), as for an address that does not exist."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(each.code >= 500 for each in error.recipients)
    return isinstance(error, SMTPResponseException) and error.code >= 500
