import numpy as np
import pytest

from engine.builtin.music.timeline import STRETCH, lay_out


@pytest.mark.parametrize("seed", range(6))
def test_bar_lines_meet_most_scene_changes_of_a_long_film(seed: int) -> None:
    random = np.random.default_rng(seed)
    cuts = [float(cut) for cut in np.cumsum(random.uniform(3.5, 9, 40)) if cut < 170]
    timeline = lay_out(180, cuts, (92, 118), 4)
    starts = [timeline.times[bar.first] for bar in timeline.bars]
    met = sum(min(abs(start - cut) for start in starts) < 0.15 for cut in cuts)
    assert met >= 0.95 * len(cuts)


def test_no_passage_strays_from_the_tempo() -> None:
    cuts = [4.1, 9.3, 15.0, 22.7, 27.2, 35.9, 44.4, 51.0]
    timeline = lay_out(60, cuts, (66, 88), 3)
    beats = np.diff(timeline.times)[:-4] * timeline.tempo / 60  # the last four slow down on purpose
    assert beats.max() <= STRETCH + 0.01
    assert beats.min() >= 1 / STRETCH - 0.03


@pytest.mark.parametrize("seconds", [2.0, 3.3, 7.0, 30.0, 600.0])
@pytest.mark.parametrize("meter", [3, 4])
def test_bars_follow_one_another_up_to_a_last_chord_that_rings_out(seconds: float, meter: int) -> None:
    timeline = lay_out(seconds, (), (62, 124), meter)
    assert timeline.bars[0].first == 0
    ends = [bar.first + bar.beats for bar in timeline.bars]
    assert [bar.first for bar in timeline.bars[1:]] + [timeline.end] == ends
    assert np.all(np.diff(timeline.times) > 0)
    assert 0.7 <= seconds - timeline.times[-1] <= 4.6


def test_the_last_chord_falls_on_a_scene_change_near_the_end() -> None:
    timeline = lay_out(30, [8.0, 16.0, 26.5], (92, 118), 4)
    assert timeline.times[-1] == pytest.approx(26.5)
