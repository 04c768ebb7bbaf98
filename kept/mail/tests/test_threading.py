"""Where an answer belongs, and that nobody proves with borrowed words."""

from __future__ import annotations

import random

import pytest

from kept.conversations.models import Conversation, Message
from kept.mail import seals
from kept.mail.models import MessageId, Outgoing
from kept.mail.outbox import queue
from kept.mail.tests.make import CY, ORDERS, file_now, make_raw
from tests.cast import NOON, make_conversation, make_desk, make_member, make_reply

pytestmark = pytest.mark.django_db
REPLIES = "reply@northmoor.example"


@pytest.fixture
def answered() -> Message:
    """Ada has answered Cy, and the letter lies in the outbox."""
    ada = make_member("ada")
    conversation = make_conversation(desk=make_desk("Orders", ada))
    message = make_reply(conversation, by=ada)
    queue(message, now=NOON)
    return message


def id_of(message: Message) -> str:
    return seals.message_id(conversation=message.conversation_id, message=message.pk)


def newest() -> Message:
    return Message.objects.order_by("-pk")[0]


def test_an_answer_to_our_letter_from_their_address_is_proven(answered):
    file_now(make_raw("Thanks.", message_id="a@x", answers=id_of(answered)))

    assert newest().conversation == answered.conversation
    assert newest().standing == "KNOWN"


def test_an_answer_from_another_address_joins_unproven(answered):
    file_now(make_raw("Me too.", sender="bob@x.example", answers=id_of(answered)))

    assert newest().conversation == answered.conversation
    assert newest().standing == "UNVERIFIED"


def test_a_seal_made_for_another_reader_proves_nothing(answered):
    copied = make_reply(answered.conversation, by=answered.member, cc=["third@evil.example"])
    queue(copied, now=NOON)
    third = answered.conversation.participants.get()
    theirs = seals.message_id(
        conversation=answered.conversation_id, message=copied.pk, seat=seals.seat_of(third.pk)
    )

    file_now(make_raw("Send it to me.", message_id="f@x", answers=theirs))

    assert newest().conversation == answered.conversation
    assert (newest().standing, newest().reasons) == ("UNVERIFIED", [["SEAL_SHARED", ""]])


def test_a_seal_that_a_letter_has_shown_to_others_proves_nothing_more(answered):
    shown = "Cc: bob@x.example"
    file_now(make_raw("Bob, read this.", message_id="a@x", answers=id_of(answered), more=shown))
    assert newest().standing == "KNOWN"

    file_now(make_raw("Now send me all.", message_id="b@x", answers=id_of(answered)))

    assert newest().conversation == answered.conversation
    assert newest().standing == "UNVERIFIED"


def test_a_server_we_trust_proves_what_a_shared_seal_cannot(answered, settings):
    settings.MAIL_AUTHSERV = ["mx.northmoor.example"]
    copied = make_reply(answered.conversation, by=answered.member, cc=["bob@x.example"])
    queue(copied, now=NOON)
    told = "Authentication-Results: mx.northmoor.example; dmarc={} header.from=valdorra.example"

    for result, standing in [("pass", "KNOWN"), ("none", "UNVERIFIED"), ("fail", "SUSPICIOUS")]:
        more = told.format(result)
        file_now(make_raw(result, message_id=f"{result}@x", answers=id_of(copied), more=more))
        assert (newest().text, newest().standing) == (result, standing)


def test_who_fails_at_their_own_server_is_suspicious_even_when_new():
    make_desk()

    file_now(make_raw("Hello.", more="Authentication-Results: mx.any.example; dmarc=fail"))

    assert newest().standing == "SUSPICIOUS"
    assert newest().reasons[0] == ["DISOWNED", "valdorra.example"]


def test_without_our_seal_only_the_same_customer_joins_and_unproven():
    make_desk()
    file_now(make_raw("One", message_id="one@x"))
    file_now(make_raw("Two", message_id="two@x", answers="one@x"))
    file_now(make_raw("Three", message_id="three@x", answers="one@x", sender="bob@x.example"))

    one, two, three = Message.objects.order_by("pk")
    assert two.conversation == one.conversation
    assert two.standing == "UNVERIFIED"
    assert three.conversation != one.conversation


