"""Plays and hints on the pages of others."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template

from kept.conversations.models import Conversation, Message
from kept.people.models import Member
from kept.playbook.models import Play, Situation
from kept.playbook.queries import Row, Seen
from kept.playbook.rules import may_still_add
from kept.playbook.wording import KINDS, Step, mark_of, situations_for, steps_of

register = template.Library()


@register.filter
def hint_kind(kind: str) -> str:
    """`angry words`."""
    return str(KINDS.get(kind, kind))


@register.simple_tag
def situations_fitting(hint: Seen | None) -> list[Situation]:
    """Which situations fit what was seen; the commonest where nothing was."""
    return situations_for(hint.kinds if hint else [])


@register.simple_tag
def play_steps(play: Play, conversation: Conversation | None = None) -> list[Step]:
    return steps_of(play, conversation)


@register.inclusion_tag("playbook/state.html")
def play_state(row: Row, *, is_short: bool = False) -> dict[str, Any]:
    """How far a play has come, by mark and word; with its count unless `is_short`."""
    icon, tone = mark_of(row.state)
    share = None if is_short else row.play.share
    return {"icon_name": icon, "tone": tone, "state": row.state, "share": share}


@register.simple_tag
def may_add_thought(letter: Message, member: Member, now: datetime) -> bool:
    """Whether it is an answer of theirs to which they may still add."""
    is_own = letter.is_ours and letter.member_id == member.pk and not letter.automatic
    return is_own and may_still_add(letter.at, now=now)
