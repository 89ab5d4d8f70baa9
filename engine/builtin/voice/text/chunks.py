"""Splits a text into what is said in one go: sentences, cut at the pauses that the text asks for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from engine.builtin.voice.text.abbreviations import ABBREVIATIONS
from engine.builtin.voice.text.english import english_words, is_shouted
from engine.builtin.voice.text.pronunciation import respelled

PARAGRAPH_PAUSE = 0.35
"""Seconds more between paragraphs than between sentences."""
PAUSE_MAX = 10.0
LONGEST = 60
"""Words said in one go at most: bounds the memory that a text without punctuation takes."""
_PAUSE = re.compile(r"\[\s*pause(?:\s+(\d{1,3}(?:\.\d{1,3})?)\s*(ms|s|sec|seconds?)?)?\s*\]", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,200}>")
_LINK = re.compile(r"\[([^\[\]]{1,200})\]\(([^()\s]{1,500})\)")
_EMPHASIS = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*_])", re.DOTALL)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.+)$", re.MULTILINE)
_MARKS = re.compile(r"^[ \t]{0,3}(?:>|[-*+•]|\d{1,2}[.)])[ \t]+", re.MULTILINE)
_ENDS = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[。！？]+[」』”’）]*|[؟।॥]+")
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_SAID_SIGNS = "€$£¥₹%°+=&§@"
_STRONG = "\ue000"
"""Put before each word that was marked for emphasis; a private-use character that no text keeps."""


@dataclass(frozen=True)
class Token:
    """One word as written and as said.

    Attributes:
        shown: with its punctuation.
        said: what espeak-ng is given; never empty.
        spaced: whether a space stands before it.
        strong: emphasised.
    """

    shown: str
    said: str
    spaced: bool = True
    strong: bool = False


@dataclass(frozen=True)
class Chunk:
    """Words said in one go.

    Attributes:
        pause: extra seconds of silence after them, beyond those between sentences.
        closes: whether a sentence ends here.
    """

    tokens: tuple[Token, ...]
    pause: float
    closes: bool

    @property
    def said(self) -> str:
        return "".join((" " if token.spaced and n else "") + token.said for n, token in enumerate(self.tokens))

    @property
    def breathed(self) -> str:
        """`said`; where the sentence goes on after a pause, a comma keeps its melody up."""
        return self.said if self.closes or self.said[-1:] in ",;:.!?" else self.said + ","

    @property
    def asks(self) -> bool:
        """Whether a question ends here."""
        return self.closes and "?" in self.said[-2:]

    @property
    def starts(self) -> list[int]:
        """The first character of each token in `said`."""
        position, starts = 0, []
        for n, token in enumerate(self.tokens):
            position += 1 if token.spaced and n else 0
            starts.append(position)
            position += len(token.said)
        return starts


def chunks(text: str, language: str, pronunciations: Mapping[str, str], longest: int = LONGEST) -> tuple[Chunk, ...]:
    """What to say, in order. Empty when there is no word in the text.

    Args:
        language: an espeak-ng code; English text has its numbers, units and abbreviations written out.
        pronunciations: as in SpeechRequest.
        longest: the most words of one chunk.
    """
    spoken = {word.casefold(): respelled(value, language) for word, value in pronunciations.items()}
    found: list[Chunk] = []
    for paragraph in re.split(r"\n\s*\n", _plain(text)):
        for sentence in _sentences(paragraph, language):
            _add_sentence(found, sentence, _Reading(language, spoken, longest))
        if found:
            found[-1] = Chunk(found[-1].tokens, found[-1].pause + PARAGRAPH_PAUSE, True)
    if found:
        last = found[-1]
        found[-1] = Chunk(last.tokens, max(0.0, last.pause - PARAGRAPH_PAUSE), True)
    return tuple(found)


def _plain(text: str) -> str:
    """The text without markup, pictures and control characters."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace(_STRONG, "").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = _LINK.sub(r"\1", _TAG.sub(" ", text))
    text = _MARKS.sub("\n\n", _HEADING.sub(r"\n\n\1\n\n", text))
    text = _EMPHASIS.sub(lambda m: " ".join(_STRONG + word for word in m[2].split()), text)
    text = re.sub(r"[`*~^|\\]", " ", text)
    return "".join(" " if _silent(c) else c for c in text)


def _silent(character: str) -> bool:
    """Emoji, dingbats and control characters: never said."""
    if character == "\n":
        return False
    kind = unicodedata.category(character)
    return (kind in ("Cc", "Cs", "Cn") or (kind == "Co" and character != _STRONG)) or (
        kind in ("So", "Sk") and character not in "°©®™№"
    )


