"""Copies of results in other formats, signed like the results: re-encoding has cost them their signature."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.generator import Artifact
from engine.provenance.signing import Signing

MakeCopy = Callable[[Path, str, str, Mapping[str, Any], Path], Path]
"""As domain.format_desk.MakeCopy."""


@dataclass(frozen=True)
class SignedCopies:
    """`domain.format_desk.MakeCopy` that signs what another one makes, where its type has a place for that."""

    make: MakeCopy
    sign: Signing

    def __call__(self, source: Path, kind: str, wanted: str, record: Mapping[str, Any], folder: Path) -> Path:
        copy = self.make(source, kind, wanted, record, folder)
        signed, _ = self.sign(Artifact(copy.name, wanted, copy), record)
        return signed.content if isinstance(signed.content, Path) else copy
