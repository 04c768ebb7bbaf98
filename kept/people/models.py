"""Members, teams and invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self


def home_zone() -> str:
    """Time zone of whoever has not said theirs."""
    return settings.HOME_ZONE


class MemberManager(BaseUserManager["Member"]):
    def get_by_natural_key(self, username: str | None) -> Member:
        return self.get(email__iexact=username or "")

    def active(self) -> models.QuerySet[Member]:
        return self.filter(is_active=True)


class Member(AbstractBaseUser):
    """Somebody who serves. Signs in with their mail address.

    `answers_by_mail`: what they reply to a notice goes to the customer, where it is proven theirs.
    `epoch` is part of every session's seal: raise it and all their sessions are dead at once.
    """

    class Role(models.TextChoices):
        MEMBER = "MEMBER", _("Member")
        MANAGER = "MANAGER", _("Manager")
        LEADER = "LEADER", _("Leader")
        OWNER = "OWNER", _("Owner")

    class Theme(models.TextChoices):
        AUTO = "AUTO", _("Auto")
        LIGHT = "LIGHT", _("Light")
        DARK = "DARK", _("Dark")

    class Rest(models.IntegerChoices):
        """So many seconds a letter rests after it was sent, to be taken back."""

        NONE = 0, _("No, send at once")
        FIVE = 5, _("For 5 seconds")
        TEN = 10, _("For 10 seconds")
        THIRTY = 30, _("For 30 seconds")

    email = models.EmailField(_("mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    zone = models.CharField(_("time zone"), max_length=60, default=home_zone)
    language = models.CharField(_("language"), max_length=10, default="en")
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, default=Theme.AUTO)
    has_single_keys = models.BooleanField(_("single-key shortcuts"), default=True)
    rest_seconds = models.PositiveSmallIntegerField(_("undo send"), choices=Rest, default=Rest.TEN)
    answers_by_mail = models.BooleanField(_("answers customers by mail"), default=False)
    sees_only_assigned = models.BooleanField(_("sees only what is assigned to them"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    epoch = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[MemberManager] = MemberManager()

    DECIDES: ClassVar = ("is_active", "is_owner", "is_manager", "sees_only_assigned")
    """What a gate may look at of a member besides who they are, see `kept.kit.prepared`."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="member_email_once_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_owner(self) -> bool:
        return self.role == self.Role.OWNER

    @property
    def is_manager(self) -> bool:
        return self.role in {self.Role.MANAGER, self.Role.LEADER, self.Role.OWNER}

    def get_session_auth_hash(self) -> str:
        return _with_epoch(super().get_session_auth_hash(), self.epoch)

    def get_session_auth_fallback_hash(self) -> Any:
        for value in super().get_session_auth_fallback_hash():
            yield _with_epoch(value, self.epoch)


def _with_epoch(value: str, epoch: int) -> str:
    return f"{value}.{epoch}"


class Team(models.Model):
    """People who serve the same desks."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    members = models.ManyToManyField(Member, related_name="teams", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, *, now: datetime) -> Self:
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=now)


InvitationManager = models.Manager.from_queryset(InvitationQuerySet)


class Invitation(models.Model):
    """A seat offered to somebody. Only the digest of its secret is stored; it works once."""

    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=10, choices=Member.Role, default=Member.Role.MEMBER)
    teams = models.ManyToManyField(Team, blank=True, related_name="+")
    secret_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="invitations_sent"
    )
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invitation_has_secret", condition=~models.Q(secret_digest="")
            ),
        ]

    def __str__(self) -> str:
        return f"invitation of {self.email}"
