"""What the command line shows."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from data.catalogue import Model
from engine.model_store.folders import Shelf
from engine.model_store.manifest import Manifest
from engine.model_store.progress import Progress, read_progress

_GB = 10**9
_STATES = {
    "installed": "installed",
    "downloading": "on its way",
    "begun": "begun",
    "incomplete": "incomplete",
    "absent": "-",
}
_HOW = """
Get one:     make models GET=sdxl     (shows the licence and asks; goes on where an earlier try stopped)
Check them:  make models VERIFY=all   Remove one: make models REMOVE=sdxl
"""


def say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def table(rows: Sequence[Mapping[str, Any]], shelf: Shelf) -> str:
    """The catalogue, a line a model."""
    head = ("MODEL", "FOR", "SIZE", "CARD", "HERE", "LICENCE")
    cells = [head, *(_cells(row) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    problems = [f"{row['key']}: {row['problem']}" for row in rows if row["problem"]]
    notes = ["", "* needs no graphics card    ! not for commercial use, never chosen by the studio", *problems]
    place = f"\n{shelf.root}, {shelf.free() / _GB:.0f} GB free"
    return "\n".join([*lines, *notes, place]) + "\n" + _HOW


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    tasks = ", ".join(dict.fromkeys(task.rpartition("-")[2] if "-" in task else task for task in row["tasks"]))
    card = f"{row['vram_gb']:g} GB{' *' if row['cpu'] else ''}"
    licence = f"{row['licence']}{'' if row['commercial'] else ' !'}"
    return row["key"], tasks, f"{row['size_gb']:g} GB", card, _STATES[row["state"]], licence


def terms(model: Model, size_gb: float) -> str:
    """What a person must know before a download of so many GB."""
    warning = "" if model.commercial else "\nNOT FOR COMMERCIAL USE. The studio never chooses this model by itself."
    return (
        f"\n{model.title}, {size_gb:g} GB, from {model.repo_id}\nLicence: {model.licence}\n"
        f"         {model.licence_url}{warning}\n"
    )


def outcome(model: Model, manifest: Manifest | None) -> str:
    if manifest is None:
        return f"{model.title} is installed already.\n"
    return (
        f"{model.title} is installed: {manifest.size / _GB:.2f} GB, commit {manifest.commit[:12]}, checksums agree.\n"
    )


@contextmanager
def progress_line(path: Path, title: str) -> Iterator[None]:
    """Show how far a download is while the block runs: one line that changes on a terminal, else one every 10 s."""
    done, terminal = threading.Event(), sys.stdout.isatty()

    def show() -> None:
        while not done.wait(0.5 if terminal else 10):
            now = read_progress(path)
            if now is not None:
                say(f"\r\x1b[K{line(title, now)}" if terminal else f"{line(title, now)}\n")

    thread = threading.Thread(target=show, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        if terminal:
            say("\r\x1b[K")


def line(title: str, now: Progress) -> str:
    """Such as "SDXL  43 %  3.0 of 7.0 GB  41.2 MB/s  1:37 left"."""
    if now.message:
        return f"{title}  {now.message}"
    if not now.total or now.phase != "downloading":
        return f"{title}  {now.phase}"
    parts = [title, f"{100 * now.done // now.total} %", f"{now.done / _GB:.2f} of {now.total / _GB:.2f} GB"]
    if now.speed and now.eta is not None:
        minutes, seconds = divmod(round(now.eta), 60)
        parts += [f"{now.speed / 1e6:.1f} MB/s", f"{minutes}:{seconds:02d} left"]
    return "  ".join(parts)
