"""What must be made again after a storyboard was edited."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.story.picture import scene_of
from engine.story.storyboard import Storyboard, StoryScene


@dataclass(frozen=True)
class Changes:
    """Ids of scenes of the new storyboard, in its order.

    Attributes:
        voice: whose words must be spoken again; picture: whose picture must be drawn again.
        camera: whose picture stays but is filmed or joined in another way.
        total: number of scenes of the new storyboard.
    """

    voice: tuple[str, ...]
    picture: tuple[str, ...]
    camera: tuple[str, ...]
    total: int

    @property
    def scenes(self) -> tuple[str, ...]:
        """Scenes of which anything is made again."""
        touched = {*self.voice, *self.picture, *self.camera}
        order = dict.fromkeys((*self.voice, *self.picture, *self.camera))
        return tuple(scene for scene in order if scene in touched)

    @property
    def share(self) -> float:
        """What part of a whole film is made again, 0..1: a picture counts most, then the voice, then the camera."""
        work = 0.5 * len(self.picture) + 0.3 * len(self.voice) + 0.2 * len(self.scenes)
        return min(1.0, work / self.total)

    def price(self, full: int) -> int:
        """Whole credits for the changes where a film costs `full`: in proportion, at least 1, at most `full`."""
        return max(1, min(full, math.ceil(full * self.share)))


def changed_scenes(old: Storyboard, new: Storyboard) -> Changes:
    """Compares scenes by id; moving a scene changes neither its voice nor its picture, only how it is joined."""
    before = {scene.id: scene for scene in old.scenes}
    voiced = old.voice == new.voice and old.pace == new.pace
    drawn = old.style == new.style and old.format == new.format
    voice, picture, camera = [], [], []
    for scene in new.scenes:
        was = before.get(scene.id)
        if was is None or not voiced or was.text != scene.text:
            voice.append(scene.id)
        if was is None or not drawn or _picture(old, was) != _picture(new, scene):
            picture.append(scene.id)
        elif _camera(was) != _camera(scene):
            camera.append(scene.id)
    return Changes(tuple(voice), tuple(picture), tuple(camera), len(new.scenes))


def _picture(board: Storyboard, scene: StoryScene) -> str:
    return scene_of(board, scene).model_dump_json()


def _camera(scene: StoryScene) -> tuple[object, ...]:
    return scene.move, scene.transition, scene.pause_after
