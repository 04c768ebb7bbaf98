"""One conversation at a time: the first, why it is, what is parked, and what is never hidden."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from kept.conversations.actions import assign, set_priority, set_status
from kept.conversations.models import Conversation
from kept.desk.tests.test_fullest import a_full_thread
from kept.focus import actions
from kept.focus.models import Parked
from kept.promises.models import Promise
from tests.cast import make_conversation, make_customer, make_desk, make_member, make_promise
from tests.test_every_url import sign_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def client(ada):
    return sign_in(ada)


@pytest.fixture
def talks(ada):
    """Three of Ada's, the longest waiting first."""
    desk, now = make_desk("Orders", ada), timezone.now()
    return [
        make_conversation(
            desk=desk, customer=make_customer(name), assignee=ada, now=now - (3 - n) * HOUR
        )
        for n, name in enumerate(("cy", "dee", "eve"))
    ]


def text(client, address) -> str:
    page = client.get(address, follow=True).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def at(client) -> str:
    return client.get("/desk/focus/")["Location"]


def test_a_click_on_today_leads_to_whoever_has_waited_longest(client, talks):
    assert 'name="quick"' in client.get("/today/").content.decode()
    answer = client.post("/focus/", {"quick": "1"})

    assert answer["Location"] == "/desk/focus/"
    assert at(client) == f"/desk/focus/{talks[0].pk}/"
    page = text(client, "/desk/focus/")
    assert "First, since it has waited longest" in page
    assert "2 are parked" in page
    assert "Dee" in page
    assert 'class="views"' not in client.get(at(client)).content.decode()


def test_parked_it_comes_last_and_the_next_stands_there(client, ada, talks):
    actions.begin(by=ada, now=timezone.now())
    for talk in talks:
        assert at(client) == f"/desk/focus/{talk.pk}/"
        client.post("/focus/park/", {"conversation": talk.pk})

    page = text(client, "/desk/focus/")
    assert "You have met everybody in line" in page
    assert "3 are parked, and stand below." in page
    client.post("/focus/unpark/")
    assert at(client) == f"/desk/focus/{talks[0].pk}/"


def test_what_is_pressing_comes_before_what_has_waited(client, ada, talks):
    now = timezone.now()
    set_priority(talks[2], to="URGENT", by=ada, now=now)
    actions.begin(by=ada, now=now)

    assert at(client) == f"/desk/focus/{talks[2].pk}/"
    assert "First, since it is marked as urgent." in text(client, "/desk/focus/")
    assert "You chose this one" in text(client, f"/desk/focus/{talks[1].pk}/")


def test_a_promise_that_is_near_comes_first_and_shows_even_where_it_was_parked(client, ada, talks):
    now = timezone.now()
    promise = make_promise(
        talks[1], keeper=ada, words="I'll call you.", due_at=now + HOUR, now=now - HOUR
    )
    Promise.objects.filter(pk=promise.pk).update(warn_at=None)
    set_priority(talks[2], to="URGENT", by=ada, now=now)
    actions.begin(by=ada, now=now)

    assert at(client) == f"/desk/focus/{talks[1].pk}/"
    assert "First, since nothing is promised sooner: due in" in text(client, "/desk/focus/")
    client.post("/focus/park/", {"conversation": talks[1].pk})
    assert at(client) == f"/desk/focus/{talks[2].pk}/"
    page = client.get(at(client)).content.decode()
    assert "I&#x27;ll call you." in page
    assert f'href="/desk/focus/{talks[1].pk}/"' in page


def test_a_near_promise_in_what_waits_for_the_customer_counts_too(client, ada, talks):
    now = timezone.now()
    set_status(talks[2], to="WAITING", by=ada, now=now)
    promise = make_promise(talks[2], keeper=ada, due_at=now + HOUR, now=now - HOUR)
    actions.begin(by=ada, now=now)
    assert at(client) == f"/desk/focus/{talks[0].pk}/"

    Promise.objects.filter(pk=promise.pk).update(warn_at=None)
    assert at(client) == f"/desk/focus/{talks[2].pk}/"


