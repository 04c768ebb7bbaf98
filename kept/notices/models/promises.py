"""What was told of promises, how it travels, and what each member has chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from kept.agreements.models import Agreement
from kept.charter.models import Grant
from kept.conversations.models import Conversation, Desk
from kept.improvement.models import Change, Friction, Huddle
from kept.notices.rules import BY_MAIL
from kept.people.models import Member
from kept.promises.models import Promise

if TYPE_CHECKING:
    from typing import Self


_SUBJECTS = ("promise", "agreement", "conversation", "grant", "change", "huddle", "friction")


def _about_one() -> Q:
    """Of these one is there, and no other."""
    found = Q()
    for one in _SUBJECTS:
        found |= Q(**{f"{name}__isnull": name != one for name in _SUBJECTS})
    return found


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, member: Member) -> Self:
        """Their own, about what they may still see."""
        # Asked of each notice by its one row, whatever lies behind.
        promise = Exists(Promise.objects.visible_to(member).filter(pk=OuterRef("promise")))
        grant = Exists(Grant.objects.visible_to(member).filter(pk=OuterRef("grant")))
        agreement = Exists(Agreement.objects.visible_to(member).filter(pk=OuterRef("agreement")))
        seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
        change = Exists(Change.objects.visible_to(member).filter(pk=OuterRef("change")))
        huddle = Exists(Huddle.objects.visible_to(member).filter(pk=OuterRef("huddle")))
        friction = Exists(Friction.objects.visible_to(member).filter(pk=OuterRef("friction")))
        about = promise | agreement | grant | Exists(seen) | change | huddle | friction
        return self.filter(about, member=member)

    def unseen(self, *, now: datetime) -> Self:
        """Not looked at, and not of a date that was said to be near and has passed meanwhile."""
        return self.filter(seen_at=None).exclude(kind=Notice.Kind.SOON, due_at__lt=now)


NoticeManager = models.Manager.from_queryset(NoticeQuerySet)


class Notice(models.Model):
    """One thing told to one member, once: of a promise, an agreement, a conversation, a grant, a
    change of how we work, a huddle, or a friction that stays as it is.

    `due_at` is the date of the promise that it is about, or when it happened; `actor` is whose deed
    it was, where it is told. What a promisee may
    say twice about the same date has the id of its event as `occasion`, and so has what happened to
    a conversation; what a rule tells has that of its run, and the name of the rule as `words`. All
    else has 0.
    """

    class Kind(models.TextChoices):
        SOON = "SOON", _("A promise is due soon")
        BROKEN = "BROKEN", _("A promise broke")
        DISPUTED = "DISPUTED", _("They say that it has not happened")
        CHASED = "CHASED", _("They ask for it")
        CHOSEN = "CHOSEN", _("They chose another time")
        AGREED = "AGREED", _("They chose a time for a call")
        CONFIRMED = "CONFIRMED", _("They say that it happened")
        AWAY = "AWAY", _("A promise falls into your absence")
        SAID_BACK = "SAID_BACK", _("They said an agreement back")
        OTHERWISE = "OTHERWISE", _("They want an agreement otherwise")
        HOLDS = "HOLDS", _("An agreement holds")
        GIVEN = "GIVEN", _("Somebody gave you a conversation")
        TAKEN = "TAKEN", _("Somebody took over a conversation of yours")
        HANDED = "HANDED", _("A handoff waits for your answer")
        ASKED = "ASKED", _("A handoff was asked back")
        ACCEPTED = "ACCEPTED", _("A handoff was accepted")
        REMINDED = "REMINDED", _("A handoff is still unanswered")
        RULE = "RULE", _("A rule tells you of a conversation")
        RULE_OFF = "RULE_OFF", _("A rule of yours has stopped")
        MENTIONED = "MENTIONED", _("A note mentions you")
        LETTER = "LETTER", _("A letter came where you follow")
        NOTED = "NOTED", _("A note was written where you follow")
        STATUS = "STATUS", _("A status changed where you follow")
        ANSWERED = "ANSWERED", _("A letter came where you look after it")
        ARRIVED = "ARRIVED", _("A new conversation")
        GRANT = "GRANT", _("Authority is proposed to you")
        HEARD = "HEARD", _("What you wanted to decide was answered")
        QUESTION = "QUESTION", _("Somebody asks about a policy of yours")
        CHANGED = "CHANGED", _("What you raised was decided")
        HUDDLED = "HUDDLED", _("What came of a huddle")
        RISING = "RISING", _("A theme rises in what customers write")
        WANTED = "WANTED", _("Somebody wants to decide more")
        FRESH = "FRESH", _("A fresh start comes to you")
        RELIEVED = "RELIEVED", _("Somebody else makes a fresh start")

    member = models.ForeignKey(Member, models.PROTECT, related_name="notices", db_index=False)
    kind = models.CharField(max_length=9, choices=Kind)
    promise = models.ForeignKey(
        Promise, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    conversation = models.ForeignKey(
        Conversation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        db_index=False,
    )
    grant = models.ForeignKey(
        Grant, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    change = models.ForeignKey(
        Change, models.PROTECT, null=True, blank=True, related_name="notices", db_index=False
    )
    huddle = models.ForeignKey(
        Huddle, models.PROTECT, null=True, blank=True, related_name="notices", db_index=False
    )
    friction = models.ForeignKey(
        Friction, models.PROTECT, null=True, blank=True, related_name="notices", db_index=False
    )
    words = models.CharField(max_length=80, blank=True, default="")
    actor = models.ForeignKey(
        Member, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    due_at = models.DateTimeField()
    occasion = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "promise", "kind", "due_at", "occasion"], name="notice_once"
            ),
            models.UniqueConstraint(
                fields=["member", "agreement", "kind", "occasion"],
                name="notice_of_agreement_once",
                condition=Q(promise=None),
            ),
            models.UniqueConstraint(
                fields=["grant", "member"],
                name="notice_of_grant_once",
                condition=Q(grant__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["member", "conversation", "kind", "occasion"],
                name="notice_of_conversation_once",
                condition=Q(conversation__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["member", "change", "kind", "occasion"],
                name="notice_of_change_once",
                condition=Q(change__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["member", "huddle", "kind", "occasion"],
                name="notice_of_huddle_once",
                condition=Q(huddle__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["member", "friction", "kind", "occasion"],
                name="notice_of_friction_once",
                condition=Q(friction__isnull=False),
            ),
            models.CheckConstraint(name="notice_about_one_thing", condition=_about_one()),
        ]
        indexes = [
            models.Index(fields=["member", "-id"], name="notice_of_member"),
            models.Index(
                fields=["conversation"],
                name="notice_unseen_there",
                condition=Q(conversation__isnull=False, seen_at=None),
            ),
            models.Index(
                fields=["member", "id"], name="notice_unseen", condition=Q(seen_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        about = f"promise {self.promise_id}"
        if self.promise_id is None:
            about = f"agreement {self.agreement_id}"
        if self.conversation_id is not None:
            about = f"conversation {self.conversation_id}"
        if self.grant_id is not None:
            about = f"grant {self.grant_id}"
        if self.change_id is not None:
            about = f"change {self.change_id}"
        if self.huddle_id is not None:
            about = f"huddle {self.huddle_id}"
        if self.friction_id is not None:
            about = f"friction {self.friction_id}"
        return f"{self.kind} of {about} to member {self.member_id}"

    @property
    def of_promise(self) -> Promise:
        """What it is about, where that is a promise."""
        assert self.promise is not None  # noqa: S101  the caller has looked
        return self.promise


class Browser(models.Model):
    """A browser that takes pushes for a member. What opens its push service lies sealed.

    `endpoint_digest` names it, so that the same browser signed up again is the same row.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="browsers")
    endpoint_digest = models.CharField(max_length=64, unique=True)
    sealed_endpoint = models.TextField()
    sealed_auth = models.TextField()
    public_key = models.CharField(max_length=120)
    words = models.CharField(max_length=80)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"browser {self.pk} of member {self.member_id}"


