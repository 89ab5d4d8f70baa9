"""Figures of chemistry say what their data say."""

from __future__ import annotations

import math

import numpy as np
import pytest

from data.elements import capacity, elements
from data.molecules import molecules
from domain.errors import InvalidParams
from engine.lesson.drawing.pen import Rect
from engine.lesson.figures.chemistry.atoms import radius_of
from engine.lesson.figures.chemistry.chart import Chart
from engine.lesson.figures.chemistry.course import Course
from engine.lesson.figures.chemistry.crystal import DIAMOND_BOND, Crystal
from engine.lesson.figures.chemistry.energy import EnergyProfile
from engine.lesson.figures.chemistry.equation import Equation, Term
from engine.lesson.figures.chemistry.formulas import charge, composition, molar_mass, pretty
from engine.lesson.figures.chemistry.galvanic import GalvanicCell, half_reaction
from engine.lesson.figures.chemistry.lewis import Atom, Lewis
from engine.lesson.figures.chemistry.mole_bridge import MoleBridge
from engine.lesson.figures.chemistry.molecule import Shown
from engine.lesson.figures.chemistry.orbitals import spins
from engine.lesson.figures.chemistry.particles import Vessel, places
from engine.lesson.figures.chemistry.shells import ElectronTransfer, shells_of
from engine.lesson.figures.chemistry.structure import Drawn
from engine.lesson.figures.chemistry.titration import Titration, ph_of
from engine.lesson.figures.registry import read_figure


def test_every_element_has_as_many_electrons_as_protons_in_subshells_that_hold_them() -> None:
    assert [element.number for element in elements().values()] == list(range(1, 119))
    for element in elements().values():
        assert sum(count for _, count in element.subshells) == element.number
        assert all(count <= capacity(subshell) for subshell, count in element.subshells)
        assert len(element.shells) == element.period or element.symbol == "Pd"


def test_places_in_the_table_do_not_collide() -> None:
    places = {(e.period, e.group) for e in elements().values() if e.group}
    assert len(places) == sum(e.group is not None for e in elements().values()) == 90


@pytest.mark.parametrize("key", list(molecules()))
def test_molecules_are_what_their_formulas_say(key: str) -> None:
    molecule = molecules()[key]
    counted = {symbol: molecule.atoms.count(symbol) for symbol in molecule.atoms}
    assert counted == composition(molecule.formula)
    assert len(molecule.xyz) == len(molecule.plan) == len(molecule.atoms)
    for a, b, order in molecule.bonds:
        length = math.dist(molecule.xyz[a], molecule.xyz[b])
        usual = radius_of(molecule.atoms[a]) + radius_of(molecule.atoms[b])
        assert 0.75 * usual < length < 1.25 * usual, (molecule.atoms[a], molecule.atoms[b], order)


def test_angles_come_from_the_coordinates() -> None:
    assert Shown(name="w", molecule="water", angle=(1, 0, 2)).degrees == pytest.approx(104.5, abs=0.05)
    assert Shown(name="m", molecule="methane", angle=(1, 0, 4)).degrees == pytest.approx(109.47, abs=0.05)
    assert Shown(name="c", molecule="carbon-dioxide", angle=(1, 0, 2)).degrees == pytest.approx(180)


def test_the_two_alanines_are_mirror_images() -> None:
    def handedness(key: str) -> float:
        molecule = molecules()[key]
        spots = np.array(molecule.xyz)
        centre = next(i for i, a in enumerate(molecule.atoms) if a == "C" and "N" in _near(key, i))
        ends = sorted((j for j in _joined(key, centre)), key=lambda j: (molecule.atoms[j], sorted(_near(key, j))))
        u, v, w = (spots[j] - spots[centre] for j in ends[:3])
        return float(np.dot(u, np.cross(v, w)))

    assert handedness("l-alanine") * handedness("d-alanine") < 0


def _joined(key: str, atom: int) -> list[int]:
    return [b if a == atom else a for a, b, _ in molecules()[key].bonds if atom in (a, b)]


def _near(key: str, atom: int) -> list[str]:
    return [molecules()[key].atoms[j] for j in _joined(key, atom)]


