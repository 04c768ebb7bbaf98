"""A grant is used: gesture and promise together, within the limit or not at all."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kept.charter import actions
from kept.charter.actions import BeyondLimit, GrantTerms, NotGranted, NotYourPeople, Use
from kept.charter.audit import findings
from kept.charter.models import AuthorityRequest, Gesture, GestureReview, Grant, GrantPeriod
from kept.charter.queries import may_decide
from kept.charter.tests import make
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.people.tests.test_at_once import at_once
from kept.promises.models import Promise
from tests.cast import (
    NOON,
    make_conversation,
    make_desk,
    make_manager,
    make_member,
    make_owner,
)
from tests.test_every_url import sign_in

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def credit(**more: object) -> GrantTerms:
    given = {"amount": 5_000, "currency": "EUR", "member": make_member()} | more
    return GrantTerms("CREDIT", "No receipt", **given)  # type: ignore[arg-type]


def house() -> tuple[object, Grant]:
    ada, lou = make_member(), make_manager()
    lamp = make_conversation(desk=make_desk("Orders", ada, lou), assignee=ada)
    grant = actions.propose(credit(), by=lou, now=NOON)
    return lamp, grant


def use(grant, lamp, amount=1_200, *, by=None, now=NOON, submit_id=None, reason="She is right."):
    given = Use(reason=reason, due_at=now + timedelta(days=1), amount=amount)
    by = by or make_member()
    return actions.use_grant(grant, lamp, given, submit_id=submit_id or uuid4(), by=by, now=now)


def left() -> list[tuple[str, int | None]]:
    return [(one.words, one.left) for one in may_decide(make_member(), now=NOON)]


def test_what_was_agreed_is_used_in_one_step_with_its_promise():
    lamp, grant = house()
    assert left() == []
    with pytest.raises(NotGranted):
        use(grant, lamp)
    actions.agree(grant, by=make_member(), now=NOON)

    gesture = use(grant, lamp)

    assert left() == [("up to €50 of store credit a month", 3_800)]
    assert gesture.promise.words == "You get €12 of store credit."
    assert (gesture.promise.keeper, gesture.promise.conversation) == (make_member(), lamp)
    fact = Event.objects.get(kind="gesture.made").facts
    assert (fact["amount"], fact["currency"], fact["begins_on"]) == (1_200, "EUR", "2026-11-01")
    assert list(findings()) == []


def test_beyond_the_limit_nothing_happens():
    lamp, grant = house()
    actions.agree(grant, by=make_member(), now=NOON)
    use(grant, lamp)
    before = Event.objects.count()

    with pytest.raises(BeyondLimit, match="€38 is left"):
        use(grant, lamp, 3_801)

    assert (Gesture.objects.count(), Promise.objects.count()) == (1, 1)
    assert Event.objects.count() == before
    use(grant, lamp, 3_800)
    december = NOON + timedelta(days=10)
    assert use(grant, lamp, 5_000, now=december).period.used_amount == 5_000
    assert list(findings()) == []


def test_sent_twice_it_is_one_gesture():
    lamp, grant = house()
    actions.agree(grant, by=make_member(), now=NOON)
    submit = uuid4()
    assert use(grant, lamp, submit_id=submit) == use(grant, lamp, submit_id=submit)
    assert Promise.objects.count() == 1


def test_a_colleague_cannot_use_it_and_a_role_has_it_each_for_themselves():
    lamp, grant = house()
    actions.agree(grant, by=make_member(), now=NOON)
    bea = make_member("bea")
    make_desk("Orders", bea)
    with pytest.raises(NotGranted):
        use(grant, lamp, by=bea)
    with pytest.raises(NotYourPeople):
        actions.propose(credit(member=None, role="MEMBER"), by=make_manager(), now=NOON)

    to_all = actions.propose(credit(member=None, role="MEMBER"), by=make_owner(), now=NOON)
    use(to_all, lamp, 5_000, by=bea)
    use(to_all, lamp, 5_000)
    assert GrantPeriod.objects.filter(grant=to_all).count() == 2


def test_only_its_member_agrees_and_what_ended_gives_nothing():
    lamp, grant = house()
    with pytest.raises(NotAllowed):
        actions.agree(grant, by=make_manager(), now=NOON)
    actions.agree(grant, by=make_member(), now=NOON)
    actions.end(grant, by=make_manager(), now=NOON)
    with pytest.raises(NotGranted):
        use(grant, lamp)
    assert not Gesture.objects.exists()


def test_the_database_itself_holds_the_limit():
    lamp, grant = house()
    actions.agree(grant, by=make_member(), now=NOON)
    period = use(grant, lamp).period
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantPeriod.objects.filter(pk=period.pk).update(used_amount=5_001)


def test_the_audit_finds_what_the_ledger_does_not_know():
    lamp, grant = house()
    actions.agree(grant, by=make_member(), now=NOON)
    use(grant, lamp)
    GrantPeriod.objects.update(used_amount=1)
    assert [one.rule for one in findings()] == ["recount"]


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_never_exceed_it():
    lamp, grant = house()
    actions.agree(grant, by=make_member(), now=NOON)

    ends = at_once(*[lambda: use(grant, lamp, 300)] * 50)

    assert ends == ["beyond_limit"] * 34 + ["done"] * 16
    assert GrantPeriod.objects.get().used_amount == 4_800
    assert (Gesture.objects.count(), Promise.objects.count()) == (16, 16)
    assert list(findings()) == []


def test_who_wanted_to_decide_is_heard_and_the_widened_grant_is_agreed():
    lamp, _grant = house()
    ada, lou = make_member(), make_manager()
    asked = actions.ask_for_authority(
        lamp, kind="REFUND", wanted="€20 back", submit_id=uuid4(), by=ada, now=NOON
    )
    assert (asked.promise.keeper, asked.promise.to_member) == (lou, ada)
    assert asked.promise.due_at.date().isoformat() == "2026-12-08"
    with pytest.raises(NotAllowed):
        actions.answer_request(asked, state="REFUSED", reason="No", by=ada, now=LATER)
    with pytest.raises(actions.NeedsReason):
        actions.answer_request(asked, state="REFUSED", reason=" ", by=lou, now=LATER)

    terms = GrantTerms("REFUND", "Cracked", member=ada, amount=2_000, currency="EUR")
    done = actions.answer_request(
        asked, state="GRANTED", reason="You know them.", terms=terms, by=lou, now=LATER
    )
    assert (done.grant.state, done.state) == ("PROPOSED", "GRANTED")
    assert Promise.objects.get(pk=asked.promise_id).outcome == "KEPT"
    with pytest.raises(actions.AlreadyAnswered):
        actions.answer_request(asked, state="REFUSED", reason="No", by=lou, now=LATER)


def test_the_page_keeps_what_was_typed_and_passes_it_on():
    lamp, grant = house()
    ada = make_member()
    actions.agree(grant, by=ada, now=NOON)
    client = sign_in(ada)
    typed = {
        "grant": grant.pk,
        "amount": "80",
        "reason": "Her mother's lamp",
        "due_at": "2099-01-01T10:00",
        "submit_id": str(uuid4()),
    }

    refused = client.post(f"/c/{lamp.pk}/decide/", typed)
    assert refused.status_code == 422
    assert "€50 is left" in refused.content.decode()
    assert "Her mother&#x27;s lamp" in refused.content.decode()
    begun = client.post(f"/c/{lamp.pk}/wanted/", typed | {"begin": "1"})
    assert "80 · Her mother&#x27;s lamp" in begun.content.decode()
    assert not AuthorityRequest.objects.exists()

    assert client.post(f"/c/{lamp.pk}/decide/", typed | {"amount": "20"}).status_code == 302
    page = client.get(f"/desk/all/{lamp.pk}/").content.decode()
    assert "Up to €50 of store credit a month" in page
    assert "€30 left" in page


def test_the_audit_finds_authority_that_nobody_gave():
    lamp, ada, lou = make.make_lamp(), make_member(), make_manager()
    terms = actions.GrantTerms("CREDIT", "Any", ada, amount=100, currency="EUR")
    proposed = actions.propose(terms, by=lou, now=NOON)
    gesture = make.use(make.make_grant(), lamp)
    actions.review_use(gesture, is_good=False, reason="Too much.", by=make_member("bea"), now=NOON)
    asked = actions.ask_for_authority(
        lamp, kind="CREDIT", wanted="More", submit_id=uuid4(), by=ada, now=NOON
    )
    assert list(findings()) == []

    Grant.objects.filter(pk=proposed.pk).update(state="AGREED")
    AuthorityRequest.objects.update(state="GRANTED", reason="Yes", answered_at=NOON)
    GestureReview.objects.update(is_good=True)
    assert [one.about for one in findings()] == [
        f"grant:{proposed.pk}",
        f"request:{asked.pk}",
        f"gesture:{gesture.pk}",
    ]


def test_a_manager_gives_no_authority_to_themselves():
    make.make_lamp()
    lou, odo = make_manager(), make_owner()
    terms = actions.GrantTerms("CREDIT", "Any", lou, amount=10**9, currency="EUR")
    with pytest.raises(NotYourPeople):
        actions.propose(terms, by=lou, now=NOON)
    typed = {"to": f"member-{lou.pk}", "kind": "CREDIT", "situation": "Any", "amount": "9"}
    typed |= {"currency": "EUR", "period": "MONTH", "widen_after": "5"}
    assert sign_in(lou).post("/authority/grants/propose/", typed).status_code == 422
    assert not Grant.objects.exists()
    assert not Event.objects.filter(kind="grant.proposed").exists()

    assert actions.propose(terms, by=odo, now=NOON).state == "PROPOSED"
    own = actions.GrantTerms("CREDIT", "Any", odo, amount=100, currency="EUR")
    assert actions.propose(own, by=odo, now=NOON).state == "AGREED"
