"""The pages on which promises are made by hand, handed on, answered and laid aside."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kept.conversations.models import Message
from kept.ledger.models import Event
from kept.promises import actions
from kept.promises.fields import typed
from kept.promises.models import Promise, Window
from tests.cast import (
    make_conversation,
    make_desk,
    make_manager,
    make_member,
    make_promise,
    make_team,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def conversation(ada):
    return make_conversation(desk=make_desk("Orders", ada), assignee=ada)


@pytest.fixture
def client(ada):
    return signed_in(ada)


def signed_in(member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def in_hours(hours: int) -> str:
    return typed(timezone.now() + timedelta(hours=hours), "UTC")


def among_us(ada, bea, **more: object) -> Promise:
    now = timezone.now()
    return actions.promise_among_us(
        words="I'll look over the price list.",
        to_member=bea,
        by=ada,
        now=now,
        **{"due_at": now + timedelta(days=1)} | more,
    )


def test_one_promises_a_colleague_something(client, ada):
    bea = make_member("bea")

    answer = client.post(
        "/promises/new/",
        {
            "words": "I'll look over the price list.",
            "to": f"member-{bea.pk}",
            "due_at": in_hours(30),
            "condition": "Bea has it back with remarks",
            "submit_id": str(uuid4()),
        },
        follow=True,
    )

    promise = Promise.objects.get()
    assert (promise.kind, promise.keeper, promise.to_member) == ("COLLEAGUE", ada, bea)
    assert promise.condition == "Bea has it back with remarks"
    page = answer.content.decode()
    assert "promised to Bea" in page
    assert "Bea has it back with remarks" in page


@pytest.mark.parametrize("to", ["member-999", "team-999"])
def test_who_is_not_there_cannot_be_promised_anything_and_the_words_stay(client, to):
    answer = client.post(
        "/promises/new/",
        {"words": "I'll look.", "to": to, "due_at": in_hours(3), "submit_id": str(uuid4())},
    )

    assert answer.status_code == 422
    assert "I&#x27;ll look." in answer.content.decode()
    assert not Promise.objects.exists()


def test_private_is_only_what_one_promises_oneself(client, ada):
    bea = make_member("bea")
    values = {
        "words": "I'll walk at lunch.",
        "due_at": in_hours(3),
        "is_private": "on",
        "submit_id": str(uuid4()),
    }

    refused = client.post("/promises/new/", values | {"to": f"member-{bea.pk}"})
    assert refused.status_code == 422
    assert not Promise.objects.exists()

    client.post("/promises/new/", values | {"to": "me"})
    promise = Promise.objects.get()
    assert (promise.kind, promise.is_private) == ("SELF_CARE", True)
    assert signed_in(bea).get(f"/promises/{promise.pk}/").status_code == 404


def test_a_colleague_says_whether_it_happened(client, ada):
    bea = make_member("bea")
    promise = among_us(ada, bea)
    client.post(f"/promises/{promise.pk}/keep/")

    theirs = signed_in(bea)
    assert "That did not happen" in theirs.get(f"/promises/{promise.pk}/").content.decode()
    theirs.post(f"/promises/{promise.pk}/dispute/", {"words": "It lies there unread."})
    promise.refresh_from_db()
    assert (promise.outcome, promise.disputes) == ("OPEN", 1)
    assert "It lies there unread." in client.get(f"/promises/{promise.pk}/").content.decode()

    theirs.post(f"/promises/{promise.pk}/confirm/")
    promise.refresh_from_db()
    assert (promise.outcome, promise.confirmation) == ("KEPT", "CONFIRMED")


def test_its_keeper_has_no_button_to_confirm_and_cannot(client, ada):
    promise = among_us(ada, make_member("bea"))
    client.post(f"/promises/{promise.pk}/keep/")

    assert "It happened" not in client.get(f"/promises/{promise.pk}/").content.decode()
    assert client.post(f"/promises/{promise.pk}/confirm/").status_code == 403
    promise.refresh_from_db()
    assert promise.confirmation == "WAITING"


def test_what_is_promised_among_us_moves_without_a_letter(client, ada):
    # Far enough that two working hours are left before it on any day of the week.
    promise = among_us(ada, make_member("bea"), due_at=timezone.now() + timedelta(days=8))

    answer = client.post(
        f"/promises/{promise.pk}/renegotiate/",
        {"due_at": in_hours(240), "reason": "The list grew.", "submit_id": str(uuid4())},
    )

    assert answer.status_code == 302
    promise.refresh_from_db()
    version = promise.versions.get()
    assert (promise.changes, version.reason, version.was_early) == (1, "The list grew.", True)
    assert not Message.objects.filter(way="OUT").exists()


def test_another_keeper_is_chosen_among_those_who_see_it(client, ada, conversation):
    bea, cat = make_member("bea"), make_member("cat")
    make_desk("Orders", bea)
    now = timezone.now()
    promise = make_promise(conversation, keeper=ada, due_at=now + timedelta(days=1), now=now)
    address = f"/promises/{promise.pk}/hand-on/"

    assert "Cat" not in client.get(address).content.decode()
    assert client.post(address, {"to": str(cat.pk)}).status_code == 422
    promise.refresh_from_db()
    assert promise.keeper == ada

    client.post(address, {"to": str(bea.pk)})
    promise.refresh_from_db()
    assert promise.keeper == bea


def test_a_call_is_offered_at_hours_when_we_are_open_and_one_letter_says_so(client, conversation):
    address = f"/c/{conversation.pk}/callback/"
    page = client.get(address)
    times = page.context["times"]
    assert len(times) == 6
    assert all(conversation.desk.hours.is_open(start) for start, _ in times)
    chosen = [end.isoformat() for _, end in times[:2]]
    values = {"times": chosen, "text": "When may I call? {{page}}", "submit_id": str(uuid4())}

    client.post(address, values)
    client.post(address, values)

    promise = Promise.objects.get()
    assert (promise.kind, promise.outcome) == ("CALLBACK", "OFFERED")
    assert list(Window.objects.values_list("due_from", "due_at")) == times[:2]
    assert Message.objects.filter(way="OUT").count() == 1


def test_no_time_no_call_and_the_letter_stays(client, conversation):
    answer = client.post(
        f"/c/{conversation.pk}/callback/",
        {"text": "When may I call you?", "submit_id": str(uuid4())},
    )

    assert answer.status_code == 422
    assert "When may I call you?" in answer.content.decode()
    assert not Promise.objects.exists()
    assert not Message.objects.filter(way="OUT").exists()


def test_a_call_is_not_offered_without_the_way_to_choose(client, conversation):
    address = f"/c/{conversation.pk}/callback/"
    chosen = [end.isoformat() for _, end in client.get(address).context["times"][:2]]
    values = {"times": chosen, "text": "When may I call you?", "submit_id": str(uuid4())}

    answer = client.post(address, values)

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "text": [
            "They choose on their page. Write [link to your page] where the link to it shall stand."
        ]
    }
    assert "When may I call you?" in answer.content.decode()
    assert not Promise.objects.exists()
    assert not Message.objects.filter(way="OUT").exists()


def test_who_lays_aside_says_what_a_reply_shall_do(client, ada, conversation):
    address = f"/c/{conversation.pk}/snooze/"
    values = {"until": in_hours(48), "words": "Ask the glazier", "submit_id": str(uuid4())}

    refused = client.post(address, values)
    assert refused.status_code == 422
    assert "Ask the glazier" in refused.content.decode()
    conversation.refresh_from_db()
    assert (Promise.objects.count(), conversation.status) == (0, "OPEN")

    client.post(address, values | {"even": "yes"})
    reminder = Promise.objects.get()
    conversation.refresh_from_db()
    assert (reminder.words, reminder.ends_on_reply) == ("Ask the glazier", False)
    assert conversation.status == "ON_HOLD"


def test_a_button_with_a_time_on_it_says_when(client, conversation):
    address = f"/c/{conversation.pk}/snooze/"
    value, at = client.get(address).context["times"][0]

    client.post(address, {"quick": value, "even": "no", "submit_id": str(uuid4())})

    reminder = Promise.objects.get()
    assert (reminder.due_from, reminder.ends_on_reply) == (
        at.replace(second=0, microsecond=0),
        True,
    )


def test_a_broken_promise_stands_on_top_of_its_conversation_with_the_next_step(
    client, ada, conversation
):
    now = timezone.now()
    made = now - timedelta(days=2)
    promise = make_promise(conversation, keeper=ada, due_at=now - timedelta(hours=1), now=made)

    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()

    top = page[page.index('id="broken"') : page.index('id="letters"')]
    assert "Overdue by 60 min" in top
    assert "Nobody has told them yet." in top
    assert f'href="/promises/{promise.pk}/renegotiate/"' in top


def test_a_manager_sees_what_lies_before_the_team_by_name_and_nothing_private(ada):
    lou = make_manager("lou")
    make_team("Front", ada, lou)
    among_us(ada, lou)
    among_us(ada, ada, kind="SELF_CARE", is_private=True)

    beat = signed_in(lou).get("/rhythm/").context["beat"]

    assert [(load.member.name, load.open) for load in beat.loads] == [("Ada", 1), ("Lou", 0)]
    assert [card.promise.words for card in beat.to_us] == ["I'll look over the price list."]


def test_rhythm_is_not_for_every_member_and_needs_few_queries(
    ada, django_assert_max_num_queries, ledger_end_known
):
    assert signed_in(ada).get("/rhythm/").status_code == 403
    lou = make_manager("lou")
    make_team("Front", ada, lou)
    for _n in range(5):
        among_us(ada, lou)
    client = signed_in(lou)

    with django_assert_max_num_queries(12):
        client.get("/rhythm/")


def test_today_says_what_is_to_be_moved_now_and_whose_word_is_awaited(client, ada, conversation):
    now = timezone.now()
    warned = make_promise(conversation, keeper=ada, due_at=now + timedelta(days=3), now=now)
    Promise.objects.filter(pk=warned.pk).update(warn_at=None)
    done = make_promise(conversation, keeper=ada, due_at=now + timedelta(days=1), now=now)
    actions.keep(done, by=ada, now=now)
    among_us(make_member("bea"), ada)

    day = client.get("/today/").context["day"]

    assert day.to_move == {warned.pk}
    assert [card.pk for card in day.unconfirmed] == [done.pk]
    assert [card.promise.keeper.name for card in day.to_me] == ["Bea"]
    assert Event.objects.filter(kind="promise.confirmed").count() == 0


def test_one_letter_says_that_it_is_done_and_asks_whether_it_is(client, ada, conversation):
    now = timezone.now()
    promise = make_promise(conversation, keeper=ada, due_at=now + timedelta(days=1), now=now)
    address = f"/promises/{promise.pk}/tell/"
    text = client.get(address).context["form"].initial["text"]
    assert "It is done." in text
    assert "{{page}}" in text
    values = {"text": text, "submit_id": str(uuid4())}

    client.post(address, values)
    client.post(address, values)

    promise.refresh_from_db()
    assert (promise.outcome, promise.confirmation) == ("KEPT", "WAITING")
    assert Message.objects.filter(way="OUT").count() == 1
    assert Event.objects.filter(kind="promise.kept").count() == 1


def test_words_of_ours_that_stand_for_nothing_are_not_sent(client, ada, conversation):
    now = timezone.now()
    promise = make_promise(conversation, keeper=ada, due_at=now + timedelta(days=1), now=now)
    text = "It is done. Say so here if not: [link to the page]"

    values = {"text": text, "submit_id": str(uuid4())}
    answer = client.post(f"/promises/{promise.pk}/tell/", values)

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "text": [
            "“[link to the page]” would reach them just like that. Write [link to your page], or "
            "take it out."
        ]
    }
    assert text in answer.content.decode()
    promise.refresh_from_db()
    assert promise.outcome == "OPEN"
    assert not Message.objects.filter(way="OUT").exists()


def test_nothing_is_written_of_what_was_let_go(client, ada, conversation):
    now = timezone.now()
    promise = make_promise(conversation, keeper=ada, due_at=now + timedelta(days=1), now=now)
    actions.release(promise, why="", by=None, now=now)

    values = {"text": "It is done.", "submit_id": str(uuid4())}
    answer = client.post(f"/promises/{promise.pk}/tell/", values)

    assert answer.status_code == 422
    assert "It is done." in answer.content.decode()
    assert not Message.objects.filter(way="OUT").exists()


@pytest.mark.parametrize(
    "page", ["release", "give-up", "renegotiate", "hand-on", "tell", "dispute"]
)
def test_no_page_of_a_promise_among_us_needs_a_conversation(client, ada, page):
    """What there is no page for is not found; nothing breaks."""
    own = among_us(ada, ada)

    answer = client.get(f"/promises/{own.pk}/{page}/")

    there = {"hand-on": 404, "tell": 404}
    assert answer.status_code == there.get(page, 200)


def test_a_colleague_lets_go_without_a_word(ada):
    bea = make_member("bea")
    promise = among_us(ada, bea)
    client = signed_in(bea)
    page = client.get(f"/promises/{promise.pk}/release/").content.decode()
    assert "It was promised to you" in page

    client.post(f"/promises/{promise.pk}/release/", {"why": ""})

    promise.refresh_from_db()
    assert promise.outcome == "RELEASED"
