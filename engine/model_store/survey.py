"""What the models folder holds, as plain data for the admin page and the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from data.catalogue import Model
from engine.model_store.folders import Shelf
from engine.model_store.manifest import read_manifest
from engine.model_store.progress import Progress, read_progress
from engine.neural.device import Device

State = Literal["installed", "downloading", "begun", "incomplete", "absent"]

_MOVING = ("starting", "listing", "downloading", "checking")
_INTERRUPTED = "The download was interrupted. Start it again: it goes on where it stopped."
_ENDED = "The download ended before anything had arrived."


def survey(shelf: Shelf, machine: Device | None) -> list[dict[str, Any]]:
    """One JSON-able dict for each model of the catalogue, in its order.

    `state`: "begun" is a download that was ended or failed and can go on, "incomplete" a folder that cannot be loaded.
    `fits` is None where this machine's card is not known. Sizes ending in _gb are GB (10^9 bytes), others bytes.
    """
    return [_row(shelf, model, machine) for model in shelf.catalogue.values()]


def _row(shelf: Shelf, model: Model, machine: Device | None) -> dict[str, Any]:
    progress = read_progress(shelf.progress(model.key))
    state, problem = _state(shelf, model)
    manifest = read_manifest(shelf.folder(model.key)) if state == "installed" else None
    fields = ("key", "title", "repo_id", "licence", "licence_url", "commercial", "vram_gb", "cpu", "base")
    return {
        **{name: getattr(model, name) for name in fields},
        "tasks": list(model.tasks),
        "size_gb": own_size_gb(shelf, model),
        "fits": None if machine is None else machine.fits(model),
        "state": state,
        "problem": problem,
        "message": _message(shelf, model.key, state, progress),
        "progress": _moving(progress) if progress and state == "downloading" else None,
        "bytes_here": progress.done if progress and state == "begun" else None,
        "commit": manifest.commit if manifest else None,
        "accepted_by": manifest.accepted_by if manifest else None,
        "accepted_at": manifest.accepted_at.isoformat() if manifest else None,
        "needs": shelf.catalogue[model.needs].title
        if model.needs and not shelf.weights.present(shelf.catalogue[model.needs])
        else None,
    }


def own_size_gb(shelf: Shelf, model: Model) -> float:
    """What the model itself takes: the catalogue counts the base of a LoRA in."""
    base = shelf.catalogue[model.base].size_gb if model.base else 0.0
    return round(model.size_gb - base, 1)


def _state(shelf: Shelf, model: Model) -> tuple[State, str | None]:
    if shelf.held(model.key):
        return "downloading", None
    if shelf.weights.begun(model):
        problem = shelf.weights.problem(model)
        return ("incomplete", problem) if problem else ("installed", None)
    return ("begun" if shelf.part(model.key).is_dir() else "absent"), None


def _message(shelf: Shelf, key: str, state: State, progress: Progress | None) -> str:
    """Why the last download of a model that is not there has ended, or what the running one waits for."""
    if progress is None or state in ("installed", "incomplete"):
        return ""
    if state == "downloading" or progress.phase == "failed":
        return progress.message
    if progress.phase not in _MOVING:
        return ""
    return _INTERRUPTED if state == "begun" else f"{_ENDED} {_last_line(shelf.log(key))}".strip()


def _last_line(log: Path) -> str:
    """What a download that could not even note its trouble has said last."""
    try:
        return (log.read_text(encoding="utf-8", errors="replace").strip().splitlines() or [""])[-1][:300]
    except OSError:
        return ""


def _moving(progress: Progress) -> dict[str, Any]:
    shown = progress.model_dump(mode="json", include={"phase", "done", "total", "speed", "file"})
    return {**shown, "eta": progress.eta}
