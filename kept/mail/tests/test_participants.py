"""Who is on a conversation, what they get, and that nobody gets in by writing a name."""

from email import message_from_bytes, policy

import pytest
from django.test import Client

from kept.conversations.actions import CustomerIsOnIt, bring_in, take_out
from kept.conversations.actions.people import MOST
from kept.conversations.models import Conversation, Message, Participant
from kept.conversations.queries import seats
from kept.kit import blobs
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.mail import seals
from kept.mail.models import Outgoing
from kept.mail.outbox import queue
from kept.mail.tests.make import CY, ORDERS, file_now, make_raw
from kept.mail.tests.test_threading import id_of
from tests.cast import NOON, make_conversation, make_desk, make_member, make_reply

pytestmark = pytest.mark.django_db
BOB = "bob@x.example"
PASS = "Authentication-Results: mx.northmoor.example; dmarc=pass header.from={}"


@pytest.fixture(autouse=True)
def replies(settings):
    settings.REPLY_ADDRESS = "reply@northmoor.example"


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def conversation(ada) -> Conversation:
    return make_conversation(desk=make_desk("Orders", ada))


@pytest.fixture
def trusted(settings):
    settings.MAIL_AUTHSERV = ["mx.northmoor.example"]


def newest() -> Message:
    return Message.objects.order_by("-pk")[0]


def send(conversation, by, *, cc=(), text="Here you are.") -> Message:
    message = make_reply(conversation, text, by=by, cc=cc)
    queue(message, now=NOON)
    return message


def copy_to(message, address) -> object:
    copy = Outgoing.objects.get(message=message, recipient=address)
    return message_from_bytes(blobs.get(copy.sha256), policy=policy.default)


def inside(conversation) -> list[str]:
    return [seat.address for seat in seats(conversation).inside]


def test_whoever_a_vouched_letter_copies_is_on_it(conversation, trusted):
    make_desk("Billing")
    raw = make_raw(
        "With Bob.",
        to=f"{ORDERS}, billing@northmoor.example",
        more=f"{PASS.format('valdorra.example')}\nCc: Bob <{BOB}>, {CY}",
    )
    file_now(raw)

    (seat,) = seats(newest().conversation).inside
    assert (seat.address, seat.name, seat.came_with) == (BOB, "Bob", newest())
    assert Event.objects.filter(kind="participant.joined").count() == 1


@pytest.mark.parametrize("told", ["pass", "none"])
def test_whoever_serves_is_no_participant_however_they_are_named(trusted, ada, told):
    make_desk("Orders", ada)
    result = (
        f"Authentication-Results: mx.northmoor.example; dmarc={told} header.from=valdorra.example"
    )
    file_now(make_raw("Ada knows.", more=f"{result}\nCc: Ada@Northmoor.example"))

    assert seats(newest().conversation).inside == []
    assert seats(newest().conversation).offered == []
    assert not Event.objects.filter(kind__startswith="participant.").exists()


@pytest.mark.parametrize("told", ["", "none", "fail"])
def test_a_copy_in_a_letter_that_proves_nothing_grants_nothing(trusted, settings, told, ada):
    make_desk("Orders", ada)
    if not told:
        settings.MAIL_AUTHSERV = []
    result = f"Authentication-Results: mx.northmoor.example; dmarc={told}" if told else ""
    file_now(make_raw("Add my friend.", more=f"{result}\nCc: {BOB}"))

    assert inside(newest().conversation) == []
    assert [seat.address for seat in seats(newest().conversation).offered] == [BOB]
    assert not Event.objects.filter(kind="participant.joined").exists()


def test_an_envelope_that_speaks_like_our_server_grants_nothing(conversation, trusted, ada):
    """What our server found is that the letter is from evil.example, whatever stands in quotes."""
    named = "dkim=pass header.d=valdorra.example"
    result = f'spf=pass smtp.mailfrom="a; {named} ;"@evil.example'
    file_now(
        make_raw(
            "Add my friend.",
            answers=seals.message_id(conversation=conversation.pk, message=1),
            more=f"Authentication-Results: mx.northmoor.example; {result}\nCc: {BOB}",
        )
    )

    assert newest().conversation == conversation
    assert newest().standing == Message.Standing.UNVERIFIED
    assert inside(conversation) == []
    assert not Event.objects.filter(kind="participant.joined").exists()


def test_where_a_hundred_are_named_already_a_letter_still_lets_in_those_among_them(
    conversation, ada
):
    offered = Participant.State.OFFERED
    Participant.objects.bulk_create(
        Participant(conversation=conversation, address=f"{n}@x.example", state=offered, at=NOON)
        for n in range(MOST)
    )

    make_reply(conversation, by=ada, cc=["new@x.example", "7@x.example"])

    assert inside(conversation) == ["7@x.example"]
    assert Participant.objects.count() == MOST


def test_a_list_brings_nobody(conversation, trusted):
    more = f"{PASS.format('valdorra.example')}\nList-Id: <lamps.x.example>\nCc: {BOB}"
    file_now(make_raw("News.", more=more))

    assert not Participant.objects.exists()


