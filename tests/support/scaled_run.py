"""`make test-scaled`: starts PostgreSQL and an S3 store, and runs pytest with every test on them.

python -m tests.support.scaled_run [arguments of pytest]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import asdict

from storage.database import Database
from tests.support import postgres, radosgw, scaled


def main(arguments: list[str]) -> int:
    """Run pytest; returns its exit status."""
    binaries = postgres.find_binaries()
    if binaries is None or not radosgw.found():
        sys.stderr.write(f"{postgres.MISSING if binaries is None else radosgw.MISSING}\n")
        return 2
    with ExitStack() as stack:
        server = stack.enter_context(postgres.postgres_server(binaries, connections=500))
        template = Database(scaled.server_url(server.create(name=scaled.TEMPLATE), str(server.folder)))
        template.migrate()
        template.close()
        store = stack.enter_context(radosgw.radosgw())
        environment = {**os.environ, scaled.POSTGRES: str(server.folder), scaled.S3: json.dumps(asdict(store))}
        sys.stdout.write(f"PostgreSQL, Redis and radosgw at {store.endpoint}\n")
        sys.stdout.flush()
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
