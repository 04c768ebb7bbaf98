"""A member answers from their own mail program; whoever only seems to be one speaks for nobody."""

from email import message_from_bytes, policy

import pytest
from django.test import Client

from kept.conversations.models import Conversation, Entry, Message, Note
from kept.customers.models import Address
from kept.ledger.models import Event
from kept.mail import seals
from kept.mail.audit import findings
from kept.mail.models import Filing, Outgoing
from kept.mail.outbox import queue
from kept.mail.tests.make import CY, file_now, make_raw
from kept.notices.actions import tell
from kept.notices.letters import parcel_of
from kept.notices.models import Telling
from kept.people.actions import change_own_settings
from kept.people.models import Member
from tests.cast import NOON, make_conversation, make_desk, make_member, make_promise

pytestmark = pytest.mark.django_db
ADA = "ada@northmoor.example"
PASS = "Authentication-Results: mx.northmoor.example; dmarc=pass header.from=northmoor.example"


@pytest.fixture(autouse=True)
def house(settings):
    settings.REPLY_ADDRESS = "reply@northmoor.example"
    settings.MAIL_AUTHSERV = ["mx.northmoor.example"]


@pytest.fixture
def ada() -> Member:
    ada = make_member("ada")
    change_own_settings(ada, answers_by_mail=True, now=NOON)
    ada.refresh_from_db()
    return ada


@pytest.fixture
def conversation(ada) -> Conversation:
    return make_conversation(desk=make_desk("Orders", ada))


def address_of(conversation, member) -> str:
    return seals.member_address(conversation=conversation.pk, member=member.pk)


def answer(conversation, member, text="It is on its way.", *, more=PASS, sender=ADA, **given):
    to = address_of(conversation, member)
    raw = make_raw(text, sender=sender, to=to, more=more, subject="Re: Due soon", **given)
    return file_now(raw, recipients=(to,))


def ours(conversation) -> list[Message]:
    return list(conversation.messages.filter(way=Message.Way.OUT))


def test_a_proven_answer_goes_to_the_customer_as_our_letter(conversation, ada):
    delivery = answer(conversation, ada)
    assert delivery.state == "FILED"

    (message,) = ours(conversation)
    assert (message.text, message.member, message.to) == ("It is on its way.", ada, [CY])
    conversation.refresh_from_db()
    assert (conversation.status, conversation.assignee) == ("WAITING", ada)
    assert Filing.objects.get().message == message
    queue(message, now=NOON)
    assert [copy.recipient for copy in Outgoing.objects.all()] == [CY]
    assert Event.objects.get(kind="message.sent").by == f"member:{ada.pk}"
    assert [finding for finding in findings() if finding.kind == "lost"] == []


def test_the_same_answer_twice_is_one_letter(conversation, ada):
    answer(conversation, ada)
    assert answer(conversation, ada).state == "DUPLICATE"
    assert len(ours(conversation)) == 1


def test_a_program_that_answers_for_them_speaks_once_a_day(conversation, ada):
    answer(conversation, ada, "I am away.", message_id="1@northmoor.example")
    answer(conversation, ada, "I am away.", message_id="2@northmoor.example")

    assert [message.text for message in ours(conversation)] == ["I am away."]
    assert [(note.text, note.why) for note in Note.objects.all()] == [("I am away.", "AGAIN")]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"sender": "mallory@evil.example"}, "OTHER_SENDER"),
        ({"sender": f'"{ADA}" <mallory@evil.example>'}, "OTHER_SENDER"),
        ({"more": ""}, "NOT_VOUCHED"),
        ({"more": PASS.replace("pass", "none")}, "NOT_VOUCHED"),
        ({"more": PASS.replace("pass", "fail")}, "NOT_VOUCHED"),
        ({"more": PASS.replace("mx.northmoor", "mx.evil")}, "NOT_VOUCHED"),
        ({"more": f"{PASS}\nAuto-Submitted: auto-replied"}, "MACHINE"),
        ({"text": " "}, "EMPTY"),
    ],
)
def test_whatever_is_not_proven_is_a_note_and_says_why(conversation, ada, given, why):
    delivery = answer(conversation, ada, **given)

    assert delivery.state == "FILED"
    assert ours(conversation) == []
    assert not Outgoing.objects.exists()
    note = Note.objects.get()
    assert (note.conversation, note.member, note.why) == (conversation, None, why)
    assert Entry.objects.get(note=note).conversation == conversation
    conversation.refresh_from_db()
    assert (conversation.status, conversation.assignee) == ("OPEN", None)
    assert not Event.objects.filter(kind="conversation.assigned").exists()
    assert Filing.objects.get().message is None
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    assert "was not sent:" in page


