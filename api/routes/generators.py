"""What the studio can make."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request, Response

from api.answers import GeneratorDetails, GeneratorList, QuoteView
from api.deps import ApiDeps, CurrentUser, Deps
from api.etags import NOT_MODIFIED, unless_known
from domain.generator import Generator

router = APIRouter(prefix="/generators", tags=["generators"])


@router.get("", response_model=GeneratorList, responses=NOT_MODIFIED)
def list_generators(_user: CurrentUser, deps: Deps, request: Request, response: Response) -> Any:
    """All generators, in the order of their tabs."""
    items = [_summary(generator) for generator in deps.studio.generators.values()]
    return unless_known(request, response, {"items": items})


@router.get("/{key}", response_model=GeneratorDetails, responses=NOT_MODIFIED)
def get_generator(key: str, _user: CurrentUser, deps: Deps, request: Request, response: Response) -> Any:
    """One generator: the JSON Schema of its parameters, its price with all defaults, and examples."""
    generator = deps.studio.generator(key)
    examples = [{"title": example.title, "values": example.values} for example in generator.examples]
    details = {
        **_summary(generator),
        "schema": generator.params.model_json_schema(),
        "price": default_price(deps, generator),
        "examples": examples,
    }
    return unless_known(request, response, details)


@router.post("/{key}/quote", response_model=QuoteView)
async def quote(key: str, body: dict[str, Any], user: CurrentUser, deps: Deps) -> dict[str, Any]:
    """What a job with these parameters would cost, and what the account has. Nothing is ordered.

    A long script takes seconds to read, so a user's quotes are worked out one after the other.
    """
    async with deps.quotes.turn(user.id):
        found = await to_thread.run_sync(deps.studio.quote, user, key, body)
    return {
        "price": found.price,
        "balance": found.credits.balance,
        "sufficient": found.credits.balance >= found.price,
        "estimated_seconds": None if found.seconds is None else round(found.seconds, 1),
    }


def _summary(generator: Generator[Any]) -> dict[str, Any]:
    return {
        "key": generator.key,
        "title": generator.title,
        "section": generator.section,
        "summary": generator.summary,
        "version": generator.version,
        "time_limit": generator.time_limit,
    }


def default_price(deps: ApiDeps, generator: Generator[Any]) -> int | None:
    """The price of a form left as it is; None when it depends on a field that has no default."""
    try:
        return deps.studio.price(generator.key, generator.params.model_construct())
    except AttributeError:
        return None
