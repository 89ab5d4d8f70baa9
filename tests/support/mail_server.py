"""A real mail server on loopback that keeps what it gets."""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.support.studio_process import free_port


@dataclass
class Mailbox:
    """What came. `answers`: what the server says to the next letters instead of taking them."""

    port: int
    answers: list[str] = field(default_factory=list)
    letters: list[EmailMessage] = field(default_factory=list)
    tries: int = 0

    def wait(self, count: int = 1, seconds: float = 20.0) -> list[EmailMessage]:
        """The letters, once there are so many."""
        deadline = time.monotonic() + seconds
        while len(self.letters) < count:
            assert time.monotonic() < deadline, f"{len(self.letters)} of {count} letters came"
            time.sleep(0.02)
        return self.letters

    def link(self, address: str, path: str, seconds: float = 20.0) -> str:
        """The last link to this path that was sent to an address."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for letter in reversed(self.letters):
                found = re.search(rf"http\S+{re.escape(path)}\?token=[\w-]+", text_of(letter))
                if letter["To"] == address and found:
                    return found.group()
            time.sleep(0.02)
        raise AssertionError(f"no link to {path} came for {address}")


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    """The text of a letter; `kind` may be "html"."""
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@contextmanager
def mail_server(
    *, tls: ssl.SSLContext | None = None, sign_in: Callable[[str, str], bool] | None = None
) -> Iterator[Mailbox]:
    """With `tls` STARTTLS is asked for, with `sign_in` a name and a password for which it says yes."""
    box = Mailbox(free_port())
    options: dict[str, Any] = {"tls_context": tls, "require_starttls": tls is not None}
    if sign_in is not None:
        options |= {"authenticator": _authenticator(sign_in), "auth_required": True}
    server = Controller(_Handler(box), "127.0.0.1", box.port, **options)
    server.start()
    try:
        yield box
    finally:
        server.stop()


class _Handler:
    def __init__(self, box: Mailbox) -> None:
        self._box = box

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self._box.tries += 1
        if self._box.answers:
            return self._box.answers.pop(0)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self._box.letters.append(letter)
        return "250 taken"


def _authenticator(sign_in: Callable[[str, str], bool]) -> Any:
    from aiosmtpd.smtp import AuthResult, LoginPassword

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        return AuthResult(success=sign_in(data.login.decode(), data.password.decode()))

    return check
