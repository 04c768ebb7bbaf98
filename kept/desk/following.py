"""Views of following, of mentioning in a note, and of reactions to notes."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.conversations.actions import save_draft
from kept.conversations.models import Draft
from kept.desk.forms import LONGEST_TEXT
from kept.desk.pages import after, find, place_of
from kept.followers import actions
from kept.followers.access import notes_visible_to
from kept.followers.models import NoteReaction
from kept.followers.queries import Mentioned, note_with_reactions, offered
from kept.kit import clock
from kept.people.doors import MemberRequest, member_door
from kept.people.models import Member

MOST_NAMED = 5


@member_door("POST")
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """`to` is on or off."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    if request.POST.get("to") == "off":
        actions.unfollow(found, by=request.user, now=clock.now())
        said = _("You no longer follow this. No note of yours and no mention begins it again.")
        return after(request, found, said)
    actions.follow(found, by=request.user, now=clock.now())
    said = _("You follow this: letters, notes and changes of its status come under your bell.")
    return after(request, found, said)


@member_door("GET", "POST")
def mentions(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom a note here may call. The script of the composer asks for the list alone.

    A POST keeps the note as it was written so far, and then shows the same.
    """
    request = cast("MemberRequest", request)
    found = find(request, pk)
    if request.method == "POST":
        text = request.POST.get("text", "")[:LONGEST_TEXT].replace("\r\n", "\n")
        save_draft(found, kind=Draft.Kind.NOTE, text=text, by=request.user, now=clock.now())
        address = reverse("desk:mentions", args=[pk])
        return redirect(f"{address}?place={place_of(request).key}")
    context = {
        "conversation": found,
        "offered": offered(found, by=request.user),
        "place": place_of(request).key,
    }
    page = "desk/mentions.html#menu" if request.htmx else "desk/mentions.html"
    return render(request, page, context)


@member_door("POST")
def react(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    """One word about a note, put there or taken back."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    about = get_object_or_404(notes_visible_to(request.user).filter(conversation=found), pk=note)
    kind = request.POST.get("kind", "")
    if kind not in NoteReaction.Kind.values:
        return HttpResponse(_("There is no such answer."), status=422, content_type="text/plain")
    actions.react(about, kind=kind, by=request.user, now=clock.now())
    if request.htmx:
        context = {"conversation": found, "note": about, "place": place_of(request)}
        context["reactions"] = note_with_reactions(about)
        return render(request, "desk/reactions.html", context)
    address = reverse("desk:conversation", args=[place_of(request).key, found.pk])
    return redirect(f"{address}#note-{about.pk}")


def said_of(mentioned: Mentioned, *, by: Member) -> str:
    """What the writer of a note hears: who is told of it, and whom its words did not reach."""
    words = [_("Noted, for us alone.")]
    told = [pk for pk in mentioned.members if pk != by.pk]
    if told:
        names = dict(Member.objects.filter(pk__in=told[:MOST_NAMED]).values_list("pk", "name"))
        some = ", ".join(names[pk] for pk in told[:MOST_NAMED])
        if (more := len(told) - MOST_NAMED) > 0:
            some += " " + ngettext("and one more", "and %(n)s more", more) % {"n": more}
        words.append(_("Told: %(names)s.") % {"names": some})
    if mentioned.unclear:
        words.append(
            _("Several people are called %(names)s: write the whole name, so that one is told.")
            % {"names": _quoted(mentioned.unclear)}
        )
    if mentioned.unknown:
        words.append(
            _("Nobody who can see this conversation is called %(names)s, so nobody is told.")
            % {"names": _quoted(mentioned.unknown)}
        )
    return " ".join(words)


def _quoted(said: list[str]) -> str:
    return ", ".join(f"“{words}”" for words in said[:MOST_NAMED])
