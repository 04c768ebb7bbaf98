"""A backup is what was brought back; nothing a backup says is believed."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from kept.kit import blobs
from kept.mail import spool
from kept.serving import backup, restore
from tests.cast import NOON, make_member

pytestmark = pytest.mark.django_db(transaction=True)
A_DIGEST = hashlib.sha256(b"a").hexdigest()
LETTER = b"From: cy@valdorra.example\r\n\r\nHi"
ELSEWHERE = [
    "../outside",
    "../../outside",
    "/srv/outside",
    "blobs/../../outside",
    "blobs/aa/../../../outside",
    "blobs//outside",
    "blobs/aa/outside",
    f"blobs/aa/{A_DIGEST}/more",
    f"blobs/AA/{A_DIGEST}",
    f"blobs/aa/{A_DIGEST}\n",
    f"./blobs/aa/{A_DIGEST}",
    "spool/../outside",
    "spool/.hidden",
    "spool/a/../../outside",
    "spool/a/b/c/d/e",
    "spool/",
    "spool/a\x00b",
    "spool/a b",
    "spool/\u200b.htaccess",
    "secrets/../outside",
    "secrets/key/more",
    "secrets/other",
    "db.sqlite3",
    "database.sqlite3/../outside",
    "database.sqlite3 ",
    "DATABASE.SQLITE3",
    "static/app.js",
    "manifest.json",
    "C:\\outside",
    "",
]


@pytest.fixture
def house(own_data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a member, a file, and a letter that only the spool knows of."""
    monkeypatch.setattr(backup.env, "no_house", str)  # the tests' database lies elsewhere
    make_member("ada")
    blobs.put(b"a kettle, leaking")
    spool.write(LETTER, source="pipe", source_key=None, recipients=(), envelope_from="", now=NOON)
    return own_data_folder


@pytest.mark.parametrize("name", ["backup", "backup.tar"])
def test_a_backup_holds_everything_and_can_be_brought_back(house, tmp_path, capfd, name):
    place = tmp_path / name

    assert backup.main([str(place)]) == 0
    assert backup.main(["--verify", str(place)]) == 0

    said = capfd.readouterr().out
    assert "Mail that only the spool knew: 1." in said
    assert f"Good: {place} can be brought back whole." in said
    assert json.loads((house / "backups" / "last-verified.json").read_text())["backup"] == str(
        place
    )


def test_what_comes_back_is_what_was_there(house, tmp_path):
    place, target = tmp_path / "backup.tar", tmp_path / "new"
    backup.back_up(place)
    target.mkdir()

    with (
        restore.opened_backup(place) as kept_backup,
        backup.scratch_database(kept_backup.manifest["database"]) as url,
    ):
        restore.put_back(kept_backup, data=target, database_url=url)
        if not url:
            import sqlite3

            with closing(sqlite3.connect(target / "db.sqlite3")) as database:
                [(name,)] = database.execute("SELECT name FROM people_member").fetchall()
        else:
            import psycopg

            with psycopg.connect(url) as database:
                [(name,)] = database.execute("SELECT name FROM people_member").fetchall()

    assert name == "Ada"
    digest = hashlib.sha256(b"a kettle, leaking").hexdigest()
    assert (target / "blobs" / digest[:2] / digest).read_bytes() == b"a kettle, leaking"
    [letter] = (target / "spool" / "new").iterdir()
    assert LETTER in letter.read_bytes()
    assert not (target / "secrets").exists()
    assert [path for path in target.iterdir() if path.name.startswith(".restore")] == []


