"""A promise's own pages: what must be said is asked for, and what was typed stays."""

from __future__ import annotations

import re
import struct
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from kept.conversations.models import Message
from kept.customers.models import Customer
from kept.ledger.models import Event
from kept.people.models import Member
from kept.promises.actions import snooze
from kept.promises.letters import first_name, in_words, offering, setting, with_places
from kept.promises.models import Promise
from kept.promises.quoting import around
from kept.promises.wording import elsewhere
from tests.cast import (
    NOON,
    make_conversation,
    make_desk,
    make_manager,
    make_member,
    make_promise,
    make_reply,
    make_team,
)

pytestmark = pytest.mark.django_db
WORDS = "we'll replace it by Friday."


@pytest.fixture
def promise() -> Promise:
    return make_promise(words=WORDS, due_at=NOON + timedelta(days=2))


@pytest.fixture
def ada(promise):
    client = Client()
    client.force_login(
        promise.keeper, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    with time_machine.travel(NOON, tick=False):
        yield client


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("give-up", "Write what happened: they read it too."),
        ("release", "Write where and how they said it."),
    ],
)
def test_nobody_ends_a_promise_without_saying_why(ada, promise, way, words):
    before = Event.objects.count()

    answer = ada.post(f"/promises/{promise.pk}/{way}/", {"why": "  "})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    promise.refresh_from_db()
    assert (promise.outcome, Event.objects.count()) == ("OPEN", before)


def test_a_broken_promise_is_said_to_be_and_why(ada, promise):
    answer = ada.post(f"/promises/{promise.pk}/give-up/", {"why": "The kiln broke."}, follow=True)

    promise.refresh_from_db()
    assert (promise.outcome, promise.settled_why) == ("BROKEN", "The kiln broke.")
    assert "Said to be broken. They can read why on their page." in answer.content.decode()


def given(**more: object) -> dict[str, object]:
    return {
        "how": "set",
        "due_at": "2026-11-30T12:00",
        "set_text": "Dear Cy, you have it by {{due}}.",
        "tells": "on",
        "submit_id": str(uuid4()),
    } | more


def test_the_letter_says_the_time_that_was_set(ada, promise):
    answer = ada.post(f"/promises/{promise.pk}/renegotiate/", given(), follow=True)

    letter = Message.objects.latest("pk")
    assert letter.text == "Dear Cy, you have it by Monday 30 November, 12:00."
    promise.refresh_from_db()
    assert promise.due_at == datetime(2026, 11, 30, 12, tzinfo=UTC)
    assert "Sent. Cy knows the new time." in answer.content.decode()


def test_the_link_and_the_new_time_are_words_in_the_field_and_places_in_the_letter(ada, promise):
    address = f"/promises/{promise.pk}/renegotiate/"
    page = ada.get(address).content.decode()
    assert "and I will hold to it:\n[link to your page]" in page
    assert "You have it by [the new time]." in page
    assert "{{" not in page

    words = "Dear Cy, by [the new time]: [link to your page] or {{page}}."
    again = ada.post(address, given(set_text=words, due_at=""))
    assert (
        "by [the new time]: [link to your page] or [link to your page]." in again.content.decode()
    )
    ada.post(address, given(set_text=words))

    text = Message.objects.latest("pk").text
    assert text == "Dear Cy, by Monday 30 November, 12:00: {{page}} or {{page}}."


def test_a_letter_that_offers_times_has_no_place_for_a_new_one():
    text = "[link to your page] [the new time]"

    assert with_places(text, says_when=False) == "{{page}} [the new time]"
    assert in_words(with_places(text, says_when=True)) == text


def test_what_was_begun_in_another_language_is_put_in_all_the_same(settings, tmp_path):
    path = tmp_path / "de" / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(catalogue({"[link to your page]": "[Link zu Ihrer Seite]"}))
    settings.LOCALE_PATHS = [tmp_path]

    assert with_places("Hier: [Link zu Ihrer Seite]", says_when=False) == "Hier: {{page}}"
    with translation.override("de"):
        assert in_words("Hier: {{page}}") == "Hier: [Link zu Ihrer Seite]"
        assert with_places("Here: [link to your page]", says_when=False) == "Here: {{page}}"


