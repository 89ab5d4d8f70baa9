"""From a filled-in form to an order: uploads are taken in, values become the body of a request."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import Any

from gradio.utils import get_upload_folder

from domain.asset_intake import check_size
from domain.assets import AssetType
from domain.errors import InvalidParams, KinoraError, TooLarge, UnsupportedMedia
from domain.params import Widget
from domain.users import User
from ui.deps import UiDeps
from ui.field_spec import CONSENT_FIELD, FieldSpec

SAMPLE_ASSET = "0" * 32
"""Stands for a file that has not been chosen yet, where only the price is asked for."""
SAMPLE_TEXT = "x"


def order_body(
    deps: UiDeps,
    user: User,
    specs: Sequence[FieldSpec],
    values: Sequence[Any],
    kept: Mapping[str, str],
    agreed: Container[str] = (),
) -> dict[str, Any]:
    """The parameters of a request. Files are stored as the user's assets on the way.

    Args:
        values: what the form sent, in the order of `specs`; files as Gradio's FileData.
        kept: asset ids by field, taken over from an earlier job, used where no new file was sent.
        agreed: fields with a face or a voice whose consent was ticked beside the file.

    Raises:
        UnsupportedMedia, TooLarge, InvalidParams: a file is not what its field needs; `details` names the field.
    """
    given = {spec.name: value for spec, value in zip(specs, values, strict=True)}
    body: dict[str, Any] = {}
    for spec, value in zip(specs, values, strict=True):
        if spec.control.widget is not Widget.ASSET:
            body[spec.name] = _given(spec, value)
        elif value is not None:
            consent = bool(given.get(CONSENT_FIELD)) or spec.name in agreed
            try:
                body[spec.name] = _take(deps, user, spec, value, consent)
            except (UnsupportedMedia, TooLarge, InvalidParams) as error:
                raise _blamed(error, spec.name, given) from None
        else:
            body[spec.name] = kept.get(spec.name)
    return {name: value for name, value in body.items() if value is not None}


def price_body(specs: Sequence[FieldSpec], values: Sequence[Any]) -> dict[str, Any]:
    """Parameters that are good enough to be priced: what is still missing is filled in with samples."""
    body: dict[str, Any] = {}
    for spec, value in zip(specs, values, strict=True):
        if spec.control.widget is Widget.ASSET:
            body[spec.name] = SAMPLE_ASSET if spec.required or value else None
        elif spec.control.widget in (Widget.TEXT, Widget.LONG_TEXT):
            empty = value is None or (isinstance(value, str) and not value.strip())
            body[spec.name] = (SAMPLE_TEXT if spec.required else "") if empty else value
        elif spec.control.widget is Widget.SUGGESTION:
            body[spec.name] = value or _first_suggestion(spec, body)
        elif _given(spec, value) is not None:
            body[spec.name] = value
    return body


def _first_suggestion(spec: FieldSpec, body: Mapping[str, Any]) -> str:
    suggest = spec.control.suggestions
    return next(iter(suggest(body.get(spec.control.suggested_by)) if suggest else ()), "")


def _given(spec: FieldSpec, value: Any) -> Any:
    """The value; None for a number that was left empty."""
    return None if spec.control.widget is Widget.NUMBER and isinstance(value, str) and not value.strip() else value


def _check_upload(path: Path) -> None:
    """Raises FileNotFoundError unless Gradio has put this file into its folder: no other file may become an asset."""
    if not path.resolve().is_relative_to(Path(get_upload_folder()).resolve()) or not path.is_file():
        raise FileNotFoundError(path)


def _take(deps: UiDeps, user: User, spec: FieldSpec, file: Any, consent: bool) -> str:
    path = Path(file.path)
    try:
        _check_upload(path)
        kind = AssetType(spec.control.accepts[0])
        check_size(kind, path.stat().st_size)
        with path.open("rb") as content:
            return deps.desk.take(user, kind, file.orig_name or path.name, content, consent=consent).id
    except FileNotFoundError:
        raise UnsupportedMedia("This upload is no longer there. Choose the file again.") from None


def _blamed(error: KinoraError, name: str, form: Mapping[str, Any]) -> KinoraError:
    """The error of a file, said of its field, or of the form's own tick when that is what is missing."""
    told = [each["field"] for each in error.details.get("fields", ())]
    at = CONSENT_FIELD if CONSENT_FIELD in told and CONSENT_FIELD in form else name
    return type(error)(error.message, **{**error.details, "fields": [{"field": at, "message": error.message}]})
