"""The figures of physics obey the laws that they show."""

from __future__ import annotations

import math
from typing import Any, TypeVar

import numpy as np
import pytest

from domain.errors import InvalidParams
from engine.lesson.drawing.board import AREA, Beat, still
from engine.lesson.drawing.pen import Appearance, Rect
from engine.lesson.drawing.theme import THEMES
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.general.pair import Pair
from engine.lesson.figures.physics import arrows, energy_track, field, gas_box, lens, orbit, projectile
from engine.lesson.figures.physics.charge_path import ChargePath
from engine.lesson.figures.physics.circuit import Circuit
from engine.lesson.figures.physics.collision import Collision
from engine.lesson.figures.physics.decay import Decay
from engine.lesson.figures.physics.forces import Forces
from engine.lesson.figures.physics.induction import Induction
from engine.lesson.figures.physics.labels import number
from engine.lesson.figures.physics.light_clock import LightClock
from engine.lesson.figures.physics.nucleus import Nucleus
from engine.lesson.figures.physics.oscillator import Oscillator
from engine.lesson.figures.physics.refraction import Refraction
from engine.lesson.figures.physics.wave import Wave, Waves
from engine.lesson.figures.registry import read_figure

F = TypeVar("F", bound=Figure)

CART = {"mass": 1, "velocity": 1}
LAMP = {"name": "lamp", "sort": "lamp", "ohms": 6}
FORCE = {"name": "w", "label": "Weight", "newtons": 9, "angle": -90}
RUNNER = {"name": "a", "label": "A", "velocity": 9, "acceleration": -2}
THROW = {"name": "a", "label": "up", "speed": 20, "angle": 50}
COMET = {"name": "a", "label": "comet", "axis": 1, "eccentricity": 0.6}
METER = {"name": "meter", "sort": "ammeter"}
GAP = {"name": "gap", "sort": "capacitor"}
PROTON = {"name": "p", "label": "proton", "mass": 1.6726e-27, "charge": 1.602e-19, "speed": 4e6}
HILLS = [{"x": 0, "height": 10}, {"x": 10, "height": 1}, {"x": 20, "height": 6}, {"x": 30, "height": 0}]
BOWL = [{"x": 0, "height": 8}, {"x": 10, "height": 0}, {"x": 20, "height": 8}]
DIPOLE = [{"sort": "charge", "x": -0.8}, {"sort": "charge", "x": 0.8, "strength": -1}]
SHOWS: tuple[dict[str, Any], ...] = (
    {"kind": "forces", "surface": "ramp", "tilt": 30, "net": True, "forces": [FORCE]},
    {"kind": "motion", "length": 40, "arrows": "both", "runners": [RUNNER]},
    {"kind": "projectile", "components": True, "marks": True, "throws": [THROW]},
    {"kind": "energy-track", "track": HILLS, "friction": 0.5},
    {"kind": "collision", "left": {"mass": 2, "velocity": 3}, "right": {"mass": 1, "velocity": -1}, "energy": True},
    {"kind": "orbit", "areas": True, "arrows": True, "orbits": [COMET]},
    {"kind": "circling", "mass": 1, "radius": 2, "speed": 3, "release": True},
    {"kind": "circuit", "volts": 6, "main": [METER], "branches": [[LAMP], [GAP]]},
    {"kind": "field", "sources": [{"sort": "magnet"}], "compass": True},
    {"kind": "induction"},
    {"kind": "wave", "marks": True, "sort": "longitudinal", "waves": [{"name": "a", "wavelength": 2}]},
    {"kind": "wavefronts", "sources": [{"x": -0.5, "speed": 0.5}], "behind": "low", "ahead": "high"},
    {"kind": "oscillator", "sort": "spring", "damping": 0.2},
    {"kind": "lens", "focal": -10, "distance": 20},
    {"kind": "refraction", "above": {"label": "glass", "n": 1.5}, "below": {"label": "air", "n": 1}, "angle": 60},
    {"kind": "em-spectrum"},
    {"kind": "gas-box", "end_litres": 12},
    {"kind": "nucleus", "symbol": "C", "protons": 6, "neutrons": 8, "shells": [2, 4], "emits": "beta", "daughter": "N"},
    {"kind": "decay", "half_life": 8, "unit": "days"},
    {"kind": "light-clock", "beta": 0.6},
    {"kind": "heat-flow", "hot": 90, "cold": 20, "material": "steel", "conductivity": 15},
    {"kind": "charge-path", "tesla": 1, "particles": [PROTON]},
)  # fmt: skip


