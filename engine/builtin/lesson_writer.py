"""Lessons without a model: the shipped curriculum, and texts of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from domain.generator import BackendInfo

if TYPE_CHECKING:
    from engine.lesson.writing import Wish

VERSION = "builtin-lessons-1"


class BuiltinLesson:
    """The capability "lesson": what is taught, as a `LessonPlan` in JSON."""

    @property
    def info(self) -> BackendInfo:
        return BackendInfo("builtin", "built-in lessons", None, VERSION)

    def write(
        self,
        wish: Wish,
        seed: int,  # noqa: ARG002  the same wish is always taught alike
        report: Callable[[float], None],  # noqa: ARG002  reading a lesson takes milliseconds
    ) -> Any:
        """The plan as JSON. Raises InvalidParams for a topic that is not shipped."""
        from engine.lesson.writing import built_in_plan

        return built_in_plan(wish).model_dump(mode="json")
