"""How the camera moves in a story's scenes."""

from __future__ import annotations

from collections.abc import Mapping

from engine.media.film.format import VideoFormat
from engine.media.film.shots.moves import Move, Take

USUAL_SECONDS = 7.0
"""A move of so many seconds has its usual reach; longer ones go farther, so that none seems to stand still."""
STRENGTHS = (0.8, 1.4)
REACH: Mapping[Move, float] = {
    "push": 1.3, "pull": 1.3, "pan-left": 1.4, "pan-right": 1.4, "orbit": 1.3, "dolly-zoom": 1.1, "drift": 1.9,
}  # fmt: skip
"""The usual strength of each move: each is to be felt within a scene."""
STILL_MOVE: Move = "drift"
"""What a camera does that is asked to stand: a film of pictures would seem frozen."""


def shown_move(move: Move) -> Move:
    return STILL_MOVE if move == "static" else move


def take_of(move: Move, frames: int, video: VideoFormat) -> Take:
    """The take of a scene that is seen for so many frames."""
    least, most = STRENGTHS
    shown = shown_move(move)
    strength = REACH[shown] * min(max(frames / video.fps / USUAL_SECONDS, least), most)
    return Take(video.width, video.height, frames, shown, strength)
