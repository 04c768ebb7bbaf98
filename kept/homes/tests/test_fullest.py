"""Today and Rhythm of somebody who leads, with nearly all at once that may stand there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kept.charter import actions as charter
from kept.conversations import actions as conversations
from kept.handoffs import actions as handoffs
from kept.hours.actions import note_absence
from kept.improvement import actions as improvement
from kept.mail.models import Alarm, Mailbox
from kept.people.models import Member
from kept.promises import actions as promises
from kept.recovery import actions as recovery
from tests.cast import (
    make_conversation,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_message,
    make_owner,
    make_promise,
    make_reply,
)

pytestmark = pytest.mark.django_db


def a_full_house() -> Member:
    """Lou leads: promised both ways, asked, away, in the way, put right, alarmed."""
    now = timezone.now()
    ada, bea, lou = make_member("ada"), make_member("bea"), make_manager("lou")
    desk = make_desk("Orders", ada, bea, lou)
    team = desk.teams.get()
    for name in ("dee", "eve", "fay"):
        theirs = make_conversation(desk=desk, customer=make_customer(name), assignee=lou, now=now)
        for keeper, hours in ((lou, 1), (lou, 40), (ada, 2)):
            make_promise(theirs, keeper=keeper, due_at=now + timedelta(hours=hours), now=now)
        done = make_promise(theirs, keeper=lou, due_at=now + timedelta(days=1), now=now)
        promises.keep(done, by=lou, now=now)
    talk = make_conversation(desk=desk, assignee=lou, now=now)
    early = now - timedelta(hours=3)
    make_promise(talk, keeper=lou, due_at=now - timedelta(hours=1), now=early)
    for keeper, whom in ((lou, ada), (ada, lou)):
        promises.promise_among_us(
            words="A second printer.",
            due_at=now + timedelta(days=2),
            to_member=whom,
            by=keeper,
            now=now,
        )
    for who in (lou, ada):
        note_absence(
            who, begins_at=now, ends_at=now + timedelta(days=3), kind="OTHER", by=who, now=now
        )
    terms = charter.GrantTerms("CREDIT", "No receipt", member=lou, amount=5_000, currency="EUR")
    charter.propose(terms, by=make_owner(), now=now)
    wanted = {"kind": "REFUND", "wanted": "Pay it back.", "by": ada, "now": now}
    charter.ask_for_authority(talk, submit_id=uuid4(), **wanted)
    pack = handoffs.Pack(to=lou, summary="The shade cracked twice.")
    theirs = make_conversation(desk=desk, customer=make_customer("gil"), assignee=ada, now=now)
    handoffs.offer(theirs, pack, by=ada, now=now)
    recovery.open_recovery(talk, severity="SEVERE", why="Twice.", by=lou, now=now)
    in_the_way(ada, bea, lou, desk, now=now)
    plan = improvement.HuddlePlan(team, now + timedelta(days=1))
    improvement.plan_huddle(plan, by=lou, now=now)
    box = Mailbox.objects.create(
        desk=desk, user="orders@x.example", host="x.example", failing_since=now - timedelta(days=1)
    )
    Alarm.objects.create(mailbox=box, kind="FAILING", raised_at=now)
    make_reply(talk, by=lou, now=now)
    conversations.note(talk, text="Odd.", submit_id=uuid4(), by=ada, now=now)
    make_message("Where is it?", conversation=talk, now=now)
    return lou


def in_the_way(ada, bea, lou, desk, *, now: datetime) -> None:
    terms = improvement.FrictionTerms("No refund without a receipt.", desk=desk)
    friction = improvement.raise_friction(terms, submit_id=uuid4(), by=ada, now=now)
    for one in (bea, lou):
        improvement.me_too(friction, by=one, now=now)
    stays = improvement.FrictionTerms("The hall is cold.", desk=desk)
    cold = improvement.raise_friction(stays, submit_id=uuid4(), by=lou, now=now)
    improvement.decline(cold, reason="It is a hall.", by=lou, now=now)
    improvement.ask_leader("A printer.", leader=lou, submit_id=uuid4(), by=ada, now=now)
    process = improvement.ProcessTerms("Returns", "x", lou, desk=desk)
    improvement.write_process(None, process, today=now.date(), by=lou, now=now)


@pytest.fixture
def lead(ledger_end_known) -> Callable[[str], Client]:
    client = Client()
    lou = a_full_house()
    client.force_login(lou, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize("address", ["/today/", "/rhythm/"])
def test_a_full_house_stays_within_twelve_queries(lead, address, django_assert_max_num_queries):
    lead.get(address)

    with django_assert_max_num_queries(12):
        assert lead.get(address).status_code == 200
