"""Records in files fill in forms, whatever somebody has written into them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from domain.assets import AssetType
from domain.provenance import Credentials, Findings
from domain.record_desk import RecordDesk
from tests.support.api_world import ApiWorld, error_code
from tests.support.pictures import photo

UNKNOWN = "0" * 32


def reading(world: ApiWorld, record: Mapping[str, Any] | None) -> ApiWorld:
    """The installation, with a file that holds this record."""
    found = Findings("image/png", Credentials.NONE, record=record)
    return world.rewired(records=RecordDesk(world.kit.database, world.deps.studio.generators, lambda _file: found))


def read(world: ApiWorld, email: str = "ada@example.org") -> Any:
    return world.program(email).post("/api/v1/records/read", files={"file": ("x.png", b"x", "image/png")})


def test_a_record_fills_in_what_the_account_may_use(world: ApiWorld) -> None:
    asset = world.kit.desk.take(world.user(), AssetType.PHOTO, "me.png", photo())
    params = {"photo": asset.id, "style": "oil", "count": 2, "project_id": UNKNOWN, "colour": "red", "prompt": None}
    record = {"generator": "restyle", "params": params, "seed": 7, "backends": [{"name": "built-in renderer"}]}
    told = reading(world, record)

    mine, hers = read(told).json(), read(told, "eve@example.org").json()

    given = {"photo": asset.id, "style": "oil", "count": 2, "seed": 7}
    assert given.items() <= mine["params"].items() and mine["missing"] == []
    assert not {"colour", "project_id"} & mine["params"].keys() and mine["params"]["backend"] == "auto"  # by default
    assert "photo" not in hers["params"] and hers["missing"] == ["photo"]
    assert (mine["generator"], mine["made_by"]) == ("restyle", "built-in renderer")
    again = world.program().post("/api/v1/jobs/restyle", json=mine["params"])
    assert again.status_code == 202  # it is the body of an order


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (None, "unsupported_media"),
        ({"generator": "script"}, "unsupported_media"),
        ({"generator": "script", "params": []}, "unsupported_media"),
        ({"generator": "sculpture", "params": {}}, "not_found"),
        ({"generator": ["script"], "params": {}}, "not_found"),
        ({"generator": "script", "params": {"topic": "x" * 600_000}}, "invalid_params"),
    ],
)
def test_what_is_no_record_is_refused(world: ApiWorld, record: Mapping[str, Any] | None, code: str) -> None:
    assert error_code(read(reading(world, record))) == code


def test_odd_values_are_left_out(world: ApiWorld) -> None:
    odd = {"topic": {"a": 1}, "audience": [["x"]], "style": "talk", "duration": 60}
    record = {"generator": "script", "params": odd, "seed": -1, "backends": "x"}
    params = read(reading(world, record)).json()["params"]
    assert (params["style"], params["duration"], params["audience"]) == ("talk", 60, "general")
    assert not {"topic", "seed"} & params.keys()
    assert world.client().post("/api/v1/records/read").status_code == 401
