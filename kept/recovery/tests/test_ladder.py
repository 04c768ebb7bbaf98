"""From what went wrong to what was learnt: each step at its turn, or skipped with a reason."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from kept.charter import actions as charter
from kept.charter.models import Gesture
from kept.kit.refusals import NotAllowed
from kept.playbook import actions as playbook
from kept.promises import actions as promises
from kept.promises.actions import sweep
from kept.promises.models import Promise
from kept.recovery import actions, rules
from kept.recovery.models import Recovery, Step
from kept.recovery.queries import compared
from kept.recovery.tests.make import LATER, TOMORROW, agreed, hear, kinds, lamp, opened
from tests.cast import NOON, make_manager, make_member, make_message, make_promise

pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")


def test_it_goes_from_step_to_step_until_it_is_put_right():
    ada = make_member()
    recovery = agreed(opened())
    doing = {"by": ada, "now": LATER}
    assert (recovery.fix.words, recovery.fix.keeper) == ("A new lamp", ada)

    actions.fix(recovery, words="Sent", **doing)
    actions.confirm_fixed(recovery, by=None, now=LATER)
    actions.skip(recovery, "GESTURE", why="They want none.", **doing)
    planned = actions.plan_follow_up(
        recovery, words="I ask again.", due_at=TOMORROW, by=ada, now=LATER
    )
    actions.follow_up(recovery, words="All is well.", **doing)
    done = actions.log_cause(recovery, cause="PRODUCT", words="Thin glass", **doing)

    assert (done.outcome, done.stage, done.closed_at) == ("RIGHTED", rules.LEARNED, LATER)
    assert [p.outcome for p in Promise.objects.order_by("pk")] == ["KEPT", "KEPT"]
    assert Promise.objects.get(pk=recovery.fix_id).confirmation == "CONFIRMED"
    assert planned.follow.kind == "FOLLOW_UP"
    assert Step.objects.get(step="CONFIRM").member is None
    assert kinds() == [
        "recovery.opened",
        *["recovery.step_done"] * 2,
        "recovery.remedy_said",
        *["recovery.step_done"] * 4,
        "recovery.step_skipped",
        *["recovery.step_done"] * 2,
        "recovery.closed",
    ]
    with pytest.raises(actions.AlreadyClosed):
        actions.deny_fixed(recovery, by=None, now=LATER)


def test_nobody_agrees_who_has_not_said_sorry_and_none_is_skipped_without_a_reason():
    ada = make_member()
    recovery = opened()
    doing = {"by": ada, "now": NOON}
    with pytest.raises(actions.NotItsTurn):
        actions.agree(recovery, words="A lamp", due_at=TOMORROW, **doing)
    with pytest.raises(actions.NotItsTurn):
        actions.do_step(recovery, "APOLOGISE", words="Sorry", **doing)
    with pytest.raises(actions.NeedsReason):
        actions.skip(recovery, "ACKNOWLEDGE", why=" ", **doing)
    with pytest.raises(actions.NeedsWords):
        actions.do_step(recovery, "ACKNOWLEDGE", words="", **doing)
    with pytest.raises(NotAllowed):
        actions.do_step(recovery, "ACKNOWLEDGE", words="Yes", by=make_member("bea"), now=NOON)

    assert kinds() == ["recovery.opened"]
    assert not Promise.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.create(recovery=recovery, step="FIX", state="SKIPPED", at=NOON)


def test_one_is_open_at_a_time():
    there = lamp()
    first = opened(there)
    assert opened(there, why="Again", severity="SEVERE") == first
    assert kinds() == ["recovery.opened"]
    with pytest.raises(actions.NeedsWords):
        opened(there, why=" ")

    actions.withdraw(first, why="It was another lamp.", by=make_member(), now=NOON)
    assert opened(there) != first


def test_it_is_not_fixed_they_say_and_it_is_open_again():
    ada = make_member()
    recovery = agreed(opened())
    actions.fix(recovery, words="Sent", by=ada, now=NOON)

    again = actions.deny_fixed(recovery, words="Broken again.", by=None, now=LATER)

    assert (again.denials, again.stage) == (1, rules.AGREED)
    assert Promise.objects.get(pk=again.fix_id).outcome == "OPEN"
    assert not Step.objects.filter(step="FIX").exists()
    with pytest.raises(actions.NotItsTurn):
        actions.confirm_fixed(recovery, by=None, now=LATER)
    hear()
    again.refresh_from_db()
    assert again.denials == 1


def test_what_is_settled_elsewhere_carries_it_on():
    """On Today, on the page of the promise, and where a grant is used."""
    ada = make_member()
    recovery = agreed(opened())
    promises.keep(recovery.fix, by=ada, now=LATER)
    promises.confirm(recovery.fix, by=None, now=LATER)
    grant = charter.propose(
        charter.GrantTerms("GIFT", "Sorry", member=ada, times=2), by=make_manager(), now=NOON
    )
    charter.agree(grant, by=ada, now=NOON)
    use = charter.Use(reason="They waited twice.", due_at=TOMORROW)
    charter.use_grant(grant, recovery.conversation, use, submit_id=uuid4(), by=ada, now=LATER)
    hear()

    recovery.refresh_from_db()
    assert recovery.settled[4:] == ["FIX", "CONFIRM", "GESTURE"]
    assert recovery.gesture == Gesture.objects.get()
    actions.plan_follow_up(recovery, words="I ask.", due_at=TOMORROW, by=ada, now=LATER)
    recovery.refresh_from_db()
    promises.keep(recovery.follow, by=ada, now=LATER)
    hear()
    recovery.refresh_from_db()
    assert recovery.settled[-1] == "FOLLOW_UP"


def test_the_customers_own_remedy_is_compared_and_given_in_one_step():
    ada, lou = make_member(), make_manager()
    recovery = opened()
    credit = charter.GrantTerms("CREDIT", "Any", member=ada, amount=2_000, currency="EUR")
    charter.agree(charter.propose(credit, by=lou, now=NOON), by=ada, now=NOON)
    actions.do_step(recovery, "ACKNOWLEDGE", words="Said", by=ada, now=NOON)

    said = actions.say_remedy(
        recovery, words="€25 off", amount=2_500, currency="EUR", by=None, now=NOON
    )
    assert compared(said, ada, now=NOON) == rules.BEYOND
    with pytest.raises(actions.NotWithin):
        actions.give_remedy(recovery, due_at=TOMORROW, submit_id=uuid4(), by=ada, now=NOON)
    assert not Gesture.objects.exists()

    said = actions.say_remedy(
        recovery, words="€15 off", amount=1_500, currency="EUR", by=None, now=NOON
    )
    assert compared(said, ada, now=NOON) == rules.INSIDE
    given = actions.give_remedy(recovery, due_at=TOMORROW, submit_id=uuid4(), by=ada, now=NOON)
    assert (given.gesture.amount, given.gesture.reason) == (1_500, "€15 off")
    assert "GESTURE" in given.settled


def test_just_listen_closes_only_when_they_say_so():
    ada = make_member()
    recovery = opened()
    with pytest.raises(actions.NotItsTurn):
        actions.close_as_heard(recovery, by=None, now=NOON)
    actions.listen(recovery, by=ada, now=NOON)
    with pytest.raises(actions.NeedsWords):
        actions.close_as_heard(recovery, by=ada, now=NOON)
    actions.stop_listening(recovery, by=None, now=NOON)
    actions.listen(recovery, by=ada, now=NOON)

    heard = actions.close_as_heard(recovery, by=None, now=LATER)

    assert (heard.outcome, heard.closed_at) == ("HEARD", LATER)
    assert not Promise.objects.exists()
    assert kinds()[-1] == "recovery.closed"


def test_a_fresh_start_is_theirs_to_ask_for():
    ada, bea = make_member(), make_member("bea")
    recovery = agreed(opened(lamp(bea)))
    with pytest.raises(actions.NeedsWords):
        actions.start_afresh(recovery, to=bea, by=ada, now=LATER)
    with pytest.raises(promises.CannotKeep):
        actions.start_afresh(
            recovery, to=make_member("cleo"), words="On the phone", by=ada, now=LATER
        )
    actions.ask_fresh_start(recovery, words="She shouted at me.", now=LATER)

    done = actions.start_afresh(recovery, to=bea, by=ada, now=LATER)

    assert (done.owner, done.fresh_start_at) == (bea, None)
    done.conversation.refresh_from_db()
    assert done.conversation.assignee == bea
    assert Promise.objects.get().keeper == bea
    start = done.fresh_starts.get()
    assert (start.before, start.on_their_page, start.words) == (ada, True, "She shouted at me.")


def test_two_hands_at_one_step_are_one():
    recovery = opened()
    actions.do_step(recovery, "ACKNOWLEDGE", words="One", by=make_member(), now=NOON)
    with pytest.raises(actions.NotItsTurn):
        actions.do_step(recovery, "ACKNOWLEDGE", words="Two", by=make_member(), now=NOON)
    assert Step.objects.get().words == "One"
    assert Recovery.objects.get().settled == ["ACKNOWLEDGE"]


def broken(**more) -> rules.Broken:
    values = {"is_by_rule": False, "was_told": False, "came_back": False}
    return rules.Broken(**(values | more))


@pytest.mark.parametrize(
    ("one", "severity"),
    [
        (broken(late=0), "MINOR"),
        (broken(was_told=True, late=0), None),
        (broken(is_by_rule=True, late=0), None),
        (broken(is_by_rule=True, came_back=True, late=0), "MINOR"),
        (broken(came_back=True, late=0), "SERIOUS"),
        (broken(late=rules.A_DAY), "SERIOUS"),
        (broken(came_back=True, late=rules.A_DAY), "SEVERE"),
        (broken(came_back=True, late=rules.A_DAY / 2, changes=1), "SEVERE"),
    ],
)
def test_how_bad_it_is_follows_from_what_is_known(one, severity):
    assert rules.severity_of(one) == severity


def test_a_broken_promise_opens_one_and_whoever_comes_back_makes_it_graver():
    there = lamp()
    promise = make_promise(there, keeper=make_member(), due_at=LATER)
    past = LATER + timedelta(minutes=5)
    sweep.break_due(now=past)
    hear(past)

    recovery = Recovery.objects.get()
    assert (recovery.origin, recovery.severity, recovery.promise) == ("PROMISE", "MINOR", promise)
    assert (recovery.owner, recovery.opened_by) == (make_member(), None)

    make_message("And now?", conversation=there, now=past + timedelta(minutes=5))
    hear(past + timedelta(minutes=6))
    recovery.refresh_from_db()
    assert recovery.severity == "SERIOUS"
    actions.weigh_open(now=past + timedelta(days=2))
    recovery.refresh_from_db()
    assert recovery.severity == "SEVERE"
    assert kinds() == ["recovery.opened", "recovery.raised", "recovery.raised"]


def test_a_complaint_that_a_member_confirms_opens_one():
    ada = make_member()
    there = lamp()
    letter = make_message("I am furious. This is a disgrace!", conversation=there)
    hint = playbook.raise_hint(letter)
    assert hint is not None
    playbook.confirm_complaint(hint, by=ada, now=NOON)
    recovery = Recovery.objects.get()
    assert (recovery.origin, recovery.opened_by, recovery.owner) == ("COMPLAINT", ada, ada)
    assert "furious" in recovery.why
