"""What stands in a conversation: letters with those who read them, notes, and files."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kept.conversations.models.conversations import Conversation
from kept.people.models import Member


class Message(models.Model):
    """One letter, in either direction. `text` is what this person wrote now.

    `to`, `cc` and `bcc` are lists of addresses as they were written; `bcc` stands in no header of
    any copy. `from_address` of ours is the desk's address it went out from. `reply_to` is where its
    sender wants the answer. `beside` is what came besides the words: the language, an invitation,
    letters within, and what was wrong with it. `at` is when it was sent or reached us; `submit_id`
    is made by the form, so a reply sent twice is one message. `answers` is the id of their newest
    letter when ours was written, null where that is simply the one before it.

    `reasons` say why it has the standing it has, or lies where it does: pairs of a code and what it
    speaks of. `is_vouched` where a mail server of ours proved the sender, which is more than that
    nothing speaks against them. `is_aside` is what passes between us and a third person: the
    customer never learns of it. What went out and is `automatic` a rule wrote, of the name in
    `from_name`: nobody of us has answered by it.
    """

    class Way(models.TextChoices):
        IN = "IN", _("from the customer")
        OUT = "OUT", _("from us")

    class Standing(models.TextChoices):
        """What we know of the sender of a letter that came in."""

        KNOWN = "KNOWN", _("verified")
        UNVERIFIED = "UNVERIFIED", _("unverified")
        SUSPICIOUS = "SUSPICIOUS", _("suspicious")

    conversation = models.ForeignKey(
        Conversation, models.PROTECT, related_name="messages", db_index=False
    )
    way = models.CharField(max_length=3, choices=Way)
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    from_name = models.CharField(max_length=200, blank=True, default="")
    from_address = models.CharField(max_length=320, blank=True, default="")
    to = models.JSONField(default=list, blank=True)
    cc = models.JSONField(default=list, blank=True)
    bcc = models.JSONField(default=list, blank=True)
    reply_to = models.CharField(max_length=320, blank=True, default="")
    subject = models.CharField(max_length=400, blank=True, default="")
    answers = models.BigIntegerField(null=True, blank=True)
    is_aside = models.BooleanField(default=False)
    text = models.TextField(blank=True, default="")
    quoted = models.TextField(blank=True, default="")
    signature = models.TextField(blank=True, default="")
    has_html = models.BooleanField(default=False)
    has_attachments = models.BooleanField(default=False)
    beside = models.JSONField(default=dict, blank=True)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.KNOWN)
    is_vouched = models.BooleanField(default=False)
    reasons = models.JSONField(default=list, blank=True)
    automatic = models.CharField(max_length=20, blank=True, default="")
    at = models.DateTimeField()
    submit_id = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="message_out_has_writer",
                condition=Q(way="IN") | Q(member__isnull=False) | ~Q(automatic=""),
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "id"], name="message_of_conversation"),
            # The last answers of one of us, read again by themselves.
            models.Index(
                fields=["member", "-id"],
                name="message_of_member",
                condition=Q(member__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def is_ours(self) -> bool:
        return self.way == self.Way.OUT


class Participant(models.Model):
    """Somebody beside the customer who was named in a conversation. One address is one of them.

    IN: they get our answers, and their letters are theirs. OFFERED: somebody nobody vouches for
    has named them, and a member decides. OUT: a member has taken them out. `came_with` is the
    letter that named them first, `added_by` the member who brought them in.
    """

    class State(models.TextChoices):
        IN = "IN", _("on it")
        OFFERED = "OFFERED", _("only named")
        OUT = "OUT", _("taken out")

    conversation = models.ForeignKey(
        Conversation, models.PROTECT, related_name="participants", db_index=False
    )
    name = models.CharField(max_length=200, blank=True, default="")
    address = models.CharField(max_length=320)
    state = models.CharField(max_length=7, choices=State)
    came_with = models.ForeignKey(
        Message, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    added_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    is_dead = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "conversation", Lower("address"), name="participant_once_a_conversation"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.address


class Tie(models.Model):
    """What binds two conversations. `conversation` is the newer one, or the one that was merged.

    MAYBE: a letter looks as if it belonged to the other; `why` says so by a code. APART: a member
    said it does not. MERGED, and PARTED once that was undone; `moved` holds what moved, by id, and
    how both were before. SAME_MAIL: one letter reached the desks of both. SPLIT: `conversation` was
    made of letters that stood in the other.
    """

    class Kind(models.TextChoices):
        MAYBE = "MAYBE", _("may belong together")
        APART = "APART", _("left apart")
        MERGED = "MERGED", _("merged")
        PARTED = "PARTED", _("taken apart again")
        SAME_MAIL = "SAME_MAIL", _("the same letter")
        SPLIT = "SPLIT", _("split off")

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="ties", db_index=False
    )
    other = models.ForeignKey(Conversation, models.CASCADE, related_name="ties_back")
    kind = models.CharField(max_length=9, choices=Kind)
    why = models.CharField(max_length=20, blank=True, default="")
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    moved = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "other"], name="tie_once_a_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.kind} {self.other_id}"


class MessageHtml(models.Model):
    """The HTML of a letter as it came. It is cleaned each time it is shown, never stored clean."""

    message = models.OneToOneField(
        Message, models.CASCADE, primary_key=True, related_name="html_source"
    )
    html = models.TextField()

    def __str__(self) -> str:
        return f"html of {self.message_id}"


class Note(models.Model):
    """Words among us. A table of its own: nothing that sends mail can point here.

    One without a member came by mail, in a member's name and not proven theirs: `from_address` says
    from where, `why` by a code why it is no letter of ours; or a rule wrote it, and `why` is RULE.
    """

    conversation = models.ForeignKey(
        Conversation, models.PROTECT, related_name="notes", db_index=False
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    from_address = models.CharField(max_length=320, blank=True, default="")
    why = models.CharField(max_length=20, blank=True, default="")
    text = models.TextField()
    at = models.DateTimeField()
    submit_id = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="note_has_somebody",
                condition=Q(member__isnull=False) | ~Q(from_address="") | Q(why="RULE"),
            ),
        ]
        indexes = [models.Index(fields=["conversation", "id"], name="note_of_conversation")]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Attachment(models.Model):
    """A file on a message. `name` is what the sender called it; the file lies under its digest.

    `words` is how far search knows what is written in it: WAITING until somebody has read it, NONE
    where nothing in it can be.
    """

    class Words(models.TextChoices):
        NONE = "NONE", _("cannot be read")
        WAITING = "WAITING", _("not read yet")
        KNOWN = "KNOWN", _("read")

    message = models.ForeignKey(Message, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=255, blank=True, default="")
    type = models.CharField(max_length=120, default="application/octet-stream")
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    is_inline = models.BooleanField(default=False)
    content_id = models.CharField(max_length=255, blank=True, default="")
    words = models.CharField(max_length=7, choices=Words, default=Words.NONE)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["id"], name="attachment_to_read", condition=Q(words="WAITING")),
        ]

    def __str__(self) -> str:
        return self.name or f"attachment {self.pk}"


class AttachmentText(models.Model):
    """What is written in a file, as far as search knows it."""

    attachment = models.OneToOneField(
        Attachment, models.CASCADE, primary_key=True, related_name="text"
    )
    text = models.TextField()

    def __str__(self) -> str:
        return f"text of {self.attachment_id}"
