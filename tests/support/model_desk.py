"""A stand-in for the desk that downloads weights."""

from __future__ import annotations

from typing import Any

from domain.errors import NotFound


class FakeModelDesk:
    """Remembers what it was asked for; knows one model, "sdxl"."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def overview(self) -> dict[str, Any]:
        return {
            "models": [],
            "folder": "/models",
            "free": 10**12,
            "card": None,
            "machine_known": True,
            "elsewhere": False,
        }

    def download(self, key: str, licence: str, accepted_by: str) -> None:
        self._ask("download", key, licence, accepted_by)

    def cancel(self, key: str) -> None:
        self._ask("cancel", key)

    def remove(self, key: str) -> None:
        self._ask("remove", key)

    def _ask(self, act: str, key: str, *more: str) -> None:
        if key != "sdxl":
            raise NotFound(f"There is no model {key!r}.")
        self.asked.append((act, key, *more))
