"""Desks, conversations, and what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kept.conversations.models.bulk import Bulk, BulkItem
from kept.conversations.models.relations import Relation
from kept.conversations.models.tags import Tag, Tagging
from kept.customers.models import Customer
from kept.hours.models import Calendar
from kept.hours.queries import hours_of
from kept.kit.hours import Hours
from kept.people.models import Member, Team

if TYPE_CHECKING:
    from typing import Self

__all__ = [
    "AT_WORK",
    "Attachment",
    "Bulk",
    "BulkItem",
    "Conversation",
    "Departure",
    "Desk",
    "DeskAddress",
    "Draft",
    "DraftFile",
    "Entry",
    "Message",
    "MessageHtml",
    "Note",
    "Participant",
    "ReadMark",
    "Relation",
    "StatusLabel",
    "Tag",
    "Tagging",
    "Tie",
    "served_by",
]


def served_by(member: Member) -> RawSQL:
    """The desks that the member's teams serve, for an `__in`.

    Written out, since every page asks it several times: to build it from models takes longer than
    to answer it.
    """
    return RawSQL(
        "SELECT served.desk_id FROM conversations_desk_teams served "
        "JOIN people_team_members own ON own.team_id = served.team_id WHERE own.member_id = %s",
        (member.pk,),
    )


class DeskQuerySet(models.QuerySet["Desk"]):
    def visible_to(self, member: Member) -> Self:
        """The desks that the member's teams serve; all of them for an owner."""
        if not member.is_active:
            return self.none()
        if member.is_owner:
            return self
        return self.filter(pk__in=served_by(member))


DeskManager = models.Manager.from_queryset(DeskQuerySet)


