"""Arrays as one block of bytes, for the store of stages: the same arrays always give the same bytes."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

_FACTS = "facts"


def packed(facts: Any, **arrays: NDArray[Any]) -> bytes:
    """`facts` is JSON."""
    out = io.BytesIO()
    told = np.frombuffer(json.dumps(facts, ensure_ascii=False).encode(), np.uint8)
    np.savez(out, allow_pickle=False, **{_FACTS: told}, **arrays)
    return out.getvalue()


def unpacked(data: bytes) -> tuple[Any, dict[str, NDArray[Any]]]:
    """Facts and arrays by name."""
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files if name != _FACTS}
        return json.loads(file[_FACTS].tobytes()), arrays
