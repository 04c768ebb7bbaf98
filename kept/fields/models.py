"""Fields, their choices, and what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.conversations.models import Conversation, Desk
from kept.fields.rules import DIGITS, PLACES
from kept.people.models import Member

if TYPE_CHECKING:
    from typing import Self


class FieldQuerySet(models.QuerySet["Field"]):
    def visible_to(self, member: Member) -> Self:
        """Those for all desks, and those of the desks the member sees."""
        seen = Desk.objects.visible_to(member)
        return self.filter(Q(desk=None) | Q(desk__in=seen)) if member.is_active else self.none()


FieldManager = models.Manager.from_queryset(FieldQuerySet)


class Field(models.Model):
    """Something to be known of a conversation. `desk` is None where it is for all.

    `key` is how a question asks for it: `order:4711`. `kind` never changes, nor is one deleted:
    what is retired stays where it is filled in, and is asked for no more. `pattern` is how a code
    looks (`NM-9999`).
    """

    class Kind(models.TextChoices):
        TEXT = "TEXT", _("Text")
        LONG = "LONG", _("Long text")
        NUMBER = "NUMBER", _("Number")
        DATE = "DATE", _("Date")
        YES_NO = "YES_NO", _("Yes or no")
        CHOICE = "CHOICE", _("One of a list")
        MANY = "MANY", _("Several of a list")
        LINK = "LINK", _("Link")
        CODE = "CODE", _("Code with a pattern, such as an order number")

    label = models.CharField(_("name"), max_length=60)
    key = models.CharField(_("key"), max_length=30)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="fields")
    help = models.CharField(_("help"), max_length=200, blank=True, default="")
    pattern = models.CharField(_("pattern"), max_length=60, blank=True, default="")
    is_required = models.BooleanField(_("required before closing"), default=False)
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = FieldManager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "key"], name="field_key_once_a_desk"),
            models.UniqueConstraint(
                fields=["key"], name="field_key_once_for_all", condition=Q(desk=None)
            ),
            models.CheckConstraint(name="field_has_name", condition=~Q(label="") & ~Q(key="")),
            models.CheckConstraint(
                name="field_pattern_of_code", condition=Q(pattern="") | Q(kind="CODE")
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def has_choices(self) -> bool:
        return self.kind in {self.Kind.CHOICE, self.Kind.MANY}


class FieldChoice(models.Model):
    """One of what may be chosen. `key` is its name as it is compared."""

    field = models.ForeignKey(Field, models.CASCADE, related_name="choices", db_index=False)
    name = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["field", "key"], name="field_choice_once"),
            models.CheckConstraint(
                name="field_choice_has_name", condition=~Q(name="") & ~Q(key="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


_ALONE = {"text": "", "number": None, "day": None, "yes": None, "choice": None}


def _holds(kinds: list[str], column: str, **filled: object) -> Q:
    """Of these kinds, and filled in this column alone."""
    others = {name: value for name, value in _ALONE.items() if name != column}
    return Q(kind__in=kinds, **others, **filled)


class FieldValue(models.Model):
    """What stands in a field of a conversation; nothing is no row.

    `kind` is the field's. `version` is the fact by which it came to be so: whoever saves says what
    they saw. The words of a text, and what was picked of several, stand in rows of their own.
    """

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="field_values", db_index=False
    )
    field = models.ForeignKey(Field, models.PROTECT, related_name="values", db_index=False)
    kind = models.CharField(max_length=6, choices=Field.Kind)
    text = models.TextField(blank=True, default="")
    number = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    day = models.DateField(null=True, blank=True)
    yes = models.BooleanField(null=True, blank=True)
    choice = models.ForeignKey(
        FieldChoice, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    version = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "field"], name="field_value_once"),
            models.CheckConstraint(
                name="field_value_as_its_kind",
                condition=(
                    (_holds(["TEXT", "LONG", "LINK", "CODE"], "text") & ~Q(text=""))
                    | _holds(["NUMBER"], "number", number__isnull=False)
                    | _holds(["DATE"], "day", day__isnull=False)
                    | _holds(["YES_NO"], "yes", yes__isnull=False)
                    | _holds(["CHOICE"], "choice", choice__isnull=False)
                    | _holds(["MANY"], "")
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["field", "-conversation"], name="field_value_newest"),
            models.Index(
                fields=["field", "number", "-conversation"],
                name="field_value_by_number",
                condition=Q(number__isnull=False),
            ),
            models.Index(
                fields=["field", "day", "-conversation"],
                name="field_value_by_day",
                condition=Q(day__isnull=False),
            ),
            models.Index(
                fields=["field", "yes", "-conversation"],
                name="field_value_by_yes",
                condition=Q(yes__isnull=False),
            ),
            models.Index(
                fields=["choice", "-conversation"],
                name="field_value_by_choice",
                condition=Q(choice__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"field {self.field_id} of {self.conversation_id}"


class FieldPick(models.Model):
    """One of several that were picked."""

    value = models.ForeignKey(FieldValue, models.CASCADE, related_name="picks", db_index=False)
    choice = models.ForeignKey(FieldChoice, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["value", "choice"], name="field_pick_once"),
        ]
        indexes = [models.Index(fields=["choice", "-value"], name="field_pick_newest")]

    def __str__(self) -> str:
        return f"{self.choice_id} in {self.value_id}"


class FieldWord(models.Model):
    """A word of a text, as a question looks for it."""

    value = models.ForeignKey(FieldValue, models.CASCADE, related_name="words", db_index=False)
    field = models.ForeignKey(Field, models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["value", "word"], name="field_word_once"),
        ]
        indexes = [
            models.Index(
                fields=["field", "word", "-value"],
                name="field_word_newest",
                # PostgreSQL finds beginnings by it, whatever language it sorts in.
                opclasses=["int8_ops", "varchar_pattern_ops", "int8_ops"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} in {self.value_id}"
