"""The certificates that an installation signs or has signed with, kept so that it knows its earlier results."""

from __future__ import annotations

from pathlib import Path

from engine.provenance.certificate import Credential, root_of, serial_of


def remember(folder: Path, credential: Credential) -> None:
    """Keep the public half of a credential as `folder/SERIAL.pem`, for people to hand on, too."""
    file = folder / f"{credential.serial}.pem"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(".new")
        draft.write_text(credential.chain)
        draft.replace(file)


def remembered(folder: Path) -> tuple[str, tuple[str, ...]]:
    """The authorities (PEM) and serial numbers of all certificates in the folder."""
    chains = [file.read_text() for file in sorted(folder.glob("*.pem"))]
    return "".join(dict.fromkeys(root_of(chain) for chain in chains)), tuple(serial_of(chain) for chain in chains)
