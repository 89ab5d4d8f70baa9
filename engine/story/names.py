"""Finds who is named in a script: capitalised words that act or are introduced, and what they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.story_words import load_story_words
from engine.story.vocabulary import Being, Token, being, tokens, unquoted

NAME_MAX = 60
"""Characters of a storyboard's names."""
_HE = re.compile(r"\b(?:he|him|his|himself)\b")
_SHE = re.compile(r"\b(?:she|her|hers|herself)\b")
_AFTER = re.compile(r"^(?:was|is|had|has|did|could|would|will|can|who|and|[a-z]+ed|[a-z]+s)$")
_SETTLED = ("place", "weak place", "time", "season", "weather")
_NEVER_PEOPLE = ("in", "from", "at", "across", "near", "into", "through", "of")


@dataclass(frozen=True)
class Named:
    """A name in the script: what it is (None: not told), its gender if any, and the words that introduce it."""

    name: str
    being: Being | None
    gender: str | None
    introduction: str = ""


def find_names(sentences: Sequence[str]) -> tuple[Named, ...]:
    """Those who are named, in the order in which they appear."""
    read = [tokens(sentence) for sentence in sentences]
    counts, acting, placed = _candidates(read)
    found: dict[str, Named] = {}
    for name in counts:
        introduced = _introduction(name, read)
        person = introduced is not None or acting[name] > 0
        if not person or (introduced is None and placed[name] * 2 > counts[name]):
            continue
        who, words = introduced or (None, "")
        if introduced is None and _is_a_thing(name, read):
            continue
        gender = (who.gender if who else None) or _gender(name, sentences)
        found[name] = Named(name, who, gender, words)
    return tuple(found.values())


def _candidates(read: Iterable[list[Token]]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """How often each capitalised word stands there, does something, or stands where a place would."""
    counts: Counter[str] = Counter()
    acting: Counter[str] = Counter()
    placed: Counter[str] = Counter()
    for line in read:
        for at, token in enumerate(line):
            name = _bare(token)
            if not _is_name(token) or len(name) > NAME_MAX:
                continue
            counts[name] += 1
            before = line[at - 1].key if at else ""
            placed[name] += before in _NEVER_PEOPLE
            after = line[at + 1] if at + 1 < len(line) else None
            does = after is not None and (after.may_be("verb", "says", "pose") or _AFTER.match(after.key) is not None)
            said = at > 0 and line[at - 1].may_be("says")
            with_title = before in load_story_words().names.titles and before not in ("old", "little")
            known = name.lower() in (*load_story_words().names.man, *load_story_words().names.woman)
            acting[name] += bool((does and before not in _NEVER_PEOPLE) or said or with_title or known)
    return counts, acting, placed


def _is_name(token: Token) -> bool:
    word = _bare(token)
    return (
        word[:1].isupper()
        and word.isalpha()
        and len(word) > 1
        and not word.isupper()
        and " " not in token.key
        and token.may_be("unknown", "noun", "colour", "variant")
        and not token.may_be("person", "verb", "says", *_SETTLED)
        and (token.may_be("unknown") or word.lower() in load_story_words().names.woman)
        and token.key not in load_story_words().grammar.not_names
    )


def _bare(token: Token) -> str:
    return re.sub(r"['’]s?$", "", token.text)


def _introduction(name: str, read: Iterable[list[Token]]) -> tuple[Being, str] | None:
    """ "A fox named Rusty", "Rusty the fox", "Rusty, a young fox", "Rusty was a fox", "King Leo"."""
    earlier: list[Token] = []
    for line in read:
        before, earlier = earlier, line
        for at, token in enumerate(line):
            if _bare(token) != name:
                continue
            if at >= 2 and line[at - 2].key == "name" or (at and line[at - 1].key == "name is"):
                who = next((one for t in before if (one := being(t)) is not None), None)
                if who is not None:
                    return who, ""
            if at and line[at - 1].key in _NEVER_PEOPLE:
                continue
            found = _before(line, at) or _behind(line, at)
            if found is not None:
                who, first, last = found
                return who, " ".join(t.text for t in line[first : last + 1])
    return None


def _is_a_thing(name: str, read: Iterable[list[Token]]) -> bool:
    """ "Crumb is an oven"."""
    for line in read:
        keys = [token.key for token in line]
        for at, token in enumerate(line[:-3]):
            if _bare(token) == name and keys[at + 1] in ("is", "was") and keys[at + 2] in ("a", "an"):
                return keys[at + 3] not in ("little", "bit")
    return False


def _before(line: list[Token], at: int) -> tuple[Being, int, int] | None:
    named = at >= 2 and line[at - 1].key in ("named", "called", "name is")
    if at >= 1 and (who := being(line[at - 1])) is not None:
        return who, _start(line, at - 1), at - 1
    if not named:
        return None
    for index in range(at - 2, max(-1, at - 7), -1):
        if (who := being(line[index])) is not None:
            return who, _start(line, index), index
    return None


def _behind(line: list[Token], at: int) -> tuple[Being, int, int] | None:
    comma = at + 1 < len(line) and line[at + 1].may_be("comma")
    first = at + 2 if comma or (at + 1 < len(line) and line[at + 1].key in ("was", "is")) else at + 1
    if first >= len(line) or line[first].key not in ("a", "an", "the"):
        return None
    for index in range(first + 1, min(first + 6, len(line))):
        if line[index].may_be("comma", "end", "relation", "verb", "of"):
            return None
        if (who := being(line[index])) is not None and not (comma and line[first].key == "the" and index > first + 3):
            return who, first, _tail(line, index)
    return None


def _start(line: list[Token], at: int) -> int:
    """The article of a noun, up to four words before it."""
    for index in range(at - 1, max(-1, at - 5), -1):
        if line[index].key in ("a", "an", "the", "one"):
            return index
        if line[index].may_be("comma", "end", "relation"):
            return index + 1
    return at


def _tail(line: list[Token], at: int) -> int:
    """ "a girl with red hair and a yellow coat": as far as the looks are told."""
    last = at
    if at + 1 < len(line) and line[at + 1].key in ("with", "in", "wearing"):
        for index in range(at + 1, min(at + 10, len(line))):
            if line[index].may_be("comma", "end", "verb"):
                break
            last = index if line[index].may_be("look") else last
    return last


def _gender(name: str, sentences: Sequence[str]) -> str | None:
    """By the pronouns of the sentences that name nobody else or follow them; else by the name itself."""
    score = 0
    for index, sentence in enumerate(sentences):
        if re.search(rf"\b{re.escape(name)}\b", sentence) is None:
            continue
        for near, weight in ((index, 2), (index + 1, 1)):
            if near < len(sentences):
                told = unquoted(sentences[near])
                score += weight * (len(_HE.findall(told)) - len(_SHE.findall(told)))
    names = load_story_words().names
    listed = "man" if name.lower() in names.man else "woman" if name.lower() in names.woman else None
    if listed is not None:
        return listed
    return "man" if score > 0 else "woman" if score < 0 else None