def test_a_reference_joins_only_within_the_same_desk():
    make_desk("Orders")
    make_desk("Billing")
    file_now(make_raw("One", message_id="one@x"))

    file_now(
        make_raw("Two", message_id="two@x", answers="one@x", to="billing@northmoor.example"),
        recipients=("billing@northmoor.example",),
    )

    one, two = Message.objects.order_by("pk")
    assert one.conversation != two.conversation


def test_the_nearest_reference_wins():
    make_desk()
    file_now(make_raw("One", message_id="one@x"))
    file_now(make_raw("Two", message_id="two@x"))

    file_now(make_raw("Three", message_id="3@x", more="References: <one@x> <two@x>"))

    _one, two, three = Message.objects.order_by("pk")
    assert three.conversation == two.conversation


def test_a_subject_joins_nothing():
    make_desk()
    file_now(make_raw("One", message_id="one@x"))
    file_now(make_raw("Two", message_id="two@x", subject="Re: A cracked lamp"))

    assert Conversation.objects.count() == 2


def test_an_id_too_long_for_an_index_still_finds_its_thread():
    make_desk()
    long = "x" * 400 + "@y"
    file_now(make_raw("One", message_id=long))
    file_now(make_raw("Two", message_id="two@x", answers=long))

    assert Conversation.objects.count() == 1
    assert MessageId.objects.order_by("pk")[0].value.startswith("sha256:")


def test_a_letter_to_the_sealed_address_finds_its_thread_without_any_reference(settings, answered):
    settings.REPLY_ADDRESS = REPLIES
    conversation = answered.conversation
    address = seals.reply_address(conversation=conversation.pk, customer=conversation.customer_id)

    file_now(make_raw("Thanks.", message_id="a@x", to=address), recipients=(address,))
    assert (newest().conversation, newest().standing) == (conversation, "KNOWN")
    file_now(make_raw("And I.", sender="bob@x.example", to=address), recipients=(address.upper(),))
    assert (newest().conversation, newest().standing) == (conversation, "UNVERIFIED")


def test_a_seal_for_another_customer_proves_nothing(settings, answered):
    settings.REPLY_ADDRESS = REPLIES
    address = seals.reply_address(conversation=answered.conversation_id, customer=987)

    file_now(make_raw("Hello.", to=ORDERS), recipients=(ORDERS, address))

    assert newest().conversation != answered.conversation


def test_our_own_letter_that_comes_back_is_not_shown_again(answered):
    from kept.kit import blobs

    raw = blobs.get(Outgoing.objects.get().sha256)

    delivery = file_now(b"Received: by some list\r\n" + raw)

    assert delivery.state == "DUPLICATE"
    assert newest() == answered


def test_nobody_hides_a_letter_behind_a_message_id_of_ours(answered):
    file_now(make_raw("Something else", message_id=id_of(answered)))

    assert newest().text == "Something else"


def test_a_bounce_goes_to_the_conversation_whose_letter_came_back(answered):
    report = (
        "From: MAILER-DAEMON@mx.example\r\nTo: orders@northmoor.example\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;"
        ' boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nNo such user.\r\n'
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        "Final-Recipient: rfc822; cy@valdorra.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        "--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: <{id_of(answered)}>\r\nSubject: Re: A cracked lamp\r\n\r\n--b--\r\n"
    ).encode()

    file_now(report)

    message = newest()
    assert message.conversation == answered.conversation
    assert message.automatic == "bounce"
    # An answer must never go to the machine.
    assert message.standing == "UNVERIFIED"


