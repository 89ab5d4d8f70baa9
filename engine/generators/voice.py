"""Voice: a text read aloud by a named voice or in the likeness of a sample, with subtitles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo

from data.speech_languages import SPEECH_LANGUAGES
from domain.assets import AssetType
from domain.generator import Artifact, Example, Generator, PriceBook, RunContext, StagePlan
from domain.params import AssetId, Control, Params, Widget
from domain.pronunciations import pronunciations
from engine.model_choice import BEST, MODEL_CONTROL, MODEL_MEANING, ModelOf, wanted_model
from engine.speech_fields import Pronunciations, VoiceName, known_language
from engine.voice_choice import wanted_voice_backend


def _given(consent: bool, info: ValidationInfo) -> bool:
    if info.data.get("voice_sample") is not None and not consent:
        raise ValueError("tick that the person in the voice sample has agreed to this use")
    return consent


class VoiceParams(Params):
    text: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=5000),
        Field(description="What is said. [pause 1.5s] is silence of that length."),
        Control(
            Widget.LONG_TEXT, "Text", "Write [pause 1.5s] where the voice should rest. A word in CAPITALS is stressed."
        ),
    ]
    voice: Annotated[
        VoiceName,
        Field(description="Who speaks; with a sample, only how many words a minute."),
    ] = "female-soft"
    language: Annotated[
        str,
        AfterValidator(known_language),
        Field(description="Of the text.", json_schema_extra={"enum": list(SPEECH_LANGUAGES)}),
        Control(Widget.CHOICE, "Language", choices=tuple(SPEECH_LANGUAGES.items())),
    ] = "en"
    speed: Annotated[
        float,
        Field(ge=0.5, le=2.0, description="1 is the voice's own pace."),
        Control(Widget.SLIDER, "Speed", step=0.05),
    ] = 1.0
    voice_sample: Annotated[
        AssetId | None,
        Field(description="The id of an uploaded recording of one person, 2 s to 5 min, to sound like."),
        Control(
            Widget.ASSET,
            "Recording to imitate (10 to 60 s)",
            "WAV, MP3, M4A, OGG or FLAC up to 50 MB.",
            accepts=(AssetType.VOICE_SAMPLE, AssetType.AUDIO),
            more=True,
        ),
    ] = None
    consent: Annotated[
        bool,
        AfterValidator(_given),
        Field(
            description="The person in the sample agreed to it; needed with a sample and recorded with the result.",
            validate_default=True,
        ),
        Control(Widget.SWITCH, "The person in the recording has agreed to this use", more=True),
    ] = False
    pronunciations: Pronunciations = ""
    model: Annotated[str, ModelOf(("text-to-speech",)), Field(description=MODEL_MEANING), MODEL_CONTROL] = BEST


def price(_params: VoiceParams, book: PriceBook) -> int:
    return book.rate("voice")


def stages(_params: VoiceParams) -> Sequence[StagePlan]:
    return (
        StagePlan("speak", "Recording the narration", 8),
        StagePlan("times", "Timing the subtitles", 1),
        StagePlan("encode", "Encoding the sound", 2),
    )


def run(params: VoiceParams, ctx: RunContext) -> Iterator[Artifact]:
    from engine.media.audio.mp3 import encode_mp3
    from engine.media.audio.wav import decode_wav
    from engine.media.subtitles.cues import cues
    from engine.media.subtitles.files import to_srt
    from engine.speech_request import WordTime

    wav, words = _spoken(params, ctx)
    samples, rate = decode_wav(wav)
    seconds = round(len(samples) / rate, 3)
    mp3 = ctx.stage(
        "encode", sha256(wav).hexdigest(), make=lambda: encode_mp3(samples, rate, check=ctx.check_cancelled)
    )
    subtitles = to_srt(cues([WordTime(*word) for word in words]))
    yield Artifact("speech.wav", "audio/wav", wav, duration=seconds)
    yield Artifact("speech.mp3", "audio/mpeg", mp3, duration=seconds)
    yield Artifact("subtitles.srt", "application/x-subrip", subtitles.encode())


def _spoken(params: VoiceParams, ctx: RunContext) -> tuple[bytes, list[tuple[str, float, float]]]:
    """The WAV file and its words with start and end in seconds."""
    from engine.media.audio.wav import encode_wav

    backend = wanted_voice_backend(
        ctx,
        params.language,
        params.voice,
        imitate=params.voice_sample is not None,
        insists=params.backend == "neural",
        model=wanted_model(params.model),
    )
    sample = ctx.input_hash(params.voice_sample) if params.voice_sample else None
    wanted = (params.text, params.voice, params.language, params.speed, params.pronunciations, sample)
    if sample:
        ctx.note("imitation", {"of": sample, "consent": params.consent, "method": backend.info.name})
    made: list[Any] = []

    def speech() -> Any:
        if not made:
            made.append(backend.speak(_request(params, ctx), ctx.progress))
        return made[0]

    def times() -> list[tuple[str, float, float]]:
        return [(word.word, round(word.start, 4), round(word.end, 4)) for word in speech().words]

    wav = ctx.stage("speak", *wanted, backend.info.identity, make=lambda: encode_wav(speech().samples, speech().rate))
    words = ctx.stage("times", *wanted, backend.info.identity, make=times)
    return wav, words


def _request(params: VoiceParams, ctx: RunContext) -> Any:
    from engine.speech_request import SpeechRequest

    sample, rate = None, 48000
    if params.voice_sample:
        from engine.media.audio.sample import decode_sample

        ctx.progress(0.0, "Listening to the sample")
        with ctx.open_input(params.voice_sample) as file:
            sample, rate = decode_sample(file.read(), ctx.check_cancelled)
    return SpeechRequest(
        text=params.text,
        voice=params.voice,
        language=params.language,
        speed=params.speed,
        seed=ctx.seed,
        sample=sample,
        sample_rate=rate,
        pronunciations=pronunciations(params.pronunciations),
    )


GENERATOR = Generator(
    key="voice",
    title="Voice",
    section="Sound",
    summary="A text read aloud, with subtitles.",
    params=VoiceParams,
    price=price,
    stages=stages,
    run=run,
    position=90,
    time_limit=600,
    queue="gpu",
    examples=(
        Example(
            "A story begins",
            {
                "text": "Once upon a time, at the very edge of the world, a small lantern burned through the longest "
                "night. [pause 1s] Nobody knew who had lit it.",
                "voice": "female-soft",
            },
        ),
        Example(
            "A product in twenty seconds",
            {
                "text": "Meet the bottle that keeps your coffee hot for 12 hours. It weighs 350 g, fits every cup "
                "holder, and costs just $24.99. Take it to the office, up a mountain, or back to bed!",
                "voice": "female-energetic",
            },
        ),
        Example(
            "A documentary voice",
            {
                "text": "In 1903, two brothers flew for 12 seconds over a beach in North Carolina. Sixty-six years "
                "later, a man walked on the Moon.",
                "voice": "male-deep",
                "speed": 0.95,
            },
        ),
    ),
)
