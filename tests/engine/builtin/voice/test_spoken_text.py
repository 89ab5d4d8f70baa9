"""What is written and what is said."""

from __future__ import annotations

import pytest

from domain.errors import InvalidParams
from engine.builtin.voice.languages import check_letters
from engine.builtin.voice.text.chunks import chunks


def said(text: str, language: str = "en-us", **pronunciations: str) -> str:
    return " | ".join(part.said for part in chunks(text, language, pronunciations))


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("It costs $5.", "It costs five dollars."),
        ("It costs $1 or $5.3 million.", "It costs one dollar or five point three million dollars."),
        ("£2.50, €1,000.00 and 30 USD", "two pounds and fifty pence, one thousand euros and thirty US dollars"),
        ("105 of 1,234,567", "one hundred and five of one million two hundred and thirty-four thousand five hundred "
         "and sixty-seven"),
        ("In 1984, 2007 and the 1990s", "In nineteen eighty-four, two thousand and seven and the nineteen nineties"),
        ("On Jan. 5, 2024 at 10:05 am", "On January fifth, twenty twenty-four at ten oh five A M"),
        ("2024-03-21", "March twenty-first, twenty twenty-four"),
        ("3.5 kg at -4°C and 70mph", "three point five kilograms at minus four degrees Celsius and seventy miles an "
         "hour"),
        ("1 km, 2 km, 50% and 3/4", "one kilometre, two kilometres, fifty percent and three quarters"),
        ("the 21st, the 12th and Henry VIII", "the twenty-first, the twelfth and Henry the eighth"),
        ("Dr. Smith vs. St. George, e.g. on 3rd St.", "doctor Smith versus saint George, for example on third street."),
        ("call +1-555-123-4567", "call plus one, five five five, one two three, four five six seven"),
        ("Write to a.b@c.org or https://www.example.com/x", "Write to a dot b at c dot org or example dot com"),
        ("Ten NADH, the mid-1980s", "Ten N eigh D H, the mid-nineteen eighties"),
        ("A is an A of plan A, then A G A.", "eigh is an eigh of plan eigh, then eigh G eigh."),
        ("A man said: A day is a day.", "A man said: A day is a day."),
        ("5-10 people & 2+2=4", "five to ten people and two plus two equals four"),
    ],
)  # fmt: skip
def test_english_is_read_as_people_read_it(written: str, spoken: str) -> None:
    assert said(written) == spoken


def test_sentences_end_where_they_end() -> None:
    assert said("Dr. No met J. K. Rowling. Really?! Yes… It's 3.5 m. Good.") == (
        "doctor No met J K Rowling. | Really?! | Yes… | It's three point five metres. | Good."
    )
    assert said("Am 3. Mai kam er. Dann ging er.", "de") == "Am 3. Mai kam er. | Dann ging er."
    assert said("今天很好。你呢？", "cmn") == "今天很好。 | 你呢？"


def test_pauses_are_kept_and_not_said() -> None:
    parts = chunks("Wait. [pause 1.5s] Here [PAUSE 300ms] we go [pause].", "en-us", {})
    assert [part.said for part in parts] == ["Wait.", "Here", "we go"]
    assert [part.pause for part in parts] == [1.5, 0.3, 1.0]
    assert [part.closes for part in parts] == [True, False, True]


def test_markup_emoji_and_phoneme_brackets_are_not_said() -> None:
    text = (
        "# A title\n<b>Bold</b> and **strong** words 😀 in [a link](https://x.org) [[h@l'oU]] {x} `code`\n- one\n- two"
    )
    spoken = said(text)
    assert spoken == "A title | Bold and strong words in a link h l'oU x code | one | two"
    assert not set(spoken) & set("<>[]{}*#😀")


def test_stress_is_read_from_capitals_and_marks() -> None:
    (part,) = chunks("This is NOT what NASA *wanted* in 2024", "en-us", {})
    assert [token.shown for token in part.tokens if token.strong] == ["NOT", "wanted"]
    assert "not" in part.said and "NASA" in part.said


def test_every_word_keeps_how_it_was_written() -> None:
    text = "He paid $5 million — at 5 p.m. — to Dr. Smith."
    (part,) = chunks(text, "en-us", {})
    assert " ".join(token.shown for token in part.tokens) == text
    for token, start in zip(part.tokens, part.starts, strict=True):
        assert part.said[start:].startswith(token.said)


def test_own_pronunciations_are_used() -> None:
    assert said("Siobhan, siobhan!", Siobhan="shi-vawn") == "shi-vawn, shi-vawn!"
    assert said("Siobhan.", siobhan="/ʃɪˈvɔːn/") == "[[SIv'O:n]]."
    with pytest.raises(InvalidParams, match="not one of English"):
        said("x", x="/ǃa/")


def test_letters_that_a_language_does_not_read_are_refused() -> None:
    check_letters("今天很好 OK", "cmn")
    check_letters("Привет, world", "ru")
    with pytest.raises(InvalidParams, match="Chinese characters"):
        check_letters("今天很好", "en-us")
    with pytest.raises(InvalidParams, match="kana"):
        check_letters("今日は天気がいい", "ja")


def test_a_text_without_punctuation_is_said_in_parts_that_end_no_sentence() -> None:
    parts = chunks("word " * 130 + "here, " + "word " * 40, "en-us", {})
    assert [len(part.tokens) for part in parts] == [60, 60, 51]
    assert [part.closes for part in parts] == [False, False, True]
    comma = chunks("word " * 40 + "here, " + "word " * 40, "en-us", {})
    assert [len(part.tokens) for part in comma] == [41, 40]
