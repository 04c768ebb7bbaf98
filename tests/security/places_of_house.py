"""Settings, people, sessions, mailboxes, and mail that waits for somebody."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from kept.hours.actions.make import NINE_TO_FIVE, make_calendar
from kept.hours.models import ExtraDay
from kept.hours.rules import Version
from kept.mail.accept import accept
from kept.mail.models import Alarm, Delivery, HeldMail, Mailbox, PicturesFrom, RoundTrip
from kept.notices.actions import tell_of_alarm
from kept.notices.models import Browser
from kept.people.actions import invite
from kept.people.models import Team
from tests.security.people import MANAGERS, MEMBERS, OWNERS, Scene
from tests.security.places import place


def worker(scene: Scene) -> set[str]:
    return {scene.names["worker"]}


def owners(_scene: Scene) -> set[str]:
    return set(OWNERS)


def chiefs(scene: Scene) -> set[str]:
    return {scene.names["chief"], *OWNERS}


def session(scene: Scene, token: str) -> None:
    """Where the worker is signed in besides."""
    key = uuid4().hex
    store = UserSession()._session_store(key)
    store.create()
    UserSession.objects.create(
        user=scene.worker, ip="127.0.0.1", session_key=store.session_key, user_agent=token
    )


def passkey(scene: Scene, token: str) -> None:
    data = {"name": token, "credential": {}, "passwordless": True}
    Authenticator.objects.create(user=scene.worker, type="webauthn", data=data)


def mailbox(scene: Scene, **more: Any) -> Mailbox:
    values = {"host": "127.0.0.1", "port": 1, "user": f"box{uuid4().hex}", "is_on": False} | more
    return Mailbox.objects.create(desk=scene.desk, **values)


def alarmed(scene: Scene, token: str) -> None:
    box = mailbox(scene, user=token, problem="no answer", failing_since=scene.now)
    alarm = Alarm.objects.create(mailbox=box, kind="FAILING", raised_at=scene.now)
    tell_of_alarm(alarm, by="system:notices", now=scene.now)


def trip(scene: Scene, token: str) -> None:
    RoundTrip.objects.create(
        mailbox=mailbox(scene), asked_by=scene.owner, recipient="x@x.example",
        begun_at=scene.now, handed_at=scene.now, problem=token,
    )  # fmt: skip


def in_tray(scene: Scene, *, desk: Any, **more: str) -> None:
    raw = "From: {sender}\r\nTo: orders@northmoor.example\r\nSubject: {subject}\r\n\r\n{text}\r\n"
    words = {"sender": "x@x.example", "subject": "Hm", "text": uuid4().hex} | more
    problem = words.pop("problem", "")
    accepted = accept(
        raw.format(**words).encode(), source="door", source_key=None,
        recipients=("orders@northmoor.example",), envelope_from="x@x.example", now=scene.now,
    )  # fmt: skip
    assert accepted.delivery
    Delivery.objects.filter(pk=accepted.delivery.pk).update(
        state="TRAY", desk=desk, problem=problem
    )


def whole_desk(scene: Scene) -> set[str]:
    """Mail in the tray is assigned to nobody."""
    return set(scene.agrees)


def invited(scene: Scene, **more: Any) -> None:
    values = {"email": f"i{uuid4().hex}@x.example", "name": "Nia", "role": "MEMBER"} | more
    invite(teams=[scene.team], by=scene.owner, now=scene.now, **values)


def day_off(scene: Scene, token: str) -> None:
    date = scene.now.date().replace(year=2040, month=1 + scene.number % 12)
    calendar = scene.desk.calendar
    day, _ = ExtraDay.objects.get_or_create(calendar=calendar, date=date)
    ExtraDay.objects.filter(pk=day.pk).update(name=token)


def browser(scene: Scene, token: str) -> None:
    Browser.objects.create(
        member=scene.worker, endpoint_digest=uuid4().hex, sealed_endpoint="", sealed_auth="",
        public_key="", words=token, added_at=scene.now,
    )  # fmt: skip


def calendar(scene: Scene, token: str) -> None:
    version = Version(since=scene.now.date(), week=NINE_TO_FIVE)
    make_calendar(name=token, zone="Europe/Rome", version=version, by=scene.chief, now=scene.now)


# fmt: off
# One line a place.
place("another session", worker, session, quiet=True)
place("browser that takes pushes", worker, browser, once=True)
place("mailbox's user", owners, lambda s, x: mailbox(s, user=x))
place("mailbox's server", owners, lambda s, x: mailbox(s, host=f"{x}.example"))
place("mailbox's problem", lambda _: {*OWNERS, "doctor"}, lambda s, x: mailbox(s, problem=x, failing_since=s.now, failures=3, is_on=True))
place("mailbox with an alarm", chiefs, alarmed)
place("round trip's problem", owners, trip)
place("client id of a consent", owners, lambda s, x: mailbox(s, provider="GOOGLE", auth="XOAUTH2", client_id=x))
place("mail in the tray", whole_desk, lambda s, x: in_tray(s, desk=s.desk, text=x))
place("subject in the tray", whole_desk, lambda s, x: in_tray(s, desk=s.desk, subject=x))
place("problem in the tray", whole_desk, lambda s, x: in_tray(s, desk=s.desk, problem=x))
place("mail for no desk", lambda _: MANAGERS, lambda s, x: in_tray(s, desk=None, subject=x))
place("invited person", lambda _: MANAGERS, lambda s, x: invited(s, name=x))
place("invited address", lambda _: MANAGERS, lambda s, x: invited(s, email=f"{x}@x.example"))
place("day off", lambda _: MEMBERS, day_off)
place("calendar's name", lambda _: MEMBERS, calendar)
place("team's name", lambda _: MEMBERS, lambda s, x: Team.objects.create(name=x))
place("pictures from", worker, lambda s, x: PicturesFrom.objects.create(member=s.worker, address=f"{x}@x.example", since=s.now), quiet=True)
place("held mail", owners, lambda s, x: HeldMail.objects.create(label=x[:40], recipient=f"{x}@x.example", why="MANY", at=s.now), quiet=True)
