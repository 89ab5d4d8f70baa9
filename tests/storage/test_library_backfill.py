"""What was made before there was a library is in it after the update."""

from __future__ import annotations

import json

from alembic import command
from sqlalchemy import Connection, text

from domain.library import LibraryFilter, search_terms
from storage import postgres, sqlite
from storage.database import Database
from storage.migrate import configuration

USER = """INSERT INTO users (id, email, name, role, password_hash, created_at)
 VALUES ('ada', 'ada@example.org', 'Ada', 'creator', 'x', '2026-11-01 00:00:00')"""
JOB = """INSERT INTO jobs (id, user_id, generator, params, seed, price, queue, created_at, time_limit, priority,
 request_hash, status, attempt, cancel_requested, progress, message, backend, charged, finished_at)
 VALUES (:id, 'ada', :generator, :params, 7, 2, 'cpu', :at, 60, 'normal',
 '', :status, 1, false, 1, '', :backend, 2, :at)"""
ARTIFACT = """INSERT INTO artifacts (job_id, name, content_type, size, key, duration)
 VALUES (:job, :name, :kind, 10, :name, :duration)"""


def test_earlier_results_are_in_the_library(empty_url: str) -> None:
    # given a database from before the library, with a film, four pictures made before it, and a failed job
    database = Database(empty_url)
    kind = sqlite if database._engine.dialect.name == "sqlite" else postgres
    with kind.migrating(database._engine) as connection:
        command.upgrade(configuration(connection), "0007")
        connection.execute(text(USER))
        _job(connection, "film", "story", {"script": "# The  fox\nZoë woke."}, "2026-11-03", neural=True)
        _file(connection, "film", "video.mp4", "video/mp4", 62.5)
        _file(connection, "film", "thumbnail.jpg", "image/jpeg")
        _job(connection, "pictures", "restyle", {"photo": "0" * 32, "style": "oil"}, "2026-11-02")
        for number in range(1, 5):
            _file(connection, "pictures", f"restyle-{number}.png", "image/png")
        _file(connection, "pictures", "before-after.png", "image/png")
        _job(connection, "lost", "script", {"topic": "fox"}, "2026-11-04", status="failed")

    # when it is updated
    database.migrate()

    # then what succeeded is there, newest first, and found by its words
    with database.read() as tx:
        film, pictures = tx.library.page(LibraryFilter(user_id="ada"), None, 9)
        found = tx.library.page(LibraryFilter(user_id="ada", terms=search_terms("zoe fox")), None, 9)
    database.close()
    assert (film.job_id, film.title, film.kinds, film.duration) == ("film", "# The fox Zoë woke.", ("video",), 62.5)
    assert (film.backend, film.model, film.bytes, film.pictures) == ("neural", "sdxl", 20, 0)
    assert (pictures.job_id, pictures.title, pictures.style, pictures.pictures) == ("pictures", "oil", "oil", 4)
    assert [item.job_id for item in found] == ["film"]


def _job(
    connection: Connection,
    name: str,
    generator: str,
    params: object,
    at: str,
    *,
    status: str = "succeeded",
    neural: bool = False,
) -> None:
    backend = {"kind": "neural", "model": "sdxl"} if neural else {"kind": "builtin", "model": None}
    values = {"id": name, "generator": generator, "at": f"{at} 00:00:00", "status": status}
    connection.execute(text(JOB), {**values, "params": json.dumps(params), "backend": json.dumps(backend)})


def _file(connection: Connection, job: str, name: str, kind: str, duration: float | None = None) -> None:
    connection.execute(text(ARTIFACT), {"job": job, "name": name, "kind": kind, "duration": duration})
