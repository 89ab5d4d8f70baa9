"""Reads a script as it was pasted: prose, Markdown, HTML, a screenplay, or script.json, into blocks to narrate."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from data.story_words import load_story_words
from engine.story.sentences import PAUSE

_DROPPED = re.compile(r"<(script|style|head)\b[^>]*>.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_HTML_HEADING = re.compile(r"<h[1-6]\b[^>]{0,200}>(.*?)</h[1-6]>", re.IGNORECASE | re.DOTALL)
_HTML_BREAK = re.compile(r"</?(?:p|div|li|ul|ol|section|article|tr|table|blockquote)\b[^<>]{0,300}>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,300}>")
_FENCE = re.compile(r"^```.*?^```[ \t]*$", re.MULTILINE | re.DOTALL)
_IMAGE = re.compile(r"!\[[^\[\]]{0,200}\]\([^()]{0,500}\)")
_LINK = re.compile(r"\[([^\[\]]{1,200})\]\([^()\s]{1,500}\)")
_BARE_LINK = re.compile(r"(?:https?://|www\.)\S+")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]<>#|~!&+=.()-])")
_EMPHASIS = re.compile(r"(?<![\w*_])([*_]{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*_])", re.DOTALL)
_HEADING = re.compile(r"^[ \t]{0,3}(#{1,6})[ \t]+(.+?)[ \t#]*$")
_MARK = re.compile(r"^[ \t]{0,6}(?:>+|[-*+•–]|\d{1,2}[.)])[ \t]+")
_RULE = re.compile(r"^[ \t]*(?:[-*_=~][ \t]*){3,}$")
_ABOUT = re.compile(r"^_?Style: .+ · Audience: .+ words · about \d+:\d\d_?$")
_SLUG = re.compile(r"^\s*(?:\d+[.)]?\s+)?(INT\.?/EXT|EXT\.?/INT|INT|EXT|I/E)[. /]+\s*(.+)$")
_CUE = re.compile(r"^(?:FADE (?:IN|OUT|TO)|CUT TO|DISSOLVE TO|SMASH CUT|MATCH CUT|THE END|TITLE CARD)\b.*$")
_SPEAKER = re.compile(r"^\s*([A-Z][A-Z .'’-]{1,30})(?:\s*\((?:[A-Z.'’ ]+|CONT['’]D)\))*\s*$")
_LABEL = re.compile(r"^\s*([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2})(?:\s*\([^()]{1,40}\))?:\s+(\S.*)$")
_DIRECTION = re.compile(rf"(?!{PAUSE.pattern})\[[^\[\]\n]{{0,300}}\]", re.IGNORECASE)
_OVERRIDE = re.compile(r"\{\\[^{}\n]{0,200}\}")
"""Commands to a player of subtitles."""
_LONE_JOINER = re.compile(r"(?<!\w)[\u200c\u200d]+|[\u200c\u200d]+(?!\w)")
_MANNER = re.compile(r"^\s*\([^()\n]{1,80}\)\s*")
_ASIDE = re.compile(r"(?<=[A-Z])\s*\([^()\n]{1,80}\)")
_ASIDE_OF = re.compile(r"\b([A-Z][A-Z'-]+)\s*\(([^()\n]{3,80})\)")
_SHOUTED = re.compile(r"\b[A-Z][A-Z'’-]{2,}\b")
_NARRATORS = ("narrator", "voiceover", "voice over", "vo", "scene", "text", "title", "note", "host", "speaker")


@dataclass(frozen=True)
class Block:
    """A paragraph. `speaker`: who says it; `place`: what a heading or a direction says is seen; `opens`: a new part."""

    text: str
    speaker: str | None = None
    place: str = ""
    opens: bool = False


@dataclass(frozen=True)
class Manuscript:
    """What is narrated, in order, and the title if the script has one."""

    blocks: tuple[Block, ...]
    title: str = ""
    characters: str = ""
    """Who is introduced with looks: "Anna: 30, red hair", one a line."""

    @property
    def text(self) -> str:
        return "\n\n".join(block.text for block in self.blocks)


def read_manuscript(script: str) -> Manuscript:
    """The blocks of a script. Markup, emoji and stage directions are not spoken; `[pause 1.5s]` is kept.

    An empty script has no blocks. Never raises.
    """
    given = _script_json(script)
    if given is not None:
        return given
    text = _without_markup(script)
    lines = text.split("\n")
    if sum(bool(_SLUG.match(line)) for line in lines):
        found = _finished(_screenplay([_ASIDE.sub("", line) if line.upper() != line else line for line in lines]))
        who = dict(match for line in lines if line.upper() != line for match in _ASIDE_OF.findall(line))
        return replace(found, characters="\n".join(f"{name.title()}: {words}" for name, words in who.items()))
    return _finished(_prose(lines))


def _finished(found: Iterator[Block | str]) -> Manuscript:
    """Titles are told as strings, the first one counts."""
    title, opens = "", False
    blocks: list[Block] = []
    for item in found:
        if isinstance(item, str):
            title = title or item
        elif blocks and item.speaker is None and _is_heading(item.text):
            opens = True
        elif any(c.isalnum() for c in re.sub(r"\[[^\]]*\]", "", item.text)):
            blocks.append(replace(item, opens=item.opens or opens))
            opens = False
        elif blocks and item.text.strip():
            blocks[-1] = replace(blocks[-1], text=f"{blocks[-1].text} {item.text}")
    if title and not blocks:
        return Manuscript((Block(title),), title[:120])
    if not title and len(blocks) > 1 and _is_title(blocks[0].text):
        title = blocks.pop(0).text
    return Manuscript(tuple(blocks), title[:120])


def _is_heading(line: str) -> bool:
    """A line of its own like "The Journey Home"."""
    long = [word for word in line.split() if len(word) > 3]
    return _is_title(line) and bool(long) and all(word[0].isupper() for word in long)


def _is_title(line: str) -> bool:
    """A short first line that is no sentence."""
    return len(line) <= 60 and len(line.split()) <= 9 and line[-1] not in '.!?…。！？:,;"”'


def _script_json(script: str) -> Manuscript | None:
    """script.json as the `script` generator writes it, or None."""
    if not script.lstrip().startswith("{"):
        return None
    try:
        data: Any = json.loads(script)
        sections = data["sections"]
        texts = [str(section["text"]) for section in sections]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    blocks = [Block(" ".join(_without_markup(text).split()), opens=True) for text in texts]
    kept = tuple(block for block in blocks if any(c.isalnum() for c in block.text))
    return Manuscript(kept, " ".join(str(data.get("title", "")).split())[:120])


def plain(text: str) -> str:
    """A text without markup, emoji and what no file can hold; line breaks stay."""
    return _without_markup(text)


def _without_markup(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = _IMAGE.sub(" ", _FENCE.sub(" ", _DROPPED.sub(" ", text)))
    text = _HTML_HEADING.sub(lambda m: f"\n\n# {_TAG.sub(' ', m[1]).strip()}\n\n", text)
    text = re.sub(r"<br\s*/?>", "\n", _HTML_BREAK.sub("\n\n", text), flags=re.IGNORECASE)
    text = html.unescape(_TAG.sub(" ", text))
    text = _BARE_LINK.sub(" ", _LINK.sub(r"\1", text))
    text = "".join(" " if _silent(c) else c for c in _OVERRIDE.sub(" ", text))
    text = _LONE_JOINER.sub("", text)
    return "\n".join(re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in text.split("\n"))


def _silent(character: str) -> bool:
    """Emoji and control characters: never said."""
    if character == "\n":
        return False
    kind = unicodedata.category(character)
    return kind in ("Cc", "Cs", "Cn", "Co") or (kind in ("So", "Sk") and character not in "°©®™№") or (
        kind in ("Me", "Cf") and character not in "\u200c\u200d"
    ) or character in "\ufe0f\u20e3"  # fmt: skip


def _inline(text: str) -> str:
    """A line without Markdown's marks and stage directions."""
    text = _DIRECTION.sub(" ", text)
    text = _EMPHASIS.sub(r"\2", text)
    text = _ESCAPE.sub(r"\1", re.sub(r"[`|]|\*\*|__|~~", " ", text))
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join(text.split()))


