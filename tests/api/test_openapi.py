"""The description of the API."""

from __future__ import annotations

from typing import Any

import jsonschema
import openapi_spec_validator
import pytest

from tests.support.api_world import ApiWorld


@pytest.fixture
def document(world: ApiWorld) -> Any:
    return world.client().get("/api/v1/openapi.json").json()


def test_it_is_valid(document: Any) -> None:
    openapi_spec_validator.validate(document)


def test_each_generator_has_a_typed_body(world: ApiWorld, document: Any) -> None:
    for key, generator in world.deps.studio.generators.items():
        operation = document["paths"][f"/api/v1/jobs/{key}"]["post"]
        reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        schema = document["components"]["schemas"][reference.rpartition("/")[2]]
        assert set(schema["properties"]) == set(generator.params.model_fields)
        assert schema["additionalProperties"] is False
        assert "Idempotency-Key" in [parameter["name"] for parameter in operation["parameters"]]


def test_routes_say_how_to_sign_in_and_how_they_fail(document: Any) -> None:
    operation = document["paths"]["/api/v1/jobs"]["get"]

    assert {"bearer": []} in operation["security"]
    for status in ("422", "4XX", "5XX"):
        schema = operation["responses"][status]["content"]["application/json"]["schema"]
        assert schema["$ref"].endswith("/ErrorBody")
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_every_route_is_described(document: Any) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation.get("description") or operation.get("summary"), f"{method} {path}"


def test_each_json_body_has_an_example_that_it_allows(document: Any) -> None:
    schemas = document["components"]["schemas"]
    resolver = {"components": {"schemas": schemas}}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if body is None:
                continue
            schema = body["schema"]
            named = schemas.get(schema.get("$ref", "").rpartition("/")[2], {})
            shown = [each["value"] for each in body.get("examples", {}).values()]
            single = [each["example"] for each in (body, named) if "example" in each]
            examples = shown or named.get("examples") or single
            assert examples, f"{method} {path}"
            for example in examples:
                jsonschema.Draft202012Validator({**schema, **resolver}).validate(example)
