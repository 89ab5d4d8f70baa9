"""Chat with a real tiny Qwen3."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.catalogue import Model
from domain.errors import JobCancelled, OutOfMemory, Unavailable
from engine.chat_message import ChatMessage, without_thoughts
from engine.neural import chat as chat_module
from engine.neural.chat import NeuralChat
from engine.neural.model_cache import ModelCache
from engine.neural.weights import Weights

MESSAGES = [ChatMessage("system", "Be brief."), ChatMessage("user", "Hello")]
pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")


def ignore(_fraction: float) -> None:
    """Takes reports that a test does not look at."""


@pytest.fixture
def chat(installed: Callable[[str], Model], models_dir: Path, cache: ModelCache) -> NeuralChat:
    model = installed("chat")
    return NeuralChat(cache, model, Weights(models_dir, {"chat": model}))


def test_answers_the_same_for_a_seed_and_another_for_another(chat: NeuralChat) -> None:
    first = chat.complete(MESSAGES, 16, 0.7, 1, ignore)

    assert first
    assert chat.complete(MESSAGES, 16, 0.7, 1, ignore) == first
    assert chat.complete(MESSAGES, 16, 0.7, 2, ignore) != first


def test_without_temperature_the_seed_does_not_matter(chat: NeuralChat) -> None:
    assert chat.complete(MESSAGES, 16, 0.0, 1, ignore) == chat.complete(MESSAGES, 16, 0.0, 2, ignore)


def test_leaves_the_processes_random_numbers_alone(chat: NeuralChat) -> None:
    import torch

    torch.manual_seed(5)
    expected = torch.rand(3).tolist()
    torch.manual_seed(5)

    chat.complete(MESSAGES, 4, 0.7, 1, ignore)

    assert torch.rand(3).tolist() == expected


def test_reports_every_token(chat: NeuralChat) -> None:
    seen: list[float] = []

    chat.complete(MESSAGES, 8, 0.0, 1, seen.append)

    assert seen == sorted(seen) and seen[-1] == 1.0
    assert len({fraction for fraction in seen if 0.1 < fraction <= 1.0}) == 8


def test_can_be_cancelled_at_a_token_and_used_again(chat: NeuralChat, cache: ModelCache) -> None:
    expected = chat.complete(MESSAGES, 8, 0.0, 1, ignore)
    tokens: set[float] = set()

    def cancel_at_the_third_token(fraction: float) -> None:
        tokens.update({fraction} if fraction > 0.1 else ())
        if len(tokens) == 3:
            raise JobCancelled("stopped")

    with pytest.raises(JobCancelled):
        chat.complete(MESSAGES, 1000, 0.0, 1, cancel_at_the_third_token)

    assert max(tokens) < 0.11, "no token is written after the cancellation"
    assert chat.complete(MESSAGES, 8, 0.0, 1, ignore) == expected
    assert cache.stats().misses == 1


def test_what_is_too_long_is_refused_before_it_is_read(chat: NeuralChat) -> None:
    with pytest.raises(Unavailable, match="too long"):
        chat.complete([ChatMessage("user", "word " * 600)], 16, 0.7, 1, ignore)


def test_too_little_memory_is_tried_once_more_and_then_told(chat: NeuralChat, monkeypatch: pytest.MonkeyPatch) -> None:
    failures = [RuntimeError("CUDA out of memory.")]
    answer = chat_module._Loaded.answer

    def failing(self: Any, *arguments: Any) -> str:
        if failures:
            raise failures.pop()
        return answer(self, *arguments)

    monkeypatch.setattr(chat_module._Loaded, "answer", failing)
    assert chat.complete(MESSAGES, 4, 0.0, 1, ignore) is not None

    failures += [RuntimeError("CUDA out of memory."), RuntimeError("CUDA out of memory.")]
    with pytest.raises(OutOfMemory, match="You were not charged"):
        chat.complete(MESSAGES, 4, 0.0, 1, ignore)


def test_says_which_model_wrote(chat: NeuralChat) -> None:
    assert (chat.info.kind, chat.info.model, chat.info.name) == ("neural", "chat", "Qwen3 0.6B")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("<think>\nhm {}\n</think>\n\nYes.", "Yes."), ("<think>never ended", ""), (" plain ", "plain")],
)
def test_thoughts_are_not_part_of_the_answer(text: str, expected: str) -> None:
    assert without_thoughts(text) == expected
