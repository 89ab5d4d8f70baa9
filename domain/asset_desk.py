"""Takes in, lists and gives out the files that creators bring."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import file_digest, sha256
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO

from domain.access import check_see, project_for
from domain.asset_intake import check_consent, check_size, max_bytes
from domain.asset_names import checked_name, clean_name
from domain.assets import CONSENT_TEXTS, Asset, AssetType, AssetUse, CheckedMedia
from domain.clock import utc_now
from domain.errors import BadRequest, Conflict, Forbidden, Unavailable
from domain.ports import Clock, MediaCheck, ObjectStore, Transaction, UnitOfWork
from domain.projects import ProjectRole
from domain.scratch import scratch_folder
from domain.users import Role, User, new_id

LINK_LIFETIME = 3600
"""Seconds for which a link to a file works."""
SEARCH_MAX = 200
PIECE = 1 << 20
CHECKS_AT_ONCE = 4
"""Files that one process decodes at the same time; a large picture takes 200 MB meanwhile."""
CHECK_PATIENCE = 60.0
"""Seconds that a file waits for its turn."""


@dataclass(frozen=True)
class Arrival:
    """A file that comes in, as its owner describes it. The content decides what it is, not the name.

    Attributes:
        consent: whether the owner has confirmed the text of CONSENT_TEXTS.
        id: of the asset that it becomes; a new one when empty.
    """

    kind: AssetType
    name: str
    consent: bool = False
    id: str = ""


@dataclass(frozen=True)
class AssetDesk:
    """The facade for assets that the API and the UI call.

    Attributes:
        scratch: where files lie while they are checked; the system's temporary folder when None.
    """

    storage: UnitOfWork
    objects: ObjectStore
    check: MediaCheck
    clock: Clock = utc_now
    scratch: Path | None = None
    _turns: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(CHECKS_AT_ONCE), repr=False)

    def take(
        self, user: User, kind: AssetType, name: str, content: bytes | IO[bytes], *, consent: bool = False
    ) -> Asset:
        """Check a file by decoding it, and keep it. The same content twice gives the same asset.

        Args:
            content: a stream is copied in pieces, and no further than a file of this type may be long.

        Raises:
            UnsupportedMedia, TooLarge, InvalidParams: it is not what `kind` needs, or consent is missing.
            StorageFull: the disk is full; nothing was kept.
            Unavailable: too many files are being checked.
        """
        arrival = Arrival(AssetType(kind), name, consent)
        check_consent(arrival.kind, consent)
        with scratch_folder(self.scratch) as folder:
            given = folder / "given"
            size = _write(given, content, max_bytes(arrival.kind))
            check_size(arrival.kind, size)
            asset, media = self.checked(user, arrival, given, folder)
            with self.storage.read() as tx:
                known = tx.assets.same_content(user.id, asset.type, asset.sha256)
            if known is not None:
                return self._again(known, asset)
            self.store(asset, media)
        with self.storage.begin() as tx:
            known = tx.assets.same_content(user.id, asset.type, asset.sha256)  # another upload may have been quicker
            if known is None:
                record(tx, asset)
        if known is not None:
            self.discard(asset)
        return known or asset

    def checked(self, user: User, arrival: Arrival, given: Path, folder: Path) -> tuple[Asset, CheckedMedia]:
        """A file's content checked, and the record that it will have. Nothing is kept yet."""
        with self._turn():
            media = self.check(given, arrival.kind, folder)
        now, asset_id = self.clock(), arrival.id or new_id()
        size, digest = _measured(media.content)
        place = f"references/{user.id}/{asset_id}"
        asset = Asset(
            id=asset_id,
            user_id=user.id,
            type=arrival.kind,
            name=clean_name(arrival.name),
            content_type=media.content_type,
            size=size,
            sha256=digest,
            key=f"{place}.{media.ending}",
            created_at=now,
            width=media.width,
            height=media.height,
            duration=media.duration,
            fps=media.fps,
            thumb_key=f"{place}-thumb.webp" if media.thumb else "",
            waveform=media.waveform,
        )
        text = CONSENT_TEXTS.get(asset.type)
        return (asset if text is None else replace(asset, consent_at=now, consent_text=text)), media

    def store(self, asset: Asset, media: CheckedMedia) -> None:
        """Put a checked file and its small picture into the object store."""
        try:
            self.objects.put(asset.key, media.content, media.content_type)
            if media.thumb:
                self.objects.put(asset.thumb_key, media.thumb, "image/webp")
        except Exception:
            self.discard(asset)
            raise

    def discard(self, asset: Asset) -> None:
        """Remove a file's objects."""
        for key in filter(None, (asset.key, asset.thumb_key)):
            self.objects.delete(key)

    def get(self, user: User, asset_id: str) -> Asset:
        """Raises NotFound, or Forbidden for another account's asset that is in no project of the user's."""
        with self.storage.read() as tx:
            asset = tx.assets.get(asset_id)
            check_see(tx, user, asset)
            return asset

    def list(
        self,
        user: User,
        kinds: Collection[AssetType] | None = None,
        cursor: str | None = None,
        limit: int = 20,
        *,
        text: str = "",
        project_id: str | None = None,
    ) -> tuple[list[Asset], str | None]:
        """Newest first: of these types, with `text` in their names; the user's own, or all in a project of theirs.

        Raises BadRequest for a limit outside 1..100; for the project NotFound, Forbidden.
        """
        if not 1 <= limit <= 100:
            raise BadRequest("limit must be between 1 and 100.")
        if len(text) > SEARCH_MAX or "\x00" in text:
            raise BadRequest(f"Search for at most {SEARCH_MAX} characters.")
        with self.storage.read() as tx:
            if project_id is not None:
                project_for(tx, user, project_id, ProjectRole.VIEWER)
            return tx.assets.of_user(user.id, kinds or (), text.strip(), cursor, limit, project_id)

    def uses(self, assets: Sequence[Asset]) -> dict[str, AssetUse]:
        """How many jobs each was ordered for, by id."""
        with self.storage.read() as tx:
            return tx.assets.uses([asset.id for asset in assets])

    def rename(self, user: User, asset_id: str, name: str) -> Asset:
        """Raises NotFound, Forbidden, InvalidParams."""
        wanted = checked_name(name)
        with self.storage.begin() as tx:
            asset = _own(tx.assets.get(asset_id), user)
            tx.assets.rename(asset_id, wanted)
        return replace(asset, name=wanted)

    def move(self, user: User, asset_id: str, project_id: str | None) -> Asset:
        """Put a file of one's own into a project, where everybody sees and uses it, or into none.

        Raises NotFound, Forbidden.
        """
        with self.storage.begin() as tx:
            asset = _own(tx.assets.get(asset_id), user)
            if project_id is not None:
                project_for(tx, user, project_id, ProjectRole.EDITOR)
            tx.assets.move(asset_id, project_id)
        return replace(asset, project_id=project_id)

    def delete(self, user: User, asset_id: str) -> None:
        """Raises NotFound, Forbidden, and Conflict while a job that is not over needs the file."""
        with self.storage.begin() as tx:
            asset = _own(tx.assets.get(asset_id), user)
            tx.assets.lock(asset.user_id)
            needed = tx.assets.uses([asset_id])[asset_id].open
            if needed:
                raise Conflict(_needed(needed), open_jobs=needed)
            tx.assets.delete(asset_id)
        self.discard(asset)

    def url(self, asset: Asset) -> str:
        """A link that works for an hour."""
        return self.objects.url(asset.key, LINK_LIFETIME, asset.name)

    def thumb_url(self, asset: Asset) -> str | None:
        """The same for the small picture; None when there is none."""
        return self.objects.url(asset.thumb_key, LINK_LIFETIME) if asset.thumb_key else None

    def _again(self, known: Asset, asset: Asset) -> Asset:
        """A file that was there already: consent that has been given now is noted with it."""
        if known.consent_text == asset.consent_text or asset.consent_at is None:
            return known
        with self.storage.begin() as tx:
            tx.assets.note_consent(known.id, asset.consent_at, asset.consent_text)
            _tell_consent(tx, replace(asset, id=known.id))
        return replace(known, consent_at=asset.consent_at, consent_text=asset.consent_text)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=CHECK_PATIENCE):
            raise Unavailable("Many files are being checked right now. Try again in a minute.", retry_after=60)
        try:
            yield
        finally:
            self._turns.release()


