"""Reads what a file says about itself: `python -m engine.provenance.reading ANCHORS SERIALS < FILE`.

A process of its own, under limits: what it parses may have been made to break it. It prints one line of JSON, the
fields of `domain.provenance.Findings`.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from engine.provenance.file_kinds import AUDIO, MP4, sniff
from engine.provenance.library import quiet_settings

MEMORY = 1 << 30
SECONDS = 20
RECORD_MAX = 256 << 20
"""Bytes of a picture or sound that is looked through for a record; films are not loaded."""


def limit_this_process() -> None:
    """A gigabyte of memory, twenty seconds of work, no files written."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def findings(file: IO[bytes], anchors: str, serials: Sequence[str]) -> dict[str, Any]:
    """What is in an open file on disk.

    Args:
        anchors: authorities to trust, PEM.
        serials: of the certificates that this installation signs or has signed with, decimal.
    """
    kind = sniff(file.read(4096))
    if kind is None:
        return {"content_type": "", "state": "unreadable"}
    return {"content_type": kind, **_credentials(file, kind, anchors, serials), "record": _record(file, kind)}


def _credentials(file: IO[bytes], kind: str, anchors: str, serials: Sequence[str]) -> dict[str, Any]:
    import c2pa

    file.seek(0)
    try:
        with c2pa.Reader(kind, file, context=c2pa.Context.from_dict(quiet_settings(anchors))) as reader:
            return _told(json.loads(reader.json()), serials)
    except c2pa.C2paError.ManifestNotFound:
        return {"state": "none"}
    except (c2pa.C2paError.Io, c2pa.C2paError.NotSupported, c2pa.C2paError.Other):
        return {"state": "unreadable"}
    except (c2pa.C2paError, KeyError, TypeError, ValueError):
        return {"state": "changed"}  # there are credentials, but not whole ones


def _told(store: Mapping[str, Any], serials: Sequence[str]) -> dict[str, Any]:
    manifest = store["manifests"][store["active_manifest"]]
    signature = manifest.get("signature_info") or {}
    created: Mapping[str, Any] = next(_creations(manifest), {})
    software = (manifest.get("claim_generator_info") or [{}])[0]
    state, problems = _state(store, signature.get("cert_serial_number") in serials)
    return {
        "state": state,
        "signer": str(signature.get("common_name") or signature.get("issuer") or ""),
        "software": f"{software.get('name', '')} {software.get('version', '')}".strip(),
        "source": str(created.get("digitalSourceType", "")).rsplit("/", 1)[-1],
        "made_at": str(created.get("when", "")),
        "problems": problems,
    }


def _creations(manifest: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for assertion in manifest.get("assertions", ()):
        if assertion.get("label", "").startswith("c2pa.actions"):
            yield from (action for action in assertion["data"]["actions"] if action.get("digitalSourceType"))


def _state(store: Mapping[str, Any], own: bool) -> tuple[str, list[str]]:
    """Whoever signed: what counts first is that the file is still what was signed."""
    active = (store.get("validation_results") or {}).get("activeManifest") or {}
    problems = sorted({entry["code"] for entry in active.get("failure", ())})
    state = store.get("validation_state")
    if state == "Trusted" and own:
        return "signed_here", problems
    only_the_signer = bool(problems) and all(code.startswith("signingCredential.") for code in problems)
    if state in ("Valid", "Trusted") or only_the_signer:
        return "signed_elsewhere", problems
    return "changed", problems


def _record(file: IO[bytes], kind: str) -> Any:
    """Kinora's record, or None; also where it is damaged."""
    from engine.media.film.mp4 import read_mp4_record
    from engine.media.record import read_audio_record, read_jpeg_record, read_png_record

    try:
        if kind == MP4:
            return read_mp4_record(Path(f"/proc/self/fd/{file.fileno()}"))
        reader = {
            "image/png": read_png_record,
            "image/jpeg": read_jpeg_record,
            **dict.fromkeys(AUDIO, read_audio_record),
        }
        file.seek(0)
        record = reader[kind](file.read(RECORD_MAX)) if kind in reader else None
    except Exception:  # noqa: BLE001  a file may hold anything; there is no record then
        return None
    return record if isinstance(record, dict) else None


def main() -> None:
    """Read standard input, which must be a file."""
    limit_this_process()
    anchors, serials = sys.argv[1:3]
    sys.stdout.write(json.dumps(findings(sys.stdin.buffer, anchors, serials.split(","))))


if __name__ == "__main__":
    main()
