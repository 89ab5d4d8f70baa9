"""A finished script, and the two forms it is delivered in."""

from dataclasses import dataclass
from typing import Any

from engine.builtin.script.brief import WORDS_PER_MINUTE
from engine.builtin.script.plain_text import escape_markdown, word_count


@dataclass(frozen=True)
class Section:
    """One part of a script: the words spoken under a heading, and how long they take in seconds."""

    heading: str
    text: str
    seconds: float


@dataclass(frozen=True)
class Script:
    """Title, hook, sections and close, ready to be read aloud; headings are not spoken."""

    title: str
    topic: str
    audience: str
    style: str
    hook: Section
    sections: tuple[Section, ...]
    close: Section

    @property
    def text(self) -> str:
        """The spoken words, one paragraph a section."""
        return "\n\n".join(section.text for _, section in self.parts())

    @property
    def word_count(self) -> int:
        """Spoken words."""
        return word_count(self.text)

    @property
    def character_count(self) -> int:
        """Characters of `text`, spaces and line breaks included."""
        return len(self.text)

    @property
    def estimated_duration(self) -> float:
        """Seconds at 150 words a minute, to a tenth."""
        return spoken_seconds(self.text)

    def to_dict(self) -> dict[str, Any]:
        """The content of script.json."""
        return {
            "title": self.title,
            "topic": self.topic,
            "audience": self.audience,
            "style": self.style,
            "language": "en",
            "sections": [self._part(kind, section) for kind, section in self.parts()],
            "word_count": self.word_count,
            "character_count": self.character_count,
            "estimated_duration": self.estimated_duration,
        }

    def to_markdown(self) -> str:
        """The content of script.md; everything a user typed is escaped."""
        about = f"Style: {self.style} · Audience: {self.audience} · {self.word_count} words · about {self._clock()}"
        parts = [f"# {escape_markdown(self.title)}", f"_{about}_"]
        for _, section in self.parts():
            parts += [f"## {escape_markdown(section.heading)}", escape_markdown(section.text)]
        return "\n\n".join(parts) + "\n"

    def parts(self) -> list[tuple[str, Section]]:
        """(kind, section) in spoken order; kind is hook, section or close."""
        return [("hook", self.hook), *(("section", s) for s in self.sections), ("close", self.close)]

    def _clock(self) -> str:
        seconds = round(self.estimated_duration)
        return f"{seconds // 60}:{seconds % 60:02d}"

    @staticmethod
    def _part(kind: str, section: Section) -> dict[str, Any]:
        count = word_count(section.text)
        return {
            "kind": kind,
            "heading": section.heading,
            "text": section.text,
            "word_count": count,
            "seconds": section.seconds,
        }


def spoken_seconds(text: str) -> float:
    """Seconds that `text` takes to read aloud at 150 words a minute, to a tenth."""
    return round(word_count(text) * 60 / WORDS_PER_MINUTE, 1)
