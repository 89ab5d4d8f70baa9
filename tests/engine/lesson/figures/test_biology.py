"""The figures of biology are drawn to their data."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import get_args

import pytest
import skia
from pydantic import ValidationError

from engine.lesson.drawing import paths
from engine.lesson.drawing.board import AREA
from engine.lesson.drawing.marks import Area, Line, Mark
from engine.lesson.drawing.pen import Appearance, Pen, Rect
from engine.lesson.drawing.theme import THEMES
from engine.lesson.drawing.typeset import Words
from engine.lesson.figures.biology.anatomy import Anatomy
from engine.lesson.figures.biology.cladogram import Cladogram
from engine.lesson.figures.biology.codons import Codons, amino_acid
from engine.lesson.figures.biology.division import Division, _cells
from engine.lesson.figures.biology.dna import PARTNER, Dna, DnaCopying
from engine.lesson.figures.biology.food_web import FoodWeb, Pyramid
from engine.lesson.figures.biology.heart import Heart
from engine.lesson.figures.biology.membrane import Enzyme, Membrane
from engine.lesson.figures.biology.neuron import Neuron
from engine.lesson.figures.biology.punnett import Punnett, gametes
from engine.lesson.figures.biology.selection import Selection
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.registry import kinds

PEAS = [
    {"has": "R Y", "text": "round, yellow"}, {"has": "R", "text": "round, green"},
    {"has": "Y", "text": "wrinkled, yellow"}, {"text": "wrinkled, green"},
]  # fmt: skip


def _variants(kind: type[Figure]) -> tuple[str | None, ...]:
    field = kind.model_fields.get("variant")
    return get_args(field.annotation) if field else (None,)


DRAWINGS = [
    kind.model_validate({} if variant is None else {"variant": variant})
    for kind in kinds().values()
    if issubclass(kind, Anatomy)
    for variant in _variants(kind)
]


class Recorder(Pen):
    """Keeps what is drawn, by part."""

    def marks(self, figure: Figure) -> dict[str, list[Mark]]:
        self.kept: dict[str, list[Mark]] = {}
        figure.draw(self)
        return self.kept

    def _put(self, mark: Mark) -> None:
        super()._put(mark)
        self.kept.setdefault(self._part, []).append(mark)


@pytest.fixture(scope="module")
def canvas():
    surface = skia.Surface(64, 64)
    return surface.getCanvas()


def record(canvas, figure, area=AREA, style="explainer", now=1e6, times=None):
    return Recorder(canvas, THEMES[style], area, now, times or {}).marks(figure)


@pytest.mark.parametrize("area", [AREA, Rect(70, 128, 558, 510)], ids=["whole", "half"])
@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda each: f"{each.kind}-{getattr(each, 'variant', '')}")
def test_labels_stand_in_the_area_and_apart(canvas, drawing, area):
    names = drawing.diagram(0.0).names()[: 6 if area is AREA else 3]

    named = type(drawing).model_validate({**drawing.model_dump(exclude={"labels"}), "labels": names})
    marks = record(canvas, named, area)

    rooms = [mark.room for group in marks.values() for mark in group if isinstance(mark, Words)]
    assert len(rooms) == len(names)
    for room in rooms:
        assert room.left() >= area.x - 1 and room.right() <= area.right + 1
        assert room.top() >= area.y - 4 and room.bottom() <= area.bottom + 4
    assert not any(one.makeInset(2, 4).intersects(other.makeInset(2, 4)) for one, other in combinations(rooms, 2))


def test_a_label_of_something_that_is_not_there_is_refused():
    with pytest.raises(ValidationError, match="left-atrium"):
        Heart(labels=("gills",))
    with pytest.raises(ValidationError, match="each name once"):
        Heart(labels=("aorta", {"name": "aorta", "of": "septum"}))


def test_a_heart_beats_and_is_the_same_at_the_same_time(canvas):
    def room(now: float) -> tuple[float, ...]:
        marks = record(canvas, Heart(labels=("left-ventricle",)), now=now, times={"body": Appearance(0.0, 1.0)})
        chamber = next(mark for mark in marks["left-ventricle"] if isinstance(mark, Area))
        bounds = chamber.path.getBounds()
        return bounds.left(), bounds.top(), bounds.width(), bounds.height()

    relaxed, squeezed = room(1.9), room(1.2)
    assert squeezed[2] < relaxed[2] * 0.96
    assert room(1.2) == squeezed


def test_an_impulse_is_faster_with_myelin():
    with_myelin, bare = (max(s.seconds for s in Neuron(variant=v).diagram(0.0).streams) for v in ("cell", "bare"))
    assert with_myelin < bare / 2
    assert "myelin" not in Neuron(variant="bare").diagram(0.0).names()


@pytest.mark.parametrize(
    ("codon", "acid"),
    [("AUG", "Met"), ("UGG", "Trp"), ("GAG", "Glu"), ("GUG", "Val"), ("UAA", "stop"), ("AGC", "Ser"), ("AAA", "Lys")],
)
def test_the_genetic_code(codon, acid):
    assert amino_acid(codon) == acid


def test_sickle_cell_mutation_swaps_one_amino_acid():
    usual = Codons(template="TACCACGTGGACTGAGGACTCCTC").protein
    mutant = Codons(template="TACCACGTGGACTGAGGACACCTC", changed=(19,)).protein

    assert usual == ["Met", "Val", "His", "Leu", "Thr", "Pro", "Glu", "Glu"]
    assert [pair for pair in zip(usual, mutant, strict=True) if pair[0] != pair[1]] == [("Glu", "Val")]


def test_translation_ends_at_the_first_stop():
    assert Codons(template="TACATTCCC").protein == ["Met", "stop"]


@pytest.mark.parametrize(
    "fields", [{"template": "TACA"}, {"template": "TACGUU"}, {"template": "TACGGA", "changed": [6]}]
)
def test_codons_refuse_what_cannot_be_read(fields):
    with pytest.raises(ValidationError):
        Codons.model_validate(fields)


def test_each_base_stands_opposite_its_partner(canvas):
    marks = record(canvas, DnaCopying(sequence="ATGCCGTAACGT", mode="plain"))
    columns: dict[float, list[tuple[float, str]]] = {}
    for mark in (mark for group in marks.values() for mark in group):
        if isinstance(mark, Words):
            columns.setdefault(round(mark.x), []).append((mark.y, _text(mark)))
    assert len(columns) == 12
    for found in columns.values():
        letters = [letter for _, letter in sorted(found)]
        assert all(PARTNER[a] == b for a, b in zip(letters[::2], letters[1::2], strict=True))


def _text(mark: Words) -> str:
    """Which of the four letters it is: told by its width, which differs from letter to letter."""
    pen = Pen(skia.Surface(4, 4).getCanvas(), THEMES["explainer"], AREA)
    return next(each for each in PARTNER if abs(pen.measure(each, 24, bold=True)[0] - mark.words.width) < 1e-3)


def test_a_helix_takes_bases_only():
    with pytest.raises(ValidationError):
        Dna(sequence="ATXG")


def test_dihybrid_cross_gives_nine_three_three_one():
    cross = Punnett(mother="RrYy", father="RrYy", looks=PEAS)
    assert Counter(cross.look(child).text for child in cross.children) == {
        "round, yellow": 9, "round, green": 3, "wrinkled, yellow": 3, "wrinkled, green": 1,
    }  # fmt: skip
    assert gametes("RrYy") == [("R", "Y"), ("R", "y"), ("r", "Y"), ("r", "y")]


def test_sex_linked_cross_tells_two_copies_from_one():
    looks = [
        {"has": "XH XH", "text": "a"},
        {"has": "XH Xh", "text": "b"},
        {"has": "XH Y", "text": "c"},
        {"has": "Xh Y", "text": "d"},
    ]
    cross = Punnett(mother="XH Xh", father="XH Y", looks=looks)
    assert Counter(cross.look(child).text for child in cross.children) == {"a": 1, "b": 1, "c": 1, "d": 1}


@pytest.mark.parametrize(
    "fields",
    [
        {"mother": "Rr", "father": "RrYy", "looks": PEAS},
        {"mother": "Rr", "father": "Yy", "looks": [{"text": "any"}]},
        {"mother": "Rr", "father": "Rr", "looks": [{"has": "R", "text": "round"}]},
    ],
    ids=["genes differ", "letters differ", "a child without a look"],
)
def test_crosses_that_do_not_fit_are_refused(fields):
    with pytest.raises(ValidationError):
        Punnett.model_validate(fields)


def _web(links: list[tuple[str, str]]) -> FoodWeb:
    names = dict.fromkeys(name for link in links for name in link)
    return FoodWeb.model_validate({"species": [{"name": n, "label": n} for n in names], "links": links})


def test_a_species_stands_above_all_it_eats():
    web = _web([("grass", "vole"), ("vole", "owl"), ("grass", "mouse"), ("mouse", "stoat"), ("stoat", "owl")])
    assert web.levels == {"grass": 0, "vole": 1, "mouse": 1, "stoat": 2, "owl": 3}


def test_a_circle_of_eating_and_strangers_are_refused():
    with pytest.raises(ValidationError, match="circle"):
        _web([("a", "b"), ("b", "c"), ("c", "a")])
    with pytest.raises(ValidationError, match="unknown species wolf"):
        FoodWeb.model_validate(
            {"species": [{"name": n, "label": n} for n in "ab"], "links": [("a", "b")], "gone": ["wolf"]}
        )


def test_bars_of_a_pyramid_are_in_proportion(canvas):
    levels = [{"name": n, "label": n, "value": v} for n, v in (("a", 1000), ("b", 250), ("c", 50))]
    marks = record(canvas, Pyramid.model_validate({"levels": levels, "unit": "kJ"}))
    a, b, c = (next(m.path.getBounds().width() for m in marks[n] if isinstance(m, Area)) for n in "abc")
    assert (b / a, c / a) == pytest.approx((0.25, 0.05), abs=1e-3)


TREE = {
    "leaves": [{"name": n, "label": n} for n in ("human", "chimp", "gorilla")],
    "splits": [
        {"name": "x", "joins": ["human", "chimp"], "age": 6},
        {"name": "y", "joins": ["x", "gorilla"], "age": 9},
    ],
}


def test_splits_lie_on_the_axis_at_their_age(canvas):
    marks = record(canvas, Cladogram.model_validate(TREE))
    today = next(m for m in marks["human"] if isinstance(m, Line)).path.getBounds().right()
    x, y = (today - next(m for m in marks[n] if isinstance(m, Line)).path.getBounds().left() for n in "xy")
    assert x / y == pytest.approx(6 / 9, rel=1e-3)
    assert Cladogram.model_validate(TREE).rows == {"human": 0, "chimp": 1, "gorilla": 2, "x": 0.5, "y": 1.25}


@pytest.mark.parametrize(
    "splits",
    [
        [{"name": "x", "joins": ["human", "chimp"], "age": 9}, {"name": "y", "joins": ["x", "gorilla"], "age": 6}],
        [{"name": "x", "joins": ["human", "chimp"], "age": 6}, {"name": "y", "joins": ["human", "gorilla"], "age": 9}],
        [{"name": "x", "joins": ["human", "chimp"], "age": 6}],
        [{"name": "x", "joins": ["human", "chimp"], "age": 6}, {"name": "y", "joins": ["x", "yeti"], "age": 9}],
    ],
    ids=["older child", "joined twice", "two roots", "unknown"],
)
def test_what_is_no_tree_is_refused(splits):
    with pytest.raises(ValidationError):
        Cladogram.model_validate({**TREE, "splits": splits})


@pytest.mark.parametrize(("way", "inwards"), [("diffusion", True), ("channel", True), ("pump", False)])
def test_particles_pass_down_the_difference_unless_pumped(way, inwards):
    assert Membrane(outside=12, inside=3, way=way).inwards is inwards
    assert Membrane(outside=3, inside=12, way=way).inwards is not inwards


def test_a_membrane_shows_as_many_particles_as_said(canvas):
    marks = record(canvas, Membrane(outside=7, inside=2))
    counts = [sum(isinstance(mark, Area) for mark in marks[part]) for part in ("outside", "inside")]
    assert counts == [7, 2]


def test_an_enzyme_parts_or_joins(canvas):
    def parted(part: str, *, joins: bool) -> float:
        halves = [m.path.getBounds() for m in record(canvas, Enzyme(joins=joins))[part] if isinstance(m, Area)][:2]
        return halves[1].left() - halves[0].right()

    assert parted("products", joins=False) > 20 >= parted("enzyme", joins=False)
    assert parted("enzyme", joins=True) > 20 >= parted("products", joins=True)


def test_division_keeps_or_halves_the_chromosomes():
    assert [len(cell.chromosomes) for cell in _cells("metaphase")] == [4]
    assert [len(cell.chromosomes) for cell in _cells("daughters")] == [4, 4]
    assert [len(cell.chromosomes) for cell in _cells("gametes")] == [2, 2, 2, 2]
    assert all(each.doubled for each in _cells("metaphase")[0].chromosomes)
    assert not any(each.doubled for cell in _cells("gametes") for each in cell.chromosomes)
    with pytest.raises(ValidationError):
        Division(stages=("metaphase", "metaphase"))


def test_as_many_beetles_as_counted(canvas):
    generation = {"name": "g", "label": "now", "first": 5, "second": 9}
    marks = record(canvas, Selection.model_validate({"generations": [generation], "being": "bacterium"}))
    bodies = [mark for mark in marks["g"] if isinstance(mark, Area)][1:]
    assert [_contours(mark.path) for mark in bodies] == [5, 9]
    with pytest.raises(ValidationError, match="1 to 24"):
        Selection.model_validate({"generations": [{**generation, "second": 24}]})


def _contours(path: skia.Path) -> int:
    measure, count = skia.PathMeasure(path, False), 1
    while measure.nextContour():
        count += 1
    return count if paths.length(path) else 0


def test_blood_waits_for_its_vessels(canvas):
    times = {"body": Appearance(0.0, 1.0), "vena-cava": Appearance(5.0, 1.0)}
    before, after = (
        len(record(canvas, Heart(labels=("vena-cava",)), now=t, times=times)["streams"]) for t in (3.0, 8.0)
    )
    assert (before, after) == (14, 28)
