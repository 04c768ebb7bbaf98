"""The promise itself, and who may see it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Conversation, Desk, Message, Note, served_by
from kept.customers.models import Customer
from kept.kit.hours import Hours
from kept.people.models import Member, Team, home_zone

if TYPE_CHECKING:
    from typing import Self

SLIPPING = 3
"""From so many changes of date on a promise is slipping, however early each of them came."""


class PromiseQuerySet(models.QuerySet["Promise"]):
    def visible_to(self, member: Member) -> Self:
        """The one gate: those of the desks in sight, those among us that concern the member.

        What somebody promised themselves in private is theirs alone, whatever a role may see.
        """
        if not member.is_active:
            return self.none()
        not_private = Q(is_private=False) | Q(keeper=member)
        if member.is_owner:
            return self.filter(not_private)
        return self.filter(not_private, _at_desks_of(member) | _among_us(member))

    def at_desks_of(self, member: Member) -> Self:
        """Of those in sight the ones that a desk bears: what its lists show.

        The same gate as the conversation's, said without a join: a list of what is due would
        otherwise begin with every conversation there is. A test holds the two together.
        """
        if not member.is_active:
            return self.none()
        if member.is_owner:
            return self.filter(desk__isnull=False, is_private=False)
        return self.filter(_at_desks_of(member), is_private=False)

    def of_keeper(self, member: Member) -> Self:
        """Of those in sight the ones the member keeps by name.

        The same gate said shorter: whoever keeps a promise is party to it. A test holds the two
        together.
        """
        if not member.is_active:
            return self.none()
        kept = self.filter(keeper=member)
        return kept if member.is_owner else kept.filter(Q(desk=None) | _at_desks_of(member))

    def open(self) -> Self:
        # Written out, not bound: an index on open promises alone serves only whoever says so.
        return self.filter(outcome=RawSQL("'OPEN'", ()))

    def settled(self) -> Self:
        # Written out for the same reason.
        return self.exclude(outcome__in=[RawSQL("'OPEN'", ()), RawSQL("'OFFERED'", ())])

    def overdue(self, *, now: datetime) -> Self:
        return self.open().filter(due_at__lt=now, paused_at=None)

    def unconfirmed(self) -> Self:
        return self.filter(confirmation=RawSQL("'WAITING'", ()))


def _at_desks_of(member: Member) -> Q:
    theirs = Q(desk__in=served_by(member))
    return theirs & Q(conversation__assignee=member) if member.sees_only_assigned else theirs


def _among_us(member: Member) -> Q:
    """Promises that no desk bears: whoever gave or got one sees it, and their managers do."""
    teams = Team.members.through.objects.filter(member=member).values("team")
    parties = Q(keeper=member) | Q(to_member=member) | Q(made_by=member)
    parties |= Q(keeper_team__in=teams) | Q(to_team__in=teams)
    if member.is_manager:
        people = Team.members.through.objects.filter(team__in=teams).values("member")
        parties |= Q(keeper__in=people) | Q(to_member__in=people)
    return Q(desk=None) & parties


PromiseManager = models.Manager.from_queryset(PromiseQuerySet)


class Promise(models.Model):
    """Who will do what for whom, in which words, and by when.

    The promisor is `keeper`, else `keeper_team`, else the desk. The promisee is exactly one of
    `customer`, `to_member` (oneself: the keeper) and `to_team`. `condition` says what must be true
    for the promisee to call it kept.

    Due is a window from `due_from` (null: from now on) to `due_at`, said in `zone`. `first_due_at`
    is what it was when it was made. Until `renegotiate_by` a change of date counts as early, unless
    the promisee had to ask first (`chased_at`). `changes` counts the renegotiations of this
    promise, `disputes` how often the promisee said that it had not happened.

    `broken_at` is the second at which the present window passed, written by the clock; the promise
    is still owed, and stays OPEN until somebody keeps it, moves it, gives it up (BROKEN) or is let
    off. `was_told` says whether the promisee heard before this date that it might not hold.
    While `paused_at` is set the clock rests.

    KEPT is the keeper's word. `confirmation` is what the promisee says to it, and `confirm_by` when
    their silence is taken for a yes. OFFERED waits until the promisee has chosen one of its
    windows; LAPSED is one they did not choose.
    """

    class Kind(models.TextChoices):
        PROMISE = "PROMISE", _("promise")
        CALLBACK = "CALLBACK", _("callback")
        FOLLOW_UP = "FOLLOW_UP", _("follow-up")
        RECONSIDER = "RECONSIDER", _("reconsideration")
        COLLEAGUE = "COLLEAGUE", _("among us")
        REMINDER = "REMINDER", _("reminder")
        SELF_CARE = "SELF_CARE", _("for myself")
        FIRST_ANSWER = "FIRST_ANSWER", _("first answer")
        NEXT_ANSWER = "NEXT_ANSWER", _("next answer")
        RESOLUTION = "RESOLUTION", _("resolution")

    class Origin(models.TextChoices):
        MESSAGE = "MESSAGE", _("a letter")
        NOTE = "NOTE", _("a note")
        FORM = "FORM", _("noted by hand")
        RULE = "RULE", _("a rule")

    class Outcome(models.TextChoices):
        OFFERED = "OFFERED", _("offered")
        OPEN = "OPEN", _("open")
        KEPT = "KEPT", _("kept")
        BROKEN = "BROKEN", _("broken")
        RELEASED = "RELEASED", _("released")
        LAPSED = "LAPSED", _("lapsed")

    class Confirmation(models.TextChoices):
        NONE = "NONE", _("not asked for")
        WAITING = "WAITING", _("waiting")
        CONFIRMED = "CONFIRMED", _("confirmed")
        PRESUMED = "PRESUMED", _("presumed")

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PROMISE)
    conversation = models.ForeignKey(
        Conversation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        db_index=False,
    )
    desk = models.ForeignKey(
        Desk, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    keeper = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        db_index=False,
    )
    keeper_team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="promises"
    )
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        db_index=False,
    )
    to_member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="promised", db_index=False
    )
    to_team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="promised", db_index=False
    )
    made_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    origin = models.CharField(max_length=7, choices=Origin, default=Origin.FORM)
    made_in = models.ForeignKey(
        Message, models.PROTECT, null=True, blank=True, related_name="promises"
    )
    made_in_note = models.ForeignKey(
        Note, models.PROTECT, null=True, blank=True, related_name="promises"
    )
    words = models.TextField()
    condition = models.TextField(blank=True, default="")
    is_private = models.BooleanField(default=False)
    zone = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    due_from = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    renegotiate_by = models.DateTimeField()
    warn_at = models.DateTimeField(null=True, blank=True)
    changes = models.PositiveSmallIntegerField(default=0)
    disputes = models.PositiveSmallIntegerField(default=0)
    was_told = models.BooleanField(default=False)
    chased_at = models.DateTimeField(null=True, blank=True)
    eased_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    ends_on_reply = models.BooleanField(default=False)
    broken_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_why = models.TextField(blank=True, default="")
    confirmation = models.CharField(max_length=9, choices=Confirmation, default=Confirmation.NONE)
    confirm_by = models.DateTimeField(null=True, blank=True)
    submit_id = models.UUIDField(null=True, blank=True, unique=True)

    objects = PromiseManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="promise_due_after_made", condition=Q(due_at__gte=F("made_at"))
            ),
            models.CheckConstraint(
                name="promise_window_in_order",
                condition=Q(due_from=None) | Q(due_from__lte=F("due_at")),
            ),
            models.CheckConstraint(
                name="promise_settled_has_moment",
                condition=Q(outcome__in=["OPEN", "OFFERED"], settled_at=None)
                | (~Q(outcome__in=["OPEN", "OFFERED"]) & Q(settled_at__isnull=False)),
            ),
            models.CheckConstraint(name="promise_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="promise_has_one_promisee",
                condition=Q(customer__isnull=False, to_member=None, to_team=None)
                | Q(customer=None, to_member__isnull=False, to_team=None)
                | Q(customer=None, to_member=None, to_team__isnull=False),
            ),
            models.CheckConstraint(
                name="promise_has_a_promisor",
                condition=Q(keeper__isnull=False)
                | Q(keeper_team__isnull=False)
                | Q(desk__isnull=False),
            ),
            models.CheckConstraint(
                name="promise_private_is_to_oneself",
                condition=Q(is_private=False) | Q(to_member=F("keeper")),
            ),
            models.CheckConstraint(
                name="promise_confirmed_is_kept",
                condition=Q(confirmation="NONE") | Q(outcome="KEPT"),
            ),
            models.CheckConstraint(
                name="promise_waits_until_a_moment",
                condition=Q(confirmation="WAITING", confirm_by__isnull=False)
                | (~Q(confirmation="WAITING") & Q(confirm_by=None)),
            ),
            models.CheckConstraint(
                name="promise_broken_has_moment",
                condition=~Q(outcome="BROKEN") | Q(broken_at__isnull=False),
            ),
            models.CheckConstraint(
                name="promise_rests_while_open", condition=Q(paused_at=None) | Q(outcome="OPEN")
            ),
        ]
        indexes = [
            models.Index(
                fields=["desk", "due_at", "id"],
                name="promise_open_of_desk",
                condition=Q(outcome="OPEN"),
            ),
            models.Index(
                fields=["keeper", "due_at", "id"],
                name="promise_open_of_keeper",
                condition=Q(outcome="OPEN"),
            ),
            models.Index(
                fields=["due_at", "id"], name="promise_open_by_due", condition=Q(outcome="OPEN")
            ),
            # What nobody keeps by name is little beside what somebody does, and half of it rests.
            models.Index(
                fields=["desk", "due_at", "id"],
                name="promise_open_of_desk_alone",
                condition=Q(outcome="OPEN", keeper=None, keeper_team=None, paused_at=None),
            ),
            # Among us is little beside what customers are promised: whoever it was promised to
            # finds theirs here.
            models.Index(
                fields=["to_member", "due_at"],
                name="promise_among_us_to_member",
                condition=Q(customer=None),
            ),
            models.Index(
                fields=["to_team", "due_at"],
                name="promise_among_us_to_team",
                condition=Q(customer=None),
            ),
            models.Index(
                fields=["keeper", "confirm_by", "id"],
                name="promise_unconfirmed_of_keeper",
                condition=Q(confirmation="WAITING"),
            ),
            # What the clock has still to do, so that a round costs what is due and no more.
            models.Index(
                fields=["due_at", "id"],
                name="promise_to_break",
                condition=Q(outcome="OPEN", broken_at=None, paused_at=None),
            ),
            models.Index(
                fields=["warn_at", "id"],
                name="promise_to_warn_of",
                condition=Q(outcome="OPEN", warn_at__isnull=False, paused_at=None),
            ),
            models.Index(
                fields=["confirm_by", "id"],
                name="promise_to_presume",
                condition=Q(confirmation="WAITING"),
            ),
            models.Index(
                fields=["due_at", "id"],
                name="promise_to_lapse",
                condition=Q(outcome="OFFERED"),
            ),
            models.Index(
                fields=["keeper", "due_at", "id"],
                name="promise_offered_of_keeper",
                condition=Q(outcome="OFFERED"),
            ),
            models.Index(fields=["conversation", "id"], name="promise_of_conversation"),
            # Without what is among us: SQLite would take it for rare, and look for it here.
            models.Index(
                fields=["customer", "-made_at", "-id"],
                name="promise_of_customer",
                condition=Q(customer__isnull=False),
            ),
            models.Index(
                fields=["settled_at"],
                name="promise_confirmed_by_end",
                condition=Q(confirmation="CONFIRMED"),
            ),
            models.Index(
                fields=["keeper", "-settled_at"],
                name="promise_settled_of_keeper",
                condition=~Q(outcome__in=["OPEN", "OFFERED"]),
            ),
        ]

    def __str__(self) -> str:
        return f"promise {self.pk}"

    @property
    def is_settled(self) -> bool:
        return self.outcome not in {self.Outcome.OPEN, self.Outcome.OFFERED}

    @property
    def is_to_oneself(self) -> bool:
        return self.to_member_id is not None and self.to_member_id == self.keeper_id

    @property
    def is_by_rule(self) -> bool:
        """Whether a clock of an agreement made it: what happens settles it, no hand."""
        return self.origin == self.Origin.RULE

    @property
    def promisee_name(self) -> str:
        """To whom it was promised, by name."""
        party = self.customer or self.to_member or self.to_team
        return party.name if party else ""

    @property
    def zone_said(self) -> str:
        """By whose clock its window is said: the customer's, else the desk's, else the keeper's."""
        there = self.customer.zone if self.customer else ""
        here = self.desk.zone if self.desk else ""
        return there or here or (self.keeper.zone if self.keeper else "") or home_zone()

    @property
    def hours(self) -> Hours:
        """The working time it is measured in."""
        return self.desk.hours if self.desk else Hours(zone=self.zone or self.zone_said)

    def is_early(self, now: datetime) -> bool:
        """Whether a change of date counts as early. Whoever had to ask was not told early."""
        return now <= self.renegotiate_by and self.chased_at is None and self.broken_at is None

    @property
    def is_slipping(self) -> bool:
        return self.changes >= SLIPPING

    @property
    def waits_for_confirmation(self) -> bool:
        return self.confirmation == self.Confirmation.WAITING