class PushKey(models.Model):
    """The key with which push services know us again, made once. Its private part lies sealed."""

    sealed_private = models.TextField()
    public = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="push_key_is_one", condition=Q(id=1))]

    def __str__(self) -> str:
        return "the push key"


class TellingQuerySet(models.QuerySet["Telling"]):
    def due(self, *, now: datetime) -> Self:
        # Written out, not bound: an index on what waits serves only whoever says so.
        waiting = [RawSQL("'READY'", ()), RawSQL("'RETRY'", ())]
        return self.filter(state__in=waiting, not_before__lte=now)


TellingManager = models.Manager.from_queryset(TellingQuerySet)


class Telling(models.Model):
    """One notice on its way out of the app: by mail, or by push to one browser.

    The states are those of the outbox: claimed is a lease, handed is committed before the other
    side can have it, and a row found in `handed` whose lease has run out is in doubt. Nothing in
    doubt is ever repeated. DROPPED is what needed no telling any more; `answer` says why. What is
    `in_digest` leaves in one mail with all else of its member that is due.
    """

    class Channel(models.TextChoices):
        MAIL = "MAIL", _("by mail")
        PUSH = "PUSH", _("by push")

    class State(models.TextChoices):
        READY = "READY", _("on its way")
        CLAIMED = "CLAIMED", _("being sent")
        HANDED = "HANDED", _("being handed over")
        SENT = "SENT", _("sent")
        RETRY = "RETRY", _("will be tried again")
        FAILED = "FAILED", _("refused")
        IN_DOUBT = "IN_DOUBT", _("may or may not have arrived")
        DROPPED = "DROPPED", _("not needed any more")

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="tellings", db_index=False)
    channel = models.CharField(max_length=4, choices=Channel)
    browser = models.ForeignKey(
        Browser, models.SET_NULL, null=True, blank=True, related_name="tellings"
    )
    state = models.CharField(max_length=8, choices=State, default=State.READY)
    in_digest = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_holder = models.CharField(max_length=40, blank=True, default="")
    answer = models.TextField(blank=True, default="")
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = TellingManager()

    along: Sequence[int] = ()
    """Ids of those that leave with it in one mail, set by the sender."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice"], name="telling_one_mail", condition=Q(channel="MAIL")
            ),
            models.UniqueConstraint(
                fields=["notice", "browser"],
                name="telling_one_push_a_browser",
                condition=Q(channel="PUSH"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "not_before", "id"],
                name="telling_due",
                condition=Q(state__in=["READY", "RETRY"]),
            ),
            models.Index(
                fields=["lease_until"],
                name="telling_leased",
                condition=Q(state__in=["CLAIMED", "HANDED"]),
            ),
            models.Index(fields=["notice"], name="telling_of_notice"),
        ]

    def __str__(self) -> str:
        return f"telling {self.pk} {self.channel} {self.state}"


def mailed_by_default() -> list[str]:
    return list(BY_MAIL)


class Preference(models.Model):
    """What a member has chosen: kinds by mail, kinds by push, and when they want quiet.

    With `digest_at` what is not urgent is gathered into one mail a day, at that time of theirs.

    Whoever has no row has chosen nothing: the defaults of these fields hold.
    """

    member = models.OneToOneField(Member, models.CASCADE, related_name="notice_preference")
    mail = models.JSONField(default=mailed_by_default)
    push = models.JSONField(default=list)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    digest_at = models.TimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="preference_quiet_has_two_ends",
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False)
                & ~Q(quiet_from=F("quiet_until")),
            ),
        ]

    def __str__(self) -> str:
        return f"what member {self.member_id} has chosen"


class DeskPreference(models.Model):
    """What a member has chosen for one desk, in the place of what holds for all others."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="desk_preferences")
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+")
    mail = models.JSONField(default=list)
    push = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "desk"], name="desk_preference_once"),
        ]

    def __str__(self) -> str:
        return f"what member {self.member_id} has chosen for desk {self.desk_id}"


class CalendarLink(models.Model):
    """The private address of a member's promises as a calendar. Only its digest is stored."""

    member = models.OneToOneField(Member, models.CASCADE, related_name="calendar_link")
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="calendar_link_has_secret", condition=~Q(secret_digest="")),
        ]

    def __str__(self) -> str:
        return f"calendar of member {self.member_id}"
