"""A worker process under supervision, for tests. (Not in child.py: workers shall start fast, without pytest.)"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from queue_worker.supervisor import Supervisor
from tests.queue_worker.child import command
from tests.queue_worker.installation import Installation


@contextmanager
def supervised(installation: Installation) -> Iterator[Supervisor]:
    """A running worker process, and a sweeper. It notes each stage that it makes in `made.log`."""
    line = command(installation.folder, installation.redis_url)
    one = Supervisor("test", line, installation.run_dir, installation.sweeper)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("KINORA_TEST_LOG", str(installation.folder / "made.log"))
        installation.sweeper.start()
        one.start()
        try:
            yield one
        finally:
            one.stop()
            installation.sweeper.stop()
