"""Telling a lack of memory from other failures."""

from __future__ import annotations

_PHRASES = ("out of memory", "can't allocate memory", "not enough memory", "cublas_status_alloc_failed")


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an exception means that memory ran out.

    CUDA raises torch.OutOfMemoryError, a RuntimeError; "mps", cuBLAS and the processor's allocator raise plain
    RuntimeErrors that only their text tells apart.
    """
    if isinstance(error, MemoryError):
        return True
    return isinstance(error, RuntimeError) and any(phrase in str(error).lower() for phrase in _PHRASES)
