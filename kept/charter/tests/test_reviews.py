"""Uses are looked at without a name; good ones in a row propose more; rulings are found again."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from kept.charter import actions
from kept.charter.actions import GrantTerms
from kept.charter.audit import findings
from kept.charter.models import AuthorityRequest, Gesture, GestureReview, Ruling
from kept.charter.queries import (
    alternative_of,
    matrix,
    rulings,
    waited_for_grants,
    waited_for_requests,
)
from kept.charter.rules import median, without_names
from kept.charter.tests.make import CREDIT, DAY, make_grant, make_lamp, make_policy, use
from kept.conversations.models import Conversation
from kept.desk import actions as desk
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.notices.models import Notice
from kept.notices.reactions import answered_grant, asked_of_policy, heard, proposed
from kept.people.tests.test_at_once import at_once
from kept.promises.models import Promise
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member
from tests.test_every_url import sign_in

pytestmark = pytest.mark.django_db


def review(gesture, *, good=True, by=None, reason="Fair."):
    by = by or make_member("bea")
    return actions.review_use(gesture, is_good=good, reason=reason, by=by, now=NOON)


def test_a_use_is_marked_as_it_is_reviewed_and_the_audit_sees_where_it_is_not():
    lamp, bea = make_lamp(), make_member("bea")
    gesture = use(make_grant(), lamp)
    assert (gesture.is_reviewed, list(findings())) == (False, [])

    actions.review_use(gesture, is_good=True, reason="Fair.", by=bea, now=NOON)

    gesture.refresh_from_db()
    assert (gesture.is_reviewed, list(findings())) == (True, [])
    Gesture.objects.update(is_reviewed=False)
    assert [(one.about, one.words) for one in findings()] == [
        (f"gesture:{gesture.pk}", "says otherwise than its review whether it has one")
    ]


def test_each_use_is_looked_at_once_by_another_who_is_not_told_whose():
    lamp = make_lamp()
    gesture = use(make_grant(), lamp, reason="ADA believes her, says Ada.")
    client = sign_in(make_member("bea"))

    page = client.get("/authority/reviews/").content.decode()
    assert "You get €1 of store credit." in page
    assert "… believes her, says …." in page
    assert "Ada" not in page
    assert "Nothing waits" in sign_in(make_member()).get("/authority/reviews/").content.decode()
    with pytest.raises(NotAllowed):
        review(gesture, by=make_member())
    with pytest.raises(actions.NeedsOpinion):
        review(gesture, reason=" ")

    address = f"/authority/reviews/{gesture.pk}/"
    assert client.post(address, {"do": "good", "reason": ""}).status_code == 422
    assert client.post(address, {"do": "good", "reason": "Fair."}).status_code == 302
    with pytest.raises(actions.AlreadyReviewed):
        review(gesture, by=make_manager())
    assert GestureReview.objects.count() == 1
    own = sign_in(make_member()).get("/authority/").content.decode()
    assert "Fair." in own
    assert "Bea" not in own.split('aria-labelledby="h-review"')[1]


def test_after_so_many_good_ones_in_a_row_more_is_proposed():
    lamp, grant = make_lamp(), make_grant(widen_after=2)
    review(use(grant, lamp))
    review(use(grant, lamp), good=False)
    review(use(grant, lamp))
    assert not AuthorityRequest.objects.exists()
    review(use(grant, lamp))

    asked = AuthorityRequest.objects.get()
    assert (asked.widens, asked.member, asked.manager) == (grant, make_member(), make_manager())
    assert asked.promise.keeper == make_manager()
    assert Event.objects.get(kind="authority.asked").facts["widens"] == grant.pk
    # While it waits, and until as many are good again, nothing more is proposed.
    review(use(grant, lamp))
    review(use(grant, lamp))
    assert AuthorityRequest.objects.count() == 1

    page = sign_in(make_manager()).get(f"/authority/requests/{asked.pk}/").content.decode()
    assert "up to €50 of store credit a month" in page
    assert 'value="50"' in page


def test_never_where_the_grant_says_so():
    lamp, grant = make_lamp(), make_grant(widen_after=0)
    for _ in range(6):
        review(use(grant, lamp))
    assert not AuthorityRequest.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_write_one_review_and_one_request():
    lamp, grant = make_lamp(), make_grant(widen_after=1)
    gesture = use(grant, lamp)
    reviewers = [make_member("bea"), make_manager()]
    ends = at_once(*[lambda by=by: review(gesture, by=by) for by in reviewers])
    assert ends == ["done", "gesture_reviewed"]
    assert AuthorityRequest.objects.count() == 1


def test_an_alternative_is_offered_with_the_grant_that_covers_it():
    lamp, grant = make_lamp(), make_grant()
    policy = make_policy(alternatives=[CREDIT])
    (one,) = policy.versions.get().alternatives.all()
    ada = sign_in(make_member())

    page = ada.get(f"/desk/all/{lamp.pk}/").content.decode()
    link = f"/c/{lamp.pk}/decide/?alternative={one.pk}&amp;grant={grant.pk}"
    assert link in page
    assert link not in sign_in(make_member("bea")).get(f"/desk/all/{lamp.pk}/").content.decode()
    form = ada.get(link.replace("&amp;", "&")).content.decode()
    assert 'name="amount" value="30"' in form
    # The limits of both hold: that of the policy, and that of the grant.
    with pytest.raises(actions.BeyondAlternative, match="€30 at most"):
        use(grant, lamp, 3_001, alternative=alternative_of(one.pk))
    assert not Gesture.objects.exists()
    assert use(grant, lamp, 3_000, alternative=alternative_of(one.pk)).alternative == one
    history = ada.get(f"/desk/all/{lamp.pk}/").content.decode()
    assert "decided: €30 of store credit. Why: Ada believes her." in history
    # What is offered next is no more than what is left.
    assert 'name="amount" value="20"' in ada.get(link.replace("&amp;", "&")).content.decode()


def test_what_was_decided_goes_along_when_two_become_one():
    lamp = make_lamp()
    other = make_conversation(desk=lamp.desk, assignee=make_member())
    gesture = use(make_grant(), lamp)
    tie = desk.merge(lamp, into=other, by=make_member(), now=NOON)
    assert Gesture.objects.get().conversation == other
    page = sign_in(make_member()).get(f"/desk/all/{other.pk}/").content.decode()
    assert "decided: €1 of store credit" in page
    desk.part(tie, by=make_member(), now=NOON)
    assert Gesture.objects.get(pk=gesture.pk).conversation == Conversation.objects.get(pk=lamp.pk)


def test_a_ruling_is_found_by_its_words_where_the_conversation_is_seen():
    lamp, lou, ada = make_lamp(), make_manager(), make_member()
    trust, truth = actions.settle_values("Trust\nTruth", by=lou, now=NOON)
    given = {"reason": "She is old.", "submit_id": uuid4(), "by": ada, "now": NOON}
    with pytest.raises(actions.NeedsTwoValues):
        actions.rule_between(lamp, first=trust, second=trust, **given)
    made = actions.rule_between(lamp, first=trust, second=truth, **given)
    assert actions.rule_between(lamp, first=trust, second=truth, **given) == made

    assert list(rulings(make_member("bea"), "old trust")) == [made]
    assert not rulings(make_member("zoe"))
    assert not rulings(make_member("bea"), "young")
    assert (
        "Trust › Truth: She is old." in sign_in(ada).get(f"/desk/all/{lamp.pk}/").content.decode()
    )
    typed = {"first": trust.pk, "second": truth.pk, "reason": "", "submit_id": str(uuid4())}
    assert sign_in(ada).post(f"/c/{lamp.pk}/ruling/", typed).status_code == 422
    assert Ruling.objects.count() == 1


def test_the_matrix_and_the_waiting():
    lamp, ada, lou = make_lamp(), make_member(), make_manager()
    make_grant()
    terms = GrantTerms("CREDIT", "no RECEIPT", make_member("bea"), amount=100, currency="EUR")
    actions.propose(terms, by=lou, now=NOON)
    told = matrix(lou)
    assert [column.situation for column in told.columns] == ["No receipt"]
    assert [(line.member.name, len(line.cells[0])) for line in told.lines] == [
        ("Ada", 1),
        ("Bea", 1),
    ]
    for days in (1, 3):
        asked = actions.ask_for_authority(
            lamp, kind="REFUND", wanted="Money", submit_id=uuid4(), by=ada, now=NOON
        )
        actions.answer_request(asked, state="REFUSED", reason="No.", by=lou, now=NOON + days * DAY)
    waited = waited_for_requests(lou, now=NOON + 4 * DAY)
    assert (waited.middle, waited.longest, waited.open) == (2 * DAY, 3 * DAY, 0)
    assert waited_for_grants(lou, now=NOON + 4 * DAY).open == 1
    page = sign_in(lou).get("/authority/grants/").content.decode()
    assert "3 days" in page


def test_whoever_it_concerns_is_told_once():
    lamp, ada, lou = make_lamp(), make_member(), make_manager()
    terms = GrantTerms("CREDIT", "No receipt", ada, amount=100, currency="EUR")
    grant = actions.propose(terms, by=lou, now=NOON)
    actions.ask_owner(make_policy(), words="Why?", submit_id=uuid4(), by=ada, now=NOON)
    asked = actions.ask_for_authority(
        lamp, kind="REFUND", wanted="Money", submit_id=uuid4(), by=ada, now=NOON
    )
    actions.answer_request(asked, state="REFUSED", reason="No.", by=lou, now=NOON)
    reactions = {"grant.proposed": proposed, "policy.asked": asked_of_policy,
                 "authority.answered": heard}  # fmt: skip
    for event in [*Event.objects.filter(kind__in=reactions)] * 2:
        reactions[event.kind](event)

    told = sorted(Notice.objects.values_list("member__name", "kind"))
    assert told == [("Ada", "GRANT"), ("Ada", "HEARD"), ("Lou", "QUESTION")]
    page = sign_in(ada).get("/notices/").content.decode()
    assert "Lou proposes that you may decide more" in page
    today = sign_in(lou).get("/today/").content.decode()
    assert "One question about a policy waits for your answer." in today
    actions.agree(grant, by=ada, now=NOON)
    answered_grant(Event.objects.get(kind="grant.agreed"))
    assert not Notice.objects.filter(kind="GRANT", seen_at=None).exists()
    assert "up to €1 of store credit a month" in sign_in(ada).get("/today/").content.decode()


def test_requests_stand_in_the_rhythm_by_age():
    lamp, ada, lou = make_lamp(), make_member(), make_manager()
    for days, words in ((0, "The older"), (1, "The newer")):
        actions.ask_for_authority(
            lamp, kind="REFUND", wanted=words, submit_id=uuid4(), by=ada, now=NOON + days * DAY
        )
    page = sign_in(lou).get("/rhythm/").content.decode()
    assert page.index("The older") < page.index("The newer")
    assert "2 requests for authority wait for you." in sign_in(lou).get("/today/").content.decode()


def test_another_manager_may_answer_and_the_promise_is_kept_where_it_was_given():
    lamp, ada, lou = make_lamp(), make_member(), make_manager()
    max_ = make_manager("max")
    make_desk("Orders", max_)
    asked = actions.ask_for_authority(
        lamp, kind="REFUND", wanted="Money", submit_id=uuid4(), by=ada, now=NOON
    )
    assert asked.manager == lou
    actions.answer_request(asked, state="REFUSED", reason="No.", by=max_, now=NOON)
    promise = Promise.objects.get(pk=asked.promise_id)
    assert (promise.keeper, promise.outcome) == (lou, "KEPT")

    asked = actions.ask_for_authority(
        lamp, kind="REFUND", wanted="Again", submit_id=uuid4(), by=ada, now=NOON
    )
    lou.is_active = False
    lou.save(update_fields=["is_active"])
    actions.answer_request(asked, state="REFUSED", reason="No.", by=max_, now=NOON)
    assert Promise.objects.get(pk=asked.promise_id).outcome == "KEPT"


def test_names_are_left_out_and_the_middle_is_found():
    assert without_names("Ann, ANN LEE and Anna", ["Ann Lee"]) == "…, … and Anna"
    assert median([]) is None
    assert median([3.0, 1.0]) == 2.0
    assert timedelta(seconds=median([5.0, 1.0, 9.0])) == timedelta(seconds=5)
