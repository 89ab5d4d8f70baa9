"""What happens on a generator's tab: the price as the form changes, and the order at the click."""

from __future__ import annotations

import logging
from typing import Any

import gradio as gr

from domain.errors import KinoraError
from domain.generator import Generator
from domain.users import User
from ui.deps import UiDeps
from ui.field_spec import FieldSpec
from ui.intent import read_intent
from ui.messages import error_answer
from ui.order import order_body, price_body

log = logging.getLogger(__name__)

WORTH_TELLING = 20.0
"""Seconds from which on the button says how long it takes."""

UNEXPECTED = "Kinora could not take this order. Nothing was charged. Try again in a moment."


def user_of(request: gr.Request) -> User:
    """The signed-in user, whom the guard in front of the app put into the request."""
    user: User = request.request.scope["state"]["user"]
    return user


def credits_text(credits: int) -> str:
    return f"{credits} credit" if credits == 1 else f"{credits} credits"


def button_label(price: int, seconds: float | None = None) -> str:
    """What the button says: the price, and how long it will run where that takes a while."""
    words = ["Generate", credits_text(price)]
    if seconds is not None and seconds >= WORTH_TELLING:
        words.append(f"about {_rounded(seconds)}")
    return " · ".join(words)


def _rounded(seconds: float) -> str:
    if seconds < 55:
        return f"{round(seconds / 10) * 10} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{round(minutes / 60)} h"


class TabEvents:
    """The server's side of one tab. Values come in the order of `specs`."""

    def __init__(self, deps: UiDeps, generator: Generator[Any], specs: list[FieldSpec]) -> None:
        self._deps = deps
        self._generator = generator
        self._specs = specs

    def label(self, *values: Any) -> str | None:
        """The button's label for the form as it stands; None while a value is outside its limits."""
        studio, key = self._deps.studio, self._generator.key
        try:
            params = studio.validate(key, price_body(self._specs, values))
        except KinoraError:
            return None
        return button_label(studio.price(key, params), studio.expected_seconds(key, params))

    def relabel(self, *values: Any) -> Any:
        """The button's label for these values; unchanged while they have no price."""
        return self.label(*values) or gr.skip()

    def submit(self, request: gr.Request, intent: str, *values: Any) -> dict[str, Any]:
        """Place the order, and answer what the page needs.

        Args:
            intent: JSON made in the browser, see ui.intent. Its key stays the same until the browser has our answer, so
                a double click or a repeated request makes one job.

        Returns:
            {"key", "job_id", "balance"}, or {"key", "error": {"code", "message", "fields"}}.
        """
        meant = read_intent(intent)
        key = meant.key
        try:
            user = user_of(request)
            body = order_body(self._deps, user, self._specs, values, meant.kept, meant.agreed)
            if meant.project is not None:
                body["project_id"] = meant.project
            submitted = self._deps.studio.submit(user, self._generator.key, body, idempotency_key=key)
        except KinoraError as error:
            return {"key": key, "error": error_answer(error, self._generator.params)}
        except Exception:
            log.exception("order.crashed generator=%s", self._generator.key)
            return {"key": key, "error": {"code": "error", "message": UNEXPECTED, "fields": {}}}
        return {"key": key, "job_id": submitted.job.id, "balance": submitted.credits.balance}
