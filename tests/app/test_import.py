"""Starting the web process must not load what only workers need."""

import subprocess
import sys

import pytest

HEAVY = {"torch", "diffusers", "transformers", "mediapipe"}


@pytest.mark.parametrize("module", ["app", "wiring"])
def test_importing_loads_no_neural_library(module: str) -> None:
    code = f"import sys, {module}; print({HEAVY!r} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "set()"