def record(tx: Transaction, asset: Asset) -> None:
    """Write a file's record. The log of the account keeps the consent for it, also when the file is deleted."""
    tx.assets.add(asset)
    if asset.consent_at is not None:
        _tell_consent(tx, asset)


def _tell_consent(tx: Transaction, asset: Asset) -> None:
    facts = {"asset": asset.id, "type": asset.type.value, "sha256": asset.sha256, "text": asset.consent_text}
    tx.audit.add("consent.given", asset.user_id, data=facts)


def _own(asset: Asset, user: User) -> Asset:
    if asset.user_id != user.id and user.role is not Role.ADMIN:
        raise Forbidden("This file belongs to another account.")
    return asset


def _needed(jobs: int) -> str:
    which = "A job that is not over needs" if jobs == 1 else f"{jobs} jobs that are not over need"
    return f"{which} this file. Wait for the end or cancel first."


def _write(target: Path, content: bytes | IO[bytes], most: int) -> int:
    """Write a file; of a stream a little more than `most` bytes at the most. Gives its size."""
    with target.open("wb") as file:
        if isinstance(content, bytes):
            return file.write(content)
        while file.tell() <= most and (piece := content.read(PIECE)):
            file.write(piece)
        return file.tell()


def _measured(content: bytes | Path) -> tuple[int, str]:
    """Size in bytes and SHA-256, read in pieces."""
    if isinstance(content, bytes):
        return len(content), sha256(content).hexdigest()
    with content.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
        return file.tell(), digest
