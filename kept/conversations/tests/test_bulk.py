"""Ada does the same to many at once, and takes it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from kept.conversations import actions
from kept.conversations.actions import bulk as bulks
from kept.conversations.actions import bulk_change
from kept.conversations.actions import tags as house
from kept.conversations.models import Bulk, BulkItem, Conversation, Departure, ReadMark
from kept.conversations.queries.bulk import outcome
from kept.conversations.queries.tags import tags_on
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from tests.cast import (
    NOON,
    make_conversation,
    make_desk,
    make_member,
    make_message,
    make_owner,
    make_promise,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def three(ada):
    desk = make_desk("Orders", ada)
    return [make_conversation(desk=desk) for _ in range(3)]


def done(ids, act: str, value: str = "", *, by, now=NOON) -> Bulk:
    bulk = bulks.begin_bulk(ids, act=act, value=value, by=by, now=now)
    bulks.carry_on(bulk, now=now)
    return bulk


def undone(bulk: Bulk, *, by) -> Bulk:
    bulk = bulks.undo_bulk(bulk, by=by, now=LATER)
    bulks.carry_on(bulk, now=LATER)
    return bulk


def pks(conversations) -> list[int]:
    return [one.pk for one in conversations]


def column(conversations, name: str) -> list[object]:
    return [
        Conversation.objects.values_list(name, flat=True).get(pk=one.pk) for one in conversations
    ]


def facts(kind: str) -> list[dict[str, object]]:
    return list(Event.objects.filter(kind=kind).order_by("pk").values_list("facts", flat=True))


def test_each_has_its_own_fact_and_all_of_them_one_at_both_ends(ada, three):
    actions.set_priority(three[0], to="HIGH", by=ada, now=NOON)

    bulk = done(pks(three), "PRIORITY", "HIGH", by=ada)

    assert column(three, "priority") == ["HIGH"] * 3
    assert len(facts("conversation.priority_changed")) == 3
    assert facts("bulk.begun") == [{"bulk": bulk.pk, "act": "PRIORITY", "count": 3}]
    assert facts("bulk.ended") == [{"bulk": bulk.pk, "done": 2, "refused": 0}]
    told = outcome(bulk)
    assert (told.count, told.through, told.done, told.same, told.refused) == (3, 3, 2, 1, 0)


def test_what_was_done_is_undone_exactly_and_what_others_changed_since_stays(ada, three):
    bea = make_member("bea")
    make_desk("Orders", bea)
    actions.assign(three[0], to=bea, by=bea, now=NOON)
    bulk = done(pks(three), "ASSIGN", str(ada.pk), by=ada)
    assert column(three, "assignee") == [ada.pk] * 3
    # Away and back again is as it was, and yet it is what Bea decided.
    actions.assign(three[2], to=bea, by=bea, now=NOON)
    actions.assign(three[2], to=ada, by=bea, now=NOON)

    undone(bulk, by=ada)

    assert column(three, "assignee") == [bea.pk, None, ada.pk]
    told = outcome(Bulk.objects.get())
    assert (told.undone, told.left, told.bulk.state) == (2, 1, "UNDONE")
    assert [(one.words, one.references) for one in told.reasons] == [
        ("It has been changed since, and stays as it is.", [f"K-{three[2].pk}"])
    ]
    assert facts("bulk.undone") == [{"bulk": bulk.pk, "restored": 2, "left": 1}]


def test_a_status_comes_back_with_the_moment_it_was_closed(ada, three):
    actions.set_status(three[0], to="CLOSED", by=ada, now=NOON)
    bulk = done(pks(three), "STATUS", "SPAM", by=ada, now=LATER)
    assert column(three, "status") == ["SPAM"] * 3

    undone(bulk, by=ada)

    assert column(three, "status") == ["CLOSED", "OPEN", "OPEN"]
    assert column(three, "closed_at") == [NOON, None, None]


def test_what_a_customer_has_opened_again_is_not_closed_nor_put_back(ada, three):
    actions.set_status(three[0], to="WAITING", by=ada, now=NOON)
    bulk = done(pks(three[:1]), "STATUS", "CLOSED", by=ada)
    make_message("One more thing.", conversation=three[0], now=LATER)

    undone(bulk, by=ada)

    assert column(three[:1], "status") == ["OPEN"]


def test_a_tag_is_put_on_and_taken_off_again_where_it_was_not_before(ada, three):
    tag = house.make_tag(name="vip", by=ada, now=NOON)
    actions.tag(three[0], [tag], by=ada, now=NOON)
    bulk = done(pks(three), "TAG", str(tag.pk), by=ada)
    assert all(len(tags_on(one)) == 1 for one in three)
    actions.untag(three[1], [tag], by=ada, now=NOON)
    actions.tag(three[1], [tag], by=ada, now=NOON)

    undone(bulk, by=ada)

    assert [len(tags_on(one)) for one in three] == [1, 1, 0]

    off = done(pks(three), "UNTAG", str(tag.pk), by=ada)
    assert [len(tags_on(one)) for one in three] == [0, 0, 0]
    undone(off, by=ada)
    assert [len(tags_on(one)) for one in three] == [1, 1, 0]


def test_what_was_read_is_unread_again(ada, three):
    actions.mark_read(three[0], by=ada)
    bulk = done(pks(three), "READ", by=ada)
    assert ReadMark.objects.filter(member=ada).count() == 3
    more = make_message("And?", conversation=three[2], now=LATER)
    actions.mark_read(Conversation.objects.get(pk=three[2].pk), by=ada)

    undone(bulk, by=ada)

    marks = dict(ReadMark.objects.filter(member=ada).values_list("conversation", "message_id"))
    assert marks == {three[0].pk: three[0].last_in_message, three[2].pk: more.pk}


def test_what_a_merging_has_made_more_pressing_stays_so(ada, three):
    bulk = done(pks(three[:2]), "PRIORITY", "HIGH", by=ada)
    urgent = make_conversation(desk=three[0].desk)
    actions.set_priority(urgent, to="URGENT", by=ada, now=NOON)
    actions.merge(urgent, into=three[0], by=ada, now=NOON)

    undone(bulk, by=ada)

    assert column(three, "priority") == ["URGENT", "NORMAL", "NORMAL"]
    told = outcome(Bulk.objects.get())
    assert (told.undone, told.left) == (1, 1)
    assert [one.references for one in told.reasons] == [[f"K-{three[0].pk}"]]


def test_one_refusal_stops_none_of_the_others_and_says_why(ada, three):
    Departure.objects.create(
        conversation=three[1], member=ada, text="Soon.", to=["a@x.example"], written_at=NOON,
        leaves_at=LATER, is_scheduled=True, submit_id=uuid4(),
    )  # fmt: skip
    merged = make_conversation(desk=three[0].desk)
    actions.merge(merged, into=three[2], by=ada, now=NOON)

    bulk = done([*pks(three), merged.pk], "STATUS", "CLOSED", by=ada)

    assert column(three, "status") == ["CLOSED", "OPEN", "CLOSED"]
    told = outcome(bulk)
    assert (told.done, told.refused) == (2, 2)
    assert {reason.words.split(".")[0]: reason.references for reason in told.reasons} == {
        "A letter still waits to leave there": [f"K-{three[1].pk}"],
        "It has been merged with another one meanwhile": [f"K-{merged.pk}"],
    }


def test_why_one_was_refused_is_told_in_the_language_of_whoever_reads(ada, three):
    bea = make_member("bea")

    bulk = done([three[0].pk], "ASSIGN", str(bea.pk), by=ada)

    assert outcome(bulk).reasons[0].words.startswith("They do not serve this desk")
    with translation.override("de"):
        assert "Bereich" in outcome(bulk).reasons[0].words


def test_whoever_does_not_serve_a_desk_is_given_none_of_it(ada, three):
    bea = make_member("bea")

    bulk = done(pks(three), "ASSIGN", str(bea.pk), by=ada)

    assert column(three, "assignee") == [None] * 3
    assert outcome(bulk).refused == 3
    assert facts("conversation.assigned") == []


def test_what_nobody_sees_is_counted_and_never_touched(ada, three):
    bea = make_member("bea")
    make_desk("Billing", bea)

    bulk = done([*pks(three), 10**9], "STATUS", "CLOSED", by=bea)

    assert column(three, "status") == ["OPEN"] * 3
    assert (bulk.unseen, bulk.items.count(), bulk.state) == (4, 0, "ENDED")
    assert facts("conversation.status_changed") == []


def test_it_is_nobody_elses_to_undo(ada, three):
    bulk = done(pks(three), "STATUS", "CLOSED", by=ada)
    odo = make_owner()

    with pytest.raises(NotAllowed):
        bulks.undo_bulk(bulk, by=odo, now=LATER)

    assert column(three, "status") == ["CLOSED"] * 3
    assert list(Bulk.objects.visible_to(odo)) == []


def test_it_goes_on_in_batches_where_a_worker_left_it(ada, three):
    bulk = bulks.begin_bulk(pks(three), act="STATUS", value="CLOSED", by=ada, now=NOON)
    assert bulks.carry_on(bulk, size=2, now=NOON) == 2
    assert column(three, "status") == ["CLOSED", "CLOSED", "OPEN"]
    assert (outcome(bulk).through, bulk.state) == (2, "RUNNING")
    with pytest.raises(bulks.StillUnderWay):
        bulks.undo_bulk(bulk, by=ada, now=NOON)

    assert bulks.carry_on_all(now=NOON) == 1
    assert bulks.carry_on_all(now=NOON) == 0

    assert column(three, "status") == ["CLOSED"] * 3
    assert Bulk.objects.get().state == "ENDED"
    assert len(facts("bulk.ended")) == 1


def test_undone_twice_is_undone_once(ada, three):
    bulk = undone(done(pks(three), "PRIORITY", "LOW", by=ada), by=ada)

    undone(bulk, by=ada)

    assert len(facts("bulk.undone")) == 1
    assert BulkItem.objects.filter(state="UNDONE").count() == 3


@pytest.mark.parametrize(
    ("ids", "act", "value", "refusal"),
    [
        ([], "READ", "", bulks.NothingSelected),
        (range(1, 402), "READ", "", bulks.TooManySelected),
        ([1], "DELETE", "", bulks.NoSuchAct),
        ([1], "STATUS", "MERGED", bulks.NoSuchAct),
        ([1], "PRIORITY", "MAYBE", bulks.NoSuchAct),
        ([1], "ASSIGN", "0", bulks.NoSuchAct),
        ([1], "ASSIGN", "x", bulks.NoSuchAct),
        ([1], "TAG", "9", bulks.NoSuchAct),
        ([1], "READ", "x", bulks.NoSuchAct),
    ],
)
def test_what_cannot_be_done_to_many_is_refused_whole(ada, ids, act, value, refusal):
    with pytest.raises(refusal):
        bulks.begin_bulk(list(ids), act=act, value=value, by=ada, now=NOON)

    assert not Bulk.objects.exists()
    assert not Event.objects.filter(kind="bulk.begun").exists()


def test_promises_are_untouched(ada, three):
    promise = make_promise(three[0], keeper=ada)

    undone(done(pks(three), "STATUS", "CLOSED", by=ada), by=ada)

    promise.refresh_from_db()
    assert promise.outcome == "OPEN"


def test_one_that_breaks_stops_none_of_the_others(ada, three, monkeypatch):
    whole = bulk_change.ACTS["STATUS"]

    def breaks(conversation, value, *, by, now):
        done = whole.do(conversation, value, by=by, now=now)
        if conversation.pk == three[1].pk:
            raise ZeroDivisionError
        return done

    monkeypatch.setitem(bulk_change.ACTS, "STATUS", replace(whole, do=breaks))

    bulk = done(pks(three), "STATUS", "CLOSED", by=ada)

    assert column(three, "status") == ["CLOSED", "OPEN", "CLOSED"]
    assert (bulk.state, outcome(bulk).refused) == ("ENDED", 1)
    assert len(facts("conversation.status_changed")) == 2


def test_acts_of_long_ago_are_forgotten_and_what_is_under_way_is_not(ada, three):
    old = done(pks(three), "PRIORITY", "HIGH", by=ada)
    left = bulks.begin_bulk(pks(three), act="PRIORITY", value="LOW", by=ada, now=NOON)
    new = done(pks(three), "READ", by=ada, now=NOON + timedelta(days=1))

    assert bulks.tidy_bulks(now=NOON + timedelta(days=90, hours=1)) == 1

    assert set(Bulk.objects.values_list("pk", flat=True)) == {left.pk, new.pk}
    assert not BulkItem.objects.filter(bulk_id=old.pk).exists()
    assert BulkItem.objects.count() == 6
