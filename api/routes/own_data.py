"""Taking all own data along, and leaving for good."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from api.deps import CurrentUser, Deps, FromClient
from api.routes.auth import Body, forget_cookies
from api.zip_stream import zip_stream

FILE_NAME = "kinora-data.zip"

router = APIRouter(prefix="/auth", tags=["auth"])


class Leaving(Body):
    """The password, once more."""

    password: str = Field(max_length=1000)


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/zip": {}}, "description": "A zip with JSON and CSV files."}},
)
def export(
    user: CurrentUser,
    deps: Deps,
    client: FromClient,
    files: Annotated[bool, Query(description="Also the results and the uploads themselves.")] = False,
) -> StreamingResponse:
    """Everything that is stored of the account: account.json, jobs.json, ledger.csv and more. A few times an hour."""
    packed = deps.own_data.export(user, client.ip, files=files)
    headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"', "Cache-Control": "no-store"}
    return StreamingResponse(zip_stream(packed, deps.own_data.open), media_type="application/zip", headers=headers)


@router.post("/delete", status_code=204)
def delete_account(body: Leaving, user: CurrentUser, deps: Deps, response: Response, client: FromClient) -> None:
    """Delete the account with everything that is stored of it. Running jobs end. It cannot be undone.

    409 for the last administrator.
    """
    deps.own_data.delete(user, body.password, client.ip)
    forget_cookies(deps, response)
