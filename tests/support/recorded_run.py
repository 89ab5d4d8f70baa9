"""A run context without a studio: stages are kept in memory, what was made is written down."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from domain.errors import BackendUnavailable, JobCancelled
from domain.generator import Artifact, Generator


class Killed(BaseException):
    """The process was ended: nothing may catch it."""


@dataclass
class RecordedRun:
    """`domain.generator.RunContext`.

    Attributes:
        backends: by capability.
        inputs: files by asset id.
        made: the names of the stages that were made and not taken from the store, in order.
        kill_at: the name of a stage in which the run is killed, after its work and before it is stored.
        reports: fractions and previews, in order.
        cancel_after: how many reports there may be: the last of them and every later check ends the run.
    """

    workdir: Path
    backends: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, bytes] = field(default_factory=dict)
    seed: int = 7
    stored: dict[str, Any] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)
    kill_at: str = ""
    notes: dict[str, Any] = field(default_factory=dict)
    reports: list[tuple[float, bytes | None]] = field(default_factory=list)
    cancel_after: int | None = None

    def stage(self, name: str, *inputs: Any, make: Callable[[], Any]) -> Any:
        key = json.dumps([re.sub(r"-\d+$", "", name), inputs], allow_nan=False)
        if key in self.stored:
            return self._taken(*self.stored[key])
        made = make()
        if name == self.kill_at:
            raise Killed
        self.made.append(name)
        self.stored[key] = self._kept(made)
        return self._taken(*self.stored[key])

    def _kept(self, made: Any) -> tuple[str, Any]:
        if isinstance(made, Path):
            return str(made.relative_to(self.workdir)), made.read_bytes()
        return ("bytes", made) if isinstance(made, bytes) else ("json", json.dumps(made))

    def _taken(self, kind: str, content: Any) -> Any:
        if kind in ("bytes", "json"):
            return content if kind == "bytes" else json.loads(content)
        path = self.workdir / kind
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def progress(self, fraction: float, message: str = "", preview: bytes | None = None) -> None:
        del message
        assert 0 <= fraction <= 1
        assert preview is None or len(preview) <= 64_000
        self.reports.append((fraction, preview))
        self.check_cancelled()

    def note(self, name: str, value: Any) -> None:
        self.notes[name] = value

    def gather(self, room: int) -> None: ...

    def check_cancelled(self) -> None:
        if self.cancel_after is not None and len(self.reports) >= self.cancel_after:
            raise JobCancelled("stopped")

    def open_input(self, asset_id: str) -> IO[bytes]:
        return io.BytesIO(self.inputs[asset_id])

    def input_hash(self, asset_id: str) -> str:
        return f"hash of {asset_id}"

    def backend(self, capability: str, *, builtin: bool = False, model: str | None = None) -> Any:
        del builtin
        if capability not in self.backends or model is not None:
            raise BackendUnavailable(f"There is no backend for {capability!r}.")
        return self.backends[capability]

    def restarted(self) -> RecordedRun:
        """The same job on another machine: an empty folder, the same store."""
        shutil.rmtree(self.workdir)
        self.workdir.mkdir()
        return RecordedRun(self.workdir, self.backends, self.inputs, self.seed, self.stored)


def artifacts_of(generator: Generator[Any], body: Mapping[str, Any], run: RecordedRun) -> dict[str, Artifact]:
    """Run a generator to its end."""
    params = generator.params.model_validate({"seed": run.seed, **body})
    return {artifact.name: artifact for artifact in generator.run(params, run)}
