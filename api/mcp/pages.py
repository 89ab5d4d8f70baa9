"""Arguments of the tools that list something."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from domain.studio import PAGE_MAX

Cursor = Annotated[str | None, Field(max_length=500, description="`next_cursor` of the page before.")]
Limit = Annotated[int, Field(ge=1, le=PAGE_MAX)]
