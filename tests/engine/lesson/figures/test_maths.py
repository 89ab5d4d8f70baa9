"""The figures of mathematics stand where their numbers say."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TypeVar

import numpy as np
import pytest
import skia
from numpy.typing import NDArray

from domain.errors import InvalidParams
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import THEMES
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.general.placing import Placer
from engine.lesson.figures.maths.calculus import Riemann, Tangent
from engine.lesson.figures.maths.chance import DiceGrid, Trials
from engine.lesson.figures.maths.data import DataDots, Distribution
from engine.lesson.figures.maths.plane import Plane, clipped
from engine.lesson.figures.maths.proofs import PythagorasProof
from engine.lesson.figures.maths.scales import Scales
from engine.lesson.figures.maths.trees import Tree
from engine.lesson.figures.maths.vectors import PlaneMap, Vectors
from engine.lesson.figures.registry import read_figure

AXES = {"x": {"label": "x", "low": 0, "high": 4}, "y": {"label": "y", "low": 0, "high": 20}}


F = TypeVar("F", bound=Figure)


def make(kind: type[F], **fields: object) -> F:
    figure = read_figure({"kind": kind.kind, **fields})
    assert isinstance(figure, kind)
    return figure


def test_the_plane_has_one_scale_in_both_directions() -> None:
    plane = Plane(Rect(100, 50, 400, 200), (-1, -1), (3, 1))
    assert plane.at((1, 0)) == pytest.approx((300, 150))
    assert plane.at((2, 1)) == pytest.approx((400, 50))


def test_lines_are_cut_at_the_edge_of_their_room() -> None:
    room = Rect(0, 0, 10, 10)
    assert clipped(((-5, 5), (15, 5)), room) == ((0, 5), (10, 5))
    assert clipped(((-5, 12), (15, 12)), room) is None


def test_the_secant_becomes_the_tangent() -> None:
    figure = make(Tangent, **AXES, f="x**2", at=1, gap=2)
    assert figure.slope(2) == pytest.approx(4)
    assert figure.slope(0) == pytest.approx(2, abs=1e-6)


def test_finer_rectangles_come_closer_to_the_area() -> None:
    figure = make(Riemann, **AXES, f="x**2", start=0, end=3)
    assert figure.exact() == pytest.approx(9)
    assert figure.total(3) == pytest.approx(0 + 1 + 4)
    errors = [abs(figure.total(n) - 9) for n in (4, 8, 16, 40)]
    assert errors == sorted(errors, reverse=True)


def test_the_beam_tilts_to_the_heavier_pan() -> None:
    first = {"name": "a", "left": [2, 3], "right": [0, 11]}
    wrong = {"name": "b", "left": [2, 0], "right": [0, 11]}
    figure = make(Scales, x=4, weighings=[first, wrong])
    assert [figure.tilt(each) for each in figure.weighings] == [0, 11]


def test_the_ends_of_a_tree_multiply_its_branches() -> None:
    fork = [{"label": "red", "p": "3/5"}, {"label": "blue", "p": "2/5"}]
    tree = make(Tree, first=fork, second=[fork, fork], marked=[0])
    assert tree.chances() == [Fraction(9, 25), Fraction(6, 25), Fraction(6, 25), Fraction(4, 25)]


def test_a_map_moves_the_unit_vectors_to_the_columns() -> None:
    figure = make(PlaneMap, matrix=[[2, 1], [0, 3]], eigen=True)
    assert figure.image((1, 0), 1) == (2, 0)
    assert figure.image((0, 1), 1) == (1, 3)
    for value, (x, y) in figure.eigenvectors():
        assert figure.image((x, y), 1) == pytest.approx((value * x, value * y))


def test_a_shadow_meets_its_arrow_at_a_right_angle() -> None:
    arrows = [{"name": "a", "x": 2, "y": 3}, {"name": "b", "x": 4, "y": 1}]
    figure = make(Vectors, arrows=arrows, shadows=[{"name": "s", "of": "a", "onto": "b"}])
    x, y = figure.projection(figure.shadows[0])
    assert (2 - x) * 4 + (3 - y) * 1 == pytest.approx(0)


def test_the_triangles_fill_the_same_square_before_and_after() -> None:
    figure = PythagorasProof(a=2, b=5)
    for share in (0.0, 1.0):
        cover = np.zeros((700, 700), np.int_)
        for corners in figure.triangles(share):
            assert all(-1e-9 <= c <= 7 + 1e-9 for point in corners for c in point)
            cover += _mask(corners)
        assert cover.max() == 1, "two triangles overlap"
    sides = {round(math.dist(a, b), 9) for t in figure.triangles(1.0) for a, b in zip(t, t[1:] + t[:1], strict=True)}
    assert sides == {2, 5, round(math.sqrt(29), 9)}


def _mask(corners: list[tuple[float, float]]) -> NDArray[np.int_]:
    """Which middles of a 700 x 700 raster over the square 0..7 lie well inside of the triangle."""
    y, x = np.mgrid[0:700, 0:700] / 100 + 0.005
    edges = []
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        edges.append((bx - ax) * (y - ay) - (by - ay) * (x - ax))
    inside = np.stack(edges)
    covered: NDArray[np.int_] = ((inside > 0.05).all(0) | (inside < -0.05).all(0)).astype(np.int_)
    return covered


def test_shares_of_distributions() -> None:
    normal = make(Distribution, label="z")
    assert normal.share(-1, 1) == pytest.approx(0.6827, abs=1e-4)
    coins = make(Distribution, label="heads", sort="binomial", trials=10, p=0.5)
    assert coins.share(8, 10) == pytest.approx(56 / 1024)


def test_quartiles_leave_out_the_middle_of_an_odd_count() -> None:
    figure = make(DataDots, axis={"label": "x", "low": 0, "high": 10}, values=[1, 2, 3, 4, 5, 6, 9])
    assert figure.quartiles() == (2, 4, 6)


def test_dice_and_trials() -> None:
    figure = make(DiceGrid, events=[{"name": "seven", "label": "7", "sums": [7]}])
    assert sum(figure.events[0].holds(a, b) for a in range(1, 7) for b in range(1, 7)) == 6
    runs = Trials(p=0.3, count=2000)
    assert runs.shares(0)[-1] == pytest.approx(0.3, abs=0.05)
    assert (runs.shares(0) == Trials(p=0.3, count=2000).shares(0)).all()
    assert (runs.shares(0) != runs.shares(1)).any()


@pytest.mark.parametrize(
    "show",
    [
        {"kind": "geometry", "points": [{"name": "A", "at": [0, 0]}],
         "items": [{"name": "s", "sort": "segment", "of": ["A", "B"]}]},
        {"kind": "geometry", "points": [{"name": "A", "at": [0, 0]}],
         "items": [{"name": "c", "sort": "circle", "of": ["A"]}]},
        {"kind": "probability-tree", "first": [{"label": "a", "p": "1/2"}, {"label": "b", "p": "1/3"}],
         "second": [[{"label": "a", "p": "1/2"}, {"label": "b", "p": "1/2"}]] * 2},
        {"kind": "plane-map", "matrix": [[0, -1], [1, 0]], "eigen": True},
        {"kind": "riemann", **AXES, "f": "1/x", "start": 0, "end": 1},
        {"kind": "solid", "sort": "revolution", "f": "x-1", "start": 0, "end": 2},
        {"kind": "number-line", "low": 0, "high": 1, "step": 1, "marks": [{"name": "a", "at": 2}]},
        {"kind": "count-grid", "columns": 2, "rows": 2, "groups": [{"name": "a", "count": 5, "label": "x"}]},
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused(show: dict[str, object]) -> None:
    with pytest.raises(InvalidParams):
        read_figure(show)


def test_words_keep_off_each_other_and_in_their_room() -> None:
    pen = Pen(skia.Surface(1280, 720).getCanvas(), THEMES["explainer"], Rect(0, 0, 400, 300))
    placer = Placer(pen.area)
    with pen.part("labels"):
        for words in ("one", "two", "three"):
            placer.place(pen, words, (340, 150), 26, "ink")
    boxes = placer.taken
    assert all(box.x >= 0 and box.right <= 400 for box in boxes)
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            assert a.right <= b.x or b.right <= a.x or a.bottom <= b.y or b.bottom <= a.y