def test_whom_we_copy_is_on_it_and_gets_seals_of_their_own(conversation, ada):
    first = send(conversation, ada)
    second = send(conversation, ada, cc=[BOB])
    third = send(conversation, ada, cc=[BOB])
    (seat,) = seats(conversation).inside
    assert (seat.address, seat.added_by) == (BOB, ada)

    for_cy, for_bob = copy_to(third, CY), copy_to(third, BOB)
    cys = seals.reply_address(conversation=conversation.pk, customer=conversation.customer_id)
    bobs = seals.participant_address(conversation=conversation.pk, participant=seat.pk)
    assert cys in for_cy["Reply-To"]
    assert bobs in for_bob["Reply-To"]
    assert seals.seal_of_address(bobs).participant == seat.pk
    assert seals.seal_of_id(for_bob["Message-ID"]).participant == seat.pk
    assert seals.seal_of_id(for_cy["Message-ID"]).is_customers
    # No reader learns the seal of another one, nor of a letter they never got.
    assert [value.strip("<>") for value in for_cy["References"].split()] == [
        id_of(first), id_of(second),
    ]  # fmt: skip
    assert [value.strip("<>") for value in for_bob["References"].split()] == [
        seals.message_id(
            conversation=conversation.pk, message=second.pk, seat=seals.seat_of(seat.pk)
        )
    ]
    assert for_bob.get_body().get_content() == for_cy.get_body().get_content()
    for copy in (for_cy, for_bob):
        assert (copy["To"], copy["Cc"]) == (CY, BOB)


def test_whoever_has_no_seat_gets_no_seal(conversation, ada):
    message = send(conversation, ada, cc=[BOB])
    Participant.objects.all().delete()
    Outgoing.objects.all().delete()
    queue(message, now=NOON)

    copy = copy_to(message, BOB)
    assert copy["Reply-To"] is None
    file_now(make_raw("It is Cy.", message_id="a@x", answers=copy["Message-ID"].strip("<>")))
    assert newest().conversation == conversation
    assert newest().standing == "UNVERIFIED"


def test_a_participant_s_own_seal_makes_their_letter_theirs(conversation, ada):
    send(conversation, ada, cc=[BOB])
    (seat,) = seats(conversation).inside
    address = seals.participant_address(conversation=conversation.pk, participant=seat.pk)

    file_now(make_raw("I am Bob.", sender=BOB, to=address), recipients=(address,))
    assert (newest().conversation, newest().standing) == (conversation, "KNOWN")
    assert newest().reasons == [["SEALED", ""]]

    for sender in (CY, "mallory@evil.example"):
        raw = make_raw(f"I am {sender}.", message_id=None, sender=sender, to=address)
        file_now(raw, recipients=(address,))
        assert (newest().conversation, newest().standing) == (conversation, "UNVERIFIED")


def test_who_was_taken_out_is_proven_no_more(conversation, ada, trusted):
    send(conversation, ada, cc=[BOB])
    (seat,) = seats(conversation).inside
    address = seals.participant_address(conversation=conversation.pk, participant=seat.pk)
    take_out(seat, by=ada, now=NOON)
    more = PASS.format("x.example")

    file_now(make_raw("Me again.", sender=BOB, to=address, more=more), recipients=(address,))

    assert (newest().conversation, newest().standing) == (conversation, "UNVERIFIED")
    assert inside(conversation) == []
    assert [seat.address for seat in seats(conversation).offered] == [BOB]
    assert Event.objects.filter(kind="participant.left").count() == 1


def test_without_a_seal_a_participant_joins_what_they_refer_to(conversation, ada, trusted):
    file_now(
        make_raw("First", message_id="1@x", more=f"{PASS.format('valdorra.example')}\nCc: {BOB}")
    )
    first = newest()
    for sender, domain, joins in ((BOB, "x.example", True), ("eve@e.example", "e.example", False)):
        more = PASS.format(domain)
        file_now(make_raw("On it.", sender=sender, message_id=None, answers="1@x", more=more))
        assert (newest().conversation == first.conversation) is joins
        assert newest().standing == "KNOWN"


def test_members_bring_in_and_take_out(conversation, ada):
    seat = bring_in(conversation, address="Bob@x.example", by=ada, now=NOON)
    assert bring_in(conversation, address=BOB, by=ada, now=NOON) == seat
    with pytest.raises(CustomerIsOnIt):
        bring_in(conversation, address=CY.upper(), by=ada, now=NOON)
    with pytest.raises(NotAllowed):
        bring_in(conversation, address="eve@e.example", by=make_member("bea"), now=NOON)
    with pytest.raises(NotAllowed):
        take_out(seat, by=make_member("bea"), now=NOON)
    take_out(seat, by=ada, now=NOON)
    take_out(seat, by=ada, now=NOON)

    kinds = Event.objects.filter(kind__startswith="participant.").values_list("kind", flat=True)
    assert list(kinds) == ["participant.joined", "participant.left"]
    assert inside(conversation) == []


def test_the_aside_says_who_is_on_it_and_what_they_see(conversation, ada, trusted):
    client = Client()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = f"/desk/all/{conversation.pk}/"
    file_now(make_raw("And Eve.", message_id="e@x", more="Cc: eve@e.example"))
    eve = newest().conversation

    assert (
        client.post(f"/c/{conversation.pk}/people/", {"address": "no address"}).status_code == 302
    )
    assert "is no mail address" in client.get(page).content.decode()
    client.post(f"/c/{conversation.pk}/people/", {"address": BOB})
    shown = client.get(page).content.decode()
    assert BOB in shown
    assert "Does not see the page of Cy." in shown
    (seat,) = seats(conversation).inside
    client.post(f"/c/{conversation.pk}/people/{seat.pk}/", {"do": "out"})
    assert inside(conversation) == []

    assert "Only named, in a letter that proves nothing." in (
        client.get(f"/desk/all/{eve.pk}/").content.decode()
    )
    (offered,) = seats(eve).offered
    client.post(f"/c/{eve.pk}/people/{offered.pk}/", {"do": "in"})
    assert inside(eve) == ["eve@e.example"]
    assert client.post(f"/c/{conversation.pk}/people/{offered.pk}/").status_code == 404
