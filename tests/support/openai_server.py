"""A server on loopback that speaks as much of the OpenAI protocol as a client may meet."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Respond = Callable[["Exchange"], None]


class Exchange(BaseHTTPRequestHandler):
    """One request. `server.respond` answers it by the methods below."""

    server: OpenAIServer

    def do_POST(self) -> None:
        self.body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append({"path": self.path, "headers": dict(self.headers), "body": self.body})
        try:
            self.server.respond(self)
        except (BrokenPipeError, ConnectionResetError):
            self.server.hung_up.set()

    def begin(self, status: int = 200, content_type: str = "text/event-stream", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def event(self, content: str | None) -> None:
        choice = {"index": 0, "delta": {"content": content} if content is not None else {"role": "assistant"}}
        self.line(f"data: {json.dumps({'choices': [choice]})}\n")

    def line(self, text: str) -> None:
        self.wfile.write(f"{text}\n".encode())
        self.wfile.flush()

    def stream(self, text: str, pieces: int = 8) -> None:
        """A whole, well-behaved answer."""
        self.begin()
        self.event(None)
        self.line(": a comment that keeps the connection open\n")
        step = max(1, len(text) // pieces)
        for start in range(0, len(text), step):
            self.event(text[start : start + step])
        self.line("data: [DONE]\n")

    def stall(self, seconds: float = 10.0) -> None:
        """Say nothing until the test is over or the time is up."""
        self.server.stopping.wait(seconds)

    def trickle(self) -> None:
        """Go on until the client hangs up."""
        self.begin()
        while not self.server.stopping.is_set():
            self.event("word ")
            time.sleep(0.02)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


class OpenAIServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self.requests: list[dict[str, Any]] = []
        self.respond: Respond = lambda exchange: exchange.stream("Hello.")
        self.stopping = threading.Event()
        self.hung_up = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def answers(self, *texts: str) -> None:
        """Answer the next requests with these texts, in turn."""
        waiting = list(texts)
        self.respond = lambda exchange: exchange.stream(waiting.pop(0))


@contextmanager
def openai_server() -> Iterator[OpenAIServer]:
    server = OpenAIServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()
