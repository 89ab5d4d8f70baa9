"""`python -m queue_worker [--queues gpu,cpu] [--name NAME]`: a worker with its supervisor, on any machine."""

from __future__ import annotations

import argparse
import re
import socket
import sys
from collections.abc import Sequence

import wiring
from domain.errors import Unavailable
from queue_worker.rq_queue import QUEUES

_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")


def main(argv: Sequence[str] | None = None) -> None:
    """Parse the command line and work until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m queue_worker", description="Runs the studio's jobs.")
    parser.add_argument("--queues", type=_queues, default=list(QUEUES), help="gpu, cpu or gpu,cpu (the default)")
    parser.add_argument("--name", type=_name, default=_host(), help="unique on this machine; the host's by default")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    try:
        (wiring.work if options.child else wiring.supervise)(options.queues, options.name)
    except (Unavailable, ValueError) as error:
        sys.exit(f"The worker could not start: {error}")


def _queues(text: str) -> list[str]:
    queues = list(dict.fromkeys(text.split(",")))
    if not set(queues) <= set(QUEUES):
        raise argparse.ArgumentTypeError(f"queues are {' and '.join(QUEUES)}")
    return queues


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise argparse.ArgumentTypeError("a name has letters, digits, '.', '_' and '-'")
    return text


def _host() -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "-", socket.gethostname())[:100] or "worker"


if __name__ == "__main__":
    main()
