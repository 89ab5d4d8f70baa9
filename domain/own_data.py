"""Taking all own data along, and leaving for good."""

from __future__ import annotations

import csv
import json
import logging
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import TextIOWrapper
from typing import IO, Any, cast

from domain.accounts import Accounts
from domain.errors import Conflict, RateLimited
from domain.library_desk import Packed
from domain.lifecycle import Lifecycle
from domain.ports import ObjectStore, Transaction, UnitOfWork
from domain.projects import ProjectRole
from domain.users import Role, User

log = logging.getLogger(__name__)

EXPORTS = "exports-user"
FOLDERS = ("inputs", "outputs", "references", "stages")
"""Where the object store keeps files of an account, each below its id."""
_TABLE = "table:"
_IN_MEMORY = 4 * 1024 * 1024


@dataclass(frozen=True)
class OwnData:
    """The facade for an account's data as a whole."""

    storage: UnitOfWork
    objects: ObjectStore
    accounts: Accounts
    lifecycle: Lifecycle

    # --- taking it along --------------------------------------------------------------------------------------

    def export(self, user: User, ip: str = "", *, files: bool = False) -> list[Packed]:
        """What the zip of an account holds, to be opened one after the other by `open`.

        Args:
            files: also the results and the uploads themselves.

        Raises:
            RateLimited: too often; each is a lot of work.
        """
        state = self.accounts.limiter.hit(EXPORTS, user.id)
        if not state.allowed:
            minutes = max(1, round(state.reset_after / 60))
            message = f"All data can be downloaded a few times an hour. Try again in {minutes} min."
            raise RateLimited(message, retry_after=max(1, state.reset_after))
        with self.storage.begin() as tx:
            tx.audit.add("data.exported", user.id, ip, {"files": files})
        with self.storage.read() as tx:
            kinds = tx.own_rows.kinds()
        tables = [Packed(_file_name(kind), f"{_TABLE}{user.id}/{kind}", 0) for kind in kinds]
        return [*tables, *(self._stored(user.id) if files else ())]

    def _stored(self, user_id: str) -> Iterator[Packed]:
        for folder in ("references", "inputs", "outputs"):
            before = f"{folder}/{user_id}/"
            for key in self.objects.keys(before):
                yield Packed(f"files/{folder}/{key.removeprefix(before)}", key, 0)

    def open(self, key: str) -> IO[bytes]:
        """The content of what `export` named. Raises ObjectMissing."""
        if not key.startswith(_TABLE):
            return self.objects.open(key)
        user_id, _, kind = key.removeprefix(_TABLE).partition("/")
        file = cast(IO[bytes], tempfile.SpooledTemporaryFile(_IN_MEMORY))
        text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        with self.storage.read() as tx:
            rows = tx.own_rows.of_kind(kind, user_id)
            _write_csv(rows, text) if kind == "ledger_entries" else _write_json(rows, text)
        text.detach()
        file.seek(0)
        return file

    # --- leaving ----------------------------------------------------------------------------------------------

    def delete(self, user: User, password: str, ip: str) -> None:
        """Delete an account: its sessions, keys, jobs, results, uploads and all else that is stored of it.

        The ledger stays, as books must, under a row that names nobody. Projects of others stay; a project without
        another owner goes to the next member, and one without other members is deleted.

        Raises:
            InvalidParams: the password is wrong.
            Conflict: this is the last administrator.
        """
        self.accounts.confirm_password(user, password, ip)
        with self.storage.begin() as tx:
            if user.role is Role.ADMIN and tx.users.admins() <= 1:
                raise Conflict("You are the last administrator. Make somebody else one first.")
            tx.users.anonymise(user.id, self.accounts.clock())
            tx.sessions.revoke_all(user.id, self.accounts.clock())
        # From here on nobody signs in or orders as this account; what follows can be done again if it is cut short.
        self.remove(user.id)
        log.info("user.deleted user=%s", user.id)

    def finish(self) -> int:
        """Go on with deletions that were cut short; how many there were."""
        with self.storage.read() as tx:
            left = tx.users.half_deleted()
        for user_id in left:
            self.remove(user_id)
        return len(left)

    def remove(self, user_id: str) -> None:
        """Remove what is stored of an account that has been made anonymous."""
        self._end_jobs(user_id)
        for folder in FOLDERS:
            for key in list(self.objects.keys(f"{folder}/{user_id}/")):
                self.objects.delete(key)
        with self.storage.begin() as tx:
            _leave_projects(tx, user_id)
            tx.own_rows.delete(user_id)
            tx.audit.add("user.deleted", user_id)

    def _end_jobs(self, user_id: str) -> None:
        """Cancel what waits and runs; a worker notices that its job is gone, and nothing is charged."""
        while True:
            with self.storage.read() as tx:
                jobs = [record.job for record in tx.jobs.open_of(user_id)]
            if not jobs:
                return
            for job in jobs:
                ended = self.lifecycle.cancel(job)
                if ended is not None:
                    self.lifecycle.announce(ended)


def _leave_projects(tx: Transaction, user_id: str) -> None:
    for facts in tx.projects.of_user(user_id):
        project_id = facts.project.id
        others = [member for member in tx.projects.members(project_id, lock=True) if member.user_id != user_id]
        if not others:
            tx.projects.delete(project_id)
        elif not any(member.role is ProjectRole.OWNER for member in others):
            tx.projects.put_member(project_id, others[0].user_id, ProjectRole.OWNER, others[0].added_at)


def _file_name(kind: str) -> str:
    return {"users": "account.json", "ledger_entries": "ledger.csv"}.get(kind, f"{kind}.json")


def _write_json(rows: Iterator[Mapping[str, Any]], text: TextIOWrapper) -> None:
    text.write("[")
    for number, row in enumerate(rows):
        text.write((",\n" if number else "\n") + json.dumps(dict(row), ensure_ascii=False))
    text.write("\n]\n")


def _write_csv(rows: Iterator[Mapping[str, Any]], text: TextIOWrapper) -> None:
    writer = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(text, row.keys())
            writer.writeheader()
        writer.writerow(row)
