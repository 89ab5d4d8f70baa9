"""The library and projects in SQL, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.library import LibraryFilter, LibraryItem, item_of, search_terms
from domain.projects import Project, ProjectRole
from domain.users import new_id
from storage.database import Database
from tests.storage.factories import NOW, add_job, add_user, make_asset


def add_item(database: Database, user_id: str, **changes: Any) -> LibraryItem:
    """A job that has succeeded, in the library. `params` and `project_id` are the job's."""
    job = add_job(database, user_id, **{k: changes.pop(k) for k in ("params", "project_id", "seed") if k in changes})
    item = replace(item_of(replace(job, finished_at=NOW), ()), **changes)
    with database.begin() as tx:
        tx.library.add(item)
    return item


def found(database: Database, user: str | None, query: str = "", **where: Any) -> list[str]:
    with database.read() as tx:
        wanted = LibraryFilter(user_id=user, terms=search_terms(query), **where)
        return [item.title for item in tx.library.page(wanted, None, 50)]


QUERIES = {
    True: ("fox", "FOX snow", "sno", '"red fox"', "zoe", "Zoë", "富士", "", '"', "fox*", "-fox", "{fox", "'; --",
           "\x00", "*", "^fox", "fox\\", "50%", "snow_fox"),
    False: ("fox owl", '"fox red"', '"red fo"', "士富", "fox AND", "NEAR(fox", "fox OR snow", "words:fox", "x' & 'y",
            "a" * 4000, "scope : u"),
}  # fmt: skip


def test_any_text_is_a_query(database: Database) -> None:
    user = add_user(database)
    add_item(database, user, params={"prompt": "A red fox in the snow, fox 50% at 富士山, for Zoë's wall"})

    for hit, queries in QUERIES.items():
        assert [query for query in queries if bool(found(database, user, query)) is not hit] == []


def test_a_search_sees_only_ones_own(database: Database) -> None:
    ada, eve = add_user(database), add_user(database)
    add_item(database, ada, params={"prompt": "a red fox"})

    assert found(database, eve, "fox") == []
    with database.read() as tx, pytest.raises(ValueError, match="of an account or of a project"):
        tx.library.page(LibraryFilter(terms=search_terms("fox")), None, 5)


def test_filters_and_pages(database: Database) -> None:
    user = add_user(database)
    for n in range(5):
        late = NOW + timedelta(days=n)
        made = "neural" if n % 2 else "builtin"
        add_item(database, user, params={"prompt": f"fox {n}", "style": "oil"}, seed=n, backend=made, created_at=late)
    add_item(database, user, params={"prompt": "owl"}, kinds=("video", "audio"), generator="clip", model="ltx")

    assert found(database, user, seed=3) == ["fox 3"]
    assert found(database, user, "fox", backend="neural", style="oil") == ["fox 3", "fox 1"]
    assert found(database, user, kind="video") == found(database, user, generator="clip", model="ltx") == ["owl"]
    assert found(database, user, after=NOW + timedelta(days=1), before=NOW + timedelta(days=3)) == ["fox 2", "fox 1"]
    for query in ("", "fox"):
        with database.read() as tx:
            where = LibraryFilter(user_id=user, terms=search_terms(query), generator="image")
            first = tx.library.page(where, None, 2)
            rest = tx.library.page(where, first[-1].id, 9)
        assert [item.title for item in first + rest] == [f"fox {n}" for n in (4, 3, 2, 1, 0)]


def test_moving_marking_and_deleting_keep_the_search_true(database: Database) -> None:
    ada = add_user(database)
    item = add_item(database, ada, params={"prompt": "a red fox"})
    project = Project(new_id(), "Zoo", "", NOW, NOW)
    with database.begin() as tx:
        tx.projects.add(project)
        tx.projects.put_member(project.id, ada, ProjectRole.OWNER, NOW)
        tx.library.move(item.job_id, project.id)
        assert tx.library.set_favourite(item.job_id, True)
        assert not tx.library.set_favourite("0" * 32, True)
        tx.assets.add(make_asset(ada, project_id=project.id))

    assert found(database, None, "fox", project_id=project.id) == ["a red fox"]
    assert found(database, ada, "fox", favourite=True) == ["a red fox"]
    with database.begin() as tx:
        tx.projects.delete(project.id)
    assert found(database, None, "fox", project_id=project.id) == []
    with database.begin() as tx:
        tx.jobs.delete(item.job_id)
    assert found(database, ada, "fox") == found(database, ada) == []
    add_item(database, ada, params={"prompt": "an owl"})  # SQLite gives it the id of the one that is gone
    assert found(database, ada, "fox") == []


def test_members_come_owners_first_and_roles_change(database: Database) -> None:
    ada, bob = add_user(database, name="Ada"), add_user(database, name="Bob")
    project = Project(new_id(), "Zoo", "Animals", NOW, NOW)
    with database.begin() as tx:
        tx.projects.add(project)
        tx.projects.put_member(project.id, bob, ProjectRole.VIEWER, NOW)
        tx.projects.put_member(project.id, ada, ProjectRole.OWNER, NOW + timedelta(hours=1))
        tx.projects.put_member(project.id, bob, ProjectRole.EDITOR, NOW)
        assert [(m.name, m.role) for m in tx.projects.members(project.id, lock=True)] == [
            ("Ada", ProjectRole.OWNER), ("Bob", ProjectRole.EDITOR),
        ]  # fmt: skip
        assert tx.projects.count_owned(ada) == 1 and tx.projects.count_owned(bob) == 0
        tx.projects.change(replace(project, name="Ark"))
    add_job(database, ada, project_id=project.id)
    with database.read() as tx:
        [facts] = tx.projects.of_user(bob)
    assert (facts.project.name, facts.role, facts.members, facts.jobs) == ("Ark", ProjectRole.EDITOR, 2, 1)
