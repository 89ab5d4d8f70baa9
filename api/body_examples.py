"""Examples of request bodies in the description of the API. A test checks each against its schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import FastAPI

from domain.generator import Generator
from domain.params import asset_fields

_PASSWORD = "correct horse battery"  # noqa: S105  an example
_LINK = "the-words-after-token-in-the-link"

BODIES: Mapping[str, Any] = {
    "Registration": {"email": "ada@example.org", "password": _PASSWORD, "name": "Ada"},
    "SignIn": {"email": "ada@example.org", "password": _PASSWORD},
    "ProfileChange": {"name": "Ada Lovelace"},
    "LinkSecret": {"token": _LINK},
    "Address": {"email": "ada@example.org"},
    "Reset": {"token": _LINK, "password": _PASSWORD},
    "PasswordChange": {"current_password": _PASSWORD, "new_password": "a better horse"},
    "SaidWords": {"pronunciations": "Siobhan = shi-vawn"},
    "Leaving": {"password": _PASSWORD},
    "WantedKey": {"name": "Nightly batch", "scopes": ["read", "jobs"], "expires_in_days": 90},
    "Enabling": {"password": _PASSWORD, "pending": "what GET …/totp gave", "code": "123456"},
    "Proof": {"password": _PASSWORD, "code": "123456"},
    "UploadBody": {"type": "photo", "name": "harbour.jpg", "size": 1834022, "content_type": "image/jpeg"},
    "AssetChange": {"name": "The harbour.jpg"},
    "DraftBody": {
        "generator": "script",
        "name": "Volcanoes",
        "content": {"topic": "How volcanoes erupt"},
        "version": 0,
    },
    "Consent": {"licence": "Apache-2.0"},
}
"""By the name of the body's schema, for those that have none of their own."""

_ASSET = "0f0c6a0f4f9d4c0f8f2f4d1c7f0a9b3e"

QUOTE = {"topic": "How volcanoes erupt", "duration": 60}
"""For the quote of a script."""


def show_examples(app: FastAPI, generators: Iterable[Generator[Any]]) -> None:
    """Let the app's description hold an example of each JSON body."""
    described = app.openapi
    orders = {f"/api/v1/jobs/{each.key}": _examples_of(each) for each in generators}

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            _add(described(), orders)
        return described()

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend the description


def _add(document: dict[str, Any], orders: Mapping[str, Mapping[str, Any]]) -> None:
    schemas = document["components"]["schemas"]
    for name, example in BODIES.items():
        if name in schemas:
            schemas[name].setdefault("examples", [example])
    for path, examples in orders.items():
        _json_body(document["paths"][path]["post"])["examples"] = examples
    _json_body(document["paths"]["/api/v1/generators/{key}/quote"]["post"])["example"] = QUOTE


def _examples_of(generator: Generator[Any]) -> dict[str, Any]:
    """The forms to click, with an id for each file that they need."""
    fields = generator.params.model_fields
    files = {name: _ASSET for name in asset_fields(generator.params) if fields[name].is_required()}
    shown = [(each.title, {**files, **each.values}) for each in generator.examples]
    return {f"example-{n}": {"summary": title, "value": values} for n, (title, values) in enumerate(shown, 1)}


def _json_body(operation: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = operation["requestBody"]["content"]["application/json"]
    return body
