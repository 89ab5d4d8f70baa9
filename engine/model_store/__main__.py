"""`python -m engine.model_store`: the models of the catalogue; which are here, and getting, checking, removing them."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections.abc import Sequence

from data.catalogue import Model, load_catalogue
from domain.errors import KinoraError
from engine.model_store import screen
from engine.model_store.download import Download, DownloadCancelled, login
from engine.model_store.folders import Shelf
from engine.model_store.hub import Hub
from engine.model_store.machine import this_machine
from engine.model_store.survey import own_size_gb, survey
from engine.model_store.verify import verify
from settings import Settings

_GRACE = 5.0
"""Seconds after which a download whose starter has gone is ended in the middle of whatever it waits for."""


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; returns the exit status: 1 for a failure, 130 when it was cancelled."""
    options = _parser().parse_args(argv)
    try:
        settings = Settings()
        shelf = Shelf(settings.models, load_catalogue())
        if options.get:
            return _get(shelf, settings, options)
        if options.remove:
            return _remove(shelf, options)
        if options.verify is not None:
            return _verify(shelf, options.verify)
        screen.say(screen.table(survey(shelf, this_machine()), shelf))
    except (KinoraError, ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except (DownloadCancelled, KeyboardInterrupt):
        sys.stderr.write("\nStopped. What has arrived is kept: the same command goes on where this one stopped.\n")
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine.model_store", description=__doc__)
    todo = parser.add_mutually_exclusive_group()
    todo.add_argument("--list", action="store_true", help="show the models (what happens without arguments)")
    todo.add_argument("--get", metavar="KEY", help="download a model, or go on with it")
    todo.add_argument("--verify", metavar="KEY", nargs="?", const="", help="read installed models again and compare")
    todo.add_argument("--remove", metavar="KEY", help="delete a model, or what was begun of it")
    parser.add_argument("--accept-licence", action="store_true", help="I have read and accept the model's licence")
    parser.add_argument("--by", metavar="NAME", default="", help="who accepts it; your login by default")
    parser.add_argument("--yes", action="store_true", help="do not ask before removing")
    parser.add_argument("--tethered", action="store_true", help=argparse.SUPPRESS)
    return parser


def _get(shelf: Shelf, settings: Settings, options: argparse.Namespace) -> int:
    """A LoRA brings the model that it works on along, a voice its codec; each licence is asked for."""
    model = shelf.model(options.get)
    needed = [shelf.model(model.needs)] if model.needs else []
    wanted = [each for each in [*needed, model] if not shelf.weights.present(each) or each is model]
    for each in wanted:
        if not _accepted(shelf, each, options.accept_licence):
            screen.say("Not downloaded.\n")
            return 1
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    if options.tethered:
        threading.Thread(target=_watch_tether, args=(stop,), daemon=True).start()
    hub = Hub(settings.hub_url, settings.hub_token.get_secret_value())
    try:
        for each in wanted:
            with screen.progress_line(shelf.progress(each.key), each.title):
                manifest = Download(shelf, hub, stop).run(each.key, options.by or login())
            screen.say(screen.outcome(each, manifest))
    finally:
        hub.close()
    return 0


def _accepted(shelf: Shelf, model: Model, given: bool) -> bool:
    screen.say(screen.terms(model, own_size_gb(shelf, model)))
    if given:
        return True
    if not sys.stdin.isatty():
        screen.say("There is no terminal to ask. Once you have read the licence, add --accept-licence.\n")
        return False
    return input("Have you read the licence, and do you accept it? [y/N] ").strip().lower() in ("y", "yes")


def _watch_tether(stop: threading.Event) -> None:
    """End with the process that holds the other end of our standard input."""
    sys.stdin.buffer.read()
    stop.set()
    threading.Event().wait(_GRACE)
    os._exit(130)


def _remove(shelf: Shelf, options: argparse.Namespace) -> int:
    model = shelf.model(options.remove)
    if not options.yes:
        question = f"Delete {shelf.folder(model.key)} and what was begun of it? [y/N] "
        if not sys.stdin.isatty() or input(question).strip().lower() not in ("y", "yes"):
            screen.say("Nothing was removed. Without a terminal, add --yes.\n")
            return 1
    shelf.remove(model.key)
    screen.say(f"{model.title} is removed.\n")
    return 0


def _verify(shelf: Shelf, key: str) -> int:
    """One model, or all that the studio has downloaded."""
    downloaded = [each for each in shelf.catalogue if (shelf.folder(each) / "kinora.json").is_file()]
    failed = False
    for each in [key] if key else downloaded:
        wrong = verify(shelf, each)
        failed = failed or bool(wrong)
        screen.say(f"{each}: {'; '.join(wrong) or 'every byte is as published'}\n")
    if failed:
        screen.say("Remove a damaged model and get it again.\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
