"""The pages of working time: what one sees, what one types, and what stays when it is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from kept.hours.models import Absence, Calendar, CalendarVersion, MemberHours, TeamHours
from kept.hours.queries import hours_at
from kept.hours.tests.make import at, make_calendar
from kept.kit.hours import DAYS, NINE_TO_FIVE, Region
from kept.ledger.models import Event
from kept.people.models import Member
from tests.cast import NOON, make_manager, make_member, make_owner, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def typed(**more: Any) -> dict[str, Any]:
    return {
        **dict.fromkeys(DAYS[:5], "9:00-12:30, 13:30 – 17:00"),
        "since": "2026-12-01",
        "country": "DE",
        "parts_of": "DE",
        "region": "BY",
    } | more


def page(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_manager_makes_hours_and_sees_what_they_come_to():
    client = browser(make_manager())

    answer = client.post(
        "/settings/hours/make/",
        typed(name="Munich", zone="Europe/Berlin", since="2026-11-24"),
        follow=True,
    )

    calendar = Calendar.objects.get(name="Munich")
    assert answer.redirect_chain[-1][0] == f"/settings/hours/{calendar.pk}/"
    version = hours_at(calendar, date(2026, 11, 24))
    assert version.week[0] == ((540, 750), (810, 1020))
    assert version.region == Region("DE", "BY")
    shown = page(answer)
    assert (
        "A promise of 4 working hours made now is due Tuesday 24 November 2026, 17:00 in Berlin."
    ) not in shown
    # 13:00 in Berlin: in the break. Half past one until five is three and a half.
    assert "made now is due Wednesday 25 November 2026, 09:30 in Berlin." in shown
    assert "35 hours a week" in shown
    assert "Epiphany" in shown
    assert "09:00 to 12:30, 13:30 to 17:00" in shown


def test_a_change_from_a_day_on_leaves_what_was():
    calendar = make_calendar(region=Region("DE", "BE"))
    client = browser(make_manager())
    form = page(client.get(f"/settings/hours/{calendar.pk}/change/"))
    assert 'value="09:00-17:00"' in form
    assert '<option value="BE" selected>Berlin</option>' in form

    answer = client.post(
        f"/settings/hours/{calendar.pk}/change/", typed(seen=str(calendar.revision))
    )

    assert answer.status_code == 302
    assert hours_at(calendar, date(2026, 11, 30)).week == NINE_TO_FIVE
    assert hours_at(calendar, date(2026, 12, 1)).region == Region("DE", "BY")
    shown = page(client.get(f"/settings/hours/{calendar.pk}/"))
    assert "From 1 December 2026" in shown
    assert "To come" in shown
    assert "Holds now" in shown
    row = calendar.versions.get(since=date(2026, 12, 1))
    client.post(f"/settings/hours/{calendar.pk}/versions/{row.pk}/withdraw/")
    assert calendar.versions.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"mon": "nine to five"}, "Write it like 09:00-12:30"),
        ({"mon": "17:00-09:00"}, "must end after it begins"),
        ({"mon": "09:00-12:00, 11:00-13:00"}, "must follow each other"),
        (dict.fromkeys(DAYS, ""), "never open could keep no promise"),
        ({"since": "2026-11-23"}, "stay as they were. Choose today or a later date"),
        ({"since": "tomorrow"}, "Enter a valid date"),
        ({"country": "XX"}, "not one of the available choices"),
        ({"region": "XX"}, "no region of this country"),
        ({"country": "GB", "region": "BY"}, "Choose the region, or all of the country"),
    ],
)
def test_hours_that_cannot_be_come_back_with_a_reason_and_all_that_was_typed(
    wrong: dict[str, str], words: str
):
    calendar = make_calendar()
    given = typed(seen=str(calendar.revision), tue="10:00-11:11") | wrong

    answer = browser(make_manager()).post(f"/settings/hours/{calendar.pk}/change/", given)

    shown = page(answer)
    assert answer.status_code == 422
    assert words in shown
    for value in filter(None, (given["mon"], given["since"], given["tue"])):
        assert f'value="{value}"' in shown
    assert (calendar.versions.count(), Event.objects.count()) == (1, 0)


def test_another_country_without_a_script_asks_for_its_region_and_then_is_saved():
    calendar, client = make_calendar(), browser(make_manager())
    given = typed(seen=str(calendar.revision), country="GB", parts_of="DE", region="BY")

    shown = page(client.post(f"/settings/hours/{calendar.pk}/change/", given))
    assert '<option value="SCT">Scotland</option>' in shown
    assert 'name="parts_of" value="GB"' in shown

    answer = client.post(
        f"/settings/hours/{calendar.pk}/change/", given | {"parts_of": "GB", "region": "SCT"}
    )
    assert answer.status_code == 302
    assert hours_at(calendar, date(2026, 12, 1)).region == Region("GB", "SCT")


def test_hours_that_somebody_changed_meanwhile_are_not_written_over_at_once():
    calendar, client = make_calendar(), browser(make_manager())
    given = typed(seen=str(calendar.revision), mon="07:00-08:00")
    client.post(f"/settings/hours/{calendar.pk}/change/", typed(seen=str(calendar.revision)))

    answer = client.post(f"/settings/hours/{calendar.pk}/change/", given)

    assert answer.status_code == 422
    shown = page(answer)
    assert "Somebody changed these hours meanwhile" in shown
    assert 'value="07:00-08:00"' in shown
    assert calendar.versions.count() == 2
    again = re.findall(r'name="seen" value="([^"]+)"', shown)[0]
    answer = client.post(f"/settings/hours/{calendar.pk}/change/", given | {"seen": again})
    assert answer.status_code == 302
    assert hours_at(calendar, date(2026, 12, 1)).week[0] == ((420, 480),)


def test_looking_first_writes_nothing_with_a_script_and_without():
    calendar, client = make_calendar(), browser(make_manager())
    given = typed(look="1", mon="08:00-10:00", tue="nine")

    whole = client.post(f"/settings/hours/{calendar.pk}/change/", given)
    part = client.post(
        f"/settings/hours/{calendar.pk}/change/", given, headers={"HX-Request": "true"}
    )

    for answer in (whole, part):
        assert answer.status_code == 200
        assert "08:00 to 10:00" in page(answer)
        assert "Made as these hours begin, it is due" in page(answer)
    assert "<html" in page(whole)
    assert 'value="nine"' in page(whole)
    assert "<html" not in page(part)
    assert 'id="due" hx-swap-oob="innerHTML"' in page(part)
    assert 'id="region"' not in page(part)
    assert (calendar.versions.count(), Event.objects.count()) == (1, 0)


def test_another_country_redraws_its_regions_and_only_then():
    client = browser(make_manager())
    given = typed(look="1", country="GB", name="", zone="Europe/Nowhere")

    part = page(client.post("/settings/hours/make/", given, headers={"HX-Request": "true"}))

    assert 'id="region" hx-swap-oob="innerHTML"' in part
    assert '<option value="WLS">Wales</option>' in part


def test_the_preview_counts_by_the_same_code_as_promises_do():
    munich = make_calendar(region=Region("DE", "BY"))
    with time_machine.travel(at("2027-01-05 15:00"), tick=False):
        shown = page(browser(make_manager()).get(f"/settings/hours/{munich.pk}/"))
    assert "is due Thursday 7 January 2027, 11:00 in Berlin." in shown


def test_a_day_of_its_own_is_noted_shown_and_taken_away():
    calendar, client = make_calendar(region=Region("DE", "BY")), browser(make_manager())
    address = f"/settings/hours/{calendar.pk}/days/"

    client.post(address, {"date": "2027-01-06", "name": "Sale", "windows": "10:00-14:00"})
    client.post(address, {"date": "2026-12-24", "name": "", "windows": ""})

    shown = page(client.get(f"/settings/hours/{calendar.pk}/"))
    assert "Wednesday 6 January 2027" in shown
    assert "10:00 to 14:00" in shown
    assert "but open 10:00 to 14:00" in shown
    assert "Thursday 24 December 2026" in shown
    day = calendar.days.get(name="Sale")
    client.post(f"{address}{day.pk}/drop/")
    assert [row.date for row in calendar.days.all()] == [date(2026, 12, 24)]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"date": "2026-11-23", "name": "Past", "windows": ""}, "stay as they were"),
        ({"date": "soon", "name": "Past", "windows": ""}, "Enter a valid date"),
        ({"date": "2026-12-24", "name": "Past", "windows": "ten"}, "Write it like 09:00"),
    ],
)
def test_a_day_that_cannot_be_comes_back_as_it_was_typed(given: dict[str, str], words: str):
    calendar = make_calendar()

    answer = browser(make_manager()).post(f"/settings/hours/{calendar.pk}/days/", given)

    assert answer.status_code == 422
    assert words in page(answer)
    assert 'value="Past"' in page(answer)
    assert (calendar.days.count(), Event.objects.count()) == (0, 0)


def test_who_works_by_hours_is_settled_and_whoever_left_stays():
    ada, gus = make_member("ada"), make_member("gus", is_active=False)
    team, calendar = make_team("Front"), make_calendar()
    MemberHours.objects.create(member=gus, calendar=calendar)

    browser(make_owner()).post(
        f"/settings/hours/{calendar.pk}/who/",
        {"name": "Bureau", "is_house": "on", "teams": [team.pk], "members": [ada.pk]},
    )

    calendar.refresh_from_db()
    assert (calendar.name, calendar.is_house) == ("Bureau", True)
    assert TeamHours.objects.get().team == team
    assert {row.member for row in MemberHours.objects.all()} == {ada, gus}


def test_a_plain_member_sees_hours_and_changes_none():
    calendar, client = make_calendar(), browser(make_member("ada"))

    shown = page(client.get(f"/settings/hours/{calendar.pk}/"))
    assert "Change it from a day on" not in shown
    assert "Note this day" not in shown
    assert "Make other hours" not in page(client.get("/settings/hours/"))

    base = f"/settings/hours/{calendar.pk}"
    for address in (f"{base}/change/", f"{base}/days/", f"{base}/who/", "/settings/hours/make/"):
        assert client.post(address, typed(name="X", zone="UTC")).status_code == 403
    assert CalendarVersion.objects.filter(calendar=calendar).count() == 1
    assert Event.objects.count() == 0


def test_a_member_notes_their_own_absence_in_whole_days_on_their_own_clock():
    ada = make_member("ada", zone="Europe/Berlin")
    client = browser(ada)

    client.post(
        "/absences/",
        {"kind": "HOLIDAY", "first": "2026-12-21", "last": "2026-12-23", "note": "The sea"},
    )

    absence = Absence.objects.get()
    assert (absence.member, absence.begins_at, absence.ends_at) == (
        ada,
        at("2026-12-21"),
        at("2026-12-24"),
    )
    form = page(client.get(f"/absences/{absence.pk}/"))
    assert 'value="2026-12-23"' in form
    client.post(
        f"/absences/{absence.pk}/",
        {"kind": "OTHER", "first": "2026-12-21", "begin": "12:00", "last": "2026-12-21",
         "end": "15:30", "note": "Dentist"},
    )  # fmt: skip
    absence.refresh_from_db()
    assert (absence.begins_at, absence.ends_at) == (
        at("2026-12-21 12:00"),
        at("2026-12-21 15:30"),
    )
    assert absence.note == "Dentist"
    client.post(f"/absences/{absence.pk}/withdraw/")
    assert not Absence.objects.exists()


def test_others_read_that_one_is_away_managers_what_for_and_nobody_the_note():
    ada, bea, lou = make_member("ada"), make_member("bea"), make_manager()
    browser(ada).post(
        "/absences/",
        {"kind": "SICK", "first": "2026-11-24", "last": "2026-11-24", "note": "A secret cold"},
    )
    absence = Absence.objects.get()

    def seen(member: Member) -> tuple[bool, ...]:
        shown = page(browser(member).get("/absences/"))
        row = shown[shown.index("Away now and soon") : shown.index("Note an absence")]
        return ("Ada" in row, "Away now" in row[20:], "Sick" in row, "A secret cold" in row)

    assert seen(ada) == (True, True, True, True)
    assert seen(lou) == (True, True, True, False)
    assert seen(bea) == (True, True, False, False)
    assert browser(bea).get(f"/absences/{absence.pk}/").status_code == 404
    assert browser(bea).post(f"/absences/{absence.pk}/withdraw/").status_code == 404
    assert "A secret cold" not in page(browser(lou).get(f"/absences/{absence.pk}/"))
    browser(lou).post(
        f"/absences/{absence.pk}/",
        {"kind": "OTHER", "first": "2026-11-24", "last": "2026-11-25", "note": "Overwritten"},
    )
    absence.refresh_from_db()
    assert (absence.kind, absence.note) == ("OTHER", "A secret cold")


def test_whoever_writes_a_note_is_told_who_reads_it():
    ada, lou = make_member("ada"), make_manager()
    given = {"kind": "SICK", "first": "2026-11-24", "last": "2026-11-24"}
    browser(ada).post("/absences/", given)
    browser(lou).post("/absences/", given | {"last": "2026-11-25", "member": ada.pk})
    own, noted = Absence.objects.order_by("pk")

    def told(member: Member, address: str) -> str:
        help_of_note = re.search(r'id="id_note_help">([^<]*)', page(browser(member).get(address)))
        return help_of_note[1] if help_of_note else ""

    assert told(ada, "/absences/") == told(ada, f"/absences/{own.pk}/") == "Only you read this."
    by_lou = f"Read by you, and by {lou.name}, who noted it. Nobody else."
    assert told(ada, f"/absences/{noted.pk}/") == by_lou
    for address in ("/absences/", f"/absences/{noted.pk}/"):
        assert told(lou, address) == "Read by whoever is away, and by you. Nobody else."
    assert told(lou, f"/absences/{own.pk}/") == ""


def test_a_manager_notes_for_others_and_a_member_only_for_themselves():
    ada, bea, lou = make_member("ada"), make_member("bea"), make_manager()
    given = {"kind": "SICK", "first": "2026-11-24", "last": "2026-11-24", "member": bea.pk}

    browser(lou).post("/absences/", given)
    browser(ada).post("/absences/", given)

    assert [absence.member for absence in Absence.objects.order_by("pk")] == [bea, ada]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"last": "2026-11-20"}, "must end after it begins"),
        ({"begin": "15:00", "end": "12:00"}, "must end after it begins"),
        ({"first": "soon"}, "Enter a valid date"),
        ({"last": "2031-01-01"}, "three years at most"),
        ({"kind": "BORED"}, "not one of the available choices"),
    ],
)
def test_an_absence_that_cannot_be_comes_back_as_it_was_typed(wrong: dict[str, str], words: str):
    given = {"kind": "HOLIDAY", "first": "2026-11-24", "last": "2026-11-24", "note": "The sea"}

    answer = browser(make_member("ada")).post("/absences/", given | wrong)

    assert answer.status_code == 422
    assert words in page(answer)
    assert "The sea" in page(answer)
    assert (Absence.objects.count(), Event.objects.count()) == (0, 0)


def test_the_pages_ask_little_however_much_there_is(
    django_assert_max_num_queries, ledger_end_known: Any
):
    calendars = [make_calendar(f"Hours {n}") for n in range(8)]
    for n in range(1, 13):
        calendars[0].versions.create(since=date(2027, n, 1))
        calendars[0].days.create(date=date(2027, n, 2))
    client = browser(make_owner())
    for n in range(1, 20):
        day = f"2027-01-{n:02}"
        client.post(
            "/absences/",
            {"kind": "SICK", "first": day, "last": day, "member": make_owner().pk},
        )

    with django_assert_max_num_queries(12):
        client.get(f"/settings/hours/{calendars[0].pk}/")
    with django_assert_max_num_queries(12):
        client.get("/absences/")
    with django_assert_max_num_queries(12):
        client.get("/settings/hours/")
