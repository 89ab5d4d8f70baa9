"""Text is set in lines that fit, in the order in which it is read."""

import pytest

from engine.media.text.direction import is_right_to_left, levels, visual
from engine.media.text.scripts import CJK, EMOJI, clean, cluster_script, clusters
from engine.media.text.setting import Type, measure, set_text

KIND = Type(40)


def shown(text: str, width: float = 2000, lines: int = 1) -> list[str]:
    """Each line's runs from left to right."""
    return ["|".join(run.text for run in line.runs) for line in set_text(text, KIND, width, lines).lines]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("a אבג 12 b", "a 12 גבא b"),
        ("אבג abc דה", "הד abc גבא"),
        ("שלום (בדיקה) 42%", "42% )הקידב( םולש"),
        ("1,234.5 ok", "1,234.5 ok"),
    ],
)
def test_mixed_directions_are_ordered_as_unicode_says(text: str, order: str) -> None:
    parts = clusters(text)
    assert "".join(visual(parts, levels(parts, is_right_to_left(text)))) == order


def test_numbers_in_arabic_keep_their_digits_in_order() -> None:
    (line,) = set_text("مرحبا 123 Kinora", KIND, 2000, 1).lines
    texts = [run.text.strip() for run in line.runs if run.text.strip()]
    assert texts == ["Kinora", "123", "مرحبا"]
    assert [run.rtl for run in line.runs if run.text.strip()] == [False, False, True]


def test_lines_wrap_then_shrink_then_end_in_an_ellipsis() -> None:
    sentence = "The keeper of the lighthouse walked up the stairs as on every evening for forty years"
    wide = measure(sentence, KIND)
    once, wrapped = set_text(sentence, KIND, wide + 1, 2), set_text(sentence, KIND, wide * 0.6, 2)
    assert (len(once.lines), len(wrapped.lines), wrapped.type.size) == (1, 2, 40)
    shrunk = set_text(sentence, KIND, wide * 0.4, 2)
    assert len(shrunk.lines) == 2 and 24 <= shrunk.type.size < 40
    cut = set_text(sentence, KIND, wide * 0.2, 2)
    assert len(cut.lines) == 2 and cut.lines[-1].runs[-1].text.endswith("…")
    for block, width in ((once, wide + 1), (wrapped, wide * 0.6), (shrunk, wide * 0.4), (cut, wide * 0.2)):
        assert block.width <= width
    assert abs(wrapped.lines[0].width - wrapped.lines[1].width) < wide * 0.12  # balanced


@pytest.mark.parametrize("text", ["x" * 900, "日本語" * 200, "🎉" * 300, "ภาษาไทย" * 90, "مرحبا" * 200, "\u0301" * 50])
def test_nothing_is_wider_than_its_box(text: str) -> None:
    block = set_text(text, KIND, 300, 2)
    assert len(block.lines) <= 2 and block.width <= 300


def test_chinese_punctuation_begins_no_line() -> None:
    lines = shown("日本語の字幕です、「引用」もあります。とても長いので改行します。", 400, 4)
    assert len(lines) > 1
    assert not any(line[0] in "、。」" for line in lines)
    assert not any(line.endswith("「") for line in lines)


def test_emoji_stay_whole() -> None:
    family, flag = "👨‍👩‍👧‍👦", "🇯🇵"
    assert clusters(f"a{family}{flag}{flag}👍🏽3️⃣") == ["a", family, flag, flag, "👍🏽", "3️⃣"]
    assert cluster_script("❤️") == cluster_script("3️⃣") == EMOJI
    assert cluster_script("猫") == CJK


def test_marks_that_reverse_text_are_removed() -> None:
    assert clean("user\u202egnp.exe\x00\u2066!") == "usergnp.exe!"


def test_letters_that_inter_lacks_come_from_another_font() -> None:
    (line,) = set_text("ﬁne \u2200x ϗ", KIND, 900, 1).lines
    assert len({run.script for run in line.runs}) > 1


def test_an_empty_text_has_no_lines() -> None:
    assert set_text("  \n ", KIND, 100, 2).lines == ()
