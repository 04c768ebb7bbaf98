"""Whom a letter goes to, from where, and what lies in it: through the composer."""

from email import message_from_bytes
from email.policy import default
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kept.conversations.actions import bring_in, forward, reply, take_out
from kept.conversations.models import (
    Attachment,
    DeskAddress,
    Draft,
    DraftFile,
    Message,
    Participant,
)
from kept.conversations.queries import answered_to
from kept.desk.tests.make import composer_of
from kept.kit import blobs
from kept.ledger.models import Event
from kept.mail import posts
from kept.mail.models import Outgoing
from kept.mail.outbox import queue
from kept.mail.sender import send_due
from kept.mail.tests.make import Script, smtp_server
from tests.cast import NOON, make_conversation, make_desk, make_member, make_message

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da63fcff"
    "1f0003030200efbfa7db0000000049454e44ae426082"
)


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def client(ada) -> Client:
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def conversation(ada):
    return make_conversation(desk=make_desk("Orders", ada), now=timezone.now())


def letter(**more) -> dict[str, object]:
    values = {"text": "Dear Cy", "to": "cy@valdorra.example", "submit_id": str(uuid4())}
    return values | {"kind": "REPLY"} | more


def a_file(name: str = "bill.pdf", content: bytes = b"A bill", kind: str = "application/pdf"):
    return SimpleUploadedFile(name, content, content_type=kind)


def add(client, conversation, *files, **more):
    return client.post(
        f"/c/{conversation.pk}/files/",
        {"kind": "REPLY", "text": "", "enclosed": list(files), **more},
        **({} if more.get("place") else HTMX),
    )


def test_files_belong_to_the_draft_on_whatever_machine(client, ada, conversation):
    answer = add(client, conversation, a_file(), a_file("list.txt", b"A list", "text/plain"))

    assert answer.status_code == 200
    assert [file.name for file in DraftFile.objects.all()] == ["bill.pdf", "list.txt"]
    other = Client()
    other.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = other.get(f"/desk/all/{conversation.pk}/").content.decode()
    assert "bill.pdf" in page
    assert "list.txt" in page


def test_files_survive_a_refusal_and_leave_with_the_letter(client, conversation):
    refused = client.post(f"/c/{conversation.pk}/reply/", letter(to="nobody", enclosed=[a_file()]))
    assert refused.status_code == 422
    assert "bill.pdf" in refused.content.decode()
    assert not Message.objects.filter(way="OUT").exists()

    client.post(f"/c/{conversation.pk}/reply/", letter())

    file = Attachment.objects.get()
    assert (file.name, file.size, file.is_inline) == ("bill.pdf", 6, False)
    assert blobs.get(file.sha256) == b"A bill"
    assert not DraftFile.objects.exists()


def test_a_letter_sent_twice_by_one_form_begins_no_draft_of_its_files(client, conversation):
    sent = letter(submit_id=str(uuid4()))

    for _click in range(2):
        answer = client.post(f"/c/{conversation.pk}/reply/", sent | {"enclosed": [a_file()]})
        assert answer.status_code == 302

    assert Message.objects.filter(way="OUT").count() == 1
    assert Attachment.objects.get().name == "bill.pdf"
    assert not Draft.objects.exists()


def test_files_chosen_are_kept_where_the_draft_is_kept_without_scripts(client, conversation):
    typed = {"kind": "REPLY", "text": "Dear Cy", "to": "cy@valdorra.example", "place": "all"}

    other = a_file("list.txt", b"A list", "text/plain")
    for more in ({"enclosed": [a_file()]}, {"enclosed": [other], "people": "one"}):
        answer = client.post(f"/c/{conversation.pk}/draft/", typed | more)
        assert answer.status_code == 302

    assert [file.name for file in DraftFile.objects.all()] == ["bill.pdf", "list.txt"]
    assert Draft.objects.get().text == "Dear Cy"