def test_a_customer_who_answers_all_has_written_a_letter(conversation, ada):
    sealed = address_of(conversation, ada)
    raw = make_raw("Where is it?", message_id="all@x", sender=CY, to=f"{ADA}, {sealed}")

    delivery = file_now(raw, recipients=(sealed,))

    assert delivery.state == "FILED"
    assert not Note.objects.exists()
    letter = Message.objects.get(text="Where is it?")
    assert (letter.way, letter.from_address, letter.conversation.desk) == (
        "IN", CY, conversation.desk,
    )  # fmt: skip
    assert letter.conversation.status == "OPEN"


def test_without_a_server_to_vouch_nobody_speaks_by_mail(conversation, ada, settings):
    settings.MAIL_AUTHSERV = []
    answer(conversation, ada)
    assert ours(conversation) == []
    assert Note.objects.get().why == "NOT_VOUCHED"


@pytest.mark.parametrize("revoked", ["choice", "desk", "account", "assigned"])
def test_rights_are_those_of_the_moment_it_comes(conversation, ada, revoked):
    match revoked:
        case "choice":
            Member.objects.update(answers_by_mail=False)
        case "desk":
            conversation.desk.teams.clear()
        case "account":
            Member.objects.update(is_active=False)
        case "assigned":
            Member.objects.update(sees_only_assigned=True)

    answer(conversation, ada)

    assert ours(conversation) == []
    assert Note.objects.get().why in {"NOT_CHOSEN", "NO_RIGHT"}
    assert not Event.objects.filter(kind="message.sent").exists()


def test_a_seal_for_another_member_or_conversation_is_none(conversation, ada):
    bea = make_member("bea")
    good = address_of(conversation, ada)
    head, seal = good.partition("@")[0].rsplit(".", 1)
    forged = [
        f"reply+m.{conversation.pk}.{bea.pk}.{seal}@northmoor.example",
        f"reply+m.{conversation.pk + 1}.{ada.pk}.{seal}@northmoor.example",
        f"{head}.{seal[:-1]}@northmoor.example",
        good.replace("+m.", "+"),
    ]
    for number, to in enumerate(forged):
        raw = make_raw("Pay them.", message_id=f"{number}@x", sender=ADA, to=to, more=PASS)
        file_now(raw, recipients=("orders@northmoor.example", to))
    assert seals.member_of_address(good) == (conversation.pk, ada.pk)
    assert ours(conversation) == []
    assert not Note.objects.exists()


def test_nobody_to_write_to_is_said(conversation, ada):
    Address.objects.update(is_dead=True)
    conversation.messages.update(standing="UNVERIFIED")
    answer(conversation, ada)
    assert Note.objects.get().why == "NOBODY"


@pytest.mark.parametrize("chosen", [True, False])
def test_a_notice_says_where_an_answer_goes_to_those_who_chose_it(conversation, ada, chosen):
    change_own_settings(ada, answers_by_mail=chosen, now=NOON)
    promise = make_promise(conversation, keeper=ada)
    tell(promise, kind="SOON", by="system:promises", now=NOON)
    telling = Telling.objects.filter(channel=Telling.Channel.MAIL).first() or Telling(
        pk=1, notice=promise.notices.get(), channel=Telling.Channel.MAIL
    )
    telling.notice.member.refresh_from_db()

    mail = message_from_bytes(parcel_of(telling, now=NOON).content, policy=policy.default)

    assert mail["Auto-Submitted"] == "auto-generated"
    said = "What you answer to this mail goes to Cy, as our letter." in mail.get_content()
    assert (said, bool(mail["Reply-To"])) == (chosen, chosen)
    if chosen:
        assert address_of(conversation, ada) in mail["Reply-To"]


def answer_to_note(conversation, member, text="The blue one.", *, more=PASS, sender=ADA, **given):
    to = seals.note_address(conversation=conversation.pk, member=member.pk)
    raw = make_raw(text, sender=sender, to=to, more=more, subject="Re: a note", **given)
    return file_now(raw, recipients=(to,))


def test_an_answer_to_what_stands_among_us_is_a_note(conversation, ada):
    assert answer_to_note(conversation, ada).state == "FILED"

    note = Note.objects.get()
    assert (note.text, note.member, note.why) == ("The blue one.", ada, "")
    assert ours(conversation) == []
    assert not Outgoing.objects.exists()
    conversation.refresh_from_db()
    assert conversation.status == "OPEN"
    assert Event.objects.get(kind="note.written").by == f"member:{ada.pk}"


def test_a_note_that_is_not_proven_theirs_says_so(conversation, ada):
    answer_to_note(conversation, ada, more="")

    note = Note.objects.get()
    assert (note.member, note.why) == (None, "NOTE:NOT_VOUCHED")
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/desk/all/{conversation.pk}/").content.decode()
    assert "It came by mail as a note of a member, and is not theirs for certain:" in page


def test_a_seal_for_notes_opens_no_way_to_the_customer(conversation, ada):
    to = seals.note_address(conversation=conversation.pk, member=ada.pk)
    swapped = to.replace("+n.", "+m.")
    assert seals.member_of_address(swapped) is None
    assert seals.note_of_address(address_of(conversation, ada).replace("+m.", "+n.")) is None