def make(kind: type[F], **fields: object) -> F:
    figure = read_figure({"kind": kind.kind, **fields})
    assert isinstance(figure, kind)
    return figure


@pytest.mark.parametrize("show", SHOWS, ids=lambda show: show["kind"])
def test_each_part_adds_something_and_no_frame_depends_on_the_one_before(show: dict[str, Any]) -> None:
    figure = read_figure(show)
    beat = Beat("Heading", figure, {part: Appearance(1.0 + i, 0.5) for i, part in enumerate(figure.parts())})
    frames = [still(THEMES["whiteboard"], beat, 0.9 + i, 0.25) for i in range(len(figure.parts()) + 1)]
    assert all((a != b).any() for a, b in zip(frames, frames[1:], strict=False))
    assert (still(THEMES["whiteboard"], beat, 0.9, 0.25) == frames[0]).all()


@pytest.mark.parametrize("show", SHOWS, ids=lambda show: show["kind"])
def test_half_the_width_is_enough(show: dict[str, Any]) -> None:
    right = {"kind": "number", "value": 1, "caption": "one"}
    alone = {"kind": "define", "term": "term", "meaning": "meaning"}
    frames = [
        still(THEMES["explainer"], Beat("", make(Pair, left=left, right=right), {}), 3.3, 0.25).astype(int)
        for left in (show, alone)
    ]
    edge = round((AREA.x + AREA.width / 2 + 24) * 0.25)
    assert (np.abs(frames[0] - frames[1])[:, edge:].max(axis=2) > 24).mean() < 0.001


@pytest.mark.parametrize(
    ("show", "path"),
    [
        ({"kind": "forces", "forces": []}, "forces"),
        ({"kind": "forces", "tilt": 20, "forces": [{"name": "a", "label": "A", "newtons": 1, "angle": 0}]}, "forces"),
        ({"kind": "projectile", "throws": [{"name": "a", "speed": 3}]}, "projectile"),
        ({"kind": "energy-track", "track": [*BOWL[:2], {"x": 5, "height": 1}]}, "energy-track"),
        ({"kind": "collision", "left": CART, "right": CART}, "collision"),
        ({"kind": "circuit", "volts": 6, "main": [{"name": "a", "sort": "ammeter"}]}, "circuit"),
        ({"kind": "circuit", "volts": 6, "branches": [[LAMP], [{"name": "s", "sort": "switch"}]]}, "circuit"),
        ({"kind": "field", "sources": [*DIPOLE, {"sort": "wire"}]}, "field"),
        ({"kind": "lens", "focal": 10, "distance": 10}, "lens"),
        ({"kind": "nucleus", "symbol": "U", "protons": 92, "neutrons": 146, "emits": "alpha"}, "nucleus"),
        ({"kind": "heat-flow", "hot": 1, "cold": 2, "material": "x", "conductivity": 1}, "heat-flow"),
        ({"kind": "light-clock", "beta": 1.0}, "beta"),
    ],
)
def test_what_cannot_be_is_refused(show: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidParams) as caught:
        read_figure(show)
    assert path in str(caught.value)


def test_a_block_on_a_ramp_is_left_with_the_downhill_part_of_its_weight() -> None:
    weight = {"name": "w", "label": "W", "newtons": 100, "angle": -90}
    normal = {"name": "n", "label": "N", "newtons": 100 * math.cos(math.radians(30)), "angle": 120}
    newtons, angle = make(Forces, surface="ramp", tilt=30, forces=[weight, normal]).sum
    assert newtons == pytest.approx(50)
    assert angle % 360 == pytest.approx(210)


