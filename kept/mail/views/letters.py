"""A letter as it was designed, in a frame that can do nothing; its pictures, its plain words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.conversations.access import messages_visible_to
from kept.conversations.models import Message, MessageHtml
from kept.kit import clock, tokens
from kept.kit.pictures import NoPicture
from kept.mail import actions, frames, pictures
from kept.mail.models import PicturesFrom
from kept.mail.views.harmless import harmless
from kept.people.doors import MemberRequest, member_door, signed_link_door
from kept.people.models import Member

MOST_LINKS_TOLD = 100
SHORT, MIDDLE = 600, 2_000
"""Characters of a letter for which a low and a middling frame are enough."""


@member_door("GET")
def text(request: MemberRequest, message: int) -> HttpResponse:
    """All of a letter's words, as plain text: for those too long for a page."""
    found = get_object_or_404(messages_visible_to(request.user), pk=message)
    words = "\n\n".join(filter(None, [found.text, found.signature, found.quoted]))
    return harmless(HttpResponse(words, content_type="text/plain; charset=utf-8"))


@member_door("GET")
def designed(request: MemberRequest, message: int) -> HttpResponse:
    """The frame of a letter and what our page says of it; beside the letter, or as a page."""
    found, source = _with_html(request, message)
    return _designed(request, found, source)


@member_door("POST")
def pictures_from(request: MemberRequest, message: int) -> HttpResponse:
    """Always see the pictures of this letter's writer, or not any more."""
    found, source = _with_html(request, message)
    always = request.POST.get("always") == "yes"
    actions.choose_pictures(found, always=always, by=request.user, now=clock.now())
    if request.htmx:
        return _designed(request, found, source)
    if always:
        messages.success(request, _("Their pictures will always be shown to you."))
    else:
        messages.success(request, _("Their pictures are held back again."))
    return redirect("mail:designed", found.pk)


@member_door("GET")
def letter(request: MemberRequest, message: int) -> HttpResponse:
    """A letter's own HTML for a sandboxed frame: cleaned, without scripts, asking nobody."""
    found, source = _with_html(request, message)
    shows = request.GET.get("pictures") == "1" or _always(request.user, found)
    cleaned = frames.letter_of(source, found, with_pictures=shows, now=clock.now())
    answer = HttpResponse(frames.page_of(cleaned, theme=request.user.theme))
    answer["Content-Security-Policy"] = frames.LETTER_POLICY
    answer["Referrer-Policy"] = "no-referrer"
    # A sandboxed page of its own is refused by browsers that see an opener policy on it.
    answer["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return answer


@signed_link_door("GET")
def picture(request: HttpRequest, token: str) -> HttpResponse:
    """A picture in a letter. Its sandboxed frame sends no cookie, so the address is signed."""
    try:
        content, kind = pictures.picture_of(token, now=clock.now())
    except (tokens.BadToken, NoPicture, ValueError, KeyError) as error:
        raise Http404 from error
    answer = harmless(HttpResponse(content, content_type=kind))
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


def _with_html(request: MemberRequest, message: int) -> tuple[Message, MessageHtml]:
    found = get_object_or_404(messages_visible_to(request.user), pk=message)
    source = MessageHtml.objects.filter(message=found).first()
    if source is None:
        raise Http404
    return found, source


def _always(member: Member, message: Message) -> bool:
    return PicturesFrom.objects.of_writer(message).filter(member=member).exists()


def _designed(request: MemberRequest, found: Message, source: MessageHtml) -> HttpResponse:
    is_always = _always(request.user, found)
    asked = request.GET.get("pictures") == "1"
    shows = asked or is_always
    cleaned = frames.letter_of(source, found, with_pictures=shows, now=clock.now())
    length = len(found.text) + len(found.quoted)
    size = "low" if length < SHORT else "middling" if length < MIDDLE else "high"
    shown: dict[str, Any] = {
        "letter": found,
        "shows_pictures": shows,
        "is_always": is_always,
        "may_always": found.is_vouched and bool(found.from_address),
        "pictures": len(cleaned.pictures),
        "trackers": len(cleaned.trackers),
        "links": cleaned.links[:MOST_LINKS_TOLD],
        "more_links": max(0, len(cleaned.links) - MOST_LINKS_TOLD),
        "misleading": [link for link in cleaned.links if link.named][:5],
        "size": "high" if cleaned.pictures or "<img" in cleaned.html else size,
        "current": "desk",
    }
    template = "mail/designed.html#beside" if request.htmx else "mail/designed.html"
    return render(request, template, shown)
