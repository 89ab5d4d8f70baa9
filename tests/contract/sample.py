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
            body[name] = kit.desk.take(user, _first_picture(assets[name].accepts), "sample.png", photo()).id
            continue
        control = control_of(generator.params, name)
        assert control is not None
        assert control.widget in (Widget.TEXT, Widget.LONG_TEXT), f"{generator.key}.{name} needs a sample value"
        body[name] = TEXT
    return (
        body if any(field.is_required() for field in generator.params.model_fields.values()) else _told(body, generator)
    )


def _told(body: dict[str, Any], generator: Generator[Any]) -> dict[str, Any]:
    """With a text in the first field for one, where none is required by itself: one of several has to be given."""
    fields = generator.params.model_fields
    first = next(name for name in fields if (c := control_of(generator.params, name)) and c.widget is Widget.LONG_TEXT)
    return {**body, first: TEXT}


def _least(generator: Generator[Any]) -> dict[str, int]:
    """The lowest value of each whole number that has a default: small pictures and short films are quick."""
    schema = generator.params.model_json_schema()["properties"]
    return {
        name: entry["minimum"]
        for name, entry in schema.items()
        if entry.get("type") == "integer" and "minimum" in entry and "default" in entry
    }


def _first_picture(accepts: tuple[AssetType, ...]) -> AssetType:
    return accepts[0]