def test_a_long_letter_is_kept_whole_where_one_looks_for_promises(client, conversation):
    text = "Dear Cy, " + "this is a long story. " * 6_000
    assert len(text) > 100_000

    client.post(f"/c/{conversation.pk}/offers/", {"text": text, "place": "all"})

    assert Draft.objects.get().text == text


def test_the_same_file_twice_is_one_and_another_of_its_name_has_its_own(client, conversation):
    add(client, conversation, a_file(), a_file())
    add(client, conversation, a_file(), a_file(content=b"Another bill"))

    assert [file.name for file in DraftFile.objects.all()] == ["bill.pdf", "bill-2.pdf"]


def test_a_file_can_be_taken_off_without_scripts(client, conversation):
    add(client, conversation, a_file(), place="all")
    file = DraftFile.objects.get()

    answer = client.post(
        f"/c/{conversation.pk}/files/",
        {"kind": "REPLY", "text": "Dear Cy", "take_off": file.pk, "place": "all"},
    )

    assert answer["Location"] == f"/desk/all/{conversation.pk}/?write=reply#write"
    assert not DraftFile.objects.exists()
    assert Draft.objects.get().text == "Dear Cy"


def test_what_is_too_large_is_refused_and_everything_else_stays(client, conversation, settings):
    settings.MOST_FILE_MIB, settings.MOST_LETTER_MIB = 1, 2
    add(client, conversation, a_file())
    large = a_file("film.mp4", b"x" * (1024 * 1024 + 1), "video/mp4")

    answer = add(client, conversation, large, text="Words")
    assert "too large to be mailed" in answer.content.decode()
    three = [a_file(f"{n}.bin", bytes([n]) * (1024 * 1024), "x/y") for n in range(2)]
    answer = add(client, conversation, *three, text="Words")
    assert "too large together" in answer.content.decode()

    assert [file.name for file in DraftFile.objects.all()] == ["bill.pdf"]
    assert Draft.objects.get().text == "Words"
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    assert "of 2.0" in page


def test_the_limits_are_said_before(client, conversation):
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()

    assert "Files up to 15.0\xa0MB each, 20.0\xa0MB together" in page


def test_a_stranger_adds_no_file(conversation):
    bea = make_member("bea")
    client = Client()
    client.force_login(bea, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert add(client, conversation, a_file()).status_code == 404
    assert not DraftFile.objects.exists()


def test_a_picture_is_seen_where_its_mark_stands(client, conversation):
    add(client, conversation, a_file("lamp.png", PIXEL, "image/png"), a_file())

    text = "Look here:\n[picture: lamp.png]\nIs it this one?"
    client.post(f"/c/{conversation.pk}/reply/", letter(text=text))

    message = Message.objects.get(way="OUT")
    (copy,) = queue(message, now=timezone.now())
    mail = message_from_bytes(blobs.get(copy.sha256), policy=default)
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related",
        "text/html", "image/png", "application/pdf",
    ]  # fmt: skip
    plain, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    picture = next(part for part in mail.walk() if part.get_content_type() == "image/png")
    assert "[picture: lamp.png]" in plain
    assert f'<img src="cid:{picture["Content-ID"].strip("<>")}"' in html
    assert "[picture: lamp.png]" not in html
    assert picture.get_content_disposition() == "inline"
    assert picture.get_content() == PIXEL
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    assert '<img class="letter__picture" src="/mail/picture/' in page
    assert page.count("lamp.png") == 1


def test_a_picture_without_its_mark_is_a_file(client, conversation):
    add(client, conversation, a_file("lamp.png", PIXEL, "image/png"))
    client.post(f"/c/{conversation.pk}/reply/", letter(text="No mark, [picture: other.png]."))

    assert not Attachment.objects.get().is_inline
    assert Message.objects.get(way="OUT").has_attachments


def test_a_name_cannot_pass_for_a_mark_or_a_header(client, conversation):
    add(client, conversation, a_file("a]\r\nBcc: x@y.example\r\n[b.png", PIXEL, "image/png"))

    name = DraftFile.objects.get().name
    assert not set(name) & set("[]\r\n")


