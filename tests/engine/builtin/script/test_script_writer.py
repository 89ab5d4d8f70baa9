"""The script writer as its callers see it."""

import pytest

from engine.builtin.script import plain_text
from engine.builtin.script.brief import STYLES, ScriptBrief
from engine.builtin.script.script import Script
from engine.builtin.script.writer import write

EXTRA = (
    "Lumen is a solar lamp made in Porto by a team of six. It charges in four hours and shines for twelve. "
    "The shade is made from recycled fishing nets. Ana Silva founded the workshop in 2019."
)


def written(topic: str = "photosynthesis", style: str = "educational", duration: int = 60, **more: object) -> Script:
    values = {"audience": "general", "extra": "", "seed": 1} | more
    return write(ScriptBrief(topic=topic, style=style, duration=duration, **values), lambda _: None)  # type: ignore[arg-type]  # kwargs of mixed types


def test_same_brief_gives_the_same_script() -> None:
    assert written(seed=5) == written(seed=5)


def test_two_seeds_differ_clearly() -> None:
    shares = []
    for style in STYLES:
        for topic in ("quantum ethics", "our bakery", "how to juggle"):
            for duration in (30, 60, 180, 300):
                one, two = (
                    set(plain_text.sentences(written(topic, style, duration, seed=seed).text)) for seed in (1, 2)
                )
                shares.append(len(one & two) / min(len(one), len(two)))
    assert sum(shares) / len(shares) < 0.35


@pytest.mark.parametrize("style", STYLES)
def test_facts_from_the_context_are_said_word_for_word(style: str) -> None:
    text = written("Lumen", style, 60, extra=EXTRA).text
    assert "Lumen is a solar lamp made in Porto by a team of six." in text
    assert "Ana Silva founded the workshop in 2019." in text


def test_a_short_script_keeps_the_most_telling_fact() -> None:
    assert "Lumen is a solar lamp made in Porto" in written("Lumen", "promotional", 15, extra=EXTRA).text


@pytest.mark.parametrize("style", sorted(set(STYLES) - {"storytelling"}))
def test_known_topics_get_real_substance(style: str) -> None:
    text = written("Photosynthesis", style, 60).text
    assert "sugar" in text or "chlorophyll" in text


def test_unknown_topics_get_no_knowledge() -> None:
    text = written("the Zorblax treaty", "documentary", 120).text
    assert not any(c.isdigit() for c in text)


def test_a_story_is_about_the_one_the_topic_names() -> None:
    text = written("a lighthouse keeper who finds a message", "storytelling", 60).text
    assert "was a lighthouse keeper" in text
    assert "found a message" in text


def test_a_story_takes_its_heros_name_from_the_context() -> None:
    script = written(
        "a dragon who is afraid of fire", "storytelling", 120, extra="The dragon is called Pip. She likes tea."
    )
    assert "Pip was a dragon" in script.text
    assert " his " not in script.text.replace("his friend", "")


def test_a_list_topic_counts_its_items() -> None:
    text = written("5 ways to save water", duration=60).text
    assert all(word in text for word in ("First, ", "Second, ", "Third, ", "Fourth, ", "Fifth, "))
    assert "Sixth" not in text


def test_dict_describes_the_script() -> None:
    script = written(duration=120)
    data = script.to_dict()
    assert set(data) == {
        "title", "topic", "audience", "style", "language", "sections", "word_count",
        "character_count", "estimated_duration",
    }  # fmt: skip
    kinds = [part["kind"] for part in data["sections"]]
    assert kinds[0] == "hook" and kinds[-1] == "close" and set(kinds[1:-1]) == {"section"}
    assert sum(part["word_count"] for part in data["sections"]) == data["word_count"] == script.word_count
    assert data["character_count"] == len(script.text)
    assert data["estimated_duration"] == pytest.approx(120, rel=0.05)
    assert sum(part["seconds"] for part in data["sections"]) == pytest.approx(data["estimated_duration"], abs=1)


def test_markdown_lets_no_markup_through() -> None:
    evil = "<img src=x onerror=alert(1)> [click](javascript:alert(1)) **bold** https://evil.example"
    markdown = written(evil, extra=f"Our page is <b>new</b>. See [this]({evil}) now.").to_markdown()
    assert "<" not in markdown
    assert "](" not in markdown.replace("\\](", "").replace("\\]\\(", "")
    assert "https:" not in markdown and "javascript:" not in markdown
    assert "**" not in markdown


def test_control_characters_are_dropped() -> None:
    script = written("sour\x00dough \u202eand\x1b[31m bees\u200b", extra="Zero\x07width.")
    assert not any(ord(c) < 32 and c != "\n" for c in script.text + script.title)
    assert "\u202e" not in script.topic and "\u200b" not in script.topic


def test_progress_never_goes_back_and_ends_at_one() -> None:
    seen: list[float] = []
    brief = ScriptBrief("gravity", "general", "educational", 300, "", 1)
    script = write(brief, seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert len(seen) >= len(script.sections) + 2


def test_report_may_cancel() -> None:
    class Cancelled(Exception):
        pass

    def stop(fraction: float) -> None:
        if fraction > 0.1:
            raise Cancelled

    with pytest.raises(Cancelled):
        write(ScriptBrief("gravity", "general", "educational", 300, "", 1), stop)


@pytest.mark.parametrize(
    "change",
    [{"topic": " "}, {"topic": "x" * 2001}, {"duration": 14}, {"duration": 601}, {"style": "noir"},
     {"audience": "cats"}, {"extra": "x" * 5001}],
)  # fmt: skip
def test_a_brief_outside_its_limits_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        written(**({"topic": "tea"} | change))  # type: ignore[arg-type]  # wrong values on purpose
