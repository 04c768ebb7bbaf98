"""The desk through its pages."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kept.conversations.actions.desk import rename_statuses
from kept.conversations.models import Conversation, Desk, Draft, Message, Note, ReadMark
from kept.conversations.queries.labels import forget_labels
from kept.customers.models import Customer
from kept.ledger.models import Event
from kept.promises import actions as promises
from kept.promises.models import Offer, Promise
from tests.cast import (
    make_conversation,
    make_customer,
    make_desk,
    make_member,
    make_message,
    make_owner,
    make_promise,
    make_reply,
)

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ada():
    return make_member("ada", zone="Europe/Berlin")


@pytest.fixture
def client(ada) -> Client:
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def conversation(ada):
    now = timezone.now()
    return make_conversation(desk=make_desk("Orders", ada), now=now)


@pytest.fixture
def own_label():
    """Gives a status the house's own name, until the test ends."""

    def name(status: str, words: str) -> None:
        rename_statuses({status: words}, by=make_owner(), now=timezone.now())

    yield name
    forget_labels()


def test_a_letter_is_found_in_unassigned_and_opened(client, conversation):
    page = client.get("/desk/unassigned/").content.decode()
    assert "A cracked lamp" in page

    page = client.get(f"/desk/unassigned/{conversation.pk}/").content.decode()
    assert "The lamp is cracked." in page
    assert f"K-{conversation.pk}" in page


@pytest.mark.parametrize("place", ["mine", "unassigned", "waiting", "promised", "all", "at-orders"])
def test_every_view_has_a_page_and_an_empty_one(client, ada, place):
    make_desk("Orders", ada)

    assert client.get(f"/desk/{place}/").status_code == 200


@pytest.mark.parametrize("place", ["nothing", "at-billing", "at-", "mine%00"])
def test_a_view_that_is_not_there_is_not_found(client, conversation, place):
    make_desk("Billing")

    assert client.get(f"/desk/{place}/").status_code == 404


def test_a_reply_goes_out_and_waits(client, conversation):
    answer = client.post(
        f"/c/{conversation.pk}/reply/",
        {
            "text": "Dear Cy,\r\nit is on its way.",
            "to": "cy@valdorra.example",
            "submit_id": str(uuid4()),
            "place": "mine",
        },
    )

    assert answer.status_code == 302
    assert answer["Location"] == f"/desk/mine/{conversation.pk}/"
    message = Message.objects.get(way="OUT")
    assert message.text == "Dear Cy,\nit is on its way."
    conversation.refresh_from_db()
    assert conversation.status == Conversation.Status.WAITING


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"text": ""}, 409, "There is nothing to send yet"),
        ({"to": "nobody"}, 422, "is no mail address"),
        ({"to": "a@b.example\r\nBcc: c@d.example"}, 422, "is no mail address"),
        ({"to": ""}, 409, "Nobody would receive this"),
    ],
)
def test_a_refused_reply_keeps_every_word(client, conversation, change, status, words):
    values = {
        "text": "Words I will not type again",
        "to": "cy@valdorra.example",
        "submit_id": str(uuid4()),
    } | change
    before = Event.objects.count()

    answer = client.post(f"/c/{conversation.pk}/reply/", values)

    assert answer.status_code == status
    page = answer.content.decode()
    assert words in page
    assert values["text"] in page
    assert not Message.objects.filter(way="OUT").exists()
    assert Event.objects.count() == before


def test_a_note_is_for_us(client, conversation):
    client.post(f"/c/{conversation.pk}/note/", {"text": "The old box.", "submit_id": str(uuid4())})

    assert Note.objects.get().text == "The old box."
    assert not Message.objects.filter(way="OUT").exists()
    assert "The old box." in client.get(f"/desk/all/{conversation.pk}/").content.decode()


def test_a_draft_is_saved_and_stands_there_again(client, conversation):
    answer = client.post(
        f"/c/{conversation.pk}/draft/", {"kind": "REPLY", "text": "Dear Cy, half a th"}, **HTMX
    )

    assert answer.status_code == 200
    assert Draft.objects.get().text == "Dear Cy, half a th"
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    assert "Dear Cy, half a th" in page