def test_an_answer_goes_to_whoever_wrote_and_takes_the_others_along(ada):
    conversation = make_conversation(
        desk=make_desk("Orders", ada),
        to=("orders@northmoor.example", "dee@valdorra.example"),
        cc=("Eve@other.example", "CY@valdorra.example"),
    )

    shown = composer_of(conversation, by=ada)

    assert shown.to == "cy@valdorra.example"
    assert shown.cc == "dee@valdorra.example, Eve@other.example"
    assert shown.is_to_all


def test_our_own_addresses_are_never_taken_along(ada, settings):
    settings.REPLY_ADDRESS = "kept@northmoor.example"
    make_desk("Billing")
    conversation = make_conversation(
        desk=make_desk("Orders", ada),
        to=("orders+x@northmoor.example", "billing@northmoor.example"),
        cc=("kept@northmoor.example", "undisclosed-recipients:;"),
    )

    assert composer_of(conversation, by=ada).cc == ""


def test_only_the_one_is_one_click_away_and_stays_so(client, ada):
    conversation = make_conversation(
        desk=make_desk("Orders", ada), cc=("eve@other.example",), now=timezone.now()
    )
    form = {"kind": "REPLY", "text": "Dear Cy", "to": "cy@valdorra.example", "place": "all"}
    given = {"given_to": "cy@valdorra.example", "given_cc": "eve@other.example"}

    answer = client.post(
        f"/c/{conversation.pk}/draft/",
        form | given | {"cc": "eve@other.example", "people": "one"},
        **HTMX,
    )

    assert "to <b>cy@valdorra.example</b>" in answer.content.decode()
    assert "copy to <b>" not in answer.content.decode()
    assert "Dear Cy" in answer.content.decode()
    assert (composer_of(conversation, by=ada).cc, Draft.objects.get().text) == ("", "Dear Cy")
    client.post(f"/c/{conversation.pk}/draft/", form | given | {"cc": "", "people": "all"})
    assert composer_of(conversation, by=ada).cc == "eve@other.example"


def test_whoever_was_taken_out_is_in_no_answer_by_default(client, ada):
    conversation = make_conversation(
        desk=make_desk("Orders", ada),
        cc=("eve@other.example", "Fay@other.example"),
        now=timezone.now(),
    )
    out = Participant.State.OUT
    conversation.participants.create(address="fay@other.example", state=out, at=timezone.now())

    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    form = {"kind": "REPLY", "text": "Dear Cy", "to": "cy@valdorra.example", "cc": ""}
    client.post(f"/c/{conversation.pk}/draft/", form | {"people": "all"})

    assert "copy to <b>eve@other.example</b>" in page
    assert Draft.objects.get().head["cc"] == "eve@other.example"


def test_an_answer_goes_to_the_customer_where_its_last_writer_was_taken_out(ada, client):
    conversation = make_conversation(desk=make_desk("Orders", ada), now=timezone.now())
    make_message("I am Fay.", conversation=conversation, from_address="fay@other.example")
    assert composer_of(conversation, by=ada).to == "fay@other.example"
    assert answered_to(conversation) == ["fay@other.example"]
    fay = bring_in(conversation, address="Fay@other.example", by=ada, now=timezone.now())
    page = f"/desk/all/{conversation.pk}/"

    for words in ("Fay has not answered.", "Nor has she been asked."):
        take_out(fay, by=ada, now=timezone.now())
        assert "to <b>cy@valdorra.example</b>" in client.get(page).content.decode()
        assert answered_to(conversation) == ["cy@valdorra.example"]
        # Asked once more all the same, which brings her in, and taken out again.
        fay_alone = ["Fay@other.example"]
        reply(conversation, text=words, to=fay_alone, submit_id=uuid4(), by=ada, now=NOON)
        assert "to <b>Fay@other.example</b>" in client.get(page).content.decode()