class Desk(models.Model):
    """A shared inbox with its addresses, people and hours."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(max_length=40, unique=True)
    icon = models.CharField(_("icon"), max_length=20, default="inbox")
    teams = models.ManyToManyField(Team, related_name="desks", blank=True)
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="desks")
    sender_name = models.CharField(_("sender name"), max_length=120, blank=True, default="")
    signature = models.TextField(_("signature"), blank=True, default="")
    assigns_on_reply = models.BooleanField(_("whoever answers looks after it"), default=True)

    objects = DeskManager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def hours(self) -> Hours:
        return hours_of(self.calendar)

    @property
    def zone(self) -> str:
        return self.calendar.zone


class DeskAddress(models.Model):
    """An address at which a desk receives, and from which it answers. The first is its main one."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="addresses")
    value = models.CharField(_("mail address"), max_length=320)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "desk addresses"
        constraints = [
            models.UniqueConstraint(Lower("value"), name="desk_address_once_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.value


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, member: Member) -> Self:
        """The one gate: every page, list, stream, search and export begins here."""
        if not member.is_active:
            return self.none()
        if member.is_owner:
            return self
        theirs = self.filter(desk__in=served_by(member))
        return theirs.filter(assignee=member) if member.sees_only_assigned else theirs


ConversationManager = models.Manager.from_queryset(ConversationQuerySet)


class Conversation(models.Model):
    """What one customer and one desk have to say to each other about one thing.

    `last_at`, `preview` and the two `last_*` ids are copies for the list, kept by the actions.
    What is spam stands in a view of its own and in no other, and no count knows of it. What was
    merged is empty and in no view; `merged_into` is where its number and its seals lead.
    `team` is whose of it may be, beside the `assignee` or without one; who sees it is the desk's.
    """

    class Status(models.TextChoices):
        OPEN = "OPEN", _("Open")
        WAITING = "WAITING", _("Waiting")
        ON_HOLD = "ON_HOLD", _("On hold")
        CLOSED = "CLOSED", _("Closed")
        SPAM = "SPAM", _("Spam")
        MERGED = "MERGED", _("Merged")

    class Priority(models.TextChoices):
        """From the least to the most pressing."""

        LOW = "LOW", _("Low")
        NORMAL = "NORMAL", _("Normal")
        HIGH = "HIGH", _("High")
        URGENT = "URGENT", _("Urgent")

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="conversations", db_index=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="conversations", db_index=False
    )
    subject = models.CharField(max_length=400)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    priority = models.CharField(max_length=6, choices=Priority, default=Priority.NORMAL)
    assignee = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="conversations",
        db_index=False,
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )
    preview = models.CharField(max_length=160, blank=True, default="")
    last_in_message = models.BigIntegerField(default=0)
    last_message = models.BigIntegerField(default=0)

    objects = ConversationManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="conversation_closed_has_moment",
                condition=Q(status="CLOSED", closed_at__isnull=False)
                | (~Q(status="CLOSED") & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="conversation_priority_is_one_of_four",
                condition=Q(priority__in=["LOW", "NORMAL", "HIGH", "URGENT"]),
            ),
            models.CheckConstraint(
                name="conversation_merged_is_nowhere_else",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("pk")),
            ),
        ]
        # One index a view, each in the order of the list, so a page reads 26 rows at any size.
        indexes = [
            # The condition is that of `queries.listing.SHOWN`, word for word, or it is not used.
            models.Index(
                fields=["desk", "-last_at", "-id", "status"],
                name="conv_of_desk",
                condition=~Q(status__in=["SPAM", "MERGED"]),
            ),
            models.Index(fields=["desk", "status", "-last_at", "-id"], name="conv_of_desk_status"),
            # SQLite takes this one, and not the desk's open ones, only where it holds all columns.
            models.Index(
                fields=["desk", "-last_at", "-id", "assignee", "status"],
                name="conv_unassigned",
                condition=Q(assignee=None, status="OPEN"),
            ),
            # What a team has and nobody in it yet.
            models.Index(
                fields=["team", "desk", "-last_at", "-id"],
                name="conv_of_team",
                condition=Q(team__isnull=False, assignee=None, status="OPEN"),
            ),
            models.Index(fields=["assignee", "-last_at", "-id"], name="conv_of_member"),
            # With the desk behind, so that the count of "Mine" reads the index alone.
            models.Index(
                fields=["assignee", "status", "-last_at", "-id", "desk"],
                name="conv_of_member_status",
            ),
            models.Index(fields=["customer", "-last_at", "-id"], name="conv_of_customer"),
            models.Index(fields=["-last_at", "-id"], name="conv_newest"),
            # The condition is that of `queries.listing.newest_of_priority`, word for word.
            models.Index(
                fields=["priority", "-last_at", "-id"],
                name="conv_of_priority",
                condition=~Q(priority="NORMAL"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.subject}"

    @property
    def reference(self) -> str:
        """How people name it aloud: `K-1042`."""
        return f"K-{self.pk}"


AT_WORK = [choice for choice in Conversation.Status.choices if choice[0] not in {"SPAM", "MERGED"}]
"""The statuses that members choose among."""


class StatusLabel(models.Model):
    """The house's own word for a status. The types beneath are fixed."""

    status = models.CharField(max_length=8, primary_key=True, choices=Conversation.Status)
    words = models.CharField(_("label"), max_length=30)

    def __str__(self) -> str:
        return self.words


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


class ReadMark(models.Model):
    """How far a member has read: the id of the newest message from the customer they have seen."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+", db_index=False)
    message_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "conversation"], name="read_mark_once"),
        ]
        indexes = [models.Index(fields=["conversation"], name="read_mark_of_conversation")]

    def __str__(self) -> str:
        return f"{self.member_id} read {self.conversation_id} to {self.message_id}"


class Presence(models.Model):
    """Where a member was seen last, while their page lay open before them: one place a member."""

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="+")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+", db_index=False)
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["conversation", "seen_at"], name="presence_in_conversation")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} at {self.conversation_id}"


class Entry(models.Model):
    """A letter, a note or a file in the index of words, which lies beside it (`index.py`).

    Ids rise with time, so that the newest of what is found stands at the end.
    """

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="entries", db_index=False
    )
    message = models.OneToOneField(
        Message, models.CASCADE, null=True, blank=True, related_name="entry"
    )
    note = models.OneToOneField(Note, models.CASCADE, null=True, blank=True, related_name="entry")
    attachment = models.OneToOneField(
        Attachment, models.CASCADE, null=True, blank=True, related_name="entry"
    )

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(
                name="entry_of_one_thing",
                condition=Q(message__isnull=False, note=None, attachment=None)
                | Q(message=None, note__isnull=False, attachment=None)
                | Q(message=None, note=None, attachment__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["conversation", "id"], name="entry_of_conversation")]

    def __str__(self) -> str:
        return f"entry {self.pk}"
