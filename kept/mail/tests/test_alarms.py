"""A mailbox that fails, falls silent or is about to be shut out rings once, until it is well."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kept.kit.sealing import seal
from kept.ledger.models import Event
from kept.mail import imap
from kept.mail.actions.alarms import watch_mailboxes
from kept.mail.alarms import ringing_for, troubles
from kept.mail.models import Alarm, Mailbox
from kept.mail.rules import silence_allowed, with_gap
from tests.cast import NOON, make_desk, make_manager, make_member, make_owner

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def make_mailbox(**more: object) -> Mailbox:
    values: dict[str, object] = {
        "desk": make_desk(), "host": "127.0.0.1", "port": 1, "user": "desk@northmoor.example",
        "sealed_secret": seal("s"),
    }  # fmt: skip
    return Mailbox.objects.create(**(values | more))


def rings() -> list[str]:
    return list(Alarm.objects.ringing().order_by("pk").values_list("kind", flat=True))


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.django_db
def test_a_mailbox_that_fails_for_a_quarter_of_an_hour_rings_once_and_is_cleared_when_well():
    mailbox = make_mailbox()
    imap.fetch_mailbox(mailbox, now=NOON)
    assert watch_mailboxes(now=NOON + 14 * MINUTE) == 0

    assert watch_mailboxes(now=NOON + 15 * MINUTE) == 1
    assert watch_mailboxes(now=NOON + HOUR) == 0
    assert rings() == ["FAILING"]
    (told,) = ringing_for(make_owner(), now=NOON + HOUR)
    assert told.words == (
        "desk@northmoor.example cannot be fetched from for 60 min. Nothing answers at 127.0.0.1:1."
    )

    Mailbox.objects.update(failing_since=None, problem="")
    assert watch_mailboxes(now=NOON + 2 * HOUR) == 1
    assert rings() == []
    assert Alarm.objects.get().cleared_at == NOON + 2 * HOUR
    assert kinds() == ["mailbox.alarmed", "mailbox.recovered"]


@pytest.mark.django_db
def test_each_time_it_rings_anew():
    mailbox = make_mailbox(failing_since=NOON)
    watch_mailboxes(now=NOON + HOUR)
    Mailbox.objects.update(failing_since=None)
    watch_mailboxes(now=NOON + 2 * HOUR)
    Mailbox.objects.update(failing_since=NOON + DAY)
    watch_mailboxes(now=NOON + DAY + HOUR)

    assert Alarm.objects.filter(mailbox=mailbox).count() == 2
    assert rings() == ["FAILING"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"consent_until": NOON + 3 * DAY}, {"CONSENT"}),
        ({"consent_until": NOON + 3 * DAY + MINUTE}, set()),
        ({"client_secret_until": date(2026, 12, 8)}, {"CONSENT"}),
        ({"client_secret_until": date(2026, 12, 9)}, set()),
        ({"refused_at": NOON}, {"CONSENT"}),
        ({"refused_at": NOON, "failing_since": NOON - DAY}, {"CONSENT"}),
        ({"failing_since": NOON - DAY}, {"FAILING"}),
        ({"failing_since": NOON - DAY, "is_on": False}, set()),
    ],
    ids=str,
)
def test_what_rings(changes, expected):
    assert troubles(make_mailbox(**changes), now=NOON) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("longest", "silent_for", "expected"),
    [
        (HOUR, DAY - MINUTE, set()),
        (HOUR, DAY + MINUTE, {"SILENT"}),
        (60 * HOUR, 179 * HOUR, set()),
        (60 * HOUR, 181 * HOUR, {"SILENT"}),
    ],
    ids=str,
)
def test_silence_is_measured_by_what_is_usual(longest, silent_for, expected):
    gaps = {"2026-11-20": 60.0, "2026-11-21": longest.total_seconds(), "2026-11-22": 5.0}
    mailbox = make_mailbox(newest_at=NOON - silent_for, gaps=gaps)

    assert troubles(mailbox, now=NOON) == expected


def test_pauses_are_kept_by_the_day_for_a_fortnight():
    gaps: dict[str, float] = {}
    last = None
    for hours in range(0, 24 * 20, 6):
        now = NOON + timedelta(hours=hours)
        gaps = with_gap(gaps, since=last, now=now)
        last = now

    assert set(gaps.values()) == {21_600.0}
    assert (min(gaps), max(gaps), len(gaps)) == ("2026-11-30", "2026-12-14", 15)
    assert with_gap(gaps, since=last, now=last + 30 * DAY) == {"2027-01-13": 30 * 86_400.0}


def test_without_a_habit_no_silence_is_unusual():
    assert silence_allowed({}) is None
    assert silence_allowed({"2026-11-20": 5.0, "2026-11-21": 5.0}) is None


@pytest.mark.django_db
def test_who_hears_of_it():
    watch_mailboxes(now=NOON)
    mailbox = make_mailbox(failing_since=NOON - DAY)
    other = make_mailbox(desk=make_desk("Billing"), user="other", failing_since=NOON - DAY)
    lou, ada = make_manager(), make_member("ada")
    make_desk("Orders", lou, ada)
    watch_mailboxes(now=NOON)

    def heard(member) -> list[int]:
        return [told.mailbox.pk for told in ringing_for(member, now=NOON)]

    assert heard(make_owner()) == [mailbox.pk, other.pk]
    assert heard(lou) == [mailbox.pk]
    assert heard(ada) == []


@pytest.mark.django_db
def test_a_mailbox_that_is_switched_off_rings_no_more():
    make_mailbox(failing_since=NOON - DAY)
    watch_mailboxes(now=NOON)
    Mailbox.objects.update(is_on=False)
    watch_mailboxes(now=NOON + MINUTE)

    assert rings() == []
