"""What is asked of a restyle backend, built-in or neural."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RestyleRequest:
    """One picture to make.

    Attributes:
        style: a key of product.md's ten styles, such as "plushie-kawaii".
        strength: 0 (barely touched) to 1 (the full style).
        seed: 0..2^32-1. The same photo, request and seed give the same picture.
        prompt: the creator's wishes; may be empty.
    """

    style: str
    strength: float
    seed: int
    prompt: str = ""