def test_nobody_else_may_read_a_backup(house, tmp_path):
    backup.back_up(tmp_path / "b")
    backup.back_up(tmp_path / "b.tar")

    for path in [tmp_path / "b.tar", *(tmp_path / "b").rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_the_key_stays_at_home_unless_asked_for(house, tmp_path):
    (house / "secrets").mkdir(parents=True)
    (house / "secrets" / "key").write_text("a key")

    backup.back_up(tmp_path / "without")
    backup.back_up(tmp_path / "with", with_key=True)

    assert not (tmp_path / "without" / "secrets").exists()
    assert (tmp_path / "with" / "secrets" / "key").read_text() == "a key"


def test_a_damaged_file_is_named_and_the_rest_is_kept(house, tmp_path, capsys):
    digest = blobs.put(b"one thing")
    blobs.path_of(digest).write_bytes(b"another")

    assert backup.main([str(tmp_path / "b")]) == 1

    assert f"blobs/{digest[:2]}/{digest}" in capsys.readouterr().err
    assert (tmp_path / "b" / "manifest.json").exists()


def test_a_backup_that_lost_a_byte_is_refused(house, tmp_path, capsys):
    place = tmp_path / "b"
    backup.back_up(place)
    [letter] = (place / "spool").rglob("*.mail")
    letter.write_bytes(letter.read_bytes()[:-1])

    assert backup.main(["--verify", str(place)]) == 1

    assert "damaged" in capsys.readouterr().err
    assert not (house / "backups").exists()


def test_a_letter_that_is_filed_while_we_copy_is_in_the_backup(house, tmp_path, monkeypatch):
    filed = spool.write(
        b"old", source="pipe", source_key=None, recipients=(), envelope_from="", now=NOON
    )
    spool.settle(filed.name)
    [waiting] = (house / "spool" / "new").iterdir()
    real = backup.digest_of

    def slow(path: Path) -> str:
        if path == waiting and waiting.exists():
            spool.settle(waiting.name)  # the worker is quicker than the copy
        return real(path)

    monkeypatch.setattr(backup, "digest_of", slow)
    backup.back_up(tmp_path / "b")

    copied = {path.name for path in (tmp_path / "b" / "spool").rglob("*.mail")}
    assert copied == {filed.name, waiting.name}


def test_where_there_is_no_house_nothing_is_backed_up(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("KEPT_DATA", str(tmp_path / "typo"))
    monkeypatch.setenv("DATABASE_URL", "")

    assert backup.main([str(tmp_path / "b.tar")]) == 1

    assert capsys.readouterr().err.startswith(f"There is no house in {tmp_path / 'typo'}: ")
    assert list(tmp_path.glob("*")) in ([], [tmp_path / "data"])


def test_a_disk_that_is_not_there_is_not_made(house, tmp_path, capsys):
    assert backup.main([str(tmp_path / "unmounted" / "b.tar")]) == 1

    assert capsys.readouterr().err == f"There is no folder {tmp_path / 'unmounted'}.\n"
    assert not (tmp_path / "unmounted").exists()


def test_half_a_backup_has_no_name(house, tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup.FolderTarget, "add_bytes", full)

    with pytest.raises(backup.BackupError, match="No space left"):
        backup.back_up(tmp_path / "b")

    assert [path.name for path in tmp_path.iterdir() if path.name != "data"] == []


def test_a_house_with_something_in_it_is_not_touched(house, tmp_path, capsys, monkeypatch):
    backup.back_up(tmp_path / "b.tar")
    before = sorted(path for path in house.rglob("*"))

    assert restore.main([str(tmp_path / "b.tar")]) == 1

    assert "is not empty. With --force it is moved aside." in capsys.readouterr().err
    after = sorted(path for path in house.rglob("*") if path.name != "serve.lock")
    assert after == before


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_backup_can_write_nothing_outside_its_place(tmp_path, name):
    place, target = tmp_path / "evil.tar", tmp_path / "deep" / "er" / "target"
    target.mkdir(parents=True)
    write_backup(place, {name: b"a"})

    with (
        restore.opened_backup(place) as evil,
        pytest.raises(backup.BackupError, match="would never make"),
    ):
        restore.put_back(evil, data=target, database_url="")

    written = [p for p in tmp_path.rglob("*") if p.is_file() and p != place]
    assert written == []


def test_a_link_in_a_backup_is_no_file(tmp_path):
    place = tmp_path / "evil.tar"
    (tmp_path / "target").mkdir()
    write_backup(place, {"spool/letter": b"a"}, link="/etc/hostname")

    with (
        restore.opened_backup(place) as evil,
        pytest.raises(backup.BackupError, match="missing"),
    ):
        restore.put_back(evil, data=tmp_path / "target", database_url="")


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"[]",
        b"{}",
        b'{"format": 99, "database": "sqlite", "key": "", "made_at": "", "pieces": {}}',
        b'{"format": 1, "database": "oracle", "key": "", "made_at": "", "pieces": {}}',
        b'{"format": 1, "database": "sqlite", "key": "", "made_at": "", "pieces": []}',
        b'{"format": 1, "database": "sqlite", "key": "", "made_at": "", "pieces": {"a": 1}}',
        b"\xff\xfe",
    ],
)
def test_a_manifest_that_makes_no_sense_is_refused(tmp_path, manifest):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "manifest.json").write_bytes(manifest)

    with pytest.raises(backup.BackupError), restore.opened_backup(tmp_path / "b"):
        pass


def test_something_else_is_no_backup(tmp_path, capsys):
    (tmp_path / "x.tar").write_bytes(b"not a tar file at all")

    assert restore.main([str(tmp_path / "x.tar")]) == 1
    assert restore.main([str(tmp_path / "nowhere")]) == 1

    said = capsys.readouterr().err
    assert "is not a backup" in said
    assert "There is no backup at" in said


def write_backup(place: Path, pieces: dict[str, bytes], *, link: str = "") -> None:
    """A .tar that claims `pieces`; with `link`, each is a symbolic link to it."""
    manifest = {
        "format": backup.FORMAT,
        "database": "sqlite",
        "key": backup.key_id(),
        "made_at": "2026-11-24T12:00:00+00:00",
        "pieces": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in pieces.items()
        },
    }
    with tarfile.open(place, "w") as archive:
        for name, content in {**pieces, "manifest.json": json.dumps(manifest).encode()}.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            if link and name != "manifest.json":
                entry.type, entry.linkname, entry.size = tarfile.SYMTYPE, link, 0
            archive.addfile(entry, io.BytesIO(content))


def test_the_data_folder_of_a_test_is_its_own(house):
    assert house == django_settings.DATA
