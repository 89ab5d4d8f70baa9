"""`POST /mcp`: the Model Context Protocol over Streamable HTTP (revisions 2025-03-26 to 2026-07-28)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, cast

import mcp_types as types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.shared.exceptions import MCPError
from starlette.requests import HTTPConnection, Request
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from api.body_limit import MCP_MAX_BYTES
from api.deps import ApiDeps
from api.errors import MethodNotAllowed, error_response, unexpected
from api.mcp.answers import error_result
from api.mcp.calls import Call, Tool
from api.mcp.desk_tools import desk_tools
from api.mcp.file_tools import file_tools
from api.mcp.generator_tools import generator_tools
from api.mcp.waiting import wait_tool
from api.rates import Rates
from api.scopes import require_scope
from domain.errors import KinoraError, NotAuthenticated

log = logging.getLogger(__name__)

PATH = "/mcp"

INSTRUCTIONS = """\
A creative studio that makes pictures, voices, scripts and narrated films. Each generator is a tool that orders a job \
and returns its id at once; wait_for_job then waits for the result and gives links to the files, which work for an \
hour, and small copies of pictures. Orders cost credits: `quote` says how many before anything is ordered. Failed and \
cancelled work is refunded. Files that a generator takes, such as a photo, are first brought with upload_asset, or \
found with list_assets; their ids go into the generator's fields."""


def mcp_route(deps: ApiDeps) -> Route:
    """The route to put into the app. The guard in front of the app says whose request it is."""
    return Route(PATH, Endpoint(deps), name="mcp", include_in_schema=False)


def all_tools(deps: ApiDeps) -> Mapping[str, Tool]:
    """Every tool by name: one for each generator, and those that look after jobs, files and credits."""
    tools = [*generator_tools(deps), *desk_tools(), *file_tools(), wait_tool()]
    by_name = {tool.name: tool for tool in tools}
    if len(by_name) != len(tools):
        raise ValueError("a generator has the name of another tool")
    return by_name


class Endpoint:
    """An ASGI app that keeps nothing between two requests, so that any process may answer the next one."""

    def __init__(self, deps: ApiDeps) -> None:
        self._deps = deps
        self._tools = all_tools(deps)
        self._rates = Rates(deps.limiter)
        self._server: Server[Any] = Server(
            "kinora",
            version="1",
            title="Kinora",
            instructions=INSTRUCTIONS,
            on_list_tools=self._list,
            on_call_tool=self._call,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":  # there are no sessions to end, and nothing is said unasked
            refusal: KinoraError = MethodNotAllowed("This route does not take this method.")
            return await error_response(refusal, {"Allow": "POST"})(scope, receive, send)
        if "authorization" not in HTTPConnection(scope).headers:
            # A cookie would do for the guard; but then a page open in a browser could be used as somebody's tool.
            refusal = NotAuthenticated("Send an API key: Authorization: Bearer kin_...")
            return await error_response(refusal)(scope, receive, send)
        manager = StreamableHTTPSessionManager(self._server, stateless=True, max_request_body_size=MCP_MAX_BYTES)
        async with manager.run():
            await manager.handle_request(scope, receive, send)

    async def _list(
        self, _ctx: ServerRequestContext[Any, Request], _params: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[tool.described() for tool in self._tools.values()])

    async def _call(
        self, ctx: ServerRequestContext[Any, Request], params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        """Run a tool. What it refuses is a result that says so: an assistant can then do better."""
        tool = self._tools.get(params.name)
        if tool is None:
            raise MCPError(types.INVALID_PARAMS, f"There is no tool named {params.name[:100]!r}.")
        request = cast(Request, ctx.request)  # as for every message that came by HTTP
        call = Call.of(self._deps, request, params.arguments or {}, ctx.session.report_progress)
        try:
            require_scope(request.scope["state"]["signed_in"].scopes, tool.needs)
            if not tool.reads:
                await self._rates.count("writes-user", call.user, "")
            return await tool.run(call)
        except KinoraError as error:
            return error_result(error)
        except Exception:
            log.exception("mcp.failed tool=%s", params.name)
            return error_result(unexpected())
