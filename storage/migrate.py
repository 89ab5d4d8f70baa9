"""Brings the tables up to date."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from storage import postgres, sqlite

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Apply all migrations that the database lacks, or none if one of them fails."""
    kind = sqlite if engine.dialect.name == "sqlite" else postgres
    with kind.migrating(engine) as connection:
        command.upgrade(configuration(connection), "head")


def configuration(connection: Connection) -> Config:
    """Alembic's settings for a connection whose transaction is ours.

    A new migration is drafted by `alembic.command.revision(configuration(connection), "Say what changes",
    autogenerate=True)` on a migrated database. The draft has no CHECK constraints and no triggers: add them by hand.
    """
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
