"""`gradio_client` with an API key: both generators by name, with progress and files."""

from __future__ import annotations

import json
import time
from pathlib import Path

import httpx
import pytest
from gradio_client import Client, handle_file
from PIL import Image

from tests.support.pictures import photo
from tests.support.studio_process import StudioProcess

# gradio_client leaves its event loop's transport to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


def client(studio: StudioProcess, ada: httpx.Client, folder: Path) -> Client:
    headers = {"Authorization": ada.headers["Authorization"]}
    return Client(studio.url, headers=headers, download_files=str(folder), verbose=False)


def test_restyle_by_name_streams_progress_and_downloads(
    studio: StudioProcess, ada: httpx.Client, tmp_path: Path
) -> None:
    source = tmp_path / "astronaut.png"
    source.write_bytes(photo(256))
    job = client(studio, ada, tmp_path / "files").submit(
        photo=handle_file(str(source)), style="watercolour", count=2, seed=3, api_name="/restyle"
    )
    status, files = job.result(timeout=120)
    assert (status["status"], status["seed"], status["charged"]) == ("succeeded", 3, 2)
    updates = [update[0] for update in job.outputs()]
    fractions = [update["progress"] for update in updates]
    assert len(updates) >= 3
    assert fractions == sorted(fractions)
    assert updates[-1]["stages"][1]["title"] == "Restyling picture 1 of 2"
    names = [Path(file).name for file in files]
    assert names == ["restyle-1.png", "restyle-2.png", "before-after.png", "metadata.json"]
    with Image.open(files[0]) as image:
        assert image.size == (256, 256)
    assert json.loads(Path(files[3]).read_text())["params"]["style"] == "watercolour"


def test_script_by_name(studio: StudioProcess, ada: httpx.Client, tmp_path: Path) -> None:
    status, files = client(studio, ada, tmp_path).predict(topic="Why is the sky blue?", duration=60, api_name="/script")
    assert status["status"] == "succeeded"
    words = json.loads(Path(next(f for f in files if f.endswith("script.json"))).read_text())["word_count"]
    assert 150 * 0.95 <= words <= 150 * 1.05


def test_bad_input_reaches_the_client_as_a_message(studio: StudioProcess, ada: httpx.Client, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="(?i)at least 15|greater than or equal to 15"):
        client(studio, ada, tmp_path).predict(topic="Rain", duration=3, api_name="/script")


def test_without_a_key_nothing_answers(studio: StudioProcess, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="credentials were not provided"):
        Client(studio.url, download_files=str(tmp_path), verbose=False)


DOCUMENTED = Path(__file__).parents[2] / "docs/how-to/add-a-generator.md"


def test_the_documented_sample_dropped_into_the_folder_is_everywhere(tmp_path: Path) -> None:
    from tests.support.studio_process import copy_tree, wait_for_end

    code = DOCUMENTED.read_text().split("```python\n")[1].split("```")[0]
    assert len(code.splitlines()) <= 40
    root = copy_tree(tmp_path / "kinora")
    (root / "engine/generators/echo.py").write_text(code)
    studio = StudioProcess(tmp_path / "var", root).start()
    try:
        with studio.client(studio.sign_up()) as ada:
            listed = ada.get("/api/v1/generators").json()
            assert "echo" in [g["key"] for g in listed.get("items", listed.get("generators", []))]
            assert "/api/v1/jobs/echo" in ada.get("/api/v1/openapi.json").json()["paths"]
            assert "Echo" in ada.get("/config").text
            job_id = ada.post("/api/v1/jobs/echo", json={"text": "hello", "times": 3}).json()["job_id"]
            job = wait_for_end(ada, job_id)
            assert (job["status"], job["charged"]) == ("succeeded", 3)
            status, files = client(studio, ada, tmp_path / "files").predict(text="hello", times=2, api_name="/echo")
            assert Path(files[0]).read_text() == "hello\nhello"
            assert ada.post("/api/v1/jobs/echo", json={"text": "hello", "times": 6}).status_code == 422
    finally:
        time.sleep(0.1)
        studio.stop()
