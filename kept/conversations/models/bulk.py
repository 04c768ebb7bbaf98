"""One act on many conversations, a row for each of them, so that it can be undone exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.people.models import Member

if TYPE_CHECKING:
    from typing import Self


class BulkQuerySet(models.QuerySet["Bulk"]):
    def visible_to(self, member: Member) -> Self:
        """Everybody's own."""
        return self.filter(member=member) if member.is_active else self.none()


BulkManager = models.Manager.from_queryset(BulkQuerySet)


class Bulk(models.Model):
    """What a member wants done to all they selected. `value` is an id, a status or a priority.

    `unseen` is how many of the selected they could not see when it began. Where it did not end, the
    worker goes on with it.
    """

    class Act(models.TextChoices):
        ASSIGN = "ASSIGN", _("Assign")
        TEAM = "TEAM", _("Assign to a team")
        STATUS = "STATUS", _("Status")
        PRIORITY = "PRIORITY", _("Priority")
        TAG = "TAG", _("Tag")
        UNTAG = "UNTAG", _("Take a tag off")
        READ = "READ", _("Mark as read")
        MACRO = "MACRO", _("Use a macro")

    class State(models.TextChoices):
        RUNNING = "RUNNING", _("running")
        ENDED = "ENDED", _("done")
        UNDOING = "UNDOING", _("being undone")
        UNDONE = "UNDONE", _("undone")

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    act = models.CharField(max_length=8, choices=Act)
    value = models.CharField(max_length=20, blank=True, default="")
    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    unseen = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    objects = BulkManager()

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                name="bulk_not_ended",
                condition=Q(state__in=["RUNNING", "UNDOING"]),
            ),
        ]

    def __str__(self) -> str:
        return f"bulk {self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.state in {self.State.RUNNING, self.State.UNDOING}


class BulkItem(models.Model):
    """One of them. `before` is how it was; `mark` the id of what says that nobody changed it since.

    SAME: it was so already. REFUSED: `why` says the reason. LEFT: not undone, for the reason in
    `why`.
    """

    class State(models.TextChoices):
        WAITING = "WAITING", _("waiting")
        DONE = "DONE", _("done")
        SAME = "SAME", _("so already")
        REFUSED = "REFUSED", _("refused")
        UNDONE = "UNDONE", _("undone")
        LEFT = "LEFT", _("left as it is")

    bulk = models.ForeignKey(Bulk, models.CASCADE, related_name="items", db_index=False)
    conversation = models.ForeignKey(
        "conversations.Conversation", models.CASCADE, related_name="+", db_index=False
    )
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    why = models.CharField(max_length=240, blank=True, default="")
    before = models.JSONField(default=dict, blank=True)
    mark = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["bulk", "conversation"], name="bulk_item_once"),
        ]
        indexes = [models.Index(fields=["bulk", "state", "id"], name="bulk_item_by_state")]

    def __str__(self) -> str:
        return f"{self.conversation_id} of bulk {self.bulk_id}"