def test_no_answer_goes_by_itself_to_whoever_answered_a_forward(ada, conversation):
    vera = "vera@works.example"
    forward(conversation, text="Is it ours?", to=[vera], submit_id=uuid4(), by=ada, now=NOON)
    letter = make_message("It is.", conversation=conversation, from_address=vera)

    assert (letter.is_aside, letter.standing) == (True, "KNOWN")
    assert answered_to(conversation) == ["cy@valdorra.example"]
    assert composer_of(conversation, by=ada).to == "cy@valdorra.example"


def test_to_all_takes_those_along_who_were_brought_in(client, ada, conversation):
    inside = Participant.State.IN
    conversation.participants.create(address="bob@other.example", state=inside, at=timezone.now())
    form = {"kind": "REPLY", "text": "Dear Cy", "to": "cy@valdorra.example", "cc": ""}

    client.post(f"/c/{conversation.pk}/draft/", form | {"people": "all"})

    assert Draft.objects.get().head["cc"] == "bob@other.example"


def test_what_was_not_touched_follows_the_next_letter(client, ada, conversation):
    form = {"kind": "REPLY", "text": "Dear", "to": "cy@valdorra.example", "cc": "", "bcc": ""}
    client.post(f"/c/{conversation.pk}/draft/", form | {"given_to": "cy@valdorra.example"}, **HTMX)
    make_message(conversation=conversation, cc=("eve@other.example",), now=timezone.now())

    assert Draft.objects.get().head == {}
    assert composer_of(conversation, by=ada).cc == "eve@other.example"


def test_their_reply_to_counts_only_where_it_is_theirs(ada):
    conversation = make_conversation(
        desk=make_desk("Orders", ada), reply_to="thief@elsewhere.example"
    )
    assert composer_of(conversation, by=ada).to == "cy@valdorra.example"

    conversation.customer.addresses.create(value="cy.home@valdorra.example")
    make_message(conversation=conversation, reply_to="Cy.Home@valdorra.example")
    assert composer_of(conversation, by=ada).to == "cy.home@valdorra.example"


def test_a_hidden_copy_stands_in_no_header_of_any_copy(client, conversation, settings, monkeypatch):
    monkeypatch.setattr(posts, "TIMEOUT_SECONDS", 3.0)
    client.post(
        f"/c/{conversation.pk}/reply/",
        letter(cc="dee@valdorra.example", bcc="secret@law.example; hidden@law.example"),
    )
    message = Message.objects.get(way="OUT")
    assert message.bcc == ["secret@law.example", "hidden@law.example"]
    queue(message, now=message.at)
    script = Script()

    with smtp_server(script) as url:
        settings.SMTP_URL = url
        assert send_due(now=message.at) == 4

    assert sorted(recipient for _, recipient, _ in script.taken) == [
        "cy@valdorra.example", "dee@valdorra.example", "hidden@law.example", "secret@law.example",
    ]  # fmt: skip
    for _, _, content in script.taken:
        assert b"law.example" not in content
        assert b"\nbcc:" not in b"\n" + content.lower()  # a boundary may hold these letters
    # One with the customer's seal, one with Dee's, and one that is the same for all others.
    assert len({content for _, _, content in script.taken}) == 3
    assert len({text for _, to, text in script.taken if to.endswith("law.example")}) == 1
    assert set(Outgoing.objects.values_list("state", flat=True)) == {"SENT"}
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    assert "hidden copy to secret@law.example, hidden@law.example" in page
    assert page.count("delivered to their server") == 4


@pytest.mark.parametrize("field", ["to", "cc", "bcc"])
def test_what_is_no_address_is_refused_in_plain_words_and_the_text_stays(
    client, conversation, field
):
    before = Event.objects.count()

    answer = client.post(f"/c/{conversation.pk}/reply/", letter(**{field: "dee at valdorra"}))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "“dee at valdorra” is no mail address." in page
    assert 'value="dee at valdorra"' in page
    assert "Dear Cy</textarea>" in page
    assert not Message.objects.filter(way="OUT").exists()
    assert Event.objects.count() == before


