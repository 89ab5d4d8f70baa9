"""`python -m queue_worker.tidy`, beside a studio or without one."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from domain.clock import utc_now
from queue_worker.tidy import main
from tests.support.scaled import SCALED
from tests.support.studio import studio_kit


@pytest.mark.skipif(bool(SCALED), reason="moves the times of files on the local disk")
def test_a_dry_run_prints_what_would_go_and_a_run_removes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kit = studio_kit(tmp_path)
    monkeypatch.setenv("KINORA_DATA_DIR", str(tmp_path))
    key = "stages/u/ab/abc"
    kit.objects.put(key, b"x" * 100_000, "application/octet-stream")
    [file] = [path for path in tmp_path.rglob("abc") if path.is_file()]
    old = (utc_now() - timedelta(days=8)).timestamp()
    os.utime(file, (old, old))

    main(["--dry-run"])
    assert capsys.readouterr().out == "Would remove stages older than 7 days: 1 file, 0.1 MB\n"
    assert kit.objects.exists(key)

    main([])
    assert capsys.readouterr().out == "Removed stages older than 7 days: 1 file, 0.1 MB\n"
    assert not kit.objects.exists(key)

    main([])
    assert capsys.readouterr().out == "Nothing to remove.\n"
    kit.database.close()
