"""Plays with their phrasings and uses, hints, and second thoughts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.conversations.models import Conversation, Message
from kept.kit.shares import Share
from kept.people.models import Member
from kept.playbook.rules import share_of, state_of

if TYPE_CHECKING:
    from typing import Self


class Situation(models.TextChoices):
    """In which somebody is angry or let down, and something can be said and done."""

    FAIR = "FAIR", _("Ask what would be fair")
    SORRY = "SORRY", _("Say sorry, by name")
    ROUTE = "ROUTE", _("They deserve better than we can give")
    EXPLAIN = "EXPLAIN", _("Explain a decision they will not like")
    CALLBACK = "CALLBACK", _("Look into it and call back")
    PERSONAL = "PERSONAL", _("Ask whether it was me")
    THANKS = "THANKS", _("Thank them and act at once")
    FEEDBACK = "FEEDBACK", _("Welcome what they say, good or bad")
    COLLEAGUE = "COLLEAGUE", _("I could not help: a colleague may")
    INSTEAD = "INSTEAD", _("We cannot, but we can")
    DIFFER = "DIFFER", _("We see it differently")
    BOUNDARY = "BOUNDARY", _("Set a boundary")


class Feeling(models.TextChoices):
    ANGRY = "ANGRY", _("angry")
    LET_DOWN = "LET_DOWN", _("let down")
    HURT = "HURT", _("hurt")
    WORN_OUT = "WORN_OUT", _("worn out")
    PRESSED = "PRESSED", _("pressed for time")
    LEAVING = "LEAVING", _("about to leave")
    CALM = "CALM", _("calm")


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    GERMAN = "de", _("German")


class StepKind(models.TextChoices):
    """What a step leads to. SAY leads nowhere: it is said."""

    SAY = "SAY", _("Only words")
    DECIDE = "DECIDE", _("Decide it")
    INSTEAD = "INSTEAD", _("What we can do instead")
    CALLBACK = "CALLBACK", _("Offer a call")
    PROMISE = "PROMISE", _("Note a promise")
    COLLEAGUE = "COLLEAGUE", _("Hand it on")
    TAG = "TAG", _("Tag")
    NOTE = "NOTE", _("Write a note")
    WANTED = "WANTED", _("I wanted to decide this")


class PlayQuerySet(models.QuerySet["Play"]):
    def visible_to(self, member: Member) -> Self:
        """The playbook is the house's: whoever serves reads all of it."""
        return self if member.is_active else self.none()

    def standing(self) -> Self:
        return self.filter(retired_at=None)


PlayManager = models.Manager.from_queryset(PlayQuerySet)


class Play(models.Model):
    """What can be said and done in a situation. `writer` is nobody where it came with Kept.

    `steps` are pairs of a `StepKind` and words. `uses`, `resolved` and `came_back` count what peers
    did with it as it stands, and `used_at` is when last; the actions keep them beside the rows they
    count. `number` goes up as phrasings or steps change, and what is counted begins anew then.
    """

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", _("proposed")
        TRIED = "TRIED", _("tried")
        PROVEN = "PROVEN", _("proven")
        AGED = "AGED", _("aged")

    situation = models.CharField(max_length=9, choices=Situation)
    feeling = models.CharField(max_length=8, choices=Feeling)
    language = models.CharField(max_length=2, choices=Language)
    name = models.CharField(max_length=120)
    when = models.CharField(max_length=300, blank=True, default="")
    steps = models.JSONField(default=list, blank=True)
    writer = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0)
    resolved = models.PositiveIntegerField(default=0)
    came_back = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    submit_id = models.UUIDField(null=True, blank=True, unique=True)

    objects = PlayManager()

    class Meta:
        ordering = ["situation", "language", "pk"]
        constraints = [
            models.CheckConstraint(name="play_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="play_settled_were_used",
                condition=Q(uses__gte=F("resolved") + F("came_back")),
            ),
        ]
        indexes = [models.Index(fields=["language", "situation"], name="play_by_situation")]

    def __str__(self) -> str:
        return self.name

    @property
    def share(self) -> Share:
        return share_of(resolved=self.resolved, came_back=self.came_back)

    def state_at(self, now: datetime) -> State:
        told = state_of(
            uses=self.uses,
            resolved=self.resolved,
            came_back=self.came_back,
            since=self.written_at,
            used_at=self.used_at,
            now=now,
        )
        return self.State(told)


