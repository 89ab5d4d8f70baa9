"""The parameter `model`: a creator's choice among the catalogue's models for a task."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from data.catalogue import Model, Task, load_catalogue
from domain.params import Control, Widget

BEST = "auto"
"""Leaves the choice to the studio: the best model that is installed and fits, else the built-in renderer."""

MODEL_CONTROL = Control(Widget.CHOICE, "Model", "A model of your choice must be installed.", more=True)
MODEL_MEANING = "Key of the neural model that makes it; auto, like null, takes the best one that can run."


@dataclass(frozen=True)
class ModelOf:
    """Annotates a field `model: Annotated[str, ModelOf(task), MODEL_CONTROL] = BEST`.

    The field takes BEST, null (which becomes BEST) and the keys of the models that do one of the tasks; any other key
    is refused, and so is a key together with backend "builtin". The schema lists the keys with their titles.

    Attributes:
        tasks: what the model must be able to do, one of them.
    """

    tasks: tuple[Task, ...]

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        inner = core_schema.nullable_schema(core_schema.str_schema())
        return core_schema.with_info_after_validator_function(self._checked, inner)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        del schema, handler  # it is written anew
        models = model_choices(self.tasks)
        keys, titles = [BEST, *models], ["Best available", *(model.title for model in models.values())]
        return {"anyOf": [{"type": "string", "enum": keys, "x-enumNames": titles}, {"type": "null"}]}

    def _checked(self, key: str | None, info: core_schema.ValidationInfo) -> str:
        if key is None or key == BEST:
            return BEST
        if key not in model_choices(self.tasks):
            keys = ", ".join([BEST, *model_choices(self.tasks)])
            raise PydanticCustomError(
                "unknown_model", "There is no such model for this; there are: {keys}", {"keys": keys}
            )
        if (info.data or {}).get("backend") == "builtin":
            raise PydanticCustomError("model_not_used", "The built-in renderer uses no model; leave it to auto")
        return key


def wanted_model(key: str) -> str | None:
    """The `model` of `RunContext.backend` for the value of such a field: None where the studio chooses."""
    return None if key == BEST else key


@cache
def model_choices(tasks: tuple[Task, ...]) -> dict[str, Model]:
    """The models that may be used for one of the tasks, by key, the best first."""
    return {
        key: model
        for key, model in load_catalogue().items()
        if (model.commercial or model.by_hand) and not set(tasks).isdisjoint(model.tasks)
    }
