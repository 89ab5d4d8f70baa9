"""Signs results: a C2PA manifest in each picture, sound and film, after the record has been written into it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.generator import Artifact
from engine.media.source_type import source_type
from engine.provenance.certificate import Credential
from engine.provenance.library import quiet_settings

if TYPE_CHECKING:
    import c2pa

log = logging.getLogger(__name__)

SIGNED_TYPES = frozenset({"image/png", "image/jpeg", "image/webp", "audio/wav", "audio/mpeg", "video/mp4"})
GENERATION = "org.kinora.generation"
"""Our own assertion: which generator and which backends. Never the words of an order: those a file's owner can remove
with the embedded record, but not out of a signed manifest without breaking it."""


@dataclass(frozen=True)
class Signing:
    """`domain.ports.Sign`. Loads the native library with the first file."""

    credential: Credential
    version: str

    def __call__(self, artifact: Artifact, record: Mapping[str, Any]) -> tuple[Artifact, str]:
        """The signed file with "signed", or the file as it was with why not; "" where its type has no place for it.

        A file on disk is signed into another one beside it, block by block; never loaded.
        """
        if artifact.content_type not in SIGNED_TYPES:
            return artifact, ""
        try:
            return replace(artifact, content=self._signed(artifact, record)), "signed"
        except Exception as error:  # noqa: BLE001  a result without a signature is better than no result
            reason = type(error).__name__.lstrip("_")
            log.warning("result.not_signed type=%s reason=%s", artifact.content_type, reason)
            return artifact, f"not signed: {reason}"

    def _signed(self, artifact: Artifact, record: Mapping[str, Any]) -> bytes | Path:
        import c2pa  # a native library of 23 MB: only workers need it

        content = artifact.content
        manifest = json.dumps(manifest_of(artifact, record, self.version))
        with c2pa.Builder(manifest, self._context) as builder, self._signer() as signer:
            if isinstance(content, Path):
                target = content.with_name(f"{content.stem}.signed{content.suffix}")
                with content.open("rb") as source, target.open("w+b") as out:
                    builder.sign(signer, artifact.content_type, source, out)
                return target
            drawn = io.BytesIO()
            builder.sign(signer, artifact.content_type, io.BytesIO(content), drawn)
            return drawn.getvalue()

    @cached_property
    def _context(self) -> c2pa.Context:
        import c2pa

        return c2pa.Context.from_dict(quiet_settings())

    def _signer(self) -> c2pa.Signer:
        import c2pa

        own = self.credential
        info = c2pa.C2paSignerInfo(own.algorithm.encode(), own.chain.encode(), own.key.encode(), None)
        return c2pa.Signer.from_info(info)


def manifest_of(artifact: Artifact, record: Mapping[str, Any], version: str) -> dict[str, Any]:
    """What is claimed of a result, JSON-able: that a machine made it, which kind of machine, and when."""
    made = {
        "action": "c2pa.created",
        "when": record["created_at"],
        "digitalSourceType": source_type(record),
        "softwareAgent": {"name": "Kinora", "version": version},
    }
    backends = [
        {name: backend[name] for name in ("capability", "kind", "name", "model") if backend.get(name)}
        for backend in record.get("backends", ())
    ]
    how = {"generator": record["generator"], "version": record.get("generator_version", ""), "backends": backends}
    return {
        "claim_generator_info": [{"name": "Kinora", "version": version}],
        "title": artifact.name,
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": [made]}},
            {"label": GENERATION, "data": {"ai_generated": True, **how}},
        ],
    }