def test_formulas_are_read() -> None:
    assert composition("Ca(OH)2") == {"Ca": 1, "O": 2, "H": 2}
    assert (composition("SO4^2-"), charge("SO4^2-")) == ({"S": 1, "O": 4}, -2)
    assert (composition("H3O+"), charge("H3O+"), charge("Fe^3+(aq)")) == ({"H": 3, "O": 1}, 1, 3)
    assert pretty("SO4^2-") == "SO₄²⁻" and pretty("NH4+(aq)") == "NH₄⁺(aq)" and pretty("e-") == "e⁻"
    assert molar_mass("CaCO3") == pytest.approx(100.09, abs=0.01)


@pytest.mark.parametrize("bad", ["Xx2", "h2o", "Ca(OH", "Ca)OH", "2H2O", "", "H2O!"])
def test_what_is_no_formula_is_refused(bad: str) -> None:
    with pytest.raises(ValueError):
        Term(formula=bad)


def test_an_equation_must_balance_in_atoms_and_charge() -> None:
    left, right = (Term(formula="H2", count=2), Term(formula="O2")), (Term(formula="H2O", count=2),)
    assert Equation.count(left) == Equation.count(right) == {"H": 4, "O": 2}
    Equation(left=left, right=right)
    with pytest.raises(ValueError, match="balanced"):
        Equation(left=left[1:], right=right)
    with pytest.raises(ValueError, match="balanced"):
        Equation(left=left, right=right, balanced=False)
    with pytest.raises(ValueError, match="charge"):
        Equation(left=(Term(formula="Fe^2+"),), right=(Term(formula="Fe^3+"),))


def test_electrons_of_a_lewis_structure_add_up() -> None:
    oxygen, carbon = Atom(symbol="O", x=0, y=0), Atom(symbol="C", x=1, y=0)
    other = Atom(symbol="O", x=2, y=0)
    assert Lewis(atoms=(oxygen, carbon, other), bonds=((0, 1, 2), (1, 2, 2))).lone(0) == 2
    with pytest.raises(ValueError, match="electrons"):
        Lewis(atoms=(oxygen, carbon, other), bonds=((0, 1, 1), (1, 2, 2)))


def test_electron_transfer_makes_neutral_wholes() -> None:
    assert ElectronTransfer(donor="Mg", acceptor="Cl").counts == (1, 2)
    assert ElectronTransfer(donor="Na", acceptor="O").counts == (2, 1)
    assert shells_of("Na", 1) == shells_of("F", -1) == (2, 8)
    with pytest.raises(ValueError):
        ElectronTransfer(donor="Cl", acceptor="Na")


def test_hunds_rule() -> None:
    assert spins(3, 4) == [(True, True), (True, False), (True, False)]


@pytest.mark.parametrize(
    ("acid", "base", "pk", "expected"),
    [(0.1, 0, None, 1.0), (0, 0, None, 7.0), (0.05, 0.05, None, 7.0), (0.1, 0, 4.76, 2.88), (0.1, 0.05, 4.76, 4.76)],
)
def test_ph_follows_the_balance_of_charges(acid: float, base: float, pk: float | None, expected: float) -> None:
    assert ph_of(acid, base, pk) == pytest.approx(expected, abs=0.01)


def test_a_titration_turns_at_equivalence() -> None:
    strong, weak = Titration(), Titration(pk=4.76)
    assert strong.equivalence == 25 and strong.ph(25) == pytest.approx(7, abs=0.01)
    assert weak.ph(25) == pytest.approx(8.73, abs=0.02) and weak.ph(12.5) == pytest.approx(4.76, abs=0.02)
    with pytest.raises(ValueError, match="burette"):
        Titration(concentration=2, titrant=0.1)


def test_concentrations_settle_at_the_equilibrium_constant() -> None:
    course = Course.model_validate(
        {
            "species": [
                {"name": "a", "label": "A", "start": 1, "coefficient": -1},
                {"name": "b", "label": "B", "start": 0, "coefficient": 2},
            ],
            "forward": 0.5,
            "backward": 0.3,
            "end": 60,
            "changes": [{"name": "more", "at": 30, "label": "A added", "add": {"a": 0.5}}],
        }
    )
    times, amounts = course.amounts()
    for moment in (29.0, 60.0):
        a, b = amounts[int(np.searchsorted(times, moment)) - (moment < 60)]
        assert b**2 / a == pytest.approx(0.5 / 0.3, rel=1e-3)
    assert amounts[-1][0] + amounts[-1][1] / 2 == pytest.approx(1.5)


