"""What the renderer draws: placed models, ground, water, sky, lights, air and a camera."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.scene.mesh import Mesh

Vector = tuple[float, float, float]
Colour = tuple[float, float, float]
"""sRGB, 0..1, unless said otherwise."""

Motion = Literal["still", "sway", "bob", "spin", "drift", "circle", "drive"]
LifeKind = Literal["stand", "beast", "swim", "dive", "wings", "pulse", "breath", "flame"]
ParticleKind = Literal[
    "rain", "snow", "leaves", "petals", "fireflies", "dust", "bubbles", "embers", "confetti",
    "smoke", "flames", "spray", "steam", "mist",
]  # fmt: skip
Style = Literal["realistic", "artistic", "cinematic", "anime", "3d", "cartoon", "abstract"]


@dataclass(frozen=True)
class Life:
    """How a body stirs where it is: breath and glances, a wagging tail, wings or fins.

    Attributes:
        pace: how fast, 1 as usual for its kind; in wingbeats a second for "wings".
        reach: how far, 1 as usual for its kind.
    """

    kind: LifeKind
    pace: float = 1.0
    reach: float = 1.0


@dataclass(frozen=True, eq=False)
class Instance:
    """One mesh, placed once or many times.

    Attributes:
        transforms: k x 4 x 4 matrices, model to world.
        subject: 1, 2, ... for the subjects of the scene in their order, 0 for surroundings; gives the masks.
        motion: how it moves in a film; `speed` in metres (or turns) a second.
        noun: what it is, as the lexicon names it; empty for parts and things without a name.
        pose: that of the model, if it was built in one.
        course: its k placements at a time in seconds, in place of `motion`. They depend on nothing else.
        life: how its shape stirs.
        glow: what its emission is multiplied by at a time in seconds.
    """

    mesh: Mesh
    transforms: NDArray[np.float32]
    subject: int = 0
    motion: Motion = "still"
    speed: float = 1.0
    noun: str = ""
    pose: str | None = None
    course: Callable[[float], NDArray[np.float64]] | None = None
    life: Life | None = None
    glow: Callable[[float], float] | None = None


@dataclass(frozen=True)
class Sky:
    """The light from above. The sun (or moon) shines from `sun`, a unit vector towards it."""

    sun: Vector
    sun_colour: Colour
    sun_strength: float
    zenith: Colour
    horizon: Colour
    ground: Colour
    clouds: float = 0.3
    stars: float = 0.0
    moon: bool = False
    aurora: float = 0.0
    galaxy: float = 0.0


@dataclass(frozen=True)
class Water:
    """A level surface. `waves` is the height of its ripples in metres."""

    level: float
    shallow: Colour
    deep: Colour
    waves: float = 0.08
    clear: float = 0.6
    """0: opaque; 1: the ground is seen through it near the shore."""


@dataclass(frozen=True)
class Air:
    """Mist: `density` per metre of sight at the ground, thinning with `height` metres."""

    colour: Colour
    density: float
    height: float = 60.0
    shafts: float = 0.0


@dataclass(frozen=True)
class Lamp:
    """A point light. `strength` is its brightness at one metre; it ends at `reach` metres."""

    position: Vector
    colour: Colour
    strength: float
    reach: float


@dataclass(frozen=True)
class Particles:
    """Things in the air. `density` 0..1 from a few to many.

    Attributes:
        source: where smoke, flames, spray, steam and mist come from; the others are all around the camera.
        size: metres across where they come out, for those with a source.
    """

    kind: ParticleKind
    density: float
    colour: Colour | None = None
    source: Vector | None = None
    size: float = 0.4


@dataclass(frozen=True)
class Camera:
    """Perspective. `fov` is vertical, in degrees; `aperture` 0 keeps all sharp, 1 blurs what is out of focus a lot."""

    eye: Vector
    target: Vector
    fov: float = 40.0
    aperture: float = 0.15
    focus: float | None = None
    """Distance in metres that is sharp; None for that of the target."""


@dataclass(frozen=True)
class Road:
    """A straight road on level ground, from (x, z) to (x, z); it is driven on its right."""

    start: tuple[float, float]
    end: tuple[float, float]
    width: float


@dataclass(frozen=True, eq=False)
class Scene:
    """Everything that one picture, or each frame of a film, shows."""

    instances: tuple[Instance, ...]
    sky: Sky
    camera: Camera
    ground: Mesh | None = None
    water: Water | None = None
    air: Air | None = None
    lamps: tuple[Lamp, ...] = ()
    particles: tuple[Particles, ...] = ()
    indoors: bool = False
    exposure: float = 1.0
    grade: Colour = field(default=(1.0, 1.0, 1.0))
    """Multiplied onto the finished picture: the warmth or chill of the mood."""
    roads: tuple[Road, ...] = ()


@dataclass(frozen=True, eq=False)
class Picture:
    """A rendered frame.

    Attributes:
        rgb: h x w x 3, 8 bit sRGB.
        depth: h x w, metres from the camera; infinite for the sky.
        subjects: h x w, the number of the subject seen there, 0 for surroundings.
    """

    rgb: NDArray[np.uint8]
    depth: NDArray[np.float32]
    subjects: NDArray[np.uint8]
