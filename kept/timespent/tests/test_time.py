"""Lou switches it on at Orders; Ada writes her minutes down."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kept.conversations.models import Conversation
from kept.desk.actions import merge, part, split
from kept.kit import clock
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.people.models import Member
from kept.timespent import actions, audit
from kept.timespent.models import Entry, TimeDesk
from kept.timespent.queries import own_in, own_sum, spent_on, sums
from kept.timespent.rules import minutes_in, month_before, month_in, next_month
from tests.cast import (
    NOON,
    make_conversation,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_message,
)

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def ada() -> Member:
    return make_member("ada")


@pytest.fixture
def lou() -> Member:
    return make_manager("lou")


@pytest.fixture
def desk(ada, lou):
    desk = make_desk("Orders", ada, lou)
    actions.switch(desk, is_on=True, by=lou, now=NOON)
    return desk


@pytest.fixture
def conversation(desk) -> Conversation:
    return make_conversation(desk=desk)


def write(conversation, minutes: int, *, by, day: date = TODAY, words: str = "") -> Entry:
    return actions.write(
        conversation, minutes=minutes, words=words, day=day, today=TODAY, by=by, now=NOON
    )


def correct(entry: Entry, minutes: int, *, by, day: date = TODAY) -> Entry:
    return actions.correct(entry, minutes=minutes, words="", day=day, today=TODAY, by=by, now=NOON)


def facts(kind: str) -> list[dict[str, object]]:
    return list(Event.objects.filter(kind=kind).order_by("pk").values_list("facts", flat=True))


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("25", 25),
        (" 1:30 ", 90),
        ("1 h 30", 90),
        ("2h", 120),
        ("90 min", 90),
        ("24:00", 1440),
        *((bad, None) for bad in ("", "0", "0:00", "1:60", "24:01", "-5", "1.5", "soon", "99999")),
    ],
)
def test_time_is_read_as_people_write_it(typed, minutes):
    assert minutes_in(typed) == minutes


def test_a_month_has_one_before_and_one_behind():
    assert month_in("2031-12") == date(2031, 12, 1)
    assert next_month(date(2031, 12, 1)) == date(2032, 1, 1)
    assert month_before(date(2031, 1, 1)) == date(2030, 12, 1)
    assert [month_in(text) for text in ("", "2031", "2031-13", "0001-01", "9999-12")] == [None] * 5


def test_off_by_default_and_switched_by_a_manager_of_the_desk(ada, lou):
    desk = make_desk("Orders", ada, lou)
    conversation = make_conversation(desk=desk)

    with pytest.raises(actions.NotKeptHere):
        write(conversation, 5, by=ada)
    for other in (ada, make_manager("max")):
        with pytest.raises(NotAllowed):
            actions.switch(desk, is_on=True, by=other, now=NOON)
    assert (TimeDesk.objects.count(), Entry.objects.count()) == (0, 0)

    for _ in range(2):
        actions.switch(desk, is_on=True, by=lou, now=NOON)
    write(conversation, 5, by=ada)
    for _ in range(2):
        actions.switch(desk, is_on=False, by=lou, now=NOON)

    assert facts("time.switched") == [
        {"desk": desk.pk, "is_on": True},
        {"desk": desk.pk, "is_on": False},
    ]
    assert (spent_on(conversation).is_on, spent_on(conversation).minutes) == (False, 5)


def test_what_is_written_is_corrected_and_taken_back_by_its_writer_alone(ada, lou, conversation):
    entry = write(conversation, 25, by=ada, words="  Called  the carrier ")
    assert entry.words == "Called the carrier"
    write(conversation, 30, by=lou)

    correct(entry, 40, by=ada)
    for act in (
        lambda: correct(entry, 1, by=lou),
        lambda: actions.take_back(entry, by=lou, now=NOON),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert spent_on(conversation).minutes == 70

    actions.take_back(entry, by=ada, now=NOON)
    with pytest.raises(actions.TimeGone):
        correct(entry, 5, by=ada)
    with pytest.raises(actions.TimeGone):
        actions.take_back(entry, by=ada, now=NOON)

    assert spent_on(conversation).minutes == 30
    about = {"entry": entry.pk, "conversation": conversation.pk}
    assert facts("time.corrected") == [{**about, "minutes": 40, "before": 25}]
    assert facts("time.taken_back") == [{**about, "minutes": 40}]
    assert Entry.objects.count() == 2
    assert list(audit.findings()) == []


def test_the_audit_finds_minutes_that_the_ledger_does_not_know(ada, conversation):
    entry = write(conversation, 25, by=ada)
    Entry.objects.filter(pk=entry.pk).update(minutes=26)

    assert [one.about for one in audit.findings()] == [f"time:{entry.pk}"]


def test_what_is_no_time_no_day_of_the_last_year_or_out_of_sight_is_refused(ada, conversation):
    for minutes in (0, -1, 1441):
        with pytest.raises(actions.TimeAtFault):
            write(conversation, minutes, by=ada)
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=367)):
        with pytest.raises(actions.DayAtFault):
            write(conversation, 5, by=ada, day=day)
    with pytest.raises(NotAllowed):
        write(conversation, 5, by=make_member("bea"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(
            conversation=conversation, member=ada, day=TODAY, minutes=1441, written_at=NOON
        )

    assert not Entry.objects.exists()
    assert facts("time.written") == []


def test_an_old_entry_may_be_corrected_on_its_own_day(ada, conversation):
    entry = write(conversation, 5, by=ada)
    Entry.objects.filter(pk=entry.pk).update(day=TODAY - timedelta(days=500))

    corrected = correct(entry, 6, by=ada, day=TODAY - timedelta(days=500))

    assert corrected.minutes == 6


def test_merging_carries_it_parting_gives_it_back_and_splitting_leaves_it(ada, lou, desk):
    source, into = make_conversation(desk=desk), make_conversation(desk=desk)
    write(source, 10, by=ada)
    write(into, 5, by=lou)

    tie = merge(source, into=into, by=ada, now=NOON)
    assert (spent_on(source).minutes, spent_on(into).minutes) == (0, 15)
    assert sums(lou, desk, TODAY.replace(day=1), by="conversation")[0].minutes == 15

    part(tie, by=ada, now=NOON)
    assert (spent_on(source).minutes, spent_on(into).minutes) == (10, 5)

    letter = make_message(conversation=source)
    tie = split(source, [letter.pk], subject="Another", by=ada, now=NOON)
    assert spent_on(source).minutes == 10
    assert spent_on(tie.conversation if tie.other_id == source.pk else tie.other).minutes == 0


def test_a_conversation_that_is_erased_takes_its_time_along(ada, lou, desk, conversation):
    write(conversation, 10, by=ada)

    assert Entry._meta.get_field("conversation").remote_field.on_delete.__name__ == "CASCADE"
    Entry.objects.filter(conversation=conversation).delete()

    assert sums(lou, desk, TODAY.replace(day=1), by="customer") == []


def test_sums_of_a_month_are_told_by_name_and_only_of_what_is_seen(ada, lou, desk):
    ines, cy = make_customer("ines"), make_customer("cy")
    first, second = (make_conversation(desk=desk, customer=one) for one in (ines, cy))
    other = make_conversation(desk=make_desk("Billing", ada))
    actions.switch(make_desk("Orders"), is_on=True, by=lou, now=NOON)
    TimeDesk.objects.create(desk=other.desk)
    write(first, 5, by=ada)
    write(first, 6, by=lou)
    write(second, 90, by=ada)
    write(other, 7, by=ada)
    write(second, 100, by=ada, day=TODAY - timedelta(days=40))
    month = TODAY.replace(day=1)

    by_customer = sums(lou, desk, month, by="customer")
    assert [(row.name, row.minutes) for row in by_customer] == [(cy.name, 90), (ines.name, 11)]
    by_number = sums(lou, desk, month, by="conversation")
    assert [(row.pk, row.minutes) for row in by_number] == [(first.pk, 11), (second.pk, 90)]
    assert [row.minutes for row in sums(lou, desk, month, by="organisation")] == [101]
    assert sums(lou, other.desk, month, by="customer") == []
    assert (own_sum(ada, month), own_sum(lou, month)) == (102, 6)
    assert [one.minutes for one in own_in(lou, month)] == [6]


@pytest.fixture
def client(ada) -> Client:
    client = Client()
    client.force_login(ada, backend=BACKEND)
    return client


def test_it_is_written_corrected_and_taken_back_on_a_page(client: Client, ada, lou, conversation):
    address = f"/c/{conversation.pk}/time/"
    today = clock.now().date().isoformat()
    refused = client.post(address, {"minutes": "soon", "words": "My words", "day": today})
    assert (refused.status_code, Entry.objects.count()) == (422, 0)
    assert 'value="My words"' in refused.content.decode()

    answer = client.post(address, {"minutes": "1:30", "words": "Carrier", "day": today})
    assert answer["Location"] == f"{address}?place=all"
    entry = Entry.objects.get()
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    assert "1 h 30 min" in page

    client.post(f"{address}{entry.pk}/", {"minutes": "20", "words": "Carrier", "day": today})
    entry.refresh_from_db()
    assert entry.minutes == 20
    theirs = actions.write(conversation, minutes=3, day=TODAY, today=TODAY, by=lou, now=NOON)
    assert client.post(f"{address}{theirs.pk}/", {"do": "take_back"}).status_code == 404
    client.post(f"{address}{entry.pk}/", {"do": "take_back"})
    assert list(Entry.objects.standing()) == [theirs]
    assert lou.name not in client.get(address).content.decode().split("<main", 1)[1]


def test_the_sheet_of_a_desk_is_its_managers_and_names_nobody_of_us(client: Client, ada, lou, desk):
    found = make_conversation(desk=desk, subject="=HYPERLINK(1)")
    write(found, 25, by=ada, words="Secret words")
    address = f"/settings/time/{desk.pk}/sheet/?month={TODAY:%Y-%m}"
    assert client.get(address).status_code == 403
    assert client.post(f"/settings/time/{desk.pk}/switch/", {"to": "off"}).status_code == 403
    own = client.get(f"/time/sheet/?month={TODAY:%Y-%m}").content.decode()
    assert f"K-{found.pk}" in own
    assert "Secret words" in own

    client.force_login(lou, backend=BACKEND)
    answer = client.get(address)
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[0] == "conversation,subject,customer,organisation,minutes"
    assert rows[1].startswith(f"K-{found.pk},'=HYPERLINK(1),")
    assert rows[1].endswith(",25")
    assert ada.name not in answer.content.decode()
    page = client.get(f"/settings/time/{desk.pk}/?month={TODAY:%Y-%m}").content.decode()
    assert "25 min" in page
    assert "Ada" not in page
    assert client.get("/settings/time/99999/").status_code == 404


def test_pages_stay_within_their_queries(
    client: Client, lou, conversation, django_assert_max_num_queries
):
    write(conversation, 25, by=lou)
    client.force_login(lou, backend=BACKEND)
    for address in (
        f"/c/{conversation.pk}/time/",
        f"/settings/time/{conversation.desk_id}/",
        "/settings/time/",
        "/time/",
        f"/desk/all/{conversation.pk}/",
    ):
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)
