"""Script: words to be spoken, with a hook, sections and a close, fitted to a length."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from domain.errors import Unavailable
from domain.generator import Artifact, Example, Generator, PriceBook, RunContext, StagePlan
from domain.params import Control, Params, Prompt, Widget


class ScriptParams(Params):
    topic: Annotated[
        Prompt,
        Field(description="What it is about."),
        Control(Widget.LONG_TEXT, "Topic", "A subject, a question, or the idea of a story."),
    ]
    audience: Annotated[
        Literal["general", "children", "students", "professionals", "creators"],
        Control(Widget.CHOICE, "Audience", choices=(("general", "Everyone"),)),
    ] = "general"
    style: Annotated[
        Literal["educational", "storytelling", "documentary", "promotional", "conversational", "motivational"],
        Control(Widget.CHOICE, "Style"),
    ] = "educational"
    duration: Annotated[
        int,
        Field(ge=15, le=600, description="Seconds of speech at 150 words a minute."),
        Control(Widget.SLIDER, "Length (s)", step=5),
    ] = 60
    extra: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=5000),
        Field(description="Facts, names or notes that the script should use."),
        Control(Widget.LONG_TEXT, "Facts and notes", "Optional: what the script should mention.", more=True),
    ] = ""


def price(_params: ScriptParams, book: PriceBook) -> int:
    return book.rate("script")


def stages(_params: ScriptParams) -> Sequence[StagePlan]:
    return (StagePlan("write", "Writing the script"),)


def run(params: ScriptParams, ctx: RunContext) -> Iterator[Artifact]:
    script = _written(params, ctx)
    text = json.dumps(script["json"], ensure_ascii=False, indent=2)
    yield Artifact("script.md", "text/markdown", script["markdown"].encode())
    yield Artifact("script.json", "application/json", text.encode())


def _written(params: ScriptParams, ctx: RunContext) -> Any:
    """The script from the backend that was asked for; from the built-in writer if "auto" chose a model that failed."""
    backend = ctx.backend("script")
    try:
        return _write(params, ctx, backend)
    except Unavailable:
        if params.backend != "auto" or backend.info.kind == "builtin":
            raise
    return _write(params, ctx, ctx.backend("script", builtin=True))


def _write(params: ScriptParams, ctx: RunContext, backend: Any) -> Any:
    def make() -> Any:
        from engine.builtin.script.brief import ScriptBrief

        brief = ScriptBrief(params.topic, params.audience, params.style, params.duration, params.extra, ctx.seed)
        script = backend.write(brief, ctx.progress)
        return {"markdown": script.to_markdown(), "json": script.to_dict()}

    wanted = (params.topic, params.audience, params.style, params.duration, params.extra)
    return ctx.stage("write", *wanted, backend.info.identity, make=make)


GENERATOR = Generator(
    key="script",
    title="Script",
    section="Writing",
    summary="A script with a hook, sections and a close, fitted to a length.",
    params=ScriptParams,
    price=price,
    stages=stages,
    run=run,
    position=100,
    time_limit=300,
    queue="gpu",
    examples=(
        Example("How volcanoes erupt", {"topic": "How volcanoes erupt", "audience": "students", "duration": 60}),
        Example(
            "The lighthouse keeper",
            {"topic": "A lighthouse keeper who finds a message in a bottle", "style": "storytelling", "duration": 120},
        ),
        Example("Five ways to save water", {"topic": "5 ways to save water", "audience": "children", "duration": 45}),
    ),
)
