"""The endpoint of a generator for gradio_client: submits, reports progress, and hands over the files."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import quote, urljoin

import gradio as gr

from domain.errors import KinoraError
from domain.generator import Generator
from domain.jobs import JobRecord, JobStatus, StoredArtifact
from domain.users import User
from domain.views import job_view
from ui.deps import UiDeps
from ui.field_spec import FieldSpec
from ui.messages import api_message
from ui.order import order_body
from ui.tab_events import user_of

Update = tuple[dict[str, Any], list[dict[str, Any]] | None]


class ClientEndpoint:
    """Runs one generator for a client and waits for its end. A client that goes away leaves the job running."""

    def __init__(self, deps: UiDeps, generator: Generator[Any], specs: list[FieldSpec]) -> None:
        self._deps = deps
        self._generator = generator
        self._specs = specs

    def function(self) -> Callable[..., AsyncIterator[Update]]:
        """The function to bind: its parameters are named as the generator's, which is what clients see."""

        async def run(request: gr.Request, *values: Any) -> AsyncIterator[Update]:
            async for update in self._run(request, values):
                yield update

        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        parameters = [inspect.Parameter("request", kind, annotation=gr.Request)]
        # Gradio reads a default of None as "may be left out"; other defaults it takes from the component.
        parameters += [
            inspect.Parameter(spec.name, kind, default=inspect.Parameter.empty if spec.required else None)
            for spec in sorted(self._specs, key=lambda spec: not spec.required)
        ]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # read by inspect.signature
        run.__annotations__ = {"request": gr.Request}
        run.__name__ = self._generator.key.replace("-", "_")
        run.__doc__ = self._generator.summary
        return run

    def ordered_specs(self) -> list[FieldSpec]:
        """The fields in the order of `function`'s parameters: what must be given comes first."""
        return sorted(self._specs, key=lambda spec: not spec.required)

    async def _run(self, request: gr.Request, values: tuple[Any, ...]) -> AsyncIterator[Update]:
        user = user_of(request)
        try:
            job_id = await asyncio.to_thread(self._submit, user, values)
            async for event in self._deps.studio.follow(user, job_id):
                if event.type == "preview":
                    continue
                record = await asyncio.to_thread(self._deps.studio.job, user, job_id)
                if record.job.status.terminal:
                    break
                yield self._status(record), None
            record = await asyncio.to_thread(self._deps.studio.job, user, job_id)
        except KinoraError as error:
            raise _said(api_message(error, self._generator.params)) from None
        yield self._ending(record, _origin(self._deps, request))

    def _submit(self, user: User, values: tuple[Any, ...]) -> str:
        body = order_body(self._deps, user, self.ordered_specs(), values, {})
        return self._deps.studio.submit(user, self._generator.key, body).job.id

    def _status(self, record: JobRecord) -> dict[str, Any]:
        view = job_view(record, self._deps.artifact_url)
        return {name: value for name, value in view.items() if name != "artifacts"}

    def _ending(self, record: JobRecord, origin: str) -> Update:
        """The last update. Raises gr.Error for a job that failed or was cancelled."""
        job = record.job
        if job.status is JobStatus.FAILED and job.error is not None:
            raise _said(f"{job.error.message} Nothing was charged.")
        if job.status is JobStatus.CANCELLED:
            raise _said("The job was cancelled. Nothing was charged.")
        return self._status(record), [self._file(job.id, each, origin) for each in record.artifacts]

    def _file(self, job_id: str, artifact: StoredArtifact, origin: str) -> dict[str, Any]:
        """A file as Gradio's clients expect it, by a link on this host.

        The client sends its API key along. An object store must not see that, and refuses a link that comes with it; so
        to what is there leads a route of ours: no client takes its key through a redirect to another host.
        `is_stream` makes the client fetch the URL itself instead of asking this server to fetch it; the fragment is
        what it names the file by.
        """
        link = self._deps.artifact_url(artifact)
        if not link.startswith("/"):
            link = f"/api/v1/jobs/{job_id}/artifacts/{quote(artifact.name)}"
        url = urljoin(origin, link) + "#/" + quote(artifact.name)
        return {
            "path": url,
            "url": url,
            "orig_name": artifact.name,
            "size": artifact.size,
            "mime_type": artifact.content_type,
            "is_stream": True,
            "meta": {"_type": "gradio.FileData"},
        }


def _said(message: str) -> gr.Error:
    """An error that the client is told of. Its trace would only fill the log: the server did nothing wrong."""
    return gr.Error(message, print_exception=False)


def linked_files() -> Any:
    """A hidden list of files that passes the links through; Gradio would copy each file into its cache."""
    files = gr.File(label="Files", file_count="multiple", visible=False)
    files.postprocess = _as_given
    return files


def _as_given(value: Any) -> Any:
    return value


def _origin(deps: UiDeps, request: gr.Request) -> str:
    return deps.public_url or str(request.request.base_url)
