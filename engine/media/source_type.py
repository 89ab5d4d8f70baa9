"""Where a result comes from, in the words of the IPTC NewsCodes "Digital Source Type", which XMP and C2PA share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_ONLY_HEARD = "voice_sample"
"""An input of which nothing is in the result: a voice is made in its likeness."""


def source_type(record: Mapping[str, Any]) -> str:
    """The term, as a URI, for the record of a result.

    A trained model or a plain algorithm made it, out of words alone or out of somebody's photo, film or sound.
    """
    neural = any(backend.get("kind") == "neural" for backend in record.get("backends", ()))
    if set(record.get("inputs", ())) - {_ONLY_HEARD}:
        return VOCABULARY + ("compositeWithTrainedAlgorithmicMedia" if neural else "compositeSynthetic")
    return VOCABULARY + ("trainedAlgorithmicMedia" if neural else "algorithmicMedia")
