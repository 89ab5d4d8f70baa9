"""The tables, by aggregate. Importing this package fills `Base.metadata`."""

from storage.columns import Base
from storage.tables.accounts import ApiKeyRow, OneTimeTokenRow, SessionRow, UserRow
from storage.tables.assets import AssetRow
from storage.tables.drafts import DraftRow
from storage.tables.jobs import ArtifactRow, JobEventRow, JobRow, StepRow
from storage.tables.ledger import LedgerEntryRow

__all__ = [
    "ApiKeyRow",
    "ArtifactRow",
    "AssetRow",
    "Base",
    "DraftRow",
    "JobEventRow",
    "JobRow",
    "LedgerEntryRow",
    "OneTimeTokenRow",
    "SessionRow",
    "StepRow",
    "UserRow",
]
