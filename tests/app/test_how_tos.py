"""The examples of the how-tos do what the text around them says, against a running studio."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.support.pictures import photo
from tests.support.studio_process import ROOT, StudioProcess

PASSWORD = "correct horse"
PROGRAMS = {"sh": ("bash", "-euo", "pipefail"), "python": (sys.executable, "-W", "error"), "js": ("node",)}
ENDINGS = {"sh": "sh", "python": "py", "js": "mjs"}
TOOLS = {"sh": ("bash", "curl", "jq"), "python": (), "js": ("node",)}


def examples(page: str, language: str) -> str:
    """All of a page's code in one language, as one program."""
    text = (ROOT / "docs/how-to" / page).read_text()
    found = re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert found, f"{page} has no {language}"
    return "\n".join(found)


def run(page: str, language: str, studio: StudioProcess, folder: Path) -> str:
    """What the examples print. Skips where a program of theirs is not installed."""
    for tool in TOOLS[language]:
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    email = f"{language}-{page.removesuffix('.md')}@example.org"
    (folder / "photo.png").write_bytes(photo(128))
    program = folder / f"example.{ENDINGS[language]}"
    program.write_text(examples(page, language))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        "KINORA_URL": studio.url,
        "KINORA_KEY": studio.sign_up(email, PASSWORD),
        "EMAIL": email,
        "PASSWORD": PASSWORD,
    }
    command = [*PROGRAMS[language], program.name]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_curl(studio: StudioProcess, tmp_path: Path) -> None:
    printed = run("api.md", "sh", studio, tmp_path)
    assert '"price":1' in printed.replace(" ", "") and "event: progress" in printed and '"succeeded"' in printed
    assert (tmp_path / "restyle-1.png").read_bytes().startswith(b"\x89PNG")
    assert printed.rstrip().endswith("}") and '"status":"ready"' in printed.replace(" ", "")  # the confirmed upload


@pytest.mark.parametrize(("language", "files"), [("python", 2), ("js", 1)])
def test_programs(studio: StudioProcess, tmp_path: Path, language: str, files: int) -> None:
    printed = run("api.md", language, studio, tmp_path)
    assert f"{files} credits" in printed and "succeeded" in printed
    assert all((tmp_path / f"restyle-{n + 1}.png").read_bytes().startswith(b"\x89PNG") for n in range(files))
    assert (tmp_path / "metadata.json").is_file()


def test_an_assistant(studio: StudioProcess, tmp_path: Path) -> None:
    printed = run("mcp.md", "python", studio, tmp_path)
    assert "has succeeded, for 1 credit." in printed
    link = re.search(r"script\.md \(text/markdown\): (\S+)", printed)
    assert link is not None and len(httpx.get(link[1]).text.split()) > 100
