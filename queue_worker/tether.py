"""Starts a program that dies with the process that started it. Run as a script, before the program itself.

A killed process cannot end its children, so the kernel must: PR_SET_PDEATHSIG (Linux; elsewhere the program just runs).
The signal comes when the *thread* that started the child ends, so start children only from threads that live as long.
Setting it between fork and exec in Python (`preexec_fn`) can deadlock in a process with threads; this cannot.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

_PR_SET_PDEATHSIG = 1


def tethered(command: Sequence[str], on_death: signal.Signals) -> list[str]:
    """The command line that runs `command` (its program by absolute path) and sends it `on_death` when we die."""
    return [sys.executable, "-I", "-S", os.path.abspath(__file__), str(os.getpid()), str(int(on_death)), *command]


def _main(parent: int, on_death: int, command: list[str]) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, on_death)
    if os.getppid() != parent:
        sys.exit("the parent has gone")  # It died before the tether held.
    os.execv(command[0], command)  # noqa: S606  there is nothing here for a shell to do


if __name__ == "__main__":
    _main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
