"""Sets text in lines that fit a box: wrapped, then smaller, then cut with an ellipsis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from engine.media.text.direction import is_right_to_left, levels, visual
from engine.media.text.fonts import EMOJI_SIZE, Weight, covering, font
from engine.media.text.scripts import CJK, EMOJI, LATIN, clean, cluster_script, clusters

SMALLEST = 0.6
"""Text is made smaller down to this share of its size before any of it is left out."""
LONGEST = 300
"""Characters of one word that are looked at: no screen shows more in one word."""
STEP = 0.92
_LATIN_LAST = "\u017f"
"""Inter has all letters up to here (Latin Extended-A)."""
EMOJI_ADVANCE = 1.22
"""Width of an emoji, in ems; its picture fills 1.1 of them."""
_NOT_FIRST = frozenset("、。，．・：；？！ー）］｝〉》」』】〕’”%,.:;?!)]}»…々ゝゞぁぃぅぇぉっゃゅょァィゥェォッャュョ")
_NOT_LAST = frozenset("（［｛〈《「『【〔‘“([{«")


@dataclass(frozen=True)
class Type:
    """How text is set. `size`: pixels to the em; `leading`: from line to line, in ems; `tracking`: in ems."""

    size: int
    weight: Weight = "semibold"
    leading: float = 1.25
    tracking: float = 0.0
    display: bool = False


@dataclass(frozen=True)
class Run:
    """Text of one font and direction. `x`: pixels from the left end of its line; `width` in pixels."""

    text: str
    script: str
    rtl: bool
    x: float
    width: float


@dataclass(frozen=True)
class Line:
    """Runs from left to right."""

    runs: tuple[Run, ...]
    width: float


@dataclass(frozen=True)
class Block:
    """Lines from top to bottom, in their type; which may be smaller than the one asked for."""

    lines: tuple[Line, ...]
    type: Type
    rtl: bool

    @property
    def width(self) -> float:
        return max((line.width for line in self.lines), default=0.0)

    @property
    def line_height(self) -> float:
        return self.type.size * self.type.leading

    @property
    def height(self) -> float:
        return self.line_height * len(self.lines)


def set_text(text: str, kind: Type, width: float, lines: int, *, balanced: bool = True) -> Block:
    """Set a text in at most `lines` lines of at most `width` pixels.

    Args:
        balanced: make the lines about equally long, as in titles; else fill one after the other.
    """
    paragraphs = [part.strip() for part in clean(text).split("\n") if part.strip()]
    rtl = is_right_to_left(" ".join(paragraphs))
    size = kind.size
    while True:
        fitted = replace(kind, size=size)
        broken = _broken(paragraphs, fitted, width, lines)
        if len(broken) <= lines or size <= kind.size * SMALLEST:
            break
        size = max(1, min(size - 1, int(size * STEP)))
    if len(broken) > lines:
        broken = [*broken[: lines - 1], _shortened(broken[lines - 1], fitted, width)]
    elif balanced and len(broken) > 1:
        broken = _balanced(paragraphs, fitted, width, len(broken))
    return Block(tuple(_line(part, fitted, rtl) for part in broken), fitted, rtl)


def measure(text: str, kind: Type) -> float:
    """Width in pixels of text without line breaks."""
    return sum(_width(part, script, kind) for part, script in _spans(clusters(text)))


def _broken(paragraphs: list[str], kind: Type, width: float, lines: int) -> list[str]:
    """The lines, or the first ones where there are more than `lines`: at least one more."""
    found: list[str] = []
    for paragraph in paragraphs:
        if len(found) > lines:
            break
        found += _wrapped(paragraph, kind, width, lines)
    return found


def _wrapped(text: str, kind: Type, width: float, most: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in _words(text):
        if len(lines) > most:
            return lines
        if line and measure((line + word).rstrip(), kind) > width:
            lines.append(line.rstrip())
            line = ""
        if measure(word.rstrip(), kind) <= width:
            line += word
            continue
        for cluster in clusters(word)[:LONGEST]:  # wider than a line
            if line and measure(line + cluster, kind) > width:
                lines.append(line)
                line = ""
            line += cluster
    return [*lines, line.rstrip()] if line.strip() else lines


def _words(text: str) -> list[str]:
    """What a line may be broken between: words with the space after them; ideographs, minding punctuation."""
    words = [""]
    for cluster in clusters(text):
        before = words[-1]
        wide = cluster_script(cluster) == CJK and not cluster.isspace()
        after_wide = bool(before) and not before[-1].isspace() and cluster_script(before[-1]) == CJK
        starts = before.endswith((" ", "-", "\u2013", "\u2014")) and not cluster.isspace()
        breaks = wide or (after_wide and not cluster.isspace())
        if before and (starts or (breaks and cluster not in _NOT_FIRST and before[-1] not in _NOT_LAST)):
            words.append(cluster)
        else:
            words[-1] += cluster
    return words


def _shortened(line: str, kind: Type, width: float) -> str:
    """Its beginning, with an ellipsis."""
    parts = clusters(line)
    while parts and measure("".join(parts).rstrip(" ,.;:") + "…", kind) > width:
        parts.pop()
    kept = "".join(parts)
    whole = kept.rfind(" ")
    if whole > len(kept) * 2 / 3 and not line[len(kept) :].startswith(" "):
        kept = kept[:whole]
    return kept.rstrip(" ,.;:") + "…"


def _balanced(paragraphs: list[str], kind: Type, width: float, lines: int) -> list[str]:
    """Broken at the smallest width that still gives as many lines."""
    low, high = width / lines / 2, width
    while high - low > kind.size / 4:
        middle = (low + high) / 2
        if len(_broken(paragraphs, kind, middle, lines)) <= lines:
            high = middle
        else:
            low = middle
    return _broken(paragraphs, kind, high, lines)


def _line(text: str, kind: Type, rtl: bool) -> Line:
    parts = clusters(text)
    spans = []
    for (script, level), group in groupby(
        zip(parts, _scripts(parts), levels(parts, rtl), strict=True), key=lambda each: each[1:]
    ):
        spans.append(("".join(part for part, _, _ in group), script, level))
    runs, x = [], 0.0
    for part, script, level in visual(spans, [level for _, _, level in spans]):
        advance = _width(part, script, kind)
        runs.append(Run(part, script, bool(level % 2), x, advance))
        x += advance
    return Line(tuple(runs), x)


def _spans(parts: list[str]) -> list[tuple[str, str]]:
    pairs = zip(parts, _scripts(parts), strict=True)
    return [("".join(part for part, _ in group), script) for script, group in groupby(pairs, key=lambda each: each[1])]


def _scripts(parts: list[str]) -> list[str]:
    """The script of each cluster; a space is set in the font of what stands before it."""
    found: list[str] = []
    for part in parts:
        space = part.isspace() and found and found[-1] not in (EMOJI, CJK)
        script = cluster_script(part)
        rare = script == LATIN and part[0] > _LATIN_LAST
        found.append(found[-1] if space else covering(part[0]) if rare else script)
    return found


@lru_cache(maxsize=4096)
def _width(text: str, script: str, kind: Type) -> float:
    if script == EMOJI:
        shaped = font(EMOJI, kind.weight, EMOJI_SIZE).getlength(text)
        return shaped * emoji_scale(kind.size)
    face = font(script, kind.weight, kind.size, display=kind.display)
    return float(face.getlength(text)) + kind.tracking * kind.size * len(clusters(text))


def emoji_scale(size: int) -> float:
    """From the size of the emoji's pictures to that of the text."""
    return EMOJI_ADVANCE * size / 136  # they are 136 pixels wide
