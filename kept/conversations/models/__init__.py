"""Desks, conversations, and what stands in them."""

from kept.conversations.models.bulk import Bulk, BulkItem
from kept.conversations.models.conversations import AT_WORK, Conversation, StatusLabel
from kept.conversations.models.desks import Desk, DeskAddress, served_by
from kept.conversations.models.drafts import Departure, Draft, DraftFile
from kept.conversations.models.marks import Entry, Presence, ReadMark
from kept.conversations.models.messages import (
    Attachment,
    AttachmentText,
    Message,
    MessageHtml,
    Note,
    Participant,
    Tie,
)
from kept.conversations.models.relations import Relation
from kept.conversations.models.tags import Tag, Tagging

__all__ = [
    "AT_WORK",
    "Attachment",
    "AttachmentText",
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
    "Presence",
    "ReadMark",
    "Relation",
    "StatusLabel",
    "Tag",
    "Tagging",
    "Tie",
    "served_by",
]
