"""Sums follow what happens, and a rebuild finds the same."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from kept.conversations import actions as conversations
from kept.conversations.actions import tag, tag_by_names
from kept.conversations.actions.tags import make_tag, merge_tag
from kept.conversations.models import Conversation, Desk, Tag
from kept.customers.actions import change
from kept.customers.models import Organisation
from kept.hours.actions import set_day
from kept.hours.tests.make import make_calendar
from kept.ledger.reading import READERS, catch_up
from kept.promises import actions as promises
from kept.reports.actions import READER, count, count_pending, mark, rebuild
from kept.reports.audit import findings
from kept.reports.models import Counted, DaySum, HourSum, LengthSum, Pending
from kept.reports.rules.cells import CLOCK, DAY_COLUMNS, HOUR_COLUMNS, WORKING
from tests.cast import (
    NOON,
    make_conversation,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_message,
    make_promise,
    make_reply,
)

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TUESDAY = date(2026, 11, 24)
ACTS = (
    *("new", "letter", "letter", "reply", "reply", "close", "tag", "spam", "merge", "part"),
    *("promise", "keep", "join", "firm", "follow"),
)


def follow():
    """Count what there is, as if the ledger had said so."""
    mark(Conversation.objects.values_list("pk", flat=True))
    while count_pending():
        pass


def carry():
    """What `kept work` does."""
    catch_up(READERS[READER], now=NOON)
    while count_pending():
        pass


def sums():
    """Every sum that is not nought, by its row."""
    tables = {
        DaySum: (("facet", "key", "desk_id", "day"), DAY_COLUMNS),
        LengthSum: (("facet", "key", "desk_id", "day", "measure"), (*WORKING, *CLOCK)),
        HourSum: (("desk_id", "day", "hour", "weekday"), HOUR_COLUMNS),
    }
    return {
        (table.__name__, *(row[key] for key in keys), column): row[column]
        for table, (keys, columns) in tables.items()
        for row in table.objects.values(*keys, *columns)
        for column in columns
        if row[column]
    }


def day(on=TUESDAY, facet="ALL", **more):
    row = DaySum.objects.filter(facet=facet, day=on, **more).values(*DAY_COLUMNS).first() or {}
    return {name: number for name, number in row.items() if number}


def lengths(measure, on=TUESDAY):
    row = LengthSum.objects.get(facet="ALL", measure=measure, day=on)
    names = (*WORKING, *CLOCK)
    return {name: getattr(row, name) for name in names if getattr(row, name)}


def test_a_letter_and_its_answer_count_on_their_day():
    ada = make_member("ada")
    talk = make_conversation(desk=make_desk("Orders", ada))
    make_reply(talk, by=ada, now=NOON + 2 * HOUR)
    follow()

    assert day() == {"opened": 1, "received": 1, "sent": 1, "still_open": 1}
    # Two hours of work and of the clock, which is the bucket up to 120 minutes.
    assert lengths("FIRST") == {"w05": 1, "c05": 1}
    hour = HourSum.objects.get()
    assert (hour.day, hour.hour, hour.weekday) == (TUESDAY, 12, 1)
    assert (hour.opened, hour.received, hour.w05) == (1, 1, 1)


def test_working_time_rests_at_night_and_the_clock_does_not():
    ada = make_member("ada")
    talk = make_conversation(desk=make_desk("Orders", ada))
    # At the desk from 12:00 to 17:00, and from 9:00 to 12:00 the day after.
    make_reply(talk, by=ada, now=NOON + DAY)
    follow()

    assert lengths("FIRST", TUESDAY + DAY) == {"w09": 1, "c12": 1}


def test_whoever_writes_twice_waits_from_the_first_letter_and_a_robot_never_waits():
    ada = make_member("ada")
    talk = make_conversation(desk=make_desk("Orders", ada))
    make_message("Are you there?", conversation=talk, now=NOON + HOUR)
    make_message("I am away.", conversation=talk, now=NOON + HOUR, automatic="VACATION")
    make_reply(talk, by=ada, now=NOON + 2 * HOUR)
    make_message("Thank you. And the shade?", conversation=talk, now=NOON + 2.5 * HOUR)
    make_reply(talk, by=ada, now=NOON + 3 * HOUR)
    follow()

    assert day() == {"opened": 1, "received": 3, "sent": 2, "still_open": 1}
    assert (lengths("FIRST"), lengths("NEXT")) == ({"w05": 1, "c05": 1}, {"w02": 1, "c02": 1})


def test_what_is_closed_and_comes_back_is_resolved_when_it_is_closed_for_good():
    ada = make_member("ada")
    talk = make_conversation(desk=make_desk("Orders", ada))
    close = Conversation.Status.CLOSED
    conversations.set_status(talk, to=close, by=ada, now=NOON + HOUR)
    follow()
    assert day() == {"opened": 1, "received": 1, "closed": 1}
    assert lengths("RESOLUTION") == {"w03": 1, "c03": 1}

    make_message("It is cracked again.", conversation=talk, now=NOON + 2 * HOUR)
    follow()
    assert day() == {"opened": 1, "received": 2, "closed": 1, "reopened": 1, "still_open": 1}
    assert lengths("RESOLUTION") == {}

    talk.refresh_from_db()
    conversations.set_status(talk, to=close, by=ada, now=NOON + 3 * HOUR)
    follow()
    assert day() == {"opened": 1, "received": 2, "closed": 2, "reopened": 1}
    assert lengths("RESOLUTION") == {"w06": 1, "c06": 1}


def test_spam_counts_nowhere_and_counts_again_when_it_is_none():
    ada = make_member("ada")
    talk = make_conversation(desk=make_desk("Orders", ada))
    follow()
    before = sums()
    conversations.set_status(talk, to="SPAM", by=ada, now=NOON + HOUR)
    follow()
    assert sums() == {}

    talk.refresh_from_db()
    conversations.set_status(talk, to="OPEN", by=ada, now=NOON + 2 * HOUR)
    follow()
    assert sums() == before


def test_promises_count_by_how_they_end():
    ada = make_member("ada")
    talk = make_conversation(desk=make_desk("Orders", ada))
    kept = make_promise(talk, keeper=ada, due_at=NOON + DAY)
    late = make_promise(talk, keeper=ada, words="I'll write.", due_at=NOON + HOUR)
    make_promise(talk, keeper=ada, words="I'll send it.", due_at=NOON + 3 * DAY)
    promises.keep(kept, by=ada, now=NOON + HOUR)
    promises.keep(late, by=ada, now=NOON + 2 * HOUR)
    follow()

    assert {name: day()[name] for name in ("made", "in_time", "late")} == {
        "made": 3,
        "in_time": 1,
        "late": 1,
    }
    assert "silent" not in day()


def test_sums_are_told_by_tag_and_organisation_too():
    ada = make_member("ada")
    talk = make_conversation(desk=make_desk("Orders", ada))
    tag_by_names(talk, names=["glass", "urgent"], by=ada, now=NOON)
    firm = Organisation.objects.create(name="Valdorra", domain="valdorra.example")
    talk.customer.organisation = firm
    talk.customer.save()
    follow()

    glass, urgent = Tag.objects.order_by("key")
    for key in (glass.pk, urgent.pk):
        assert day(facet="TAG", key=key)["opened"] == 1
    assert day(facet="TAG", key=0) == {}
    assert day(facet="ORG", key=firm.pk)["opened"] == 1
    assert day(facet="CHANNEL", key=1)["opened"] == 1


def test_what_is_gone_is_taken_off():
    talk = make_conversation()
    other = make_conversation(customer=make_customer("dee"))
    follow()
    gone = talk.pk
    Counted.objects.filter(pk=other.pk).update(conversation=gone + 100_000)
    count([gone + 100_000])

    assert day() == {"opened": 1, "received": 1, "still_open": 1}
    assert list(Counted.objects.values_list("pk", flat=True)) == [gone]


def test_counting_twice_is_counting_once():
    talk = make_conversation()
    follow()
    before = sums()

    assert count([talk.pk]) == 0
    assert (sums(), Pending.objects.count()) == (before, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_rebuild_finds_what_following_found(seed):
    """Whatever happens in whatever order, and wherever following stood when it was asked."""
    dice = random.Random(seed)  # noqa: S311 no secret
    ada = make_manager("ada")
    desks = [make_desk("Orders", ada), make_desk("Billing", ada)]
    people = [make_customer(name) for name in ("cy", "dee", "eve")]
    talks = [make_conversation(desk=desks[0], customer=people[0])]
    now = NOON
    for _ in range(60):
        now += timedelta(minutes=dice.choice((7, 50, 400, 1500)))
        talk = Conversation.objects.get(pk=dice.choice(talks).pk)
        act = dice.choice(ACTS)
        _happen(act, talk, talks, desks, people, ada, now, dice)
    carry()
    followed = sums()

    assert followed
    assert all(number > 0 for number in followed.values())
    assert list(findings()) == []
    rebuild()
    assert sums() == followed
    for table in (DaySum, LengthSum, HourSum, Counted):
        table.objects.all().delete()
    assert rebuild() == len(Conversation.objects.all())
    assert sums() == followed


def _happen(act, talk, talks, desks, people, ada, now, dice):
    is_there = talk.status not in {"SPAM", "MERGED"}
    if act == "new":
        talks.append(
            make_conversation(desk=dice.choice(desks), customer=dice.choice(people), now=now)
        )
    elif act == "letter" and talk.status != "MERGED":
        make_message("And?", conversation=talk, now=now)
    elif act == "reply" and is_there:
        make_reply(talk, by=ada, now=now)
    elif act == "close" and is_there:
        conversations.set_status(talk, to="CLOSED", by=ada, now=now)
    elif act == "tag" and is_there:
        tag_by_names(
            talk, names=dice.choice((["glass"], ["lamp"], ["glass", "vip"])), by=ada, now=now
        )
    elif act == "spam" and talk.status != "MERGED":
        to = "OPEN" if talk.status == "SPAM" else "SPAM"
        conversations.set_status(talk, to=to, by=ada, now=now)
    elif act == "merge" and is_there:
        others = Conversation.objects.exclude(pk=talk.pk).exclude(status__in=["SPAM", "MERGED"])
        if into := others.filter(desk=talk.desk_id).order_by("pk").first():
            conversations.merge(talk, into=into, by=ada, now=now)
    elif act == "part":
        tie = talk.ties.filter(kind="MERGED").first() if talk.status == "MERGED" else None
        if tie:
            conversations.part(tie, by=ada, now=now)
    elif act == "promise" and is_there:
        make_promise(talk, keeper=ada, due_at=now + DAY, now=now)
    elif act == "keep" and (open_ := talk.promises.filter(outcome="OPEN").first()):
        promises.keep(open_, by=ada, now=now)
    elif act == "join" and Tag.objects.count() > 1:
        first, *rest = Tag.objects.filter(merged_into=None).order_by("pk")
        if rest:
            merge_tag(rest[0], into=first, by=ada, now=now)
    elif act == "firm":
        who = dice.choice(people)
        firm = dice.choice(("Lamps", "Glass"))
        told = {"name": who.name, "phone": "", "place": "", "zone": "", "language": ""}
        change(who, **told, organisation=firm, now=now, by=ada)
    elif act == "follow":
        carry()


@pytest.mark.django_db(transaction=True)
def test_what_changes_beside_a_conversation_is_followed_too():
    """Its customer's firm, a tag that becomes another, and the hours of its desk."""
    ada = make_manager("ada")
    calendar = make_calendar("Berlin")
    desk = make_desk("Orders", ada)
    Desk.objects.filter(pk=desk.pk).update(calendar=calendar)
    talk = make_conversation(desk=desk)
    glass, lamp = (make_tag(name=name, by=ada, now=NOON) for name in ("glass", "lamp"))
    tag(talk, [glass, lamp], by=ada, now=NOON)
    make_reply(talk, by=ada, now=NOON + DAY)
    carry()
    assert [day(facet="TAG", key=one.pk)["opened"] for one in (glass, lamp)] == [1, 1]
    assert lengths("FIRST", TUESDAY + DAY) == {"w09": 1, "c12": 1}

    told = {"name": "Cy", "phone": "", "place": "", "zone": "", "language": ""}
    cy = change(talk.customer, **told, organisation="Lamps", now=NOON, by=ada)
    merge_tag(lamp, into=glass, by=ada, now=NOON)
    carry()
    assert day(facet="ORG", key=cy.organisation_id)["opened"] == 1
    assert day(facet="ORG", key=0) == {}
    assert [day(facet="TAG", key=one.pk).get("opened", 0) for one in (glass, lamp)] == [1, 0]

    set_day(calendar, TUESDAY + DAY, name="", windows=((12 * 60, 18 * 60),), by=ada, now=NOON)
    carry()
    assert lengths("FIRST", TUESDAY + DAY) == {"w08": 1, "c12": 1}
    followed = sums()
    rebuild()
    assert sums() == followed


def test_an_audit_finds_a_sum_that_is_no_sum():
    talk = make_conversation()
    follow()
    assert list(findings()) == []

    DaySum.objects.filter(facet="TAG").update(received=7)
    HourSum.objects.all().delete()

    desk = talk.desk_id
    assert [finding.about for finding in findings()] == [
        f"daysum of desk:{desk}",
        f"hoursum of desk:{desk}",
    ]
    rebuild()
    assert list(findings()) == []
