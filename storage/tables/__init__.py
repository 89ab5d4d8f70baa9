"""The tables, by aggregate. Importing this package fills `Base.metadata`."""

from storage.columns import Base
from storage.tables.accounts import ApiKeyRow, IdentityRow, OneTimeTokenRow, RecoveryCodeRow, SessionRow, UserRow
from storage.tables.assets import AssetRow, AssetUseRow, UploadRow
from storage.tables.audit import AuditEventRow
from storage.tables.drafts import DraftRow
from storage.tables.housekeeping import ChoreRow
from storage.tables.jobs import ArtifactRow, JobEventRow, JobRow, StepRow
from storage.tables.ledger import LedgerEntryRow
from storage.tables.library import LibraryItemRow, ShareLinkRow
from storage.tables.moderation import RefusalRow
from storage.tables.projects import ProjectMemberRow, ProjectRow
from storage.tables.requests import KeptAnswerRow, OrderRow
from storage.tables.webhooks import WebhookDeliveryRow, WebhookRow

__all__ = [
    "ApiKeyRow",
    "ArtifactRow",
    "AssetRow",
    "AssetUseRow",
    "AuditEventRow",
    "Base",
    "ChoreRow",
    "DraftRow",
    "IdentityRow",
    "JobEventRow",
    "JobRow",
    "KeptAnswerRow",
    "LedgerEntryRow",
    "LibraryItemRow",
    "OneTimeTokenRow",
    "OrderRow",
    "ProjectMemberRow",
    "ProjectRow",
    "RecoveryCodeRow",
    "RefusalRow",
    "SessionRow",
    "ShareLinkRow",
    "StepRow",
    "UploadRow",
    "UserRow",
    "WebhookDeliveryRow",
    "WebhookRow",
]
