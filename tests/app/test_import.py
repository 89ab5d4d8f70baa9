"""Starting the web process must not load what only workers need, nor a worker what only the web process needs."""

import subprocess
import sys

import pytest

HEAVY = {"torch", "diffusers", "transformers", "mediapipe"}


@pytest.mark.parametrize(("module", "unwanted"), [("app", HEAVY), ("wiring", HEAVY | {"gradio", "mcp"})])
def test_importing_loads_no_library_that_only_others_need(module: str, unwanted: set[str]) -> None:
    code = f"import sys, {module}; print({unwanted!r} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "set()"