def catalogue(words: dict[str, str]) -> bytes:
    """A compiled catalogue as gettext reads it: header, two tables of lengths and places, texts."""
    rows = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **words}.items())
    texts = [text.encode() for column in zip(*rows, strict=True) for text in column]
    tables, place = [], 28 + 8 * len(texts)
    for text in texts:
        tables += [len(text), place]
        place += len(text) + 1
    count = len(rows)
    head = [0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0]
    return struct.pack(f"<{len(head) + len(tables)}I", *head, *tables) + b"".join(
        text + b"\0" for text in texts
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "Write what you tell them, or do not send it."),
        (
            "Dear Cy, which other time suits you?",
            "They choose on their page. Write [link to your page] where the link to it shall "
            "stand.",
        ),
        (
            "Dear Cy, choose here: [link to my page]",
            "“[link to my page]” would reach them just like that. Write [link to your page], or "
            "take it out.",
        ),
        (
            "Dear Cy, by [the new time], or: [link to your page]",
            "“[the new time]” would reach them just like that. Write [link to your page], or take "
            "it out.",
        ),
        (
            "Dear Cy, by {{due}}, or: [link to your page]",
            "“{{due}}” would reach them just like that. Write [link to your page], or take it out.",
        ),
    ],
)
def test_times_are_not_offered_without_the_way_to_choose_nor_with_words_of_ours(
    ada, promise, text, fault
):
    before = (Event.objects.count(), Message.objects.count())
    form = given(how="offer", window_1="2026-11-27T16:00", text=text)

    answer = ada.post(f"/promises/{promise.pk}/renegotiate/", form)

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"text": [fault]}
    assert answer.context["form"]["text"].value() == text.replace("{{due}}", "[the new time]")
    assert (Event.objects.count(), Message.objects.count()) == before
    assert not promise.windows.exists()


def test_a_new_time_needs_no_link_and_leaves_the_writers_own_brackets_alone(ada, promise):
    address = f"/promises/{promise.pk}/renegotiate/"

    refused = ada.post(address, given(set_text="Dear Cy, by [the new date] [see the photo]."))
    ada.post(address, given(set_text="Dear Cy, by [the new time] [see the photo]."))

    assert refused.context["form"].errors == {
        "set_text": [
            "“[the new date]” would reach them just like that. Write [the new time], or take it "
            "out."
        ]
    }
    text = Message.objects.get(way="OUT").text
    assert text == "Dear Cy, by Monday 30 November, 12:00 [see the photo]."


def test_times_that_nobody_is_told_of_change_nothing_yet(ada, promise):
    before = promise.due_at
    form = given(how="offer", window_1="2026-11-27T16:00")
    del form["tells"]

    answer = ada.post(f"/promises/{promise.pk}/renegotiate/", form, follow=True)

    promise.refresh_from_db()
    assert promise.due_at == before
    assert "The times stand on their page, and nobody was told." in answer.content.decode()


def test_what_is_offered_keeps_its_length_and_begins_no_earlier_than_we_open(ada, promise):
    due_at = promise.due_at
    Promise.objects.filter(pk=promise.pk).update(due_from=due_at - timedelta(hours=3))
    offered = {"window_1": "2026-11-27T16:00", "window_2": "2026-11-30T11:00"}

    ada.post(
        f"/promises/{promise.pk}/renegotiate/",
        given(how="offer", text="Dear Cy, choose: [link to your page]", **offered),
    )

    friday, monday = (datetime(2026, 11, day, tzinfo=UTC) for day in (27, 30))
    assert list(promise.windows.values_list("due_from", "due_at")) == [
        (friday.replace(hour=13), friday.replace(hour=16)),
        (monday.replace(hour=9), monday.replace(hour=11)),
    ]


def test_a_button_pressed_twice_moves_the_promise_once(ada, promise):
    form = given()

    for _ in range(2):
        answer = ada.post(f"/promises/{promise.pk}/renegotiate/", form, follow=True)

    promise.refresh_from_db()
    assert (promise.changes, Message.objects.filter(way="OUT").count()) == (1, 1)
    assert "Sent. Cy knows the new time." in answer.content.decode()


def test_an_empty_letter_is_not_sent_and_nothing_changes(ada, promise):
    before = (Event.objects.count(), Message.objects.count())

    answer = ada.post(f"/promises/{promise.pk}/renegotiate/", given(set_text=" \n"))

    assert answer.status_code == 422
    assert "Write what you tell them, or do not send it." in answer.content.decode()
    assert (Event.objects.count(), Message.objects.count()) == before


