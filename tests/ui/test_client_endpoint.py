"""gradio_client, over the wire."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError, AuthenticationError
from PIL import Image

from tests.support.pictures import photo
from tests.ui.demo_studio import Demo


@pytest.fixture(scope="module")
def client(demo: Demo, site: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    user = demo.kit.accounts.register("client@example.org", "correct horse")
    _, key = demo.kit.accounts.keys.create(user.id, "client")
    downloads = tmp_path_factory.mktemp("downloads")
    headers = {"Authorization": f"Bearer {key}"}
    return Client(site, headers=headers, verbose=False, download_files=str(downloads), analytics_enabled=False)


def test_only_generators_are_endpoints(client: Any) -> None:
    assert set(client.view_api(return_format="dict")["named_endpoints"]) == {"/restyle", "/script"}


def test_schema_has_names_types_defaults_and_choices(client: Any) -> None:
    info = client.view_api(return_format="dict")["named_endpoints"]["/restyle"]
    parameters = {parameter["parameter_name"]: parameter for parameter in info["parameters"]}
    assert list(parameters)[0] == "photo"
    assert parameters["photo"]["parameter_has_default"] is False
    assert parameters["style"]["parameter_default"] == "plushie-classic"
    assert "watercolour" in parameters["style"]["type"]["enum"]
    assert parameters["count"]["type"]["type"] == "integer"
    assert parameters["seed"]["parameter_has_default"] and parameters["seed"]["parameter_default"] is None
    assert [output["component"] for output in info["returns"]] == ["Json", "File"]


def test_job_runs_reports_progress_and_hands_over_its_files(client: Any, tmp_path: Path) -> None:
    picture = tmp_path / "beach.png"
    picture.write_bytes(photo())
    job = client.submit(photo=handle_file(str(picture)), count=2, seed=7, api_name="/restyle")
    status, files = job.result(timeout=60)
    assert (status["status"], status["seed"], status["charged"]) == ("succeeded", 7, 2)
    assert [Path(file).name for file in files] == ["restyle-1.png", "restyle-2.png", "before-after.png"]
    assert Image.open(files[0]).size == Image.open(picture).size
    updates = [update for update, _ in job.outputs()]
    assert updates[0]["status"] in ("queued", "running")
    assert {stage["name"] for stage in updates[0]["stages"]} >= {"prepare", "restyle-1", "sheet"}
    assert [update["progress"] for update in updates] == sorted(update["progress"] for update in updates)


def test_text_generator_needs_only_its_required_fields(client: Any) -> None:
    status, files = client.predict(topic="Tides", api_name="/script")
    assert status["backend"]["name"] == "built-in renderer"
    assert Path(files[0]).read_text().startswith("# Tides")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"topic": "  "}, "topic: This cannot be empty."),
        ({"topic": "Tides", "duration": 5000}, "duration: This should be less than or equal to 600."),
        ({"topic": "Tides", "style": "nonsense"}, "style: This should be 'educational'"),
        ({"topic": "please fail"}, "ran out of memory"),
    ],
)
def test_errors_say_what_is_wrong(
    client: Any, values: dict[str, Any], words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(AppError, match=words):
        client.predict(**values, api_name="/script")
    assert "Traceback" not in capfd.readouterr().err


def test_inner_errors_stay_inside(client: Any, demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    def defect(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("/srv/secret")

    monkeypatch.setattr(type(demo.deps.studio), "submit", defect)
    with pytest.raises(AppError) as raised:
        client.predict(topic="Tides", api_name="/script")
    assert "secret" not in str(raised.value)


def test_another_key_is_refused(site: str) -> None:
    with pytest.raises(AuthenticationError):
        Client(site, headers={"Authorization": "Bearer kin_wrong"}, verbose=False, analytics_enabled=False)
