"""Who speaks where a model cannot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from domain.errors import BackendUnavailable, InvalidParams
from domain.generator import BackendInfo
from engine.voice_choice import VoiceRefusal, voice_backend, wanted_voice_backend
from tests.support.recorded_run import RecordedRun


class Spoken:
    def __init__(self, kind: Any) -> None:
        self.info = BackendInfo(kind, kind, None, "1")

    def refusal(self, language: str, _voice: str, *, imitate: bool) -> VoiceRefusal | None:
        if imitate:
            return VoiceRefusal("voice_sample", "it does not listen")
        return None if language == "en" else VoiceRefusal("language", "English only")


class Run(RecordedRun):
    """A job whose neural voice speaks English only, or is missing."""

    def backend(self, capability: str, *, builtin: bool = False, model: str | None = None) -> Any:
        del model
        if not builtin and capability not in self.backends:
            raise BackendUnavailable("no weights")
        return Spoken("builtin") if builtin else self.backends[capability]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path, {"voice": Spoken("neural")})


def test_films_take_the_model_where_it_can_and_else_the_built_in_voice(run: Run) -> None:
    assert voice_backend(run, "en", "child").info.kind == "neural"
    assert voice_backend(run, "fr", "child").info.kind == "builtin"
    run.backends = {}
    assert voice_backend(run, "en", "child").info.kind == "builtin"


@pytest.mark.parametrize(("language", "imitate", "field"), [("fr", False, "language"), ("en", True, "voice_sample")])
def test_a_model_that_was_insisted_on_is_not_replaced(run: Run, language: str, imitate: bool, field: str) -> None:
    left_open = wanted_voice_backend(run, language, "child", imitate=imitate, insists=False, model=None)
    assert left_open.info.kind == "builtin"
    for insists, model in ((True, None), (False, "pocket-tts")):
        with pytest.raises(InvalidParams) as refused:
            wanted_voice_backend(run, language, "child", imitate=imitate, insists=insists, model=model)
        assert refused.value.details["fields"][0]["field"] == field
