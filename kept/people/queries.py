"""Read shapes of people for the screens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kept.people.models import Invitation, Member, Team


@dataclass(frozen=True, slots=True)
class Session:
    """Where somebody is signed in; `words` names the browser as people would."""

    pk: int
    words: str
    ip: str
    created_at: datetime
    is_current: bool


def sessions(member: Member, *, current_key: str | None) -> list[Session]:
    """The member's living sessions, this one first."""
    found = UserSession.objects.purge_and_list(member)
    rows = [
        Session(
            pk=row.pk,
            words=browser_in_words(row.user_agent),
            ip=row.ip,
            created_at=row.created_at,
            is_current=row.session_key == current_key,
        )
        for row in found
    ]
    return sorted(rows, key=lambda row: (not row.is_current, -row.created_at.timestamp()))


def browser_in_words(agent: str) -> str:
    """`Firefox on Linux`: enough to know a session again."""
    browsers = [
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]
    systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]
    browser = next((name for mark, name in browsers if mark in agent), "")
    system = next((name for mark, name in systems if mark in agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A program")


@dataclass(frozen=True, slots=True)
class Proofs:
    """What a member proves with, beside the password, that it is them."""

    has_app: bool
    passkeys: int

    @property
    def are_there(self) -> bool:
        return self.has_app or self.passkeys > 0


def proofs(member: Member) -> Proofs:
    kinds = list(Authenticator.objects.filter(user=member).values_list("type", flat=True))
    return Proofs(
        has_app=Authenticator.Type.TOTP in kinds,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
    )


def is_founded() -> bool:
    """Whether anybody lives here."""
    return Member.objects.exists()


def members() -> QuerySet[Member]:
    return Member.objects.prefetch_related("teams").order_by("-is_active", "name")


def teams() -> QuerySet[Team]:
    return Team.objects.prefetch_related("members").order_by("name")


def invitations() -> QuerySet[Invitation]:
    return Invitation.objects.all()


def open_invitations(*, now: datetime) -> QuerySet[Invitation]:
    found = Invitation.objects.open(now=now).select_related("invited_by")
    return found.order_by("-invited_at")