def test_the_prepared_letters_read_well(promise):
    offer = offering(promise, writer="Ada", now=NOON)
    told = setting(promise, writer="Ada", now=NOON + timedelta(days=3))

    assert offer == (
        "Dear Cy,\n\n"
        "I promised you: “we'll replace it by Friday”, by Thursday 26 November, 12:00. I shall "
        "not manage it, and I want you to know before then.\n\n"
        "Which other time suits you? Choose one here, and I will hold to it:\n{{page}}\n\n"
        "Ada"
    )
    assert told.split("\n\n")[1:3] == [
        "I promised you: “we'll replace it by Friday”, by Thursday 26 November, 12:00. It was not "
        "done, and I did not tell you in time. I am sorry.",
        "You have it by {{due}}. Should that not suit you, choose another time here:\n{{page}}",
    ]


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Ines Valdorra", "Ines"),
        ("Café Meridiem", "Café Meridiem"),
        ("Hartwell Ltd.", "Hartwell Ltd."),
        ("The Lamp Room", "The Lamp Room"),
        ("Bolt & Sons", "Bolt & Sons"),
        ("Studio 54", "Studio 54"),
        ("", ""),
    ],
)
def test_a_house_is_greeted_by_its_whole_name(name, greeted):
    assert first_name(name) == greeted


def test_who_only_followed_a_link_is_told_it_is_not_theirs(ada):
    make_member("lou")

    answer = ada.get("/settings/people/")

    assert answer.status_code == 403
    assert "This is not yours to open" in answer.content.decode()
    assert "Go to Today" in answer.content.decode()


def test_who_is_let_off_says_where_they_heard_it(ada, promise):
    answer = ada.post(f"/promises/{promise.pk}/release/", {"why": "By telephone."}, follow=True)

    promise.refresh_from_db()
    assert (promise.outcome, promise.settled_why) == ("RELEASED", "By telephone.")
    assert [message.level_tag for message in answer.context["messages"]] == ["info"]


def in_lisbon(promise: Promise, **member: object) -> None:
    Customer.objects.filter(pk=promise.customer_id).update(zone="Europe/Lisbon")
    Member.objects.filter(pk=promise.keeper_id).update(**member)


def test_the_times_offered_are_named_by_the_clock_of_the_customer_too(ada, promise):
    in_lisbon(promise, zone="Europe/Berlin")

    page = ada.get(f"/promises/{promise.pk}/renegotiate/").content.decode()
    card = ada.get(f"/promises/{promise.pk}/").content.decode()

    said = re.findall(r'value="([-0-9T:]+)"[^>]*>\s*<small id="[a-z_0-9]+">([^<]+)</small>', page)
    assert len(said) == 4
    for typed, there in said:
        ours = datetime.fromisoformat(typed)
        assert there == f"{ours - timedelta(hours=1):%a %H:%M} in Lisbon"
    assert "12:00 in Lisbon" in card


def test_a_clock_that_shows_the_same_is_not_named(ada, promise):
    in_lisbon(promise, zone="Europe/London")

    pages = [ada.get(f"/promises/{promise.pk}/{way}").content for way in ("", "renegotiate/")]

    assert [b"in Lisbon" in page for page in pages] == [False, False]


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59", "soon", ""])
def test_a_time_no_clock_shows_is_asked_for_again(ada, promise, typed):
    in_lisbon(promise, zone="Asia/Tokyo")
    before = Event.objects.count()

    answer = ada.post(f"/promises/{promise.pk}/renegotiate/", given(due_at=typed))

    assert answer.status_code == 422
    assert Event.objects.count() == before


def test_the_other_day_is_named_where_it_is_another_one():
    late = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)

    assert elsewhere(late, here="UTC", there="Asia/Tokyo") == "Sat 08:30 in Tokyo"
    assert elsewhere(late, here="Asia/Tokyo", there="Asia/Seoul") == ""
    assert elsewhere(late, here="UTC", there="") == ""


def test_a_card_marked_as_kept_says_so_aloud(ada, promise):
    answer = ada.post(f"/promises/{promise.pk}/keep/", headers={"HX-Request": "true"})

    page = answer.content.decode()
    assert 'data-said="Kept 2 days early: we&#x27;ll replace it by Friday."' in page
    assert "data-keep" not in page


def test_today_comes_back_whole_after_one_is_kept(ada, promise):
    answer = ada.post(
        f"/promises/{promise.pk}/keep/", {"next": "/today/"}, headers={"HX-Request": "true"}
    )

    assert (answer.status_code, answer["Location"]) == (302, "/today/")
    promise.refresh_from_db()
    assert promise.outcome == "KEPT"


def test_a_refused_page_offers_the_way_back(ada, promise):
    from_desk = {"Referer": "http://testserver/desk/mine/"}
    from_afar = {"Referer": "https://elsewhere.example/"}

    pages = [
        ada.get(path, headers=headers).content.decode()
        for path in ("/settings/people/", "/nowhere/")
        for headers in (from_desk, from_afar, {"Referer": f"http://testserver{path}"})
    ]

    back = '<a class="btn btn--quiet" href="http://testserver/desk/mine/">Back</a>'
    assert [back in page for page in pages] == [True, False, False] * 2
    assert [">Back</a>" in page for page in pages] == [True, False, False] * 2
    assert all('id="views"' in page for page in pages)


