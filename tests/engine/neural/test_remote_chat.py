"""Chat with a server, well-behaved and not."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from domain.errors import JobCancelled, Unavailable
from engine.chat_message import ChatMessage
from engine.remote_chat import MAX_RESPONSE_BYTES, OpenAICompatibleChat
from tests.support.openai_server import Exchange, OpenAIServer, openai_server

MESSAGES = [ChatMessage("system", "Be brief."), ChatMessage("user", "Hällo")]
KEY = "sk-very-secret"


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with openai_server() as server:
        yield server


@pytest.fixture
def chat(server: OpenAIServer) -> OpenAICompatibleChat:
    return OpenAICompatibleChat(server.url, KEY, "some-model", timeout=5)


def ignore(_fraction: float) -> None:
    """Takes reports that a test does not look at."""


def ask(chat: OpenAICompatibleChat) -> str:
    return chat.complete(MESSAGES, 64, 0.5, 2**32 - 1, ignore)


def test_asks_as_the_protocol_says_and_joins_the_pieces(server: OpenAIServer, chat: OpenAICompatibleChat) -> None:
    server.answers("Grüße from afar, in many pieces.")

    assert ask(chat) == "Grüße from afar, in many pieces."

    [request] = server.requests
    assert request["path"] == "/v1/chat/completions"
    assert request["headers"]["Authorization"] == f"Bearer {KEY}"
    assert request["body"] == {
        "model": "some-model",
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hällo"}],
        "max_tokens": 64,
        "temperature": 0.5,
        "seed": 2**31 - 1,
        "stream": True,
    }


def test_without_a_key_none_is_sent(server: OpenAIServer) -> None:
    ask(OpenAICompatibleChat(server.url + "/", "", "some-model"))

    assert "Authorization" not in server.requests[0]["headers"]
    assert server.requests[0]["path"] == "/v1/chat/completions"


def test_takes_the_answer_of_a_server_that_does_not_stream(server: OpenAIServer, chat: OpenAICompatibleChat) -> None:
    def whole(exchange: Exchange) -> None:
        exchange.begin(content_type="application/json")
        exchange.line('{"choices": [{"message": {"role": "assistant", "content": "All at once."}}]}')

    server.respond = whole

    assert ask(chat) == "All at once."


def test_progress_never_falls(server: OpenAIServer, chat: OpenAICompatibleChat) -> None:
    seen: list[float] = []
    server.answers("one two three four five six seven eight")

    chat.complete(MESSAGES, 16, 0.5, 1, seen.append)

    assert seen == sorted(seen) and 0 < seen[-1] < 1


def test_cancelling_hangs_up(server: OpenAIServer, chat: OpenAICompatibleChat) -> None:
    server.respond = Exchange.trickle
    calls = 0

    def cancel_soon(_fraction: float) -> None:
        nonlocal calls
        calls += 1
        if calls == 5:
            raise JobCancelled("stopped")

    with pytest.raises(JobCancelled):
        chat.complete(MESSAGES, 64, 0.5, 1, cancel_soon)

    assert server.hung_up.wait(5), "the server is not left writing for nobody"


def test_can_be_cancelled_while_the_server_thinks(server: OpenAIServer, chat: OpenAICompatibleChat) -> None:
    server.respond = Exchange.stall
    started = time.monotonic()

    def cancel_after_a_moment(_fraction: float) -> None:
        if time.monotonic() - started > 0.3:
            raise JobCancelled("stopped")

    with pytest.raises(JobCancelled):
        chat.complete(MESSAGES, 64, 0.5, 1, cancel_after_a_moment)

    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    ("status", "message"),
    [(401, "KINORA_CHAT_KEY"), (404, "KINORA_CHAT_MODEL"), (429, "busy"), (500, "log")],
)
def test_a_refusal_is_told_without_secrets(
    status: int, message: str, server: OpenAIServer, chat: OpenAICompatibleChat
) -> None:
    def refuse(exchange: Exchange) -> None:
        exchange.begin(status, "application/json")
        exchange.line(f'{{"error": {{"message": "bad key {KEY}"}}}}')

    server.respond = refuse

    with pytest.raises(Unavailable, match=message) as caught:
        ask(chat)

    assert KEY not in caught.value.message


def test_redirects_are_not_followed(server: OpenAIServer, chat: OpenAICompatibleChat) -> None:
    with openai_server() as other:
        server.respond = lambda exchange: exchange.begin(307, Location=f"{other.url}/chat/completions")

        with pytest.raises(Unavailable, match="another address"):
            ask(chat)

        assert other.requests == []


@pytest.mark.parametrize(
    "lines",
    [
        ["data: {not json"],
        ["data: []"],
        ['data: {"choices": [{"delta": {"content": 7}}]}'],
        ['data: {"choices": 7}'],
        ['data: {"choices": {"a": 1}}'],
    ],
)
def test_nonsense_is_an_error(lines: list[str], server: OpenAIServer, chat: OpenAICompatibleChat) -> None:
    def babble(exchange: Exchange) -> None:
        exchange.begin()
        for line in lines:
            exchange.line(line)

    server.respond = babble

    with pytest.raises(Unavailable, match="understood"):
        ask(chat)


def test_an_error_in_the_middle_of_the_stream_is_an_error(server: OpenAIServer, chat: OpenAICompatibleChat) -> None:
    def break_off(exchange: Exchange) -> None:
        exchange.begin()
        exchange.event("Once upon")
        exchange.line('data: {"error": {"message": "worker died"}}')

    server.respond = break_off

    with pytest.raises(Unavailable, match="broke off"):
        ask(chat)


def test_a_connection_cut_short_is_an_error(server: OpenAIServer, chat: OpenAICompatibleChat) -> None:
    def cut(exchange: Exchange) -> None:
        exchange.begin(Content_Length="5000")
        exchange.event("Once upon")

    server.respond = cut

    with pytest.raises(Unavailable, match="reached"):
        ask(chat)


def test_an_empty_answer_is_an_error(server: OpenAIServer, chat: OpenAICompatibleChat) -> None:
    server.answers("<think>What could I say?</think>  ")

    with pytest.raises(Unavailable, match="empty"):
        ask(chat)


def test_an_endless_answer_is_cut(server: OpenAIServer, chat: OpenAICompatibleChat) -> None:
    def flood(exchange: Exchange) -> None:
        exchange.begin()
        for _ in range(MAX_RESPONSE_BYTES // 60_000 + 50):
            exchange.event("x" * 60_000)

    server.respond = flood

    with pytest.raises(Unavailable, match="far too long"):
        ask(chat)


def test_a_compressed_answer_is_refused(server: OpenAIServer, chat: OpenAICompatibleChat) -> None:
    server.respond = lambda exchange: exchange.begin(Content_Encoding="gzip")

    with pytest.raises(Unavailable, match="compressed"):
        ask(chat)


def test_a_silent_server_times_out(server: OpenAIServer) -> None:
    server.respond = Exchange.stall

    with pytest.raises(Unavailable, match="in time"):
        ask(OpenAICompatibleChat(server.url, "", "some-model", timeout=0.3))


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(Unavailable, match="could not be reached"):
        ask(OpenAICompatibleChat(f"http://127.0.0.1:{port}/v1", "", "some-model", timeout=2))


@pytest.mark.parametrize("url", ["", "localhost:8000", "ftp://host/v1", "http://", "http://user:pass@host/v1"])
def test_refuses_a_url_that_cannot_be_meant(url: str) -> None:
    with pytest.raises(ValueError, match="URL"):
        OpenAICompatibleChat(url, "", "some-model")


def test_says_which_model_wrote(chat: OpenAICompatibleChat) -> None:
    assert chat.info.kind == "neural"
    assert chat.info.name == "some-model (chat server)"
    assert KEY not in repr(vars(chat.info))
