"""What a form needs to know of each field, read from the declaration: never repeated anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.params import Control, Params, Widget, control_of

CONSENT_FIELD = "consent"
"""A generator that has a field of this name asks for consent itself, for all its files."""


@dataclass(frozen=True)
class FieldSpec:
    """One field of a form.

    Attributes:
        default: the declared default; None when there is none.
        minimum, maximum: inclusive limits of a number, or None.
        max_length: in characters, or None.
        choices: (label, value) in the declared order; values keep their type.
    """

    name: str
    control: Control
    required: bool
    default: Any
    integer: bool
    minimum: float | None
    maximum: float | None
    max_length: int | None
    choices: tuple[tuple[str, Any], ...]

    @property
    def step(self) -> float | None:
        """The declared step; 1 for whole numbers."""
        return self.control.step if self.control.step is not None else (1 if self.integer else None)


def field_specs(params: type[Params]) -> list[FieldSpec]:
    """The fields in the form's order: the model's own before those common to all, then "More", hidden ones last."""
    properties = params.model_json_schema()["properties"]
    common = set(Params.model_fields)
    names = sorted(params.model_fields, key=lambda name: name in common)
    specs = [_spec(params, name, properties[name]) for name in names if control_of(params, name) is not None]
    return sorted(specs, key=lambda spec: (spec.control.hidden, spec.control.more))


def _spec(params: type[Params], name: str, schema: dict[str, Any]) -> FieldSpec:
    control = control_of(params, name)
    if control is None:
        raise ValueError(f"{params.__name__}.{name} has no Control")
    plain = _without_null(schema)
    field = params.model_fields[name]
    return FieldSpec(
        name=name,
        control=control,
        required=field.is_required(),
        default=None if field.is_required() else field.get_default(call_default_factory=True),
        integer=plain.get("type") == "integer",
        minimum=plain.get("minimum", plain.get("exclusiveMinimum")),
        maximum=plain.get("maximum", plain.get("exclusiveMaximum")),
        max_length=plain.get("maxLength"),
        choices=_choices(control, plain) if control.widget is Widget.CHOICE else (),
    )


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of the value itself, where the field may also be null."""
    for option in schema.get("anyOf", ()):
        if option.get("type") != "null":
            return {**schema, **option}
    return schema


def _choices(control: Control, schema: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    labels = {**dict(zip(map(str, values), schema.get("x-enumNames", ()), strict=False)), **dict(control.choices)}
    return tuple((labels.get(str(value), _capitalised(str(value))), value) for value in values)


def _capitalised(value: str) -> str:
    words = value.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]
