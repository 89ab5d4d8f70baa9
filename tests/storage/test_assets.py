"""Files that creators bring."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.assets import Asset, AssetType, AssetUse, Upload
from domain.errors import BadRequest, NotFound
from domain.users import new_id
from storage.database import Database
from tests.storage.factories import NOW, add_job, add_running, add_user, make_asset


def add(database: Database, *assets: Asset) -> None:
    with database.begin() as tx:
        for asset in assets:
            tx.assets.add(asset)


def test_asset_comes_back_as_it_was_stored(database: Database) -> None:
    user_id = add_user(database)
    picture, sound = make_asset(user_id), make_asset(user_id, type=AssetType.VOICE_SAMPLE, width=None, height=None)
    add(database, picture, sound)
    with database.read() as tx:
        assert tx.assets.get(picture.id) == picture
        assert tx.assets.get(sound.id) == sound


def test_deleted_asset_is_not_found(database: Database) -> None:
    asset = make_asset(add_user(database))
    add(database, asset)
    with database.begin() as tx:
        tx.assets.delete(asset.id)
        tx.assets.delete(asset.id)
        with pytest.raises(NotFound):
            tx.assets.get(asset.id)


def test_same_content_is_found_for_the_same_user_and_type(database: Database) -> None:
    # given one file used as two things, and twice as the same thing
    user_id = add_user(database)
    photo = make_asset(user_id, sha256="a" * 64)
    again = make_asset(user_id, sha256="a" * 64, created_at=NOW + timedelta(seconds=1))
    garment = make_asset(user_id, sha256="a" * 64, type=AssetType.GARMENT)
    add(database, again, photo, garment, make_asset(user_id))

    # then the first of the kind is found, and nobody else's
    with database.read() as tx:
        assert tx.assets.same_content(user_id, AssetType.PHOTO, "a" * 64) == photo
        assert tx.assets.same_content(user_id, AssetType.GARMENT, "a" * 64) == garment
        assert tx.assets.same_content(user_id, AssetType.PORTRAIT, "a" * 64) is None
        assert tx.assets.same_content(user_id, AssetType.PHOTO, "b" * 64) is None
        assert tx.assets.same_content("somebody", AssetType.PHOTO, "a" * 64) is None


def test_list_is_read_by_pages_and_by_type(database: Database) -> None:
    # given three photos and a garment, and a stranger's photo
    user_id = add_user(database)
    photos = [make_asset(user_id, created_at=NOW + timedelta(seconds=number)) for number in (3, 2, 0)]
    garment = make_asset(user_id, type=AssetType.GARMENT, created_at=NOW + timedelta(seconds=1))
    add(database, *photos, garment, make_asset(add_user(database)))

    # when read
    with database.read() as tx:
        everything, after_all = tx.assets.of_user(user_id, (), "", None, 4)
        first, cursor = tx.assets.of_user(user_id, {AssetType.PHOTO}, "", None, 2)
        second, end = tx.assets.of_user(user_id, {AssetType.PHOTO}, "", cursor, 2)

    # then newest first, each once
    assert everything == [photos[0], photos[1], garment, photos[2]]
    assert (first, second) == (photos[:2], photos[2:])
    assert cursor is not None and after_all is None and end is None


def test_foreign_cursor_is_a_bad_request(database: Database) -> None:
    with database.read() as tx, pytest.raises(BadRequest):
        tx.assets.of_user("somebody", (), "", "!", 10)


def test_names_are_searched_in_any_alphabet_and_literally(database: Database) -> None:
    user_id = add_user(database)
    names = ["ÜBUNG 50%.png", "übung_2.png", "Straße.png"]
    add(database, *(make_asset(user_id, name=name) for name in names))

    def found(text: str) -> set[str]:
        with database.read() as tx:
            return {asset.name for asset in tx.assets.of_user(user_id, (), text, None, 10)[0]}

    assert found("Übung") == set(names[:2])
    assert (found("0%"), found("_"), found("STRASSE"), found("%")) == ({names[0]}, {names[1]}, {names[2]}, {names[0]})
    with database.begin() as tx:
        tx.assets.rename(tx.assets.of_user(user_id, (), "strasse", None, 1)[0][0].id, "Weg.png")
    assert (found("straße"), found("WEG")) == (set(), {"Weg.png"})


def test_uses_are_counted_and_go_with_their_job_or_file(database: Database) -> None:
    # given one file of three jobs, of which one has ended, and another without any
    user_id = add_user(database)
    asset, unused = make_asset(user_id), make_asset(user_id)
    add(database, asset, unused)
    jobs = [add_job(database, user_id), add_running(database, user_id), add_job(database, user_id)]
    with database.begin() as tx:
        for job in jobs:
            tx.assets.use(job.id, [asset.id])
        assert tx.jobs.swap(jobs[2], jobs[2].cancelled(NOW))

    # then they are counted
    with database.read() as tx:
        assert tx.assets.uses([asset.id, unused.id]) == {asset.id: AssetUse(3, 2), unused.id: AssetUse()}
    # and a file that is gone has none, and cannot be used
    with database.begin() as tx:
        tx.assets.delete(asset.id)
        assert tx.assets.uses([asset.id]) == {asset.id: AssetUse()}
        with pytest.raises(NotFound):
            tx.assets.use(jobs[0].id, [asset.id, unused.id])


def test_a_file_on_its_way_is_found_until_it_expires(database: Database) -> None:
    user_id, hour = add_user(database), timedelta(hours=1)
    upload = Upload(
        new_id(), user_id, AssetType.VIDEO, "a.mp4", "video/mp4", 3_000_000_000, "temp/a/upload", NOW, NOW + hour, True
    )
    with database.begin() as tx:
        tx.uploads.add(upload)
    with database.begin() as tx:
        assert tx.uploads.find(upload.id) == upload
        assert tx.uploads.of_user(user_id) == [upload]
        assert tx.uploads.of_user("somebody") == []
        assert tx.uploads.expects("temp/a/upload", NOW + hour - timedelta(seconds=1))
        assert not tx.uploads.expects("temp/a/upload", NOW + hour)
        assert not tx.uploads.expects("temp/b/upload", NOW)
        assert tx.uploads.expired(NOW + hour, 5) == [upload]
        assert tx.uploads.expired(NOW, 5) == []
        assert [tx.uploads.delete(upload.id), tx.uploads.delete(upload.id)] == [True, False]