def test_a_word_to_oneself_shows_no_conversation_that_is_out_of_sight():
    ada, lou = make_member("ada"), make_manager("lou")
    conversation = make_conversation(subject="A secret lamp", desk=make_desk("Orders", ada))
    make_team("Both", ada, lou)
    reminder = snooze(
        conversation, until=NOON + timedelta(days=1), even_if_they_reply=True, by=ada, now=NOON
    )
    pages = {}
    for member in (ada, lou):
        client = Client()
        client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
        with time_machine.travel(NOON, tick=False):
            pages[member.name] = client.get(f"/promises/{reminder.pk}/")
            assert client.get(f"/promises/{reminder.pk}/hand-on/").status_code == 404

    assert [page.status_code for page in pages.values()] == [200, 200]
    assert "A secret lamp" in pages["Ada"].content.decode()
    assert "A secret lamp" not in pages["Lou"].content.decode()


def line_of(ada: Client, promise: Promise) -> str:
    page = ada.get(f"/promises/{promise.pk}/").content.decode()
    return page[page.index('<div class="span">') : page.index('<p class="promise__keeper">')]


def test_the_line_says_until_when_it_is_early_and_only_while_it_is(ada, promise):
    line = line_of(ada, promise)
    assert "Early until" in line
    assert "span__turn-mark" in line
    assert re.search(r"<span>Due <time [^>]+>Thursday, 12:00</time></span>", line)

    for over in ({"renegotiate_by": promise.made_at}, {"chased_at": NOON}, {"broken_at": NOON}):
        fresh = {"renegotiate_by": promise.renegotiate_by, "chased_at": None, "broken_at": None}
        Promise.objects.filter(pk=promise.pk).update(**fresh | over)
        line = line_of(ada, promise)

        assert "Early" not in line
        assert "span__turn-mark" not in line
        assert re.search(r"<span>Due <time [^>]+>Thursday, 12:00</time></span>", line)


@pytest.mark.parametrize(
    ("asked_at", "said"),
    [
        (None, "Said now, this still counts as early."),
        (NOON, "They had to ask for it, so it will not count as early. Telling them still helps."),
    ],
)
def test_early_is_said_where_it_will_count_as_early(ada, promise, asked_at, said):
    Promise.objects.filter(pk=promise.pk).update(chased_at=asked_at)

    page = ada.get(f"/promises/{promise.pk}/renegotiate/").content.decode()
    ada.post(f"/promises/{promise.pk}/renegotiate/", given())

    assert said in page
    assert promise.versions.get().was_early is (asked_at is None)


def test_what_was_said_stands_with_its_paragraph_for_whoever_may_read_the_letter(ada, promise):
    text = f"Dear Cy,\n\nIt is cracked & old:\n{WORDS} Then all is well.\n\nAda"
    letter = make_reply(promise.conversation, by=promise.keeper, text=text, now=NOON)
    Promise.objects.filter(pk=promise.pk).update(made_in=letter)
    address = f"/promises/{promise.pk}/"

    page = ada.get(address).content.decode()
    said = page[page.index('class="letter__body"') : page.index("</blockquote>")]
    assert "It is cracked &amp; old:<br>" in said
    assert '<mark class="spoken">we&#x27;ll replace it by Friday.</mark> Then all is well.' in said
    assert "Dear Cy" not in said

    elsewhere_ = make_conversation(desk=make_desk("Billing"))
    Message.objects.filter(pk=letter.pk).update(conversation=elsewhere_)
    assert "Then all is well." not in ada.get(address).content.decode()


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("We will call.", ("We will ", "call", ".")),
        ("One.\n \nWe will call\nyou.\n\nTwo.", ("We will ", "call", "\nyou.")),
        ("x" * 400 + "call" + "y" * 400, ("…" + "x" * 320, "call", "y" * 320 + "…")),
        (
            "far " * 100 + "call" + " far" * 100,
            ("…" + "far " * 79, "call", " far" * 79 + "…"),
        ),
    ],
)
def test_a_few_lines_stand_around_the_words(text, quote):
    found = around(text, "call")

    assert found is not None
    assert (found.before, found.words, found.after) == quote
    assert around(text, "write") is None


def test_the_way_back_is_the_conversation(ada, promise):
    back = f'<a class="link" href="/desk/all/{promise.conversation_id}/">'

    pages = [
        ada.get(f"/promises/{promise.pk}/{page}").content.decode() for page in ("", "renegotiate/")
    ]

    assert all(back in page and "A cracked lamp</bdi>" in page for page in pages)