def _prose(lines: list[str]) -> Iterator[Block | str]:
    paragraph: list[str] = []
    directions: list[str] = []
    opens, heard = False, 0

    def flush() -> Iterator[Block]:
        nonlocal opens
        if paragraph:
            yield Block(" ".join(paragraph), place=" ".join(directions), opens=opens)
            opens = False
        paragraph.clear()
        directions.clear()

    for line in (*lines, ""):
        heading = _HEADING.match(line)
        if heading or not line or _RULE.match(line) or _ABOUT.match(line):
            yield from flush()
            if heading and len(heading[1]) == 1 and not heard:
                yield _inline(heading[2])
            opens = opens or bool(heading) or bool(line and _RULE.match(line))
            continue
        directions += [m[0][1:-1] for m in _DIRECTION.finditer(line)]
        label = _labelled(line)
        if label is not None or _MARK.match(line):
            yield from flush()
        if label is not None:
            yield Block(_inline(label[1]), speaker=label[0], place=" ".join(directions), opens=opens)
            directions.clear()
            opens, heard = False, heard + 1
            continue
        said = _inline(_MARK.sub("", line))
        if said:
            paragraph.append(said)
            heard += 1


def _labelled(line: str) -> tuple[str | None, str] | None:
    """ "Mira: Hello" is Mira's; "Narrator: ..." is nobody's."""
    label = _LABEL.match(line)
    if (
        label is None
        or len(label[1].split()) > 3
        or label[1].lower().split()[0] in load_story_words().grammar.not_names
    ):
        return None
    name = label[1].strip()
    return (None if name.lower() in _NARRATORS else name.title() if name.isupper() else name), label[2]


def _screenplay(lines: list[str]) -> Iterator[Block | str]:
    """Headings set the place, action is narrated, dialogue belongs to the name above it."""
    place, speaker, opens, started = "", None, False, False
    for line in lines:
        slug, heading = _SLUG.match(line), _HEADING.match(line)
        if slug:
            inside = "inside " if slug[1].upper().startswith("INT") else ""
            place, speaker, opens, started = inside + slug[2].replace("-", ",").lower(), None, True, True
        elif not line:
            speaker = None
        elif heading or _CUE.match(line) or _RULE.match(line):
            if heading and not started:
                yield _inline(heading[2])
        elif not started and not line.rstrip().endswith((".", "!", "?")):
            title = re.sub(r"^title:\s*", "", line, flags=re.IGNORECASE)
            if not re.match(r"(?:written )?by\b|author|draft", title, re.IGNORECASE):
                yield _inline(title.title() if title.isupper() else title)
        elif speaker is None and _SPEAKER.match(line) and not line.endswith("."):
            match = _SPEAKER.match(line)
            speaker = match[1].strip().title() if match else None
        else:
            calm = line if speaker else _SHOUTED.sub(lambda m: m[0].capitalize(), line)
            said = _inline(_MANNER.sub("", line) if speaker else calm)
            if said:
                yield Block(said, speaker=speaker, place=place if opens else "", opens=opens)
                opens = False
