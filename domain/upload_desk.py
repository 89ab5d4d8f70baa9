"""Files that go straight into the object store: a signed place for each, and a look at what has arrived there."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from domain.asset_desk import Arrival, AssetDesk, record
from domain.asset_intake import check_consent, check_size
from domain.asset_names import clean_name
from domain.assets import MIB, Asset, AssetType, Upload
from domain.errors import (
    Conflict,
    Forbidden,
    InvalidParams,
    NotFound,
    ObjectMissing,
    TooLarge,
    UnsupportedMedia,
)
from domain.ports import UploadTarget
from domain.scratch import scratch_folder
from domain.users import User, new_id

UPLOAD_LIFETIME = timedelta(hours=1)
"""How long a file may take to arrive and be confirmed."""
UPLOADS_MAX = 50
UPLOADS_MAX_BYTES = 2048 * MIB
"""What one account may have on the way at a time: nothing of it has been looked at yet."""
SWEPT_AT_ONCE = 20
UNKNOWN_TYPE = "application/octet-stream"

_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,40}/[a-z0-9][a-z0-9.+-]{0,80}")


@dataclass(frozen=True)
class UploadOrder:
    """A file that somebody wants to send: what it is, and how many bytes it has."""

    kind: AssetType
    name: str
    size: int
    content_type: str = UNKNOWN_TYPE
    consent: bool = False


@dataclass(frozen=True)
class UploadDesk:
    """The facade for direct uploads that the API calls."""

    assets: AssetDesk

    def begin(self, user: User, order: UploadOrder) -> tuple[Upload, UploadTarget]:
        """A place for a file, and the request that puts it there.

        Raises:
            UnsupportedMedia, TooLarge, InvalidParams: what is said of the file cannot be.
            Conflict: too much of this account is on its way already.
        """
        check_consent(order.kind, order.consent)
        check_size(order.kind, order.size)
        if not _TYPE.fullmatch(order.content_type):
            message = "content_type is a media type in small letters, such as image/png."
            raise InvalidParams(message, fields=[{"field": "content_type", "message": message}])
        self.sweep()
        upload = self._new(user, order)
        with self.assets.storage.begin() as tx:
            waiting = tx.uploads.of_user(user.id)
            if len(waiting) >= UPLOADS_MAX or sum(each.size for each in waiting) + order.size > UPLOADS_MAX_BYTES:
                raise Conflict("Too many files are on their way. Finish or cancel some first.", uploads=len(waiting))
            tx.uploads.add(upload)
        lifetime = int(UPLOAD_LIFETIME.total_seconds())
        return upload, self.assets.objects.upload_url(upload.key, order.size, order.content_type, lifetime)

    def confirm(self, user: User, upload_id: str) -> Asset:
        """Check what has arrived and keep it as an asset. The same call again gives the same asset.

        Raises:
            NotFound, Forbidden: of the id.
            Conflict: nothing has arrived yet, not all of it, or too late.
            UnsupportedMedia, TooLarge, InvalidParams: it is not what its type needs. It is removed.
            Unavailable: too many files are being checked, or the store cannot be reached. Try again.
        """
        upload = self.get(user, upload_id)
        if isinstance(upload, Asset):
            return upload
        if upload.expires_at <= self.assets.clock():
            self._drop(upload)
            raise Conflict("This upload has expired. Upload the file again.")
        with scratch_folder(self.assets.scratch) as folder:
            try:
                return self._taken(user, upload, folder)
            except (UnsupportedMedia, TooLarge, InvalidParams):
                self._drop(upload)
                raise

    def get(self, user: User, upload_id: str) -> Upload | Asset:
        """A file that is on its way, or the asset that it has become. Raises NotFound, Forbidden."""
        with self.assets.storage.read() as tx:
            upload = tx.uploads.find(upload_id)
        if upload is None:
            return self.assets.get(user, upload_id)
        if upload.user_id != user.id:
            raise Forbidden("This file belongs to another account.")
        return upload

    def cancel(self, user: User, upload_id: str) -> bool:
        """Give up a file that is on its way; False when there is none of this id. Raises Forbidden."""
        with self.assets.storage.read() as tx:
            upload = tx.uploads.find(upload_id)
        if upload is None:
            return False
        if upload.user_id != user.id:
            raise Forbidden("This file belongs to another account.")
        self._drop(upload)
        return True

    def expects(self, key: str) -> bool:
        """Whether a file may arrive at this place in the object store now."""
        with self.assets.storage.read() as tx:
            return tx.uploads.expects(key, self.assets.clock())

    def sweep(self) -> int:
        """Remove some of what came too late or never; gives how many. Anybody's next upload calls this, too."""
        with self.assets.storage.read() as tx:
            expired = tx.uploads.expired(self.assets.clock(), SWEPT_AT_ONCE)
        for upload in expired:
            self._drop(upload)
        return len(expired)

    def _new(self, user: User, order: UploadOrder) -> Upload:
        upload_id, now = new_id(), self.assets.clock()
        return Upload(
            id=upload_id,
            user_id=user.id,
            type=order.kind,
            name=clean_name(order.name),
            content_type=order.content_type,
            size=order.size,
            key=f"temp/{upload_id}/upload",
            created_at=now,
            expires_at=now + UPLOAD_LIFETIME,
            consent=order.consent,
        )

    def _taken(self, user: User, upload: Upload, folder: Path) -> Asset:
        given = folder / "given"
        self._fetch(upload, given)
        arrival = Arrival(upload.type, upload.name, upload.consent, upload.id)
        asset, media = self.assets.checked(user, arrival, given, folder)
        self.assets.store(asset, media)
        with self.assets.storage.begin() as tx:
            first = tx.uploads.delete(upload.id)
            if first:
                record(tx, asset)
            else:  # another call was quicker, or it was cancelled meanwhile
                known = tx.assets.find(upload.id)
        if not first:
            return self._kept(known, asset)
        self.assets.objects.delete(upload.key)
        return asset

    def _kept(self, known: Asset | None, asset: Asset) -> Asset:
        if known is not None:
            return known  # stored under the same keys
        self.assets.discard(asset)
        raise NotFound("This upload was cancelled.")

    def _fetch(self, upload: Upload, target: Path) -> None:
        """Copy what has arrived, so that nobody changes it between the check and the keeping."""
        try:
            size = self.assets.objects.size(upload.key)
            with self.assets.objects.open(upload.key) as arrived, target.open("wb") as file:
                shutil.copyfileobj(arrived, file, 1 << 20)
        except ObjectMissing:
            raise Conflict("The file has not arrived yet. Send it to the upload link, then confirm.") from None
        if target.stat().st_size != upload.size:
            message = f"Only {size:,} of {upload.size:,} bytes have arrived. Send the whole file, then confirm."
            raise Conflict(message, arrived=size, size=upload.size)

    def _drop(self, upload: Upload) -> None:
        with self.assets.storage.begin() as tx:
            tx.uploads.delete(upload.id)
        self.assets.objects.delete(upload.key)
