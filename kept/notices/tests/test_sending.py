"""Out of the app: once, whoever works beside us and whenever we are killed."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections

from kept.ledger.reading import READERS, catch_up
from kept.mail import posts
from kept.mail.tests.make import Script, smtp_server
from kept.notices import afterwards, mailing, sender
from kept.notices.models import Notice, Telling
from kept.notices.tests.make import HOUR, TOMORROW, hear, mail, mails_in, told, told_by_the_ledger
from kept.promises.actions import sweep
from tests.cast import make_promise

LATER = timedelta(minutes=6)


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(posts, "TIMEOUT_SECONDS", 3.0)
    monkeypatch.setattr(posts, "LAST_TIMEOUT_SECONDS", 3.0)


def make_telling() -> Telling:
    promise = make_promise(due_at=TOMORROW)
    sweep.warn_due(now=promise.warn_at)
    hear(now=promise.warn_at)
    return Telling.objects.get()


def send(script: Script, settings, *, now) -> int:
    with smtp_server(script) as url:
        settings.SMTP_URL = url
        return mail(now=now)


@told_by_the_ledger
def test_a_mail_goes_by_the_same_way_as_letters(settings):
    settings.NOTICE_ADDRESS = "notices@northmoor.example"
    telling = make_telling()
    script = Script()

    assert send(script, settings, now=telling.queued_at) == 1
    assert send(script, settings, now=telling.queued_at + HOUR) == 0

    ((envelope_from, recipient, content),) = script.taken
    assert (envelope_from, recipient) == ("notices@northmoor.example", "ada@northmoor.example")
    assert b"Subject: Due in 3 h: I'll call you tomorrow." in content
    telling.refresh_from_db()
    assert (telling.state, telling.tries, telling.lease_holder) == ("SENT", 1, "")
    assert telling.sent_at


@told_by_the_ledger
def test_without_a_way_out_it_waits(settings):
    telling = make_telling()
    settings.SMTP_URL = ""

    assert mail(now=telling.queued_at) == 0

    telling.refresh_from_db()
    assert (telling.state, telling.tries) == ("READY", 0)


@told_by_the_ledger
def test_a_refusal_for_now_is_tried_again_and_one_for_good_is_not(settings):
    telling = make_telling()
    at = telling.queued_at

    assert send(Script({"rcpt": ["451 later"]}), settings, now=at) == 1
    telling.refresh_from_db()
    assert telling.state == "RETRY"

    assert send(Script({"rcpt": ["550 nobody"]}), settings, now=at + timedelta(minutes=2)) == 1
    telling.refresh_from_db()
    assert (telling.state, telling.answer) == ("FAILED", "nobody")
    assert send(Script(), settings, now=at + HOUR) == 0


@told_by_the_ledger
def test_a_server_out_of_reach_costs_no_try(settings):
    telling = make_telling()
    settings.SMTP_URL = "smtp://127.0.0.1:9"

    assert mail(now=telling.queued_at) == 0

    telling.refresh_from_db()
    assert (telling.state, telling.tries) == ("RETRY", 0)
    assert telling.not_before >= telling.queued_at + timedelta(minutes=1)
    assert send(Script(), settings, now=telling.queued_at + LATER) == 1


@told_by_the_ledger
def test_killed_between_claim_and_sending_it_goes_later_and_once(settings):
    telling = make_telling()
    assert sender.claim("MAIL", now=telling.queued_at) == telling  # and we are no more

    script = Script()
    assert send(script, settings, now=telling.queued_at + timedelta(minutes=4)) == 0
    assert send(script, settings, now=telling.queued_at + LATER) == 1
    assert send(script, settings, now=telling.queued_at + 2 * LATER) == 0
    assert len(script.taken) == 1


@told_by_the_ledger
def test_killed_while_handing_it_over_it_is_in_doubt_and_never_repeated(settings):
    telling = make_telling()
    claimed = sender.claim("MAIL", now=telling.queued_at)
    assert sender._hand_over(claimed, sender.Elapsed(telling.queued_at))()  # and we are no more

    script = Script()
    for minutes in (1, 6, 60):
        assert send(script, settings, now=telling.queued_at + timedelta(minutes=minutes)) == 0

    assert script.taken == []
    telling.refresh_from_db()
    assert telling.state == "IN_DOUBT"
    assert telling.answer == "We stopped while handing it over, so it may or may not have arrived."


@told_by_the_ledger
def test_a_server_that_takes_it_and_hangs_up_leaves_it_in_doubt(settings):
    telling = make_telling()
    script = Script({"dot": ["swallow"]})

    assert send(script, settings, now=telling.queued_at) == 1
    assert send(script, settings, now=telling.queued_at + HOUR) == 0

    telling.refresh_from_db()
    assert telling.state == "IN_DOUBT"
    assert len(script.taken) == 1


@told_by_the_ledger
def test_who_lost_their_lease_sends_nothing():
    telling = make_telling()
    slow = sender.claim("MAIL", now=telling.queued_at)
    sender.release_leases(now=telling.queued_at + LATER)
    quick = sender.claim("MAIL", now=telling.queued_at + LATER)

    assert not sender._hand_over(slow, sender.Elapsed(telling.queued_at + LATER))()
    assert sender._hand_over(quick, sender.Elapsed(telling.queued_at + LATER))()


@told_by_the_ledger
def test_after_a_restore_nothing_that_waited_leaves(post: Path):
    """Nor what the reader of the ledger had still to lay out."""
    make_telling()
    at = TOMORROW + HOUR
    sweep.break_due(now=at)

    assert afterwards.hold_back(now=at) == 2

    assert mail(now=at + HOUR) == 0
    assert mails_in(post) == []
    assert set(Telling.objects.values_list("state", flat=True)) == {"IN_DOUBT"}
    assert told() == [("Ada", "SOON"), ("Ada", "BROKEN")]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_and_mail_each_thing_once(post: Path):
    at = TOMORROW + HOUR
    for number in range(12):
        make_promise(due_at=TOMORROW, words=f"I'll send number {number}.")
    start = threading.Barrier(2)
    failures: list[Exception] = []

    def work() -> None:
        try:
            start.wait()
            for _ in range(4):
                sweep.break_due(now=at)
                catch_up(READERS["notices"], now=at)
                mailing.mail_due(now=at)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert failures == []
    assert told() == [("Ada", "BROKEN")] * 12
    assert Notice.objects.values("promise").distinct().count() == 12
    assert len(mails_in(post)) == 12
    assert list(Telling.objects.values_list("state", "tries").distinct()) == [("SENT", 1)]
    assert connection.vendor == "postgresql"
