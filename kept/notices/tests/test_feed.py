"""The calendar behind a private link."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from kept.kit import tokens
from kept.notices import actions
from kept.notices.models import CalendarLink
from kept.notices.views import calendar as views
from kept.people.models import Member
from kept.people.tests.make import browser
from kept.promises import actions as promises
from kept.promises.models import Promise
from tests.cast import NOON, make_conversation, make_desk, make_member, make_promise

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SOME_DAY = NOON + timedelta(days=300)


def fetch(secret: str, **headers: str):
    return Client().get(f"/calendar/{secret}.ics", headers=headers)


def entries(member: Member) -> list:
    answer = fetch(actions.make_calendar_link(by=member, now=NOON))
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_member_reads_what_they_keep_and_still_owe(settings):
    settings.BASE_URL = "https://kept.northmoor.example"
    ada = make_member("ada")
    later = make_promise(keeper=ada, words="I'll write.", due_at=SOME_DAY + HOUR)
    first = make_promise(keeper=ada, due_at=SOME_DAY)
    kept = make_promise(keeper=ada, words="Done.", due_at=SOME_DAY)
    promises.keep(kept, by=ada, now=NOON)
    bea = make_member("bea")
    make_promise(make_conversation(desk=make_desk("Billing", bea)), keeper=bea, due_at=SOME_DAY)

    found = entries(ada)

    assert [str(entry["uid"]) for entry in found] == [
        f"promise-{promise.pk}@kept.northmoor.example" for promise in (first, later)
    ]
    assert str(found[0]["summary"]) == "I'll call you tomorrow."
    assert str(found[0]["description"]) == (
        f"For Cy\nhttps://kept.northmoor.example/promises/{first.pk}/"
    )


def test_nothing_of_a_letter_stands_in_it():
    ada = make_member("ada")
    conversation = make_conversation(
        desk=make_desk("Orders", ada), subject="CANARY-subject", text="CANARY-text"
    )
    make_promise(conversation, keeper=ada, due_at=SOME_DAY, condition="CANARY-condition")

    answer = fetch(actions.make_calendar_link(by=ada, now=NOON))

    assert b"CANARY" not in answer.content
    assert b"valdorra" not in answer.content


def test_what_is_private_stands_there_without_its_words():
    ada = make_member("ada")
    promises.promise_among_us(
        words="See the doctor.",
        due_at=SOME_DAY,
        to_member=ada,
        kind=Promise.Kind.SELF_CARE,
        is_private=True,
        by=ada,
        now=NOON,
    )

    (entry,) = entries(ada)

    assert str(entry["summary"]) == "Something you promised yourself"
    assert b"doctor" not in entry.to_ical()


def test_an_answer_is_private_and_not_sent_again_while_nothing_changed():
    ada = make_member("ada")
    promise = make_promise(keeper=ada, due_at=SOME_DAY)
    secret = actions.make_calendar_link(by=ada, now=NOON)

    first = fetch(secret)

    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Cache-Control"] == "private, no-cache"
    assert first["Referrer-Policy"] == "no-referrer"
    for known in (first["ETag"], f"W/{first['ETag']}", f'"other", {first["ETag"]}', "*"):
        again = fetch(secret, **{"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
    assert fetch(secret, **{"If-None-Match": '"other"'}).status_code == 200

    promises.renegotiate(promise, due_at=SOME_DAY + HOUR, by=ada, now=NOON)
    changed = fetch(secret, **{"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_only_the_print_of_a_link_is_stored():
    secret = actions.make_calendar_link(by=make_member("ada"), now=NOON)

    link = CalendarLink.objects.get()
    assert link.secret_digest == tokens.digest(secret)
    assert secret not in str(CalendarLink.objects.values().get())


def test_a_new_link_closes_the_old_one_and_a_withdrawn_one_opens_nothing():
    ada = make_member("ada")
    old = actions.make_calendar_link(by=ada, now=NOON)
    new = actions.make_calendar_link(by=ada, now=NOON + HOUR)

    assert (fetch(old).status_code, fetch(new).status_code) == (404, 200)

    actions.withdraw_calendar_link(by=ada, now=NOON)
    assert fetch(new).status_code == 404


def test_whoever_may_not_sign_in_has_no_calendar():
    ada = make_member("ada")
    secret = actions.make_calendar_link(by=ada, now=NOON)
    Member.objects.update(is_active=False)

    assert fetch(secret).status_code == 404


def test_all_wrong_links_look_the_same():
    secret = actions.make_calendar_link(by=make_member("ada"), now=NOON)
    answers = [fetch(wrong) for wrong in ("x", secret[:-1], secret + "x", secret.swapcase())]

    assert {(a.status_code, a.content) for a in answers} == {(404, b"This calendar is not here.")}


def test_guessing_is_held_off_and_so_is_fetching_all_the_time(monkeypatch):
    monkeypatch.setattr(views, "WRONG_ONES", 3)
    monkeypatch.setattr(views, "MINUTE", 3_600)
    monkeypatch.setattr(views, "FETCHES", 2)
    secret = actions.make_calendar_link(by=make_member("ada"), now=NOON)

    assert [fetch(secret).status_code for _ in range(3)] == [200, 200, 429]
    other = actions.make_calendar_link(by=make_member("bea"), now=NOON)
    assert [fetch("wrong").status_code for _ in range(4)] == [404, 404, 404, 429]
    refused = fetch(other)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")


def test_a_member_makes_and_withdraws_the_link_on_a_page(settings):
    settings.BASE_URL = "https://kept.northmoor.example"
    client = browser(make_member("ada"))
    assert "There is no link yet." in client.get("/me/calendar/").content.decode()

    made = client.post("/me/calendar/make/").content.decode()

    link = made.partition('readonly value="')[2].partition('"')[0]
    assert link.startswith("https://kept.northmoor.example/calendar/")
    path = link.removeprefix("https://kept.northmoor.example")
    assert Client().get(path).status_code == 200
    assert link not in client.get("/me/calendar/").content.decode()
    assert client.post("/me/calendar/withdraw/").status_code == 302
    assert Client().get(path).status_code == 404


def test_a_calendar_costs_few_questions(django_assert_max_num_queries):
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    for number in range(30):
        make_promise(conversation, keeper=ada, words=f"Number {number}", due_at=SOME_DAY)
    secret = actions.make_calendar_link(by=ada, now=NOON)

    with django_assert_max_num_queries(16):
        answer = fetch(secret)

    assert answer.content.count(b"BEGIN:VEVENT") == 30
