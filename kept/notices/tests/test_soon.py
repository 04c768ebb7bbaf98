"""A promise comes near: its keeper hears of it, once, while there is time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from kept.ledger.models import Event
from kept.notices.models import Notice, Telling
from kept.notices.tests.make import (
    HOUR,
    TOMORROW,
    clock_goes,
    hear,
    mail,
    mails_in,
    told,
    told_by_the_ledger,
)
from kept.promises import actions as promises
from kept.promises.actions import sweep
from tests.cast import NOON, make_member, make_promise

pytestmark = told_by_the_ledger


def test_the_keeper_is_told_in_the_app_and_by_mail(post: Path):
    promise = make_promise(due_at=TOMORROW)

    clock_goes(now=promise.warn_at)

    assert told() == [("Ada", "SOON")]
    (notice,) = Notice.objects.all()
    assert (notice.due_at, notice.at, notice.seen_at) == (TOMORROW, promise.warn_at, None)
    (letter,) = mails_in(post)
    assert letter["To"] == "ada@northmoor.example"
    assert letter["From"] == "Kept at Our house <notices@northmoor.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"
    assert letter["Subject"] == "Due in 3 h: I'll call you tomorrow."
    assert letter.get_content() == (
        "Due in 3 h.\n"
        "\n"
        "“I'll call you tomorrow.”\n"
        "Today, by 12:00 · for Cy\n"
        "\n"
        "Keep it, or say now that it moves.\n"
        f"https://kept.northmoor.example/promises/{promise.pk}/\n"
        "\n"
        "What is mailed to you, and when not:\n"
        "https://kept.northmoor.example/me/notices/\n"
    )
    fact = Event.objects.get(kind="notice.told")
    assert fact.facts == {"promise": promise.pk, "kind": "SOON", "members": [promise.keeper_id]}
    assert fact.cause == Event.objects.get(kind="promise.warned")


def test_the_same_is_never_told_twice(post: Path):
    promise = make_promise(due_at=TOMORROW)
    for minutes in range(4):
        clock_goes(now=promise.warn_at + timedelta(minutes=minutes))

    assert told() == [("Ada", "SOON")]
    assert len(mails_in(post)) == 1
    assert Telling.objects.get().state == "SENT"


def test_another_date_is_another_thing(post: Path):
    promise = make_promise(due_at=TOMORROW)
    clock_goes(now=promise.warn_at)
    later = TOMORROW + timedelta(days=1)
    moved = promises.renegotiate(promise, due_at=later, by=promise.keeper, now=promise.warn_at)

    clock_goes(now=moved.warn_at)

    assert told() == [("Ada", "SOON"), ("Ada", "SOON")]
    assert [n.due_at for n in Notice.objects.order_by("pk")] == [TOMORROW, later]
    assert Notice.objects.order_by("pk")[0].seen_at == promise.warn_at
    assert len(mails_in(post)) == 2


def test_after_a_week_without_a_worker_nothing_that_passed_is_called_near(post: Path):
    kept = make_promise(due_at=TOMORROW)
    late = make_promise(due_at=TOMORROW, words="I'll send it.")
    near = make_promise(due_at=NOON + timedelta(days=8), words="I'll write.")
    promises.keep(kept, by=kept.keeper, now=NOON + HOUR)

    clock_goes(now=NOON + timedelta(days=7, hours=23))

    assert [(n.kind, n.promise_id) for n in Notice.objects.order_by("pk")] == [
        ("SOON", near.pk),
        ("BROKEN", late.pk),
    ]
    assert [letter["Subject"] for letter in mails_in(post)] == [
        "Due in 60 min: I'll write.",
        "This broke Wed 25 Nov, 12:00: I'll send it.",
    ]


def test_a_warning_read_too_late_is_mailed_to_nobody(post: Path):
    """The worker stopped between the warning and its reader, and came back after the date."""
    promise = make_promise(due_at=TOMORROW)
    sweep.warn_due(now=promise.warn_at)
    hear(now=TOMORROW + HOUR)

    assert mail(now=TOMORROW + HOUR) == 0

    assert mails_in(post) == []
    telling = Telling.objects.get()
    assert (telling.state, telling.answer) == (
        "DROPPED",
        "What it says held no longer when it was to leave.",
    )
    assert list(Notice.objects.unseen(now=TOMORROW + HOUR)) == []


def test_what_was_settled_before_the_mail_left_is_not_mailed(post: Path):
    promise = make_promise(due_at=TOMORROW)
    sweep.warn_due(now=promise.warn_at)
    hear(now=promise.warn_at)
    promises.keep(promise, by=promise.keeper, now=promise.warn_at)

    assert mail(now=promise.warn_at) == 0
    assert mails_in(post) == []
    hear(now=promise.warn_at)
    assert Notice.objects.get().seen_at == promise.warn_at


def test_nobody_who_left_is_told(post: Path):
    promise = make_promise(keeper=make_member("ada"), due_at=TOMORROW)
    promise.keeper.is_active = False
    promise.keeper.save()

    clock_goes(now=promise.warn_at)

    assert told() == []
    assert not Event.objects.filter(kind="notice.told").exists()
