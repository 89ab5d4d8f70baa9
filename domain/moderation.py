"""Which orders are refused for what they ask for: categories, their rules, and the search for them in a text."""

from __future__ import annotations

import json
import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar

from domain.disguised_text import folded, readings, squeezed
from domain.errors import KinoraError

GAP = 3
"""Words that may stand where a term has "..."."""
EXCERPT = 120
"""Characters of a text that are kept with a refusal, so that a person can judge it."""
_NO_WORDS = frozenset({"seed", "project_id", "backend", "model", "revises", "negative_prompt"})
"""Fields that ask for nothing; what somebody does not want to see may be named."""
_AGE = re.compile(
    r"\b(?:[1-9]|1[0-7])[\s-]*(?:y[\s/.-]?o\b|yrs?\b[\s-]*(?:old|o)?|years?[\s-]*old|year[\s-]*olds?)"
    r"|\baged?\s+(?:[1-9]|1[0-7])\b"
)
YOUNG = " underage "
"""What an age below 18 is read as."""


class Action(StrEnum):
    """What is done with an order. FLAG: it is made, and noted for the administrators."""

    REFUSE = "refuse"
    FLAG = "flag"
    ALLOW = "allow"


class ContentRefused(KinoraError):
    """An order asks for what this studio does not make. Nothing was charged.

    `details`: "category", "fields" (the field with the reason), "refusal_id" where it can be appealed.
    """

    code: ClassVar[str] = "content_refused"
    status: ClassVar[int] = 422


@dataclass(frozen=True)
class Category:
    """A kind of content and how it is known.

    A term is words; "a|b" stands for either, "a*" for any ending, "..." for up to three words. A pair is two lists
    of such terms that must not come within so many words of each other. Exceptions are taken out of a text first.

    Attributes:
        key: such as "hate".
        title: for people, such as "Hate".
        reason: a sentence that says what is not made.
        fixed: no installation may allow it, and no appeal overrides it.
    """

    key: str
    title: str
    reason: str
    action: Action
    terms: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    exceptions: tuple[str, ...] = ()
    fixed: bool = False

    @cached_property
    def _term(self) -> re.Pattern[str] | None:
        return _pattern(self.terms)

    @cached_property
    def _squeezed_term(self) -> re.Pattern[str] | None:
        return _pattern([squeezed_term(term) for term in self.terms])

    @cached_property
    def _exception(self) -> re.Pattern[str] | None:
        return _pattern(self.exceptions)

    def found_in(self, words: str, *, squeeze: bool = False) -> str | None:
        """What of a reading is not allowed, or None."""
        left = words if self._exception is None else self._exception.sub(" . ", words)
        term = self._squeezed_term if squeeze else self._term
        match = term.search(squeezed(left) if squeeze else left) if term is not None else None
        if match is not None:
            return match[0]
        return next((both for pair in self.pairs if (both := pair.found_in(left)) is not None), None)


