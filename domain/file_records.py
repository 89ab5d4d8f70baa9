"""What the rules of retention need to know from the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True)
class ExpiredJob:
    """A job whose results are no longer kept, with their keys and bytes in all."""

    id: str
    user_id: str
    keys: tuple[str, ...]
    size: int

    @property
    def prefix(self) -> str:
        """Where its results stand, and what was made of them: thumbnails, other formats."""
        return f"outputs/{self.user_id}/{self.id}/"


@dataclass(frozen=True)
class StorageUse:
    """What an account keeps: numbers of files and bytes, of results and of uploads."""

    results: int
    result_bytes: int
    assets: int
    asset_bytes: int

    @property
    def bytes(self) -> int:
        return self.result_bytes + self.asset_bytes


class FileRecords(Protocol):
    """What storage knows of files."""

    def expired_jobs(self, ended_before: datetime, after: str, limit: int) -> list[ExpiredJob]:
        """Ended jobs with results that nobody has marked as a favourite, by id, from after the id `after`."""

    def forget_results(self, job_id: str, ended_before: datetime, now: datetime) -> bool:
        """Take a job's results out of the records; False where it is a favourite now, or was done meanwhile."""

    def known_jobs(self, ids: list[str]) -> dict[str, bool]:
        """Of these jobs those that exist, with whether they may have results: they run, or succeeded and kept them."""

    def known_files(self, ids: list[str]) -> set[str]:
        """Of these ids those of assets and of uploads on their way."""

    def results(self, after: int, limit: int) -> list[tuple[int, str, str]]:
        """(number, job, key) of recorded results, by number, from after a number."""

    def drop_result(self, number: int) -> None: ...
    def assets(self, after: str, limit: int) -> list[tuple[str, str]]:
        """(id, key) of recorded assets, by id."""

    def claim(self, chore: str, now: datetime, every: timedelta) -> bool:
        """Take on a chore unless somebody did less than `every` ago."""

    def use_of(self, user_id: str) -> StorageUse: ...
