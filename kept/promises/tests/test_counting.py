"""What two months of promises come to, counted from the ledger as it was written.

The desk is in Berlin, where the clocks went back on Sunday 25 October 2026, at three.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.conversations.models import Desk
from kept.hours.tests.make import make_calendar
from kept.kit.shares import Share
from kept.ledger.models import Cursor
from kept.ledger.reading import READERS, catch_up
from kept.people.models import Member
from kept.promises import actions
from kept.promises.actions import count, sweep
from kept.promises.actions.count import recount_promises, recount_replies
from kept.promises.audit import findings
from kept.promises.counting import COLUMNS, Counts, desks_of, word_of_desks, word_of_myself
from kept.promises.models import (
    CountedPromise,
    CountedReply,
    Promise,
    PromiseTally,
    VagueCount,
)
from tests.cast import (
    make_conversation,
    make_desk,
    make_manager,
    make_member,
    make_owner,
    make_promise,
    make_reply,
)

# Readers of the ledger see what is committed.
pytestmark = pytest.mark.django_db(transaction=True)

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def at(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def berlin(name: str, *members: Member) -> Desk:
    desk = make_desk(name, *members)
    Desk.objects.filter(pk=desk.pk).update(calendar=make_calendar("Berlin"))
    return Desk.objects.get(pk=desk.pk)


def carry() -> None:
    catch_up(READERS["word"], now=at(12, 1))


class Story:
    """Ada and Bea at one desk, promises that were due in October and November."""

    def __init__(self) -> None:
        self.ada, self.bea, self.lou = make_member("ada"), make_member("bea"), make_manager("lou")
        self.desk = berlin("Orders", self.ada, self.bea, self.lou)
        self.conversation = make_conversation(desk=self.desk)

    def promise(self, due_at: datetime, *, made: datetime, keeper: Member | None = None, **more):
        return make_promise(
            self.conversation, keeper=keeper or self.ada, due_at=due_at, now=made, **more
        )

    def keep(self, promise: Promise, now: datetime) -> Promise:
        return actions.keep(promise, by=promise.keeper, now=now)

    def move(self, promise: Promise, due_at: datetime, now: datetime) -> Promise:
        return actions.renegotiate(promise, due_at=due_at, by=promise.keeper, now=now)

    def tell(self) -> None:
        """October: all endings but two. November: what moved there, and what is new."""
        made = at(10, 1, 8)
        # Kept in time, and each of the four things a promisee may say to it.
        actions.confirm(self.keep(self.promise(at(10, 6), made=made), at(10, 6, 9)), by=None,
                        now=at(10, 6, 10))  # fmt: skip
        self.keep(self.promise(at(10, 7), made=made), at(10, 7, 9))
        sweep.presume_due(now=at(10, 30))
        # The evening before the months change, by the clock of Berlin after its change.
        self.keep(self.promise(at(10, 31, 22, 30), made=made), at(10, 31, 22, 15))
        # A rule's own clock is its witness: nobody is asked.
        by_rule = actions.make_by_rule(
            kind=Promise.Kind.FIRST_ANSWER, words="An answer within a day", due_at=at(10, 8),
            desk=self.desk, conversation=self.conversation, made_in=None, now=made,
        )  # fmt: skip
        actions.keep_by_rule(by_rule, by="system:agreements", now=at(10, 8, 9))
        # Moved early, then kept: from October to November.
        moved = self.move(self.promise(at(10, 20), made=made), at(11, 3), made)
        self.keep(moved, at(11, 2))
        # Moved after it was due, then kept by the new date: late.
        late = self.move(self.promise(at(10, 13), made=made), at(10, 15), at(10, 13, 13))
        self.keep(late, at(10, 15, 9))
        # Kept an hour late, over the change of the clocks.
        self.keep(self.promise(at(10, 25, 0, 30), made=made), at(10, 25, 1, 30))
        # Broken in silence, and broken after we had told them.
        self.promise(at(10, 21), made=made)
        told = self.promise(at(10, 22), made=made, keeper=self.bea)
        Promise.objects.filter(pk=told.pk).update(was_told=True)
        sweep.break_due(now=at(10, 23))
        actions.give_up(told, why="We lost it.", by=self.bea, now=at(10, 23))
        # Released in time: it counts in October, though it was due in December.
        actions.release(self.promise(at(12, 9), made=made), why="", by=None, now=at(10, 12))
        # Released after it was broken: that mends nothing.
        actions.release(self.promise(at(10, 26), made=made), why="", by=None, now=at(10, 27))
        # Said to be done, denied, and done in time after all.
        denied = self.keep(self.promise(at(11, 10), made=at(11, 1)), at(11, 4))
        actions.dispute(denied, by=None, now=at(11, 5))
        self.keep(Promise.objects.get(pk=denied.pk), at(11, 9))
        # Moved three times, each of them early: slipping, and open until the end of November.
        slipping = self.promise(at(11, 12), made=at(11, 1), keeper=self.bea)
        for day in (16, 20, 30):
            slipping = self.move(slipping, at(11, day), at(11, 2))
        # Offered and never chosen: nothing was owed.
        actions.offer_callback(
            self.conversation, words="I'll call", keeper=self.ada, by=self.ada, now=at(11, 2),
            windows=[(at(11, 5), at(11, 6))],
        )  # fmt: skip
        sweep.lapse_due(now=at(11, 7))
        # Among us: not the desk's word, and Ada's all the same.
        among = actions.promise_among_us(
            words="I'll cover", due_at=at(11, 6), to_member=self.bea, by=self.ada, now=at(11, 1)
        )
        actions.keep(among, by=self.ada, now=at(11, 5))


@pytest.fixture
def story() -> Story:
    story = Story()
    story.tell()
    return story


IN_OCTOBER = Counts(
    in_time=4, late=2, told=1, silent=2, released=1,
    confirmed=1, presumed=1, waiting=1, unasked=1, by_first=4,
)  # fmt: skip
IN_NOVEMBER = Counts(in_time=1, moved=1, open=1, waiting=1, by_first=1, slipping=1)


def test_two_months_come_to_exactly_this(story):
    carry()

    word = word_of_desks([story.desk], months=3, now=NOVEMBER)

    assert word.months == [date(2026, 9, 1), OCTOBER, NOVEMBER]
    assert word.by_month == {date(2026, 9, 1): Counts(), OCTOBER: IN_OCTOBER, NOVEMBER: IN_NOVEMBER}
    assert (word.now.all, word.now.ended, word.before.all) == (13, 11, 0)
    assert word.now.by_last_date == Share(6, 11)
    assert word.now.by_first_date == Share(5, 11)


def test_it_is_told_by_desk_and_by_kind(story):
    carry()

    word = word_of_desks([story.desk], months=3, now=NOVEMBER)

    assert [(row.key, row.now.all, row.before.all) for row in word.by_desk] == [
        (str(story.desk.pk), 13, 0)
    ]
    assert [(row.key, row.now.all) for row in word.by_kind] == [
        ("PROMISE", 12),
        ("FIRST_ANSWER", 1),
    ]


def test_one_kind_alone(story):
    carry()

    word = word_of_desks([story.desk], kind="FIRST_ANSWER", months=3, now=NOVEMBER)

    assert word.now == Counts(in_time=1, unasked=1, by_first=1)


def test_what_lies_before_the_span_stands_beside_it(story):
    carry()

    word = word_of_desks([story.desk], months=3, now=date(2027, 1, 1))

    assert (word.now, word.before) == (IN_NOVEMBER, IN_OCTOBER)


def test_each_has_their_own_word_and_no_one_elses(story):
    carry()

    ada = word_of_myself(story.ada, months=3, now=NOVEMBER)
    bea = word_of_myself(story.bea, months=3, now=NOVEMBER)

    # All but the rule's, which the desk keeps, and Bea's; and the one among us.
    assert ada.by_month[OCTOBER] == Counts(
        in_time=3, late=2, silent=2, released=1, confirmed=1, presumed=1, waiting=1, by_first=3
    )
    assert ada.by_month[NOVEMBER] == Counts(in_time=2, moved=1, waiting=2, by_first=2)
    assert ada.answers == Share(0, 0)
    assert bea.by_month[OCTOBER] == Counts(told=1)
    assert bea.by_month[NOVEMBER] == Counts(open=1, slipping=1)


def test_a_date_that_passes_or_moves_takes_the_promise_along():
    story = Story()
    promise = story.promise(at(10, 20), made=at(10, 1))
    carry()
    assert tallies() == [("2026-10", {"open": 1})]

    sweep.break_due(now=at(10, 21))
    carry()
    assert tallies() == [("2026-10", {"silent": 1})]

    story.move(promise, at(11, 3), at(10, 21))
    carry()
    assert tallies() == [("2026-10", {}), ("2026-11", {"open": 1})]

    story.keep(promise, at(11, 3))
    carry()
    assert tallies() == [
        ("2026-10", {}),
        ("2026-11", {"late": 1}),
    ]


def test_who_hands_a_promise_on_hands_its_ending_on():
    story = Story()
    promise = story.promise(at(11, 3), made=at(10, 1))
    actions.hand_on(promise, to=story.bea, by=story.ada, now=at(10, 2))
    carry()

    words = [word_of_myself(one, months=3, now=NOVEMBER).now for one in (story.ada, story.bea)]

    assert words == [Counts(), Counts(open=1)]


def test_counting_twice_counts_once(story):
    carry()
    before = list(PromiseTally.objects.order_by("pk").values())
    Cursor.objects.filter(reader="word").update(transaction=0, event_id=0)

    carry()

    assert list(PromiseTally.objects.order_by("pk").values()) == before


def test_a_rebuild_comes_to_what_the_ledger_came_to(story):
    make_reply(story.conversation, "We'll get back to you soon.", by=story.ada, now=at(11, 2))
    carry()
    told = everything()
    assert told[0]
    assert told[1]
    PromiseTally.objects.update(in_time=99, unasked=99, confirmed=0, presumed=0, waiting=0)
    VagueCount.objects.update(replies=99)
    CountedPromise.objects.all().delete()
    CountedReply.objects.all().delete()

    assert recount_promises() == Promise.objects.exclude(outcome="LAPSED").count()
    assert recount_promises() == 0
    assert recount_replies() == 1
    assert recount_replies() == 1

    assert everything() == told


def test_what_was_counted_wrongly_is_mended_by_a_rebuild(story):
    carry()
    told = everything()
    CountedPromise.objects.filter(ending="SILENT").update(ending="RELEASED", month=NOVEMBER)
    PromiseTally.objects.update(open=7)

    recount_promises()

    assert everything() == told


def test_a_check_finds_sums_that_are_none(story):
    carry()
    assert [finding for finding in findings() if finding.about.startswith("desk:")] == []

    PromiseTally.objects.filter(month=OCTOBER, kind="PROMISE").update(released=5)

    assert [str(finding) for finding in findings() if finding.about.startswith("desk:")] == [
        f"recount: desk:{story.desk.pk}: tallies promise of 2026-10 wrongly"
    ]


def test_many_promises_are_counted_in_several_batches(story, monkeypatch):
    carry()
    told = everything()
    monkeypatch.setattr(count, "AT_ONCE", 2)
    PromiseTally.objects.all().delete()
    CountedPromise.objects.all().delete()

    recount_promises()

    assert everything() == told


REPLIES = [
    ("We'll get back to you as soon as possible.", True),
    ("I'll look into it.", True),
    ("You will have it by Friday.", False),
    ("It is done.", False),
]


def test_replies_that_put_off_are_counted_by_desk_and_month():
    story = Story()
    for text, _ in REPLIES:
        make_reply(story.conversation, text, by=story.ada, now=at(10, 31, 22, 59))
    make_reply(story.conversation, "We'll be in touch.", by=story.bea, now=at(10, 31, 23))
    carry()

    assert everything()[1] == [(OCTOBER, 2, 4), (NOVEMBER, 1, 1)]
    word = word_of_desks([story.desk], months=3, now=NOVEMBER)
    assert word.answers == Share(3, 5)
    assert word.answers_by_month[OCTOBER] == Share(2, 4)


def test_a_letter_that_came_in_is_no_answer_of_ours():
    Story()
    carry()

    assert VagueCount.objects.count() == CountedReply.objects.count() == 0


def test_a_reply_is_counted_once_however_often_it_is_told():
    story = Story()
    message = make_reply(story.conversation, "We'll be in touch.", by=story.ada, now=at(11, 2))
    carry()

    assert count.count_replies([message.pk]) == 0
    assert VagueCount.objects.get().replies == 1


def test_whose_word_is_shown():
    ada, bea, cal = make_member("ada"), make_member("bea"), make_member("cal")
    lou, odo = make_manager("lou"), make_owner("odo")
    orders = make_desk("Orders", ada, bea, lou)
    make_desk("Billing", ada, cal)
    solo = make_desk("Solo", cal, lou)

    assert desks_of(ada).shown == desks_of(ada).alone == []
    # What one other person alone does is that person's.
    assert (desks_of(lou).shown, desks_of(lou).alone) == ([orders], [solo])
    assert [desk.name for desk in desks_of(odo).shown] == ["Billing", "Orders", "Solo"]


def test_one_who_has_left_does_not_hide_the_one_who_stays():
    ada, lou = make_member("ada"), make_manager("lou")
    gone = make_member("gus", is_active=False)
    solo = make_desk("Solo", ada, gone, lou)

    assert desks_of(lou).alone == [solo]


def test_a_manager_who_sees_only_what_is_assigned_sees_no_desks_word():
    lou = make_member("lou", role="MANAGER", sees_only_assigned=True)
    make_desk("Orders", make_member("ada"), make_member("bea"), lou)

    assert desks_of(lou).shown == []


def test_it_takes_the_same_few_queries_whatever_there_is(story, django_assert_num_queries):
    carry()

    with django_assert_num_queries(3):
        word_of_desks([story.desk], months=12, now=NOVEMBER)
    with django_assert_num_queries(2):
        word_of_myself(story.ada, months=12, now=NOVEMBER)


def test_counting_many_takes_no_more_queries_than_counting_few(story):
    def ways(count_them, pks):
        CountedPromise.objects.all().delete()
        CountedReply.objects.all().delete()
        PromiseTally.objects.all().delete()
        VagueCount.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            assert count_them(pks) == len(pks)
        return len([query for query in asked if query["sql"].startswith("SELECT")])

    carry()
    # All in one cell: a cell costs what it costs.
    cell = CountedPromise.objects.filter(month=OCTOBER, kind="PROMISE")
    many = list(cell.values_list("pk", flat=True))
    replies = [
        make_reply(story.conversation, "It is done.", by=story.ada, now=at(11, 2)).pk
        for _ in range(5)
    ]

    assert len(many) == 9
    assert ways(count.count_promises, many) == ways(count.count_promises, many[:1])
    assert ways(count.count_replies, replies) == ways(count.count_replies, replies[:1])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the plan as SQLite writes it")
def test_ones_own_word_is_read_from_the_index_alone(story, django_assert_num_queries):
    carry()
    with django_assert_num_queries(2) as asked:
        word_of_myself(story.ada, months=12, now=NOVEMBER)

    for query in asked:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = " | ".join(row[-1] for row in cursor.fetchall())
        assert "COVERING INDEX counted_of_keeper" in plan, plan


def everything() -> tuple[list[object], list[object]]:
    """What the tallies say, but for cells that are empty again."""
    cells = PromiseTally.objects.order_by("desk", "month", "kind")
    told = [row for row in cells.values_list("desk", "month", "kind", *COLUMNS) if any(row[3:])]
    return told, list(VagueCount.objects.order_by("month").values_list("month", "vague", "replies"))


def tallies() -> list[tuple[str, dict[str, int]]]:
    ends = ("in_time", "moved", "late", "told", "silent", "released", "open")
    return [
        (f"{row.month:%Y-%m}", {name: n for name in ends if (n := getattr(row, name))})
        for row in PromiseTally.objects.order_by("month")
    ]
