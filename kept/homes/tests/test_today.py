import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kept.conversations.actions import assign
from kept.homes.queries import today
from kept.homes.rhythm import Rhythm
from kept.homes.rhythm import rhythm as beat
from kept.ledger.reading import READERS, catch_up
from kept.people.models import Member
from kept.promises.actions import keep, make, pause, renegotiate
from kept.promises.models import Pause, Promise
from kept.promises.queries import of_desks_alone
from kept.prompts.asking import asked_of
from tests.cast import NOON, make_conversation, make_desk, make_manager, make_member, make_promise

pytestmark = pytest.mark.django_db
carried = pytest.mark.django_db(transaction=connection.vendor == "postgresql")
"""A reader is carried here: on PostgreSQL it sees what is committed, and no more."""


def rhythm(member: Member, *, now: datetime) -> Rhythm:
    return beat(member, asked=asked_of(member, now=now), now=now)


def test_a_day_sorts_promises_by_when_they_are_due():
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    early = NOON - timedelta(hours=3)

    def due(hours: float):
        return make_promise(
            conversation, keeper=ada, due_at=NOON + timedelta(hours=hours), now=early
        )

    late, soon, tomorrow = due(-1), due(2), due(30)

    day = today(ada, now=NOON)

    assert [card.pk for card in day.late] == [late.pk]
    assert [card.pk for card in day.today] == [soon.pk]
    assert [card.pk for card in day.ahead] == [tomorrow.pk]
    assert [card.state for card in day.due_now] == ["overdue", "soon"]


def of_desk(conversation, by, *, hours: float = 1) -> Promise:
    """A promise that the desk keeps."""
    return make(
        conversation,
        words="We'll send the lamp",
        due_at=NOON + timedelta(hours=hours),
        keeper=None,
        by=by,
        now=NOON,
    )


def test_what_the_desk_keeps_is_due_for_all_who_serve_it_and_for_nobody_else():
    ada, bea, zoe = make_member("ada"), make_member("bea"), make_member("zoe")
    make_desk("Billing", zoe)
    conversation = make_conversation(desk=make_desk("Orders", ada, bea))
    desks, mine = of_desk(conversation, ada), make_promise(conversation, keeper=ada)
    ahead = of_desk(conversation, ada, hours=40)
    keep(of_desk(conversation, ada), by=ada, now=NOON)
    now = NOON + timedelta(hours=5)

    days = [today(member, now=now) for member in (ada, bea, zoe)]

    assert [[card.pk for card in day.late] for day in days] == [[desks.pk], [desks.pk], []]
    coming = [[card.pk for card in day.ahead] for day in days]
    assert coming == [[mine.pk, ahead.pk], [ahead.pk], []]
    assert [card.pk for card in days[0].of_desks] == [desks.pk, ahead.pk]


def test_what_rests_is_none_of_todays():
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    runs, rests = of_desk(conversation, ada), of_desk(conversation, ada)
    assert pause(rests, reason=Pause.Reason.CUSTOMER, now=NOON)

    day = today(ada, now=runs.due_at + timedelta(minutes=1))

    assert [card.pk for card in [*day.due_now, *day.ahead]] == [runs.pk]


def test_of_a_day_too_full_to_read_the_first_are_shown_and_it_is_said(client):
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    early = NOON - timedelta(hours=1)
    due = [
        make_promise(conversation, keeper=ada, due_at=NOON + timedelta(minutes=n), now=early)
        for n in range(1, 28)
    ]

    day = today(ada, now=NOON)
    page = client.get("/today/").content.decode()

    assert [card.pk for card in day.due_now] == [promise.pk for promise in due[:20]]
    assert day.is_more
    assert "More than 20 promises are late or fall due today." in page
    assert "The first 20 by when they are due." in page
    assert 'href="/today/?all"' in page
    whole = client.get("/today/?all")
    assert [card.pk for card in whole.context["day"].due_now] == [promise.pk for promise in due]
    assert 'href="/today/?all"' not in whole.content.decode()


