"""What every page shares: the templates, the header, and the tags that load our styles and scripts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from domain.assets import CONSENT_TEXTS
from domain.errors import NotAuthenticated
from domain.generator import Generator
from domain.params import Control
from domain.sessions import SignedIn
from domain.users import User
from ui.deps import UiDeps
from ui.field_spec import CONSENT_FIELD, field_specs

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


@cache
def templates() -> Environment:
    """The templates; everything put into them is escaped."""
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def static_version() -> str:
    """Changes with any of our static files, so that no browser keeps an old style sheet after an update."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def script_modules() -> tuple[str, ...]:
    """The scripts that others import, below static/js: fetched at once and not one after another."""
    alone = {"theme.js", "early.js", "kinora.js"}
    folder = STATIC / "js"
    return tuple(sorted({path.relative_to(folder).as_posix() for path in folder.rglob("*.js")} - alone))


def generator_facts(generators: Iterable[Generator[Any]]) -> str:
    """JSON for the scripts: what each generator and its fields are called."""
    facts = [
        {"key": g.key, "title": g.title, "fields": _field_facts(g), "summary": g.summary}
        for g in sorted(generators, key=lambda g: g.position)
    ]
    return json.dumps(facts, ensure_ascii=False)


def _field_facts(generator: Generator[Any]) -> list[dict[str, Any]]:
    asks_itself = CONSENT_FIELD in generator.params.model_fields
    return [
        {
            "name": spec.name,
            "label": spec.control.label,
            "help": spec.control.help,
            "asset": bool(spec.control.accepts),
            "accepts": [kind.value for kind in spec.control.accepts],
            "consent": "" if asks_itself else consent_text(spec.control),
            "hidden": spec.control.hidden,
            "choices": [[label, value] for label, value in spec.choices],
        }
        for spec in field_specs(generator.params)
    ]


def consent_text(control: Control) -> str:
    """What has to be ticked beside a file that is put into this field; "" for nothing."""
    return CONSENT_TEXTS.get(control.accepts[0], "") if control.accepts else ""


def head_tags(deps: UiDeps) -> str:
    """The tags for the `<head>` of every page, Gradio's included."""
    return (
        templates()
        .get_template("head.html")
        .render(
            version=static_version(),
            modules=script_modules(),
            facts=generator_facts(deps.studio.generators.values()),
            mail=deps.accounts.mailer.delivers,
        )
    )


def header_html(active: str) -> str:
    """The header. It holds nothing of a user: the scripts fill in balance, jobs and account."""
    return templates().get_template("header.html").render(active=active)


def page(request: Request, template: str, deps: UiDeps, status: int = 200, /, **values: Any) -> HTMLResponse:
    """A page from a template."""
    html = (
        templates()
        .get_template(template)
        .render(
            version=static_version(),
            modules=script_modules(),
            facts=generator_facts(deps.studio.generators.values()),
            mail=deps.accounts.mailer.delivers,
            services={key: provider.title for key, provider in deps.accounts.providers.items()},
            user=signed_in(request),
            **values,
        )
    )
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store"})


def signed_in(request: Request) -> User | None:
    """The user whom the guard put into the request, if somebody is signed in."""
    state: dict[str, Any] = request.scope.get("state") or {}
    user: User | None = state.get("user")
    return user


def signed_in_by(request: Request) -> str | None:
    """The family of the session that a page was asked for with."""
    found: SignedIn | None = (request.scope.get("state") or {}).get("signed_in")
    return None if found is None else found.family


def current_user(request: Request) -> User:
    """The signed-in user of a page that needs one. Raises NotAuthenticated."""
    user = signed_in(request)
    if user is None:
        raise NotAuthenticated("Please sign in.")
    return user
