"""Takes in, lists and gives out the files that creators bring."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from domain.assets import AUDIO_MAX_BYTES, AUDIO_TYPES, IMAGE_MAX_BYTES, IMAGE_TYPES, Asset, AssetType
from domain.clock import utc_now
from domain.errors import BadRequest, Forbidden, TooLarge, UnsupportedMedia
from domain.ports import Clock, MediaCheck, ObjectStore, UnitOfWork
from domain.users import Role, User, new_id

NAME_MAX = 200


@dataclass(frozen=True)
class AssetDesk:
    """The facade for assets that the API and the UI call."""

    storage: UnitOfWork
    objects: ObjectStore
    check: MediaCheck
    clock: Clock = utc_now

    def take(self, user: User, kind: AssetType, name: str, data: bytes) -> Asset:
        """Check a file by decoding it, and keep it. The same content twice gives the same asset.

        Raises:
            UnsupportedMedia, TooLarge, InvalidParams: it is not what `kind` needs.
            StorageFull: the disk is full; nothing was kept.
        """
        check_size(kind, len(data))
        media = self.check(data, kind)
        digest = sha256(media.data).hexdigest()
        with self.storage.read() as tx:
            known = tx.assets.same_content(user.id, kind, digest)
        if known is not None:
            return known
        asset_id = new_id()
        asset = Asset(
            id=asset_id,
            user_id=user.id,
            type=kind,
            name=_clean_name(name),
            content_type=media.content_type,
            size=len(media.data),
            sha256=digest,
            key=f"references/{user.id}/{asset_id}",
            created_at=self.clock(),
            width=media.width,
            height=media.height,
        )
        self.objects.put(asset.key, media.data, media.content_type)
        with self.storage.begin() as tx:
            known = tx.assets.same_content(user.id, kind, digest)  # another upload may have been quicker
            if known is None:
                tx.assets.add(asset)
        if known is not None:
            self.objects.delete(asset.key)
        return known or asset

    def get(self, user: User, asset_id: str) -> Asset:
        """Raises NotFound, or Forbidden for another account's asset."""
        with self.storage.read() as tx:
            asset = tx.assets.get(asset_id)
        if asset.user_id != user.id and user.role is not Role.ADMIN:
            raise Forbidden("This file belongs to another account.")
        return asset

    def list(
        self, user: User, kind: AssetType | None, cursor: str | None, limit: int
    ) -> tuple[list[Asset], str | None]:
        """Newest first. Raises BadRequest for a limit outside 1..100."""
        if not 1 <= limit <= 100:
            raise BadRequest("limit must be between 1 and 100.")
        with self.storage.read() as tx:
            return tx.assets.of_user(user.id, kind, cursor, limit)

    def delete(self, user: User, asset_id: str) -> None:
        """Raises NotFound, Forbidden."""
        asset = self.get(user, asset_id)
        with self.storage.begin() as tx:
            tx.assets.delete(asset_id)
        self.objects.delete(asset.key)

    def url(self, asset: Asset) -> str:
        """A link that works for an hour."""
        return self.objects.url(asset.key, expires=3600, download_name=asset.name)


def check_size(kind: AssetType, size: int) -> None:
    """Raises UnsupportedMedia for a kind that is not taken in, TooLarge for more bytes than it may have."""
    if kind in IMAGE_TYPES and size > IMAGE_MAX_BYTES:
        raise TooLarge("This picture is larger than 50 MB. Export it smaller.", max_bytes=IMAGE_MAX_BYTES)
    if kind in AUDIO_TYPES and size > AUDIO_MAX_BYTES:
        raise TooLarge("This sound is larger than 50 MB. Cut it, or export it as MP3.", max_bytes=AUDIO_MAX_BYTES)
    if kind not in IMAGE_TYPES | AUDIO_TYPES:
        raise UnsupportedMedia(f"Files of type {kind} cannot be uploaded in this version.")


def _clean_name(name: str) -> str:
    """The last part of a path, printable, at most 200 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c for c in last if c.isprintable()).strip()
    return shown[:NAME_MAX] or "file"