def test_however_much_rests_what_is_due_is_shown():
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    resting = [of_desk(conversation, ada) for _ in range(40)]
    for promise in resting:
        assert pause(promise, reason=Pause.Reason.CUSTOMER, now=NOON)
    late = of_desk(conversation, ada, hours=2)

    day = today(ada, now=late.due_at + timedelta(minutes=1))

    assert [card.pk for card in day.due_now] == [late.pk]


def test_who_sees_only_what_is_assigned_sees_no_other_promise_of_the_desk():
    ada, bea = make_member("ada"), make_member("bea", sees_only_assigned=True)
    desk = make_desk("Orders", ada, bea)
    of_desk(make_conversation(desk=desk), ada)
    assigned = assign(make_conversation(desk=desk), to=bea, by=ada, now=NOON)
    theirs = of_desk(assigned, ada)

    assert [card.pk for card in today(bea, now=NOON).today] == [theirs.pk]


@pytest.fixture
def client():
    client = Client()
    client.force_login(
        make_member("ada"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    with time_machine.travel(NOON + timedelta(hours=2), tick=False):
        yield client


def test_the_desks_promise_is_named_as_the_desks_and_follows_its_conversation(client):
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    promise = of_desk(conversation, ada)

    page = client.get("/today/").content.decode()

    assert "One promise is late." in page
    assert f'id="due-{promise.pk}" data-state="overdue"' in page
    assert "<span>Orders keeps it</span>" in page
    assert f'href="/desk/all/{conversation.pk}/"' in page
    assert f'data-live-topics="member:{ada.pk} conversation:{conversation.pk}"' in page


def test_today_needs_no_more_than_twelve_queries(
    client, django_assert_max_num_queries, ledger_end_known
):
    ada = make_member("ada")
    desk = make_desk("Orders", ada)
    for n in range(1, 13):
        conversation = make_conversation(desk=desk, assignee=ada)
        of_desk(conversation, ada, hours=n)
        make_promise(conversation, keeper=ada, due_at=NOON + timedelta(hours=n))
        keep(make_promise(conversation, keeper=ada), by=ada, now=NOON)
    client.get("/today/")  # the name of the house is remembered for a while

    with django_assert_max_num_queries(12):
        assert client.get("/today/").status_code == 200


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the plan as SQLite writes it")
@pytest.mark.parametrize("role", ["MEMBER", "OWNER"])
def test_what_the_desk_keeps_is_read_from_an_index_on_open_promises(
    role, django_assert_num_queries
):
    ada = make_member("ada", role=role)
    make_desk("Orders", ada)
    with django_assert_num_queries(1) as asked:
        of_desks_alone(ada, now=NOON)

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        plan = " | ".join(row[-1] for row in cursor.fetchall())

    assert re.search(r"promises_promise USING INDEX promise_open_of_\w+", plan), plan


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the plan as SQLite writes it")
@pytest.mark.parametrize("look", [today, rhythm])
def test_no_question_reads_every_promise_however_many_there_are(look):
    lou = make_manager("lou")
    keepers = [lou, *(make_member(name) for name in ("ada", "bea", "cleo", "dora", "eli"))]
    one = make_promise(keeper=lou)
    row = {field.attname: getattr(one, field.attname) for field in Promise._meta.concrete_fields}
    row |= {"id": None, "submit_id": None}
    kept = {"outcome": "KEPT", "settled_at": NOON, "warn_at": None}
    Promise.objects.bulk_create(
        Promise(
            **row
            | {"keeper_id": keepers[n % 6].pk, "due_at": NOON + timedelta(minutes=n)}
            | (kept if n % 10 else {})
        )
        for n in range(3_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as asked:
        look(lou, now=NOON)

    plans = []
    with connection.cursor() as cursor:
        for query in asked:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plans += [row[-1] for row in cursor.fetchall()]
    assert len(asked) <= 12
    assert "SCAN promises_promise" not in plans
    assert "SCAN people_member" not in plans
    assert [step for step in plans if step.startswith("SEARCH promises_promise")] != []
    # The first due of all is a leader's to see; a member's day begins with what is the member's.
    assert ("promise_open_by_due" in " ".join(plans)) is (look is rhythm)


@carried
@pytest.mark.parametrize(("ended", "shows"), [(9, False), (10, True)])
def test_a_share_is_shown_from_ten_promises_on(client, ended, shows):
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    for _ in range(ended):
        keep(make_promise(conversation, keeper=ada), by=ada, now=NOON)

    catch_up(READERS["word"], now=NOON)

    page = client.get("/today/").content.decode()

    assert ("kept in time, or changed early and then kept" in page) is shows
    assert ("After 10 promises you see here how many you kept." in page) is not shows


def test_what_waits_on_me_is_open_and_mine():
    ada, bea = make_member("ada"), make_member("bea")
    desk = make_desk("Orders", ada, bea)
    mine = assign(make_conversation(desk=desk), to=ada, by=ada, now=NOON)
    assign(make_conversation(desk=desk), to=bea, by=bea, now=NOON)
    make_conversation(desk=desk)

    assert [c.pk for c in today(ada, now=NOON).waiting] == [mine.pk]


@carried
def test_my_word_counts_what_came_to_its_end():
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    in_time, late = (
        make_promise(conversation, keeper=ada, due_at=NOON + timedelta(hours=1)) for _ in range(2)
    )
    make_promise(conversation, keeper=ada)
    keep(in_time, by=ada, now=NOON + timedelta(minutes=30))
    keep(late, by=ada, now=NOON + timedelta(hours=2))
    catch_up(READERS["word"], now=NOON + timedelta(hours=3))

    word = today(ada, now=NOON + timedelta(hours=3)).word

    assert (word.good, word.of) == (1, 2)


@carried
def test_my_word_is_not_mended_by_moving_the_date_late():
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    tomorrow, after_that = NOON + timedelta(days=1), NOON + timedelta(days=2)

    def moved_and_kept(at):
        promise = make_promise(conversation, keeper=ada, due_at=tomorrow)
        renegotiate(promise, due_at=after_that, by=ada, now=at)
        keep(promise, by=ada, now=after_that - timedelta(hours=1))

    moved_and_kept(at=NOON)
    moved_and_kept(at=tomorrow - timedelta(minutes=5))
    moved_and_kept(at=tomorrow + timedelta(hours=1))
    catch_up(READERS["word"], now=after_that)

    word = today(ada, now=after_that).word

    assert (word.good, word.of) == (1, 3)


@carried
def test_one_late_move_among_early_ones_is_enough():
    ada = make_member("ada")
    promise = make_promise(make_conversation(desk=make_desk("Orders", ada)), keeper=ada)
    renegotiate(promise, due_at=NOON + timedelta(days=2), by=ada, now=NOON)
    renegotiate(
        promise, due_at=NOON + timedelta(days=4), by=ada, now=NOON + timedelta(days=2, hours=1)
    )
    keep(promise, by=ada, now=NOON + timedelta(days=3))
    catch_up(READERS["word"], now=NOON + timedelta(days=3))

    word = today(ada, now=NOON + timedelta(days=3)).word

    assert (word.good, word.of) == (0, 1)


@pytest.mark.parametrize(("hour", "part"), [(8, "morning"), (13, "afternoon"), (20, "evening")])
def test_the_greeting_fits_the_hour_where_the_member_is(hour, part):
    ada = make_member("ada", zone="Asia/Tokyo")
    here = NOON.replace(hour=(hour - 9) % 24)

    assert today(ada, now=here).part == part


def test_a_manager_who_sees_only_what_is_assigned_sees_no_more_of_their_teams_rhythm():
    lou, ada = make_manager("lou"), make_member("ada")
    lou.sees_only_assigned = True
    lou.save()
    theirs = make_conversation(desk=make_desk("Orders", lou, ada))
    make_promise(theirs, keeper=ada, due_at=NOON + timedelta(hours=1))
    assert rhythm(lou, now=NOON).of == 0

    assign(theirs, to=lou, by=ada, now=NOON)

    assert rhythm(lou, now=NOON).of == 1


def test_what_was_declared_before_one_left_the_desk_is_out_of_sight_with_it():
    ada = make_member("ada")
    promise = make_promise(keeper=ada)
    keep(promise, by=ada, now=NOON)
    assert len(today(ada, now=NOON).unconfirmed) == len(today(ada, now=NOON).kept_today) == 1

    ada.teams.clear()

    assert today(ada, now=NOON).unconfirmed == today(ada, now=NOON).kept_today == []
