"""The price before the click, and one job for a double click."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any

import numpy as np
import pytest

from domain.assets import AssetType
from domain.jobs import JobFilter
from domain.params import AssetId, Control, Params, Widget
from domain.users import User
from engine.generators import restyle, script, voice
from engine.media.audio.wav import encode_wav
from tests.support.pictures import photo
from tests.support.studio import StudioKit, studio_kit
from ui.deps import UiDeps
from ui.field_spec import field_specs
from ui.shell import generator_facts
from ui.tab_events import TabEvents, button_label


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StudioKit:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))  # where uploads lie
    return studio_kit(tmp_path, {"restyle": restyle.GENERATOR, "script": script.GENERATOR, "voice": voice.GENERATOR})


class Tab:
    """A form to fill in and send."""

    def __init__(self, kit: StudioKit, user: User, key: str) -> None:
        generator = kit.studio.generator(key)
        self.specs = field_specs(generator.params)
        desks = (kit.studio, kit.accounts, kit.desk, kit.objects)
        deps = UiDeps(*desks, False, "", Path("none"), kit.sharing, kit.formats, kit.projects)
        self.events = TabEvents(deps, generator, self.specs)
        self.request: Any = SimpleNamespace(request=SimpleNamespace(scope={"state": {"user": user}}))

    def values(self, **filled: Any) -> list[Any]:
        return [filled.get(spec.name, spec.default) for spec in self.specs]

    def submit(self, intent: Any = None, **filled: Any) -> dict[str, Any]:
        text = json.dumps({"key": "first"} if intent is None else intent)
        return self.events.submit(self.request, text, *self.values(**filled))


def upload(folder: Path, data: bytes, name: str = "beach.png") -> Any:
    path = folder / name
    path.write_bytes(data)
    return SimpleNamespace(path=str(path), orig_name=name)


def jobs_of(kit: StudioKit, user: User) -> list[Any]:
    return list(kit.studio.jobs(JobFilter(user.id)).items)


def test_label_names_the_price() -> None:
    assert button_label(1) == "Generate · 1 credit"
    assert button_label(10) == "Generate · 10 credits"
    assert button_label(8, 19.9) == "Generate · 8 credits"
    assert button_label(8, 184) == "Generate · 8 credits · about 3 min"


def test_price_follows_the_form_before_a_file_is_chosen(kit: StudioKit) -> None:
    tab = Tab(kit, kit.user(), "restyle")
    assert tab.events.relabel(*tab.values(count=4)) == "Generate · 4 credits"
    assert tab.events.label(*tab.values()) == "Generate · 1 credit"
    assert tab.events.label(*tab.values(count=9)) is None
    assert (
        Tab(kit, kit.user("b@example.org"), "script").events.label(*[None, None, None, 60, None, None, None])
        == "Generate · 1 credit"
    )


@pytest.mark.parametrize("odd", [{"a": 1}, [], 5, "\ud800"])
def test_odd_text_has_no_price(kit: StudioKit, odd: Any) -> None:
    tab = Tab(kit, kit.user(), "script")
    assert tab.events.label(*tab.values(topic=odd)) is None


def test_order_takes_the_file_in_and_makes_a_job(kit: StudioKit, tmp_path: Path) -> None:
    user = kit.user()
    answer = Tab(kit, user, "restyle").submit(photo=upload(tmp_path, photo()), count=2)
    assert answer["key"] == "first"
    assert answer["balance"] == 48
    record = kit.studio.job(user, answer["job_id"])
    assert record.job.params["count"] == 2
    assert kit.desk.get(user, record.job.params["photo"]).name == "beach.png"


def test_double_click_makes_one_job(kit: StudioKit, tmp_path: Path) -> None:
    user = kit.user()
    tab, file = Tab(kit, user, "restyle"), upload(tmp_path, photo())
    first, second = tab.submit(photo=file), tab.submit(photo=file)
    assert first == second
    assert len(jobs_of(kit, user)) == 1
    third = tab.submit({"key": "second"}, photo=file)
    assert third["job_id"] != first["job_id"]
    assert kit.studio.credits(user).balance == 48


@pytest.mark.parametrize(("typed", "seed"), [("7", 7), (" 8 ", 8), (9, 9), ("", None), ("  ", None), (None, None)])
def test_seed_is_what_was_typed_or_drawn(kit: StudioKit, typed: Any, seed: int | None) -> None:
    user = kit.user()
    answer = Tab(kit, user, "script").submit(topic="Tides", seed=typed)
    drawn = kit.studio.job(user, answer["job_id"]).job.seed
    assert drawn == seed if seed is not None else drawn > 0


def test_seed_that_is_no_number_is_said_beside_its_field(kit: StudioKit) -> None:
    answer = Tab(kit, kit.user(), "script").submit(topic="Tides", seed="abc")
    assert "seed" in answer["error"]["fields"]


def test_missing_file_is_said_beside_its_field_and_costs_nothing(kit: StudioKit) -> None:
    user = kit.user()
    answer = Tab(kit, user, "restyle").submit()
    assert answer["error"]["fields"] == {"photo": "Add a file first."}
    assert jobs_of(kit, user) == []
    assert kit.studio.credits(user).balance == 50


@pytest.mark.parametrize(("data", "words"), [(b"no picture", "could not be read"), (photo()[:400], "ends early")])
def test_bad_file_is_said_beside_its_field(kit: StudioKit, tmp_path: Path, data: bytes, words: str) -> None:
    answer = Tab(kit, kit.user(), "restyle").submit(photo=upload(tmp_path, data))
    assert words in answer["error"]["fields"]["photo"]


def test_vanished_upload_is_said_beside_its_field(kit: StudioKit, tmp_path: Path) -> None:
    file = SimpleNamespace(path=str(tmp_path / "gone.png"), orig_name="gone.png")
    answer = Tab(kit, kit.user(), "restyle").submit(photo=file)
    assert answer["error"]["fields"] == {"photo": "This upload is no longer there. Choose the file again."}


def test_file_of_an_earlier_job_can_be_used_again_by_its_owner_only(kit: StudioKit, tmp_path: Path) -> None:
    user, other = kit.user(), kit.user("other@example.org")
    first = Tab(kit, user, "restyle").submit(photo=upload(tmp_path, photo()))
    kept = {"photo": kit.studio.job(user, first["job_id"]).job.params["photo"]}
    again = Tab(kit, user, "restyle").submit({"key": "again", "kept": kept})
    assert kit.studio.job(user, again["job_id"]).job.params["photo"] == kept["photo"]
    stolen = Tab(kit, other, "restyle").submit({"key": "stolen", "kept": kept})
    assert stolen["error"]["code"] == "forbidden"


@pytest.mark.parametrize(
    "intent",
    ["", "nonsense", [], {"key": 5, "kept": "no"}, {"key": ""}, "[" * 50_000, {"key": "\ud800"}, {"key": "k" * 201}],
    ids=lambda intent: str(intent)[:24].encode("unicode_escape").decode(),
)
def test_malformed_intent_is_ignored(kit: StudioKit, intent: Any) -> None:
    user = kit.user()
    tab = Tab(kit, user, "script")
    answer = tab.events.submit(
        tab.request, intent if isinstance(intent, str) else json.dumps(intent), *tab.values(topic="Tides")
    )
    assert answer["key"] is None
    assert kit.studio.job(user, answer["job_id"]).job.idempotency_key is None


def test_no_credits_is_said_near_the_button(kit: StudioKit) -> None:
    user = kit.user()
    with kit.database.begin() as tx:
        tx.ledger.hold(user.id, "elsewhere", 50)
    answer = Tab(kit, user, "script").submit(topic="Tides")
    assert answer["error"]["code"] == "insufficient_credits"
    assert "Nothing was charged." in answer["error"]["message"]


def test_a_defect_never_shows_its_trace(kit: StudioKit, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = Tab(kit, kit.user(), "script")
    monkeypatch.setattr(type(kit.studio), "submit", lambda *_args, **_kwargs: 1 / 0)
    answer = tab.submit(topic="Tides")
    assert answer["error"]["message"].startswith("Kinora could not take this order.")
    assert "ZeroDivision" not in json.dumps(answer)


def test_a_recording_becomes_a_voice_sample_and_needs_consent(kit: StudioKit, tmp_path: Path) -> None:
    tab = Tab(kit, kit.user(), "voice")
    sound = upload(tmp_path, encode_wav((0.2 * np.sin(np.arange(48000) * 0.08)).astype(np.float32), 16000), "me.wav")

    refused = tab.submit(text="Hello", voice_sample=sound)
    assert list(refused["error"]["fields"]) == ["consent"]
    taken = tab.submit(text="Hello", voice_sample=sound, consent=True)
    (job,) = jobs_of(kit, tab.request.request.scope["state"]["user"])
    assert taken["job_id"] == job.job.id
    assert (
        kit.desk.get(tab.request.request.scope["state"]["user"], job.job.params["voice_sample"]).type == "voice_sample"
    )
    wrong = tab.submit({"key": "second"}, text="Hello", voice_sample=upload(tmp_path, photo()), consent=True)
    assert list(wrong["error"]["fields"]) == ["voice_sample"]


class FaceParams(Params):
    """A generator that takes a face and does not ask for consent itself."""

    portrait: Annotated[AssetId, Control(Widget.ASSET, "Portrait", accepts=(AssetType.PORTRAIT,))]


def test_a_face_is_taken_with_the_tick_beside_it_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    base: Any = script.GENERATOR
    faces = replace(base, key="faces", params=FaceParams, price=lambda *_: 1)
    kit = studio_kit(tmp_path, {"faces": faces})
    tab, file = Tab(kit, kit.user(), "faces"), upload(tmp_path, photo())

    refused = tab.submit({"key": "first", "agreed": ["face"]}, portrait=file)
    taken = tab.submit({"key": "first", "agreed": ["portrait"]}, portrait=file)

    assert "I have the consent" in refused["error"]["fields"]["portrait"]
    (job,) = jobs_of(kit, tab.request.request.scope["state"]["user"])
    assert taken["job_id"] == job.job.id
    (facts,) = json.loads(generator_facts([faces]))
    assert next(each for each in facts["fields"] if each["name"] == "portrait")["consent"].startswith("I have")
    assert not any(each["consent"] for each in json.loads(generator_facts([voice.GENERATOR]))[0]["fields"])
