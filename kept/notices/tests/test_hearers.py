"""Who is told: the keeper alone; where a desk or a team keeps it, those who serve there."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from kept.conversations import actions as conversations
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
from kept.people.models import Member
from kept.promises import actions as promises
from kept.promises.actions import sweep
from kept.promises.models import Promise
from tests.cast import (
    NOON,
    make_conversation,
    make_desk,
    make_manager,
    make_member,
    make_owner,
    make_promise,
    make_team,
)

pytestmark = told_by_the_ledger


def kept_by_desk(*members: Member) -> Promise:
    by = members[0]
    conversation = make_conversation(desk=make_desk("Orders", *members))
    return promises.make(
        conversation, words="We'll write.", due_at=TOMORROW, keeper=None, by=by, now=NOON
    )


def test_what_a_desk_keeps_is_told_to_all_who_serve_there_in_the_app_alone(post: Path):
    ada, bea = make_member("ada"), make_member("bea")
    make_desk("Billing", make_member("cat"))
    mia = make_member("mia", sees_only_assigned=True)
    gus = make_member("gus", is_active=False)
    make_owner("odo")
    promise = kept_by_desk(ada, bea, mia, gus)

    clock_goes(now=promise.warn_at)

    assert told() == [("Ada", "SOON"), ("Bea", "SOON")]
    assert not Telling.objects.exists()
    assert mails_in(post) == []


def test_whoever_looks_after_the_conversation_is_told_first(post: Path):
    ada, bea = make_member("ada"), make_member("bea")
    promise = kept_by_desk(ada, bea)
    conversations.assign(promise.conversation, to=bea, by=bea, now=NOON)

    clock_goes(now=promise.warn_at)

    assert told() == [("Bea", "SOON")]
    assert [letter["To"] for letter in mails_in(post)] == ["bea@northmoor.example"]


def test_whoever_did_it_is_not_told_of_it():
    ada = make_member("ada")
    promise = promises.promise_among_us(
        words="I'll look.", due_at=TOMORROW, to_member=ada, by=ada, now=NOON
    )
    promises.keep(promise, by=ada, now=NOON + HOUR)
    if promise.waits_for_confirmation:
        promises.confirm(promise, by=ada, now=NOON + 2 * HOUR)

    hear()

    assert told() == []


def test_a_colleague_says_that_it_did_not_happen(post: Path):
    ada, bea = make_member("ada"), make_member("bea")
    promise = promises.promise_among_us(
        words="I'll look at it.", due_at=TOMORROW, to_member=bea, by=ada, now=NOON
    )
    promises.keep(promise, by=ada, now=NOON + HOUR)
    promises.dispute(promise, by=bea, now=NOON + 2 * HOUR)

    clock_goes(now=NOON + 2 * HOUR)

    assert told() == [("Ada", "DISPUTED")]
    (letter,) = mails_in(post)
    assert letter["To"] == "ada@northmoor.example"
    assert letter["Subject"] == "Bea says that it has not happened: I'll look at it."


def test_what_a_team_keeps_is_told_to_its_members_in_the_app():
    ada, bea, cat = make_member("ada"), make_member("bea"), make_member("cat")
    front = make_team("Front", ada, bea)
    promise = promises.promise_among_us(
        words="We'll look.", due_at=TOMORROW, to_member=cat, keeper_team=front, by=ada, now=NOON
    )

    clock_goes(now=promise.warn_at)

    assert told() == [("Ada", "SOON"), ("Bea", "SOON")]
    assert not Telling.objects.exists()


def test_what_somebody_promised_themselves_is_theirs_alone(post: Path):
    """Neither their manager nor an owner hears of it, and no mail spells it out."""
    ada, lou = make_member("ada"), make_manager("lou")
    make_owner("odo")
    make_team("Front", ada, lou)
    promise = promises.promise_among_us(
        words="See the doctor.",
        due_at=TOMORROW,
        to_member=ada,
        kind=Promise.Kind.SELF_CARE,
        is_private=True,
        by=ada,
        now=NOON,
    )

    clock_goes(now=promise.warn_at)
    clock_goes(now=TOMORROW + HOUR)

    assert told() == [("Ada", "SOON"), ("Ada", "BROKEN")]
    letters = mails_in(post)
    assert [letter["To"] for letter in letters] == ["ada@northmoor.example"] * 2
    assert all("doctor" not in letter.as_string() for letter in letters)
    assert letters[1]["Subject"] == (
        "You wanted this by today, 12:00: Something you promised yourself"
    )
    notice = Notice.objects.first()
    assert set(Notice.objects.visible_to(ada)) == set(Notice.objects.all())
    assert notice not in Notice.objects.visible_to(lou)


def test_a_reminder_is_told_when_it_is_due(post: Path):
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    reminder = promises.snooze(
        conversation, until=NOON + 2 * HOUR, even_if_they_reply=True, by=ada, now=NOON
    )

    clock_goes(now=NOON + 2 * HOUR)

    assert reminder.warn_at == NOON + 2 * HOUR
    assert told() == [("Ada", "SOON")]
    assert "Do it, or move it." in mails_in(post)[0].get_content()


def test_a_new_keeper_hears_what_the_former_one_knew(post: Path):
    ada, bea = make_member("ada"), make_member("bea")
    make_desk("Orders", ada, bea)
    promise = make_promise(make_conversation(desk=make_desk("Orders")), keeper=ada, due_at=TOMORROW)
    clock_goes(now=promise.warn_at)

    promises.hand_on(promise, to=bea, by=ada, now=promise.warn_at)
    clock_goes(now=promise.warn_at)

    assert told() == [("Ada", "SOON"), ("Bea", "SOON")]
    assert Notice.objects.get(member=ada).seen_at == promise.warn_at
    assert [letter["To"] for letter in mails_in(post)] == [
        "ada@northmoor.example",
        "bea@northmoor.example",
    ]


def test_what_was_handed_on_before_it_left_is_not_mailed_to_the_former_keeper(post: Path):
    ada, bea = make_member("ada"), make_member("bea")
    make_desk("Orders", ada, bea)
    promise = make_promise(make_conversation(desk=make_desk("Orders")), keeper=ada, due_at=TOMORROW)
    sweep.warn_due(now=promise.warn_at)
    hear()
    promises.hand_on(promise, to=bea, by=ada, now=promise.warn_at)

    mail(now=promise.warn_at)

    assert mails_in(post) == []
    assert Telling.objects.get().answer == "It is not theirs any more."


def test_whoever_left_the_desk_sees_its_notices_no_longer():
    ada = make_member("ada")
    promise = make_promise(keeper=ada, due_at=TOMORROW)
    clock_goes(now=promise.warn_at)

    ada.teams.clear()

    assert list(Notice.objects.visible_to(ada)) == []
    assert Notice.objects.filter(member=ada).count() == 1


def test_what_rests_is_warned_of_when_it_goes_on():
    promise = make_promise(due_at=TOMORROW)
    promises.pause(promise, reason="CUSTOMER", now=NOON + HOUR)
    clock_goes(now=TOMORROW + timedelta(days=3))

    assert told() == []


def test_whoever_looks_after_it_next_hears_of_what_the_desk_keeps(post: Path):
    ada, bea = make_member("ada"), make_member("bea")
    conversation = make_conversation(desk=make_desk("Orders", ada, bea), assignee=ada)
    promise = make_promise(conversation, keeper=ada, due_at=TOMORROW)
    promises.hand_on(promise, to=None, by=ada, now=NOON)
    clock_goes(now=promise.warn_at)
    assert told() == [("Ada", "SOON")]

    later = promise.warn_at + timedelta(minutes=1)
    conversations.assign(conversation, to=bea, by=ada, now=later)
    clock_goes(now=later)

    assert told() == [("Ada", "SOON"), ("Bea", "GIVEN"), ("Bea", "SOON")]
    assert Notice.objects.get(member=ada).seen_at == later
    assert [letter["To"] for letter in mails_in(post)] == [
        "ada@northmoor.example",
        "bea@northmoor.example",
    ]


def test_a_date_that_comes_back_is_warned_of_again(post: Path):
    promise = make_promise(due_at=TOMORROW)
    first = promise.warn_at
    clock_goes(now=first)
    later = TOMORROW + timedelta(days=3)
    promises.renegotiate(promise, due_at=later, by=promise.keeper, now=first)
    promises.renegotiate(promise, due_at=TOMORROW, by=promise.keeper, now=first)
    clock_goes(now=first)
    promise.refresh_from_db()

    clock_goes(now=promise.warn_at or first)
    clock_goes(now=TOMORROW - timedelta(minutes=1))

    assert [kind for _, kind in told()] == ["SOON", "SOON"]