def test_cells_have_the_voltage_of_their_potentials() -> None:
    assert GalvanicCell(anode="Zn", cathode="Cu").voltage == 1.10
    assert half_reaction("Al", gives=True) == "Al → Al³⁺ + 3e⁻"
    with pytest.raises(ValueError, match="swap"):
        GalvanicCell(anode="Cu", cathode="Zn")


def test_an_energy_profile_passes_its_numbers() -> None:
    profile = EnergyProfile(reactants="a", products="b", change=-100, barrier=60)
    assert [profile.energy(way, 60) for way in (0, 0.5, 1)] == [0, pytest.approx(60), -100]
    with pytest.raises(ValueError, match="barrier"):
        EnergyProfile(reactants="a", products="b", change=80, barrier=60)


def test_the_mole_bridge_counts() -> None:
    assert MoleBridge(formula="H2O", mass=36.03).amount == pytest.approx(2.0, abs=0.001)


def test_crystals_have_the_neighbours_of_their_structure() -> None:
    spots, what, _ = Crystal(structure="rock-salt", size=3).positions()
    middle = int(np.argmin(np.linalg.norm(spots, axis=1)))
    apart = np.linalg.norm(spots - spots[middle], axis=1)
    nearest = [what[i] for i in np.flatnonzero(np.isclose(apart, 1.02 + 1.81))]
    assert len(nearest) == 6 and what[middle] not in nearest
    carbon, _, bonds = Crystal(structure="diamond").positions()
    assert all(math.dist(carbon[a], carbon[b]) == pytest.approx(DIAMOND_BOND, abs=0.06) for a, b in bonds)
    assert max(sum(i in bond for bond in bonds) for i in range(len(carbon))) == 4


@pytest.mark.parametrize("state", ["solid", "liquid", "gas"])
def test_particles_stay_in_their_vessel_and_move_as_their_state_says(state: str) -> None:
    vessel, room = Vessel.model_validate({"name": "v", "state": state, "label": "v", "count": 24}), Rect(0, 0, 400, 300)
    track = np.array([places(vessel, room, 14.0, second / 5) for second in range(50)])
    assert track.min() >= -5 and track[..., 0].max() <= 405 and track[..., 1].max() <= 305
    wander = float(np.median(track.max(axis=0) - track.min(axis=0)))
    assert {"solid": wander < 6, "liquid": 6 < wander < 60, "gas": wander > 100}[state]


def test_a_chart_puts_numbers_where_they_belong() -> None:
    chart = Chart(Rect(100, 50, 200, 400), (0, 10), (-1, 1))
    assert chart.at(5, 0) == (200, 250) and chart.at(10, 1) == (300, 50)


@pytest.mark.parametrize(
    "show",
    [
        {"kind": "periodic", "card": "Zz"},
        {"kind": "atom-shells", "symbol": "U"},
        {"kind": "molecule", "items": [{"name": "a", "molecule": "unobtainium"}]},
        {"kind": "molecule", "items": [{"name": "a", "molecule": "water", "angle": [0, 1, 5]}]},
        {"kind": "structure", "items": [{"name": "a", "molecule": "ethane", "groups": ["hydroxyl"]}]},
        {"kind": "crystal", "structure": "rock-salt", "cation": "Na+", "anion": "O^2-"},
        {"kind": "ph-scale", "items": [{"name": "a", "label": "a", "ph": 15}]},
        {
            "kind": "electrolysis",
            "label": "a",
            "ions": ["Na+", "K+"],
            "cathode": {"product": "a"},
            "anode": {"product": "b"},
        },
        {"kind": "chromatogram", "lanes": [{"name": "a", "label": "a", "spots": [{"rf": 1.2, "ink": "red"}]}]},
    ],
    ids=lambda show: show["kind"],
)
def test_bad_fields_are_refused(show: dict[str, object]) -> None:
    with pytest.raises(InvalidParams):
        read_figure(show)


def test_skeletal_formulas_leave_out_hydrogen() -> None:
    ethanol = Drawn(name="e", molecule="ethanol", style="skeletal")
    assert [ethanol.shape.atoms[i] for i in ethanol.shown()] == ["C", "C", "O"]
    assert len(ethanol.plan) == 3
