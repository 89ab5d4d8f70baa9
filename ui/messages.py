"""One mapping from domain errors to what a person reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.errors import InsufficientCredits, InvalidParams, KinoraError, RateLimited
from domain.params import Params, control_of

_CANNOT_BE_EMPTY = {"String should have at least 1 character", "Field required"}


def error_answer(error: KinoraError, params: type[Params]) -> dict[str, Any]:
    """What the form shows: one message near the button, and one beside each field that is wrong."""
    fields = {name: text for name, text in _field_messages(error, params).items() if name in params.model_fields}
    return {"code": error.code, "message": _message(error, fields, params), "fields": fields}


def api_message(error: KinoraError, params: type[Params]) -> str:
    """One line for clients, where no form shows the fields."""
    named = [f"{name}: {text}" for name, text in _field_messages(error, params).items()]
    return " ".join(named) if named else error.message


def _message(error: KinoraError, fields: Mapping[str, str], params: type[Params]) -> str:
    if isinstance(error, InvalidParams) and len(fields) == 1:
        (name, text), *_ = fields.items()
        return f"{_label(params, name)}: {text}"
    if isinstance(error, InvalidParams) and fields:
        return "Some settings need another look: " + ", ".join(_label(params, name) for name in fields) + "."
    if isinstance(error, InsufficientCredits):
        return f"{error.message} Nothing was charged."
    if isinstance(error, RateLimited):
        return f"{error.message} {_wait(error)}".strip()
    return error.message


def _field_messages(error: KinoraError, params: type[Params]) -> dict[str, str]:
    """Messages by field. A message of several parts, such as "count.0", belongs to its first part."""
    messages: dict[str, str] = {}
    for entry in error.details.get("fields", ()):
        name = str(entry["field"]).split(".")[0]
        messages.setdefault(name, _plain(str(entry["message"]), params, name))
    return messages


def _plain(message: str, params: type[Params], name: str) -> str:
    """A validator's sentence in the words of the form."""
    if message in _CANNOT_BE_EMPTY or message.startswith("Input should be a valid string"):
        control = control_of(params, name) if name in params.model_fields else None
        return "Add a file first." if control is not None and control.accepts else "This cannot be empty."
    text = message.replace("Input should be", "This should be").replace("String should have", "This may have")
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _label(params: type[Params], name: str) -> str:
    control = control_of(params, name) if name in params.model_fields else None
    return control.label if control is not None else name


def _wait(error: KinoraError) -> str:
    seconds = error.details.get("retry_after")
    if not isinstance(seconds, int | float) or seconds <= 0:
        return ""
    return f"Try again in {max(1, round(seconds / 60))} min." if "Try again" not in error.message else ""
