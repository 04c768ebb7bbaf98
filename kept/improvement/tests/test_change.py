"""From a customer we had to refuse to the rule that changed, and everybody who hears of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kept.charter.actions import NotGranted
from kept.charter.models import Policy
from kept.conversations.models import Message
from kept.improvement import actions, queries
from kept.improvement.actions import (
    AlreadyDecided,
    ContactEnded,
    MovedMeanwhile,
    NotNow,
    NotWritten,
    PolicyStopped,
    ReadSomeFirst,
    TellFirst,
    TooSoon,
)
from kept.improvement.audit import findings
from kept.improvement.models import (
    Change,
    Denial,
    Friction,
    Halt,
    Huddle,
    Obstacle,
    TellBack,
    Voice,
)
from kept.improvement.tests.make import (
    adopted,
    begun,
    discussed,
    make_denial,
    make_friction,
    make_house,
    make_talk,
)
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.promises.models import Promise
from kept.recovery.tests.make import ended, warned
from tests.cast import NOON, make_desk, make_manager, make_member, make_team

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def to_tell(count: int = 1) -> Change:
    """A change that is adopted, and so many customers who were refused before."""
    policy = make_house()
    for number in range(count):
        make_denial(policy, make_talk(f"cy{number}"))
    change = adopted(begun(policy, discussed(make_friction(policy))), now=NOON + MINUTE)
    while actions.gather_some(now=LATER):
        pass
    return Change.objects.get(pk=change.pk)


def kinds(change: Change) -> list[str]:
    moved = Event.objects.filter(kind="change.moved", facts__change=change.pk).order_by("pk")
    return [event.facts["to"] for event in moved]


def test_the_rule_changes_and_whoever_was_refused_hears_of_it_once():
    policy = make_house()
    talk = make_talk()
    denial = make_denial(policy, talk)
    friction = make_friction(policy, denial=denial)
    actions.me_too(friction, by=make_member("bea"), now=NOON)
    change = adopted(begun(policy, discussed(friction)))

    policy = Policy.objects.get(pk=policy.pk)
    assert (policy.number, policy.cannot) == (2, "No refund without proof of the sale.")
    assert list(policy.versions.values_list("number", flat=True)) == [2, 1]
    assert change.state == "ADOPTED"
    assert actions.gather_some(now=LATER) == 1
    telling = TellBack.objects.get()
    assert telling.state == "DRAFT"
    assert actions.send_some(now=LATER) == 0

    text = actions.telling.letter_of(telling, change)
    assert text == (
        "Dear Cy, In May we paid nothing back for your lamp. We do it differently now. {{page}}"
    )
    actions.approve(telling, text=text, by=make_manager(), now=LATER)
    assert actions.send_some(now=LATER) == 1
    assert actions.send_some(now=LATER) == 0

    sent = Message.objects.get(way="OUT")
    assert (sent.text, sent.member, sent.to) == (text, make_manager(), ["cy@valdorra.example"])
    assert TellBack.objects.get().message == sent
    assert kinds(change) == ["ADOPTED", "TOLD"]
    assert Event.objects.filter(kind="change.told_customer").count() == 1
    assert [voice.member.name for voice in queries.credited(change)] == ["Ada", "Bea"]


def test_a_friction_has_each_voice_once_and_no_one_is_named_who_does_not_want_it():
    policy = make_house()
    friction = make_friction(policy)
    bea = make_member("bea")
    assert actions.me_too(friction, by=bea, now=NOON) == actions.me_too(friction, by=bea, now=NOON)
    actions.be_quiet(friction, is_quiet=True, by=bea)
    with pytest.raises(IntegrityError), transaction.atomic():
        Voice.objects.create(friction=friction, member=bea, at=NOON)
    change = adopted(begun(policy, discussed(friction)))

    assert [voice.member.name for voice in queries.credited(change)] == ["Ada"]
    assert Voice.objects.filter(thanked_at=NOON).count() == 2
    with pytest.raises(AlreadyDecided):
        actions.me_too(friction, by=make_manager(), now=LATER)
    with pytest.raises(NotAllowed):
        actions.be_quiet(friction, is_quiet=True, by=make_member("eve"))


def test_somebody_of_another_desk_raises_and_joins_nothing():
    friction = make_friction(make_house())
    eve = make_member("eve")
    make_desk("Billing", eve)
    talk = make_talk()
    before = Event.objects.count()
    for act in (
        lambda: actions.me_too(friction, by=eve, now=NOON),
        lambda: make_friction(by=eve),
        lambda: make_denial(Policy.objects.get(), talk, by=eve),
        lambda: actions.decline(friction, reason="No.", by=eve, now=NOON),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Event.objects.count() == before


def test_one_refusal_a_policy_and_conversation_and_one_friction_of_it():
    policy = make_house()
    talk = make_talk()
    denial = make_denial(policy, talk)
    assert make_denial(policy, talk) == denial
    assert make_friction(policy, denial=denial) == make_friction(policy, denial=denial)
    assert (Denial.objects.count(), Friction.objects.count()) == (1, 1)


def test_a_change_that_says_nothing_new_is_not_adopted():
    policy = make_house()
    change = begun(policy)
    with pytest.raises(NotWritten):
        actions.adopt(
            change, reason="So.", thanks="", today=NOON.date(), by=make_manager(), now=NOON
        )
    with pytest.raises(NotNow, match="being tried"):
        begun(policy)
    with pytest.raises(NotAllowed):
        actions.do_not_adopt(change, reason="No.", by=make_member(), now=NOON)


def test_what_was_rewritten_meanwhile_is_not_written_over():
    policy = make_house()
    change = begun(policy)
    actions.write_change(
        change, after="New.", after_instead="", letter="", by=make_manager(), now=NOON
    )
    Policy.objects.update(cannot="Another text.")
    with pytest.raises(MovedMeanwhile):
        actions.adopt(
            change, reason="So.", thanks="", today=NOON.date(), by=make_manager(), now=NOON
        )
    assert Policy.objects.get().cannot == "Another text."


def test_a_friction_that_is_not_adopted_says_why():
    policy = make_house()
    friction = discussed(make_friction(policy))
    change = begun(policy, friction)
    actions.do_not_adopt(change, reason="It costs too much.", by=make_manager(), now=LATER)

    friction = Friction.objects.get()
    assert (friction.stage, friction.change.reason) == ("NOT_ADOPTED", "It costs too much.")
    assert Policy.objects.get().number == 1
    begun(policy)  # another may be tried now


def test_the_first_letters_are_read_one_by_one_before_the_rest_goes():
    change = to_tell(5)
    lou = make_manager()
    with pytest.raises(ReadSomeFirst):
        actions.release_rest(change, by=lou, now=LATER)
    with pytest.raises(NotAllowed):
        actions.release_rest(change, by=make_member(), now=LATER)
    for telling in TellBack.objects.order_by("pk")[:3]:
        actions.approve(telling, text="Read.", by=lou, now=LATER)

    assert actions.release_rest(change, by=lou, now=LATER) == 2
    with pytest.raises(NotNow):
        actions.write_letter(change, text="Another", by=lou, now=LATER)
    assert actions.send_some(now=LATER) == 5
    assert Change.objects.get().state == "TOLD"
    assert Message.objects.filter(way="OUT", text="Read.").count() == 3


def test_whoever_wants_no_such_letters_gets_none():
    policy = make_house()
    first, second = make_talk("dee"), make_talk("cy")
    actions.want_news(first.customer, wants=False, now=NOON)
    make_denial(policy, first)
    make_denial(policy, second)
    change = adopted(begun(policy))
    actions.gather_some(now=LATER)
    telling = TellBack.objects.get(state="DRAFT")
    actions.approve(telling, text="Hello", by=make_manager(), now=LATER)
    actions.want_news(second.customer, wants=False, now=LATER)

    assert actions.send_some(now=LATER) == 1

    assert list(TellBack.objects.values_list("state", "why")) == [("LEFT_OUT", "OPTED_OUT")] * 2
    assert not Message.objects.filter(way="OUT").exists()
    change.refresh_from_db()
    assert change.state == "TOLD"


def test_no_letter_goes_to_a_customer_whose_contact_was_ended_and_whoever_reads_sees_why():
    policy, lou = make_house(), make_manager()
    make_desk("Orders", make_manager("lea"))
    talks = [make_talk(name) for name in ("dee", "cy", "fay", "gus")]
    for talk in talks:
        make_denial(policy, talk)
    ended(warned(talks[0]))
    change = adopted(begun(policy), now=LATER)
    actions.gather_some(now=LATER)
    before, approved, unread, told = (TellBack.objects.get(conversation=one) for one in talks)
    assert (before.state, before.why) == ("LEFT_OUT", "ENDED")

    actions.approve(approved, text="Hello", by=lou, now=LATER)
    actions.approve(told, text="Hello", by=lou, now=LATER)
    ended(warned(talks[1]))
    ended(warned(talks[2]))
    with pytest.raises(ContactEnded):
        actions.approve(unread, text="Hello", by=lou, now=LATER)
    assert TellBack.objects.get(pk=unread.pk).state == "DRAFT"
    assert actions.send_some(now=LATER) == 2

    letters = Message.objects.filter(way="OUT", text="Hello")
    assert [letter.to for letter in letters] == [["gus@valdorra.example"]]
    approved.refresh_from_db()
    assert (approved.state, approved.why) == ("LEFT_OUT", "ENDED")
    actions.leave_out(unread, by=lou, now=LATER)
    change.refresh_from_db()
    assert change.state == "TOLD"


def test_a_second_change_tells_nobody_what_they_have_heard():
    change = to_tell(2)
    lou = make_manager()
    for telling in TellBack.objects.all():
        actions.approve(telling, text="Hello", by=lou, now=LATER)
    actions.send_some(now=LATER)
    second = begun(Policy.objects.get(), now=LATER)
    actions.write_change(
        second, after="Anything goes.", after_instead="", letter="x", by=lou, now=LATER
    )
    actions.adopt(second, reason="Why not.", thanks="", today=LATER.date(), by=lou, now=LATER)

    while actions.gather_some(now=LATER):
        pass

    assert TellBack.objects.filter(change=second).count() == 0
    assert set(Change.objects.values_list("state", flat=True)) == {"TOLD"}
    assert change.tell_backs.count() == 2


def test_the_database_tells_nobody_twice():
    change = to_tell(1)
    row = TellBack.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        TellBack.objects.create(
            change=change, customer=row.customer, conversation=row.conversation, then="x"
        )


def test_a_member_who_left_sends_nothing_and_it_is_read_once_more():
    to_tell(1)
    bea = make_manager("bo")
    make_desk("Orders", bea)
    actions.approve(TellBack.objects.get(), text="Hello", by=bea, now=LATER)
    bea.is_active = False
    bea.save()

    assert actions.send_some(now=LATER) == 1
    telling = TellBack.objects.get()
    assert (telling.state, telling.why) == ("DRAFT", "OUT_OF_SIGHT")
    actions.approve(telling, text="Hello", by=make_manager(), now=LATER)
    assert actions.send_some(now=LATER) == 1


def test_what_a_backup_brings_back_is_read_once_more():
    to_tell(1)
    actions.approve(TellBack.objects.get(), text="Hello", by=make_manager(), now=LATER)
    assert actions.telling.hold_back(now=LATER) == 1
    assert actions.send_some(now=LATER) == 0
    assert TellBack.objects.get().why == "RESTORED"


def test_after_thirty_days_it_is_looked_at_and_after_ninety_kept():
    change = to_tell(0)
    lou = make_manager()
    policy = Policy.objects.get()
    assert Promise.objects.filter(words__startswith="See whether").count() == 3
    assert change.checks.first().promise.to_member == make_member("ada")
    check = {"words": "It is quiet.", "today": NOON.date(), "by": lou}
    with pytest.raises(TooSoon):
        actions.check_effect(change, days=30, decision="GO_ON", now=LATER, **check)
    make_denial(policy, make_talk("dee"), now=NOON + timedelta(days=3))
    month = NOON + timedelta(days=31)

    done = actions.check_effect(change, days=30, decision="GO_ON", now=month, **check)

    assert (done.before, done.after) == (1, 1)
    assert Change.objects.get().state == "CHECKED"
    assert done.promise.outcome == "OPEN"  # as it was read before
    assert Promise.objects.get(pk=done.promise_id).outcome == "KEPT"
    with pytest.raises(AlreadyDecided):
        actions.check_effect(change, days=30, decision="KEEP", now=month, **check)
    actions.check_effect(change, days=90, decision="KEEP", now=NOON + timedelta(days=91), **check)
    assert Change.objects.get().state == "KEPT"
    assert list(change.checks.values_list("days", flat=True)) == [30, 90]
    left = Promise.objects.get(words__startswith="See whether it helped, after 180")
    assert left.outcome == "RELEASED"


def test_what_did_not_help_is_taken_back_and_nobody_else_is_told():
    change = to_tell(2)
    lou = make_manager()
    first = TellBack.objects.first()
    actions.approve(first, text="Hello", by=lou, now=LATER)
    check = {"words": "Worse.", "today": NOON.date(), "by": lou}
    month = NOON + timedelta(days=31)
    with pytest.raises(TellFirst):
        actions.check_effect(change, days=30, decision="KEEP", now=month, **check)

    actions.check_effect(change, days=30, decision="REVERT", now=month, **check)

    policy = Policy.objects.get()
    assert (policy.number, policy.cannot) == (3, "No refund without one.")
    assert Change.objects.get().state == "REVERTED"
    assert set(TellBack.objects.values_list("why", flat=True)) == {"REVERTED"}
    assert actions.send_some(now=month) == 0


def test_a_policy_that_was_stopped_refuses_nobody_until_it_is_started_again():
    policy, lou = make_house(), make_manager()
    with pytest.raises(NotGranted):
        actions.stop_the_line(
            policy, reason="Wrong.", submit_id=uuid4(), by=make_member(), now=NOON
        )
    halt = actions.stop_the_line(
        policy, reason="It is unlawful.", submit_id=uuid4(), by=lou, now=NOON
    )
    assert (halt.friction.kind, halt.friction.state) == ("STOP", "RAISED")
    assert Friction.objects.get().state == "LISTED"
    with pytest.raises(PolicyStopped):
        make_denial(policy)
    with pytest.raises(actions.OnceStopped):
        actions.stop_the_line(policy, reason="Again.", submit_id=uuid4(), by=lou, now=NOON)

    actions.start_again(halt, words="Checked by a lawyer.", by=lou, now=LATER)
    make_denial(policy)


def test_a_letter_that_was_rewritten_is_read_anew_before_the_rest_goes():
    change, lou = to_tell(5), make_manager()
    for telling in list(TellBack.objects.order_by("pk")[:3]):
        actions.approve(telling, text="Read.", by=lou, now=LATER)
    before = change.letter_mark
    later = LATER + MINUTE
    change = actions.write_letter(change, text="Something else, {{name}}.", by=lou, now=later)
    last = list(TellBack.objects.filter(state="DRAFT").values_list("pk", flat=True))

    with pytest.raises(NotNow):
        actions.approve_shown(change, last, read=before, by=lou, now=later)
    for more in (1, 2):
        make_denial_of(change, f"dee{more}")
    with pytest.raises(ReadSomeFirst):
        actions.release_rest(change, by=lou, now=later)
    assert TellBack.objects.filter(state="DRAFT").count() == 4

    assert actions.approve_shown(change, last, read=change.letter_mark, by=lou, now=later) == 2
    assert actions.release_rest(change, by=lou, now=later) == 2


def make_denial_of(change: Change, name: str) -> None:
    """One more who was refused by the policy as it was before."""
    talk = make_talk(name)
    TellBack.objects.create(change=change, customer=talk.customer, conversation=talk, then="No.")


def test_the_audit_finds_what_the_ledger_does_not_know():
    policy, lou = make_house(), make_manager()
    denial = make_denial(policy)
    halt = actions.stop_the_line(policy, reason="It harms.", submit_id=uuid4(), by=lou, now=NOON)
    asked = actions.ask_leader("The key", leader=lou, submit_id=uuid4(), by=make_member(), now=NOON)
    plan = actions.HuddlePlan(make_team("Orders team"), LATER)
    huddle = actions.plan_huddle(plan, by=lou, now=NOON)
    assert list(findings()) == []

    Halt.objects.update(ended_at=LATER, ended_by=lou)
    Obstacle.objects.update(state="REMOVED", answer="Done", answered_at=LATER)
    Huddle.objects.update(state="OPEN", opened_at=LATER)
    Denial.objects.filter(pk=denial.pk).update(id=denial.pk + 1)
    assert [one.about for one in findings()] == [
        f"halt:{halt.pk}",
        f"obstacle:{asked.pk}",
        f"huddle:{huddle.pk}",
        f"denial:{denial.pk + 1}",
    ]