def _sentences(paragraph: str, language: str) -> list[str]:
    """Sentences with the pauses inside them still written out."""
    found, start = [], 0
    for end in _ENDS.finditer(paragraph):
        if end[0] == "." and _abbreviated(paragraph[start : end.start()], paragraph[end.end() :], language):
            continue
        found.append(paragraph[start : end.end()])
        start = end.end()
    found.append(paragraph[start:])
    return [sentence for sentence in found if sentence.strip()]


def _abbreviated(before: str, after: str, language: str) -> bool:
    """Whether the point after this text belongs to its last word: "Dr", "e.g", an initial, "3. Mai"."""
    word = re.split(r"[\s(\[\"“]", before)[-1]
    if not language.startswith("en"):
        return bool(re.fullmatch(r"\d{1,2}", word)) and bool(after.strip())
    if not after.strip():
        return False
    return word.casefold() in ABBREVIATIONS or bool(re.fullmatch(r"[A-HJ-Z]|(?:[A-Za-z]\.)+[A-Za-z]", word))


@dataclass(frozen=True)
class _Reading:
    """How sentences are read: an espeak-ng code, words with their own pronunciation, the most words of a chunk."""

    language: str
    spoken: Mapping[str, str]
    longest: int


def _add_sentence(found: list[Chunk], sentence: str, reading: _Reading) -> None:
    position = 0
    pieces = [*_PAUSE.finditer(sentence), None]
    for match in pieces:
        piece = sentence[position : match.start() if match else len(sentence)]
        tokens = _tokens(piece, reading.language, reading.spoken)
        while tokens:
            cut = _breath(tokens, reading.longest)
            found.append(Chunk(tokens[:cut], 0.0, match is None and cut == len(tokens)))
            tokens = tokens[cut:]
        if match:
            position = match.end()
            if found:
                last = found[-1]
                found[-1] = Chunk(last.tokens, last.pause + _seconds(match), last.closes)
    if found and not found[-1].closes:
        found[-1] = Chunk(found[-1].tokens, found[-1].pause, True)


def _breath(tokens: tuple[Token, ...], longest: int) -> int:
    """How many of these are said in one go: all, or in a very long sentence up to its last comma within reach."""
    if len(tokens) <= longest:
        return len(tokens)
    commas = [n for n, token in enumerate(tokens[:longest], 1) if token.said[-1] in ",;:，、；：" and n > longest // 3]
    return commas[-1] if commas else longest


def _seconds(match: re.Match[str]) -> float:
    if match[1] is None:
        return 1.0
    value = float(match[1]) / (1000 if (match[2] or "").lower() == "ms" else 1)
    return min(max(value, 0.1), PAUSE_MAX)


def _tokens(piece: str, language: str, spoken: Mapping[str, str]) -> tuple[Token, ...]:
    words = piece.split()
    if not words:
        return ()
    strong = [word.startswith(_STRONG) for word in words]
    plain = [word.replace(_STRONG, "") for word in words]
    english = language.startswith("en")
    said = english_words(plain) if english else [_safe(word) for word in plain]
    tokens: list[Token] = []
    for written, sound, marked in zip(plain, said, strong, strict=True):
        core = written.strip("\"'“”‘’«»()[]{}.,;:!?…").casefold()
        if core in spoken:
            sound = spoken[core] + "".join(c for c in written[-2:] if c in ",;:.!?")
        emphasised = marked or (english and is_shouted(written, plain))
        if not any(c.isalnum() or c in _SAID_SIGNS for c in sound):
            if tokens:
                last = tokens[-1]
                said_so_far = last.said if last.said[-1:] in ",;:.!?" else last.said + _stop(sound)
                tokens[-1] = Token(f"{last.shown} {written}".strip(), said_so_far, last.spaced, last.strong)
            continue
        tokens += _split_ideographs(Token(written, sound, True, emphasised))
    return tuple(tokens)


def _stop(sound: str) -> str:
    """The punctuation that a lone mark stands for: a dash is a short rest."""
    return "," if any(c in "-–—…/" for c in sound) else "".join(c for c in sound if c in ",;:.!?")[:1]


def _safe(word: str) -> str:
    """Without the brackets that espeak-ng takes for phonemes."""
    return re.sub(r"[\[\]{}<>_]", " ", word).strip()


def _split_ideographs(token: Token) -> list[Token]:
    """A run of Chinese or Japanese characters as one token each, punctuation with the character before it."""
    if not _IDEOGRAPH.search(token.said) or token.shown != token.said:
        return [token]
    parts = re.findall(rf"(?:{_IDEOGRAPH.pattern}|[A-Za-z0-9]+)[^\w]*|[^\w]+|\w", token.shown)
    found: list[Token] = []
    for part in parts:
        if found and not any(c.isalnum() for c in part):
            found[-1] = Token(found[-1].shown + part, found[-1].said + part, found[-1].spaced, token.strong)
        else:
            found.append(Token(part, part, token.spaced and not found, token.strong))
    return found
