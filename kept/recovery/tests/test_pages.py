"""The pages: the ladder, the thread beside it, Today, Rhythm, and the customer's own."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from kept.charter import actions as charter
from kept.charter.models import Gesture
from kept.conversations.models import Draft, Message
from kept.customers.links import page_token
from kept.recovery import actions
from kept.recovery.audit import findings
from kept.recovery.models import Appeal, Boundary, Break, Decision, Recovery, Step
from kept.recovery.queries import at_risk
from kept.recovery.tests.make import LATER, agreed, ended, lamp, opened, warned
from tests.cast import NOON, make_conversation, make_manager, make_member
from tests.test_every_url import sign_in

pytestmark = pytest.mark.django_db


def theirs(recovery: Recovery) -> str:
    token = page_token(recovery.conversation.customer, now=timezone.now())
    return f"/for/{token}/recoveries/{recovery.pk}/"


def test_from_the_thread_to_the_ladder_and_back():
    there, client = lamp(), sign_in(make_member())
    answer = client.post(f"/c/{there.pk}/recovery/", {"why": "Broken twice", "severity": "SEVERE"})
    recovery = Recovery.objects.get()
    page = f"/recoveries/{recovery.pk}/"
    assert answer["Location"] == page
    assert client.get(f"/c/{there.pk}/recovery/")["Location"] == page

    said = {"do": "ACKNOWLEDGE", "ACKNOWLEDGE-words": "Rang her"}
    assert client.post(page, said).status_code == 302
    refused = client.post(page, {"do": "AGREE", "AGREE-words": "A <lamp>", "AGREE-due_at": ""})
    assert refused.status_code == 422
    client.post(page, {"do": "SKIP-APOLOGISE", "SKIP-APOLOGISE-words": "Said on the phone"})
    assert client.post(page, {"do": "SKIP-CAUSE", "SKIP-CAUSE-words": " "}).status_code == 422
    assert client.post(page, {"do": "nothing"}).status_code == 422
    assert list(Step.objects.values_list("step", "state").order_by("pk")) == [
        ("ACKNOWLEDGE", "DONE"),
        ("APOLOGISE", "SKIPPED"),
    ]

    thread = client.get(f"/desk/all/{there.pk}/").content.decode()
    assert "Next: Ask what would be fair" in thread
    assert "acknowledged what went wrong" in thread
    today = client.get("/today/").content.decode()
    assert "Next: Ask what would be fair" in today
    letter = client.post(page, {"do": "letter"})
    assert letter["Location"].endswith("?write=reply#write")
    assert "{{page}}" in Draft.objects.get().text


def test_what_was_typed_survives_where_it_is_not_its_turn():
    recovery, client = opened(), sign_in(make_member())
    typed = {"do": "AGREE", "AGREE-words": "A <new> lamp", "AGREE-due_at": "2099-01-01T10:00"}
    refused = client.post(f"/recoveries/{recovery.pk}/", typed)
    assert refused.status_code == 422
    assert "Another step comes before this one." in refused.content.decode()


def test_the_customer_says_what_is_fair_whether_it_is_fixed_and_who():
    recovery, client = opened(), Client()
    page = theirs(recovery)
    assert "What would be fair?" in client.get(page).content.decode()
    bad = client.post(page, {"do": "fair", "fair-words": "€9", "fair-amount": "much"})
    assert bad.status_code == 422
    assert "€9" in bad.content.decode()
    client.post(
        page,
        {"do": "fair", "fair-words": "A lamp", "fair-amount": "9", "fair-currency": "EUR"},
    )
    agreed(recovery)
    assert client.post(page, {"do": "fixed"}).status_code == 409
    actions.fix(recovery, words="Sent", by=make_member(), now=timezone.now())

    client.post(page, {"do": "not_fixed", "not_fixed-words": "Cracked"})
    client.post(page, {"do": "fresh", "fresh-words": ""})
    recovery.refresh_from_db()
    assert (recovery.denials, recovery.denied) == (1, "Cracked")
    assert recovery.fresh_start_at is not None
    actions.fix(recovery, words="Sent again", by=make_member(), now=timezone.now())
    client.post(page, {"do": "fixed"})
    recovery.refresh_from_db()
    assert "CONFIRM" in recovery.settled
    assert client.post(page, {"do": "whatever"}).status_code == 422
    assert client.get(page.replace("recoveries", "boundaries")).status_code == 404
    assert list(findings()) == []


def test_a_decision_is_told_and_appealed_on_their_page():
    recovery, client = opened(), sign_in(make_member())
    typed = {
        "kind": "DIFFERENT",
        "words": "It was used.",
        "immediate": "",
        "due_at": "2099-01-01T10:00",
        "submit_id": "6f2a2a0e-0000-4000-8000-000000000001",
    }
    refused = client.post(f"/recoveries/{recovery.pk}/decide/", typed)
    assert refused.status_code == 422
    assert "It was used." in refused.content.decode()
    assert client.post(
        f"/recoveries/{recovery.pk}/decide/", typed | {"immediate": "A loan lamp"}
    ).status_code == 302  # fmt: skip
    told = Decision.objects.get()
    page = theirs(recovery)
    shown = Client().get(page).content.decode()
    assert "It was used." in shown
    ask = {"do": "appeal", "decision": told.pk, "appeal-words": "I did not use it."}
    assert Client().post(page, ask).status_code == 302
    again = Client().post(page, ask)
    assert again.status_code == 422
    appeal = told.appeal
    lou = sign_in(make_manager())
    assert "I did not use it." in lou.get(f"/appeals/{appeal.pk}/").content.decode()
    assert "You owe an answer" in lou.get("/recoveries/").content.decode()
    lou.post(f"/appeals/{appeal.pk}/", {"state": "CHANGED", "words": "You are right."})
    appeal.refresh_from_db()
    assert appeal.state == "CHANGED"
    assert "You are right." in Client().get(page).content.decode()
    client.post(f"/decisions/{told.pk}/", {"state": "UPHELD", "words": "Looked again."})
    told.refresh_from_db()
    assert told.answer == "Looked again."


def test_the_boundary_page_leads_up_its_ladder():
    there, client = lamp(), sign_in(make_member())
    page = f"/c/{there.pk}/boundary/"
    assert client.post(page, {"do": "warn"}).status_code == 422
    client.post(page, {"do": "note", "note-words": "He swore at me."})
    submit = "6f2a2a0e-0000-4000-8000-00000000000"
    warning = {"do": "warn", "warn-text": "Stop that.", "warn-submit_id": f"{submit}2"}
    unchecked = client.post(page, warning)
    assert unchecked.status_code == 422
    assert "Answer this before anything is sent." in unchecked.content.decode()
    assert not Message.objects.filter(way="OUT").exists()
    assert client.post(page, warning | {"warn-check": "NO_SIGN"}).status_code == 302
    end = {
        "do": "end", "end-check": "NO_SIGN", "end-why": "He did it again.",
        "end-text": "It ends here. [link to your page]", "end-submit_id": f"{submit}3",
    }  # fmt: skip
    assert client.post(page, end).status_code == 302
    boundary = Boundary.objects.get()
    assert boundary.level == "ENDED"
    assert "That was hard." in client.get("/today/").content.decode()
    rest = Break.objects.get()
    assert sign_in(make_manager()).post(f"/breaks/{rest.pk}/").status_code == 404
    assert client.post(f"/breaks/{rest.pk}/", {"minutes": "15"}).status_code == 302
    token = page_token(there.customer, now=timezone.now())
    their_page = f"/for/{token}/boundaries/{boundary.pk}/"
    assert "Our contact with you" in Client().get(f"/for/{token}/").content.decode()
    assert Client().post(their_page, {"words": ""}).status_code == 422
    assert Client().post(their_page, {"words": "I was ill."}).status_code == 302
    assert "I was ill." in Client().get(their_page).content.decode()
    lou = sign_in(make_manager())
    assert "They have appealed" in lou.get(page).content.decode()
    assert "contact was ended" in lou.get("/recoveries/").content.decode()
    lou.post(page, {"do": "review", "review-state": "UPHELD", "review-words": "Right."})
    boundary.refresh_from_db()
    assert boundary.review_state == "UPHELD"


def test_what_is_at_risk_stands_on_rhythm_by_its_reason():
    recovery, lou = opened(), make_manager()
    assert at_risk(lou, now=NOON + timedelta(hours=3)) == []
    (risk,) = at_risk(lou, now=NOON + timedelta(hours=24))
    assert (risk.recovery, risk.why) == (recovery, "SILENT")
    agreed(recovery)
    assert at_risk(lou, now=NOON + timedelta(hours=24)) == []
    assert at_risk(lou, now=NOON + timedelta(days=3))[0].why == "LATE"
    page = sign_in(lou).get("/rhythm/").content.decode()
    assert "Putting right, at risk" in page
    assert "a promise of it is late" in page


def test_every_page_of_a_full_one_stays_within_twelve_queries(
    django_assert_max_num_queries, ledger_end_known
):
    recovery = agreed(opened())
    warned(recovery.conversation)
    client = sign_in(make_member())
    pages = [
        "/recoveries/",
        f"/recoveries/{recovery.pk}/",
        f"/c/{recovery.conversation_id}/boundary/",
        "/today/",
    ]
    for page in pages:
        client.get(page)
        with django_assert_max_num_queries(12):
            assert client.get(page).status_code == 200
    stranger = Client()
    page = theirs(recovery)
    with django_assert_max_num_queries(12):
        stranger.get(page)


def test_who_does_not_see_the_conversation_sees_nothing_of_it():
    recovery = opened()
    bea = sign_in(make_member("bea"))
    for page in (
        f"/recoveries/{recovery.pk}/",
        f"/recoveries/{recovery.pk}/decide/",
        f"/c/{recovery.conversation_id}/boundary/",
        f"/c/{recovery.conversation_id}/recovery/",
    ):
        assert bea.get(page).status_code == 404
    assert bea.post(f"/recoveries/{recovery.pk}/", {"do": "LISTEN"}).status_code == 404
    recovery.refresh_from_db()
    assert not recovery.is_listening


def test_what_was_closed_is_shown_part_by_part_the_last_first(monkeypatch):
    monkeypatch.setattr("kept.recovery.queries.SHOWN", 2)
    still = opened()
    closed = []
    for hours in (3, 1, 2, 1, 1):
        one = opened(make_conversation(desk=still.conversation.desk))
        at = NOON + timedelta(hours=hours)
        Recovery.objects.filter(pk=one.pk).update(
            outcome="HEARD", outcome_words="Heard.", closed_at=at
        )
        closed.append((-hours, -one.pk))
    client = sign_in(make_member())

    address, seen = "/recoveries/", []
    while address:
        page = client.get(address).content.decode()
        seen.append([int(pk) for pk in re.findall(r'href="/recoveries/(\d+)/"', page)])
        more = re.search(r'href="(\?before=\d+)"', page)
        address = f"/recoveries/{more[1]}" if more else ""

    assert seen[0][0] == still.pk
    rows = [pk for part in [seen[0][1:], *seen[1:]] for pk in part]
    assert rows == [-pk for _hours, pk in sorted(closed)]
    assert [len(part) for part in seen] == [3, 2, 1]


def test_the_audit_finds_what_the_ledger_does_not_know():
    recovery = agreed(opened())
    boundary = warned(recovery.conversation)
    assert list(findings()) == []
    Recovery.objects.update(denials=2, settled=[])
    Boundary.objects.filter(pk=boundary.pk).update(level="NOTED")
    assert [one.words for one in findings()] == [
        "counts its steps wrongly",
        "counts wrongly how often it was denied",
        "stands otherwise in the ledger",
    ]


def test_what_they_said_anew_is_not_given_unread():
    recovery, ada = opened(), make_member()
    credit = charter.GrantTerms("CREDIT", "Any", member=ada, amount=5_000, currency="EUR")
    charter.agree(charter.propose(credit, by=make_manager(), now=NOON), by=ada, now=NOON)
    actions.do_step(recovery, "ACKNOWLEDGE", words="Said", by=ada, now=NOON)
    said = {"currency": "EUR", "by": None}
    read = actions.say_remedy(recovery, words="€5", amount=500, now=NOON, **said).remedy_mark
    actions.say_remedy(recovery, words="€50", amount=5_000, now=LATER, **said)
    client, page = sign_in(ada), f"/recoveries/{recovery.pk}/"
    give = {"do": "GIVE", "submit_id": str(uuid4())}

    for told in (give, give | {"read": read}):
        client.post(page, told)
    assert not Gesture.objects.exists()

    shown = client.get(page).content.decode()
    recovery.refresh_from_db()
    assert f'name="read" value="{escape(recovery.remedy_mark)}"' in shown
    client.post(page, give | {"read": recovery.remedy_mark})
    assert Gesture.objects.get().amount == 5_000


def test_what_the_customer_typed_survives_what_we_did_meanwhile():
    recovery = agreed(opened(lamp(make_manager("lea"))))
    page, they = theirs(recovery), Client()
    typed = {"do": "fair", "fair-words": "A lamp <and> a card"}
    told = actions.decide(
        recovery, words="So it is.", submit_id=uuid4(), by=make_member(), now=NOON
    )
    ask = {"do": "appeal", "decision": told.pk, "appeal-words": "I see it <otherwise>"}
    assert they.post(page, ask).status_code == 302
    assert they.post(page, {"do": "fresh", "fresh-words": "Please"}).status_code == 302
    tries = [
        typed,
        ask,
        {"do": "fresh", "fresh-words": "Once <more>"},
        {"do": "not_fixed", "not_fixed-words": "It is <broken>"},
    ]

    for closed in (False, True):
        if closed:
            actions.withdraw(recovery, why="A mistake", by=make_member(), now=LATER)
        for one in tries:
            answer = they.post(page, one)
            assert answer.status_code == 422
            words = next(value for key, value in one.items() if key.endswith("-words"))
            assert escape(words) in answer.content.decode()
    assert they.get(page).status_code == 404

    over = ended(warned(recovery.conversation))
    there = page.replace(f"recoveries/{recovery.pk}", f"boundaries/{over.pk}")
    assert they.post(there, {"words": "Sorry"}).status_code == 302
    again = they.post(there, {"words": "Truly <sorry>"})
    assert (again.status_code, Appeal.objects.count()) == (422, 2)
    assert "Truly &lt;sorry&gt;" in again.content.decode()


def test_the_audit_finds_an_appeal_that_nobody_can_reach():
    there = lamp(make_manager("lea"))
    told = actions.decide(
        opened(there), words="So it is.", submit_id=uuid4(), by=make_member(), now=NOON
    )
    appeal = actions.appeal_decision(told, words="But why?", now=NOON)
    assert list(findings()) == []
    Appeal.objects.filter(pk=appeal.pk).update(conversation=make_conversation(desk=there.desk))
    Decision.objects.filter(pk=told.pk).update(
        state="UPHELD",
        answered_at=NOON,
        answer="Yes",
        kind="DIFFERENT",
        immediate="x",
        promise=appeal.promise,
    )
    assert [(one.about, one.words) for one in findings()] == [
        (f"decision:{told.pk}", "stands otherwise in the ledger"),
        (f"appeal:{appeal.pk}", "is not where what it is about is"),
    ]
