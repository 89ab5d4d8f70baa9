"""The stages in which scenes are filmed: each scene's own part, and its way in from the scene before."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from domain.generator import RunContext
from engine.media.film.encoder import IDENTITY, Encoder
from engine.media.film.format import VideoFormat
from engine.media.film.render import preview_jpeg
from engine.media.film.shots.grade import MOODS, Grade
from engine.media.film.shots.source import FrameSource
from engine.media.text.captions import Caption, Captions
from engine.media.text.overlay import Overlay
from engine.media.text.titles import Span, Title
from engine.story.storyboard import Music, Storyboard
from engine.story_film.narration import Narration
from engine.story_film.picture import StoryPicture
from engine.story_film.shots import Entrance, ScenePart, Shot, Shots, end_ground, filmed
from engine.story_film.timing import END_SECONDS, TITLE_SECONDS, Slot, Timeline, has_title

VERSION = "story-film-3"
PREVIEW_SECONDS = 2
GRADES: Mapping[Music, Grade] = {
    "epic": MOODS["epic"],
    "emotional": MOODS["romantic"],
    "uplifting": MOODS["happy"],
    "mysterious": Grade(
        gamma=0.97, saturation=0.9, shadows=(-0.02, 0.0, 0.04), highlights=(-0.005, 0.005, 0.01), vignette=0.24
    ),
    "none": MOODS["calm"],
}
"""One look for the whole film: scenes bring their own mood already."""
THE_END = "The End"


@dataclass(frozen=True)
class Material:
    """What a film is made of.

    Attributes:
        pictures: a `StoryPicture` as bytes for each scene; `picture_keys` name what they depend on.
        subtitles: whether they are burnt in.
        closing: what the end card says.
    """

    board: Storyboard
    times: Timeline
    narrations: Sequence[Narration]
    pictures: Sequence[bytes]
    picture_keys: Sequence[Any]
    subtitles: bool
    closing: str


def film_scenes(ctx: RunContext, material: Material, video: VideoFormat) -> list[Path]:
    """The stages "blend-N" and "film-N" of each scene and "end": files for `join`, in order.

    Returns:
        Parts of the film. A scene's part depends on nothing but the scene; its way in on the scene before too.
    """
    return _Filming(ctx, material, video).parts()


class _Filming:
    def __init__(self, ctx: RunContext, material: Material, video: VideoFormat) -> None:
        self._ctx, self._material, self._video = ctx, material, video
        self._board, self._times = material.board, material.times
        self._shots = Shots(self._opened)
        self._grade = GRADES[self._board.music]
        self._count = len(self._board.scenes)

    def parts(self) -> list[Path]:
        paths = []
        for index in range(self._count):
            slot = self._times.slots[index]
            paths += self._way_in(index, slot)
            key = [self._own_key(index), slot.enter, slot.frames]
            paths.append(self._part(f"film-{index + 1}", key, index, (slot.enter, slot.frames)))
        if self._times.end is not None:
            paths.append(self._end_card(self._times.end))
        return paths

    def _way_in(self, index: int, slot: Slot) -> list[Path]:
        if index == 0:
            return []
        name = f"blend-{index + 1}"
        if not slot.enter:
            self._ctx.stage(name, "cut", make=lambda: "a cut")
            return []
        kind = self._board.scenes[index].transition
        key = [self._own_key(index), self._shot_key(index - 1), self._times.slots[index - 1].frames, kind, slot.enter]
        return [self._part(name, key, index, (0, slot.enter))]

    def _part(self, name: str, key: list[Any], index: int, span: tuple[int, int]) -> Path:
        def make(path: Path) -> Path:
            part = self._scene_part(index, blended=span[0] == 0)
            return self._written(path, part, span, following=index + 1)

        return self._stage(name, key, make)

    def _stage(self, name: str, key: list[Any], make: Callable[[Path], Path]) -> Path:
        whole = [VERSION, IDENTITY, *vars(self._video).values(), self._board.music, *key]
        path = self._ctx.workdir / "film" / f"{_short(name, whole)}.mp4"
        made: Path = self._ctx.stage(name, whole, make=lambda: make(path))
        return made

    def _written(self, path: Path, part: ScenePart, span: tuple[int, int], following: int) -> Path:
        """Encodes frames of a part. While ffmpeg is busy with the last ones, the `following` shot is opened."""
        path.parent.mkdir(exist_ok=True)
        first, last = span
        every = PREVIEW_SECONDS * self._video.fps
        with Encoder(path, self._video, check=self._ctx.check_cancelled) as encoder:
            for index in range(first, last):
                frame = part.frame(index)
                encoder.write(frame)
                seen = (index - first) % every == min(every, last - first) // 2
                self._ctx.progress(
                    (index - first + 1) / (last - first + 1), preview=preview_jpeg(frame) if seen else None
                )
            encoder.end()
            if following < self._count and last == self._times.slots[following - 1].frames:
                self._shots.source(following)
        return path

    def _scene_part(self, index: int, *, blended: bool) -> ScenePart:
        slot = self._times.slots[index]
        return ScenePart(
            self._shots.source(index),
            self._video,
            slot.frames,
            grade=self._grade,
            entrance=self._entrance(index) if blended and slot.enter else None,
            overlays=self._overlays(index),
            sharp_at=TITLE_SECONDS if index == 0 and has_title(self._board) else 0.0,
            fade_in=index == 0,
            fade_out=index == self._count - 1 and self._times.end is None,
        )

    def _entrance(self, index: int) -> Entrance:
        before, slot = self._times.slots[index - 1], self._times.slots[index]
        return Entrance(self._board.scenes[index].transition, self._shots.source(index - 1), before.frames, slot.enter)

    def _end_card(self, slot: Slot) -> Path:
        last = self._count - 1
        key = ["end", self._shot_key(last), self._times.slots[last].frames, slot.enter, slot.frames, *self._closing()]
        span = 0, slot.frames
        return self._stage("end", key, lambda path: self._written(path, self._end_part(slot), span, self._count))

    def _end_part(self, slot: Slot) -> ScenePart:
        last = self._count - 1
        text, below = self._closing()
        ground = end_ground(StoryPicture.from_bytes(self._material.pictures[last]), slot.frames, self._video.size)
        title = Title(text, below, Span(0.5, END_SECONDS + 0.2), self._video.size, scrim=0.0)
        before = Entrance("crossfade", self._shots.source(last), self._times.slots[last].frames, slot.enter)
        return ScenePart(
            ground, self._video, slot.frames, grade=self._grade, entrance=before, overlays=[title], fade_out=True
        )

    def _closing(self) -> tuple[str, str]:
        title = self._board.title.strip()
        return (self._material.closing, title) if self._material.closing else (title, "")

    def _overlays(self, index: int) -> list[Overlay]:
        overlays: list[Overlay] = []
        if index == 0 and has_title(self._board):
            overlays.append(Title(self._board.title.strip(), "", Span(0.4, TITLE_SECONDS - 0.2), self._video.size))
        if self._material.subtitles:
            overlays.append(Captions([Caption(*cue) for cue in self._captions(index)], self._video.size))
        return overlays

    def _captions(self, index: int) -> list[tuple[float, float, str]]:
        slot = self._times.slots[index]
        shown = self._material.narrations[index].cues(slot.speech, slot.frames / self._video.fps)
        return [(round(cue.start, 4), round(cue.end, 4), "\n".join(cue.lines)) for cue in shown]

    def _opened(self, index: int) -> FrameSource:
        picture = StoryPicture.from_bytes(self._material.pictures[index])
        self._ctx.check_cancelled()
        return filmed(picture, self._shot(index), self._video)

    def _shot(self, index: int) -> Shot:
        scene = self._board.scenes[index]
        return Shot(self._times.slots[index].take, scene.move, scene.seed)

    def _shot_key(self, index: int) -> list[Any]:
        """What the bare picture with its camera depends on."""
        scene, slot = self._board.scenes[index], self._times.slots[index]
        return [self._material.picture_keys[index], scene.move, scene.seed, slot.take]

    def _own_key(self, index: int) -> list[Any]:
        """What a scene's frames depend on after its way in, wherever in the film it stands."""
        first, last = index == 0, index == self._count - 1 and self._times.end is None
        title = self._board.title if first and has_title(self._board) else ""
        captions = self._captions(index) if self._material.subtitles else []
        return [self._shot_key(index), captions, title, first, last]


def _short(name: str, key: list[Any]) -> str:
    """A file name that no other content has: parts come from the store under the name they were made with."""
    told = json.dumps([name.rstrip("0123456789"), key], sort_keys=True)
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:24]