def test_a_promise_is_offered_accepted_and_noted_with_the_reply(client, conversation):
    text = "Dear Cy, I'll call you tomorrow morning."
    page = client.post(f"/c/{conversation.pk}/offers/", {"text": text}, **HTMX).content.decode()
    assert "I&#x27;ll call you tomorrow morning" in page

    client.post(
        f"/c/{conversation.pk}/offers/answer/",
        {"text": text, "accept": "I'll call you tomorrow morning"},
        **HTMX,
    )
    assert Offer.objects.get().answer == "ACCEPTED"

    client.post(
        f"/c/{conversation.pk}/reply/",
        {"text": text, "to": "cy@valdorra.example", "submit_id": str(uuid4())},
    )
    promise = Promise.objects.get()
    assert promise.words == "I'll call you tomorrow morning"
    assert promise.due_from is not None
    assert promise.due_at > timezone.now()


def test_words_that_the_draft_does_not_hold_cannot_be_accepted(client, conversation):
    client.post(
        f"/c/{conversation.pk}/offers/answer/",
        {"text": "Dear Cy", "accept": "I'll give you the house by Friday"},
        **HTMX,
    )

    assert not Offer.objects.exists()


def test_take_done_and_open_again(client, ada, conversation):
    client.post(f"/c/{conversation.pk}/assign/", {"to": "me"})
    client.post(f"/c/{conversation.pk}/status/", {"to": "CLOSED"})
    conversation.refresh_from_db()
    assert (conversation.assignee, conversation.status) == (ada, "CLOSED")

    client.post(f"/c/{conversation.pk}/status/", {"to": "OPEN"})
    conversation.refresh_from_db()
    assert conversation.closed_at is None


def test_a_status_that_is_none_is_refused(client, conversation):
    answer = client.post(f"/c/{conversation.pk}/status/", {"to": "GONE"})

    assert answer.status_code == 422
    conversation.refresh_from_db()
    assert conversation.status == "OPEN"


def test_the_house_calls_a_status_by_its_own_name_everywhere(client, conversation, own_label):
    own_label("CLOSED", "Solved for Good")

    answer = client.post(
        f"/c/{conversation.pk}/status/", {"to": "CLOSED", "place": "all"}, **HTMX
    ).content.decode()

    assert "<p>Now: Solved for Good.</p>" in answer
    assert "set this to Solved for Good</span>" in answer
    assert "Closed" not in answer


def test_a_long_thread_opens_folded(client, conversation):
    now = timezone.now()
    for n in range(40):
        make_message(f"Letter number {n}.", conversation=conversation, now=now)

    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()

    assert "Letter number 39." in page
    assert "Letter number 2." not in page
    assert "Show earlier letters" in page


@pytest.mark.parametrize(("n", "words"), [(2, "One more is open"), (3, "2 more are open")])
def test_folded_promises_are_counted_for_eye_and_ear(client, ada, conversation, n, words):
    now = timezone.now()
    for day in range(n):
        make_promise(conversation, keeper=ada, due_at=now + timedelta(days=day + 1), now=now)

    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()

    said = f'<span aria-hidden="true">+{n - 1}</span><span class="sr">{words}</span>'
    assert said in page


def test_a_customer_is_reached_in_one_line_where_there_is_a_way(client, conversation):
    customer = Customer.objects.filter(pk=conversation.customer_id)
    address = f"/customers/{conversation.customer_id}/"

    customer.update(phone="+351 (21) 555-01.23")
    page = client.get(address).content.decode()
    line = page[page.index('<p class="contact">') :].partition("</p>")[0]
    assert re.findall(r'<a class="link" href="([^"]+)"', line) == [
        "mailto:cy@valdorra.example",
        "tel:+351215550123",
    ]

    customer.update(phone="ask at the door")
    customer.get().addresses.update(is_dead=True)
    page = client.get(address).content.decode()
    assert 'class="contact"' not in page
    assert "tel:" not in page
    assert "<li>ask at the door</li>" in page