def test_a_throw_lands_where_the_board_says() -> None:
    figure = make(projectile.Projectile, throws=[{"name": "a", "speed": 20, "angle": 45}], gravity=10)
    throw = figure.throws[0]
    assert throw.flight(10) == pytest.approx(2 * 20 * math.sin(math.pi / 4) / 10)
    assert list(throw.at(throw.flight(10), 10)) == pytest.approx([40, 0])
    view = projectile._View(figure, AREA)
    left, top, right = (view.point(at) for at in ((0, 0), (20, 10), (40, 0)))
    assert left[1] == right[1] == pytest.approx(top[1] + (right[0] - left[0]) / 4)


def test_energy_only_changes_its_form() -> None:
    for track, friction in ((HILLS, 0.0), (BOWL, 3.0)):
        figure = make(energy_track.EnergyTrack, track=track, friction=friction, mass=2)
        _, height, speed, heat = energy_track._ride(figure).T
        assert 2 * 9.81 * height + speed**2 + heat == pytest.approx(figure.total, rel=1e-3)
        assert (np.diff(heat) >= 0).all()
    assert heat[-1] > 0.9 * figure.total
    assert height[-1] < 0.5


@pytest.mark.parametrize("elasticity", [0.0, 0.4, 1.0])
def test_a_collision_keeps_momentum(elasticity: float) -> None:
    left, right = {"mass": 3, "velocity": 2}, {"mass": 1, "velocity": -4}
    a, b = make(Collision, left=left, right=right, elasticity=elasticity).after
    assert 3 * a + b == pytest.approx(2)
    assert b - a == pytest.approx(6 * elasticity)


def test_an_orbit_keeps_keplers_laws() -> None:
    comet = {"name": "a", "axis": 1, "eccentricity": 0.6}
    figure = make(orbit.Orbit, orbits=[comet, {"name": "b", "axis": 4}])
    near, far = (figure.orbits[0].at(share) for share in (0.0, 0.5))
    assert [*near, *far] == pytest.approx([0.4, 0, -1.6, 0])
    swept = [np.array([figure.orbits[0].at(start + i / 4000) for i in range(101)]) for start in (0.0, 0.45)]
    areas = [float(np.sum(p[:-1, 0] * p[1:, 1] - p[1:, 0] * p[:-1, 1])) / 2 for p in swept]
    assert areas[0] == pytest.approx(areas[1], rel=1e-3)
    assert figure.period(figure.orbits[1]) == pytest.approx(8 * figure.period(figure.orbits[0]))


def test_currents_follow_kirchhoff() -> None:
    main = {"name": "main", "ohms": 4}
    left, right = {"name": "left", "ohms": 6}, {"name": "right", "ohms": 3}
    figure = make(Circuit, volts=18, main=[main], branches=[[left], [right]])
    assert figure.currents() == {"main": pytest.approx(3), "left": pytest.approx(1), "right": pytest.approx(2)}


def test_an_open_switch_stops_the_current_of_its_branch_only() -> None:
    gap = {"name": "gap", "sort": "switch", "closed": False}
    currents = make(Circuit, volts=6, branches=[[LAMP], [{"name": "dark", "ohms": 6}, gap]]).currents()
    assert currents == {"lamp": pytest.approx(1), "dark": 0, "gap": 0}


def test_electric_lines_run_from_plus_to_minus() -> None:
    lines = field._lines(tuple(field.Source.model_validate(source) for source in DIPOLE), 2.2)
    inner = [line for line in lines if math.dist(line[-1], (0.8, 0)) < 0.1]
    assert len(inner) >= 6
    assert all(math.dist(line[0], (-0.8, 0)) < 0.11 for line in inner if np.abs(line).max() < 0.99)


def test_a_current_towards_us_is_circled_counter_clockwise() -> None:
    at = field._field_of((field.Source(sort="wire"),))
    assert at(np.array([0.5, 0.0]))[1] > 0 and at(np.array([0.0, 0.5]))[0] < 0
    inside = field._field_of((field.Source(sort="coil"),))(np.array([0.0, 0.0]))
    assert inside[0] > 0 and inside[1] == pytest.approx(0, abs=1e-9)


def test_only_a_moving_magnet_induces() -> None:
    figure = make(Induction, seconds=4)
    assert figure.voltage(0) == pytest.approx(0, abs=1e-3)
    assert figure.voltage(1) == pytest.approx(0, abs=1e-3)
    assert figure.voltage(0.7) < 0 < figure.voltage(1.3)


