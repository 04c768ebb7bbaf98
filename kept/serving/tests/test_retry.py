"""What readers gave up on is tried again by one command."""

from __future__ import annotations

import pytest

from kept.ledger.models import Event, Stumble
from kept.mail.models import Outgoing
from kept.serving import retry
from tests.cast import NOON, make_conversation, make_desk, make_member, make_reply

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stumble() -> Stumble:
    """An answer of Ada's that never got into the outbox."""
    ada = make_member("ada")
    make_reply(make_conversation(desk=make_desk("Orders", ada)), by=ada)
    event = Event.objects.get(kind="message.sent")
    return Stumble.objects.create(reader="mail", event=event, error="gone", at=NOON)


def test_the_letter_is_laid_into_the_outbox_at_last(stumble, capsys):
    assert retry.main([]) == 0

    assert capsys.readouterr().out == f"{stumble}: done\n"
    assert (Outgoing.objects.count(), Stumble.objects.count()) == (1, 0)


def test_what_fails_again_stays_and_says_why(stumble, monkeypatch, capsys):
    def fail(*_: object) -> None:
        raise ValueError("still broken")

    monkeypatch.setattr("kept.mail.reactions.queue", lambda *_, **__: fail())

    assert retry.main([]) == 1

    assert "ValueError: still broken" in capsys.readouterr().err
    assert (Outgoing.objects.count(), Stumble.objects.count()) == (0, 1)