@pytest.mark.parametrize("path", ["/today/", "/settings/", "/desk/all/", "/desk/all/{}/"])
def test_the_bell_of_a_phone_comes_before_what_the_page_is_about(client, conversation, path):
    page = client.get(path.format(conversation.pk)).content.decode()

    bell = page.index('id="top-bell"')
    assert page.index('class="skip"') < bell < page.index("<main")
    if "desk" in path:
        assert bell < page.index('id="views"')


def test_what_a_customer_writes_is_text(client, ada):
    desk = make_desk("Orders", ada)
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}"
    conversation = make_conversation(
        desk=desk,
        text=evil,
        subject=evil,
        from_name=evil,
        customer=make_customer("eve"),
        now=timezone.now(),
    )
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    listed = client.get("/desk/all/").content.decode()

    for html in (page, listed):
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "14" not in html.split("7|add:7")[0][-3:]


@pytest.mark.parametrize(
    "address",
    [
        "/desk/mine/",
        "/desk/all/",
        "/desk/promised/",
        "/desk/at-orders/",
        "/today/",
        "{thread}",
        "{customer}",
    ],
)
def test_no_page_needs_more_than_twelve_queries(
    client, ada, conversation, address, django_assert_max_num_queries, ledger_end_known
):
    now = timezone.now()
    for n in range(30):
        other = make_conversation(desk=conversation.desk, customer=make_customer(f"cy{n}"), now=now)
        make_promise(other, keeper=ada, due_at=now + timedelta(hours=n + 1), now=now)
        make_reply(other, by=ada, now=now)
    make_promise(conversation, keeper=ada, due_at=now + timedelta(days=1), now=now)
    make_reply(conversation, by=ada, now=now)
    client.post(f"/c/{conversation.pk}/assign/", {"to": "me"})
    address = address.format(
        thread=f"/desk/mine/{conversation.pk}/",
        customer=f"/customers/{conversation.customer_id}/",
    )

    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("kind", "change", "status"),
    [("reply", {"text": ""}, 409), ("reply", {"to": "nobody"}, 422), ("note", {"text": ""}, 409)],
)
def test_a_refused_letter_changes_the_composer_and_leaves_the_thread(
    client, conversation, kind, change, status
):
    values = {"text": "Half a th", "to": "cy@valdorra.example", "submit_id": str(uuid4())} | change

    answer = client.post(f"/c/{conversation.pk}/{kind}/", values, **HTMX)

    assert answer.status_code == status
    assert answer["HX-Retarget"] == "#composer"
    assert answer["HX-Reswap"] == "outerHTML"
    html = answer.content.decode()
    assert f'data-kind="{kind}"' in html
    assert values["text"] in html
    assert " autofocus>" in html or " autofocus " in html
    assert 'id="thread"' not in html


def test_what_is_refused_is_looked_through_for_promises_again(client, conversation):
    text = "Dear Cy, I'll call you tomorrow morning."

    answer = client.post(
        f"/c/{conversation.pk}/reply/",
        {"text": text, "to": "nobody", "submit_id": str(uuid4())},
        **HTMX,
    )

    assert 'value="I&#x27;ll call you tomorrow morning"' in answer.content.decode()


@pytest.mark.parametrize("write", ["reply", "note"])
def test_the_composer_says_what_it_writes_and_can_be_had_alone(client, conversation, write):
    page = client.get(f"/desk/all/{conversation.pk}/?write={write}").content.decode()
    alone = client.get(
        f"/desk/all/{conversation.pk}/?write={write}&pane=composer", **HTMX
    ).content.decode()

    assert f'data-kind="{write}"' in page
    assert f'data-kind="{write}"' in alone
    assert 'id="letters"' in page
    assert 'id="letters"' not in alone


