"""Each page of authority asks the database a dozen things at most, however much stands on it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.charter import actions
from kept.charter.actions import GrantTerms
from kept.charter.models import AuthorityRequest, Policy
from kept.charter.tests.make import CREDIT, DAY, make_grant, make_lamp, make_policy, next_of, use
from kept.ledger.models import Event
from tests.cast import NOON, make_desk, make_manager, make_member
from tests.test_every_url import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger_end_known")]
MOST = 12


def test_no_more_than_twelve_queries(ledger_end_known):
    lamp, ada, lou, bea = make_lamp(), make_member(), make_manager(), make_member("bea")
    trust, truth = actions.settle_values("Trust\nTruth", by=lou, now=NOON)
    policy = make_policy(alternatives=[CREDIT], owner=ada)
    given = {"submit_id": uuid4(), "by": bea, "now": NOON}
    question = actions.ask_owner(policy, words="Why?", **given)
    terms = next_of(policy, "Other", effective_on=NOON.date() + DAY)
    actions.write_policy(policy, terms, by=lou, now=NOON)
    grant = make_grant()
    for _ in range(3):
        gesture = use(grant, lamp)
        actions.ask_for_authority(
            lamp, kind="REFUND", wanted="€20", submit_id=uuid4(), by=ada, now=NOON
        )
        actions.rule_between(
            lamp, first=trust, second=truth, reason="So", submit_id=uuid4(), by=ada, now=NOON
        )
    actions.review_use(gesture, is_good=True, reason="Fair.", by=bea, now=NOON)
    actions.propose(
        GrantTerms("REFUND", "Cracked", ada, amount=9, currency="EUR"), by=lou, now=NOON
    )
    asked = AuthorityRequest.objects.first()
    counts = {}
    for member, addresses in {
        ada: ["", f"policies/{policy.pk}/", "rulings/", f"questions/{question.pk}/", "reviews/"],
        lou: ["", "grants/", f"policies/{policy.pk}/change/", f"requests/{asked.pk}/", "reviews/"],
    }.items():
        client = sign_in(member)
        for address in addresses:
            client.get(f"/authority/{address}")
            with CaptureQueriesContext(
                connection,
            ) as asked_for:
                assert client.get(f"/authority/{address}").status_code == 200
            counts[address, member.name] = len(asked_for)
        for address in ("decide", "ruling"):
            with CaptureQueriesContext(connection) as asked_for:
                assert client.get(f"/c/{lamp.pk}/{address}/").status_code == 200
            counts[address, member.name] = len(asked_for)

    assert {key: count for key, count in counts.items() if count > MOST} == {}


def test_what_was_typed_stands_there_still_where_somebody_was_quicker():
    lamp, ada, bea = make_lamp(), make_member(), make_member("bea")
    lou, lea = make_manager(), make_manager("lea")
    make_desk("Orders", lea)
    policy = make_policy(owner=ada)
    given = {"submit_id": uuid4(), "by": ada, "now": NOON}
    asked = actions.ask_for_authority(lamp, kind="REFUND", wanted="€20", **given)
    question = actions.ask_owner(policy, words="Why?", submit_id=uuid4(), by=bea, now=NOON)
    gesture = use(make_grant(), lamp)
    terms = GrantTerms("REFUND", "Cracked", ada, amount=900, currency="EUR")
    proposed = actions.propose(terms, by=lou, now=NOON)
    actions.answer_request(asked, state="REFUSED", reason="Not yet.", by=asked.manager, now=NOON)
    actions.answer_question(question, answer="So it is.", by=ada, now=NOON)
    actions.review_use(gesture, is_good=True, reason="Fair.", by=bea, now=NOON)
    actions.end(proposed, by=lou, now=NOON)
    Policy.objects.update(retired_at=NOON)
    was = Event.objects.count()

    for member, address, typed in (
        (asked.manager, f"requests/{asked.pk}/", {"do": "refuse", "reason": "My <own> words"}),
        (ada, f"questions/{question.pk}/", {"do": "answer", "answer": "My <own> words"}),
        (lou, f"reviews/{gesture.pk}/", {"do": "not", "reason": "My <own> words"}),
        (ada, f"grants/{proposed.pk}/", {"do": "decline", "words": "My <own> words"}),
        (bea, f"policies/{policy.pk}/", {"words": "My <own> words", "submit_id": uuid4()}),
    ):
        answer = sign_in(member).post(f"/authority/{address}", typed)
        assert answer.status_code in {409, 422}, address
        page = answer.content.decode()
        assert "My &lt;own&gt; words</textarea>" in page, address
        said = page.split('id="announce"')[1].split("</button>")[0]
        assert 'data-tone="late"' in said, address
    assert Event.objects.count() == was
