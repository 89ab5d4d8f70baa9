"""What a generator takes: a frozen pydantic model whose fields also say how a form shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, field_validator

from domain.assets import AssetType

SEED_MAX = 2**32 - 1
PROMPT_MAX = 2000

BackendChoice = Literal["auto", "builtin", "neural"]


class Widget(StrEnum):
    """The control that shows a field."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    SLIDER = "slider"
    NUMBER = "number"
    CHOICE = "choice"
    SUGGESTION = "suggestion"
    SWITCH = "switch"
    ASSET = "asset"


@dataclass(frozen=True)
class Control:
    """How a field is shown; its limits stay on the field itself.

    Attributes:
        widget: the kind of control.
        label: a word or two, sentence case.
        help: one line under the label, or empty.
        step: the slider's or number's step.
        more: shown under "More" instead of in the first view.
        accepts: for `Widget.ASSET`, the asset types that may be given.
        choices: label shown for each value of a choice; a value without one is shown as it is, capitalised.
        hidden: for clients and scripts; no form shows it.
        suggestions: for `Widget.SUGGESTION`, what can be picked instead of typed, given the value of `suggested_by`.
        suggested_by: the name of a field.
    """

    widget: Widget
    label: str
    help: str = ""
    step: float | None = None
    more: bool = False
    accepts: tuple[AssetType, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    hidden: bool = False
    suggestions: Callable[[Any], Sequence[str]] | None = None
    suggested_by: str = ""


Seed = Annotated[
    int | None,
    Field(ge=0, le=SEED_MAX, description="0 to 4294967295. Drawn and recorded when absent."),
    Control(Widget.NUMBER, "Seed", "Leave empty for a new one each time.", step=1, more=True),
]
Prompt = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=PROMPT_MAX)]
OptionalPrompt = Annotated[str, StringConstraints(strip_whitespace=True, max_length=PROMPT_MAX)]
AssetId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


def none_if_empty(value: Any) -> Any:
    """A text field of a form that was left empty says nothing."""
    return None if value == "" else value


Revises = Annotated[
    Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")] | None,
    BeforeValidator(none_if_empty),
    Field(
        description="An own finished job of this generator: its seed is kept, and only what differs from it is charged."
    ),
    Control(
        Widget.TEXT, "Revises", "The id of an own finished job: only what differs from it is charged.", hidden=True
    ),
]
"""For generators that have `Generator.revise`; the field is called `revises`."""


class Params(BaseModel):
    """Base of every generator's parameters. Unknown fields are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seed: Seed = None
    project_id: Annotated[AssetId | None, Field(description="The project that the job belongs to.")] = None
    backend: Annotated[
        BackendChoice,
        Field(description="Which kind of backend makes the result; auto takes the neural one where it can run."),
        Control(
            Widget.CHOICE,
            "Made by",
            "Automatic takes a neural model where one is installed.",
            more=True,
            choices=(("auto", "Automatic"), ("builtin", "Built-in"), ("neural", "Neural")),
        ),
    ] = "auto"

    @field_validator("*", mode="before")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        """PostgreSQL keeps no U+0000 in text, so no text may hold it."""
        if isinstance(value, str) and "\x00" in value:
            raise ValueError("The character U+0000 cannot be used")
        return value


def control_of(params: type[Params], name: str) -> Control | None:
    """The control declared for a field, or None for a field that no form shows."""
    return next((m for m in params.model_fields[name].metadata if isinstance(m, Control)), None)


def asset_fields(params: type[Params]) -> dict[str, Control]:
    """The fields that hold asset ids, with their controls."""
    controls = {name: control_of(params, name) for name in params.model_fields}
    return {name: c for name, c in controls.items() if c is not None and c.widget is Widget.ASSET}


def asset_ids(params: Params) -> dict[str, str]:
    """The asset ids given in these parameters, by field name."""
    values: dict[str, Any] = {name: getattr(params, name) for name in asset_fields(type(params))}
    return {name: value for name, value in values.items() if value is not None}
