"""Figures of history: what the numbers say is where it is drawn, and wrong numbers are refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import skia

from data.coastlines import land_rings
from domain.errors import InvalidParams
from engine.lesson.drawing.pen import Appearance, Pen, Rect
from engine.lesson.drawing.theme import THEMES
from engine.lesson.figures.history.chart import Chart, coast, land, on_land
from engine.lesson.figures.history.earth_measure import HorizonDip, ShadowAngle
from engine.lesson.figures.history.moon_flight import MoonFlight
from engine.lesson.figures.history.pyramid import Pyramid
from engine.lesson.figures.history.timeline import _spread, _stacked, year_words
from engine.lesson.figures.registry import read_figure

ROOM = Rect(70, 128, 1140, 510)
EUROPE = Chart((-10, 35, 30, 60), ROOM)
WEIGHTS = {
    "kind": "balance",
    "left_title": "a",
    "right_title": "b",
    "left": [{"name": "heavy", "label": "heavy", "weight": 2}],
    "right": [{"name": "light", "label": "light", "weight": 1}],
}


def _land_at(chart: Chart, lon: float, lat: float) -> bool:
    return bool(land(chart).contains(*chart.at(lon, lat)))


@pytest.mark.parametrize(
    ("lon", "lat", "dry"),
    [(2.35, 48.86, True), (13.4, 52.5, True), (-5.0, 47.0, False), (18.0, 36.0, False), (12.5, 42.2, True)],
)
def test_land_and_sea_lie_where_they_are(lon: float, lat: float, dry: bool) -> None:
    assert _land_at(EUROPE, lon, lat) is dry


def test_the_caspian_is_water_and_land_crosses_the_date_line() -> None:
    assert not _land_at(Chart((40, 30, 60, 50), ROOM), 50.5, 41.5)
    pacific = Chart((150, 50, 210, 72), ROOM)
    assert _land_at(pacific, 178.0, 67.5)
    assert _land_at(pacific, 182.5, 67.5)
    assert not _land_at(pacific, 175.0, 58.0)
    assert all(abs(ring[1:, 0] - ring[:-1, 0]).max() < 10 for ring in land_rings() if ring[:, 1].min() > -80)


def test_a_chart_keeps_distances_at_its_middle_and_fills_its_room() -> None:
    x0, y0 = EUROPE.at(10, 47.5)
    x1, _ = EUROPE.at(11, 47.5)
    _, y1 = EUROPE.at(10, 48.5)
    assert (x1 - x0) / (y0 - y1) == pytest.approx(0.6756, abs=1e-3)
    west, south, east, north = EUROPE.box()
    assert west <= -10 and east >= 30 and south <= 35 and north >= 60
    assert EUROPE.at(west, north) == pytest.approx((ROOM.x, ROOM.y))


def test_coasts_leave_out_the_edges_of_the_room() -> None:
    inland = Chart((80, 40, 90, 45), ROOM)
    assert _land_at(inland, 85, 42)
    assert coast(inland).isEmpty()


def test_a_realm_is_cut_to_the_shores() -> None:
    realm = on_land(EUROPE, ((-12, 42), (-12, 52), (8, 52), (8, 42)))
    assert realm.contains(*EUROPE.at(2.35, 48.86))
    assert not realm.contains(*EUROPE.at(-8, 47))
    assert on_land(EUROPE, ((100, 10), (110, 10), (105, 20))).isEmpty()


def test_cards_keep_their_order_and_never_overlap() -> None:
    lefts = _spread([500.0, 500.0, 505.0, 1100.0], 200.0, 0.0, 1200.0)
    assert lefts == sorted(lefts)
    assert all(b - a >= 200.0 for a, b in zip(lefts, lefts[1:], strict=False))
    assert lefts[0] >= 0 and lefts[-1] <= 1000


def test_spans_that_overlap_stand_in_rows_of_their_own() -> None:
    figure: Any = read_figure(
        {
            "kind": "timeline",
            "spans": [
                {"name": "a", "start": -27, "end": 476, "text": "a"},
                {"name": "b", "start": 395, "end": 1453, "text": "b"},
                {"name": "c", "start": 476, "end": 800, "text": "c"},
            ],
        }
    )
    assert _stacked(figure.spans) == [0, 1, 0]


@pytest.mark.parametrize(("year", "words"), [(-44, "44 BC"), (117, "AD 117"), (1914.56, "1914"), (600, "600")])
def test_years_are_written_as_people_write_them(year: float, words: str) -> None:
    assert year_words(year) == words


def test_measures_follow_from_the_numbers() -> None:
    assert Pyramid().slope == pytest.approx(51.85, abs=0.05)
    assert ShadowAngle().circumference == pytest.approx(250_000)
    assert HorizonDip(height=320, dip=0.5743).radius == pytest.approx(6371, rel=2e-3)


def test_apollo_runs_its_way_in_shares_of_its_days() -> None:
    flight = MoonFlight(days_out=3, days_there=2, days_back=3)
    assert flight.stage(0.0) == ("out", 0.0)
    assert flight.stage(1.6 * 4) == ("orbit", 0.5)
    assert flight.stage(1.6 * 6.5) == ("back", 0.5)


def test_scales_tip_as_the_weights_arrive() -> None:
    figure: Any = read_figure(WEIGHTS)
    times = {"heavy": Appearance(0, 1), "light": Appearance(5, 1)}

    def tilt(now: float) -> float:
        return float(figure.tilt(Pen(skia.Surface(8, 8).getCanvas(), THEMES["explainer"], ROOM, now, times)))

    assert tilt(2) < tilt(8) < 0
    assert tilt(0) == 0


@pytest.mark.parametrize(
    "show",
    [
        {"kind": "map", "area": [10, 40, 5, 50]},
        {"kind": "map", "area": [0, 40, 20, 50], "places": [{"name": "far", "lon": 30, "lat": 45, "label": "far"}]},
        {"kind": "timeline", "events": [{"name": "a", "year": 10, "text": "a"}, {"name": "b", "year": 5, "text": "b"}]},
        {"kind": "timeline", "spans": [{"name": "a", "start": 10, "end": 5, "text": "a"}]},
        {"kind": "arch", "stones": 12},
        {"kind": "star-pattern", "points": 8, "skip": 4},
        {
            "kind": "crowd",
            "groups": [{"name": "a", "label": "a", "count": 150}, {"name": "b", "label": "b", "count": 99}],
        },
        {
            "kind": "web",
            "members": [{"name": n, "label": n} for n in "abc"],
            "ties": [{"name": "t", "label": "t", "pairs": [["a", "x"]]}],
        },
        {"kind": "hieroglyphs", "signs": [{"name": "a", "sign": "bicycle", "sound": "a", "text": "a"}]},
    ],
)
def test_what_cannot_be_drawn_is_refused(show: Mapping[str, Any]) -> None:
    with pytest.raises(InvalidParams):
        read_figure(show)
