"""What the admin page asks for: a look at the models folder, and downloads that run in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from domain.clock import utc_now
from domain.errors import Conflict, InvalidParams, Unavailable
from engine.model_store.folders import Shelf
from engine.model_store.progress import Progress, note
from engine.model_store.survey import survey
from engine.neural.device import Device

_ROOT = Path(__file__).parents[2]
ENDING_SECONDS = 5.0
"""A download that has put its model in place has ended by then."""


class ModelDesk:
    """Looks after one models folder. Thread-safe.

    Args:
        environment: set for the processes that download: where the folder and the hub are.
        machine: finds what this machine computes with; asked once.
        elsewhere: whether workers may run on other machines, whose folders cannot be seen from here.
    """

    def __init__(
        self, shelf: Shelf, environment: Mapping[str, str], machine: Callable[[], Device | None], *, elsewhere: bool
    ) -> None:
        self._shelf = shelf
        self._environment = environment
        self._find_machine = machine
        self._elsewhere = elsewhere
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()

    @cached_property
    def _machine(self) -> Device | None:
        return self._find_machine()

    def overview(self) -> dict[str, Any]:
        """The models, as `survey` gives them, and where they lie."""
        rows = survey(self._shelf, self._machine)
        for row in rows:
            if row["state"] in ("absent", "begun") and self._running(row["key"]):
                row.update(state="downloading", message="", progress=_STARTING)
        return {"models": rows, "folder": str(self._shelf.root), "free": self._free(), **self._place()}

    def download(self, key: str, licence: str, accepted_by: str) -> None:
        """Begin to download a model, or go on with it.

        Args:
            licence: the name of the licence that has been read and accepted.
            accepted_by: by whom.

        Raises:
            NotFound: there is no such model.
            InvalidParams: it is under another licence.
            Conflict: it is there, or on its way, or something else must come first.
        """
        model = self._shelf.model(key)
        if licence != model.licence:
            message = f"{model.title} is under the licence {model.licence}. It must be accepted before the download."
            raise InvalidParams(message, fields=[{"field": "licence", "message": message}])
        if model.needs and not self._shelf.weights.present(self._shelf.model(model.needs)):
            raise Conflict(f"{model.title} works on {model.needs}. Download that one first.")
        if self._shelf.weights.begun(model):
            raise Conflict(f"{model.title} has a folder already. Remove it to download it anew.")
        with self._lock:
            if self._alive(key) or self._shelf.held(key):
                raise Conflict(f"{model.title} is on its way already.")
            self._children[key] = self._start(key, accepted_by)

    def cancel(self, key: str) -> None:
        """Stop a download, whoever began it; what has arrived is kept. Raises NotFound."""
        self._shelf.model(key)
        self._shelf.wish_to_cancel(key)
        with self._lock:
            if self._alive(key):
                _let_go(self._children[key])

    def remove(self, key: str) -> None:
        """Delete a model, or what was begun of it. Raises NotFound, Conflict, Unavailable."""
        self._let_end(key)
        if self._running(key):
            raise Conflict("It is being downloaded. Cancel that first.")
        try:
            self._shelf.remove(key)
        except OSError as error:
            raise Unavailable(f"It could not be removed: {error.strerror or error}.") from error

    def _let_end(self, key: str) -> None:
        """Wait for a child that has put its model in place and is about to end."""
        with self._lock:
            child = self._children.get(key)
        if child is not None and self._shelf.folder(key).exists():
            with suppress(subprocess.TimeoutExpired):
                child.wait(ENDING_SECONDS)

    def close(self) -> None:
        """End the downloads that this process began."""
        with self._lock:
            for child in self._children.values():
                _let_go(child)
            for child in self._children.values():
                try:
                    child.wait(10)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()
            self._children.clear()

    def _start(self, key: str, accepted_by: str) -> subprocess.Popen[bytes]:
        """A download ends with this process: the kernel closes its standard input then, whatever ends us."""
        command = [sys.executable, "-m", "engine.model_store", "--get", key, "--accept-licence", "--tethered"]
        try:
            self._shelf.log(key).parent.mkdir(parents=True, exist_ok=True)
            note(self._shelf.progress(key), Progress(phase="starting", updated_at=utc_now()))
            with self._shelf.log(key).open("wb") as log:
                return subprocess.Popen(  # noqa: S603  our own command line; the key is one of the catalogue's
                    [*command, "--by", accepted_by],
                    cwd=_ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=log,
                    env={**os.environ, **self._environment},
                    start_new_session=True,
                )
        except OSError as error:
            raise Unavailable(f"The download could not start: {error.strerror or error}.") from error

    def _running(self, key: str) -> bool:
        with self._lock:
            return self._alive(key)

    def _alive(self, key: str) -> bool:
        child = self._children.get(key)
        if child is None:
            return False
        if child.poll() is None:
            return True
        _let_go(child)
        del self._children[key]
        return False

    def _free(self) -> int | None:
        try:
            return self._shelf.free()
        except OSError:
            return None

    def _place(self) -> dict[str, Any]:
        machine = self._machine
        card = {"name": machine.name, "gb": machine.total_gb} if machine and machine.kind != "cpu" else None
        return {"card": card, "machine_known": machine is not None, "elsewhere": self._elsewhere}


_STARTING = {"phase": "starting", "done": 0, "total": 0, "speed": 0.0, "file": "", "eta": None}


def _let_go(child: subprocess.Popen[bytes]) -> None:
    """Close the line that keeps a download going."""
    if child.stdin is not None:
        child.stdin.close()
