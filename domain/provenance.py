"""What a file says about where it comes from, and how far that can be believed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Any


class Credentials(StrEnum):
    """The state of a file's Content Credentials (C2PA)."""

    HERE = "signed_here"
    ELSEWHERE = "signed_elsewhere"
    CHANGED = "changed"
    NONE = "none"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Findings:
    """What was found in a file.

    Attributes:
        content_type: by its content; "" for a kind that carries no credentials.
        signer: the name in the certificate, which only `Credentials.HERE` vouches for.
        software: what says that it made the file.
        source: the IPTC digital source type, such as "trainedAlgorithmicMedia"; "" when not claimed.
        made_at: when it was made, as claimed (ISO 8601).
        problems: codes of the C2PA specification (section 15.2) that say what does not hold.
        record: Kinora's record of how a result was made, which anyone could have written.
    """

    content_type: str
    state: Credentials
    signer: str = ""
    software: str = ""
    source: str = ""
    made_at: str = ""
    problems: tuple[str, ...] = ()
    record: Mapping[str, Any] | None = None


Verify = Callable[[IO[bytes]], Findings]
"""Reads a file on disk, from its beginning. Raises UnsupportedMedia when it cannot be read within its limits."""


def verdict(found: Findings) -> str:
    """The findings in plain words."""
    if found.state is Credentials.NONE and found.record is not None:
        return (
            "This file carries the record of a Kinora result, but no signature. A record alone can be copied or "
            "edited, so it proves nothing."
        )
    text = _VERDICTS[found.state]
    return text.format(signer=found.signer or "somebody")


_VERDICTS: Mapping[Credentials, str] = {
    Credentials.HERE: "This file was made by this studio and has not been changed since.",
    Credentials.ELSEWHERE: (
        "This file is signed and has not been changed since. It was not signed by this studio: its certificate names "
        "“{signer}”, which cannot be checked here."
    ),
    Credentials.CHANGED: "This file has been changed since it was signed. What it says about itself cannot be trusted.",
    Credentials.NONE: (
        "There is no signature in this file and no record of Kinora. That does not show how it was made: both are "
        "easily removed."
    ),
    Credentials.UNREADABLE: (
        "No signature could be read in this file. It is damaged, or of a kind that carries none. Try the original file."
    ),
}


def source_words(source: str) -> str:
    """A digital source type in plain words; the term itself where it is not known."""
    return _SOURCES.get(source, source)


_SOURCES: Mapping[str, str] = {
    "trainedAlgorithmicMedia": "Made by a trained AI model",
    "algorithmicMedia": "Made by a computer program, without a trained model",
    "compositeWithTrainedAlgorithmicMedia": "Made by a trained AI model out of a photo, film or sound",
    "compositeSynthetic": "Made by a computer program out of a photo, film or sound",
    "digitalCapture": "Taken with a digital camera",
    "computationalCapture": "Taken with a camera that computes its pictures",
    "humanEdits": "Edited by a person",
    "digitalCreation": "Made by a person with software",
}


def findings_view(found: Findings) -> dict[str, Any]:
    """The findings, JSON-able, as REST gives them."""
    return {
        "content_type": found.content_type or None,
        "state": found.state.value,
        "verdict": verdict(found),
        "signer": found.signer or None,
        "software": found.software or None,
        "source": found.source or None,
        "source_words": source_words(found.source) or None,
        "made_at": found.made_at or None,
        "problems": list(found.problems),
        "record": None if found.record is None else dict(found.record),
    }