class PhrasingQuerySet(models.QuerySet["Phrasing"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(play__in=Play.objects.visible_to(member))


PhrasingManager = models.Manager.from_queryset(PhrasingQuerySet)


class Phrasing(models.Model):
    """One way to say it. Changed words are another phrasing; the old one is retired."""

    play = models.ForeignKey(Play, models.CASCADE, related_name="phrasings")
    text = models.TextField()
    rank = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = PhrasingManager()

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [models.CheckConstraint(name="phrasing_has_words", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text[:60]


class PlayUseQuerySet(models.QuerySet["PlayUse"]):
    def visible_to(self, member: Member) -> Self:
        seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
        return self.filter(Exists(seen))


PlayUseManager = models.Manager.from_queryset(PlayUseQuerySet)


class PlayUse(models.Model):
    """A phrasing was put into an answer, and what became of the conversation.

    PUT_IN until a letter of theirs leaves; SENT until it is closed for seven days or comes back.
    `settles_at` is set while it is closed. `number` is that of the play then; `counts` is false
    where somebody used what they wrote themselves.
    """

    class State(models.TextChoices):
        PUT_IN = "PUT_IN", _("put in")
        SENT = "SENT", _("sent")
        RESOLVED = "RESOLVED", _("resolved")
        CAME_BACK = "CAME_BACK", _("came back")

    play = models.ForeignKey(Play, models.PROTECT, related_name="used", db_index=False)
    phrasing = models.ForeignKey(Phrasing, models.PROTECT, related_name="+", db_index=False)
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField(default=1)
    counts = models.BooleanField()
    state = models.CharField(max_length=9, choices=State, default=State.PUT_IN)
    at = models.DateTimeField()
    settles_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = PlayUseManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "play"], name="play_use_once_a_conversation"
            ),
            models.CheckConstraint(
                name="play_use_settles_when_sent",
                condition=Q(settles_at=None) | Q(state="SENT"),
            ),
        ]
        indexes = [
            models.Index(fields=["play", "-id"], name="play_use_of_play"),
            models.Index(
                fields=["settles_at"],
                name="play_use_to_settle",
                condition=Q(settles_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"use {self.pk}"


class HintQuerySet(models.QuerySet["Hint"]):
    def visible_to(self, member: Member) -> Self:
        seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("message__conversation"))
        return self.filter(Exists(seen))


HintManager = models.Manager.from_queryset(HintQuerySet)


class Hint(models.Model):
    """What a letter's own words suggest, until somebody says what it is. No score of anybody.

    `reasons` are pairs of a kind and the words that were seen, at most one a kind.
    """

    class State(models.TextChoices):
        RAISED = "RAISED", pgettext_lazy("hint", "raised")
        CONFIRMED = "CONFIRMED", _("a complaint")
        DISMISSED = "DISMISSED", _("dismissed")

    message = models.OneToOneField(Message, models.PROTECT, related_name="hint")
    reasons = models.JSONField()
    state = models.CharField(max_length=9, choices=State, default=State.RAISED)
    at = models.DateTimeField()
    answered_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = HintManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hint_answer_is_whole",
                condition=Q(state="RAISED", answered_by=None, answered_at=None)
                | ~Q(state="RAISED") & Q(answered_by__isnull=False, answered_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"hint {self.pk}"

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _words in self.reasons]


class SecondThoughtQuerySet(models.QuerySet["SecondThought"]):
    def visible_to(self, member: Member) -> Self:
        """One's own, and nobody else's whatever their role; where one sees the conversation."""
        seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("message__conversation"))
        return self.filter(Exists(seen), member=member)


SecondThoughtManager = models.Manager.from_queryset(SecondThoughtQuerySet)


class SecondThought(models.Model):
    """What somebody wishes they had said in `message`, an answer of theirs. It is theirs alone.

    `drafted_at` is when it went into an answer, `play` what it became in the playbook: from then on
    those are read by others, and this row never is.
    """

    message = models.ForeignKey(Message, models.PROTECT, related_name="second_thoughts")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    drafted_at = models.DateTimeField(null=True, blank=True)
    play = models.ForeignKey(
        Play, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    submit_id = models.UUIDField(unique=True)
    at = models.DateTimeField()

    objects = SecondThoughtManager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="second_thought_has_words", condition=~Q(text="")),
        ]
        indexes = [models.Index(fields=["member", "-id"], name="second_thought_of_member")]

    def __str__(self) -> str:
        return f"second thought {self.pk}"
