"""A letter as designed: what is held back, what a member may ask for, and how it looks."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client

from kept.conversations.models import Message, MessageHtml
from kept.kit import clock
from kept.kit.outbound import Answer
from kept.ledger.models import Event
from kept.mail import actions, drawn, frames, pictures
from kept.mail.models import PicturesFrom
from kept.mail.tests.test_showing import picture, sign_in
from tests.cast import NOON, make_desk, make_member, make_message

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
NEWSLETTER = (
    '<img src="https://shop.example/lamp.png"><img src="https://shop.example/stair.png">'
    '<img src="https://shop.example/o.gif" width="1" height="1">'
    '<a href="https://evil.example/in">www.shop.example</a>'
)


def letter_with(html: str, **more: object) -> Message:
    message = make_message(desk=make_desk("Orders", make_member("ada")), **more)
    MessageHtml.objects.create(message=message, html=html)
    Message.objects.filter(pk=message.pk).update(has_html=True)
    return message


@pytest.fixture
def newsletter() -> Message:
    return letter_with(NEWSLETTER, is_vouched=True)


@pytest.fixture
def ada(newsletter) -> Client:
    return sign_in(make_member("ada"))


def told(client: Client, letter: Message, more: str = "") -> str:
    answer = client.get(f"/mail/letter/{letter.pk}/designed/{more}", **HTMX)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_what_is_held_back_is_counted_and_trackers_apart(ada, newsletter):
    page = told(ada, newsletter)

    assert "2 pictures were held back." in page
    assert "1 tracker is never fetched." in page
    assert f'src="/mail/letter/{newsletter.pk}/"' in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page


def test_one_click_shows_the_pictures_of_this_letter_alone(ada, newsletter):
    page = told(ada, newsletter, "?pictures=1")
    frame = ada.get(f"/mail/letter/{newsletter.pk}/?pictures=1").content.decode()

    assert "2 pictures come through us." in page
    assert f'src="/mail/letter/{newsletter.pk}/?pictures=1"' in page
    assert len(re.findall(r'src="/mail/picture/', frame)) == 2
    assert "shop.example/" not in frame
    assert "2 pictures were held back." in told(ada, newsletter)


def test_a_member_always_sees_the_pictures_of_a_writer_who_is_proven(ada, newsletter):
    address = f"/mail/letter/{newsletter.pk}/pictures/"

    page = ada.post(address, {"always": "yes"}, **HTMX).content.decode()
    ada.post(address, {"always": "yes"})

    assert "2 pictures come through us." in page
    assert "mail/picture" in ada.get(f"/mail/letter/{newsletter.pk}/").content.decode()
    assert list(PicturesFrom.objects.values_list("member__name", "address")) == [
        ("Ada", "cy@valdorra.example")
    ]
    assert Event.objects.filter(kind="pictures.chosen").count() == 1

    ada.post(address, {"always": "no"})

    assert not PicturesFrom.objects.exists()
    assert "mail/picture" not in ada.get(f"/mail/letter/{newsletter.pk}/").content.decode()


def test_another_letter_in_their_name_that_nobody_vouches_for_stays_without(ada, newsletter):
    ada.post(f"/mail/letter/{newsletter.pk}/pictures/", {"always": "yes"})
    forged = letter_with(NEWSLETTER, is_vouched=False)

    assert "mail/picture" not in ada.get(f"/mail/letter/{forged.pk}/").content.decode()
    page = told(ada, forged)
    assert "2 pictures were held back." in page
    assert "nobody vouches for the sender" in page


def test_always_is_refused_for_a_writer_nobody_vouches_for():
    letter = letter_with(NEWSLETTER, is_vouched=False)
    before = Event.objects.count()

    with pytest.raises(actions.NobodyVouches):
        actions.choose_pictures(letter, always=True, by=make_member("ada"), now=NOON)

    assert not PicturesFrom.objects.exists()
    assert Event.objects.count() == before


def test_the_choice_is_the_members_own(ada, newsletter):
    lea = sign_in(make_member("lea"))
    make_desk("Orders", make_member("lea"))
    ada.post(f"/mail/letter/{newsletter.pk}/pictures/", {"always": "yes"})

    assert "mail/picture" not in lea.get(f"/mail/letter/{newsletter.pk}/").content.decode()


def test_a_member_of_another_desk_chooses_and_sees_nothing(newsletter):
    bea = sign_in(make_member("bea"))

    assert bea.get(f"/mail/letter/{newsletter.pk}/designed/").status_code == 404
    assert bea.post(f"/mail/letter/{newsletter.pk}/pictures/", {"always": "yes"}).status_code == 404
    assert not PicturesFrom.objects.exists()


def test_where_links_lead_is_said_outside_the_frame_and_within(ada, newsletter):
    page = told(ada, newsletter)
    frame = ada.get(f"/mail/letter/{newsletter.pk}/").content.decode()

    assert "A link says <b>shop.example</b> and leads to <b>evil.example</b>." in page
    assert '<code dir="ltr">https://evil.example/in</code>' in page
    assert "<mark>leads to evil.example</mark>" in frame
    assert 'rel="noopener noreferrer nofollow"' in frame
    assert 'target="_blank"' in frame


def test_without_scripts_it_is_a_page_of_its_own(ada, newsletter):
    page = ada.get(f"/mail/letter/{newsletter.pk}/designed/").content.decode()

    assert "<h1>" in page
    assert f'href="/desk/all/{newsletter.conversation_id}/#letter-{newsletter.pk}"' in page


@pytest.mark.parametrize(
    ("html", "theme", "scheme"),
    [
        ("<p>plain</p>", "AUTO", "light dark"),
        ("<p>plain</p>", "DARK", "dark"),
        ("<p>plain</p>", "LIGHT", "light"),
        ('<p style="color:#111">x</p>', "DARK", "light"),
        ('<table bgcolor="#eeeeee"><tr><td>x</table>', "DARK", "light"),
    ],
)
def test_a_letter_with_colours_stands_on_a_light_sheet_others_follow_the_theme(html, theme, scheme):
    ada = make_member("ada", theme=theme)
    letter = letter_with(html)

    page = sign_in(ada).get(f"/mail/letter/{letter.pk}/")

    assert f":root{{color-scheme:{scheme}}}" in page.content.decode()


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("ink", "sheet"),
    [
        (frames.WORDS, frames.SHEET),
        (frames.LINK, frames.SHEET),
        (frames.DARK_WORDS, frames.DARK_SHEET),
        (frames.DARK_LINK, frames.DARK_SHEET),
        (frames.WARNING_WORDS, frames.WARNING),
        ("#ffffff", frames.WORDS),
    ],
)
def test_what_we_decide_can_be_read(ink, sheet):
    light, dark = sorted((luminance(ink), luminance(sheet)), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_picture_that_has_moved_is_found_and_each_step_is_asked_anew(monkeypatch):
    asked: list[str] = []

    def fetch(url: str, **_: object) -> Answer:
        asked.append(url)
        if len(asked) == 1:
            return Answer(302, "", b"", "/there.png")
        return Answer(200, "image/png", picture())

    monkeypatch.setattr(pictures, "fetch", fetch)
    cache.clear()

    answer = Client().get(pictures.addresses_outside(now=clock.now())("https://a.example/here"))

    assert answer.status_code == 200
    assert asked == ["https://a.example/here", "https://a.example/there.png"]


def test_a_picture_that_moves_for_ever_is_none(monkeypatch):
    asked: list[str] = []

    def fetch(url: str, **_: object) -> Answer:
        asked.append(url)
        return Answer(302, "", b"", url + "x")

    monkeypatch.setattr(pictures, "fetch", fetch)
    cache.clear()

    answer = Client().get(pictures.addresses_outside(now=clock.now())("https://a.example/"))

    assert (answer.status_code, len(asked)) == (404, pictures.MOST_HOPS)


def test_no_cookie_and_no_referrer_go_with_what_we_fetch(monkeypatch):
    sent: list[dict[str, object]] = []

    def fetch(url: str, **more: object) -> Answer:
        sent.append(more)
        return Answer(200, "image/png", picture())

    monkeypatch.setattr(pictures, "fetch", fetch)
    cache.clear()
    Client().get(
        pictures.addresses_outside(now=clock.now())("https://a.example/"),
        headers={"Cookie": "kept=1", "Referer": "https://kept.example/desk/", "User-Agent": "Own"},
    )

    assert [more["headers"] for more in sent] == [{"Accept": "image/*"}]


def test_pictures_as_we_drew_them_go_after_a_while():
    name = drawn.put(b"a picture")

    assert drawn.sweep(now=clock.now()) == 0
    assert drawn.get(name) == b"a picture"
    assert drawn.sweep(now=clock.now() + drawn.KEPT_FOR * 2) == 1
    with pytest.raises(FileNotFoundError):
        drawn.get(name)
