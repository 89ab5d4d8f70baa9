"""What every style works from."""

from dataclasses import dataclass

import numpy as np

from engine.builtin.restyle.arrays import Floats
from engine.builtin.restyle.mood import Mood
from engine.builtin.restyle.progress import Progress
from engine.builtin.restyle.subject import Subject


@dataclass(frozen=True)
class Scene:
    """The photo in the prompt's light (HxWx3, RGB 0..1) with what was found in it, and the request's own dice."""

    picture: Floats
    subject: Subject
    mood: Mood
    style: str
    rng: np.random.Generator
    progress: Progress
