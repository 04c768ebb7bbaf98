"""A prepared query finds what its query set finds, for whoever asks, and keeps nothing of them."""

from __future__ import annotations

import importlib
import pkgutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.db.models import QuerySet

import kept
from kept.automation.actions import RuleTerms, make_rule
from kept.automation.rules.acts import Act
from kept.charter.queries import AUTHORITY_ALONG
from kept.conversations.actions import assign, note, save_draft
from kept.conversations.models import Conversation, Departure, Desk, Message
from kept.customers import actions as customers
from kept.desk.context import open_of_desks
from kept.desk.line import ALONG as FOCUS_ALONG
from kept.desk.pages import ALONG, MAY_ALONG, NOTES_ALONG
from kept.focus.queries import note_along, standing_along
from kept.followers.actions import hear_note, react
from kept.handoffs.actions import Pack, offer
from kept.handoffs.queries import before_along
from kept.kit.prepared import MOST_TEXTS, Prepared, Unpreparable, prepared
from kept.mail.models import MessageId, Outgoing
from kept.notices.models import Preference
from kept.people.models import Member, Team
from kept.promises.actions import keep, promise_among_us, snooze
from kept.promises.models import CountedPromise, Promise
from kept.routing.models import DeskRouting
from kept.routing.queries import load_along
from kept.search.actions import ViewTerms, move_view, save_view
from kept.search.queries import column_of
from tests.cast import (
    NOON,
    make_conversation,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_message,
    make_owner,
    make_promise,
    make_reply,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
SHORT = timedelta(hours=1)
SOON = NOON + SHORT


@pytest.fixture
def house():
    """Two desks with letters, notes and promises, some of them among us."""
    ada, bea, lou = make_member("ada"), make_member("bea"), make_manager()
    max_, odo = make_member("max", sees_only_assigned=True), make_owner()
    gus = make_member("gus", is_active=False)
    orders, billing = make_desk("Orders", ada, max_, lou, gus), make_desk("Billing", bea)
    terms = RuleTerms("Close", "OPENED", orders, acts=[Act("CLOSE")])
    make_rule(terms, is_on=True, by=lou, now=NOON)
    for number, desk in enumerate((orders, billing, orders, orders)):
        conversation = make_conversation(desk=desk, customer=make_customer("cyz"[number % 3]))
        make_message(conversation=conversation)
        copy = make_reply(conversation, by=odo)
        Outgoing.objects.create(
            message=copy, recipient="a@x", envelope_from="o@x", sha256="0" * 64,
            not_before=NOON, queued_at=NOON,
        )  # fmt: skip
        MessageId.objects.create(value="a@x", message=copy, desk=desk)
        psst = note(conversation, text="Psst, @Odo.", submit_id=uuid4(), by=odo, now=SOON)
        hear_note(psst, now=SOON)
        react(psst, kind="THANKS", by=odo, now=SOON)
        servant = bea if desk == billing else ada
        for member in (servant, odo):
            save_draft(conversation, kind="REPLY", text="Dear", by=member, now=NOON)
            make_promise(conversation, keeper=member)
            counted(keep(make_promise(conversation, keeper=member), by=member, now=SOON))
        unborne(make_promise(conversation, keeper=servant))
        snooze(conversation, until=LATER + SHORT, even_if_they_reply=True, by=servant, now=NOON)
        Departure.objects.create(
            conversation=conversation,
            member=servant,
            text="Soon.",
            to=["a@x"],
            written_at=NOON,
            leaves_at=LATER,
            submit_id=uuid4(),
        )
        assign(conversation, to=max_ if number == 2 else servant, by=odo, now=NOON)
        if number == 0:
            offer(conversation, Pack(to=lou, summary="Cracked."), by=servant, now=NOON)
        customers.remember(
            conversation.customer, words="Left-handed", source="A letter", by=odo, now=NOON
        )
    for member in (ada, bea, odo):
        _first, second = [
            save_view(ViewTerms(name, "is:open"), by=member, now=NOON) for name in ("A", "B")
        ]
        move_view(second, up=True, by=member)
    Session.objects.create(pk="k" * 32, session_data="", expire_date=SOON)
    make_conversation(desk=orders)
    Preference.objects.create(member=ada, push=["ARRIVED"])
    DeskRouting.objects.create(desk=billing, way=DeskRouting.Way.TURN)
    Conversation.objects.update(status=Conversation.Status.OPEN, closed_at=None)
    for giver in (ada, bea, odo):
        for to in ({"to_member": ada}, {"to_team": Team.objects.get(name="Orders team")}):
            promise_among_us(words="A", due_at=LATER, by=giver, now=NOON, **to)


def counted(promise: Promise) -> None:
    CountedPromise.objects.create(
        promise=promise, keeper=promise.keeper, kind=promise.kind, month=date(2026, 11, 1),
        ending="IN_TIME", confirmation="NONE", is_by_first=True, is_slipping=False,
    )  # fmt: skip


def unborne(promise: Promise) -> None:
    """Now its desk alone keeps it."""
    Promise.objects.filter(pk=promise.pk).update(keeper=None)


def every_prepared() -> dict[str, Prepared]:
    found = {}
    for one in pkgutil.walk_packages(kept.__path__, "kept."):
        if ".tests" in one.name or ".migrations" in one.name or one.name.startswith("kept.demo"):
            continue
        module = importlib.import_module(one.name)
        for name, value in vars(module).items():
            if isinstance(value, Prepared) and value.__module__ == one.name:
                found[f"{one.name}.{name}"] = value
    return found


def asked_with(member: Member) -> dict[str, list[tuple[object, ...]]]:
    """For each prepared query, what it is asked with."""
    conversations = list(Conversation.objects.order_by("pk")[:2])
    ids = [one.pk for one in conversations]
    people = [one.customer for one in conversations]
    desks = [one.desk for one in conversations]
    rest = [(one, since, until) for one in conversations for since in (None, NOON)
            for until in (None, LATER)]  # fmt: skip
    return {
        "kept.automation.queries._running": [("OPENED",), ("SENT", "SILENT")],
        "kept.conversations.queries.navigation._desks": [
            (member, (), ()),
            (member, (("promised", open_of_desks),), (("saved", column_of),)),
            (member, (), (("handoffs", before_along), ("load", load_along), ("best", note_along))),
            (member, (), (("standing", standing_along), *FOCUS_ALONG.items())),
            (member, (), tuple(AUTHORITY_ALONG.items())),
            (member, (), tuple(MAY_ALONG.items()))],
        "kept.conversations.queries.thread._seen": [
            (member, pk, *more) for pk in [*ids, 0]
            for more in ((), (ALONG,))],
        "kept.conversations.queries.thread._messages": [
            (one, before) for one in conversations for before in (None, 3, 10**9)],
        "kept.conversations.queries.thread._from_on": [
            (one, pk) for one in conversations for pk in (3, 10**9)],
        "kept.conversations.queries.thread._notes": [
            (*given, *more) for given in rest
            for more in ((), (NOTES_ALONG,))],
        "kept.conversations.queries.thread._drafts": [(one, member) for one in conversations],
        "kept.customers.queries._facts": [(one,) for one in people],
        "kept.customers.queries._addresses": [(one,) for one in people],
        "kept.desk.customer._seen": [(member, one.pk) for one in people],
        "kept.desk.timeline._events": [
            (f"conversation:{one.pk}", since, until) for one, since, until in rest],
        "kept.desk.timeline._events_of_any": [
            (since, until, f"conversation:{one.pk}", "conversation:0")
            for one, since, until in rest],
        "kept.followers.queries._hearers": [(pk,) for pk in ids],
        "kept.notices.reactions._wishing": [
            (one.pk,) for one in Conversation.objects.order_by("pk")],
        "kept.playbook.reactions._letter": [
            (one.pk,) for one in Message.objects.order_by("pk")],
        "kept.routing.queries._routed": [(pk,) for pk in ids],
        "kept.homes.queries._waiting": [(member,)],
        "kept.handoffs.queries._live_of": [(one,) for one in conversations],
        "kept.routing.queries._load_of": [(member,)],
        "kept.mail.proving._sent_to": [(one,) for one in conversations],
        "kept.mail.threading._bearing": [(desk, "a@x", *more) for desk in desks
            for more in ((), ("b@x", "c@x"))],
        "kept.mail.threading._conversation": [(pk, desk) for pk in ids for desk in desks],
        "kept.mail.threading._desk_of": [(pk,) for pk in ids],
        "kept.mail.threading._desk_of_customer": [
            (pk, one.pk) for pk in ids for one in people],
        "kept.mail.queries._copies": [(pk, 0, 10**9) for pk in ids] + [(ids[0], 3, 4)],
        "kept.people.sessions._alive": [
            (session.pk, now) for session in Session.objects.all() for now in (NOON, LATER)],
        "kept.prompts.queries._told": [
            (member, now, date(2026, 11, 1)) for now in (NOON, LATER)],
        "kept.promises.counting._kept_and_ended": [
            (member, date(2026, month, 1), date(2026, 11, 1)) for month in (9, 11)],
        "kept.promises.queries._beside": [(one, member) for one in conversations],
        "kept.promises.queries._kept_since": [(member, NOON), (member, LATER)],
        "kept.promises.queries._of_customer": [(one, m) for one in people for m in (member, None)],
        "kept.promises.queries._of_desks_alone": [(member,)],
        "kept.promises.queries._of_keeper": [(member, None), (member, SOON), (member, LATER)],
        "kept.promises.queries._open_of": [tuple(ids)],
        "kept.promises.queries._promised_to": [(member,)],
        "kept.promises.queries._promised_to_teams_of": [(member,)],
        "kept.promises.queries._awaiting": [(member,)],
        "kept.search.queries._beside": [(member,)],
        "kept.promises.queries._laid_aside": [(member, NOON), (member, LATER)],
    }  # fmt: skip


def told(row: models.Model | tuple[object, ...]) -> dict[str, object]:
    """All a row holds, and all that came along with it."""
    if isinstance(row, tuple):
        return {str(place): value for place, value in enumerate(row)}
    values = {key: value for key, value in vars(row).items() if not key.startswith("_")}
    for name, beside in row._state.fields_cache.items():
        values[name] = beside and told(beside)
    return values


@pytest.mark.usefixtures("house")
def test_whoever_asks_finds_what_the_plain_query_set_finds():
    queries = every_prepared()
    rows = dict.fromkeys(queries, 0)

    for member in Member.objects.order_by("pk"):
        asked = asked_with(member)
        assert asked.keys() == queries.keys(), "say here what a prepared query is asked with"
        for name, query in queries.items():
            for given in asked[name]:
                plain = query.build(*given)
                expected = [told(row) for row in plain]
                found = [told(row) for row in query(*given)]
                few = [told(row) for row in query.first(1, *given)]
                if plain.ordered:
                    assert (found, few) == (expected, expected[:1]), (name, member, given)
                else:
                    assert sorted(found, key=str) == sorted(expected, key=str), (name, given)
                rows[name] += len(found)

    assert not [name for name, count in rows.items() if not count]


def test_a_change_of_rights_holds_at_the_next_question():
    ada = make_member("ada")
    query = every_prepared()["kept.promises.queries._of_desks_alone"]
    unborne(make_promise(make_conversation(desk=make_desk("Orders", ada)), keeper=ada))
    assert len(query(ada)) == 1

    Team.objects.get(name="Orders team").members.remove(ada)
    assert query(ada) == []

    ada.role = Member.Role.OWNER
    assert len(query(ada)) == 1

    ada.is_active = False
    assert query(ada) == []


def test_it_comes_with_what_was_asked_to_come_along(django_assert_num_queries):
    ada = make_member("ada")
    promise = make_promise(make_conversation(desk=make_desk("Orders", ada)), keeper=ada)
    query = every_prepared()["kept.promises.queries._of_customer"]
    query(promise.customer, ada)
    versions = [*promise.versions.all()]

    with django_assert_num_queries(3):
        (found,) = query(promise.customer, ada)
        assert found.keeper == ada
        assert [*found.windows.all()] == []
        assert [*found.versions.all()] == versions


@pytest.mark.parametrize(
    "looks",
    [
        lambda member: member.email,
        lambda member: getattr(member, "language", None),
        lambda member: hasattr(member, "epoch"),
        lambda member: member.teams,
        lambda member: member == make_member("ada"),
        lambda member: member in [make_member("ada")],
    ],
)
def test_a_gate_that_looks_at_anything_new_fails(looks):
    @prepared
    def query(member: Member) -> QuerySet[Desk]:
        looks(member)
        return Desk.objects.visible_to(member)

    with pytest.raises(Unpreparable):
        query(make_member("ada"))


@pytest.mark.parametrize(
    "build",
    [
        lambda noon, pk: Promise.objects.filter(due_at__lt=noon + timedelta(hours=1), pk=pk),
        lambda noon, pk: Promise.objects.filter(due_at__year=noon.year, pk=pk),
        lambda noon, pk: Promise.objects.filter(due_at__lt=noon, pk=pk + 1),
        lambda noon, pk: Promise.objects.filter(due_at__lt=noon, words=f"number {pk}"),
        lambda noon, pk: Promise.objects.filter(due_at__lt=noon)[: pk % 100 + 1],
        lambda noon, pk: Promise.objects.filter(due_at__lt=noon),
        lambda noon, pk: Promise.objects.filter(due_at__lt=noon, pk=pk).values("pk"),
    ],
    ids=["later", "year", "next", "words", "size", "unasked", "values"],
)
def test_a_value_is_taken_as_it_is_or_not_at_all(build):
    with pytest.raises(Unpreparable):
        prepared(build)(NOON, 1)


def test_no_row_has_an_id_beyond_all_columns():
    @prepared
    def query(pk: int) -> QuerySet[Desk]:
        return Desk.objects.filter(pk=pk)

    desk = make_desk()

    assert query(desk.pk) == [desk]
    assert query(2**63) == query(2**80) == []


def test_a_query_keeps_so_many_texts_and_no_more():
    @prepared
    def query(member: Member) -> QuerySet[Desk]:
        return Desk.objects.visible_to(member)

    for most in range(1, MOST_TEXTS + 3):
        query.first(most, make_owner())

    assert len(query._texts) == 2


@pytest.mark.django_db(transaction=True)
def test_threads_share_a_text_and_no_connection():
    ada, odo = make_member("ada"), make_owner()
    make_desk("Orders", ada)
    make_desk("Billing")

    @prepared
    def desks(member: Member) -> QuerySet[Desk]:
        return Desk.objects.visible_to(member)

    def names(member: Member) -> list[str]:
        try:
            return [desk.name for desk in desks(member)]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(names, [ada, odo] * 10))

    assert answers == [["Orders"], ["Billing", "Orders"]] * 10
