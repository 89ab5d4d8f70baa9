"""Drives every operation of the API with what its description allows and what it does not, as one of two users."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase, strategies
from schemathesis import GenerationMode
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi import checks
from starlette.testclient import TestClient

from tests.support.api_world import ApiWorld
from tests.support.pictures import photo

STREAMS = frozenset({"/api/v1/events", "/api/v1/jobs/{job_id}/events"})
"""Answers that do not end."""

CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]

SECRET = "the-secret-of-bob"
"""Stands in everything of the other user's that could be told."""

ADA, BOB = "ada@example.org", "bob@example.org"
Ids = Mapping[str, str]


@dataclass
class Contract:
    """Ada calls. What is Bob's she may name, too, and it must neither be told to her nor changed by her.

    Attributes:
        examples: calls of each operation, half of them with what the description does not allow.
        problems: what was wrong, in words.
        statuses: how often each status was answered.
    """

    world: ApiWorld
    examples: int
    problems: list[str] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.own = owned(self.world.program(ADA), "a tale of ada")
        self.foreign = owned(self.world.program(BOB), SECRET)

    def drive_all(self) -> None:
        before = self.seen_by_bob()
        for operation in self._operations():
            for mode in GenerationMode.POSITIVE, GenerationMode.NEGATIVE:
                self._drive(operation, mode)
        if self.seen_by_bob() != before:
            self.problems.append("something of Bob's was changed")

    def seen_by_bob(self) -> list[Any]:
        """What Bob has, without links."""
        client, ids = self.world.program(BOB), self.foreign
        job = client.get(f"/api/v1/jobs/{ids['job_id']}").json()
        paths = ("assets/{asset_id}", "drafts/{draft_id}", "projects/{project_id}", "webhooks/{webhook_id}")
        rest = [client.get(f"/api/v1/{path.format(**ids)}").json() for path in paths]
        unsigned = [{name: value for name, value in each.items() if "url" not in name} for each in rest]
        return [job["status"], job["priority"], job["project_id"], client.get("/api/v1/credits").json(), unsigned]

    def _operations(self) -> Iterator[Any]:
        schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", self.world.guarded)
        for found in schema.get_all_operations():
            operation: Any = found.ok()  # type: ignore[union-attr]  # a description that cannot be read is a failure
            if operation.path not in STREAMS:
                yield operation

    def _drive(self, operation: Any, mode: GenerationMode) -> None:
        try:
            cases = operation.as_strategy(generation_mode=mode)
        except schemathesis.errors.SchemathesisError:
            return  # Nothing is forbidden, so nothing wrong can be sent.

        @hypothesis.seed(20261121)
        @hypothesis.settings(
            max_examples=max(1, self.examples // 2),
            database=None,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
        )
        @hypothesis.given(case=cases, named=strategies.sampled_from(["own", "foreign", "any"]))
        def call(case: Any, named: str) -> None:
            self._call(case, named)

        try:
            call()
        except hypothesis.errors.Unsatisfiable:
            return

    def _call(self, case: Any, named: str) -> None:
        ids = {"own": self.own, "foreign": self.foreign, "any": {}}[named]
        for name in case.path_parameters or {}:
            case.path_parameters[name] = ids.get(name, case.path_parameters[name])
        foreign = named == "foreign" and bool(set(case.path_parameters or {}) & set(ids))
        where = f"{case.method} {case.formatted_path}"
        try:
            response = case.call(headers={"Authorization": self.world.program(ADA).headers["Authorization"]})
        except Exception as error:  # noqa: BLE001  a defect passes through the client after its answer, a 500
            self.problems.append(f"{where}: {type(error).__name__}: {error}")
            return
        self.statuses[response.status_code] = self.statuses.get(response.status_code, 0) + 1
        if SECRET.encode() in response.content:
            self.problems.append(f"{where}: tells what is Bob's")
        if foreign and response.status_code < 400:
            self.problems.append(f"{where}: {response.status_code} for what is Bob's")
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as group:
            self.problems += [f"{where}: {_told(each)}" for each in group.exceptions]
        except Failure as failure:
            self.problems.append(f"{where}: {_told(failure)}")


def _told(failure: BaseException) -> str:
    return " ".join(str(failure).split())[:600]


def owned(client: TestClient, text: str) -> Ids:
    """One of everything that a user can have, with `text` in it; the ids by the names of path parameters."""

    def made(path: str, body: Any) -> Any:
        response = client.post(f"/api/v1/{path}", json=body)
        assert response.status_code in (201, 202), response.text
        return response.json()

    job = made("jobs/script", {"topic": text})["job_id"]
    asset = client.post("/api/v1/assets", files={"file": photo()}, data={"type": "photo"}).json()["id"]
    client.patch(f"/api/v1/assets/{asset}", json={"name": f"{text}.png"})
    draft = f"{len(text):032x}"
    client.put(f"/api/v1/drafts/{draft}", json={"generator": "script", "name": text, "content": {"topic": text}})
    project = made("projects", {"name": text})["id"]
    webhook = made("webhooks", {"url": "http://127.0.0.1:8099/", "name": text})["id"]
    delivery = made(f"webhooks/{webhook}/test", {})["id"]
    key = made("auth/api-keys", {"name": text})["id"]
    member = client.get("/api/v1/auth/me").json()["id"]
    return {
        "job_id": job, "asset_id": asset, "draft_id": draft, "project_id": project, "webhook_id": webhook,
        "delivery_id": delivery, "key_id": key, "member_id": member,
    }  # fmt: skip
