"""The whole life: drafted, said back, living, talked about, overdue, ended."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from kept.agreements import actions
from kept.agreements.actions import Talk, Terms
from kept.agreements.audit import findings
from kept.agreements.models import Agreement, Clause, Side, Version
from kept.agreements.tests.make import (
    WEEK_BEFORE,
    clock,
    hear,
    make_agreement,
    make_desk_agreement,
    make_draft,
    make_organisation,
    sign,
    words,
)
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from tests.cast import (
    NOON,
    make_conversation,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_owner,
    make_team,
)

pytestmark = pytest.mark.django_db

TERMS = Terms(purpose="Nobody waits without knowing.")
TODAY = NOON.date()


def talk(**more: object) -> Talk:
    values: dict[str, object] = {
        "talked_on": TODAY,
        "talk": "We looked at what went late in October.",
        "changes": "Two spare lamps instead of one.",
        "ours": "WELL",
        "theirs": "MIXED",
        "next_on": date(2027, 2, 24),
    }
    return Talk(**(values | more))  # type: ignore[arg-type]


def everything() -> tuple[object, ...]:
    rows = (Agreement, Version, Clause)
    told = [list(model._default_manager.order_by("pk").values()) for model in rows]
    return (Event.objects.count(), *told)


def nothing_happens(act: object, refusal: type[Exception]) -> None:
    before = everything()
    with pytest.raises(refusal), transaction.atomic():
        act()  # type: ignore[operator]
    assert everything() == before


def test_both_sides_say_it_back_and_it_lives():
    cy, lou = make_customer(), make_manager()
    agreement = make_draft(customer=cy, by=lou)
    assert agreement.state == "DRAFT"
    version = actions.meet(agreement, by=lou, now=NOON)
    agreement.refresh_from_db()
    assert agreement.state == "MEETING"

    said = {"version": 1, "agrees": True}
    actions.say_back(agreement, side="OURS", words="Light first.", by=lou, now=NOON, **said)
    agreement.refresh_from_db()
    assert agreement.state == "MEETING"
    later = NOON + timedelta(days=1)
    actions.say_back(agreement, side="THEIRS", words="They call.", by=cy, now=later, **said)

    agreement.refresh_from_db()
    version.refresh_from_db()
    assert (agreement.state, agreement.living_since) == ("LIVING", later)
    assert agreement.next_review_on == date(2027, 2, 25)
    assert (version.holds_from, version.holds_until) == (later, None)
    assert [(one.side, one.words, one.speaker) for one in version.say_backs.all()] == [
        ("OURS", "Light first.", "Lou"),
        ("THEIRS", "They call.", "Cy"),
    ]
    told = Event.objects.filter(kind__startswith="agreement.").order_by("pk")
    assert [event.kind for event in told] == [
        "agreement.begun",
        "agreement.drafted",
        "agreement.drafted",
        "agreement.drafted",
        "agreement.met",
        "agreement.said_back",
        "agreement.said_back",
        "agreement.agreed",
    ]
    assert told.last().by == f"customer:{cy.pk}"
    assert list(findings()) == []


def test_a_side_that_wants_it_otherwise_sends_it_back_to_the_draft():
    cy, lou = make_customer(), make_manager()
    agreement = make_draft(customer=cy, by=lou)
    actions.meet(agreement, by=lou, now=NOON)

    actions.say_back(
        agreement, version=1, side="THEIRS", words="One is enough.", agrees=False, by=cy, now=NOON
    )

    agreement.refresh_from_db()
    first, second = agreement.versions.all()
    assert agreement.state == "DRAFT"
    assert first.withdrawn_at == NOON
    assert first.say_backs.get().words == "One is enough."
    assert second.is_draft
    assert [(c.line, c.words) for c in second.clauses.all()] == [
        (c.line, c.words) for c in first.clauses.all()
    ]
    assert second.say_backs.count() == 0


def test_a_desk_needs_nobody_elses_word_to_promise_everybody():
    agreement = make_desk_agreement()

    assert agreement.state == "LIVING"
    assert agreement.versions.get().holds_from == WEEK_BEFORE


def test_two_teams_each_say_it_back_by_one_of_their_own():
    ada, bea, lou = make_member("ada"), make_member("bea"), make_manager()
    front, packing = make_team("Front", ada, lou), make_team("Packing", bea)
    agreement = actions.begin_between_teams(front, packing, terms=TERMS, by=lou, now=NOON)
    for side in Side.values:
        actions.add_clause(agreement, terms=words(side, "We ask first."), by=lou, now=NOON)
    actions.meet(agreement, by=lou, now=NOON)
    said = {"version": 1, "words": "We ask each other.", "agrees": True, "now": NOON}

    nothing_happens(lambda: actions.say_back(agreement, side="THEIRS", by=ada, **said), NotAllowed)
    actions.say_back(agreement, side="OURS", by=ada, **said)
    actions.say_back(agreement, side="THEIRS", by=bea, **said)

    agreement.refresh_from_db()
    assert agreement.state == "LIVING"


def test_nobody_speaks_for_both_sides():
    ada, lou = make_member("ada"), make_manager()
    front, packing = make_team("Front", ada, lou), make_team("Packing", ada)
    agreement = actions.begin_between_teams(front, packing, terms=TERMS, by=lou, now=NOON)
    for side in Side.values:
        actions.add_clause(agreement, terms=words(side, "We ask first."), by=lou, now=NOON)
    actions.meet(agreement, by=lou, now=NOON)
    said = {"version": 1, "words": "We ask each other.", "agrees": True, "now": NOON}
    actions.say_back(agreement, side="OURS", by=ada, **said)

    nothing_happens(
        lambda: actions.say_back(agreement, side="THEIRS", by=ada, **said), actions.SameVoice
    )
    agreement.refresh_from_db()
    assert agreement.state == "MEETING"


def test_a_change_is_a_version_and_what_held_goes_on_until_it_is_agreed():
    cy, lou = make_customer(), make_manager()
    agreement = make_agreement(customer=cy, by=lou)
    before = agreement.versions.get()

    actions.begin_version(agreement, by=lou, now=NOON)
    draft = agreement.open_version()
    actions.change_terms(
        agreement,
        terms=Terms(purpose="Light, always.", starts_on=date(2026, 12, 1)),
        by=lou,
        now=NOON,
    )
    assert agreement.version_at(NOON) == before
    sign(agreement, by=lou, customer=cy, now=NOON)

    starts = datetime(2026, 12, 1, tzinfo=UTC)
    before.refresh_from_db()
    draft.refresh_from_db()
    assert (before.holds_until, draft.holds_from, draft.number) == (starts, starts, 2)
    assert agreement.version_at(starts - timedelta(seconds=1)) == before
    assert agreement.version_at(starts) == draft
    assert before.purpose == "Guests never sit in the dark."


def test_a_later_word_overtakes_one_that_was_still_to_begin():
    lou = make_manager()
    agreement = make_desk_agreement(by=lou)
    for starts_on in (date(2027, 1, 1), date(2026, 12, 1)):
        actions.begin_version(agreement, by=lou, now=NOON)
        terms = Terms(purpose="Light, always.", starts_on=starts_on)
        actions.change_terms(agreement, terms=terms, by=lou, now=NOON)
        sign(agreement, by=lou, now=NOON)

    first, second, third = agreement.versions.all()
    december = datetime(2026, 12, 1, tzinfo=UTC)
    assert first.holds_until == third.holds_from == december
    assert second.holds_until == second.holds_from
    assert agreement.version_at(datetime(2027, 1, 2, tzinfo=UTC)) == third


def test_the_day_of_the_talk_passes_and_the_clock_says_so_once():
    agreement = make_desk_agreement()
    assert agreement.next_review_on == date(2027, 2, 17)

    assert actions.review_due(now=datetime(2027, 2, 17, 23, 59, tzinfo=UTC)) == 0
    assert actions.review_due(now=datetime(2027, 2, 18, 5, 0, tzinfo=UTC)) == 1
    assert actions.review_due(now=datetime(2027, 2, 18, 6, 0, tzinfo=UTC)) == 0

    agreement.refresh_from_db()
    assert agreement.state == "OVERDUE"
    event = Event.objects.get(kind="agreement.review_due")
    assert event.at == datetime(2027, 2, 18, tzinfo=UTC)
    # It holds all the same.
    conversation = make_conversation(now=datetime(2027, 2, 18, 10, tzinfo=UTC))
    hear()
    assert conversation.promises.get().kind == "FIRST_ANSWER"


def test_a_talk_sets_the_next_day_and_looks_back_on_promises_in_words():
    lou = make_manager()
    agreement = make_agreement(by=lou)
    version = agreement.version_at(NOON)
    Agreement.objects.filter(pk=agreement.pk).update(state="OVERDUE")
    spare, notice = version.clauses.filter(kind="WORDS")
    clocked = version.clauses.get(kind="FIRST_ANSWER")

    told = talk(held={spare.pk: True, notice.pk: False, clocked.pk: True})
    written = actions.review(agreement, talk=told, by=lou, now=NOON)

    agreement.refresh_from_db()
    assert (agreement.state, agreement.next_review_on) == ("LIVING", date(2027, 2, 24))
    assert {j.clause: j.is_held for j in written.judgements.all()} == {spare: True, notice: False}
    assert (written.ours, written.theirs, written.version) == ("WELL", "MIXED", version)


def test_the_same_form_writes_one_talk():
    from uuid import uuid4

    lou = make_manager()
    agreement = make_desk_agreement(by=lou)
    once = uuid4()
    one = actions.review(agreement, talk=talk(), submit_id=once, by=lou, now=NOON)
    other = actions.review(agreement, talk=talk(), submit_id=once, by=lou, now=NOON)

    assert one == other
    assert Event.objects.filter(kind="agreement.reviewed").count() == 1


def test_it_ends_and_can_be_begun_anew():
    lou = make_manager()
    agreement = make_desk_agreement(by=lou)
    desk = agreement.desk
    nothing_happens(
        lambda: actions.begin_with_everybody(desk, terms=TERMS, by=lou, now=NOON),
        actions.HasOneAlready,
    )

    actions.end(agreement, why="We closed the desk.", by=lou, now=NOON)

    agreement.refresh_from_db()
    assert (agreement.state, agreement.ended_at) == ("ENDED", NOON)
    again = actions.begin_with_everybody(desk, terms=TERMS, by=lou, now=NOON)
    assert again.state == "DRAFT"
    nothing_happens(
        lambda: actions.end(agreement, why="Again.", by=lou, now=NOON), actions.HasEnded
    )


def test_what_is_refused():
    ada, lou, cy = make_member("ada"), make_manager(), make_customer()
    agreement = make_draft(words("OURS", "We answer."), by=lou, customer=cy)
    desk = make_desk("Orders")

    def add(terms, by=lou):
        return lambda: actions.add_clause(agreement, terms=terms, by=by, now=NOON)

    nothing_happens(lambda: actions.meet(agreement, by=lou, now=NOON), actions.OneSided)
    nothing_happens(add(words("THEIRS", "We ask."), by=ada), NotAllowed)
    nothing_happens(add(words("THEIRS", "  ")), actions.ClauseNotWhole)
    nothing_happens(add(clock(minutes=0)), actions.ClauseNotWhole)
    theirs = actions.ClauseTerms(side="THEIRS", kind="FIRST_ANSWER", minutes=5)
    nothing_happens(add(theirs), actions.NotOurClock)
    nothing_happens(
        lambda: actions.change_terms(agreement, terms=Terms(purpose=" "), by=lou, now=NOON),
        actions.NoPurpose,
    )
    nothing_happens(
        lambda: actions.review(agreement, talk=talk(), by=lou, now=NOON), actions.NotLiving
    )
    nothing_happens(
        lambda: actions.begin_version(agreement, by=lou, now=NOON), actions.InHandAlready
    )
    firm = make_organisation(cy)
    nothing_happens(
        lambda: actions.begin_with_customer(firm, desks=[desk], terms=TERMS, by=ada, now=NOON),
        NotAllowed,
    )
    elsewhere = make_desk("Billing", make_member("bea"))
    nothing_happens(
        lambda: actions.begin_with_customer(
            firm, desks=[desk, elsewhere], terms=TERMS, by=lou, now=NOON
        ),
        NotAllowed,
    )
    nothing_happens(
        lambda: actions.begin_with_customer(firm, desks=[], terms=TERMS, by=lou, now=NOON),
        actions.NoPartners,
    )
    team = make_team("Front", lou)
    nothing_happens(
        lambda: actions.begin_between_teams(team, team, terms=TERMS, by=lou, now=NOON),
        actions.NoPartners,
    )


def test_terms_before_both_sides_stand_still():
    lou, cy, dee = make_manager(), make_customer("cy"), make_customer("dee")
    agreement = make_draft(by=lou, customer=cy)
    clause = agreement.open_version().clauses.first()
    said = {"version": 1, "words": "Light.", "agrees": True, "now": NOON}
    nothing_happens(
        lambda: actions.say_back(agreement, side="THEIRS", by=cy, **said), actions.NotAskedBack
    )
    actions.meet(agreement, by=lou, now=NOON)

    nothing_happens(
        lambda: actions.change_clause(clause, terms=clock(), by=lou, now=NOON), actions.NotInHand
    )
    nothing_happens(lambda: actions.remove_clause(clause, by=lou, now=NOON), actions.NotInHand)
    # Nobody of us speaks for them, nor one of another house; and not twice, or of other terms.
    for by, side in ((lou, "THEIRS"), (dee, "THEIRS"), (cy, "OURS"), (make_member(), "OURS")):
        nothing_happens(
            lambda by=by, side=side: actions.say_back(agreement, side=side, by=by, **said),
            NotAllowed,
        )
    nothing_happens(
        lambda: actions.say_back(agreement, side="THEIRS", by=cy, **said | {"version": 2}),
        actions.NotAskedBack,
    )
    nothing_happens(
        lambda: actions.say_back(agreement, side="THEIRS", by=cy, **said | {"words": " "}),
        actions.SaysNothing,
    )
    actions.say_back(agreement, side="THEIRS", by=cy, **said)
    nothing_happens(
        lambda: actions.say_back(agreement, side="THEIRS", by=cy, **said), actions.SaidAlready
    )


def test_a_talk_is_refused_where_its_days_make_no_sense():
    lou = make_manager()
    agreement = make_desk_agreement(by=lou)

    for wrong, refusal in (
        (talk(talked_on=TODAY + timedelta(days=1)), actions.TalkAhead),
        (talk(next_on=TODAY), actions.NextTalkPast),
        (talk(talk=" "), actions.TalkNotWhole),
    ):
        nothing_happens(
            lambda wrong=wrong: actions.review(agreement, talk=wrong, by=lou, now=NOON), refusal
        )
    assert agreement.reviews.count() == 0


def test_a_line_taken_out_is_never_counted_as_another():
    lou = make_manager()
    agreement = make_desk_agreement(None, clock(), words("OURS", "We say why."), by=lou)
    actions.begin_version(agreement, by=lou, now=NOON)
    draft = agreement.open_version()
    actions.remove_clause(draft.clauses.get(kind="WORDS"), by=lou, now=NOON)

    added = actions.add_clause(agreement, terms=words("OURS", "We call."), by=lou, now=NOON)

    assert added.line == 3


@pytest.mark.parametrize(
    ("model", "wrong"),
    [
        (Agreement, {"desk": None}),
        (Agreement, {"state": "ENDED"}),
        (Agreement, {"state": "DRAFT"}),
        (Agreement, {"next_review_on": None}),
        (Version, {"review_every_months": 0}),
        (Version, {"purpose": ""}),
        (Version, {"holds_until": WEEK_BEFORE - timedelta(days=9)}),
        (Version, {"meeting_since": None}),
        (Clause, {"minutes": None}),
        (Clause, {"side": "THEIRS"}),
        (Clause, {"words": ""}),
    ],
)
def test_the_database_refuses_what_cannot_be(model, wrong):
    make_desk_agreement()

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**wrong)


def test_who_sees_which_agreement():
    ada, bea, mia = make_member("ada"), make_member("bea"), make_member("mia")
    mia.sees_only_assigned = True
    mia.save()
    lou, odo = make_manager(), make_owner()
    desk = make_desk("Orders", ada, mia, lou)
    with_cy = make_draft(desk=desk, by=lou)
    with_all = make_desk_agreement(desk, by=lou)
    between = actions.begin_between_teams(
        make_team("Front", bea), make_team("Packing"), terms=TERMS, by=odo, now=NOON
    )

    def seen(member):
        return set(Agreement.objects.visible_to(member))

    assert seen(ada) == seen(lou) == {with_cy, with_all}
    assert seen(mia) == {with_all}
    assert seen(bea) == {between}
    assert seen(odo) == {with_cy, with_all, between}
    ada.is_active = False
    assert seen(ada) == set()
