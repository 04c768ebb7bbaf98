"""`kept mail pipe`, as a mail server runs it: 0 when durable, 75 for anything else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kept.mail import spool
from kept.mail.tests.make import ORDERS, make_raw

ROOT = Path(__file__).resolve().parents[3]


def pipe(raw: bytes, *words: str, data: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    environment = {
        "PATH": os.environ["PATH"],
        "KEPT_SECRET_KEY": "only-for-tests",
        "KEPT_DATA": str(data),
        **more,
    }
    code = "import sys; from kept.serving.pipe import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        input=raw,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_a_letter_is_durable_before_the_answer_is_0_although_the_database_is_away(
    settings, tmp_path: Path
):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "db.sqlite3").touch()
    done = pipe(
        make_raw(), "--recipient", ORDERS, "--recipient", "b@x.example", "--sender", "cy@x.example",
        data=tmp_path / "kept",
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (0, b"")
    settings.SPOOL = tmp_path / "kept" / "spool"
    (path,) = spool.unsettled()
    spooled, raw = spool.read(path.name)
    assert raw == make_raw()
    assert spooled.recipients == (ORDERS, "b@x.example")
    assert (spooled.envelope_from, spooled.source) == ("cy@x.example", "pipe")
    assert path.stat().st_mode & 0o077 == 0


def test_no_letter_is_taken_into_a_folder_that_is_no_house(tmp_path: Path):
    done = pipe(make_raw(), "--recipient", ORDERS, data=tmp_path / "typo")

    assert done.returncode == 75
    assert f"There is no house in {tmp_path / 'typo'}".encode() in done.stderr
    assert not (tmp_path / "typo").exists()


@pytest.mark.parametrize(
    ("words", "more"),
    [
        (["--nonsense"], {}),
        (["--recipient"], {}),
        (["surplus"], {}),
        ([], {"DATABASE_URL": "nonsense://"}),
        ([], {"KEPT_MAIL_PORT": "many"}),
        ([], {"KEPT_DATA": "/proc/nothing"}),
        ([], {"DJANGO_SETTINGS_MODULE": "no.such.module"}),
    ],
    ids=lambda value: str(value)[:40],
)
def test_whatever_is_wrong_the_server_is_told_to_try_later(tmp_path: Path, words, more):
    done = pipe(make_raw(), *words, data=tmp_path / "kept", **more)

    assert done.returncode == 75
    assert done.stderr.startswith(b"kept mail pipe: ")


def test_nothing_on_standard_input_is_no_letter(tmp_path: Path):
    assert pipe(b"", data=tmp_path / "kept").returncode == 75
