"""When each scene of a film is seen and when its words are spoken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.story.storyboard import Storyboard, Transition

OVERLAP: Mapping[Transition, float] = {
    "cut": 0.0, "crossfade": 0.8, "dip": 1.0, "wipe": 0.8, "blur": 0.8, "zoom": 0.8,
}  # fmt: skip
"""Seconds that two scenes share."""
TITLE_SECONDS = 3.4
"""The title is seen before the first words."""
OPENING, LEAD = 0.8, 0.25
"""Seconds before the first words of a film without a title, and between a cut and the words after it."""
SHORTEST = 1.5
SILENT = 3.0
"""Seconds of a scene without words that has no length of its own."""
END_SECONDS, END_OVERLAP = 3.2, 1.0
FADE = 0.7
"""Seconds of the way from black at the start and to black at the end."""


@dataclass(frozen=True)
class Slot:
    """A scene's place in the film, in frames.

    Attributes:
        start: the first frame in which it is seen.
        frames: how many until the next one is first seen.
        enter: the first ones, in which the scene before is still seen.
        leave: those after its last one in which it is still seen under the next scene.
        speech: seconds from its first frame to its first word.
    """

    start: int
    frames: int
    enter: int
    leave: int
    speech: float

    @property
    def take(self) -> int:
        """Frames that are to be shot of it."""
        return self.frames + self.leave


@dataclass(frozen=True)
class Timeline:
    """The scenes in order; `end` is the end card, None for a film without one."""

    fps: int
    slots: tuple[Slot, ...]
    end: Slot | None

    @property
    def frames(self) -> int:
        last = self.end or self.slots[-1]
        return last.start + last.frames

    @property
    def seconds(self) -> float:
        return self.frames / self.fps

    def speech_at(self, index: int) -> float:
        """Seconds of the film at which a scene's words begin."""
        return self.slots[index].start / self.fps + self.slots[index].speech

    @property
    def cuts(self) -> tuple[float, ...]:
        """Seconds at which scenes change, the end card included."""
        slots = [*self.slots[1:], *([self.end] if self.end else [])]
        return tuple((slot.start + slot.enter / 2) / self.fps for slot in slots)


def timeline(board: Storyboard, spoken: Sequence[float], fps: int) -> Timeline:
    """The film's timing from the seconds that the words of each scene take (0 for a scene without words).

    A scene's length and the start of its words depend on nothing but itself; only its place in the film depends on
    the scenes before it.
    """
    enters = [0, *(_frames(OVERLAP[scene.transition], fps) for scene in board.scenes[1:])]
    closing = _frames(END_OVERLAP, fps) if board.end_card else 0
    slots: list[Slot] = []
    start = 0
    for index, (scene, seconds) in enumerate(zip(board.scenes, spoken, strict=True)):
        lead = _lead(board, index)
        own = lead + seconds + scene.pause_after if seconds else (scene.duration or SILENT)
        tail = FADE if index == len(board.scenes) - 1 and not board.end_card else 0.0
        frames = max(round(max(own + tail, SHORTEST) * fps), enters[index] + 1)
        leave = enters[index + 1] if index + 1 < len(enters) else closing
        slots.append(Slot(start, frames, enters[index], leave, lead))
        start += frames
    end = Slot(start, max(closing + 1, round(END_SECONDS * fps)), closing, 0, END_SECONDS) if board.end_card else None
    return Timeline(fps, tuple(slots), end)


def has_title(board: Storyboard) -> bool:
    return board.title_card and bool(board.title.strip())


def _lead(board: Storyboard, index: int) -> float:
    if index == 0:
        return TITLE_SECONDS if has_title(board) else OPENING
    return max(LEAD, 0.75 * OVERLAP[board.scenes[index].transition])


def _frames(seconds: float, fps: int) -> int:
    return max(1, round(seconds * fps)) if seconds else 0
