"""A policy's next version is announced, practised, and takes effect on its day and not before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kept.charter import actions
from kept.charter.actions import AlternativeTerms
from kept.charter.actions.use import UsedElsewhere
from kept.charter.models import Policy, PolicyVersion
from kept.charter.queries import history
from kept.charter.tests.make import CREDIT, DAY, make_lamp, make_policy, next_of
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.promises.models import Promise
from tests.cast import NOON, make_desk, make_manager, make_member, make_team
from tests.test_every_url import sign_in

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def kinds() -> list[str]:
    return list(Event.objects.filter(kind__startswith="policy.").values_list("kind", flat=True))


def announce(policy: Policy, cannot: str = "A statement will do.", days: int = 14) -> Policy:
    terms = next_of(policy, cannot, effective_on=TODAY + days * DAY, practice_on=TODAY + 7 * DAY)
    return actions.write_policy(policy, terms, by=make_manager(), now=NOON)


def test_what_is_announced_waits_for_its_day():
    policy = announce(make_policy())
    assert (policy.cannot, policy.number) == ("No money without a receipt.", 1)
    told = history(policy)
    assert told.announced.cannot == "A statement will do."
    dates = [told.announced.announced_on, told.announced.practice_on, told.announced.effective_on]
    assert dates == [TODAY, date(2026, 12, 1), date(2026, 12, 8)]

    assert actions.take_effect_due(now=NOON + 13 * DAY) == 0
    assert actions.take_effect_due(now=NOON + 14 * DAY) == 1
    assert actions.take_effect_due(now=NOON + 14 * DAY) == 0

    policy = Policy.objects.get()
    assert (policy.cannot, policy.number) == ("A statement will do.", 2)
    assert policy.effective_on == date(2026, 12, 8)
    assert [one.number for one in history(policy).versions] == [2, 1]
    assert kinds() == ["policy.written", "policy.took_effect"] * 2


def test_one_waits_at_a_time_and_can_be_withdrawn():
    policy = announce(make_policy())
    with pytest.raises(actions.AlreadyAnnounced):
        announce(policy, "Another")
    with pytest.raises(NotAllowed):
        actions.withdraw_version(policy, by=make_member(), now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.create(
            policy=policy, number=9, cannot="x", announced_on=TODAY, effective_on=TODAY,
            written_by=make_manager(), written_at=NOON,
        )  # fmt: skip

    actions.withdraw_version(policy, by=make_manager(), now=NOON)

    assert actions.take_effect_due(now=NOON + 20 * DAY) == 0
    with pytest.raises(actions.NothingAnnounced):
        actions.withdraw_version(policy, by=make_manager(), now=NOON)
    assert announce(policy, "Another").versions.first().number == 3
    assert kinds()[-2:] == ["policy.withdrawn", "policy.written"]


def test_a_first_version_is_announced_too_and_says_nothing_before():
    policy = make_policy(effective_on=TODAY + DAY)
    assert (policy.number, policy.is_in_effect) == (0, False)
    assert actions.take_effect_due(now=NOON + DAY) == 1
    assert Policy.objects.get().number == 1

    gone = make_policy(effective_on=TODAY + DAY)
    assert actions.withdraw_version(gone, by=make_manager(), now=NOON).retired_at == NOON


@pytest.mark.parametrize(("practice", "effective"), [(-1, 3), (4, 3)])
def test_its_dates_stand_in_order(practice, effective):
    policy = make_policy()
    terms = next_of(
        policy, "Other", effective_on=TODAY + effective * DAY, practice_on=TODAY + practice * DAY
    )
    with pytest.raises(actions.BadDates):
        actions.write_policy(policy, terms, by=make_manager(), now=NOON)
    assert PolicyVersion.objects.count() == 1


def test_who_answers_changes_at_once_and_makes_no_version():
    policy = make_policy()
    ada = make_member()
    terms = next_of(policy, policy.cannot, owner=ada, effective_on=TODAY + DAY)
    changed = actions.write_policy(policy, terms, by=make_manager(), now=NOON)
    assert (changed.owner, PolicyVersion.objects.count()) == (ada, 1)
    # Whoever answers for it writes it, and nobody else who does not lead.
    terms = next_of(changed, "Ada's", effective_on=TODAY)
    with pytest.raises(NotAllowed):
        actions.write_policy(changed, terms, by=make_member("bea"), now=NOON)
    assert actions.write_policy(changed, terms, by=ada, now=NOON).cannot == "Ada's"


def test_alternatives_keep_their_limits_when_only_the_text_changes():
    policy = make_policy(alternatives=[CREDIT, AlternativeTerms("A lamp")])
    assert policy.instead == "Store credit\nA lamp"
    terms = next_of(policy, "Other", instead="A voucher\nStore credit", effective_on=TODAY)
    actions.write_policy(policy, terms, by=make_manager(), now=NOON)
    rows = PolicyVersion.objects.get(number=2).alternatives.all()
    assert [(row.words, row.amount) for row in rows] == [
        ("A voucher", None),
        ("Store credit", 3_000),
    ]

    bad = next_of(policy, "X", effective_on=TODAY, alternatives=[AlternativeTerms("Y", "", 5, "?")])
    with pytest.raises(actions.BadAlternative):
        actions.write_policy(policy, bad, by=make_manager(), now=NOON)


def test_its_owner_is_asked_and_the_answer_becomes_the_next_version():
    make_lamp()
    policy, ada, lou = make_policy(), make_member(), make_manager()
    submit = uuid4()
    asked = actions.ask_owner(policy, words="A statement?", submit_id=submit, by=ada, now=NOON)
    assert actions.ask_owner(policy, words="A", submit_id=submit, by=ada, now=NOON) == asked
    with pytest.raises(UsedElsewhere):
        actions.ask_owner(policy, words="A", submit_id=submit, by=make_member("bea"), now=NOON)
    assert (asked.promise.keeper, asked.promise.to_member) == (lou, ada)
    assert asked.promise.due_at.date() == date(2026, 12, 1)
    with pytest.raises(actions.OwnQuestion):
        actions.ask_owner(policy, words="Me?", submit_id=uuid4(), by=lou, now=NOON)
    with pytest.raises(NotAllowed):
        actions.answer_question(asked, answer="Yes", by=ada, now=NOON)
    with pytest.raises(actions.NeedsAnswer):
        actions.answer_question(asked, answer=" ", by=lou, now=NOON)

    terms = next_of(policy, "A statement will do.", effective_on=TODAY + DAY)
    done = actions.answer_question(asked, answer="Yes.", terms=terms, by=lou, now=NOON)

    assert (done.answer, done.version.number) == ("Yes.", 2)
    assert Promise.objects.get().outcome == "KEPT"
    with pytest.raises(actions.QuestionAnswered):
        actions.answer_question(asked, answer="No", by=lou, now=NOON)
    facts = Event.objects.get(kind="policy.answered").facts
    assert (facts["question"], facts["number"]) == (asked.pk, 2)


def test_the_pages_write_alternatives_ask_and_answer():
    make_lamp()
    policy, lou = make_policy(), make_manager()
    chief, clerk = sign_in(lou), sign_in(make_member())
    typed = {
        "name": "Receipts", "cannot": "Not without", "owner": lou.pk, "effective_on": "2099-01-01",
        "practice_on": "", "review_on": "", "desk": "", "value": "",
        "instead-TOTAL_FORMS": "2", "instead-INITIAL_FORMS": "0",
        "instead-0-words": "A lamp", "instead-0-ORDER": "2",
        "instead-1-words": "Credit", "instead-1-ORDER": "1", "instead-1-kind": "CREDIT",
        "instead-1-amount": "12,50", "instead-1-currency": "EUR",
    }  # fmt: skip
    address = f"/authority/policies/{policy.pk}/"

    more = chief.post(f"{address}change/", typed | {"more": "1"})
    assert 'name="instead-4-words"' in more.content.decode()
    wrong = chief.post(f"{address}change/", typed | {"instead-1-amount": "much"})
    assert wrong.status_code == 422
    assert 'value="much"' in wrong.content.decode()
    assert PolicyVersion.objects.count() == 1
    assert chief.post(f"{address}change/", typed).status_code == 302
    page = clerk.get(address).content.decode()
    assert "up to €12.50" in page
    assert page.index(">Credit") < page.index(">A lamp")
    assert "No money without a receipt." in page
    assert clerk.get(f"{address}change/").status_code == 404

    asked = clerk.post(address, {"words": "Why?", "submit_id": str(uuid4())})
    assert asked.status_code == 302
    question = policy.questions.get()
    done = chief.post(f"/authority/questions/{question.pk}/", {"do": "answer", "answer": "Prices."})
    assert done.status_code == 302
    assert "Prices." in clerk.get(address).content.decode()
    assert chief.post(f"{address}withdraw/").status_code == 302
    assert policy.versions.filter(withdrawn_at=None).count() == 1


def test_who_answers_for_it_says_what_it_says_and_not_for_whom():
    ada, lou = make_member(), make_manager()
    desk = make_lamp().desk
    policy = make_policy()
    terms = replace(next_of(policy, policy.cannot, effective_on=TODAY), owner=ada, desk=desk)
    policy = actions.write_policy(policy, terms, by=lou, now=NOON)
    for elsewhere in (None, make_desk("Other", ada)):
        with pytest.raises(NotAllowed):
            actions.write_policy(policy, replace(terms, desk=elsewhere), by=ada, now=NOON)
    policy.refresh_from_db()
    assert policy.desk == desk
    told = actions.write_policy(policy, replace(terms, cannot="New words."), by=ada, now=NOON)
    assert (told.cannot, told.desk) == ("New words.", desk)


def test_a_question_is_shown_to_nobody_who_sees_its_policy_no_more():
    ada, bea, lou = make_member(), make_member("bea"), make_manager()
    desk = make_lamp().desk
    desk.teams.add(make_team("Orders team", bea))
    policy = make_policy()
    terms = replace(next_of(policy, policy.cannot, effective_on=TODAY), owner=ada, desk=desk)
    policy = actions.write_policy(policy, terms, by=lou, now=NOON)
    actions.ask_owner(policy, words="And lamps?", submit_id=uuid4(), by=bea, now=NOON)
    client = sign_in(ada)
    assert "And lamps?" in client.get("/authority/").content.decode()

    desk.teams.clear()

    shown = client.get("/authority/").content.decode()
    assert "And lamps?" not in shown
    assert policy.name not in shown


@pytest.mark.parametrize("typed", ["\N{SUPERSCRIPT TWO}", "9" * 5_000, "-1", "x", ""])
def test_whatever_is_typed_for_a_number_breaks_no_page(typed):
    lamp, lou = make_lamp(), sign_in(make_manager())
    begun = {"begin": "1", "grant": typed, "reason": "She is old."}
    answer = sign_in(make_member()).post(f"/c/{lamp.pk}/wanted/", begun)
    assert (answer.status_code, "She is old." in answer.content.decode()) == (200, True)
    rows = {"instead-TOTAL_FORMS": typed, "instead-INITIAL_FORMS": typed, "cannot": "No <way>"}
    for more in ({"more": "1"}, {}):
        answer = lou.post("/authority/policies/write/", rows | more)
        assert (answer.status_code, "No &lt;way&gt;" in answer.content.decode()) == (422, True)
    assert not Policy.objects.exists()
