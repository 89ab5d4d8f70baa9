"""Where scenes and their words stand in a film."""

from __future__ import annotations

import pytest

from engine.story.storyboard import Storyboard, StoryScene
from engine.story_film.timing import END_SECONDS, TITLE_SECONDS, Timeline, timeline

FPS = 30


def board(*transitions: str, **changes: object) -> Storyboard:
    scenes = [
        StoryScene.model_validate({"id": f"s{n}", "text": "words", "transition": t}) for n, t in enumerate(transitions)
    ]
    return Storyboard.model_validate({"title": "A title", "scenes": scenes, **changes})


def spans(times: Timeline) -> list[tuple[int, int]]:
    return [(slot.frames, slot.enter) for slot in times.slots]


def test_scenes_follow_each_other_without_gap_and_the_end_card_closes() -> None:
    times = timeline(board("cut", "crossfade", "cut", "dip"), [3.0, 4.0, 5.0, 6.0], FPS)
    assert [slot.start for slot in times.slots[1:]] == [slot.start + slot.frames for slot in times.slots[:-1]]
    assert [slot.enter for slot in times.slots] == [0, 24, 0, 30]
    assert [slot.leave for slot in times.slots] == [24, 0, 30, 30]
    assert times.end is not None and times.frames == times.end.start + round(END_SECONDS * FPS)
    assert list(times.cuts) == sorted(times.cuts) and len(times.cuts) == 4


def test_words_come_after_the_title_and_most_of_a_transition_and_end_within_their_scene() -> None:
    times = timeline(board("cut", "dip", "cut"), [3.0, 4.0, 5.0], FPS)
    assert times.slots[0].speech == TITLE_SECONDS
    for slot, seconds in zip(times.slots, [3.0, 4.0, 5.0], strict=True):
        assert slot.enter / FPS * 0.7 <= slot.speech
        assert slot.speech + seconds < slot.frames / FPS


def test_a_longer_sentence_changes_only_its_own_length() -> None:
    before = timeline(board("cut", "wipe", "blur"), [3.0, 4.0, 5.0], FPS)
    after = timeline(board("cut", "wipe", "blur"), [3.0, 9.0, 5.0], FPS)
    assert [b == a for b, a in zip(spans(before), spans(after), strict=True)] == [True, False, True]


@pytest.mark.parametrize("fps", [1, 2, 30])
def test_scenes_without_words_and_of_a_syllable_hold_their_transitions(fps: int) -> None:
    times = timeline(board("cut", "dip", "zoom", title_card=False, end_card=False), [0.0, 0.05, 0.0], fps)
    assert all(slot.frames > slot.enter for slot in times.slots)
    assert times.end is None and times.slots[-1].leave == 0
    assert times.slots[0].frames == 3 * fps
