"""Whoever leaves the house leaves nothing behind that nobody sees to; nor does what is closed."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from kept.charter import actions as charter
from kept.charter import audit as charter_audit
from kept.charter.models import AuthorityRequest, Grant, Policy, PolicyQuestion
from kept.conversations.actions import assign, set_status
from kept.improvement import actions as improvement
from kept.improvement.models import Change, HuddleItem, Obstacle, Process
from kept.improvement.tests.make import begun, discussed, make_friction, make_house
from kept.ledger.models import Event
from kept.ledger.reading import READERS, catch_up
from kept.people.actions import change_member
from kept.people.models import Member
from kept.recovery import actions as recovery
from kept.recovery.audit import findings
from kept.recovery.models import Appeal, Boundary, Recovery
from kept.recovery.queries import at_risk
from kept.recovery.tests.make import agreed, ended, lamp, opened, warned
from tests.cast import NOON, make_desk, make_manager, make_member, make_owner, make_team
from tests.test_every_url import sign_in

pytestmark = [
    pytest.mark.django_db(transaction=connection.vendor == "postgresql"),
    pytest.mark.usefixtures("ledger_end_known"),
]
DAY = timedelta(days=1)
LATER = NOON + timedelta(hours=2)


def leaves(member: Member, *, is_active: bool = False) -> None:
    change_member(
        member, role=member.role, teams=list(member.teams.all()), sees_only_assigned=False,
        is_active=is_active, by=make_owner(), now=LATER,
    )  # fmt: skip
    for _again in range(2):
        for reader in ("conversations", "promises", "charter", "recovery", "improvement"):
            while catch_up(READERS[reader], now=LATER):
                pass


def test_what_they_put_right_is_nobodys_and_managers_see_that_first(monkeypatch):
    monkeypatch.setattr("kept.kit.clock.now", lambda: LATER)
    bea = make_member("bea")
    there, lou = lamp(bea), make_manager()
    row = agreed(opened(there))
    assert at_risk(lou, now=LATER) == []

    leaves(make_member())

    row.refresh_from_db()
    assert (row.owner, row.outcome, row.fix.keeper) == (None, "OPEN", None)
    assert [(one.recovery, one.why) for one in at_risk(lou, now=LATER)] == [(row, "NOBODY")]
    assert "nobody looks after it" in sign_in(lou).get("/rhythm/").content.decode()
    assert "Nobody puts it right now" in sign_in(lou).get(f"/desk/all/{there.pk}/").content.decode()
    assert Event.objects.filter(kind="recovery.handed").count() == 1
    assert list(findings()) == []

    recovery.start_afresh(row, to=bea, words="By phone.", by=lou, now=LATER)
    assert at_risk(lou, now=LATER) == []


def test_it_is_the_assignees_where_another_looks_after_the_conversation():
    bea = make_member("bea")
    there = lamp(bea)
    row = opened(there)
    assign(there, to=bea, by=make_member(), now=NOON)

    leaves(make_member())

    row.refresh_from_db()
    assert row.owner == bea


def test_whoever_stays_keeps_everything():
    row = opened(lamp())
    ada = make_member()

    leaves(ada, is_active=True)

    row.refresh_from_db()
    assert row.owner == ada
    assert not Event.objects.filter(kind__endswith=".handed").exists()


def test_another_judges_and_looks_at_the_end_of_contact():
    lea = make_manager("lea")
    there, lou, ada = lamp(lea), make_manager(), make_member()
    told = recovery.decide(opened(there), words="No.", submit_id=uuid4(), by=ada, now=NOON)
    appeal = recovery.appeal_decision(told, words="Unfair", now=NOON)
    bound = ended(warned(there))
    first = appeal.judge
    other = lou if first == lea else lea
    assert bound.reviewer == first

    leaves(first)

    appeal.refresh_from_db()
    bound.refresh_from_db()
    assert (appeal.judge, appeal.promise.keeper, bound.reviewer) == (other, other, other)
    recovery.answer_appeal(
        appeal, state="UPHELD", words="It stays.", submit_id=uuid4(), by=other, now=LATER
    )
    recovery.review_boundary(bound, state="UPHELD", words="It stays.", by=other, now=LATER)
    assert not Boundary.objects.filter(reviewed_at=None).exists()
    assert not Appeal.objects.filter(state="WAITING").exists()


def test_their_grants_end_and_others_hear_and_answer():
    there, lea = lamp(make_manager("lea")), make_manager("lea")
    ada, lou, owner = make_member(), make_manager(), make_owner()
    terms = charter.GrantTerms("CREDIT", "Late", member=ada, amount=500, currency="EUR")
    grant = charter.agree(charter.propose(terms, by=lou, now=NOON), by=ada, now=NOON)
    proposed = charter.propose(terms, by=lou, now=NOON)
    asked = charter.ask_for_authority(
        there, kind="REFUND", wanted="More", submit_id=uuid4(), by=ada, now=NOON
    )
    rule = charter.PolicyTerms("Gifts", "None.", "", lea, NOON.date(), there.desk)
    policy = charter.write_policy(None, rule, by=lea, now=NOON)
    question = charter.ask_owner(policy, words="Why?", submit_id=uuid4(), by=ada, now=NOON)
    assert asked.manager == lea

    leaves(lea)
    assert AuthorityRequest.objects.get().manager == lou
    assert (Policy.objects.get().owner, PolicyQuestion.objects.get().owner) == (owner, owner)
    charter.answer_question(question, answer="So.", by=owner, now=LATER)

    leaves(ada)
    for one in (grant, proposed):
        one.refresh_from_db()
        assert one.state == "ENDED"
    assert Grant.objects.of(ada).count() == 0
    assert Event.objects.filter(kind="grant.ended").count() == 2
    assert list(charter_audit.findings()) == []


def test_what_they_improve_goes_to_an_owner_and_a_huddle_chooses_anew():
    policy, owner = make_house(), make_owner()
    ada, lou = make_member(), make_manager()
    friction, second = discussed(make_friction(policy)), discussed(make_friction())
    change = begun(policy, friction)
    terms = improvement.ProcessTerms("Returns", "They write.", lou)
    process = improvement.write_process(None, terms, today=NOON.date(), by=lou, now=NOON)
    asked = improvement.ask_leader("The printer", leader=lou, submit_id=uuid4(), by=ada, now=NOON)
    plan = improvement.HuddlePlan(make_team("Orders team"), NOON + DAY)
    huddle = improvement.plan_huddle(plan, by=lou, now=NOON)
    huddle = improvement.open_huddle(huddle, by=lou, now=NOON)
    item = huddle.items.get(friction=second)
    improvement.choose(
        item, words="Mend it", owner=ada, due_at=NOON + DAY, as_change=False, by=lou, now=NOON
    )

    leaves(lou)
    leaves(ada)

    assert Change.objects.get(pk=change.pk).owner == owner
    assert Process.objects.get(pk=process.pk).owner == owner
    assert Obstacle.objects.get(pk=asked.pk).leader == owner
    item = HuddleItem.objects.get(pk=item.pk)
    assert (item.chosen, item.owner, item.declined_by) == ("", None, ada)
    assert Event.objects.filter(kind="improvement.handed").count() == 1
    facts = Event.objects.get(kind="improvement.handed").facts
    assert (facts["member"], facts["to"], facts["changes"]) == (lou.pk, owner.pk, [change.pk])
    improvement.answer_obstacle(asked, state="REMOVED", answer="Bought.", by=owner, now=LATER)


def test_a_conversation_that_is_closed_leaves_its_recovery_open_and_in_sight():
    there, ada, lou = lamp(), make_member(), make_manager()
    row = opened(there)
    set_status(there, to="CLOSED", by=ada, now=NOON)

    row.refresh_from_db()
    assert (row.outcome, row.owner) == ("OPEN", ada)
    assert f"/recoveries/{row.pk}/" in sign_in(ada).get("/today/").content.decode()
    late = NOON + 2 * DAY
    assert [(one.recovery, one.why) for one in at_risk(lou, now=late)] == [(row, "SILENT")]
    recovery.do_step(row, "ACKNOWLEDGE", words="Said.", by=ada, now=late)
    assert Recovery.objects.get().settled == ["ACKNOWLEDGE"]


def test_the_desk_of_a_house_with_nobody_left_still_has_its_recovery():
    ada = make_member()
    row = opened(lamp())
    make_desk("Orders")

    leaves(ada)
    leaves(make_manager())

    row.refresh_from_db()
    assert (row.owner, row.outcome) == (None, "OPEN")
    assert [one.recovery for one in at_risk(make_owner(), now=LATER)] == [row]