@dataclass(frozen=True)
class Pair:
    """Terms that are fine alone, and not near each other."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    within: int

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
        return _pattern(self.first), _pattern(self.second)

    def found_in(self, words: str) -> str | None:
        first, second = self._patterns
        if first is None or second is None:
            return None
        ones = list(first.finditer(words))
        others = list(second.finditer(words)) if ones else []
        if not others:
            return None
        spaces = [at for at, c in enumerate(words) if c == " "]
        places = [bisect(spaces, other.start()) for other in others]  # counted in words
        for one in ones:
            here = bisect(spaces, one.start())
            nearest = bisect(places, here)
            for at in range(max(0, nearest - 1), min(len(places), nearest + 1)):
                if abs(places[at] - here) <= self.within:
                    return f"{one[0]} + {others[at][0]}"
        return None


@dataclass(frozen=True)
class Finding:
    """What was found: in which field, for which category, which words of the lists, and what stands around."""

    field: str
    category: Category
    rule: str
    text: str

    @property
    def excerpt(self) -> str:
        text = " ".join(self.text.split())
        at = max(0, folded(text).find(self.rule.split(" ")[0]))
        start = max(0, at - EXCERPT // 2)
        return text[start : start + EXCERPT]


@dataclass(frozen=True)
class Screen:
    """All categories of an installation, the fixed ones first."""

    categories: tuple[Category, ...]

    def findings(self, params: Mapping[str, Any]) -> list[Finding]:
        """Everything in an order that a category names, at most once for each field and category."""
        texts = list(texts_of(params))
        found = [finding for field, text in texts for finding in self._look_at(field, text)]
        if len(texts) > 1:
            whole = " . ".join(text for _, text in texts)
            found += [each for each in self._look_at(texts[0][0], whole) if each.category.fixed]
        return found

    def look(self, params: Mapping[str, Any]) -> Finding | None:
        """The first thing in an order that is refused, else the first that is to be noted; None for neither."""
        return min(self.findings(params), key=lambda each: each.category.action is not Action.REFUSE, default=None)

    def _look_at(self, field: str, text: str) -> Iterator[Finding]:
        versions = [(words, False) for words in readings(_with_ages(text))]
        versions += [(words, True) for words in readings(text)] if _stretched(text) else []
        for category in self.categories:
            if category.action is Action.ALLOW:
                continue
            rules = (category.found_in(words, squeeze=squeeze) for words, squeeze in versions)
            rule = next((each for each in rules if each is not None), None)
            if rule is not None:
                yield Finding(field, category, rule, text)


def refused(finding: Finding, refusal_id: str | None = None) -> ContentRefused:
    """The error for a finding."""
    category = finding.category
    appeal = (
        "" if refusal_id is None or category.fixed else " If this is a mistake, ask for a review under Refused orders."
    )
    message = f"{category.reason} Nothing was charged.{appeal}"
    details: dict[str, Any] = {"category": category.key, "fields": [{"field": finding.field, "message": message}]}
    if refusal_id is not None:
        details["refusal_id"] = refusal_id
    return ContentRefused(message, **details)


def texts_of(params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each text of an order with the name of its field. JSON in a text counts as what it holds."""
    for name, value in params.items():
        if name not in _NO_WORDS:
            for text in _strings(value):
                yield name, text


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value.lstrip()[:1] in ("{", "["):
            try:
                yield from _strings(json.loads(value))
                return
            except (ValueError, RecursionError):
                pass
        if len(value) > 2:
            yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            if key != "negative_prompt":
                yield from _strings(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from _strings(each)


def _with_ages(text: str) -> str:
    """Ages below 18 in words that lists can hold, before digits are read as letters."""
    return _AGE.sub(YOUNG, folded(text))


def _stretched(text: str) -> bool:
    return re.search(r"([^\W\d_])\1{2,}", text) is not None


def squeezed_term(term: str) -> str:
    """A term as it is compared with squeezed text; the dots of a gap stay."""
    return " ".join(part if part == "..." else squeezed(part) for part in term.split())


def _pattern(terms: Sequence[str]) -> re.Pattern[str] | None:
    if not terms:
        return None
    return re.compile(rf"\b(?:{'|'.join(_expression(term) for term in terms)})\b")


def _expression(term: str) -> str:
    """The regular expression of a term. Raises ValueError for signs that no reading of a text holds."""
    made = ""
    for part in term.split():
        if part == "...":
            made += rf"(?:\w+ ){{0,{GAP}}}"
            continue
        if not re.fullmatch(r"[a-z0-9]+\*?(?:\|[a-z0-9]+\*?)*", part):
            raise ValueError(f"{part!r} in {term!r} is not small letters with '|' and '*'")
        made += "(?:" + "|".join(word.replace("*", r"\w*") for word in part.split("|")) + ") "
    return made.removesuffix(" ")