def test_a_yes_can_be_taken_back_and_the_offer_stands_open_again(client, conversation):
    text = "Dear Cy, I'll call you tomorrow morning."
    words = "I'll call you tomorrow morning"
    answers = f"/c/{conversation.pk}/offers/answer/"
    taken = client.post(answers, {"text": text, "accept": words}, **HTMX).content.decode()

    undone = client.post(answers, {"text": text, "undo": words}, **HTMX).content.decode()

    assert "Unanswered, nothing is noted." not in taken
    assert taken.count("Noted when you send") == 1
    assert "Not after all" in taken
    assert not Offer.objects.exists()
    assert "Unanswered, nothing is noted." in undone
    assert 'name="accept"' in undone


def test_a_dismissed_promise_is_not_shown_again(client, conversation):
    text = "Dear Cy, I'll call you tomorrow morning."

    answer = client.post(
        f"/c/{conversation.pk}/offers/answer/",
        {"text": text, "dismiss": "I'll call you tomorrow morning"},
        **HTMX,
    )

    assert Offer.objects.get().answer == "DISMISSED"
    assert "class=" not in answer.content.decode()


def test_the_column_counts_what_its_lists_hold_and_can_be_had_alone(client, ada, conversation):
    now = timezone.now()
    desk = conversation.desk
    for n in range(3):
        mine = make_conversation(desk=desk, customer=make_customer(f"cy{n}"), now=now)
        client.post(f"/c/{mine.pk}/assign/", {"to": "me"})
    client.post(f"/c/{mine.pk}/status/", {"to": "WAITING"})
    make_promise(mine, keeper=ada, due_at=now + timedelta(days=3), now=now)
    bea = make_member("bea")
    theirs = make_conversation(desk=make_desk("Billing", bea), now=now)
    make_promise(theirs, keeper=bea, due_at=now + timedelta(days=3), now=now)

    column = client.get("/desk/all/?pane=views&here=promised", **HTMX).content.decode()

    assert counts(column) == {"Mine": 3, "Unassigned": 1, "Waiting": 1, "Promised": 1, "Orders": 3}
    for place, many in [("mine", 3), ("unassigned", 1), ("waiting", 1), ("promised", 1)]:
        assert client.get(f"/desk/{place}/").content.decode().count("data-row=") == many
    assert column.count('aria-current="page"') == 1
    assert 'here=promised"' in column
    assert "<html" not in column


def test_nothing_is_current_in_the_column_of_a_page_that_is_no_view(client, conversation):
    column = client.get("/desk/all/?pane=views&here=", **HTMX).content.decode()

    assert 'aria-current="page"' not in column


def test_after_done_the_next_is_named(client, ada, conversation):
    customer = make_customer("wen")
    Customer.objects.filter(pk=customer.pk).update(name="Wen <Castellane>")
    other = make_conversation(desk=conversation.desk, customer=customer, now=timezone.now())

    answer = client.post(
        f"/c/{conversation.pk}/status/", {"to": "CLOSED", "place": "unassigned"}, **HTMX
    ).content.decode()
    last = client.post(
        f"/c/{other.pk}/status/", {"to": "CLOSED", "place": "unassigned"}, **HTMX
    ).content.decode()

    assert (
        f'Now: Closed. Next: <a href="/desk/unassigned/{other.pk}/">Wen &lt;Castellane&gt;</a>'
        in answer
    )
    assert "Now: Closed.</p>" in last


def test_with_nothing_open_the_first_may_be_opened(client, ada, conversation):
    page = client.get("/desk/unassigned/").content.decode()
    empty = client.get("/desk/mine/").content.decode()

    assert f'href="/desk/unassigned/{conversation.pk}/" hx-get' in page
    assert "Open the first" in page
    assert "Open the first" not in empty


def counts(column: str) -> dict[str, int]:
    found = re.findall(r'view__name">([^<]+)</span><span class="count">.*?</span>(\d+)<', column)
    return {name: int(count) for name, count in found}


