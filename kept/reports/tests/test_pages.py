"""The pages: who sees which desks, what stands there, and what it costs."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine

from kept.conversations.actions.tags import make_tag
from kept.customers.models import Organisation
from kept.ledger.models import Event
from kept.people.models import Member
from kept.reports.models import DaySum
from kept.reports.tests.make import day_sum, hour_sum, length_sum
from kept.reports.topics import TOPICS
from tests.cast import NOON, make_desk, make_manager, make_member, make_owner

pytestmark = pytest.mark.django_db

TUESDAY = date(2026, 11, 24)
DAY = timedelta(days=1)
PAGES = ["/reports/", *(f"/reports/{key}/" for key in TOPICS)]


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def orders():
    return make_desk("Orders", make_member("ada"), make_member("bea"), make_member("eli"))


@pytest.fixture
def look(client):
    def read(member, address):
        client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = client.get(address)
        assert answer.status_code == 200
        return answer.content.decode("utf-8-sig")

    return read


def test_a_member_sees_the_figures_of_their_desks_and_of_no_other(orders, look):
    billing = make_desk("Billing", make_member("gus"), make_member("hal"), make_member("ivo"))
    day_sum(orders, TUESDAY, received=41, opened=17)
    day_sum(billing, TUESDAY, received=777, opened=555)

    mine = look(make_member("ada"), "/reports/volume/")
    assert ">41<" in mine
    assert "777" not in mine
    assert "Billing" not in mine
    assert "818" in look(make_owner(), "/reports/volume/")
    # A desk that is not theirs is as if nobody had asked for it.
    assert "777" not in look(make_member("ada"), "/reports/volume/?desk=billing")
    assert "777" not in look(make_member("ada"), "/reports/volume/table.csv?desk=billing")


def test_a_desk_of_one_other_person_is_told_of_to_nobody_else(look):
    ada, bea = make_member("ada"), make_member("bea")
    alone = make_desk("Night", bea)
    day_sum(alone, TUESDAY, received=333)

    assert "333" in look(bea, "/reports/volume/")
    told = look(make_owner(), "/reports/volume/")
    assert "333" not in told
    assert "One person alone serves Night" in told
    assert "There is no desk to tell of." in look(ada, "/reports/volume/")


def test_whoever_sees_only_what_is_assigned_sees_no_figures(orders, look):
    day_sum(orders, TUESDAY, received=333)
    ada = make_member("ada")
    Member.objects.filter(pk=ada.pk).update(sees_only_assigned=True)

    assert "333" not in look(Member.objects.get(pk=ada.pk), "/reports/volume/")


def test_a_tag_or_organisation_of_other_desks_has_no_name_here(orders, look):
    billing = make_desk("Billing", make_member("gus"), make_member("hal"), make_member("ivo"))
    firm = Organisation.objects.create(name="Secret & Sons")
    ours = Organisation.objects.create(name="Valdorra")
    day_sum(billing, TUESDAY, facet="ORG", key=firm.pk, received=9)
    day_sum(orders, TUESDAY, facet="ORG", key=ours.pk, received=8)
    day_sum(orders, TUESDAY, received=8)
    ada = make_member("ada")

    told = look(ada, "/reports/volume/?by=organisation")
    assert "Valdorra" in told
    assert "Secret" not in told
    assert "Secret" not in look(ada, f"/reports/volume/?of=organisation:{firm.pk}")
    alone = look(ada, f"/reports/volume/?of=organisation:{ours.pk}")
    assert "Only what stands under “Valdorra”." in alone


def test_days_beside_the_days_before(orders, look):
    day_sum(orders, TUESDAY, received=80)
    day_sum(orders, TUESDAY - 28 * DAY, received=40)
    day_sum(orders, TUESDAY - 56 * DAY, received=999)

    told = look(make_member("ada"), "/reports/volume/")

    assert "clearly more than 40 before" in told
    assert "80 letters came, clearly more than the 40 before." in told
    assert "999" not in told


def test_what_is_open_is_told_at_the_end_of_each_day(orders, look):
    day_sum(orders, TUESDAY - 20 * DAY, opened=5, still_open=2)
    day_sum(orders, TUESDAY - DAY, opened=4, closed=3, still_open=4)
    day_sum(orders, TUESDAY, closed=0, reopened=1)

    sheet = look(make_member("ada"), "/reports/backlog/table.csv")
    rows = {row["first"]: row for row in csv.DictReader(StringIO(sheet)) if not row["part"]}

    # Six are open; the day before yesterday four less had come and three more were there.
    assert [rows[str(TUESDAY - n * DAY)]["level"] for n in (2, 1, 0)] == ["4", "5", "6"]
    told = look(make_member("ada"), "/reports/backlog/")
    assert "2 of 6 that are open began more than 14 days ago." in told
    assert "/search/?q=-is%3Aclosed+before%3A14d" in told


def test_medians_are_told_from_ten_on_in_working_time_or_by_the_clock(orders, look):
    length_sum(orders, TUESDAY, "FIRST", w02=20, c12=20)
    length_sum(orders, TUESDAY, "NEXT", w02=9, c12=9)
    day_sum(orders, TUESDAY, received=29)
    ada = make_member("ada")

    told = look(ada, "/reports/answers/table.csv")
    row = list(csv.DictReader(StringIO(told)))[-1]
    assert (row["part"], row["first"]) == ("Orders", "20")
    assert "22 min" in look(ada, "/reports/answers/")
    assert "20 h" in look(ada, "/reports/answers/?time=clock")


def test_tags_are_told_by_name_and_lead_to_themselves(orders, look):
    lou = make_manager("lou")
    glass = make_tag(name="=glass", by=lou, now=NOON)
    day_sum(orders, TUESDAY, received=30)
    day_sum(orders, TUESDAY, facet="TAG", key=glass.pk, received=21)
    day_sum(orders, TUESDAY, facet="TAG", key=0, received=9)
    ada = make_member("ada")

    told = look(ada, "/reports/volume/?by=tag")
    assert f"of=tag%3A{glass.pk}" in told
    assert "Without a tag" in told
    # A spreadsheet shall not take a tag for a formula.
    assert "'=glass" in look(ada, "/reports/volume/table.csv?by=tag")


def test_days_that_cannot_be_told_are_said_and_kept(orders, look):
    day_sum(orders, TUESDAY, received=30)

    told = look(make_member("ada"), "/reports/volume/?period=own&first=2026-11-20&last=2026-11-02")

    assert 'value="2026-11-20"' in told
    assert "Choose days up to today, the first before the last, at most 731 in all." in told


@pytest.mark.parametrize(
    "query", ["?period=nine&by=member&desk=x&of=tag:x&time=z", "?of=member:1", "?first=%00&of=%00:"]
)
def test_what_is_not_on_offer_is_as_if_nobody_had_asked(orders, look, query):
    day_sum(orders, TUESDAY, received=30)

    for address in PAGES:
        assert look(make_member("ada"), address + query)


def test_no_page_tells_of_a_person(orders, look):
    day_sum(orders, TUESDAY, received=30)
    for address in PAGES:
        told = look(make_owner(), address)
        for name in ("Ada", "Bea", "Eli"):
            assert f">{name}" not in told


def test_looking_writes_nothing(orders, look):
    day_sum(orders, TUESDAY, received=30)
    before = Event.objects.count(), list(DaySum.objects.values())

    for address in [*PAGES, "/reports/volume/table.csv"]:
        look(make_member("ada"), address)

    assert (Event.objects.count(), list(DaySum.objects.values())) == before


def test_an_unknown_topic_is_not_there(orders, client):
    client.force_login(
        make_member("ada"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    assert client.get("/reports/people/").status_code == 404
    assert client.get("/reports/people/table.csv").status_code == 404


@pytest.mark.parametrize("address", [*PAGES, "/reports/volume/table.csv"])
def test_no_more_than_twelve_queries(
    orders, client, address, django_assert_max_num_queries, ledger_end_known
):
    lou = make_manager("lou")
    orders.teams.first().members.add(lou)
    glass = make_tag(name="glass", by=lou, now=NOON)
    firm = Organisation.objects.create(name="Valdorra")
    for n in range(5):
        day = TUESDAY - n * DAY
        day_sum(orders, day, received=30, opened=9, still_open=1)
        day_sum(orders, day, facet="TAG", key=glass.pk, received=3)
        day_sum(orders, day, facet="ORG", key=firm.pk, received=3)
        length_sum(orders, day, "FIRST", w02=20, c12=20)
        hour_sum(orders, day, 9, received=3, w02=3)
    client.force_login(lou, backend="allauth.account.auth_backends.AuthenticationBackend")

    for query in ("", "?by=tag&period=year", "?by=organisation", f"?of=tag:{glass.pk}"):
        with django_assert_max_num_queries(12):
            assert client.get(address + query).status_code == 200


def test_the_way_there_is_in_the_views_and_in_the_palette(orders, look):
    told = look(make_member("ada"), "/today/")

    assert 'href="/reports/"' in told
    assert 'data-href="/reports/"' in told


@pytest.mark.parametrize(
    "days",
    [
        ("0001-01-01", "0001-01-05"),
        ("0001-01-02", "0002-01-01"),
        ("0003-01-01", "0005-01-01"),
        ("9999-12-30", "9999-12-31"),
        ("2026-11-01\0", "x"),
    ],
)
@pytest.mark.parametrize("address", PAGES)
def test_days_at_the_ends_of_the_calendar_are_refused_or_told(orders, client, address, days):
    client.force_login(
        make_member("ada"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    answer = client.get(address, {"period": "own", "first": days[0], "last": days[1]})
    assert answer.status_code == 200
