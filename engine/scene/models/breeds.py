"""Words for animals with shapes of their own: a zebra among the horses, a tiger among the lions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from engine.scene.models.coats import Coat
from engine.scene.models.model import Look
from engine.scene.models.paintwork import Paint
from engine.scene.models.stances import Animal


def _fur(red: float, green: float, blue: float) -> Paint:
    return Paint((red, green, blue), "fur")


SNOW, COAL, PALE = _fur(0.94, 0.93, 0.9), _fur(0.1, 0.09, 0.09), _fur(0.95, 0.91, 0.84)


def _zebra(horse: Animal) -> Animal:
    coat = Coat(SNOW, SNOW, None, _fur(0.22, 0.2, 0.2), COAL, COAL, "bands", 0.15, ears=SNOW)
    head = replace(horse.head, size=0.155, muzzle=(1.95, 0.62, 0.68), ear=1.0)
    return replace(
        horse, shoulder=1.35, neck=(0.46, 0.52), neck_width=(0.22, 0.15), head=head, coat=coat, tail="tuft",
        tail_length=0.75, extras=("crest", "bristles"),
    )  # fmt: skip


def _donkey(horse: Animal) -> Animal:
    grey = _fur(0.5, 0.47, 0.45)
    coat = Coat(grey, PALE, None, PALE, grey.shade(0.45), ears=grey.shade(0.9))
    head = replace(horse.head, size=0.155, muzzle=(1.85, 0.62, 0.66), ears="long", ear=2.1)
    return replace(
        horse, shoulder=1.1, length=1.3, leg=(0.1, 0.052), neck=(0.4, 0.42), neck_width=(0.17, 0.13), head=head,
        coat=coat, tail="tuft", tail_length=0.65, extras=("crest", "bristles"),
    )  # fmt: skip


def _tiger(lion: Animal) -> Animal:
    orange = _fur(0.9, 0.5, 0.15)
    coat = Coat(orange, SNOW, None, SNOW, SNOW, COAL, "bands", 0.155, ears=_fur(0.25, 0.18, 0.13))
    head = replace(lion.head, size=0.23, muzzle=(0.5, 0.56, 0.42), ear=0.6)
    return replace(
        lion, length=1.6, belly=(0.25, 0.27), head=head, coat=coat, tail="up", tail_length=0.85, extras=("whiskers",)
    )


def _leopard(lion: Animal) -> Animal:
    coat = Coat(_fur(0.9, 0.68, 0.34), SNOW, None, SNOW, COAL, _fur(0.16, 0.11, 0.08), "spots", 0.11)
    head = replace(lion.head, size=0.19, muzzle=(0.5, 0.52, 0.42), ear=0.62)
    return replace(
        lion, shoulder=0.88, length=1.35, chest=(0.2, 0.24), belly=(0.18, 0.2), rump=(0.19, 0.21), leg=(0.1, 0.07),
        neck_width=(0.17, 0.15), head=head, coat=coat, tail="up", tail_length=0.85, extras=(),
    )  # fmt: skip


def _lioness(lion: Animal) -> Animal:
    return replace(lion, head=replace(lion.head, size=0.22), neck_width=(0.22, 0.19), extras=())


def _panther(lion: Animal) -> Animal:
    black = _fur(0.1, 0.1, 0.12)
    return replace(_leopard(lion), coat=Coat(black, black.shade(1.06), None, black.shade(1.1), black))


def _panda(bear: Animal) -> Animal:
    coat = Coat(SNOW, SNOW, COAL, SNOW, COAL, ears=COAL, eyes=COAL)
    head = replace(bear.head, size=0.33, muzzle=(0.34, 0.42, 0.36), ear=0.62)
    return replace(bear, length=1.15, coat=coat, head=head, extras=("shoulders",))


def _polar_bear(bear: Animal) -> Animal:
    white = _fur(0.95, 0.94, 0.9)
    head = replace(bear.head, size=0.24, muzzle=(0.85, 0.46, 0.4), ear=0.55)
    return replace(bear, coat=Coat(white, white, None, white.shade(0.97)), neck=(0.55, 0.16), head=head, extras=())


def _goat(sheep: Animal) -> Animal:
    coat = Coat(PALE, PALE, _fur(0.45, 0.36, 0.3), PALE, PALE.shade(0.9))
    head = replace(sheep.head, horns="goat", muzzle=(0.95, 0.52, 0.5))
    return replace(
        sheep, chest=(0.17, 0.21), belly=(0.2, 0.21), rump=(0.17, 0.2), neck=(0.17, 0.22), neck_width=(0.12, 0.1),
        head=head, coat=coat, extras=("beard",),
    )  # fmt: skip


def _ram(sheep: Animal) -> Animal:
    return replace(sheep, head=replace(sheep.head, horns="ram"))


def _bull(cow: Animal) -> Animal:
    brown = _fur(0.3, 0.19, 0.13)
    head = replace(cow.head, size=0.25, muzzle=(0.9, 0.74, 0.62))
    return replace(
        cow, chest=(0.42, 0.5), neck=(0.4, 0.02), neck_width=(0.34, 0.26), head=head,
        coat=Coat(brown, brown, brown.shade(0.6), brown.shade(1.25), brown.shade(0.5)), extras=("hump",),
    )  # fmt: skip


def _doe(deer: Animal) -> Animal:
    return replace(deer, head=replace(deer.head, horns="none"))


def _husky(dog: Animal) -> Animal:
    grey = _fur(0.36, 0.37, 0.4)
    head = replace(dog.head, muzzle=(0.78, 0.44, 0.42), ears="point", ear=0.9)
    return replace(dog, coat=Coat(grey, SNOW, SNOW, SNOW, SNOW), head=head, tail="bushy", tail_length=0.4)


def _dachshund(dog: Animal) -> Animal:
    brown = _fur(0.5, 0.26, 0.13)
    head = replace(dog.head, muzzle=(1.05, 0.44, 0.38))
    return replace(
        dog, shoulder=0.33, length=0.78, chest=(0.11, 0.12), belly=(0.1, 0.1), rump=(0.1, 0.11), head=head,
        coat=Coat(brown, brown.shade(1.2), brown.shade(1.2), brown.shade(1.2), brown.shade(0.75)),
    )  # fmt: skip


def _poodle(dog: Animal) -> Animal:
    curly = _fur(0.93, 0.89, 0.84)
    head = replace(dog.head, muzzle=(0.85, 0.36, 0.34))
    return replace(dog, coat=Coat(curly, curly, None, curly, curly.shade(0.92)), head=head, extras=("wool",))


def _dalmatian(dog: Animal) -> Animal:
    return replace(dog, coat=Coat(SNOW, SNOW, None, SNOW, COAL, COAL, "spots", 0.1))


BREEDS: Mapping[str, Mapping[str, Callable[[Animal], Animal]]] = MappingProxyType(
    {
        "horse": {"zebra": _zebra, "donkey": _donkey, "mule": _donkey},
        "lion": {
            "tiger": _tiger, "leopard": _leopard, "cheetah": _leopard, "jaguar": _leopard, "panther": _panther,
            "puma": _lioness, "lioness": _lioness,
        },
        "bear": {"panda": _panda, "polar bear": _polar_bear},
        "sheep": {"goat": _goat, "ram": _ram},
        "cow": {"bull": _bull, "bison": _bull, "buffalo": _bull, "ox": _bull, "oxen": _bull, "yak": _bull},
        "deer": {"doe": _doe, "fawn": _doe, "gazelle": _doe},
        "dog": {"husky": _husky, "huskies": _husky, "dachshund": _dachshund, "poodle": _poodle,
                "dalmatian": _dalmatian, "german shepherd": _husky},
    }
)  # fmt: skip
"""Noun -> word -> what that animal has instead."""


def bred(noun: str, animal: Animal, look: Look) -> Animal:
    """The animal that a word asks for; itself where the word says no more than the noun."""
    found = next((change for word, change in BREEDS.get(noun, {}).items() if look.called(word)), None)
    return animal if found is None else found(animal)
