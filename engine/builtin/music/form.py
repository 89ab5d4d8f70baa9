"""The form of a piece: sections over its bars, and passages within them that change with the scenes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.builtin.music.timeline import Timeline

_PLANS: tuple[tuple[int, tuple[tuple[str, float], ...]], ...] = (
    (4, (("theme", 1.0),)),
    (8, (("theme", 0.6), ("resolution", 0.4))),
    (16, (("intro", 0.2), ("theme", 0.32), ("climax", 0.3), ("resolution", 0.18))),
    (36, (("intro", 0.14), ("theme", 0.28), ("build", 0.18), ("climax", 0.26), ("resolution", 0.14))),
    (
        70,
        (
            ("intro", 0.1),
            ("theme", 0.18),
            ("variation", 0.16),
            ("bridge", 0.14),
            ("build", 0.12),
            ("climax", 0.19),
            ("resolution", 0.11),
        ),
    ),
    (
        10**6,
        (
            ("intro", 0.07),
            ("theme", 0.14),
            ("variation", 0.14),
            ("bridge", 0.12),
            ("theme", 0.12),
            ("build", 0.13),
            ("climax", 0.18),
            ("resolution", 0.10),
        ),
    ),
)
"""For pieces of fewer bars than the first number: each section and its share."""
_ENERGY = {
    "intro": (0.18, 0.32),
    "theme": (0.42, 0.5),
    "variation": (0.56, 0.62),
    "bridge": (0.34, 0.48),
    "build": (0.58, 0.8),
    "climax": (0.9, 1.0),
    "resolution": (0.46, 0.26),
}
_SCENE_WEIGHT = 0.5
_LONGEST_PASSAGE = 8
_CLIMAX_WITHIN = (0.4, 0.82)


@dataclass(frozen=True)
class Section:
    """Bars first..last (the last left out) with one task in the form; `lift` raises its key by semitones."""

    role: str
    first: int
    last: int
    lift: int = 0


@dataclass(frozen=True)
class Passage:
    """Bars first..last (the last left out) with one scoring.

    Attributes:
        section: its index.
        energy: 0..1, from the form and from how strong the scene is.
        opens_scene: whether it starts at a scene change.
    """

    first: int
    last: int
    section: int
    energy: float
    opens_scene: bool


def sections(timeline: Timeline, cuts: Sequence[float], intensity: Sequence[float], lift: int) -> tuple[Section, ...]:
    """The form that suits the length; sections start at scene changes where one is near.

    Args:
        intensity: of each scene, 0..1, or empty; the climax is moved to the strongest scene.
        lift: semitones by which the climax and what follows it are raised.
    """
    count = len(timeline.bars)
    plan = next(plan for limit, plan in _PLANS if count < limit)
    at_cuts = sorted({timeline.nearest_bar(cut) for cut in cuts})
    peak = _strongest(timeline, cuts, intensity)
    starts = [0]
    for share in _shares(plan, peak)[:-1]:
        starts.append(_start(share * count, starts[-1], at_cuts, count))
    ends = [*starts[1:], count]
    raised, found = 0, []
    for (role, _), first, last in zip(plan, starts, ends, strict=True):
        raised = lift if role == "climax" else raised
        if last > first:
            found.append(Section(role, first, last, raised))
    return tuple(found)


def _shares(plan: Sequence[tuple[str, float]], peak: float | None) -> list[float]:
    """Where each section ends, 0..1, moved so that the climax starts at `peak`."""
    ends, total, before = [], 0.0, None
    for role, share in plan:
        before = total if role == "climax" else before
        total += share
        ends.append(total)
    if before is None or peak is None:
        return ends
    return [end * peak / before if end <= before else 1 - (1 - end) * (1 - peak) / (1 - before) for end in ends]


def _strongest(timeline: Timeline, cuts: Sequence[float], intensity: Sequence[float]) -> float | None:
    """Start of the strongest scene as a share of the bars, if it is where a climax may be."""
    if not intensity or max(intensity) - min(intensity) < 0.05:
        return None
    scene = max(range(len(intensity)), key=lambda index: intensity[index])
    start = timeline.nearest_bar((0.0, *cuts)[scene]) / len(timeline.bars)
    return start if _CLIMAX_WITHIN[0] <= start <= _CLIMAX_WITHIN[1] else None


def _start(wanted: float, previous: int, at_cuts: Sequence[int], count: int) -> int:
    reach = max(1.5, 0.07 * count)
    near = [bar for bar in at_cuts if bar > previous and abs(bar - wanted) <= reach]
    if near:
        return min(near, key=lambda bar: abs(bar - wanted))
    length = wanted - previous
    bars = 4 * round(length / 4) if length >= 6 else round(length)
    return min(count, previous + max(1, bars))


def passages(
    timeline: Timeline, form: Sequence[Section], cuts: Sequence[float], intensity: Sequence[float]
) -> tuple[Passage, ...]:
    """Every stretch of one scoring: a new one at each section, at each scene change, and after eight bars."""
    at_cuts = {timeline.nearest_bar(cut) for cut in cuts if cut < timeline.times[-1]}
    found = []
    for index, section in enumerate(form):
        starts = _split(
            sorted({section.first, *(bar for bar in at_cuts if section.first < bar < section.last)}), section
        )
        for first, last in zip(starts, [*starts[1:], section.last], strict=True):
            energy = _energy(timeline, section, (first + last) / 2, cuts, intensity)
            found.append(Passage(first, last, index, energy, first in at_cuts))
    return tuple(found)


def _split(starts: list[int], section: Section) -> list[int]:
    """No passage longer than eight bars and a remainder."""
    out = []
    for first, last in zip(starts, [*starts[1:], section.last], strict=True):
        out += [bar for bar in range(first, last, _LONGEST_PASSAGE) if bar == first or last - bar >= 3]
    return out


def _energy(
    timeline: Timeline, section: Section, bar: float, cuts: Sequence[float], intensity: Sequence[float]
) -> float:
    low, high = _ENERGY[section.role]
    formal = low + (high - low) * (bar - section.first) / (section.last - section.first)
    if not intensity:
        return formal
    time = timeline.times[timeline.bars[int(bar)].first] + 1e-6
    scene = sum(time >= cut - 0.15 for cut in cuts)
    return (1 - _SCENE_WEIGHT) * formal + _SCENE_WEIGHT * intensity[scene]
