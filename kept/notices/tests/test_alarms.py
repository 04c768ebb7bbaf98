"""Owners and those who lead the desk hear of a mailbox in trouble: on Today, here, and by mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kept.ledger.models import Event
from kept.ledger.reading import READERS, catch_up
from kept.mail.actions.alarms import watch_mailboxes
from kept.mail.models import Mailbox
from kept.mail.tests.make import Script, smtp_server
from kept.notices import alarms
from kept.notices.alarms import mail_alarms
from kept.notices.models import AlarmNotice
from kept.notices.queries import alarms_told, count_unseen
from kept.notices.tests.make import told_by_the_ledger
from kept.people.models import Member
from kept.serving import doctor
from tests.cast import NOON, make_desk, make_manager, make_member, make_owner

pytestmark = told_by_the_ledger
DAY = timedelta(days=1)
WORDS = "desk@northmoor.example cannot be fetched from for 24 h."


@pytest.fixture
def mailbox(monkeypatch) -> Mailbox:
    monkeypatch.setattr(alarms, "_resting_until", 0.0)
    make_owner()
    make_desk("Orders", make_manager(), make_member("ada"))
    return Mailbox.objects.create(
        desk=make_desk(), host="127.0.0.1", port=1, user="desk@northmoor.example",
        failing_since=NOON - DAY, problem="Nothing answers.",
    )  # fmt: skip


def watch(*, now=NOON) -> None:
    watch_mailboxes(now=now)
    while catch_up(READERS["notices"], now=now):
        pass


def sign_in(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_owners_and_managers_of_the_desk_are_told_once(mailbox):
    watch()
    watch(now=NOON + timedelta(hours=1))

    told = AlarmNotice.objects.order_by("member__email")
    assert [notice.member.name for notice in told] == ["Lou", "Odo"]
    assert [count_unseen(member, now=NOON) for member in (make_owner(), make_manager())] == [1, 1]
    assert count_unseen(make_member("ada"), now=NOON) == 0
    assert Event.objects.filter(kind="alarm.told").count() == 1


def test_it_stands_on_today_and_under_the_bell_until_it_is_well(mailbox):
    watch()
    odo, lou, ada = map(sign_in, (make_owner(), make_manager(), make_member("ada")))

    for page in ("/today/", "/notices/"):
        for client in (odo, lou):
            assert "cannot be fetched from" in client.get(page).content.decode()
        assert "cannot be fetched from" not in ada.get(page).content.decode()
    assert f'href="/mail/mailboxes/{mailbox.pk}/"' in odo.get("/today/").content.decode()
    assert "/mail/mailboxes/" not in lou.get("/today/").content.decode()

    Mailbox.objects.update(failing_since=None)
    watch(now=NOON + timedelta(minutes=1))
    assert "cannot be fetched from" not in odo.get("/today/").content.decode()
    assert alarms_told(make_owner(), now=NOON) == []
    assert count_unseen(make_owner(), now=NOON) == 0


def test_seen_is_seen_and_it_goes_on_ringing(mailbox):
    watch()
    notice = AlarmNotice.objects.get(member=make_owner())

    sign_in(make_manager()).post(f"/notices/alarms/{notice.pk}/seen/")
    notice.refresh_from_db()
    assert notice.seen_at is None

    odo = sign_in(make_owner())
    odo.post(f"/notices/alarms/{notice.pk}/seen/")
    assert count_unseen(make_owner(), now=NOON) == 0
    assert "cannot be fetched from" in odo.get("/today/").content.decode()


def test_owners_get_one_mail_by_the_other_way_out(mailbox, settings):
    watch()
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    script = Script()
    with smtp_server(script) as url:
        settings.ALARM_SMTP_URL = url
        assert mail_alarms(now=NOON) == 1
        assert mail_alarms(now=NOON + DAY) == 0

    ((envelope_from, recipient, content),) = script.taken
    assert (envelope_from, recipient) == (settings.NOTICE_ADDRESS, "odo@northmoor.example")
    assert b"Subject: Mailbox in trouble: desk@northmoor.example" in content
    assert b"Auto-Submitted: auto-generated" in content
    assert WORDS.encode() in content.replace(b"=\r\n", b"")
    assert AlarmNotice.objects.get(member=make_owner()).mailed_at == NOON


def test_without_another_way_the_usual_one_is_taken(mailbox, settings):
    watch()
    script = Script()
    with smtp_server(script) as url:
        settings.SMTP_URL = url
        mail_alarms(now=NOON)

    assert len(script.taken) == 1


def test_a_mail_that_cannot_leave_waits_and_one_that_is_not_needed_any_more_stays(
    mailbox, settings, monkeypatch
):
    watch()
    settings.ALARM_SMTP_URL = "smtp://127.0.0.1:1"
    mail_alarms(now=NOON)
    notice = AlarmNotice.objects.get(member=make_owner())
    assert "cannot be reached" in notice.mail_answer
    assert notice.mail_not_before == NOON + timedelta(minutes=1)
    monkeypatch.setattr(alarms, "_resting_until", 0.0)

    Mailbox.objects.update(failing_since=None)
    watch(now=NOON + timedelta(minutes=2))
    script = Script()
    with smtp_server(script) as url:
        settings.ALARM_SMTP_URL = url
        assert mail_alarms(now=NOON + DAY) == 0
    assert script.taken == []


@pytest.mark.parametrize(
    ("faults", "later", "mails"),
    [({"rcpt": ["451 later"]}, True, 1), ({"rcpt": ["550 no"]}, False, 0)],
    ids=str,
)
def test_what_their_server_says_is_heeded(mailbox, settings, faults, later, mails):
    watch()
    script = Script(faults)
    with smtp_server(script) as url:
        settings.ALARM_SMTP_URL = url
        mail_alarms(now=NOON)
        notice = AlarmNotice.objects.get(member=make_owner())
        assert bool(notice.mail_not_before) == later
        mail_alarms(now=NOON + DAY)

    assert len(script.taken) == mails


def test_the_doctor_says_it_even_where_no_worker_rings(mailbox):
    Mailbox.objects.update(
        failing_since=None, fetched_at=NOON, refused_at=NOON, provider="GOOGLE", is_on=True
    )

    said = {answer.words: answer.is_well for answer in doctor._mail_in(NOON)}

    words = "Google does not let us into desk@northmoor.example any more."
    assert [well for said_words, well in said.items() if words in said_words] == [False]
