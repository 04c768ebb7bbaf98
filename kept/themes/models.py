"""Themes, which letter is of which, how many a day, and which rose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from kept.conversations.models import Conversation, Desk, Message
from kept.people.models import Member
from kept.promises.counting import desks_told_to

if TYPE_CHECKING:
    from typing import Self

LONGEST_NAME = 80


def desks_of(member: Member) -> list[int]:
    """Desks whose numbers the member may be told, as in reports.

    Asked once for each member that was read, which is once a request.
    """
    kept: dict[str, list[int]] = member.__dict__
    if "_desks_of_themes" not in kept:
        kept["_desks_of_themes"] = [desk.pk for desk in desks_told_to(member).shown]
    return kept["_desks_of_themes"]


class ThemeQuerySet(models.QuerySet["Theme"]):
    def visible_to(self, member: Member) -> Self:
        """Those of which a letter lies at a desk the member may be told of."""
        desks = desks_of(member)
        if not desks:
            return self.none()
        told = ThemeDay.objects.filter(desk__in=desks, number__gt=0)
        own = told.filter(theme=OuterRef("pk"))
        of_parts = told.filter(theme__merged_into=OuterRef("pk"))
        return self.filter(Exists(own) | Exists(of_parts))

    def standing(self) -> Self:
        """Those that are not part of another."""
        return self.filter(merged_into=None)


ThemeManager = models.Manager.from_queryset(ThemeQuerySet)


class Theme(models.Model):
    """What several customers write about. `centre` are weights by piece, see `rules.packing`;
    `means` is the same by what letters mean, where the extra is installed.

    `latest` are ids of its newest letters, whoever may see them. One that is dismissed stays quiet
    until it has twice as many letters within two days as it had then (`quiet_up_to`).
    """

    name = models.CharField(max_length=LONGEST_NAME, blank=True, default="")
    centre = models.BinaryField(default=bytes)
    means = models.BinaryField(default=bytes)
    latest = models.JSONField(default=list, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts"
    )
    found_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True, blank=True)
    quiet_up_to = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = ThemeManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="theme_merged_is_another",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"theme {self.pk}"


class ThemeLetter(models.Model):
    """A letter that was filed; `theme` is empty where it is like none.

    `counts` for the first of its conversation under a theme: who writes five times about one thing
    has one trouble.
    """

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="+")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+", db_index=False)
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+", db_index=False)
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    day = models.DateField()
    counts = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["theme", "-message"], name="theme_letter_newest"),
            models.Index(fields=["conversation", "message"], name="theme_letter_there"),
            models.Index(fields=["day", "message"], name="theme_letter_of_day"),
            models.Index(fields=["desk"], name="theme_letter_of_desk"),
        ]

    def __str__(self) -> str:
        return f"message {self.message_id} of theme {self.theme_id}"


class LetterMeaning(models.Model):
    """What a letter of the last weeks means, as the extra tells it: see `rules.meanings`."""

    letter = models.OneToOneField(
        ThemeLetter, models.CASCADE, primary_key=True, related_name="meaning"
    )
    told = models.BinaryField()

    def __str__(self) -> str:
        return f"meaning of message {self.letter_id}"


class ThemeDay(models.Model):
    """How many letters of a desk's day are of a theme; without a theme: how many were filed."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+", db_index=False)
    theme = models.ForeignKey(
        Theme, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    day = models.DateField()
    number = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "desk", "day"],
                name="theme_day_once",
                condition=Q(theme__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["desk", "day"], name="theme_day_of_all_once", condition=Q(theme=None)
            ),
        ]
        indexes = [
            models.Index(fields=["day", "theme", "desk"], name="theme_day_by_day"),
            models.Index(fields=["desk", "theme"], name="theme_day_of_desk"),
        ]

    def __str__(self) -> str:
        return f"theme {self.theme_id} at desk {self.desk_id} on {self.day}"


class Waiting(models.Model):
    """A letter that is to be filed. Without a foreign key: it may be gone by then."""

    message = models.BigIntegerField(primary_key=True)

    class Meta:
        verbose_name_plural = "waiting"

    def __str__(self) -> str:
        return f"message {self.message}"


class Learnt(models.Model):
    """What was learnt last, one row. `rarity` are weights by piece; `by` is what letters were
    compared by.

    Until `refiling` is empty again, letters of the last weeks are filed anew, from this id on.
    `tells`: whether leaders and managers are told of what rises.
    """

    class By(models.TextChoices):
        WORDS = "WORDS", "words"
        MEANING = "MEANING", "meaning"

    by = models.CharField(max_length=8, choices=By, default=By.WORDS)
    rarity = models.BinaryField(default=bytes)
    usual = models.FloatField(default=1.0)
    version = models.PositiveIntegerField(default=0)
    letters = models.PositiveBigIntegerField(default=0)
    learnt_at = models.DateTimeField(null=True, blank=True)
    learnt_from = models.PositiveBigIntegerField(default=0)
    refiling = models.BigIntegerField(null=True, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    tells = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"learnt from {self.learnt_from}"


class Rise(models.Model):
    """A theme had more letters than chance explains, from `began_on` to `last_on`.

    At one desk where `desk` says so, and then not in the house as a whole.

    `number` of `days` where `usual` were expected and less than `limit`, when it stood out most.
    """

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="rises", db_index=False)
    desk = models.ForeignKey(
        Desk, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    began_on = models.DateField()
    last_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    usual = models.FloatField()
    limit = models.PositiveIntegerField()
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "began_on"], name="rise_once_a_day", condition=Q(desk=None)
            ),
            models.UniqueConstraint(
                fields=["theme", "desk", "began_on"],
                name="rise_of_desk_once_a_day",
                condition=Q(desk__isnull=False),
            ),
            models.CheckConstraint(
                name="rise_ends_after_begin", condition=Q(last_on__gte=F("began_on"))
            ),
        ]
        indexes = [
            models.Index(fields=["-last_on", "theme"], name="rise_newest"),
            models.Index(fields=["desk"], name="rise_of_desk"),
        ]

    def __str__(self) -> str:
        return f"rise of {self.theme_id} since {self.began_on}"
