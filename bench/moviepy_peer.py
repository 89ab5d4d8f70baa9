"""A story film's shots composed by MoviePy, as one would with nothing else. Needs `pip install moviepy`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.media.film.format import VideoFormat
from engine.media.film.frames import to_rgb
from engine.story_film.film import Story
from engine.story_film.picture import StoryPicture
from engine.story_film.shots import Shot, filmed

FADE = 0.7
TEXT_SIZE = 50
TEXT_HEIGHT = 0.84
"""Of the frame, where subtitles begin."""


def compose(story: Story, video: VideoFormat, path: Path) -> None:
    """The film of the story's pictures and sound, with crossfades, subtitles and a fade at both ends."""
    from moviepy import AudioFileClip, CompositeVideoClip, vfx  # type: ignore[import-not-found]  # no part of Kinora

    shots = [_shot(story, index, video) for index in range(len(story.pictures))]
    texts = [_text(cue.lines, cue.start, cue.end, video) for cue in story.cues]
    film = CompositeVideoClip([*shots, *texts], size=video.size).with_duration(story.seconds)
    film = film.with_effects([vfx.FadeIn(FADE), vfx.FadeOut(FADE)]).with_audio(AudioFileClip(str(story.sound)))
    film.write_videofile(
        str(path),
        fps=video.fps,
        codec="libx264",
        audio_codec="aac",
        preset=video.settings.preset,
        ffmpeg_params=[*video.settings.options, "-pix_fmt", "yuv420p"],
        logger=None,
    )
    film.close()


def _shot(story: Story, index: int, video: VideoFormat) -> Any:
    """A scene from its first to its last frame, faded in over the one before."""
    from moviepy import VideoClip, vfx

    scene, slot = story.board.scenes[index], story.times.slots[index]
    picture = StoryPicture.from_bytes(story.pictures[index])
    source = filmed(picture, Shot(slot.take, scene.move, scene.seed), video)

    def frame(seconds: float) -> NDArray[np.uint8]:
        return to_rgb(source.frame(min(slot.take - 1, round(seconds * video.fps))))

    clip = VideoClip(frame, duration=slot.take / video.fps).with_start(slot.start / video.fps)
    return clip.with_effects([vfx.CrossFadeIn(slot.enter / video.fps)]) if slot.enter else clip


def _text(lines: tuple[str, ...], start: float, end: float, video: VideoFormat) -> Any:
    from moviepy import TextClip

    text = TextClip(
        text="\n".join(lines), font_size=TEXT_SIZE, color="white", stroke_color="black", stroke_width=3,
        text_align="center", margin=(8, 8),
    )  # fmt: skip
    return (
        text.with_start(start).with_duration(end - start).with_position(("center", round(video.height * TEXT_HEIGHT)))
    )
