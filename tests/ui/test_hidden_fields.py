"""Fields for programs alone: no form shows them, and every client can give them."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from domain.errors import Forbidden
from domain.jobs import Job
from domain.users import User
from engine.generators import story
from tests.support.studio import StudioKit, studio_kit
from ui.client_endpoint import ClientEndpoint
from ui.deps import UiDeps
from ui.field_spec import field_specs
from ui.form import build_field
from ui.tab_events import TabEvents

BOARD = json.dumps({"seed": 3, "scenes": [{"id": "a", "text": "Hello there."}, {"id": "b", "text": "Good night."}]})


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[StudioKit]:
    kit = studio_kit(tmp_path, {"story": story.GENERATOR})
    yield kit
    kit.database.close()


@pytest.fixture
def deps(kit: StudioKit) -> UiDeps:
    desks = (kit.sharing, kit.formats, kit.projects)
    return UiDeps(kit.studio, kit.accounts, kit.desk, kit.objects, False, "", Path("none"), *desks)


def submit(deps: UiDeps, user: User, **given: Any) -> Job:
    """What a client does that leaves out all other fields: Gradio then sends what each component shows."""
    endpoint = ClientEndpoint(deps, story.GENERATOR, field_specs(story.StoryParams))
    with gr.Blocks():
        shown = {spec.name: build_field("story", spec).value for spec in endpoint.ordered_specs()}
    values = tuple({**shown, **given}[spec.name] for spec in endpoint.ordered_specs())
    return deps.studio.job(user, endpoint._submit(user, values)).job


def test_a_hidden_field_is_not_seen_and_stands_last_for_clients(deps: UiDeps) -> None:
    specs = field_specs(story.StoryParams)
    with gr.Blocks():
        unseen = [spec.name for spec in specs if build_field("story", spec).visible is False]
    assert unseen == ["scene", "revises"]
    taken = list(inspect.signature(ClientEndpoint(deps, story.GENERATOR, specs).function()).parameters)
    assert taken[-2:] == unseen
    assert taken[1] == "script"


def test_a_client_revises_its_own_film_and_no_other(kit: StudioKit, deps: UiDeps) -> None:
    ada, bob = kit.user(), kit.user("bob@example.org")
    film = submit(deps, ada, storyboard=BOARD)
    claimed = kit.lifecycle.claim(film.id)
    assert claimed is not None
    kit.lifecycle.succeed(claimed, [], claimed.price)
    assert (film.price, submit(deps, ada, storyboard=BOARD, revises=film.id).price) == (10, 1)
    with pytest.raises(Forbidden):
        submit(deps, bob, storyboard=BOARD, revises=film.id)


def test_the_button_of_the_form_tells_the_price_of_a_storyboard(deps: UiDeps) -> None:
    specs = field_specs(story.StoryParams)
    values = {spec.name: spec.default for spec in specs} | {"script": "Hello there.", "make": "storyboard"}
    label = TabEvents(deps, story.GENERATOR, specs).label(*(values[spec.name] for spec in specs))
    assert label is not None and label.startswith("Generate · 1 credit")
