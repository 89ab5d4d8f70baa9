"""Formulas in typst's notation as a line of text."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = {
    "times": "×", "dot": "·", "div": "÷", "slash": "/", "approx": "≈", "prop": "∝", "perp": "⊥", "plus.minus": "±",
    "sqrt": "√", "sum": "∑", "integral": "∫", "partial": "∂", "nabla": "∇", "dif": "d", "oo": "∞", "degree": "°",
    "arrow": "→", "arrow.r": "→", "arrow.r.double": "⇒", "arrow.l.r": "↔", "harpoons.rtlb": "⇌", "circle.small": "∘",
    "dots": "…", "dots.h": "…", "dots.c": "⋯", "ell": "ℓ", "in": "∈", "lt.eq": "≤", "gt.eq": "≥", "eq.not": "≠",
    "quad": " ", "thin": " ", "lambda": "λ", "Lambda": "Λ",
}  # fmt: skip
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|(?P<word>[A-Za-z]{2,}(?:\.[a-z]+)*)|(?P<raised>[\^_])(?P<digits>\d+)(?![.\d])'
)

_VECTOR = re.compile(r"\b(?:arrow|vec)\((\w)\)")
_DRESSED = re.compile(r"\b(?:bold|upright|cal)\((\w+)\)")


def formula_text(source: str) -> str:
    """A formula as people type it: "2 dot x^2 approx pi" becomes "2 · x² ≈ π". What has no sign stays as it is."""
    text = _VECTOR.sub("\\1\N{COMBINING RIGHT ARROW ABOVE}", _DRESSED.sub(r"\1", source))
    text = _TOKEN.sub(_read, text)
    for typed, sign in (("!=", "≠"), ("<=>", "⇔"), ("=>", "⇒"), ("->", "→"), ("<=", "≤"), (">=", "≥"), ("&", "")):
        text = text.replace(typed, sign)
    text = text.replace("\\", "").replace("√ (", "√(").replace(" °", "°")
    return " ".join(text.split())


def _read(found: re.Match[str]) -> str:
    if found["quoted"] is not None:
        return found["quoted"]
    if found["digits"]:
        kind = "SUPERSCRIPT" if found["raised"] == "^" else "SUBSCRIPT"
        return "".join(unicodedata.lookup(f"{kind} {unicodedata.name(digit)[6:]}") for digit in found["digits"])
    return _sign(found["word"])


def _sign(word: str) -> str:
    if word in _SIGNS:
        return _SIGNS[word]
    size = "CAPITAL" if word[0].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {size} LETTER {word}")
    except KeyError:
        return word
