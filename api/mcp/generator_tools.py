"""One tool for each generator, made from its declaration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mcp_types as types

from api.deps import ApiDeps
from api.mcp.answers import result
from api.mcp.calls import Call, Tool, in_thread
from api.routes.generators import default_price
from domain.errors import InvalidParams
from domain.generator import Generator
from domain.studio import IDEMPOTENCY_KEY_MAX
from domain.users import Scope

KEY_FIELD = "idempotency_key"

_KEY_SCHEMA = {
    "type": "string",
    "minLength": 1,
    "maxLength": IDEMPOTENCY_KEY_MAX,
    "description": "Any word of your own. A second call with it and the same arguments gives the first one's job "
    "instead of ordering, and paying, again.",
}


def generator_tools(deps: ApiDeps) -> list[Tool]:
    """A tool that orders a job of each generator: its key, its parameters and `idempotency_key`."""
    return [_tool(deps, generator) for generator in deps.studio.generators.values()]


def _tool(deps: ApiDeps, generator: Generator[Any]) -> Tool:
    schema = generator.params.model_json_schema()
    if KEY_FIELD in schema["properties"]:
        raise ValueError(f"{generator.key} has a parameter {KEY_FIELD}, which is that of every order")
    schema = {**schema, "properties": {**schema["properties"], KEY_FIELD: _KEY_SCHEMA}}
    return Tool(
        name=generator.key,
        title=generator.title,
        description=f"{generator.summary} {_price(deps, generator)} Orders a job and returns its id at once.",
        schema=schema,
        run=in_thread(_order(generator.key)),
        needs=Scope.JOBS,
    )


def _price(deps: ApiDeps, generator: Generator[Any]) -> str:
    price = default_price(deps, generator)
    if price is None:
        return "The price depends on the arguments; ask `quote`."
    return f"Costs {price} {'credit' if price == 1 else 'credits'} with its defaults; `quote` knows other prices."


def _order(key: str) -> Callable[[Call], types.CallToolResult]:
    def order(call: Call) -> types.CallToolResult:
        body = dict(call.arguments)
        idempotency_key = body.pop(KEY_FIELD, None)
        if not isinstance(idempotency_key, str | None):
            raise InvalidParams.of_fields([(KEY_FIELD, "This is not text")])
        submitted = call.deps.studio.submit(call.user, key, body, idempotency_key=idempotency_key)
        job, balance = submitted.job, submitted.credits.balance
        already = "was already ordered with this idempotency_key" if submitted.repeated else "is ordered"
        text = (
            f"Job {job.id} ({key}) {already}; it is {job.status}. Price: {job.price} credits; {balance} are left. "
            "Call wait_for_job with its id for the result."
        )
        return result(text, {"job_id": job.id, "status": job.status.value, "price": job.price, "balance": balance})

    return order
