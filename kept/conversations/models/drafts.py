"""Letters before they leave: drafts with their files, and those that can be taken back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.conversations.models.conversations import Conversation
from kept.people.models import Member


class Draft(models.Model):
    """What a member has begun to write and nobody has received.

    `head` is what stands above the words, as it was typed: `to`, `cc`, `bcc`, `sender`, `leaves`.
    A key that is not there has not been touched.
    """

    class Kind(models.TextChoices):
        REPLY = "REPLY", _("reply")
        FORWARD = "FORWARD", _("forward")
        NOTE = "NOTE", _("note")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="drafts")
    member = models.ForeignKey(Member, models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=7, choices=Kind)
    text = models.TextField(blank=True)
    head = models.JSONField(default=dict, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "member", "kind"], name="draft_once_a_member"
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class DraftFile(models.Model):
    """A file that was added to a draft. Its content lies under its digest already."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=120, default="application/octet-stream")
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "name"], name="draft_file_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Departure(models.Model):
    """A letter of ours that is written, whole, and has not left.

    It rests for seconds after it was sent, or waits for a day (`is_scheduled`). Until `leaves_at`
    nothing has been said: no message, no promise, no fact of an answer. `leaves_at` is null where
    it was `held` back; then a member decides. `head` is what a draft's is. `promises` are what its
    writer said yes to, with words and window; `files` are names, types, sizes and digests.
    `answers` is their newest letter when it was written, and `stays` whether it leaves even where
    they write another before.
    """

    class Held(models.TextChoices):
        REPLIED = "REPLIED", _("They wrote before it left.")
        TIME_MOVED = "TIME_MOVED", _("A time promised in it has passed.")
        REFUSED = "REFUSED", _("It could not leave.")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="departures")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7, choices=Draft.Kind, default=Draft.Kind.REPLY)
    text = models.TextField()
    head = models.JSONField(default=dict, blank=True)
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list, blank=True)
    bcc = models.JSONField(default=list, blank=True)
    sender = models.CharField(max_length=320, blank=True, default="")
    then = models.CharField(max_length=8, choices=Conversation.Status, blank=True, default="")
    promises = models.JSONField(default=list, blank=True)
    files = models.JSONField(default=list, blank=True)
    answers = models.BigIntegerField(default=0)
    stays = models.BooleanField(default=True)
    is_scheduled = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    leaves_at = models.DateTimeField(null=True, blank=True)
    held = models.CharField(max_length=10, choices=Held, blank=True, default="")
    held_words = models.TextField(blank=True, default="")
    submit_id = models.UUIDField(unique=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="departure_leaves_or_is_held",
                condition=Q(leaves_at__isnull=False, held="") | (Q(leaves_at=None) & ~Q(held="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["leaves_at"], name="departure_due", condition=Q(leaves_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"departure {self.pk}"
