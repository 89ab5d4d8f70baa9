"""Reads how a result was made out of its file, so that it can be made again exactly."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from domain.access import may_use
from domain.errors import InvalidParams, NotFound, UnsupportedMedia
from domain.generator import Generator
from domain.params import SEED_MAX, Params, asset_fields
from domain.ports import Transaction, UnitOfWork
from domain.provenance import Verify
from domain.users import User

VALUES_MAX_BYTES = 500_000
_NEVER = frozenset({"project_id", "revises", "seed"})


@dataclass(frozen=True)
class Remake:
    """What fills in a form again.

    Attributes:
        params: the form's values by field, the seed among them.
        missing: fields whose file this account has not.
        made_by: the name of what made the result.
    """

    generator: str
    params: Mapping[str, Any]
    missing: tuple[str, ...]
    made_by: str
    created_at: str


@dataclass(frozen=True)
class RecordDesk:
    """The facade for records in files. Anybody can write a record: it only fills in a form, and orders are checked."""

    storage: UnitOfWork
    generators: Mapping[str, Generator[Any]]
    verify: Verify

    def read(self, user: User, file: IO[bytes]) -> Remake:
        """What the record in a file fills in.

        Raises:
            UnsupportedMedia: the file cannot be read, or holds no record.
            NotFound: it was made by a generator that this installation does not have.
        """
        record = self.verify(file).record
        if not record or not isinstance(record.get("params"), Mapping):
            raise UnsupportedMedia(
                "There is no Kinora record in this file. Screenshots and copies as WebP, WebM or GIF have none: "
                "take the file as it was downloaded."
            )
        generator = self.generators.get(str(record.get("generator")))
        if generator is None:
            raise NotFound("This file was made by a tool that is not installed here.")
        with self.storage.read() as tx:
            params, missing = _known(tx, user, generator.params, record["params"])
        seed = record.get("seed")
        if isinstance(seed, int) and not isinstance(seed, bool) and 0 <= seed <= SEED_MAX:
            params["seed"] = seed
        made_by = next((each.get("name") for each in _listed(record.get("backends"))), "")
        return Remake(generator.key, params, tuple(missing), str(made_by or ""), str(record.get("created_at") or ""))


def _known(
    tx: Transaction, user: User, model: type[Params], given: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """A value for each field of the form, and the file fields whose file the account may not use."""
    files = asset_fields(model)
    defaults = {name: field.get_default() for name, field in model.model_fields.items() if not field.is_required()}
    params = {name: value for name, value in defaults.items() if name not in _NEVER | files.keys() and _plain(value)}
    missing: list[str] = []
    for name in model.model_fields.keys() - _NEVER:
        value = given.get(name)
        if value is None or not _plain(value):
            continue
        if name not in files:
            params[name] = value
        elif _usable(tx, user, str(value)):
            params[name] = value
        else:
            missing.append(name)
    if len(json.dumps(params)) > VALUES_MAX_BYTES:
        raise InvalidParams("The record in this file is too large to be a form's.")
    return params, sorted(missing)


def _usable(tx: Transaction, user: User, asset_id: str) -> bool:
    try:
        return may_use(tx, user.id, tx.assets.get(asset_id))
    except NotFound:
        return False


def _plain(value: Any) -> bool:
    """What a form's field may hold: one value, or a list of such."""
    if isinstance(value, list):
        return all(isinstance(each, str | int | float | bool) for each in value)
    return isinstance(value, str | int | float | bool)


def _listed(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
