"""What Rhythm asks of its manager: raised by real figures, dismissed, asked again."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kept.charter import actions as charter
from kept.improvement import actions as improvement
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.promises import actions as promises
from kept.prompts import actions
from kept.prompts.asking import asked_of
from kept.prompts.models import Dismissal
from kept.prompts.queries import told
from kept.recovery import actions as recovery
from tests.cast import (
    NOON,
    make_conversation,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_owner,
    make_reply,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = NOON + 20 * DAY


@pytest.fixture
def lou():
    return make_manager()


@pytest.fixture
def desk(lou):
    return make_desk("Orders", make_member("ada"), make_member("bea"), lou)


@pytest.fixture
def friction(desk):
    """Three of us say so."""
    terms = improvement.FrictionTerms("No refund without a receipt.", desk=desk)
    found = improvement.raise_friction(terms, submit_id=uuid4(), by=make_member("ada"), now=NOON)
    for name in ("bea", "lou"):
        improvement.me_too(found, by=make_member(name), now=NOON)
    return found


def kinds(member, *, now: datetime = NOON) -> list[tuple[str, str]]:
    return [(one.kind, one.subject) for one in asked_of(member, now=now).prompts]


def visit(member, *, now: datetime = NOON) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def ask(desk, *, by, now: datetime = NOON, name: str = "cy"):
    talk = make_conversation(desk=desk, customer=make_customer(name), now=now)
    return charter.ask_for_authority(
        talk, kind="REFUND", wanted="Pay it back.", submit_id=uuid4(), by=by, now=now
    )


def test_each_kind_is_raised_by_what_stands_in_the_house(lou, desk, friction):
    ada = make_member("ada")
    wanted = ask(desk, by=ada)
    obstacle = improvement.ask_leader("A printer.", leader=lou, submit_id=uuid4(), by=ada, now=NOON)
    talk = make_conversation(desk=desk, customer=make_customer("dee"))
    recovery.open_recovery(talk, why="Twice.", by=ada, now=NOON)
    for step in ("ACKNOWLEDGE", "APOLOGISE"):
        found = recovery.open_recovery(talk, why="Twice.", by=ada, now=NOON)
        recovery.do_step(found, step, words="Said.", by=ada, now=NOON)
    terms = charter.PolicyTerms(
        "Receipts", "No.", "", lou, NOON.date(), desk, review_on=(NOON + 5 * DAY).date()
    )
    policy = charter.write_policy(None, terms, by=lou, now=NOON)

    found = kinds(lou, now=LATER)

    team = desk.teams.get()
    assert found == [
        ("HEARING", str(wanted.pk)),
        ("OBSTACLE", str(obstacle.pk)),
        ("STILL", "all"),
        ("HUDDLE", str(team.pk)),
        ("FRICTION", str(friction.pk)),
        ("REVIEW", str(policy.pk)),
    ]
    assert kinds(lou) == [("FRICTION", str(friction.pk))]


def test_customers_wait_for_what_was_asked_three_times(lou, desk):
    ada = make_member("ada")
    policy = charter.write_policy(
        None, charter.PolicyTerms("Receipts", "No.", "", lou, NOON.date(), desk), by=lou, now=NOON
    )
    for name in ("cy", "dee", "eve"):
        wanted = ask(desk, by=ada, name=name)
        improvement.refuse_customer(
            wanted.conversation, policy, then="No.", submit_id=uuid4(), by=ada, now=NOON
        )
        charter.answer_request(
            wanted, state="REFUSED", reason="Not yet.", by=lou, now=NOON + timedelta(hours=30)
        )

    assert kinds(lou, now=NOON + 2 * DAY) == [("WAITING", f"policy-{policy.pk}")]


def test_refused_and_granted_later(lou, desk):
    ada = make_member("ada")
    for n, name in enumerate(("cy", "dee")):
        at = NOON + n * DAY
        charter.answer_request(
            ask(desk, by=ada, name=name, now=at), state="REFUSED", reason="No.", by=lou, now=at
        )
    terms = charter.GrantTerms("REFUND", "No receipt", member=ada, amount=5_000, currency="EUR")
    at = NOON + 3 * DAY
    charter.answer_request(
        ask(desk, by=ada, name="eve", now=at),
        state="GRANTED",
        reason="Yes.",
        terms=terms,
        by=lou,
        now=at,
    )

    assert kinds(lou, now=at) == [("REFUSED", f"{ada.pk}-REFUND")]


def test_others_are_not_asked_what_is_mine_nor_what_they_do_not_see(lou, desk, friction):
    ask(desk, by=make_member("ada"))
    max_ = make_manager("max")
    make_desk("Billing", max_)

    assert kinds(max_, now=LATER) == []
    assert ("HEARING", "1") not in kinds(make_owner(), now=LATER)


def test_it_stands_on_rhythm_with_its_why_and_what_it_saw(lou, friction):
    with time_machine.travel(NOON, tick=False):
        page = visit(lou).get("/rhythm/").content.decode()

    assert "Give this an owner: No refund without a receipt." in page
    assert "3 of us say so, for 0 min. No huddle has given it to anybody." in page
    assert page.index("My own mirror") < page.index("Worth your attention")
    assert page.index("Worth your attention") < page.index("At risk")
    assert f'href="/improvement/frictions/{friction.pk}/"' in page


def test_dismissed_it_is_gone_for_me_alone_and_returns_clearly_worse(lou, desk, friction):
    max_ = make_manager("max")
    desk.teams.get().members.add(max_)
    subject = str(friction.pk)

    with time_machine.travel(NOON, tick=False):
        client = visit(lou)
        given = {"kind": "FRICTION", "subject": subject, "reason": "We speak of it on Monday."}
        answer = client.post("/rhythm/dismiss/", given)
        page = client.get("/rhythm/").content.decode()
        aside = client.get("/rhythm/dismissed/").content.decode()

    assert answer["Location"] == "/rhythm/"
    assert "Give this an owner" not in page
    assert "We speak of it on Monday." in aside
    assert kinds(lou) == []
    assert kinds(max_) == [("FRICTION", subject)]
    row = Dismissal.objects.get()
    assert (row.weight, row.at, row.reason) == (3, NOON, "We speak of it on Monday.")
    fact = Event.objects.get(kind="prompt.dismissed")
    assert fact.facts == {"kind": "FRICTION", "subject": subject, "weight": 3}

    improvement.me_too(friction, by=max_, now=NOON)
    assert kinds(lou) == []
    improvement.me_too(friction, by=make_owner(), now=NOON)
    assert kinds(lou) == [("FRICTION", subject)]

    actions.dismiss("FRICTION", subject, by=lou, now=NOON)
    assert Dismissal.objects.get().weight == 5


def test_two_clicks_are_one_dismissal(lou, friction):
    for reason in ("Later.", "Later again."):
        actions.dismiss("FRICTION", str(friction.pk), reason=reason, by=lou, now=NOON)

    assert Dismissal.objects.get().reason == "Later."
    assert Event.objects.filter(kind="prompt.dismissed").count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"subject": "999"}, "You are not asked this any more"),
        ({"kind": "NONSENSE"}, "You are not asked this any more"),
        ({"reason": "x" * 501}, "500"),
    ],
)
def test_what_cannot_be_dismissed_changes_nothing_and_keeps_what_was_typed(
    lou, friction, given, words
):
    told = {"kind": "FRICTION", "subject": str(friction.pk), "reason": "On Monday."} | given
    before = Event.objects.count()

    with time_machine.travel(NOON, tick=False):
        answer = visit(lou).post("/rhythm/dismiss/", told)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert told["reason"] in page
    assert (Dismissal.objects.count(), Event.objects.count()) == (0, before)


def test_a_reason_that_is_too_long_is_refused_by_the_act_too(lou, friction):
    with pytest.raises(actions.ReasonTooLong):
        actions.dismiss("FRICTION", str(friction.pk), reason="x" * 501, by=lou, now=NOON)

    assert not Dismissal.objects.exists()


def test_who_does_not_lead_is_asked_nothing_and_dismisses_nothing(lou, friction):
    ada = make_member("ada")
    before = Event.objects.count()

    with pytest.raises(NotAllowed):
        actions.dismiss("FRICTION", str(friction.pk), by=ada, now=NOON)

    assert visit(ada).post("/rhythm/dismiss/", {}).status_code == 403
    assert (Dismissal.objects.count(), Event.objects.count()) == (0, before)


def test_asked_again(lou, friction):
    row = actions.dismiss("FRICTION", str(friction.pk), reason="Later.", by=lou, now=NOON)

    with time_machine.travel(NOON, tick=False):
        answer = visit(lou).post(f"/rhythm/dismissed/{row.pk}/recall/")

    assert answer["Location"] == "/rhythm/dismissed/"
    assert not Dismissal.objects.exists()
    assert kinds(lou) == [("FRICTION", str(friction.pk))]
    assert Event.objects.get(kind="prompt.recalled").facts == {
        "kind": "FRICTION",
        "subject": str(friction.pk),
    }


def test_nobody_asks_again_for_another(lou, friction):
    row = actions.dismiss("FRICTION", str(friction.pk), reason="Later.", by=lou, now=NOON)
    odo = make_owner()

    with pytest.raises(NotAllowed):
        actions.recall(row, by=odo, now=NOON)
    assert visit(odo).post(f"/rhythm/dismissed/{row.pk}/recall/").status_code == 404
    with time_machine.travel(NOON, tick=False):
        assert "Later." not in visit(odo).get("/rhythm/dismissed/").content.decode()

    assert Dismissal.objects.get().reason == "Later."
    assert not Event.objects.filter(kind="prompt.recalled").exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the plan as SQLite writes it")
def test_each_part_of_the_question_is_found_by_an_index_on_what_is_open(lou, desk, friction):
    with CaptureQueriesContext(connection) as asked:
        told(lou, now=NOON, month=NOON.date())

    query = asked.captured_queries[-1]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
        plan = " | ".join(str(row[-1]) for row in cursor.fetchall())

    for index in (
        "authority_request_of_manager (manager_id=? AND state=?)",
        "obstacle_of_leader (leader_id=? AND state=?)",
        "authority_request_newest (asked_at>?)",
        "friction_undecided",
        "huddle_of_team (team_id=?)",
        "counted_of_keeper (keeper_id=? AND month>?)",
        "promise_open_of_keeper (keeper_id=?)",
        "conv_of_member_status (assignee_id=? AND status=?)",
        "message_of_member (member_id=?)",
    ):
        assert index in plan, plan
    # Besides what is undecided, only the standard is read from its beginning: it is one row.
    read_whole = [step for step in plan.split(" | ") if step.startswith("SCAN ")]
    assert read_whole == ["SCAN U0 USING INDEX friction_undecided", "SCAN U0"]


# The mirror.


def among_us(keeper, whom, *, words: str = "A printer.", due_in=DAY, now: datetime = NOON):
    return promises.promise_among_us(
        words=words, due_at=now + due_in, to_member=whom, by=keeper, now=now
    )


def test_what_i_owe_stands_by_its_age(lou, desk):
    ada, bea = make_member("ada"), make_member("bea")
    among_us(lou, bea, words="A chair.", now=NOON + DAY)
    among_us(lou, ada)
    among_us(ada, lou, words="Not mine.")

    mirror = asked_of(lou, now=NOON + 2 * DAY).mirror

    assert [(one.words, one.to, one.is_late) for one in mirror.owed] == [
        ("A printer.", "Ada", True),
        ("A chair.", "Bea", False),
    ]


@pytest.mark.django_db(transaction=connection.vendor == "postgresql")
def test_my_word_to_us_is_told_by_how_it_ended(lou, desk):
    from kept.ledger.reading import READERS, catch_up

    ada = make_member("ada")
    hour = timedelta(hours=1)
    promises.keep(among_us(lou, ada), by=lou, now=NOON + hour)
    moved = among_us(lou, ada, due_in=4 * DAY)
    promises.renegotiate(moved, due_at=NOON + 5 * DAY, by=lou, now=NOON + hour)
    promises.keep(moved, by=lou, now=NOON + 2 * hour)
    promises.give_up(among_us(lou, ada), why="No money.", by=lou, now=NOON + hour)
    promises.keep(among_us(ada, lou), by=ada, now=NOON + hour)
    catch_up(READERS["word"], now=NOON + DAY)

    word = asked_of(lou, now=NOON + DAY).mirror.word

    assert (word.kept, word.moved, word.late, word.broken, word.of) == (1, 1, 0, 1, 3)


def test_my_answers_are_read_again_by_me_alone(lou, desk):
    talk = make_conversation(desk=desk, assignee=lou)
    first, last = (make_reply(talk, f"Answer {n}.", by=lou) for n in (1, 2))
    client = visit(lou)

    with time_machine.travel(NOON, tick=False):
        answer = client.post("/me/answers/", {"message": last.pk, "step": ["0", "4", "9"]})
        page = client.get("/me/answers/").content.decode()
        rhythm = client.get("/rhythm/").content.decode()

    assert answer["Location"] == "/me/answers/"
    looks = asked_of(lou, now=NOON).mirror.looks
    assert (looks.of, looks.looked, [one.count for one in looks.steps]) == (2, 1, [1, 0, 0, 0, 1])
    assert page.index("Answer 2.") < page.index("Answer 1.")
    assert "1 of my last 2 read again" in rhythm
    ada = make_member("ada")
    assert visit(ada).post("/me/answers/", {"message": first.pk}).status_code == 404
    assert "Answer 1." not in visit(ada).get("/me/answers/").content.decode()
