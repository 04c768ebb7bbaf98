"""A letter's HTML, pictures and files, as a browser gets them."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from PIL import Image

from kept.conversations.models import Attachment, Message, MessageHtml
from kept.kit import blobs, clock
from kept.kit.outbound import Answer, CannotFetch
from kept.mail import drawing, pictures
from kept.mail.models import Outgoing
from kept.mail.queries import delivery_states
from kept.people.models import Member
from tests.cast import NOON, make_conversation, make_desk, make_member, make_message, make_reply

pytestmark = pytest.mark.django_db


def sign_in(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 3)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return out.getvalue()


def attach(message: Message, content: bytes, name: str, **more: object) -> Attachment:
    return Attachment.objects.create(
        message=message, name=name, size=len(content), sha256=blobs.put(content), **more
    )


@pytest.fixture
def letter() -> Message:
    message = make_message(desk=make_desk("Orders", make_member("ada")))
    MessageHtml.objects.create(
        message=message,
        html=(
            '<p onclick="x()">Hello<script>alert(1)</script></p><img src="cid:lamp@x">'
            '<img src="https://spy.example/dot.gif?id=1"><a href="javascript:x()">y</a>'
        ),
    )
    Message.objects.filter(pk=message.pk).update(has_html=True)
    attach(message, picture(), "lamp.png", content_id="lamp@x", is_inline=True)
    return message


def test_the_frame_holds_a_clean_letter_under_its_own_policy(letter):
    answer = sign_in(make_member("ada")).get(f"/mail/letter/{letter.pk}/")

    page = answer.content.decode()
    assert "Hello" in page
    assert "alert" not in page
    assert "onclick" not in page
    assert "javascript" not in page
    assert "spy.example" not in page
    assert answer["Content-Security-Policy"] == (
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
        "style-src 'unsafe-inline'; img-src 'self' data:; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    )
    assert answer["Referrer-Policy"] == "no-referrer"


def test_a_member_of_another_desk_gets_no_letter_no_file(letter):
    file = attach(letter, b"CANARY", "a.txt")
    bea = sign_in(make_member("bea"))

    assert bea.get(f"/mail/letter/{letter.pk}/").status_code == 404
    assert bea.get(f"/mail/letter/{letter.pk}/?pictures=1").status_code == 404
    assert bea.get(f"/mail/text/{letter.pk}/").status_code == 404
    assert bea.get(f"/mail/file/{file.pk}/").status_code == 404


def test_a_letter_too_long_for_a_page_is_read_as_plain_text(letter):
    Message.objects.filter(pk=letter.pk).update(text="<b>word</b> " * 10_000, quoted="> why")
    ada = sign_in(make_member("ada"))

    page = ada.get(f"/desk/all/{letter.conversation_id}/").content.decode()
    answer = ada.get(f"/mail/text/{letter.pk}/")

    assert f'href="/mail/text/{letter.pk}/"' in page
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == "<b>word</b> " * 10_000 + "\n\n> why"


def test_a_picture_within_the_letter_is_drawn_anew(letter):
    page = sign_in(make_member("ada")).get(f"/mail/letter/{letter.pk}/").content.decode()
    (address,) = re.findall(r'src="(/mail/picture/[^"]+)"', page)

    answer = Client().get(address)

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert Image.open(io.BytesIO(answer.content)).size == (4, 3)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_remote_pictures_come_through_us_and_only_when_asked(letter, monkeypatch):
    asked: list[str] = []

    def fetch(url: str, **_: object) -> Answer:
        asked.append(url)
        return Answer(200, "image/gif", picture("GIF"))

    monkeypatch.setattr(pictures, "fetch", fetch)
    cache.clear()
    page = sign_in(make_member("ada")).get(f"/mail/letter/{letter.pk}/?pictures=1").content.decode()
    addresses = re.findall(r'src="(/mail/picture/[^"]+)"', page)
    assert len(addresses) == 2
    assert "spy.example" not in page
    assert asked == []

    answers = [Client().get(address) for address in (*addresses, *addresses)]

    assert {answer.status_code for answer in answers} == {200}
    assert asked == ["https://spy.example/dot.gif?id=1"]


def test_what_cannot_be_fetched_or_is_no_picture_is_not_there(letter, monkeypatch):
    addresses = pictures.addresses_outside(now=clock.now())

    def refuse(*_: object, **__: object) -> Answer:
        raise CannotFetch("no")

    for number, fetched in enumerate(
        (
            refuse,
            lambda *_, **__: Answer(200, "image/svg+xml", b"<svg onload='x()'/>"),
            lambda *_, **__: Answer(404, "image/png", picture()),
        )
    ):
        monkeypatch.setattr(pictures, "fetch", fetched)
        address = addresses(f"https://spy.example/{number}")
        assert Client().get(address).status_code == 404


def test_a_picture_is_drawn_once_and_what_is_none_is_not_tried_again_at_once(letter, monkeypatch):
    asked: list[str] = []

    def fetch(url: str, **_: object) -> Answer:
        asked.append(url)
        return Answer(200, "image/png", picture() if "lamp" in url else b"no picture")

    monkeypatch.setattr(pictures, "fetch", fetch)
    addresses = pictures.addresses_outside(now=clock.now())
    for url, status in [("https://spy.example/lamp", 200), ("https://spy.example/none", 404)] * 2:
        assert Client().get(addresses(url)).status_code == status

    assert asked == ["https://spy.example/lamp", "https://spy.example/none"]


def test_a_large_photograph_is_scaled_while_it_is_read():
    drawn, kind = drawing.draw(picture("JPEG", (8000, 6000)))

    with Image.open(io.BytesIO(drawn)) as shown:
        assert (shown.size, kind) == ((2000, 1500), "image/jpeg")


def test_what_kills_the_one_who_draws_is_no_picture(monkeypatch):
    drawing.jailed_draw(picture())
    worker = drawing._jail._idle[-1]
    assert worker
    worker.process.kill()

    with pytest.raises(drawing.NoPicture):
        drawing.jailed_draw(picture())
    assert drawing.jailed_draw(picture())[1] == "image/png"


def test_a_picture_address_nobody_signed_or_that_has_run_out_opens_nothing():
    old = pictures.addresses_outside(now=clock.now() - timedelta(hours=2))("https://a.example/x")

    for address in (old, "/mail/picture/no.token/", f"{old[:-5]}aaaa/"):
        assert Client().get(address).status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a<script>alert(1)</script>",
        b"%PDF-1.4",
        b"",
    ],
    ids=["svg", "half a gif", "pdf", "nothing"],
)
def test_what_is_no_picture_is_never_shown_as_one(content: bytes):
    with pytest.raises(drawing.NoPicture):
        drawing.draw(content)


def test_what_hides_behind_a_picture_does_not_come_along():
    for kind in ("PNG", "JPEG", "GIF", "WEBP"):
        drawn, _type = drawing.draw(picture(kind) + b"<script>alert(1)</script>")
        assert b"script" not in drawn


def test_a_picture_that_would_fill_the_memory_is_refused():
    with pytest.raises(drawing.NoPicture):
        drawing.draw(picture("PNG", (6000, 6000)))


EVIL = [
    "page.html", "drawing.svg", "page.xhtml", "a.pdf", "a.js", '"; filename="x.html', "a\r\nX: y",
    "../../etc/passwd", "ü.txt", "", "\u202egpj.exe",
]  # fmt: skip


@pytest.mark.parametrize("name", EVIL, ids=ascii)
def test_a_file_is_saved_and_never_opened_here(letter, name: str):
    file = attach(letter, b"<script>alert(1)</script>", name, type="text/html")

    answer = sign_in(make_member("ada")).get(f"/mail/file/{file.pk}/")

    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "X" not in answer.headers


def test_a_file_missing_from_the_store_is_not_there(letter):
    file = attach(letter, b"x", "a.txt")
    blobs.path_of(file.sha256).unlink()

    assert sign_in(make_member("ada")).get(f"/mail/file/{file.pk}/").status_code == 404


def test_the_thread_says_how_far_each_copy_has_come(django_assert_num_queries):
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    fresh, sent, both = (make_reply(conversation, by=ada) for _ in range(3))
    common = {"envelope_from": "o@x", "sha256": "0" * 64, "not_before": NOON, "queued_at": NOON}
    Outgoing.objects.create(message=sent, recipient="a@x", state="SENT", sent_at=NOON, **common)
    Outgoing.objects.create(message=both, recipient="b@x", state="IN_DOUBT", **common)
    Outgoing.objects.create(message=both, recipient="c@x", state="FAILED", answer="No.", **common)

    with django_assert_num_queries(1):
        states = delivery_states([fresh, sent, both])

    words = {pk: [state.words for state in found] for pk, found in states.items()}
    assert words == {
        fresh.pk: ["on its way"],
        sent.pk: ["delivered to their server"],
        both.pk: ["b@x may or may not have arrived", "c@x refused: No."],
    }
    assert [state.may_repeat for state in states[both.pk]] == [True, False]


def test_a_member_may_send_a_doubtful_copy_again_from_the_thread():
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    copy = Outgoing.objects.create(
        message=make_reply(conversation, by=ada), recipient="b@x.example", state="IN_DOUBT",
        envelope_from="o@x.example", sha256="0" * 64, not_before=NOON, queued_at=NOON,
    )  # fmt: skip
    address = reverse("mail:send_again", args=[copy.pk])

    assert sign_in(make_member("bea")).post(address).status_code == 404
    assert sign_in(ada).post(address).status_code == 302

    copy.refresh_from_db()
    assert (copy.state, copy.repeats) == ("READY", 1)
