"""Subtitles: readable, in time, in any script."""

from __future__ import annotations

import re

import pytest

from engine.media.subtitles.cues import COLUMNS, Cue, cues, width
from engine.media.subtitles.files import to_srt, to_vtt
from engine.speech_request import WordTime, joined

STORY = (
    "Once upon a time, at the very edge of the world, a small lantern burned through the longest night, and every "
    "evening the keeper climbed the stairs because the sea answered with a quiet song. Nobody knew. Dr. Smith did!"
)
CHINESE = "昨天下午我在图书馆里看到一位老人，他正在认真地阅读一本关于宇宙的书，我们一起聊了很久关于星星和月亮的故事。"


def timed(words: list[str], seconds_each: float, rest_after: str = "") -> list[WordTime]:
    """Words said one after the other, with half a second of rest after sentences."""
    found, now = [], 0.0
    for word in words:
        found.append(WordTime(word, now, now + seconds_each))
        now += seconds_each + (0.5 if re.search(r"[.!?。]$", word) and word != "Dr." else 0.0)
        now += 2.0 if word == rest_after else 0.0
    return found


def checked(words: list[WordTime], *, divided: bool = False) -> tuple[Cue, ...]:
    made = cues(words)
    starts = {word.start for word in words}
    for cue, following in zip(made, [*made[1:], None], strict=True):
        assert 1 <= len(cue.lines) <= 2
        assert all(0 < width(line) <= COLUMNS for line in cue.lines), cue
        assert cue.start in starts or divided
        assert cue.end > cue.start
        assert following is None or cue.end <= following.start
    return made


@pytest.mark.parametrize("seconds_each", [0.2, 0.35, 0.7])
def test_an_english_story_fits_and_can_be_read(seconds_each: float) -> None:
    made = checked(timed(STORY.split(), seconds_each))
    assert joined([line for cue in made for line in cue.lines]) == STORY
    for cue in made:
        assert seconds_each == 0.2 or len(cue.text) / (cue.end - cue.start) <= 20
        assert cue.end - cue.start <= 7
    assert all(cue.lines[-1].split()[-1] not in ("a", "the", "of", "at") for cue in made)
    assert "Dr. Smith did!" in " ".join(cue.text for cue in made if "Smith" in cue.text)


def test_a_rest_ends_a_cue_and_the_cue_goes_with_it() -> None:
    made = checked(timed("We waited and waited for you".split(), 0.3, rest_after="waited"))
    assert made[0].text == "We waited"
    assert made[0].end == pytest.approx(1.0)  # a second at least, though the words take 0.6 s
    assert made[1].start == pytest.approx(2.6)


def test_chinese_has_no_spaces_and_half_as_many_characters() -> None:
    made = checked(timed(re.findall(r".[，。]?", CHINESE), 0.22))
    assert "".join(line for cue in made for line in cue.lines) == CHINESE
    assert all(len(line) <= 21 for cue in made for line in cue.lines)


def test_a_word_wider_than_a_line_is_divided() -> None:
    made = checked(timed(["See", "https://example.org/" + "a" * 90, "now"], 1.0), divided=True)
    assert "".join("".join(cue.lines) for cue in made).replace(" ", "").count("a") == 91


def test_files_have_the_forms_of_their_formats() -> None:
    made = (Cue(0.0, 1.5, ("One & <two>",)), Cue(3661.0005, 3662.25, ("مرحبا بك.", "OK")))
    assert to_srt(made) == (
        "1\n00:00:00,000 --> 00:00:01,500\nOne & <two>\n\n2\n01:01:01,000 --> 01:01:02,250\n\u202bمرحبا بك.\u202c\nOK\n"
    )
    assert to_vtt(made).startswith("WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.500\nOne &amp; &lt;two&gt;\n\n2\n")


def test_nothing_said_gives_an_empty_file() -> None:
    assert cues([]) == () and to_srt(()) == "" and to_vtt(()) == "WEBVTT\n"
