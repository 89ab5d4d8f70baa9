"""A picture by the scene engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.figures.figure import Figure, Label


class Scene(Figure):
    """A place, drawn from a prompt in English. Parts: `picture`, and `caption` where there is one."""

    kind: ClassVar[str] = "scene"
    prompt: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
    caption: Label | None = None

    def parts(self) -> Sequence[str]:
        return ["picture", *(["caption"] if self.caption else [])]

    def prompts(self) -> Sequence[str]:
        return [self.prompt]

    def draw(self, pen: Pen) -> None:
        area, image = pen.area, pen.pictures[self.prompt]
        high = area.height - (64 if self.caption else 0)
        scale = min(area.width / image.width(), high / image.height())
        width, height = image.width() * scale, image.height() * scale
        room = Rect(area.middle[0] - width / 2, area.y + (high - height) / 2, width, height)
        with pen.part("picture"):
            pen.picture(image, room, 18)
            if pen.theme.hand == "drawn":
                pen.line(paths.box(room.x, room.y, room.width, room.height, 18), "ink", 4)
        if self.caption:
            with pen.part("caption"):
                pen.words(self.caption, area.middle[0], area.bottom - 28, 30, width=area.width)
