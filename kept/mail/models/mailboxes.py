"""The boxes mail comes from: how they are opened, watched, and tried out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Desk
from kept.people.models import Member

if TYPE_CHECKING:
    from typing import Self


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    def visible_to(self, member: Member) -> Self:
        """Mailboxes and their passwords are an owner's matter."""
        return self if member.is_active and member.is_owner else self.none()

    def due(self, *, now: datetime) -> Self:
        return self.filter(is_on=True).filter(Q(not_before=None) | Q(not_before__lte=now))


MailboxManager = models.Manager.from_queryset(MailboxQuerySet)


class Mailbox(models.Model):
    """A mailbox we fetch from, and change nothing in. Its password or token lies sealed.

    `since` leaves mail alone that came to the mailbox before that day; none takes all there is.
    `uid_validity` and `last_uid` say how far we have fetched; they are hints, the deliveries are
    the truth. `not_before` rests a mailbox that fails.

    One with a `provider` is opened by its consent: `connected_at` is when it was given,
    `consent_until` when it ends, where the provider says so, and `refused_at` since when it is not
    taken any more. `client_secret_until` is the last day of the secret an owner made there.
    `newest_at` is when mail last came, `gaps` the longest pause before it, in seconds, by day.
    """

    class Provider(models.TextChoices):
        GOOGLE = "GOOGLE", _("Google")
        MICROSOFT = "MICROSOFT", _("Microsoft")
        OTHER = "OTHER", _("another provider")

    class Auth(models.TextChoices):
        PASSWORD = "PASSWORD", _("Password")
        XOAUTH2 = "XOAUTH2", _("OAuth2")

    class Security(models.TextChoices):
        TLS = "TLS", _("TLS")
        STARTTLS = "STARTTLS", _("STARTTLS")
        NONE = "NONE", _("none")

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="mailboxes")
    host = models.CharField(_("server"), max_length=255)
    port = models.PositiveIntegerField(_("port"), default=993)
    security = models.CharField(
        _("encryption"), max_length=8, choices=Security, default=Security.TLS
    )
    user = models.CharField(_("user"), max_length=255)
    auth = models.CharField(_("sign-in"), max_length=8, choices=Auth, default=Auth.PASSWORD)
    sealed_secret = models.TextField(blank=True, default="")
    token_url = models.URLField(_("token address"), blank=True, default="")
    client_id = models.CharField(_("client id"), max_length=255, blank=True, default="")
    provider = models.CharField(max_length=9, choices=Provider, blank=True, default="")
    consent_url = models.URLField(_("sign-in address"), blank=True, default="")
    scopes = models.CharField(_("scopes"), max_length=500, blank=True, default="")
    connected_at = models.DateTimeField(null=True, blank=True)
    consent_until = models.DateTimeField(null=True, blank=True)
    client_secret_until = models.DateField(_("the secret's last day"), null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    folder = models.CharField(_("folder"), max_length=255, default="INBOX")
    since = models.DateField(_("take mail from this day on"), null=True, blank=True)
    is_on = models.BooleanField(_("fetch from it"), default=True)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    fetched_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True, default="")
    newest_at = models.DateTimeField(null=True, blank=True)
    gaps = models.JSONField(default=dict, blank=True)

    objects = MailboxManager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "mailboxes"
        constraints = [
            models.UniqueConstraint(fields=["host", "user", "folder"], name="mailbox_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.host}"


class Consent(models.Model):
    """A member is away at a provider to let us into a mailbox. Its `state` opens it once.

    Only the digest of the state is stored; the verifier (RFC 7636) lies sealed.
    """

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="consents")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    state_digest = models.CharField(max_length=64, unique=True)
    sealed_verifier = models.TextField()
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="consent_has_state", condition=~Q(state_digest="")),
        ]

    def __str__(self) -> str:
        return f"consent for mailbox {self.mailbox_id}"


class RoundTrip(models.Model):
    """A test letter on its way out of the house and back through a mailbox.

    `claimed_at` is when somebody last set out to send it; `handed_at`, `arrived_at` and `filed_at`
    say how far it got. `problem` is what stopped it, in words for its owner.
    """

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="round_trips")
    asked_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=320)
    begun_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["begun_at"], name="round_trip_to_send", condition=Q(handed_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"round trip {self.pk} through mailbox {self.mailbox_id}"


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def visible_to(self, member: Member) -> Self:
        """Owners hear of every mailbox, managers of those of their desks."""
        if not member.is_active or not member.is_manager:
            return self.none()
        if member.is_owner:
            return self
        return self.filter(mailbox__desk__in=Desk.objects.visible_to(member))

    def ringing(self) -> Self:
        return self.filter(cleared_at__isnull=True)


AlarmManager = models.Manager.from_queryset(AlarmQuerySet)


class Alarm(models.Model):
    """Something is the matter with a mailbox. Raised once, and cleared when it is well again."""

    class Kind(models.TextChoices):
        FAILING = "FAILING", _("cannot be fetched from")
        SILENT = "SILENT", _("has been silent for unusually long")
        CONSENT = "CONSENT", _("its sign-in ends, or is refused")

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="alarms")
    kind = models.CharField(max_length=7, choices=Kind)
    raised_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)

    objects = AlarmManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "kind"],
                name="alarm_rings_once",
                condition=Q(cleared_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at mailbox {self.mailbox_id}"