def test_done_it_says_who_is_next(client, ada, talks):
    actions.begin(by=ada, now=timezone.now())
    answer = client.post(f"/c/{talks[0].pk}/status/", {"to": "CLOSED", "place": "focus"})

    assert answer["Location"] == f"/desk/focus/{talks[0].pk}/"
    page = text(client, answer["Location"])
    assert "Next: Dee" in page
    assert "Park it" not in page


def test_answered_it_is_out_of_line_while_its_letter_rests(client, ada, talks):
    ada.rest_seconds = 10
    ada.save()
    actions.begin(by=ada, now=timezone.now())
    client.post(
        f"/c/{talks[0].pk}/reply/",
        {
            "text": "Dear Cy, it is on its way.",
            "to": "cy@valdorra.example",
            "submit_id": str(uuid4()),
            "then": "WAITING",
            "place": "focus",
        },
    )
    assert at(client) == f"/desk/focus/{talks[1].pk}/"


def test_nobody_elses_and_nothing_out_of_sight_is_in_line(client, ada, talks):
    bea = make_member("bea")
    make_conversation(desk=make_desk("Orders", ada, bea), assignee=bea)
    there = make_desk("Billing", bea)
    lost = make_conversation(desk=there)
    Conversation.objects.filter(pk=lost.pk).update(assignee=ada)
    assign(talks[0], to=bea, by=ada, now=timezone.now())
    actions.begin(by=ada, now=timezone.now())

    assert at(client) == f"/desk/focus/{talks[1].pk}/"
    assert "One is parked" in text(client, "/desk/focus/")
    hidden = make_conversation(desk=there)
    assert client.post("/focus/park/", {"conversation": hidden.pk}).status_code == 404
    assert not Parked.objects.exists()


def test_without_focus_one_is_led_to_its_begin_and_afterwards_to_what_came(client, ada, talks):
    assert at(client) == "/focus/"
    actions.begin(by=ada, now=timezone.now())
    assert client.post("/focus/end/")["Location"] == "/today/focus/"
    assert at(client) == "/today/focus/"
    assert "Nothing came that you do not know." in text(client, "/today/focus/")
    assert "What came while you were in focus" in text(client, "/today/")
    client.post("/focus/put-away/")
    assert at(client) == "/focus/"


def test_over_in_the_middle_of_a_letter_the_page_stays_and_says_so(client, ada, talks):
    actions.begin(minutes=25, by=ada, now=timezone.now() - HOUR)
    page = text(client, f"/desk/focus/{talks[0].pk}/")
    assert "Your focus is over" in page
    assert "Park it" not in page


def test_a_full_thread_in_focus_stays_within_twelve_queries(
    ada, django_assert_max_num_queries, ledger_end_known
):
    now = timezone.now()
    talk = a_full_thread(ada)
    for n in range(30):
        more = make_conversation(desk=talk.desk, customer=make_customer(f"c{n}"), assignee=ada)
        make_promise(more, keeper=ada, due_at=now + HOUR, now=now - HOUR)
    Promise.objects.update(warn_at=None)
    actions.write_best_note("With tea.", by=ada)
    actions.begin(by=ada, now=now)
    client = sign_in(ada)
    client.get(f"/desk/focus/{talk.pk}/")

    with django_assert_max_num_queries(12):
        page = client.get(f"/desk/focus/{talk.pk}/").content.decode()
    assert "With tea." in page
    assert "30 are parked" in page


def test_colleagues_see_who_is_in_focus_and_not_for_how_long(ada, talks):
    bea = make_member("bea", role="MANAGER")
    make_desk("Orders", bea)
    actions.begin(minutes=25, by=ada, now=timezone.now())
    ada_s, bea_s = sign_in(ada), sign_in(bea)
    ada_s.post(f"/c/{talks[0].pk}/here/")

    assert "in focus" in bea_s.post(f"/c/{talks[0].pk}/here/").content.decode()
    assert "in focus" in text(bea_s, f"/c/{talks[0].pk}/assign/")
    page = text(bea_s, "/workload/")
    assert "Ada in focus" in page
    assert "until" not in page
