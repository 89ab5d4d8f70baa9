"""Fills a generator's form from its declaration, so that a new one needs no test of its own."""

from __future__ import annotations

from typing import Any

from domain.assets import AssetType
from domain.generator import Generator
from domain.params import Widget, asset_fields, control_of
from domain.users import User
from tests.support.pictures import photo
from tests.support.studio import StudioKit

TEXT = "A lighthouse keeper who finds a message in a bottle"


def sample_body(kit: StudioKit, user: User, generator: Generator[Any]) -> dict[str, Any]:
    """The smallest body that the generator accepts: required fields, whole numbers at their least, and a fixed seed."""
    body: dict[str, Any] = {"seed": 7, **_least(generator)}
    assets = asset_fields(generator.params)
    for name, field in generator.params.model_fields.items():
        if not field.is_required():
            continue
        if name in assets:
            body[name] = kit.desk.take(
                user, _first_picture(assets[name].accepts), "sample.png", photo(), consent=True
            ).id
            continue
        control = control_of(generator.params, name)
        assert control is not None
        assert control.widget in (Widget.TEXT, Widget.LONG_TEXT), f"{generator.key}.{name} needs a sample value"
        body[name] = TEXT
    return (
        body if any(field.is_required() for field in generator.params.model_fields.values()) else _told(body, generator)
    )


def _told(body: dict[str, Any], generator: Generator[Any]) -> dict[str, Any]:
    """With what is suggested, or a text in the first field for one: one of several fields has to be given."""
    fields = generator.params.model_fields
    for name in fields:
        control = control_of(generator.params, name)
        if control is not None and control.suggestions is not None:
            return {**body, name: control.suggestions(fields[control.suggested_by].default)[0]}
    first = next(name for name in fields if (c := control_of(generator.params, name)) and c.widget is Widget.LONG_TEXT)
    return {**body, first: TEXT}


def _least(generator: Generator[Any]) -> dict[str, int]:
    """The lowest value of each whole number that has a default: small pictures and short films are quick."""
    schema = generator.params.model_json_schema()["properties"]
    return {
        name: entry["minimum"] if "minimum" in entry else min(entry["enum"])
        for name, entry in schema.items()
        if entry.get("type") == "integer" and ("minimum" in entry or "enum" in entry) and "default" in entry
    }


def _first_picture(accepts: tuple[AssetType, ...]) -> AssetType:
    return accepts[0]
