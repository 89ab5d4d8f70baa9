"""The graphics card of this machine, found without loading torch."""

from __future__ import annotations

import shutil
import subprocess

from engine.neural.device import Device

_QUERY = ["--query-gpu=name,memory.total", "--format=csv,noheader,nounits"]
_MIB = 1024**2


def this_machine() -> Device | None:
    """The first NVIDIA card, the processor where its driver is not installed, None where that cannot be told."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return None if shutil.which("system_profiler") else Device("cpu", "processor", 0.0, "float32")
    try:
        answer = subprocess.run([tool, *_QUERY], capture_output=True, text=True, timeout=10, check=True)  # noqa: S603  fixed words
        name, _, memory = answer.stdout.splitlines()[0].rpartition(",")
        return Device("cuda", name.strip(), int(memory) * _MIB / 10**9, "float16")
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None