@pytest.mark.parametrize("place", ["a/b", "nowhere", "at-billing", "//evil.example"])
@pytest.mark.parametrize(
    ("act", "values"),
    [
        ("status", {"to": "CLOSED"}),
        ("assign", {"to": "me"}),
        ("note", {"text": "The old box."}),
        ("offers", {"text": "Dear Cy"}),
    ],
)
def test_from_a_place_that_is_not_theirs_one_comes_back_to_all(
    client, conversation, act, values, place
):
    make_desk("Billing")
    values = values | {"place": place, "submit_id": str(uuid4())}

    plain = client.post(f"/c/{conversation.pk}/{act}/", values)

    assert plain.status_code == 302
    assert plain["Location"] == f"/desk/all/{conversation.pk}/"


def test_a_fragment_from_a_place_that_is_not_theirs_is_one_of_all(client, conversation):
    answer = client.post(f"/c/{conversation.pk}/status/", {"to": "CLOSED", "place": "a/b"}, **HTMX)

    assert answer.status_code == 200
    assert f'action="/c/{conversation.pk}/status/"' in answer.content.decode()
    assert 'name="place" value="all"' in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_who_hands_on_what_they_then_cannot_see_comes_to_the_list(client, ada, headers):
    lim = make_member("lim", sees_only_assigned=True)
    found = make_conversation(desk=make_desk("Orders", ada, lim), assignee=ada, now=timezone.now())
    client.post(f"/c/{found.pk}/assign/", {"to": str(lim.pk)})
    client.force_login(lim, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.post(f"/c/{found.pk}/assign/", {"to": str(ada.pk), "place": "mine"}, **headers)

    assert answer.status_code == (200 if headers else 302)
    assert answer["HX-Redirect" if headers else "Location"] == "/desk/mine/"
    assert "Ada looks after this now." in client.get("/desk/mine/").content.decode()
    found.refresh_from_db()
    assert found.assignee == ada


def test_a_letter_that_came_after_the_page_was_shown_stays_unread(client, ada, conversation):
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    (shown,) = re.findall(r'name="shown" value="(\d+)"', page)
    second = make_message("And the box too.", conversation=conversation, now=timezone.now())

    answer = client.post(f"/c/{conversation.pk}/read/", {"shown": shown, "place": "all"}, **HTMX)

    assert answer.status_code == 204
    assert int(shown) == conversation.last_in_message < second.pk
    assert ReadMark.objects.get(member=ada).message_id == int(shown)
    assert " data-unread" in client.get("/desk/all/").content.decode()


def test_where_only_our_letters_show_all_of_theirs_count_as_read(client, ada, conversation):
    for _ in range(20):
        make_reply(conversation, by=ada, now=timezone.now())
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    (shown,) = re.findall(r'name="shown" value="(\d+)"', page)

    client.post(f"/c/{conversation.pk}/read/", {"shown": shown, "place": "all"}, **HTMX)

    assert ReadMark.objects.get(member=ada).message_id == conversation.last_in_message


def test_a_yes_to_another_time_comes_back_as_a_question_and_then_the_letter_goes(
    client, ada, conversation
):
    text, words = "Dear Cy, I'll call you tomorrow morning.", "I'll call you tomorrow morning"
    now = timezone.now()
    promises.accept_offer(
        conversation, words=words, due_from=None, due_at=now + timedelta(days=9), by=ada, now=now
    )
    values = {"text": text, "to": "cy@valdorra.example", "submit_id": str(uuid4())}

    asked = client.post(f"/c/{conversation.pk}/reply/", values)

    assert asked.status_code == 409
    page = asked.content.decode()
    assert "Nothing is sent yet: the time you promised has passed or moved" in page
    assert 'name="accept" value="I&#x27;ll call you tomorrow morning"' in page
    assert "Noted when you send" not in page
    assert not Message.objects.filter(way="OUT").exists()

    again = values | {"asked": [words]}
    assert client.post(f"/c/{conversation.pk}/reply/", again).status_code == 302
    assert Message.objects.get(way="OUT").text == text
    assert not Promise.objects.exists()


def test_a_promise_without_an_answer_is_asked_about_once_more_at_send_and_only_once(
    client, conversation
):
    text, words = "Dear Cy, I'll call you tomorrow morning.", "I'll call you tomorrow morning"
    values = {"text": text, "to": "cy@valdorra.example", "submit_id": str(uuid4())}

    held = client.post(f"/c/{conversation.pk}/reply/", values)

    page = held.content.decode()
    assert held.status_code == 409
    assert "there is a promise in your words" in page
    assert '<input type="hidden" name="asked" value="I&#x27;ll call you tomorrow morning">' in page
    assert text.replace("'", "&#x27;") in page
    assert not Message.objects.filter(way="OUT").exists()

    client.post(f"/c/{conversation.pk}/reply/", values | {"asked": [words]})
    assert Message.objects.get(way="OUT").text == text
    assert not Promise.objects.exists()


def test_what_holds_a_letter_leaves_its_files_chosen(client, conversation):
    """The page keeps its form, files and all; only the offers come anew."""
    text = "Dear Cy, I'll call you tomorrow morning."
    values = {"text": text, "to": "cy@valdorra.example", "submit_id": str(uuid4())}

    held = client.post(f"/c/{conversation.pk}/reply/", values, **HTMX)

    assert (held.status_code, held.headers["HX-Retarget"]) == (409, "#offers")
    assert "<textarea" not in held.content.decode()
    assert "asked" in held.content.decode()


def test_a_letter_that_is_held_names_its_button_alike_with_a_script_and_without(
    client, conversation
):
    values = {
        "text": "Dear Cy, I'll call you tomorrow morning.",
        "to": "cy@valdorra.example",
        "submit_id": str(uuid4()),
    }
    words, renamed = '<span id="send-words">{}</span>', '<span id="send-words" hx-swap-oob="true">'

    before = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    without = client.post(f"/c/{conversation.pk}/reply/", values).content.decode()
    held = client.post(f"/c/{conversation.pk}/reply/", values, **HTMX).content.decode()
    closing = values | {"after": "CLOSED"}
    with_close = client.post(f"/c/{conversation.pk}/reply/", closing, **HTMX).content.decode()

    assert words.format("Send") in before
    assert words.format("Send all the same") in without
    assert f"{renamed}Send all the same</span>" in held
    assert renamed not in with_close
    assert not Message.objects.filter(way="OUT").exists()


def test_a_dismissed_promise_is_not_asked_about_at_send(client, ada, conversation):
    text, words = "Dear Cy, I'll call you tomorrow morning.", "I'll call you tomorrow morning"
    promises.dismiss_offer(conversation, words=words, by=ada, now=timezone.now())

    values = {"text": text, "to": "cy@valdorra.example", "submit_id": str(uuid4())}
    assert client.post(f"/c/{conversation.pk}/reply/", values).status_code == 302
    assert Message.objects.get(way="OUT").text == text


def test_the_composer_shows_what_the_letter_will_end_with(client, ada, conversation):
    Desk.objects.update(signature="{{name}}\nNorthmoor Lamps")
    address = f"/desk/all/{conversation.pk}/"

    reply = client.get(address).content.decode()
    note = client.get(f"{address}?write=note").content.decode()

    assert "Ada<br>Northmoor Lamps" in reply
    assert "Northmoor Lamps" not in note


def test_a_priority_is_set_and_shown_by_a_mark_and_a_word(client, conversation):
    address = f"/c/{conversation.pk}/priority/"
    assert 'value="NORMAL" aria-pressed="true"' in client.get(address).content.decode()
    assert "Urgent" not in client.get("/desk/all/").content.decode()

    answer = client.post(address, {"to": "URGENT", "place": "all"}, **HTMX).content.decode()
    plain = client.post(address, {"to": "LOW", "place": "unassigned"})

    assert "Priority: Urgent." in answer
    assert "set the priority to Urgent" in answer
    assert plain["Location"] == f"/desk/unassigned/{conversation.pk}/"
    row = client.get("/desk/all/").content.decode()
    assert '#i-p-low"/></svg><span>Low</span>' in row


def test_a_priority_there_is_not_changes_nothing(client, conversation):
    answer = client.post(f"/c/{conversation.pk}/priority/", {"to": "SOMEDAY"})

    assert answer.status_code == 422
    conversation.refresh_from_db()
    assert conversation.priority == "NORMAL"
