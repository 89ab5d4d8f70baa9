"""Plain text from untrusted input: cleaning, sentences, and escaping for Markdown."""

import re
import unicodedata

_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9À-Þ])")
_ABBREVIATION = re.compile(r"(?:^|\s)(?:Mr|Mrs|Ms|Dr|Prof|St|vs|No|Jr|Sr|approx|e\.g|i\.e|etc|[A-Z])\.$")
_BULLET = re.compile(r"^\s*(?:[-*•–—]|\d{1,2}[.)])\s+")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


def clean(text: str) -> str:
    """`text` without control, format and private characters or markup tags; spaces collapsed, lines kept."""
    text = unicodedata.normalize("NFC", text)
    kept = "".join(c if c in "\n\t" or unicodedata.category(c)[0] != "C" else "" for c in text)
    kept = _TAG.sub(" ", kept)
    lines = (re.sub(r"\s+", " ", line).strip() for line in kept.splitlines())
    return "\n".join(line for line in lines if line)


def is_symbol(character: str) -> bool:
    """Whether a character is a pictograph, such as an emoji, or part of one."""
    return unicodedata.category(character) in ("So", "Sk", "Mn", "Me") and ord(character) > 0x2000


def without_symbols(text: str) -> str:
    """`text` with emoji and pictographs removed; all-emoji text becomes the names of its characters."""
    bare = " ".join("".join(" " if is_symbol(c) else c for c in text).split())
    if any(c.isalnum() for c in bare):
        return bare
    names = [unicodedata.name(c, "").lower() for c in text if unicodedata.category(c) == "So"]
    unique = list(dict.fromkeys(n for n in names if n))[:3]
    return " and ".join(unique) or bare


def without_symbols_by_line(text: str) -> str:
    """`text` with emoji removed line by line."""
    lines = ("".join(" " if is_symbol(c) else c for c in line) for line in text.splitlines())
    return "\n".join(" ".join(line.split()) for line in lines)


def sentences(text: str) -> list[str]:
    """The sentences of `text`; a line break or a bullet ends one too. Abbreviations do not."""
    found: list[str] = []
    for line in text.splitlines():
        for part in _split_line(_BULLET.sub("", line)):
            if any(c.isalnum() for c in part):
                found.append(part)
    return found


def _split_line(line: str) -> list[str]:
    parts: list[str] = []
    start = 0
    for match in _SENTENCE_END.finditer(line):
        if _ABBREVIATION.search(line[start : match.start()]):
            continue
        parts.append(line[start : match.end()].strip())
        start = match.end()
    return [*parts, line[start:].strip()]


def word_count(text: str) -> int:
    """Spoken words: runs of characters between spaces that hold a letter or digit."""
    return sum(any(c.isalnum() for c in token) for token in text.split())


def escape_markdown(text: str) -> str:
    """`text` so that Markdown shows it literally: no HTML, links, emphasis, headings or lists."""
    escaped = _MARKDOWN.sub(r"\\\1", text).replace("\\<", "&lt;").replace("\\>", "&gt;").replace("\\&", "&amp;")
    escaped = re.sub(r"(?i)\b(https?|ftp|mailto|javascript|data):", r"\1&#58;", escaped)
    escaped = re.sub(r"(?i)\bwww\.", "www&#46;", escaped)
    return re.sub(r"(?m)^(\s*)([-+=]|\d+[.)])", _escape_line_start, escaped)


def _escape_line_start(match: re.Match[str]) -> str:
    mark = match.group(2)
    return match.group(1) + (f"\\{mark}" if len(mark) == 1 else f"{mark[:-1]}\\{mark[-1]}")
