"""Silence is an error: each part that stands still is named within its time."""

from __future__ import annotations

import json
import re
import shutil
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest

from kept.kit.clock import now as current_time
from kept.ledger.models import Stumble
from kept.ledger.reading import READERS
from kept.mail.models import Delivery, Mailbox, Outgoing
from kept.serving import doctor
from tests.cast import make_conversation, make_desk, make_member, make_reply

pytestmark = pytest.mark.django_db
LONG = timedelta(minutes=6)


@pytest.fixture(autouse=True)
def well_kept_house(own_data_folder: Path) -> None:
    own_data_folder.mkdir(mode=0o700, parents=True)
    tell_of_a_backup(own_data_folder, age=timedelta(hours=20))
    give_a_sign(own_data_folder)


def give_a_sign(data: Path, *, age: timedelta = timedelta(0), **more: object) -> None:
    told = {"at": (current_time() - age).isoformat(), "failing": {}, "long": [], **more}
    (data / "work.json").write_text(json.dumps(told))


def tell_of_a_backup(data: Path, *, age: timedelta) -> None:
    (data / "backups").mkdir(exist_ok=True)
    told = {"made_at": (current_time() - age).isoformat()}
    (data / "backups" / doctor.VERIFIED).write_text(json.dumps(told))


def amiss() -> dict[str, str]:
    answers = doctor.examine(now=current_time())
    # How full the disk of a test machine is says nothing about Kept.
    return {a.check: a.words for a in answers if not a.is_well and a.check != "disk"}


def test_a_fresh_house_is_well():
    assert amiss() == {}


def test_a_letter_that_nobody_reads():
    Delivery.objects.create(
        source_key="door:1",
        sha256="ab" * 32,
        spool_name="1",
        size=1,
        received_at=current_time() - LONG,
    )

    assert amiss() == {"mail in": "oldest letter waits 6 min"}


def test_a_letter_in_the_tray():
    Delivery.objects.create(
        source_key="door:1",
        sha256="ab" * 32,
        spool_name="1",
        size=1,
        received_at=current_time(),
        state=Delivery.State.TRAY,
    )

    assert amiss() == {"tray": "1 letters could not be filed and wait for a person"}


def test_a_mailbox_that_is_no_longer_fetched():
    Mailbox.objects.create(
        desk=make_desk(), host="mail.example", user="desk", fetched_at=current_time() - LONG
    )
    [(check, words)] = amiss().items()

    assert check.startswith("mailbox ")
    assert words == "desk: fetched 6 min ago"


def test_a_mailbox_that_fails():
    Mailbox.objects.create(
        desk=make_desk(),
        host="mail.example",
        user="desk",
        fetched_at=current_time(),
        failing_since=current_time() - timedelta(hours=3),
        problem="The password was refused.",
    )

    assert list(amiss().values()) == ["desk: failing for 3 h: The password was refused."]


@pytest.mark.parametrize(
    ("state", "smtp", "told"),
    [
        ("READY", "smtp://localhost", {"mail out": "oldest answer waits 6 min"}),
        ("READY", "", {"mail out": "answers wait: KEPT_SMTP_URL is not set"}),
        ("IN_DOUBT", "", {"in doubt": "1 answers may or may not have arrived"}),
        ("SENT", "", {}),
    ],
)
def test_an_answer_that_does_not_leave(settings, state, smtp, told):
    settings.SMTP_URL = smtp
    ada = make_member("ada")
    reply = make_reply(make_conversation(desk=make_desk("Orders", ada)), by=ada)
    Outgoing.objects.all().delete()
    Outgoing.objects.create(
        message=reply,
        recipient="cy@valdorra.example",
        envelope_from="orders@northmoor.example",
        sha256="ab" * 32,
        state=state,
        not_before=current_time() - LONG,
        queued_at=current_time() - LONG,
    )
    readers = {check: words for check, words in amiss().items() if not check.startswith("reader")}

    assert readers == told


@pytest.mark.django_db(transaction=True)
def test_a_reader_that_fell_behind(monkeypatch):
    monkeypatch.setitem(READERS, "sleepy", object())
    make_conversation()

    assert amiss()["reader sleepy"].startswith("behind by ")


def test_an_event_that_was_given_up():
    from kept.ledger.models import Event

    make_conversation()
    event = Event.objects.order_by("pk")[0]
    Stumble.objects.create(reader="live", event=event, error="x", at=current_time())

    assert amiss()["stumbles"] == "1 events could not be carried; kept retry tries them again"


def test_a_worker_that_fell_silent(own_data_folder):
    give_a_sign(own_data_folder, age=timedelta(minutes=1))
    assert amiss() == {"worker": "gave a sign 1 min ago"}

    (own_data_folder / "work.json").unlink()
    assert amiss() == {"worker": "does not run here; kept serve starts it"}


def test_a_step_of_the_worker_that_fails_or_hangs(own_data_folder):
    since = (current_time() - timedelta(hours=2)).isoformat()
    failing = {"mail.send": {"since": since, "error": "OSError: no route"}}
    give_a_sign(own_data_folder, failing=failing, long=["mail.fetch"])

    assert amiss() == {
        "step mail.send": "failing for 2 h: OSError: no route",
        "step mail.fetch": "takes unusually long",
    }


def test_a_backup_that_is_old_or_was_never_tried(own_data_folder):
    tell_of_a_backup(own_data_folder, age=timedelta(days=3))
    assert amiss() == {"backup": "last verified one is 3 d old"}

    (own_data_folder / "backups" / doctor.VERIFIED).unlink()
    assert amiss() == {"backup": "none has been verified; kept backup, then --verify"}


def test_a_key_that_others_may_read(own_data_folder):
    (own_data_folder / "secrets").mkdir()
    (own_data_folder / "secrets" / "key").touch(mode=0o644)
    (own_data_folder / "secrets" / "key").chmod(0o644)

    assert "others may read" in amiss()["secrets"]


def test_a_disk_that_is_nearly_full(monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(100 << 30, 91 << 30, 9 << 30))
    told = {a.check: a for a in doctor.examine(now=current_time())}

    assert not told["disk"].is_well
    assert told["disk"].words.startswith("9216 MiB free, 9%")


def test_the_status_says_whether_to_look(capsys, own_data_folder):
    (own_data_folder / "backups" / doctor.VERIFIED).unlink()

    assert doctor.main([]) == 1
    assert "LOOK  backup" in capsys.readouterr().out
    assert doctor.main(["--json"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (lines[-1]["check"], lines[-1]["is_well"]) == ("backup", False)


@pytest.mark.postgres
@pytest.mark.django_db
def test_too_few_connections_left_are_told_before_there_are_none(monkeypatch):
    (answer,) = doctor._connections()
    assert answer.is_well
    assert re.fullmatch(r"\d+ of \d+ in use", answer.words)

    monkeypatch.setattr(doctor, "MOST_CONNECTIONS", 0.0)
    (answer,) = doctor._connections()
    assert not answer.is_well
    assert answer.words.endswith("in use; raise max_connections of the server")
