"""How each kind of creature stirs where it is."""

from __future__ import annotations

from collections.abc import Mapping

from engine.scene.scene import Instance, Life

PEOPLE = frozenset({"man", "woman", "boy", "girl", "child", "person", "knight", "wizard", "astronaut", "robot"})
BEASTS = frozenset(
    {
        "bear", "camel", "cat", "cow", "deer", "dog", "elephant", "fox", "giraffe", "horse", "lion", "pig", "sheep",
        "unicorn", "wolf", "dragon", "rabbit", "chicken",
    }
)  # fmt: skip
SWIMMERS: Mapping[str, Life] = {
    "fish": Life("swim", 1.5), "shark": Life("swim", 0.6, 0.8), "whale": Life("dive", 0.5),
    "dolphin": Life("dive", 1.1), "octopus": Life("pulse"), "turtle": Life("breath"),
}  # fmt: skip
FLYERS: Mapping[str, float] = {
    "bird": 2.6, "eagle": 1.1, "dragon": 0.7, "bee": 9.0, "butterfly": 3.4, "owl": 1.8, "duck": 3.0,
}  # fmt: skip
"""Wingbeats a second."""
RESTING = frozenset({"lying", "sleeping"})
BURNING: Mapping[str, float] = {"campfire": 1.0, "candle": 0.45}
UPRIGHT: Mapping[str, Life] = {
    "penguin": Life("stand", 1.1, 1.2), "owl": Life("stand", 0.8, 0.8),
    "duck": Life("stand", 1.0, 0.7),
}  # fmt: skip


def flies(instance: Instance) -> bool:
    """Whether it is in the air by its own wings: what only could is standing."""
    if instance.noun not in FLYERS:
        return False
    return instance.pose == "flying" or instance.motion == "circle" or instance.noun in ("bee", "butterfly")


def life_of(instance: Instance) -> Life | None:
    """The stirring of a creature or a fire; None for what is dead matter."""
    noun, pose = instance.noun, instance.pose
    if flies(instance):
        return Life("wings", FLYERS[noun])
    if noun in PEOPLE:
        return _person(pose)
    if noun in BEASTS:
        return Life("breath") if pose in RESTING else Life("beast", 1.15 if noun in ("cat", "dog", "fox") else 0.9)
    if noun in BURNING:
        return Life("flame", 1.0, BURNING[noun])
    return SWIMMERS.get(noun) or UPRIGHT.get(noun)


def _person(pose: str | None) -> Life:
    if pose in RESTING:
        return Life("breath", 0.8)
    if pose in ("dancing", "running"):
        return Life("stand", 2.2, 2.0)
    return Life("stand", 1.0, 0.7 if pose == "sitting" else 1.0)
