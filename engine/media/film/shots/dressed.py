"""A film as it is shown: graded, with bars, titles and subtitles."""

from __future__ import annotations

from collections.abc import Sequence

from engine.media.film.frames import Frame, empty_nv12, to_nv12
from engine.media.film.shots.grade import NEUTRAL, Bars, Grade, Grader
from engine.media.film.shots.source import FrameSource
from engine.media.text.overlay import Overlay, composite


class Dressed:
    """Frames of another source with all that lies over them. A frame depends on its index alone.

    Args:
        overlays: from the lowest to the highest; not graded.
        fps: frames a second: overlays go by seconds.
        letterbox: aspect ratio of what bars leave visible, such as 2.39; None for no bars.
    """

    def __init__(
        self,
        source: FrameSource,
        overlays: Sequence[Overlay],
        *,
        fps: float,
        grade: Grade = NEUTRAL,
        letterbox: float | None = None,
    ) -> None:
        self._source, self._overlays, self._fps = source, tuple(overlays), fps
        self._grader = Grader(grade, source.size)
        self._bars = Bars(source.size, letterbox) if letterbox else None
        self._frame = empty_nv12(*source.size)

    @property
    def size(self) -> tuple[int, int]:
        return self._source.size

    @property
    def frames(self) -> int:
        return self._source.frames

    def frame(self, index: int) -> Frame:
        """The frame as NV12; drawn over by the next call."""
        frame = to_nv12(self._source.frame(index), self._frame)
        self._grader.apply(frame)
        if self._bars is not None:
            self._bars.apply(frame)
        for overlay in self._overlays:
            for layer in overlay.layers(index / self._fps):
                composite(frame, layer)
        return frame
