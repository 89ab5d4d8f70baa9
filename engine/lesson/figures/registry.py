"""Finds the kinds of figures."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import ValidationError

import engine.lesson.figures
from domain.errors import InvalidParams
from engine.lesson.figures.figure import Figure


@cache
def kinds() -> Mapping[str, type[Figure]]:
    """All figures by kind. Raises ValueError for a kind that two classes claim."""
    for module in pkgutil.walk_packages(engine.lesson.figures.__path__, f"{engine.lesson.figures.__name__}."):
        importlib.import_module(module.name)
    found: dict[str, type[Figure]] = {}
    for figure in _below(Figure):  # type: ignore[type-abstract]  # it is only looked into
        if figure.kind and found.setdefault(figure.kind, figure) is not figure:
            raise ValueError(f"two figures are of the kind {figure.kind!r}")
    return dict(sorted(found.items()))


def _below(figure: type[Figure]) -> list[type[Figure]]:
    return [each for child in figure.__subclasses__() for each in (child, *_below(child))]


def read_figure(show: Mapping[str, Any]) -> Figure:
    """The figure of `Beat.show`. Raises InvalidParams with the path of each bad field."""
    kind = str(show.get("kind"))
    if kind not in kinds():
        raise InvalidParams.of_fields(
            [("kind", f"There is no figure of the kind {kind!r}; there are: {', '.join(kinds())}")]
        )
    try:
        return kinds()[kind].model_validate({name: value for name, value in show.items() if name != "kind"})
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)
        raise InvalidParams.of_fields((".".join(map(str, e["loc"])) or kind, e["msg"]) for e in problems) from None
