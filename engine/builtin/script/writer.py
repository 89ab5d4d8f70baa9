"""Writes a script without a model: a grammar of beats, filled from the topic, facts and the user's words."""

import hashlib
import random
from collections.abc import Callable

from engine.builtin.script import plain_text
from engine.builtin.script.brief import ScriptBrief
from engine.builtin.script.dealer import Dealer
from engine.builtin.script.fitting import Pool, fit, spoken_order
from engine.builtin.script.grammar import capitalised
from engine.builtin.script.material import Material, gather
from engine.builtin.script.script import Script, Section, spoken_seconds
from engine.builtin.script.topic import analyse

VERSION = "builtin-script-1"
_GOOD_ENOUGH = 0.025
_SHORT = 200


def write(brief: ScriptBrief, report: Callable[[float], None]) -> Script:
    """The script for a brief: the same brief gives the same script.

    `report` is called with a fraction 0..1 at least once a beat and may raise to cancel. The spoken words
    come within 5 % of duration / 60 * 150. Nothing about the topic is invented: what is said of it stands in
    the shipped knowledge base or in the brief; the rest is structure, questions and method.
    """
    report(0.0)
    material = gather(brief, analyse(brief.topic), _random(brief, "cast"))
    script = _assemble(brief, material, _best_draft(brief, material, report))
    report(1.0)
    return script


def _random(brief: ScriptBrief, purpose: str) -> random.Random:
    key = f"{VERSION}\0{brief!r}\0{purpose}".encode()
    # Chooses sentences; nothing secret depends on it.
    return random.Random(int.from_bytes(hashlib.sha256(key).digest()[:8], "big"))  # noqa: S311


def _best_draft(brief: ScriptBrief, material: Material, report: Callable[[float], None]) -> list[Pool]:
    """The first draft near enough to the duration, else the nearest of several."""
    attempts = 60 if brief.target_words < _SHORT else 8
    nearest, best = float("inf"), list[Pool]()
    for attempt in range(attempts):
        rng = _random(brief, f"draft {attempt}")
        pools = Dealer(material, rng).pools()
        error = abs(fit(pools, brief.target_words, rng, _scaled(report, attempt)))
        if error < nearest:
            nearest, best = error, pools
        if error <= max(_GOOD_ENOUGH * brief.target_words, 0.5):
            break
    return best


def _scaled(report: Callable[[float], None], attempt: int) -> Callable[[float], None]:
    """Fractions of one attempt as fractions of the whole; each attempt takes half of what is left."""
    return lambda fraction: report(0.95 * (1 - 0.5**attempt * (1 - 0.5 * fraction)))


def _assemble(brief: ScriptBrief, material: Material, pools: list[Pool]) -> Script:
    hook, *sections, close = (_section(pool) for pool in pools)
    return Script(
        title=capitalised(material.topic.title), topic=plain_text.clean(brief.topic), audience=brief.audience,
        style=brief.style, hook=hook, sections=tuple(sections), close=close,
    )  # fmt: skip


def _section(pool: Pool) -> Section:
    text = " ".join(unit.text for unit in spoken_order(pool))
    return Section(pool.heading, text, spoken_seconds(text))
