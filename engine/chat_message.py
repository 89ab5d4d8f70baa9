"""Conversations with a language model, wherever it runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from domain.generator import BackendInfo
from engine.rising_report import Report

_THOUGHTS = re.compile(r"<think>.*?(</think>|\Z)", re.DOTALL)


@dataclass(frozen=True)
class ChatMessage:
    """One turn. What a user typed must stand where the instructions say it is data, never among them."""

    role: Literal["system", "user", "assistant"]
    content: str


class Chat(Protocol):
    """Writes the next message: a model on this machine, or a server."""

    @property
    def info(self) -> BackendInfo: ...

    def complete(
        self,
        messages: Sequence[ChatMessage],
        max_new_tokens: int,
        temperature: float,
        seed: int,
        report: Report,
    ) -> str:
        """The assistant's answer. Raises Unavailable; lets through what `report` raises."""


def without_thoughts(text: str) -> str:
    """`text` without what reasoning models write between <think> tags, trimmed."""
    return _THOUGHTS.sub("", text).strip()
