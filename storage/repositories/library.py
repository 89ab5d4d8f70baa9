"""The library in SQL: pages by the order of ends, words by each database's own search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, column, insert, select, table, text, update

from domain.library import LibraryFilter, LibraryItem, Term
from storage.tables import LibraryItemRow

_SHOWN = [each for each in LibraryItemRow.__table__.columns if each.name != "words"]
_SEARCH = table("library_search", column("rowid"))


class SqlLibrary:
    """`domain.library_ports.Library`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, item: LibraryItem) -> None:
        values = {name: value for name, value in vars(item).items() if name != "id"}
        self._connection.execute(insert(LibraryItemRow).values(**{**values, "kinds": ",".join(item.kinds)}))

    def find(self, job_id: str) -> LibraryItem | None:
        row = self._connection.execute(select(*_SHOWN).where(LibraryItemRow.job_id == job_id)).one_or_none()
        return None if row is None else _item(row)

    def page(self, where: LibraryFilter, before_id: int | None, limit: int) -> list[LibraryItem]:
        """Newest first, from below `before_id`."""
        query = select(*_SHOWN).where(*_scope(where), *_matching(where))
        if not where.terms:
            query = _up_to(query, LibraryItemRow.id, before_id)
        elif self._connection.dialect.name == "postgresql":
            found = text("search @@ CAST(:words AS tsquery)").bindparams(words=_tsquery(where.terms))
            query = _up_to(query.where(found), LibraryItemRow.id, before_id)
        else:
            query = self._searched(query, where, before_id)
        return [_item(row) for row in self._connection.execute(query.limit(limit))]

    def move(self, job_id: str, project_id: str | None) -> None:
        self._change(job_id, project_id=project_id)

    def set_favourite(self, job_id: str, favourite: bool) -> bool:
        return self._change(job_id, favourite=favourite)

    def set_thumbnail(self, job_id: str, key: str) -> None:
        self._change(job_id, thumbnail=key)

    def _change(self, job_id: str, **values: Any) -> bool:
        change = update(LibraryItemRow).where(LibraryItemRow.job_id == job_id).values(**values)
        return self._connection.execute(change).rowcount == 1

    @staticmethod
    def _searched(query: Select[Any], where: LibraryFilter, before_id: int | None) -> Select[Any]:
        """FTS5 gives what it finds in the order of its rows, which is that of the items: nothing is sorted.

        The sum keeps SQLite from asking the search once for each item instead.
        """
        joined = _SEARCH.join(LibraryItemRow.__table__, LibraryItemRow.id == _SEARCH.c.rowid + 0)
        found = text("library_search MATCH :words").bindparams(words=_fts5(where))
        return _up_to(query.select_from(joined).where(found), _SEARCH.c.rowid, before_id)


def _up_to(query: Select[Any], order: ColumnElement[int] | Any, before_id: int | None) -> Select[Any]:
    query = query if before_id is None else query.where(order < before_id)
    return query.order_by(order.desc())


def _scope(where: LibraryFilter) -> list[ColumnElement[bool]]:
    """Raises ValueError for a filter without an account and a project: nobody may see all items."""
    if where.project_id is not None:
        mine = [] if where.user_id is None else [LibraryItemRow.user_id == where.user_id]
        return [LibraryItemRow.project_id == where.project_id, *mine]
    if where.user_id is None:
        raise ValueError("a page of the library is of an account or of a project")
    return [LibraryItemRow.user_id == where.user_id]


def _matching(where: LibraryFilter) -> list[ColumnElement[bool]]:
    same = {
        LibraryItemRow.generator: where.generator,
        LibraryItemRow.style: where.style,
        LibraryItemRow.backend: where.backend,
        LibraryItemRow.model: where.model,
        LibraryItemRow.seed: where.seed,
        LibraryItemRow.favourite: where.favourite,
    }
    conditions: list[ColumnElement[bool]] = [each == value for each, value in same.items() if value is not None]
    if where.kind is not None:
        conditions.append(LibraryItemRow.kinds.contains(where.kind))
    if where.after is not None:
        conditions.append(LibraryItemRow.created_at >= where.after)
    if where.before is not None:
        conditions.append(LibraryItemRow.created_at < where.before)
    return conditions


def _fts5(where: LibraryFilter) -> str:
    """https://www.sqlite.org/fts5.html, section 3. A term's words are letters and digits only."""
    owner = f"p{where.project_id}" if where.project_id is not None else f"u{where.user_id}"
    terms = [f'words : "{" ".join(term.words)}"{" *" if term.prefix else ""}' for term in where.terms]
    return " AND ".join([f'scope : "{owner}"', *terms])


def _tsquery(terms: Sequence[Term]) -> str:
    """The text form of a tsquery (PostgreSQL manual, 8.11.2)."""
    return " & ".join(f"({_phrase(term)})" for term in terms)


def _phrase(term: Term) -> str:
    return " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.prefix else "")


def _item(row: Row[Any]) -> LibraryItem:
    values = {**row._mapping, "kinds": tuple(kind for kind in row.kinds.split(",") if kind)}
    return LibraryItem(**values, words="")
