"""A thread with nearly all at once that may be there, and a page of it that asks no more."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kept.automation.actions import make_rule
from kept.automation.rules.acts import Act
from kept.automation.terms import RuleTerms
from kept.automation.tests.make import follow
from kept.conversations import actions as conversations
from kept.conversations.actions import File, Writing
from kept.conversations.actions.people import bring_in
from kept.customers.actions import remember
from kept.desk.actions import send
from kept.handoffs import actions as handoffs
from kept.kit import blobs
from kept.mail.outbox import queue
from kept.playbook import actions as playbook
from tests.cast import (
    make_conversation,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_message,
    make_promise,
    make_reply,
    make_team,
)

pytestmark = pytest.mark.django_db


def a_full_thread(ada):
    """Of Ada's: merged, tagged, seated, answered, promised, ruled, noted, drafted, handed on.

    A letter of Bea's waits for tomorrow, with a file, and a file lies by Ada's draft.
    """
    now = timezone.now()
    bea, lou = make_member("bea"), make_manager()
    desk = make_desk("Orders", ada, bea, lou)
    make_rule(
        RuleTerms("Urgent", "OPENED", desk, acts=(Act("PRIORITY", "URGENT"),)),
        is_on=True,
        by=lou,
        now=now,
    )
    talk = make_conversation(desk=desk, assignee=ada, now=now)
    other = make_conversation(desk=desk, customer=make_customer("dee"), now=now)
    follow()
    conversations.merge(other, into=talk, by=ada, now=now)
    conversations.tag_by_names(talk, [f"tag {n}" for n in range(20)], by=ada, now=now)
    bring_in(talk, address="bob@x.example", by=ada, now=now)
    angry = make_message("I am furious.", conversation=talk, now=now)
    playbook.confirm_complaint(playbook.raise_hint(angry), by=ada, now=now)
    ours = make_reply(talk, by=ada, now=now)
    playbook.note_thought(ours, text="Ask first.", submit_id=uuid4(), by=ada, now=now)
    queue(ours, now=now)
    conversations.note(talk, text="Odd.", submit_id=uuid4(), by=bea, now=now)
    for n in range(5):
        make_promise(
            talk, keeper=ada, words=f"I'll do {n}.", due_at=now + timedelta(days=n + 1), now=now
        )
    lamps = make_team("Lamps", ada, bea)
    desk.teams.add(lamps)
    conversations.assign_team(talk, to=lamps, by=ada, now=now)
    pack = handoffs.Pack(to=bea, summary="The shade cracked twice.")
    handoffs.offer(talk, pack, by=ada, now=now)
    remember(talk.customer, words="Has three lamps.", source="Bea", by=ada, now=now)
    bill = File("bill.pdf", "application/pdf", 6, blobs.put(b"A bill"))
    letter = Writing(text="It ships.", to=["cy@valdorra.example"], files=(bill,))
    send(talk, letter, leaves_at=now + timedelta(days=1), submit_id=uuid4(), by=bea, now=now)
    conversations.save_draft(talk, kind="REPLY", text="Dear Cy,", by=ada, now=now)
    shade = File("shade.png", "image/png", 8, blobs.put(b"A shade!"))
    conversations.attach(talk, kind="REPLY", files=[shade], by=ada, now=now)
    return talk


def test_a_full_thread_stays_within_twelve_queries(django_assert_max_num_queries, ledger_end_known):
    ada = make_member("ada")
    talk = a_full_thread(ada)
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"/desk/mine/{talk.pk}/"
    client.get(address)

    with django_assert_max_num_queries(12):
        page = client.get(address).content.decode()

    for words in (
        "Urgent",
        "tag 19",
        "Odd.",
        "I&#x27;ll do 4.",
        "bob@x.example",
        "Lamps",
        "Has three lamps.",
        "Dear Cy,",
        "A complaint, says Ada:",
        "One second thought of yours",
        "offered to hand this on to",
        "It ships.",
        "A letter by Bea that has not left",
        "bill.pdf",
        "shade.png",
    ):
        assert words in page, words
