"""What the user interface works with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from domain.accounts import Accounts
from domain.asset_desk import AssetDesk
from domain.format_desk import FormatDesk
from domain.jobs import StoredArtifact
from domain.ports import ObjectStore
from domain.project_desk import ProjectDesk
from domain.sharing_desk import SharingDesk
from domain.studio import Studio

LINK_LIFETIME = 3600
"""Seconds for which a link to a result file works; a page that stays open longer asks for new ones."""


@dataclass(frozen=True)
class UiDeps:
    """The facades that the pages call.

    Attributes:
        cookie_secure: whether people reach Kinora by HTTPS, so that its cookie must be Secure.
        public_url: the URL that people use, without a slash at its end; empty when it is not known.
        examples_dir: the folder with the pictures that `Example.picture` names; may be absent.
    """

    studio: Studio
    accounts: Accounts
    desk: AssetDesk
    objects: ObjectStore
    cookie_secure: bool
    public_url: str
    examples_dir: Path
    sharing: SharingDesk
    formats: FormatDesk
    projects: ProjectDesk

    def artifact_url(self, artifact: StoredArtifact) -> str:
        return self.objects.url(artifact.key, LINK_LIFETIME, artifact.name)
