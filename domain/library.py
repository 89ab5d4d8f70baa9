"""The library: what was made, one item for each job that succeeded, and how it is found again."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from domain.jobs import Job, StoredArtifact

Kind = Literal["image", "video", "audio", "text"]
KINDS: tuple[Kind, ...] = ("image", "video", "audio", "text")

TITLE_MAX = 140
WORDS_MAX = 20_000
"""Characters of a result's words that can be searched: a script's first ten pages."""
QUERY_MAX = 200
TERMS_MAX = 16
PREFIX_MIN = 2

POSTERS = ("thumbnail.jpg", "poster.jpg")
_EXTRAS = ("before-after", "sheet")
_SAID_IN = ("prompt", "topic", "script", "text")
_NOT_WORDS = frozenset({"project_id", "backend", "revises"})
_ID = re.compile(r"[0-9a-f]{32}")
_SOLID = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_SOLID}]|[^\W_{_SOLID}]+")
"""A word; Chinese and Japanese are written without spaces between words, so there each character is one."""
_TERM = re.compile(r'"([^"]*)"?|(\S+)')


@dataclass(frozen=True)
class LibraryItem:
    """A job that succeeded, as the library shows it.

    Attributes:
        id: in the order of their ends; 0 before it is stored.
        model: the catalogue's key, "" for a built-in result.
        created_at: when it was finished.
        words: what a search finds it by.
        pictures: how many, posters and sheets left out.
        duration: of the longest film or sound, in seconds.
        bytes: of all its files.
        thumbnail: the object's key; None while none was made, "" where none can be made.
    """

    job_id: str
    user_id: str
    project_id: str | None
    generator: str
    style: str
    backend: str
    model: str
    seed: int
    created_at: datetime
    title: str
    words: str
    kinds: tuple[Kind, ...]
    pictures: int
    duration: float | None
    bytes: int
    favourite: bool = False
    thumbnail: str | None = None
    id: int = 0


@dataclass(frozen=True)
class Term:
    """Words that stand one after the other. `prefix`: the last one may go on."""

    words: tuple[str, ...]
    prefix: bool


@dataclass(frozen=True)
class LibraryFilter:
    """Which items a page shows: those of an account or those of a project. `after` and `before` bound their ends."""

    user_id: str | None = None
    project_id: str | None = None
    terms: tuple[Term, ...] = ()
    generator: str | None = None
    style: str | None = None
    backend: str | None = None
    model: str | None = None
    seed: int | None = None
    favourite: bool | None = None
    kind: Kind | None = None
    after: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True)
class LibraryPage:
    """Newest first; `next_cursor` is None on the last page."""

    items: tuple[LibraryItem, ...]
    next_cursor: int | None


def item_of(job: Job, artifacts: Sequence[StoredArtifact]) -> LibraryItem:
    """The item of a job that has succeeded, from what it was asked and what it made."""
    style = job.params.get("style")
    backend = job.backend or {}
    pictures, kinds = pictures_of(artifacts), kinds_of(artifacts)
    durations = [each.duration for each in artifacts if each.duration]
    return LibraryItem(
        job_id=job.id,
        user_id=job.user_id,
        project_id=job.project_id,
        generator=job.generator,
        style=style if isinstance(style, str) else "",
        backend=str(backend.get("kind") or ""),
        model=str(backend.get("model") or ""),
        seed=job.seed,
        created_at=job.finished_at or job.created_at,
        title=title_of(job.generator, job.params),
        words=words_in(job.generator, job.params, str(backend.get("name") or "")),
        kinds=kinds,
        pictures=len(pictures),
        duration=max(durations, default=None),
        bytes=sum(each.size for each in artifacts),
    )


def pictures_of(artifacts: Sequence[StoredArtifact]) -> list[StoredArtifact]:
    """The pictures that were asked for: not a film's poster, and not a sheet that shows them again."""
    found = [each for each in artifacts if each.content_type.startswith("image/") and each.name not in POSTERS]
    main = [each for each in found if not each.name.startswith(_EXTRAS)]
    return main or found


def poster_of(artifacts: Sequence[StoredArtifact]) -> StoredArtifact | None:
    """What a tile shows: the poster of a film, else the first picture, else a film to take a frame of."""
    posters = [each for each in artifacts if each.name in POSTERS]
    films = [each for each in artifacts if each.content_type.startswith("video/")]
    return next(iter([*posters, *pictures_of(artifacts), *films]), None)


def kinds_of(artifacts: Sequence[StoredArtifact]) -> tuple[Kind, ...]:
    films = any(each.content_type.startswith("video/") for each in artifacts)
    found: set[str] = {each.content_type.partition("/")[0] for each in artifacts if each.name not in POSTERS}
    if films:
        found.discard("text")  # subtitles and notes of a film
    if "audio" in found:
        found.discard("text")
    return tuple(kind for kind in KINDS if kind in found)


def title_of(generator: str, params: Mapping[str, Any]) -> str:
    """One line: the first words that were given, else the style, else what made it."""
    given = (params.get(name) for name in _SAID_IN)
    said = next((text for text in given if isinstance(text, str) and text.strip()), "") or _board_title(params)
    line = " ".join(said.split()).lstrip("# ")
    style = params.get("style")
    plain = line or str(style if isinstance(style, str) else generator).replace("-", " ").capitalize()
    return plain if len(plain) <= TITLE_MAX else plain[: TITLE_MAX - 1].rstrip() + "…"


def words_in(generator: str, params: Mapping[str, Any], *more: str) -> str:
    """Everything in an order that was said in words, as `normal_words` gives it."""
    texts = [generator, *more]
    for name, value in params.items():
        if name not in _NOT_WORDS:
            texts += _strings(value)
    return normal_words(" ".join(texts))[:WORDS_MAX]


def normal_words(text: str) -> str:
    """Words as they are compared: small, without accents, one space between them."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(_TOKEN.findall(plain))


def search_terms(query: str) -> tuple[Term, ...]:
    """What a query asks for: each word may go on, a "phrase" stands as it is. Any text is a query; none is refused."""
    terms: list[Term] = []
    for phrase, word in _TERM.findall(query[:QUERY_MAX]):
        words = tuple(normal_words(phrase or word).split())
        if words:
            terms.append(Term(words, prefix=bool(word) and len(words[-1]) >= PREFIX_MIN))
    return tuple(terms[:TERMS_MAX])


def _board_title(params: Mapping[str, Any]) -> str:
    board = params.get("storyboard")
    found = list(_strings(board)) if isinstance(board, str) and board else []
    return found[0] if found else ""


def _strings(value: Any) -> Iterator[str]:
    """All text in a parameter; JSON in a text counts as what it holds, ids do not count."""
    if isinstance(value, str):
        if value.lstrip()[:1] in ("{", "["):
            try:
                yield from _strings(json.loads(value))
                return
            except (ValueError, RecursionError):
                pass
        if value and not _ID.fullmatch(value):
            yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)
