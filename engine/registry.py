"""Finds every generator: each module of engine.generators declares one as GENERATOR."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from domain.generator import Generator
from domain.params import Params, asset_fields, control_of
from engine import generators

_KEY = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")


class BadDeclaration(ValueError):
    """A generator file that would not work; says which and why."""


def discover(package: ModuleType = generators) -> Mapping[str, Generator[Any]]:
    """All generators by key, in the order of their tabs. Raises BadDeclaration at start, not at the first job."""
    found: dict[str, Generator[Any]] = {}
    for module in iter_modules(package.__path__):
        generator = _declared(f"{package.__name__}.{module.name}")
        if generator.key in found:
            raise BadDeclaration(f"two generators share the key {generator.key!r}")
        found[generator.key] = generator
    return dict(sorted(found.items(), key=lambda item: (item[1].position, item[0])))


def _declared(module_name: str) -> Generator[Any]:
    generator = getattr(import_module(module_name), "GENERATOR", None)
    if not isinstance(generator, Generator):
        raise BadDeclaration(f"{module_name} has no GENERATOR")
    if not _KEY.match(generator.key):
        raise BadDeclaration(f"{module_name}: the key {generator.key!r} is not lower case words joined by '-'")
    if not issubclass(generator.params, Params):
        raise BadDeclaration(f"{module_name}: params must be a subclass of Params")
    _check_fields(module_name, generator.params)
    return generator


def _check_fields(module_name: str, params: type[Params]) -> None:
    for name in params.model_fields:
        if control_of(params, name) is None and name != "project_id":
            raise BadDeclaration(f"{module_name}: the field {name!r} has no Control, so no form could show it")
    for name, control in asset_fields(params).items():
        if not control.accepts:
            raise BadDeclaration(f"{module_name}: the asset field {name!r} accepts no type")
