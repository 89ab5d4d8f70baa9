"""What a prompt says about the camera."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from engine.media.film.shots.moves import Move

if TYPE_CHECKING:
    from engine.scene.film.camera_path import CameraMove

_WORDS: tuple[tuple[str, Move], ...] = (
    (r"dolly[ -]zoom|vertigo", "dolly-zoom"),
    (r"zoom(s|ing)? out|pull(s|ing)? (back|out|away)|backwards?", "pull"),
    (r"zoom(s|ing)?( in)?|push(es|ing)? in|dolly|closer|fly(ing)? (in|through|over|towards?)|forwards?", "push"),
    (r"pan(s|ning)? (to the )?left|mov(es|ing) left", "pan-left"),
    (r"camera pans?|panning|pan(s|ning)? (to the )?(right|across|over|along)|tracking shot|sideways", "pan-right"),
    (r"(?<!in )(?<!into )orbit(s|ing)?|circl(es|ing) around|around it|rotat(es|ing)|360", "orbit"),
    (r"(static|locked|still|fixed)([ -]off)? (camera|shot)|tripod", "static"),
)
_SCENE: dict[Move, CameraMove] = {
    "dolly-zoom": "dolly", "pull": "dolly", "push": "dolly", "pan-left": "pan", "pan-right": "pan",
    "orbit": "orbit", "drift": "static", "static": "static",
}  # fmt: skip


def move_in(prompt: str) -> Move | None:
    """The camera's move that a prompt names, or None."""
    lowered = prompt.lower()
    found = ((match.start(), move) for words, move in _WORDS if (match := re.search(rf"\b({words})\b", lowered)))
    return min(found, default=(0, None), key=lambda hit: hit[0])[1]


def without_camera(prompt: str) -> str:
    """The prompt without what it says about the camera: what is left names what is seen."""
    for words, _ in _WORDS:
        prompt = re.sub(rf"\b((slow|slowly|fast|smooth|gentle|camera) )*({words})\b", " ", prompt, flags=re.IGNORECASE)
    return re.sub(r"\s+", " ", prompt).strip(" ,.;") or "a place"


def scene_move(prompt: str, seed: int) -> CameraMove:
    """How the camera moves through a scene: as the prompt says, else one of the seed's."""
    named = move_in(prompt)
    if named is not None:
        return _SCENE[named]
    moves: tuple[CameraMove, ...] = ("orbit", "dolly", "pan")
    return moves[int(np.random.default_rng([seed, 23]).integers(len(moves)))]


def picture_moves(prompt: str, seed: int, shots: int) -> list[Move]:
    """One move for each shot of a picture: the prompt's first, then others of the seed's, no two alike in a row."""
    rng = np.random.default_rng([seed, 29])
    pool: list[Move] = ["push", "orbit", "pan-right", "pull", "pan-left"]
    named = move_in(prompt)
    moves: list[Move] = [named or pool[int(rng.integers(2))]]
    while len(moves) < shots:
        others = [move for move in pool if move != moves[-1]]
        moves.append(others[int(rng.integers(len(others)))])
    return moves
