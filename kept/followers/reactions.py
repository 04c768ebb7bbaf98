"""What following hears of notes, mergings, and changes of who sees what."""

from __future__ import annotations

from kept.conversations.models import Note
from kept.followers.actions import carry_follows, end_unseen, hear_note
from kept.ledger import reaction
from kept.ledger.models import Event


@reaction("note.written", reader="followers")
def noted(event: Event) -> None:
    """For notes that were written elsewhere than at the desk, which hears them at once."""
    note = Note.objects.select_related("conversation").get(pk=event.facts["note"])
    hear_note(note, now=event.at, cause=event)


@reaction("conversation.merged", reader="followers")
def merged(event: Event) -> None:
    carry_follows(event.facts["conversation"], event.facts["into"], now=event.at, cause=event)


@reaction("conversation.assigned", reader="followers")
def has_another(event: Event) -> None:
    """Whoever sees only what is theirs may see it no more."""
    end_unseen(conversation=event.facts["conversation"], now=event.at, cause=event)


@reaction("member.changed", reader="followers")
def sees_otherwise(event: Event) -> None:
    end_unseen(member=event.facts["member"], now=event.at, cause=event)


@reaction("team.changed", "desk.changed", reader="followers")
def desks_changed(event: Event) -> None:
    end_unseen(now=event.at, cause=event)
