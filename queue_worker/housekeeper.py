"""Does what has to be done from time to time, in one of the processes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from domain.clock import utc_now
from domain.errors import KinoraError
from domain.ports import Clock, UnitOfWork

log = logging.getLogger(__name__)

LOOK = 60.0
"""Seconds between two looks at what is due."""


@dataclass(frozen=True)
class Chore:
    """`run` is done `every` so often, whichever process is first; the database knows when it was done last."""

    name: str
    every: timedelta
    run: Callable[[], object]


@dataclass(frozen=True)
class Housekeeper:
    """Any number of processes may have one: a chore is claimed in the database, so one of them does it.

    RQ's own scheduler is not used: see docs/decisions/0008.
    """

    storage: UnitOfWork
    chores: Sequence[Chore]
    clock: Clock = utc_now
    look: float = LOOK
    _stopped: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Look after things in a thread until `stop`."""
        thread = threading.Thread(target=self._run, name="housekeeper", daemon=True)
        self._threads.append(thread)
        thread.start()

    def stop(self) -> None:
        """Ends with the chore that is being done, or after a moment: the thread dies with the process."""
        self._stopped.set()
        for thread in self._threads:
            thread.join(timeout=1.0)
        self._threads.clear()

    def do_what_is_due(self) -> None:
        """Claim and do each chore that is due; one that fails is tried again when it is due again."""
        for chore in self.chores:
            if self._stopped.is_set():
                return
            try:
                with self.storage.begin() as tx:
                    mine = tx.files.claim(chore.name, self.clock(), chore.every)
                if mine:
                    log.info("chore.started name=%s", chore.name)
                    chore.run()
            except KinoraError as error:
                log.warning("chore.failed name=%s code=%s", chore.name, error.code)
            except Exception:
                log.exception("chore.failed name=%s", chore.name)

    def _run(self) -> None:
        while not self._stopped.wait(self.look):
            self.do_what_is_due()
