"""What every style works from."""

from dataclasses import dataclass

import numpy as np

from engine.builtin.restyle.arrays import Floats
from engine.builtin.restyle.mood import Mood
from engine.builtin.restyle.progress import Progress
from engine.builtin.restyle.subject import Subject


@dataclass(frozen=True)
class Scene:
    """A photo and what was found in it, with the request's own dice.

    `picture` is the photo in the prompt's light, `photo` as it was taken (both HxWx3, RGB 0..1).
    `opacity` is how much of the style will be seen (0..1): what is bent out of shape is bent by as much.
    """

    photo: Floats
    picture: Floats
    subject: Subject
    mood: Mood
    style: str
    opacity: float
    rng: np.random.Generator
    progress: Progress