def test_a_desk_answers_from_the_address_they_wrote_to(client, ada):
    desk = make_desk("Orders", ada)
    DeskAddress.objects.create(desk=desk, value="sales@northmoor.example")
    conversation = make_conversation(
        desk=desk, to=("Sales+shop@northmoor.example",), now=timezone.now()
    )

    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    assert "<option selected>sales@northmoor.example</option>" in page
    client.post(
        f"/c/{conversation.pk}/reply/", letter(sender=composer_of(conversation, by=ada).sender)
    )

    message = Message.objects.get(way="OUT")
    (copy,) = queue(message, now=message.at)
    mail = message_from_bytes(blobs.get(copy.sha256), policy=default)
    assert mail["From"].addresses[0].addr_spec == "sales@northmoor.example"
    assert copy.envelope_from == "sales@northmoor.example"
    # The next answer goes from there again.
    assert composer_of(conversation, by=ada).sender == "sales@northmoor.example"


@pytest.mark.parametrize("address", ["ceo@northmoor.example", "billing@northmoor.example"])
def test_only_from_the_desk_s_own(client, conversation, address):
    make_desk("Billing")

    answer = client.post(f"/c/{conversation.pk}/reply/", letter(sender=address))

    assert answer.status_code == 409
    assert "does not answer from that address" in answer.content.decode()
    assert not Message.objects.filter(way="OUT").exists()


def test_each_recipient_has_a_state_and_what_is_in_doubt_a_way_on(client, conversation):
    client.post(f"/c/{conversation.pk}/reply/", letter(cc="dee@valdorra.example"))
    message = Message.objects.get(way="OUT")
    first, second = queue(message, now=message.at)
    Outgoing.objects.filter(pk=first.pk).update(
        state="FAILED", answer="There is no such address. Check the spelling."
    )
    Outgoing.objects.filter(pk=second.pk).update(state="IN_DOUBT", lease_until=message.at)

    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()

    assert "cy@valdorra.example refused: There is no such address. Check the spelling." in page
    assert "dee@valdorra.example may or may not have arrived" in page
    assert page.count("Send it once more") == 1
    assert f'action="/mail/copies/{second.pk}/again/"' in page


def test_a_letter_takes_a_hundred_people_and_no_more(client, conversation):
    many = ", ".join(f"a{n}@list.example" for n in range(101))

    answer = client.post(f"/c/{conversation.pk}/reply/", letter(to=many))

    assert answer.status_code == 422
    assert "a letter takes a hundred" in answer.content.decode()
    assert not Message.objects.filter(way="OUT").exists()


def test_a_nul_above_the_words_breaks_no_draft(client, conversation):
    answer = client.post(f"/c/{conversation.pk}/draft/", letter(bcc="a\0b@law.example"))

    assert answer.status_code in {200, 302}
    assert Draft.objects.get().head["bcc"] == "ab@law.example"


@pytest.mark.parametrize(("write", "is_folded"), [("reply", 1), ("forward", 0), ("note", 0)])
def test_what_is_done_less_often_in_a_reply_waits_behind_one_word(
    client, conversation, write, is_folded
):
    page = client.get(f"/desk/mine/{conversation.pk}/?write={write}").content.decode()

    assert page.count('class="composer__more"') == is_folded


def test_what_leaves_the_head_of_a_narrow_thread_keeps_its_key_in_the_menu(client, conversation):
    page = client.get(f"/desk/mine/{conversation.pk}/").content.decode()

    menu = page.partition('class="drop__in"')[2].partition("</form>")[0]
    for key, words in (("a", "Assign"), ("t", "Tag"), ("p", "Note a promise")):
        link = f'<a class="btn btn--quiet btn--wide only-narrow" data-key="{key}"'
        assert menu.partition(link)[2].partition("</a>")[0].endswith(f">{words}")