def test_only_a_bounce_to_the_sealed_address_of_a_copy_marks_it(settings, answered):
    settings.REPLY_ADDRESS = REPLIES
    copy = Outgoing.objects.get()
    Outgoing.objects.update(state="SENT", sent_at=NOON)
    sealed = seals.bounce_address(message=answered.pk, recipient=CY, sender=ORDERS)
    forged = seals.bounce_address(message=answered.pk, recipient="other@x.example", sender=ORDERS)
    report = (
        "From: MAILER-DAEMON@mx.example\r\nTo: {to}\r\nSubject: Undelivered\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;"
        ' boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nNo such user {n}.\r\n'
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        "Final-Recipient: rfc822; cy@valdorra.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        "--b--\r\n"
    )
    for number, address in enumerate((ORDERS, forged)):
        file_now(report.format(to=address, n=number).encode(), recipients=(ORDERS, address))
        copy.refresh_from_db()
        assert copy.state == "SENT"

    file_now(report.format(to=sealed, n=9).encode(), recipients=(sealed,))

    copy.refresh_from_db()
    assert copy.state == "FAILED"
    assert copy.answer.startswith("There is no such address.")
    assert newest().conversation == answered.conversation


def forgeries(address: str, message_id: str, count: int) -> list[tuple[str, str]]:
    """Recipient and Message-ID pairs: guessed, cut, swapped, re-cased, of an older fashion."""
    dice = random.Random(7)  # noqa: S311  # the same dice each time
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    local, _, domain = address.partition("@")
    tag, seal = local.rpartition(".")[0], local.rpartition(".")[2]
    own, id_domain = message_id.split("@")
    id_tag, id_seal = own.rpartition(".")[0], own.rpartition(".")[2]
    numbers = tag.partition("+")[2].split(".")

    def another(number: str) -> int:
        return int(number) + dice.randrange(1, 99)

    kinds = [
        lambda: (f"{tag}.{''.join(dice.choices(letters, k=26))}@{domain}", "x@y"),
        lambda: (f"{tag}.{seal[: dice.randrange(26)]}@{domain}", "x@y"),
        lambda: (
            f"reply+{int(numbers[0]) + dice.randrange(1, 99)}.{numbers[1]}.{seal}@{domain}",
            "x@y",
        ),
        lambda: (
            f"reply+{numbers[0]}.{int(numbers[1]) + dice.randrange(1, 99)}.{seal}@{domain}",
            "x@y",
        ),
        lambda: (f"reply+{numbers[0]}@{domain}", "x@y"),
        lambda: (ORDERS, f"{id_tag}.{''.join(dice.choices(letters, k=26))}@{id_domain}"),
        lambda: (ORDERS, f"{id_tag}.{id_seal[: dice.randrange(26)]}@{id_domain}"),
        lambda: (ORDERS, f"{id_tag.replace('k', 'k9')}.{id_seal}@{id_domain}"),
        lambda: (ORDERS, f"{id_tag}.{seal}@{id_domain}"),
        lambda: (f"{tag}.{id_seal}@{domain}", "x@y"),
        lambda: (ORDERS, f"K-{numbers[0]}@{id_domain}"),
    ]
    return [dice.choice(kinds)() for _ in range(count)]


def test_of_ten_thousand_forged_seals_none_is_taken(settings, answered):
    settings.REPLY_ADDRESS = REPLIES
    address = seals.reply_address(
        conversation=answered.conversation_id, customer=answered.conversation.customer_id
    )
    assert seals.conversation_of_address(address)
    assert seals.message_of_id(id_of(answered))

    for recipient, message_id in forgeries(address, id_of(answered), 10_000):
        assert seals.conversation_of_address(recipient) is None, recipient
        assert seals.message_of_id(message_id) is None, message_id


def test_forged_letters_join_nothing_as_proven(settings, answered):
    settings.REPLY_ADDRESS = REPLIES
    address = seals.reply_address(
        conversation=answered.conversation_id, customer=answered.conversation.customer_id
    )
    before = answered.conversation.messages.count()

    for number, (recipient, reference) in enumerate(forgeries(address, id_of(answered), 40)):
        for sender in (CY, "mallory@evil.example"):
            raw = make_raw(
                f"Forged {number} by {sender}", message_id=None, sender=sender, answers=reference
            )
            file_now(raw, recipients=(ORDERS, recipient))

    assert answered.conversation.messages.count() == before
