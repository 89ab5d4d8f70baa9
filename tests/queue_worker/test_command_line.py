"""`python -m queue_worker`: which of the two processes it becomes, and what it refuses."""

from __future__ import annotations

import pytest

from queue_worker import __main__ as command_line


class FakeWiring:
    """Stands for wiring: notes what would be run."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, list[str], str]] = []

    def supervise(self, queues: list[str], name: str) -> None:
        self.calls.append(("supervise", queues, name))

    def work(self, queues: list[str], name: str) -> None:
        self.calls.append(("work", queues, name))


@pytest.fixture
def wiring(monkeypatch: pytest.MonkeyPatch) -> FakeWiring:
    fake = FakeWiring()
    monkeypatch.setattr(command_line, "wiring", fake)
    return fake


def test_it_supervises_all_queues_under_the_host_s_name(wiring: FakeWiring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_line.socket, "gethostname", lambda: "gpu box/1")

    command_line.main([])

    assert wiring.calls == [("supervise", ["gpu", "cpu"], "gpu-box-1")]


def test_a_child_works(wiring: FakeWiring) -> None:
    command_line.main(["--child", "--queues", "cpu,cpu", "--name", "w-1"])

    assert wiring.calls == [("work", ["cpu"], "w-1")]


@pytest.mark.parametrize("wrong", [["--queues", "tpu"], ["--queues", ""], ["--name", "../etc"], ["--name", ""]])
def test_what_makes_no_sense_is_refused(
    wiring: FakeWiring, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        command_line.main(wrong)

    assert wiring.calls == []
    assert "error" in capsys.readouterr().err
