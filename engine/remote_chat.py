"""Answers messages with a language model behind an OpenAI-compatible server (vLLM, llama.cpp, Ollama and others)."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import httpx

from domain.errors import Unavailable
from domain.generator import BackendInfo
from engine.chat_message import ChatMessage, without_thoughts
from engine.rising_report import Report, rising

MAX_RESPONSE_BYTES = 2 * 1024 * 1024
_TICK_SECONDS = 0.15  # how often a caller who waits for the server may cancel
_CONNECT_SECONDS = 10.0
_REASONS = {
    401: "It refused the API key: check KINORA_CHAT_KEY.",
    403: "It refused the API key: check KINORA_CHAT_KEY.",
    404: "It does not know the address or the model: check KINORA_CHAT_URL and KINORA_CHAT_MODEL.",
    429: "It is busy. Try again in a minute.",
}


class OpenAICompatibleChat:
    """The capability "chat" by `POST {base_url}/chat/completions`, streamed so that it can be cancelled.

    Redirects are not followed and proxies of the environment not used: the key goes to the named host only.
    """

    def __init__(self, base_url: str, api_key: str, model: str, timeout: float = 120.0) -> None:
        """`timeout`: seconds without a byte from the server after which it counts as dead.

        Raises ValueError for a base URL that is not http(s)://host, or an empty model name.
        """
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
            raise ValueError("the chat server's URL must be http(s)://host[:port]/path, without a user name")
        if not model:
            raise ValueError("the chat server's model has no name")
        self._url = f"{base_url.rstrip('/')}/chat/completions"
        self._headers = {"Accept-Encoding": "identity"}  # so that the cap on bytes is a cap on memory
        if api_key:
            self._headers["Authorization"] = f"Bearer {api_key}"
        self._model = model
        self._timeout = httpx.Timeout(timeout, connect=min(timeout, _CONNECT_SECONDS))

    @property
    def info(self) -> BackendInfo:
        return BackendInfo("neural", f"{self._model} (chat server)", self._model, "remote")

    def complete(
        self,
        messages: Sequence[ChatMessage],
        max_new_tokens: int,
        temperature: float,
        seed: int,
        report: Report,
    ) -> str:
        """The assistant's next message, without any thoughts that the model writes in front of it.

        Args:
            report: called several times a second, also while nothing arrives, with a fraction 0..1 guessed from the
                pieces that came. What it raises ends the request and is let through.

        Raises:
            Unavailable: the server cannot be reached, is silent for too long, refuses, or answers nonsense.
        """
        body = {
            "model": self._model,
            "messages": [{"role": message.role, "content": message.content} for message in messages],
            "max_tokens": max_new_tokens,
            "temperature": temperature,
            "seed": seed % 2**31,  # some servers keep it in a signed 32-bit number
            "stream": True,
        }
        request = _Request(self._url, self._headers, body, self._timeout)
        text = without_thoughts(request.read(rising(report), max_new_tokens))
        if not text:
            raise Unavailable("The chat server gave an empty answer.")
        return text


class _Request:
    """One request, sent by a thread of its own: the caller looks up several times a second to hear of cancellation."""

    def __init__(self, url: str, headers: dict[str, str], body: dict[str, Any], timeout: httpx.Timeout) -> None:
        self._url = url
        self._headers = headers
        self._body = body
        self._timeout = timeout
        self._pieces: queue.Queue[str | Exception | None] = queue.Queue()
        self._abandoned = threading.Event()

    def read(self, report: Report, expected: int) -> str:
        threading.Thread(target=self._send, name="chat-request", daemon=True).start()
        pieces: list[str] = []
        try:
            while True:
                report(min(0.99, len(pieces) / expected))
                try:
                    piece = self._pieces.get(timeout=_TICK_SECONDS)
                except queue.Empty:
                    continue
                if piece is None:
                    return "".join(pieces)
                if isinstance(piece, Exception):
                    raise piece
                pieces.append(piece)
        finally:
            self._abandoned.set()

    def _send(self) -> None:
        try:
            with httpx.Client(timeout=self._timeout, follow_redirects=False, trust_env=False) as client:
                with client.stream("POST", self._url, json=self._body, headers=self._headers) as response:
                    _check(response)
                    for piece in _pieces(response, self._abandoned):
                        self._pieces.put(piece)
            self._pieces.put(None)
        except httpx.TimeoutException:
            self._pieces.put(Unavailable("The chat server did not answer in time. Try again, or write built-in."))
        except (httpx.HTTPError, httpx.InvalidURL):
            self._pieces.put(Unavailable("The chat server could not be reached. Check KINORA_CHAT_URL."))
        except Exception as error:  # noqa: BLE001 - handed to the waiting caller, who raises it
            self._pieces.put(error)


def _check(response: httpx.Response) -> None:
    """Raise Unavailable for anything but success. What the server says is not passed on: it may hold the prompt."""
    if response.is_redirect:
        raise Unavailable("The chat server points to another address. Put the final one in KINORA_CHAT_URL.")
    if response.status_code != 200:
        why = _REASONS.get(response.status_code, "Look into its log.")
        raise Unavailable(f"The chat server answered {response.status_code}. {why}", status=response.status_code)
    if response.headers.get("content-encoding", "identity") != "identity":
        raise Unavailable("The chat server answered compressed, though it was asked not to.")


def _pieces(response: httpx.Response, abandoned: threading.Event) -> Iterator[str]:
    if "event-stream" not in response.headers.get("content-type", ""):
        yield _whole(b"".join(_capped(response, abandoned)))
        return
    for line in _lines(_capped(response, abandoned)):
        if not line.startswith(b"data:"):
            continue  # comments that keep the connection open, event names, blank lines
        data = line[5:].strip()
        if data == b"[DONE]":
            return
        yield _content(_json(data), "delta")


def _capped(response: httpx.Response, abandoned: threading.Event) -> Iterator[bytes]:
    size = 0
    for chunk in response.iter_raw():
        if abandoned.is_set():
            return
        size += len(chunk)
        if size > MAX_RESPONSE_BYTES:
            raise Unavailable("The chat server's answer is far too long.")
        yield chunk


def _lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
    yield rest


def _whole(body: bytes) -> str:
    """The answer of a server that does not stream."""
    return _content(_json(body), "message")


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise _nonsense() from None


def _content(answer: Any, part: str) -> str:
    """The text in one chunk or in the whole answer; "" in those that only carry a role or usage."""
    if isinstance(answer, dict) and "error" in answer:
        raise Unavailable("The chat server broke off with an error. Look into its log.")
    try:
        choices = answer["choices"]
        text = choices[0][part].get("content") if choices else ""
    except (TypeError, KeyError, IndexError, AttributeError):
        raise _nonsense() from None
    if text is not None and not isinstance(text, str):
        raise _nonsense()
    return text or ""


def _nonsense() -> Unavailable:
    return Unavailable("The chat server's answer could not be understood. Does it speak the OpenAI protocol?")