def test_opposite_waves_stand() -> None:
    there = Wave(name="a", wavelength=2)
    assert there.at(0.3, 0.1) == pytest.approx(there.at(2.3, 1.1)) == pytest.approx(there.at(0.5, 0.2))
    both = make(Waves, waves=[{"name": "a", "wavelength": 2}, {"name": "b", "wavelength": 2, "direction": -1}])
    assert [both.total(x, t) for x in (0, 1, 2) for t in (0.1, 0.3)] == pytest.approx([0] * 6)


@pytest.mark.parametrize(
    ("focal", "distance", "away", "height"), [(10, 30, 15, -1.5), (10, 6, -15, 7.5), (-10, 20, -20 / 3, 1.0)]
)
def test_rays_meet_in_the_image(focal: float, distance: float, away: float, height: float) -> None:
    figure = make(lens.Lens, focal=focal, distance=distance)
    assert list(figure.image) == pytest.approx([away, height])
    view = lens._View(figure, AREA)
    assert all(AREA.x <= view.x(cm) <= AREA.right for cm in (-distance, away, -abs(focal), abs(focal)))
    assert all(AREA.y <= view.y(cm) <= AREA.bottom for cm in (figure.height, height))


def test_light_beyond_the_critical_angle_stays_inside() -> None:
    glass, air = {"label": "glass", "n": 1.5}, {"label": "air", "n": 1}
    assert make(Refraction, above=air, below=glass, angle=30).refracted == pytest.approx(19.47, abs=0.01)
    assert make(Refraction, above=glass, below=air, angle=41).refracted is not None
    assert make(Refraction, above=glass, below=air, angle=42).refracted is None


def test_a_gas_keeps_its_law_and_its_box() -> None:
    figure = make(gas_box.GasBox, litres=24, end_litres=12, kelvin=300, end_kelvin=600)
    for t in (0.0, 3.1, 7.0):
        litres, kelvin, pascals = figure.state(t)
        assert pascals * litres / 1000 == pytest.approx(8.314462618 * kelvin)
    assert list(figure.state(7.0)[:2]) == pytest.approx([12, 600])
    assert [gas_box._folded(at) for at in (-0.25, 0.4, 1.25, 2.5)] == pytest.approx([0.25, 0.4, 0.75, 0.5])


def test_a_decay_balances_and_halves() -> None:
    fields = {"symbol": "U", "protons": 92, "neutrons": 146}
    assert make(Nucleus, **fields, emits="alpha", daughter="Th").after == (90, 144)
    assert make(Nucleus, **fields, emits="beta", daughter="Np").after == (93, 145)
    figure = make(Decay, half_life=8, unit="days", side=16)
    assert figure.left_at(0) == 256
    assert figure.left_at(1) == pytest.approx(128, abs=24)
    assert figure.left_at(2) == pytest.approx(64, abs=21)


def test_numbers_of_textbooks_come_out() -> None:
    assert make(LightClock, beta=0.6).gamma == pytest.approx(1.25)
    assert make(Oscillator, length=1).period == pytest.approx(2.006, abs=1e-3)
    assert make(ChargePath, tesla=0.5, particles=[PROTON]).particles[0].radius(0.5) == pytest.approx(0.0835, abs=1e-4)


def test_numbers_are_written_as_in_a_book() -> None:
    assert [number(value) for value in (0, 9.81, -3, 14000, 1.989e30, 6.674e-11)] == [
        "0", "9.81", "\u22123", "14\u202f000", "1.99 \u00d7 10\u00b3\u2070", "6.67 \u00d7 10\u207b\u00b9\u00b9",
    ]  # fmt: skip


def test_a_room_of_arrows_holds_them_all() -> None:
    room = Rect(0, 0, 200, 100)
    assert arrows.scale_to_fit(room, (100, 50), [(0.0, 10.0), (90.0, 10.0)], 300) == pytest.approx(5)
    assert arrows.scale_to_fit(room, (100, 50), [(0.0, 10.0)], 40) == pytest.approx(4)
