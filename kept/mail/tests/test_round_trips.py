"""A test goes out by the real way, comes back through the mailbox, and becomes no conversation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kept.conversations.models import Conversation
from kept.kit.refusals import NotAllowed
from kept.kit.sealing import seal
from kept.ledger.models import Event
from kept.mail import actions
from kept.mail.actions.round_trips import NoAddress, StillUnderWay, SwitchedOff
from kept.mail.models import Mailbox, RoundTrip
from kept.mail.round_trips import progress_of, send_round_trips
from kept.mail.tests.make import Script, file_now, make_raw, smtp_server
from tests.cast import NOON, make_desk, make_manager, make_owner

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox.objects.create(
        desk=make_desk(), host="x.example", user="desk@northmoor.example", sealed_secret=seal("s")
    )


def begin(mailbox: Mailbox) -> RoundTrip:
    return actions.begin_round_trip(mailbox, by=make_owner(), now=NOON)


def send(settings, script: Script) -> None:
    with smtp_server(script) as url:
        settings.SMTP_URL = url
        send_round_trips(now=NOON)


def states(mailbox: Mailbox, *, now=NOON) -> list[str]:
    mailbox.refresh_from_db()
    return [step.state for step in progress_of(mailbox, now=now).steps]


def test_there_and_back(mailbox, settings):
    begin(mailbox)
    assert states(mailbox) == ["waiting", "open", "open"]
    script = Script()
    send(settings, script)
    assert states(mailbox) == ["done", "waiting", "open"]

    ((envelope_from, recipient, raw),) = script.taken
    assert (envelope_from, recipient) == ("orders@northmoor.example", "desk@northmoor.example")
    came = file_now(raw, source=f"imap:{mailbox.pk}", recipients=(), now=NOON + MINUTE)

    assert came.state == "TEST"
    assert states(mailbox) == ["done", "done", "done"]
    progress = progress_of(mailbox, now=NOON)
    assert (progress.is_over, progress.is_well) == (True, True)
    assert progress.trip.arrived_at == NOON + MINUTE
    assert not Conversation.objects.exists()
    assert list(Event.objects.values_list("kind", flat=True)) == ["mailbox.tried"]


def test_a_second_copy_of_it_is_no_conversation_either(mailbox, settings):
    begin(mailbox)
    script = Script()
    send(settings, script)
    raw = script.taken[0][2]

    for _ in range(2):
        assert file_now(raw, source=f"imap:{mailbox.pk}").state == "TEST"
    RoundTrip.objects.all().delete()
    assert file_now(raw, source="door").state == "TEST"

    assert not Conversation.objects.exists()


def test_a_letter_with_a_made_up_seal_is_a_letter(mailbox):
    begin(mailbox)
    made_up = f"t{RoundTrip.objects.get().pk}.{'a' * 26}@kept.example"

    came = file_now(make_raw(message_id=made_up), source=f"imap:{mailbox.pk}")

    assert came.state == "FILED"
    assert states(mailbox) == ["waiting", "open", "open"]


def test_one_that_comes_by_another_road_says_which(mailbox, settings):
    begin(mailbox)
    script = Script()
    send(settings, script)

    file_now(script.taken[0][2], source="door")

    progress = progress_of(mailbox, now=NOON)
    assert [step.state for step in progress.steps] == ["done", "failed", "open"]
    assert "It came by another road (door)" in progress.advice


def test_one_that_bounces_says_so(mailbox, settings):
    begin(mailbox)
    script = Script()
    send(settings, script)
    own = script.taken[0][2].split(b"Message-ID: <")[1].split(b">")[0].decode()
    bounce = make_raw(
        "desk@northmoor.example: mailbox full",
        sender="Mail Delivery System <mailer-daemon@mx.example>",
        subject="Undelivered Mail Returned to Sender",
        message_id="bounce-1@mx.example",
        answers=own,
        more="Auto-Submitted: auto-replied\nContent-Type: text/plain",
    )

    came = file_now(bounce, source=f"imap:{mailbox.pk}")

    assert came.state == "TEST"
    assert "It came back undelivered." in progress_of(mailbox, now=NOON).advice
    assert not Conversation.objects.exists()


@pytest.mark.parametrize(
    ("faults", "words"),
    [
        ({"rcpt": ["550 5.1.1 no such user"]}, "does not take it. It says: 550 5.1.1 no such user"),
        ({"mail": ["451 later"]}, "does not take it. It says: 451 later"),
        ({"greeting": ["554 go away"]}, "Our mail server cannot be reached"),
        ({"data": ["drop"]}, "The connection broke"),
    ],
    ids=str,
)
def test_what_our_way_out_says_is_shown(mailbox, settings, faults, words):
    begin(mailbox)
    send(settings, Script(faults))

    progress = progress_of(mailbox, now=NOON)
    assert words in progress.advice
    assert (progress.steps[0].state, progress.is_over) == ("failed", True)


def test_without_a_way_out_it_is_said(mailbox, settings):
    settings.SMTP_URL = ""
    begin(mailbox)
    send_round_trips(now=NOON)

    assert "KEPT_SMTP_URL is not set" in progress_of(mailbox, now=NOON).advice


def test_what_never_comes_ends_with_what_to_do(mailbox, settings):
    begin(mailbox)
    assert "kept doctor" in progress_of(mailbox, now=NOON + 3 * MINUTE).advice
    send(settings, Script())

    assert not progress_of(mailbox, now=NOON + 9 * MINUTE).is_over
    late = progress_of(mailbox, now=NOON + 11 * MINUTE)
    assert late.is_over
    assert "Look into the spam folder" in late.advice
    Mailbox.objects.update(problem="The server refuses this user or password.")
    mailbox.refresh_from_db()
    assert "refuses this user" in progress_of(mailbox, now=NOON + 11 * MINUTE).advice


def test_an_answer_that_was_lost_is_waited_for(mailbox, settings):
    begin(mailbox)
    send(settings, Script({"dot": ["swallow"]}))

    assert states(mailbox) == ["done", "waiting", "open"]


def test_it_is_sent_by_one(mailbox, settings):
    begin(mailbox)
    RoundTrip.objects.update(claimed_at=NOON)
    script = Script()
    send(settings, script)

    assert script.taken == []


def test_when_none_may_begin(mailbox):
    lou = make_manager()
    with pytest.raises(NotAllowed):
        actions.begin_round_trip(mailbox, by=lou, now=NOON)
    begin(mailbox)
    with pytest.raises(StillUnderWay):
        begin(mailbox)
    RoundTrip.objects.all().delete()
    Mailbox.objects.update(is_on=False)
    with pytest.raises(SwitchedOff):
        begin(mailbox)
    Mailbox.objects.update(is_on=True, user="desk")
    mailbox.desk.addresses.all().delete()
    with pytest.raises(NoAddress):
        begin(mailbox)

    assert not RoundTrip.objects.exists()
    assert Event.objects.count() == 1


def test_a_user_without_an_address_gets_it_at_the_desks(mailbox):
    Mailbox.objects.update(user="desk")

    assert begin(mailbox).recipient == "orders@northmoor.example"


def test_the_page_goes_on_by_itself_until_it_is_over(mailbox, settings):
    client = Client()
    client.force_login(make_owner(), backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"/mail/mailboxes/{mailbox.pk}/trip/"
    assert "Send the test" in client.get(address).content.decode()

    page = client.post(address, follow=True).content.decode()
    assert '<meta http-equiv="refresh" content="3">' in page
    assert 'hx-trigger="every 2s"' in page

    RoundTrip.objects.update(problem="It came back undelivered.")
    page = client.get(address).content.decode()
    assert 'http-equiv="refresh"' not in page
    assert "every 2s" not in page
    assert "Send another" in page
