"""Projects and their members; the library with its search; share links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FILTERED = ("generator", "style", "backend", "model", "seed", "favourite", "created_at", "kinds")

FORGET = (
    "INSERT INTO library_search(library_search, rowid, scope, words)"
    " VALUES ('delete', old.id, 'u' || old.user_id || coalesce(' p' || old.project_id, ''), old.words);"
)
TAKE = (
    "INSERT INTO library_search(rowid, scope, words)"
    " VALUES (new.id, 'u' || new.user_id || coalesce(' p' || new.project_id, ''), new.words);"
)


def upgrade() -> None:
    _create_projects()
    _create_library()
    _create_share_links()
    if op.get_bind().dialect.name == "sqlite":
        _search_on_sqlite()
    else:
        op.execute(
            "ALTER TABLE library_items ADD COLUMN search tsvector"
            " GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED"
        )
        op.execute("CREATE INDEX ix_library_items_search ON library_items USING gin (search)")
    _fill()


def _create_projects() -> None:
    op.create_table(
        "projects",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
    )
    op.create_table(
        "project_members",
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("added_at", TIME, nullable=False),
        sa.CheckConstraint("role IN ('owner', 'editor', 'viewer')", name=op.f("ck_project_members_role")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_members_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_project_members_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("project_id", "user_id", name=op.f("pk_project_members")),
    )
    op.create_index(op.f("ix_project_members_user_id_project_id"), "project_members", ["user_id", "project_id"])
    op.create_index(op.f("ix_jobs_project_id_created_at_id"), "jobs", ["project_id", "created_at", "id"])
    op.add_column("assets", sa.Column("project_id", sa.String(), nullable=True))
    op.create_index(op.f("ix_assets_project_id_created_at_id"), "assets", ["project_id", "created_at", "id"])


def _create_library() -> None:
    op.create_table(
        "library_items",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("job_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("project_id", sa.String(), nullable=True),
        sa.Column("generator", sa.String(), nullable=False),
        sa.Column("style", sa.String(), nullable=False),
        sa.Column("backend", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("favourite", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("kinds", sa.String(), nullable=False),
        sa.Column("pictures", sa.Integer(), nullable=False),
        sa.Column("duration", sa.Double(), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("thumbnail", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.CheckConstraint("bytes >= 0", name=op.f("ck_library_items_bytes")),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_library_items_job_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_library_items_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_items")),
        sa.UniqueConstraint("job_id", name=op.f("uq_library_items_job_id")),
    )
    op.create_index("ix_library_items_of_user", "library_items", ["user_id", "id", *FILTERED, "project_id"])
    op.create_index("ix_library_items_of_project", "library_items", ["project_id", "id", *FILTERED])


def _create_share_links() -> None:
    op.create_table(
        "share_links",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("with_prompt", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("revoked_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_share_links_job_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_share_links_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_links")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_share_links_secret_hash")),
    )
    op.create_index(op.f("ix_share_links_job_id_created_at"), "share_links", ["job_id", "created_at"])
    op.create_index(op.f("ix_share_links_user_id"), "share_links", ["user_id"])


def _search_on_sqlite() -> None:
    """Whose a result is stands in the index too: a search then never walks through what belongs to others."""
    op.execute(
        "CREATE VIRTUAL TABLE library_search USING fts5"
        "(scope, words, content='', columnsize=0, prefix='2 3', tokenize='unicode61 remove_diacritics 0')"
    )
    op.execute(f"CREATE TRIGGER library_items_added AFTER INSERT ON library_items BEGIN {TAKE} END")
    op.execute(f"CREATE TRIGGER library_items_gone AFTER DELETE ON library_items BEGIN {FORGET} END")
    op.execute(
        "CREATE TRIGGER library_items_changed AFTER UPDATE OF user_id, project_id, words ON library_items"
        f" BEGIN {FORGET} {TAKE} END"
    )


def _fill() -> None:
    """Items of the jobs that have succeeded before there was a library."""
    bind = op.get_bind()
    jobs = sa.table(
        "jobs",
        *(sa.column(name) for name in ("id", "user_id", "generator", "seed", "status", "finished_at")),
        sa.column("params", sa.JSON()),
        sa.column("backend", sa.JSON()),
    )
    columns = ("job_id", "name", "content_type", "size", "duration")
    artifacts = sa.table("artifacts", *(sa.column(name) for name in columns))
    done = sa.select(jobs).where(jobs.c.status == "succeeded").order_by(jobs.c.finished_at, jobs.c.id)
    for job in bind.execute(done).all():
        files = bind.execute(sa.select(artifacts).where(artifacts.c.job_id == job.id)).all()
        bind.execute(sa.insert(_ITEMS).values(**_item(job, files)))


_ITEMS = sa.table(
    "library_items",
    *(
        sa.column(name)
        for name in (
            "job_id", "user_id", "generator", "style", "backend", "model", "seed", "favourite", "created_at", "kinds",
            "pictures", "duration", "bytes", "title", "words",
        )
    ),
)  # fmt: skip


def _item(job: Any, files: Any) -> dict[str, Any]:
    params, backend = dict(job.params or {}), dict(job.backend or {})
    said = (params.get(name) for name in ("prompt", "topic", "script", "text", "style"))
    title = " ".join(next((text for text in said if isinstance(text, str) and text.strip()), job.generator).split())
    found = {each.content_type.partition("/")[0] for each in files if each.name != "thumbnail.jpg"}
    if found & {"audio", "video"}:
        found.discard("text")
    pictures = [each for each in files if each.content_type.startswith("image/") and each.name != "thumbnail.jpg"]
    return {
        "job_id": job.id,
        "user_id": job.user_id,
        "generator": job.generator,
        "style": params.get("style") if isinstance(params.get("style"), str) else "",
        "backend": backend.get("kind") or "",
        "model": backend.get("model") or "",
        "seed": job.seed,
        "favourite": False,
        "created_at": job.finished_at,
        "kinds": ",".join(kind for kind in ("image", "video", "audio", "text") if kind in found),
        "pictures": len([each for each in pictures if not each.name.startswith(("before-after", "sheet"))]),
        "duration": max((each.duration for each in files if each.duration), default=None),
        "bytes": sum(each.size for each in files),
        "title": title[:140],
        "words": _words(" ".join([job.generator, *_strings(params)])),
    }


def _strings(params: dict[str, Any]) -> Iterator[str]:
    for name, value in params.items():
        if isinstance(value, str) and name not in ("project_id", "backend") and not re.fullmatch("[0-9a-f]{32}", value):
            yield value


def _words(text: str) -> str:
    """As domain.library.normal_words did when this was written."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    pattern = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
    return " ".join(re.findall(pattern, plain))[:20_000]


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE library_search")
    op.drop_table("share_links")
    op.drop_table("library_items")
    op.drop_index(op.f("ix_assets_project_id_created_at_id"), "assets")
    op.drop_column("assets", "project_id")
    op.drop_index(op.f("ix_jobs_project_id_created_at_id"), "jobs")
    op.drop_table("project_members")
    op.drop_table("projects")
