"""Sends one message to a stranger's server, trusting nothing about it."""

from __future__ import annotations

import http.client
import logging
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from domain.errors import InvalidParams
from domain.webhooks import Answer
from queue_worker.public_address import NotPublic, Place, resolve

log = logging.getLogger(__name__)

CONNECT_SECONDS = 5.0
DEADLINE_SECONDS = 10.0
"""For the whole exchange: a server that sends a byte now and then is cut off, too."""

TAKEN = range(200, 300)


@dataclass(frozen=True)
class HttpPost:
    """`domain.webhooks.Post`: no proxy, no redirect, no cookie, and only the status of the answer is read.

    Attributes:
        private: whether servers in private networks may be called.
        deadline: seconds.
    """

    private: bool = False
    deadline: float = DEADLINE_SECONDS

    def check(self, url: str) -> None:
        """Raise InvalidParams for an address that would not be called."""
        try:
            resolve(url, private=self.private)
        except NotPublic as error:
            raise InvalidParams.of_fields([("url", str(error))]) from None

    def __call__(self, url: str, headers: Mapping[str, str], body: str) -> Answer:
        try:
            place = resolve(url, private=self.private)
            status = self._exchange(place, _target(url), headers, body)
        except NotPublic as error:
            return Answer(None, str(error))
        except ssl.SSLError as error:
            return Answer(None, f"No secure connection: {error.reason or 'the certificate is not valid'}.")
        except TimeoutError:
            return Answer(None, "The server did not answer in time.")
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Answer(None, f"The server could not be reached ({type(error).__name__}).")
        if status in TAKEN:
            return Answer(status, "")
        redirect = " Redirects are not followed: enter the final address." if status in range(300, 400) else ""
        return Answer(status, f"The server answered {status}.{redirect}")

    def _exchange(self, place: Place, target: str, headers: Mapping[str, str], body: str) -> int:
        connection = _connected(place)
        with _ended_after(self.deadline, connection) as late:
            try:
                if place.scheme == "https":
                    plain = connection.sock
                    connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=place.host)
                connection.request("POST", target, body.encode(), dict(headers))
                status = connection.getresponse().status
                if late.is_set():  # what was cut off in the middle may still read as a status
                    raise TimeoutError
                return status
            except (OSError, http.client.HTTPException):
                if late.is_set():
                    raise TimeoutError from None
                raise
            finally:
                connection.close()


def _connected(place: Place) -> http.client.HTTPConnection:
    """Connected to the address that was checked, whatever the name leads to by now."""
    default = 443 if place.scheme == "https" else 80
    host = f"[{place.host}]" if ":" in place.host else place.host
    connection = http.client.HTTPConnection(host if place.port == default else f"{host}:{place.port}")
    connection.sock = socket.create_connection((place.address, place.port), CONNECT_SECONDS)
    return connection


@contextmanager
def _ended_after(seconds: float, connection: http.client.HTTPConnection) -> Iterator[threading.Event]:
    """Cut the connection when its time is up; the event tells that it was."""
    late = threading.Event()

    def cut() -> None:
        late.set()
        if connection.sock is not None:
            try:
                connection.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                log.debug("webhook.already_closed")

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
