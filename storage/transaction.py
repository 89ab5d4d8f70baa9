"""One transaction's view of storage."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import Connection

from storage.ledger import SqlCreditLedger
from storage.repositories.api_keys import SqlApiKeys
from storage.repositories.artifacts import SqlArtifacts
from storage.repositories.assets import SqlAssets
from storage.repositories.audit import SqlAuditLog
from storage.repositories.drafts import SqlDrafts
from storage.repositories.events import SqlJobEvents
from storage.repositories.files import SqlFileRecords
from storage.repositories.identities import SqlIdentities
from storage.repositories.jobs import SqlJobs
from storage.repositories.kept_answers import SqlKeptAnswers
from storage.repositories.library import SqlLibrary
from storage.repositories.one_time_tokens import SqlOneTimeTokens
from storage.repositories.orders import SqlOrders
from storage.repositories.own_rows import SqlOwnRows
from storage.repositories.projects import SqlProjects
from storage.repositories.recovery_codes import SqlRecoveryCodes
from storage.repositories.refusals import SqlRefusals
from storage.repositories.sessions import SqlSessions
from storage.repositories.share_links import SqlShareLinks
from storage.repositories.uploads import SqlUploads
from storage.repositories.users import SqlUsers
from storage.repositories.webhooks import SqlWebhooks


class SqlTransaction:
    """The repositories (`domain.ports.Transaction`), all on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def users(self) -> SqlUsers:
        return SqlUsers(self._connection)

    @cached_property
    def sessions(self) -> SqlSessions:
        return SqlSessions(self._connection)

    @cached_property
    def api_keys(self) -> SqlApiKeys:
        return SqlApiKeys(self._connection)

    @cached_property
    def one_time_tokens(self) -> SqlOneTimeTokens:
        return SqlOneTimeTokens(self._connection)

    @cached_property
    def jobs(self) -> SqlJobs:
        return SqlJobs(self._connection)

    @cached_property
    def orders(self) -> SqlOrders:
        return SqlOrders(self._connection)

    @cached_property
    def kept_answers(self) -> SqlKeptAnswers:
        return SqlKeptAnswers(self._connection)

    @cached_property
    def webhooks(self) -> SqlWebhooks:
        return SqlWebhooks(self._connection)

    @cached_property
    def artifacts(self) -> SqlArtifacts:
        return SqlArtifacts(self._connection)

    @cached_property
    def assets(self) -> SqlAssets:
        return SqlAssets(self._connection)

    @cached_property
    def uploads(self) -> SqlUploads:
        return SqlUploads(self._connection)

    @cached_property
    def drafts(self) -> SqlDrafts:
        return SqlDrafts(self._connection)

    @cached_property
    def projects(self) -> SqlProjects:
        return SqlProjects(self._connection)

    @cached_property
    def library(self) -> SqlLibrary:
        return SqlLibrary(self._connection)

    @cached_property
    def share_links(self) -> SqlShareLinks:
        return SqlShareLinks(self._connection)

    @cached_property
    def events(self) -> SqlJobEvents:
        return SqlJobEvents(self._connection)

    @cached_property
    def identities(self) -> SqlIdentities:
        return SqlIdentities(self._connection)

    @cached_property
    def recovery_codes(self) -> SqlRecoveryCodes:
        return SqlRecoveryCodes(self._connection)

    @cached_property
    def own_rows(self) -> SqlOwnRows:
        return SqlOwnRows(self._connection)

    @cached_property
    def audit(self) -> SqlAuditLog:
        return SqlAuditLog(self._connection)

    @cached_property
    def refusals(self) -> SqlRefusals:
        return SqlRefusals(self._connection)

    @cached_property
    def files(self) -> SqlFileRecords:
        return SqlFileRecords(self._connection)

    @cached_property
    def ledger(self) -> SqlCreditLedger:
        return SqlCreditLedger(self._connection)
