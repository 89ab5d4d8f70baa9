"""The API keeps what its description promises, and keeps two users apart.

KINORA_SCHEMATHESIS=full calls each operation far more often.
"""

from __future__ import annotations

import os

import pytest

from tests.support.api_contract import Contract
from tests.support.api_world import ApiWorld

EXAMPLES = 60 if os.environ.get("KINORA_SCHEMATHESIS") == "full" else 2


@pytest.mark.timeout(3600)
def test_no_operation_breaks_its_promises_or_tells_another_users_secrets(world: ApiWorld) -> None:
    contract = Contract(world, EXAMPLES)
    contract.drive_all()

    assert contract.problems == [], "\n".join(contract.problems)
    assert {200, 201, 202, 403, 404, 422} <= set(contract.statuses), "both sides of the rules were seen"
