"""A server of a stranger's that takes webhooks, and misbehaves to order."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: str


@dataclass
class Receiver:
    """Answers with `answers` in turn, the last one for ever: a status, "slow" (a byte now and then), or "cut"."""

    answers: Sequence[int | str] = (204,)
    got: list[Received] = field(default_factory=list)
    url: str = ""
    server: ThreadingHTTPServer | None = None

    def serve_tls(self, certificate: tuple[Path, Path]) -> None:
        """Speak TLS from now on, with this certificate and key."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        assert self.server is not None
        # The handshake belongs to the connection's thread: a client that breaks it off must not end the server.
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.url = self.url.replace("http:", "https:")

    def next_answer(self) -> int | str:
        return self.answers[min(len(self.got), len(self.answers)) - 1]


@contextmanager
def receiver(*answers: int | str) -> Iterator[Receiver]:
    """A receiver on a port of the loopback."""
    it = Receiver(answers or (204,))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            it.got.append(Received(self.path, dict(self.headers.items()), body))
            self._answer(it.next_answer())

        def do_GET(self) -> None:
            it.got.append(Received(self.path, dict(self.headers.items()), "a redirect was followed"))
            self._answer(200)

        def _answer(self, answer: int | str) -> None:
            if answer == "cut":
                self.close_connection = True
                return
            if answer == "slow":
                self._drip()
                return
            self.send_response(int(answer))
            if 300 <= int(answer) < 400:
                self.send_header("Location", f"{it.url}/elsewhere")
            self.end_headers()

        def _drip(self) -> None:
            try:
                for byte in b"HTTP/1.1 200 OK and so on, but never an end of the line":
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(0.05)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: tests look at `got`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients that go away are expected
    it.server = server
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    it.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield it
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
