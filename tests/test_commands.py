"""The command line: one help, plain sentences, and no Django where none is needed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kept import cli

ROOT = Path(__file__).resolve().parent.parent
PURE = [command for command in cli.COMMANDS if not command.needs_django]


def kept(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kept.cli", *words],
        env={**os.environ, **environment},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_one_help_lists_every_command(capsys):
    assert cli.main(["--help"]) == 0

    said = capsys.readouterr().out
    for command in cli.COMMANDS:
        assert re.search(rf"^  {command.words} +{re.escape(command.help)}$", said, re.MULTILINE)


def test_a_group_lists_its_own(capsys):
    assert cli.main(["mail", "--help"]) == 0

    said = capsys.readouterr().out
    assert "  mail pipe" in said
    assert "  serve" not in said


def test_an_unknown_command_is_a_plain_sentence(capsys):
    assert cli.main(["mail", "burn"]) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "kept: there is no command 'mail burn'. `kept --help` lists them.\n"


@pytest.mark.parametrize("command", cli.COMMANDS, ids=lambda command: command.words)
def test_every_command_has_help(command, capsys):
    status: object = 0
    try:
        status = cli.main([*command.words.split(), "--help"])
    except SystemExit as left:
        status = left.code

    told = capsys.readouterr()
    assert (status or 0, told.err) == (0, "")
    assert "usage:" in told.out.lower() or "Type" in told.out


def test_a_command_of_django_has_help_where_nothing_is_set_up_yet():
    told = kept("user", "add", "--help")

    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("usage: kept user add")


@pytest.mark.parametrize("command", PURE, ids=lambda command: command.words)
def test_what_reads_starts_without_django(command):
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys\n"
            "from kept import cli\n"
            "try:\n"
            f"    cli.main({[*command.words.split(), '--help']!r})\n"
            "except SystemExit:\n"
            "    pass\n"
            "sys.exit('django' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )

    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "eighty", "PORT must be a whole number; it is 'eighty'."),
        ("PORT", "70000", "PORT must be between 1 and 65535; it is 70000."),
        ("KEPT_SECRET_KEY_FILE", "/nowhere/key", "KEPT_SECRET_KEY_FILE cannot be read:"),
        ("DATABASE_URL", "mysql://localhost/kept", "DATABASE_URL must begin with postgresql://."),
    ],
)
def test_a_wrong_setting_is_one_sentence(tmp_path, name, value, sentence):
    command = "serve" if name == "PORT" else "migrate"
    settings = {"KEPT_DATA": str(tmp_path), "KEPT_SECRET_KEY": "", name: value}

    told = kept(command, **settings)

    assert told.returncode == 2
    assert sentence in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_a_database_that_does_not_answer_is_one_sentence(tmp_path):
    told = kept("migrate", DATABASE_URL="postgresql://kept@127.0.0.1:1/kept")

    assert told.returncode == 2
    assert told.stderr.startswith("kept migrate: The database does not answer: ")
    assert len(told.stderr.splitlines()) == 1


def test_what_kept_writes_is_for_its_user_alone_and_migrating_twice_changes_nothing(tmp_path):
    data = tmp_path / "data"
    settings = {"KEPT_DATA": str(data), "DATABASE_URL": "", "KEPT_SECRET_KEY": ""}

    told = kept("migrate", **settings)

    assert (told.returncode, told.stderr) == (0, "")
    for path in [data, *data.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path
    done, nobody = kept("migrate", **settings).stdout.splitlines()
    assert done == "Database and static files are up to date."
    assert re.fullmatch(
        r"Nobody lives here yet. The first owner, within a day: http://\S+/found/\S+/", nobody
    )


def test_a_ready_environment_is_not_made_again():
    if not (ROOT / ".venv" / "kept-dev.stamp").exists():
        pytest.skip("this run does not use the environment of bin/test")
    told = subprocess.run(
        [sys.executable, str(ROOT / "bin" / "_env"), "dev"],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )

    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def test_an_old_python_says_so():
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import runpy, sys\n"
            "sys.version_info = (3, 9, 1)\n"
            "sys.argv = ['bin/_env', 'core']\n"
            "import shutil; shutil.which = lambda name: None\n"
            f"runpy.run_path({str(ROOT / 'bin' / '_env')!r}, run_name='__main__')",
        ],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )

    assert told.returncode == 2
    assert told.stderr == "Kept needs Python 3.11 or newer; this is 3.9.\n"
