"""Runs `engine.provenance.reading` for a file, and lets it neither hang nor eat the machine."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from domain.errors import Unavailable, UnsupportedMedia
from domain.provenance import Credentials, Findings

AT_ONCE = 2
"""Files that are read at the same time."""
SECONDS = 30.0
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Verifier:
    """`domain.provenance.Verify`.

    Attributes:
        anchors: the authorities above our certificates, PEM.
        serials: of the certificates that we sign or have signed with.
    """

    anchors: str
    serials: tuple[str, ...]
    seconds: float = SECONDS
    _places: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(AT_ONCE))

    def __call__(self, file: IO[bytes]) -> Findings:
        """Raises UnsupportedMedia (it cannot be read within the limits), Unavailable (too many are being read)."""
        if not self._places.acquire(timeout=self.seconds):
            raise Unavailable("Many files are being checked right now. Try again in a moment.")
        try:
            return as_findings(self._read(file))
        finally:
            self._places.release()

    def _read(self, file: IO[bytes]) -> dict[str, Any]:
        file.seek(0)
        command = [sys.executable, "-m", "engine.provenance.reading", self.anchors, ",".join(self.serials)]
        try:
            done = subprocess.run(  # noqa: S603  fixed words; the file comes by its handle
                command, stdin=file.fileno(), capture_output=True, timeout=self.seconds, cwd=_ROOT, env={}, check=True
            )
            answer: dict[str, Any] = json.loads(done.stdout)
        except (subprocess.SubprocessError, ValueError):
            raise UnsupportedMedia("This file could not be read. It is damaged, or far too complicated.") from None
        return answer


def as_findings(told: dict[str, Any]) -> Findings:
    """What `engine.provenance.reading` tells, as the domain names it."""
    return Findings(**{**told, "state": Credentials(told["state"]), "problems": tuple(told.get("problems", ()))})
