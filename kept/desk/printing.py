"""A conversation on paper: its letters whole and in order, on one page that can run nothing.

Frames do not print whole, so the letters' own HTML stands in the page itself, cleaned. That page is
therefore a sandbox as a whole, like the frame of a letter: no script, no origin, nobody asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from kept.conversations.models import Attachment, Conversation, Message, MessageHtml, Note
from kept.customers.links import PLACE
from kept.kit import clock
from kept.kit.html_links import Link
from kept.kit.ids import id_in
from kept.mail import frames
from kept.people.doors import MemberRequest, member_door
from kept.ui.wording import exact

MOST_LINKS = 100
MOST_LETTERS = 100
"""On one print; a longer conversation goes on with the next."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What shall be on paper: notes only if asked, letters as designed only if asked."""

    notes: bool = False
    designed: bool = False
    after: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter or a note, with what stands in it: `html` is clean, where the letter has its own.

    `links` where its words alone would not say where they lead.
    """

    at: datetime
    message: Message | None = None
    note: Note | None = None
    html: str = ""
    links: tuple[Link, ...] = ()
    files: tuple[Attachment, ...] = ()


@member_door()
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """`?notes=1` with our notes, `?designed=1` as designed, `?after=` from that letter on."""
    request = cast("MemberRequest", request)
    seen = Conversation.objects.visible_to(request.user).select_related("customer", "desk")
    found = get_object_or_404(seen, pk=pk)
    wish = Wish(
        notes=request.GET.get("notes") == "1",
        designed=request.GET.get("designed") == "1",
        after=id_in(request.GET.get("after", "")),
    )
    answer = HttpResponse("".join(_printed(found, wish, request=request, now=clock.now())))
    answer["Content-Security-Policy"] = frames.PRINT_POLICY
    answer["Referrer-Policy"] = "no-referrer"
    # A sandboxed page of its own is refused by browsers that see an opener policy on it.
    answer["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return answer


def _printed(
    conversation: Conversation, wish: Wish, *, request: MemberRequest, now: datetime
) -> Iterator[str]:
    """The page, piece by piece. Only what was cleaned goes in as it is."""
    messages, following = _messages(conversation, wish)
    context: dict[str, Any] = {
        "conversation": conversation,
        "customer": conversation.customer,
        "wish": wish,
        "more": messages[-1].pk if following else 0,
        "printed": exact(now, zone=request.user.zone),
        "style": frames.LETTER_STYLE,
    }
    yield render_to_string("desk/print.html#head", context, request=request)
    for sheet in _sheets(conversation, messages, following, wish, now=now):
        part = "note" if sheet.note else "letter"
        # On paper "today" would soon be a lie.
        context["when"] = exact(sheet.at, zone=request.user.zone)
        yield render_to_string(f"desk/print.html#{part}", context | {"sheet": sheet}, request)
        if sheet.html:
            yield f'<div class="designed">{sheet.html}</div>'
        yield "</article>"
    yield render_to_string("desk/print.html#foot", context, request=request)


def _messages(conversation: Conversation, wish: Wish) -> tuple[list[Message], Message | None]:
    """The letters of this print, and the one with which the next begins."""
    found = list(
        Message.objects.filter(conversation=conversation, pk__gt=wish.after)
        .select_related("member")
        .prefetch_related("attachments")
        .order_by("pk")[: MOST_LETTERS + 1]
    )
    return found[:MOST_LETTERS], next(iter(found[MOST_LETTERS:]), None)


def _sheets(
    conversation: Conversation,
    messages: list[Message],
    following: Message | None,
    wish: Wish,
    *,
    now: datetime,
) -> list[Sheet]:
    sources = MessageHtml.objects.in_bulk([one.pk for one in messages if one.has_html])
    sheets = [_letter(message, sources.get(message.pk), wish, now=now) for message in messages]
    if wish.notes:
        notes = Note.objects.filter(conversation=conversation).select_related("member")
        between = _between(messages, following, wish)
        sheets += [Sheet(note.at, note=note) for note in notes.filter(between)]
    return sorted(sheets, key=lambda sheet: sheet.at)


def _letter(message: Message, source: MessageHtml | None, wish: Wish, *, now: datetime) -> Sheet:
    for name in ("text", "signature", "quoted"):
        words = getattr(message, name).replace(PLACE, _("(the link to their page)"))
        setattr(message, name, words)
    files = tuple(file for file in message.attachments.all() if not file.is_inline)
    if source is None:
        return Sheet(message.at, message=message, files=files)
    shown = frames.letter_of(source, message, with_pictures=False, now=now)
    if wish.designed:
        return Sheet(message.at, message=message, html=shown.html, files=files)
    links = tuple(link for link in shown.links if link.address not in message.text)[:MOST_LINKS]
    return Sheet(message.at, message=message, links=links, files=files)


def _between(messages: list[Message], following: Message | None, wish: Wish) -> Q:
    """The notes of this print. Where it ends the next begins, so that each note stands on one."""
    between = Q()
    if wish.after:
        between &= Q(at__gte=messages[0].at) if messages else Q(pk__in=[])
    if following is not None:
        between &= Q(at__lt=following.at)
    return between
