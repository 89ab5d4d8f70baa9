"""What the voice generator takes, and that a job's files agree."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from data.prices import load_prices
from data.speech_languages import SPEECH_LANGUAGES
from data.voices import load_voices
from domain.pronunciations import pronunciations
from engine.builtin.voice.voice import BuiltinVoice
from engine.generators.voice import GENERATOR, VoiceParams
from engine.speech_fields import VOICE_TITLES
from engine.speech_request import VOICES

ASSET = "0" * 32


def test_every_voice_and_language_that_is_offered_can_be_spoken() -> None:
    assert [key for key, _ in VOICE_TITLES] == list(VOICES) == list(load_voices())
    assert [title for _, title in VOICE_TITLES] == [voice.title for voice in load_voices().values()]
    assert set(SPEECH_LANGUAGES) <= set(BuiltinVoice().languages())


def test_the_price_is_that_of_the_book() -> None:
    assert GENERATOR.price(VoiceParams(text="Hello."), load_prices()) == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "a" * 5001}, "text"),
        ({"text": "Hi", "voice": "robot"}, "voice"),
        ({"text": "Hi", "language": "xx"}, "language"),
        ({"text": "Hi", "speed": 3}, "speed"),
        ({"text": "Hi", "voice_sample": ASSET}, "consent"),
        ({"text": "Hi", "pronunciations": "Siobhan shi-vawn"}, "pronunciations"),
    ],
)
def test_bad_fields_are_named(body: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        VoiceParams.model_validate(body)
    assert caught.value.errors()[0]["loc"] == (field,)


def test_a_sample_needs_and_takes_consent() -> None:
    assert VoiceParams(text="Hi", voice_sample=ASSET, consent=True).consent


def test_pronunciations_are_one_a_line() -> None:
    assert pronunciations("Siobhan = shi-vawn\n\n  GIF=/dʒɪf/ ") == {"Siobhan": "shi-vawn", "GIF": "/dʒɪf/"}


def test_importing_the_generator_loads_no_signal_processing() -> None:
    import subprocess
    import sys

    code = "import sys, engine.generators.voice, engine.builtin.voice.voice; print('scipy' in sys.modules)"
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
