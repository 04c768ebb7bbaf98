"""Two Kepts that answer each other: one automatic mail an address and day, and then they are quiet.

The other one is the mirror image of ours: the same program, so whatever ours mails to it comes back
as its own mail, with the names turned round.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from kept.agreements.tests.make import make_desk_agreement
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Desk
from kept.ledger.models import Event
from kept.ledger.reading import READERS, catch_up
from kept.mail import loops
from kept.mail.models import HeldMail
from kept.mail.tests.make import file_now
from kept.notices.models import Telling
from kept.notices.tests.make import HOUR, clock_goes, mails_in, told_by_the_ledger
from kept.people.models import Member
from kept.serving import doctor
from tests.cast import NOON, make_desk, make_manager, make_member, make_message, make_owner

pytestmark = told_by_the_ledger
THEIR_DESK = "help@mirror.example"
MARKS = rb"(?im)^(?:Auto-Submitted|X-Auto-Response-Suppress):.*\r\n"


class Mirror:
    """Their house: takes what ours has mailed there, and mails the same back."""

    def __init__(self, folder: Path, *, loses: str) -> None:
        self.folder, self.loses = folder, loses
        self.seen: set[str] = set()

    def answers(self) -> list[bytes]:
        new = sorted(path for path in self.folder.glob("*.eml") if path.name not in self.seen)
        self.seen |= {path.name for path in new}
        return [self._turned(path.read_bytes()) for path in new]

    def _turned(self, raw: bytes) -> bytes:
        raw = raw.replace(THEIR_DESK.encode(), b"(us)").replace(b"northmoor", b"mirror")
        raw = raw.replace(b"(us)", b"orders@northmoor.example")
        if self.loses != "nothing":
            raw = re.sub(MARKS, b"", raw)
        if self.loses == "everything":
            plain = b"Message-ID: <%d@mirror.example>" % len(self.seen)
            raw = re.sub(rb"Message-ID: <[^>]+>", plain, raw)
        return raw


@pytest.fixture
def desk() -> Desk:
    """Ada's own address is a desk of theirs, and nobody signs in as her."""
    ada, lou = make_member("ada", last_login=None), make_manager()
    Member.objects.filter(pk=ada.pk).update(email=THEIR_DESK)
    desk = make_desk("Orders", ada, lou)
    make_desk_agreement(desk, by=lou)
    return desk


def days_go_by(desk: Desk, mirror: Mirror, *, days: int) -> None:
    """Hour by hour; whatever comes in becomes Ada's, so that she is told of it by mail."""
    ada, lou = Member.objects.get(email=THEIR_DESK), make_manager()
    take(make_message(desk=desk).conversation, ada, lou, now=NOON)
    for hour in range(24 * days):
        now = NOON + hour * HOUR
        for raw in mirror.answers():
            file_now(raw, now=now)
        for found in Conversation.objects.filter(assignee=None, status="OPEN"):
            take(found, ada, lou, now=now)
        while catch_up(READERS["agreements"], now=now):
            pass
        clock_goes(now=now)


def take(found: Conversation, ada: Member, lou: Member, *, now: datetime) -> None:
    conversations.assign(found, to=ada, by=lou, now=now)


@pytest.mark.parametrize("loses", ["nothing", "the marks"])
def test_what_a_kept_mails_by_itself_moves_no_other_one(desk, post, loses):
    days_go_by(desk, Mirror(post, loses=loses), days=3)

    first, *others = mails_in(post)
    assert (first["To"], first["Auto-Submitted"]) == (THEIR_DESK, "auto-generated")
    assert others == []
    came = Conversation.objects.exclude(subject="A cracked lamp")
    assert [found.status for found in came] == ["CLOSED"]


def test_where_every_mark_is_lost_one_leaves_and_the_rest_is_written_down(desk, post):
    days_go_by(desk, Mirror(post, loses="everything"), days=3)

    # What was held back is not answered either: after the first one all is quiet.
    assert len(mails_in(post)) == 1
    held = list(HeldMail.objects.order_by("pk"))
    assert held
    assert {(mail.recipient, mail.why) for mail in held} == {(THEIR_DESK, "NOBODY")}
    dropped = Telling.objects.filter(state="DROPPED", answer__contains="nobody has signed in")
    assert dropped.count() == len(held)
    assert Event.objects.filter(kind="mail.held").count() == len(held)


def test_without_the_guard_they_would_go_on(desk, post, monkeypatch):
    monkeypatch.setattr(loops, "why_not", lambda *_, **__: None)

    days_go_by(desk, Mirror(post, loses="everything"), days=2)

    assert len(mails_in(post)) > 2


def test_what_was_held_back_is_shown_to_its_member_and_to_owners(desk, post):
    days_go_by(desk, Mirror(post, loses="everything"), days=2)
    ada, odo = Client(), Client()
    for client, member in ((ada, Member.objects.get(email=THEIR_DESK)), (odo, make_owner())):
        client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    newest = HeldMail.objects.order_by("-at").first()
    HeldMail.objects.filter(pk=newest.pk).update(at=doctor.current_time())

    for client, page in ((ada, "/me/notices/"), (odo, "/mail/mailboxes/")):
        assert "nobody has signed in for six weeks" in client.get(page).content.decode()
    assert THEIR_DESK in odo.get("/mail/mailboxes/").content.decode()
    (told,) = [
        one for one in doctor._mail_out(doctor.current_time()) if one.check == "automatic mail"
    ]
    assert (told.is_well, told.words[:9]) == (False, "1 held ba")
