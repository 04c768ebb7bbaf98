"""What the pages of the desk share: a conversation, what stands in it, where one goes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from kept.charter.queries import (
    gestures_along,
    instead_along,
    may_along,
    read_instead,
    read_may,
    rulings_along,
)
from kept.checklists.queries import read as steps_in
from kept.checklists.queries import steps_along
from kept.conversations import queries
from kept.conversations.actions.draft import MIB
from kept.conversations.models import AT_WORK, Conversation
from kept.conversations.queries import Seats, bonds, merged_here, seats, thread
from kept.conversations.queries.relations import read_links
from kept.conversations.queries.tags import read as tags_in
from kept.customers.queries import facts_along, read_facts
from kept.desk import composing, places
from kept.desk.context import count_saved, navigation_of, saved_of
from kept.desk.focusing import line_of
from kept.desk.line import KEY as FOCUS
from kept.desk.places import Place
from kept.desk.timeline import entries
from kept.fields.queries import fields_along
from kept.fields.queries import read as fields_in
from kept.followers.queries import (
    followers_along,
    mentions_along,
    reactions_along,
    read_followers,
)
from kept.handoffs.queries import live_along, read_live
from kept.kit import clock
from kept.kit.ids import id_in
from kept.macros.queries import last_use_along, read_last_use
from kept.mail.pictures import pictures_within
from kept.mail.queries import delivery_states
from kept.people.doors import MemberRequest
from kept.playbook.queries import hint_along, own_of, read_hint, thoughts_along
from kept.promises import queries as promises
from kept.recovery.queries import bounds_along, read_bounds, read_told, told_along
from kept.recovery.queries import steps_along as steps_of_recovery_along
from kept.timespent.queries import read as time_in
from kept.timespent.queries import time_along

FACTS = 3
"""Shown beside a conversation."""


def _facts_along() -> Any:
    return facts_along("conversations_conversation.customer_id", most=FACTS)


ALONG = (
    ("told_fields", fields_along),
    ("told_steps", steps_along),
    ("told_followers", followers_along),
    ("told_handoff", live_along),
    ("told_facts", _facts_along),
    ("told_time", time_along),
    ("told_recovery", told_along),
    ("told_rungs", steps_of_recovery_along),
    ("told_bounds", bounds_along),
    ("told_instead", instead_along),
    ("told_gestures", gestures_along),
    ("told_rulings", rulings_along),
    ("told_hint", hint_along),
    ("told_thoughts", thoughts_along),
)
"""What comes along with a conversation as it is found, so that its page need not ask for it."""
NOTES_ALONG = (("told_reactions", reactions_along), ("told_words", mentions_along))
"""The same of its notes."""


MAY_ALONG = {"may": may_along, "macro": last_use_along}
"""What comes with the column of views wherever a conversation is shown."""


def find(request: MemberRequest, pk: int) -> Conversation:
    request.kept_along = MAY_ALONG  # type: ignore[attr-defined]
    found = queries.find(request.user, pk, also=ALONG)
    if found is None:
        raise Http404
    return found


def list_context(request: MemberRequest, key: str) -> dict[str, Any]:
    count_saved(request)
    nav = navigation_of(request)
    place = places.find(key, nav, saved_of(request))
    now = clock.now()
    return {
        "place": place,
        "pane": places.pane(
            request.user,
            place,
            nav,
            after=request.GET.get("after", ""),
            among=request.GET.get("among", ""),
            now=now,
        ),
        "open_key": request.GET.get("at", ""),
        "select": request.GET.get("select", ""),
        "now": now,
    }


def thread_context(
    request: MemberRequest,
    key: str,
    pk: int,
    *,
    kind: str = "",
    found: Conversation | None = None,
) -> dict[str, Any]:
    now = clock.now()
    found = found or find(request, pk)
    before = request.GET.get("before", "")
    links = read_links(getattr(found, "told_links", ""), found)
    read = thread(request.user, found, before=id_in(before), notes_also=NOTES_ALONG)
    told = promises.beside(found, request.user)
    ties = bonds(request.user, found) if getattr(found, "has_ties", True) else []
    seated = seats(found) if getattr(found, "has_seats", True) else Seats()
    write = request.GET.get("write", "") or request.POST.get("kind", "").lower()
    kind = kind or {"note": "NOTE", "forward": "FORWARD"}.get(write, "REPLY")
    composer = composing.composer(
        found,
        read,
        kind=kind,
        of=request.GET.get("of", ""),
        along=[seat.address for seat in seated.inside],
        without=[seat.address for seat in seated.outside],
        by=request.user,
        now=now,
    )
    return _told_along(request, found, now=now) | {
        "place": places.find(key, navigation_of(request), saved_of(request)),
        "conversation": found,
        "customer": found.customer,
        "links": links,
        "entries": entries(
            read,
            told,
            reader=request.user,
            merged=merged_here(ties),
            beside=[*(one.pk for one in links), *(bond.there.pk for bond in ties)],
        ),
        "seats": seated,
        "ties": ties,
        "dead": composing.dead_among(found, read.messages, seated.inside),
        "earlier": read.earlier,
        "shown": read.messages[-1].pk if read.messages else 0,
        "deliveries": delivery_states(read.messages),
        "cards": promises.cards(told, now=now),
        "composer": replace(composer, wants_focus="write" in request.GET),
        "departures": read.departures,
        "pictures": pictures_within(read.messages, now=now),
        "most_file": settings.MOST_FILE_MIB * MIB,
        "most_letter": settings.MOST_LETTER_MIB * MIB,
        "their_zone": found.customer.zone or found.desk.zone,
        "last_sender": next((m.from_address for m in read.messages[::-1] if not m.is_ours), ""),
        "line": line_of(request, open_key=found.pk) if key == FOCUS else None,
        "statuses": AT_WORK,
        "now": now,
    }


def _told_along(request: MemberRequest, found: Conversation, *, now: datetime) -> dict[str, Any]:
    """What other rooms say of a conversation, by what came along with it and with the column."""
    member, of_member = request.user, navigation_of(request).along
    may = read_may(of_member.get("may", ""), now=now, desk=found.desk_id)
    following = read_followers(getattr(found, "told_followers", ""), reader=member)
    return {
        "facts": read_facts(getattr(found, "told_facts", None)),
        "tags": tags_in(getattr(found, "told_tags", "")),
        "spent": time_in(getattr(found, "told_time", None)),
        "steps": steps_in(getattr(found, "told_steps", "")),
        "fields": fields_in(getattr(found, "told_fields", "")),
        "followers": following,
        "follows": any(one.pk == member.pk for one in following),
        "righting": read_told(
            getattr(found, "told_recovery", None), getattr(found, "told_rungs", None)
        ),
        "bounds": read_bounds(getattr(found, "told_bounds", None)),
        "may": may,
        "instead": read_instead(getattr(found, "told_instead", None), may),
        "hint": read_hint(getattr(found, "told_hint", None)),
        "second_thoughts": own_of(getattr(found, "told_thoughts", None), member),
        "handoff": read_live(getattr(found, "told_handoff", None)),
        "undo_macro": read_last_use(of_member.get("macro"), found.pk, now=now),
    }


def place_of(request: MemberRequest) -> Place:
    """Where somebody comes from. What is done is done: an unknown place is "all", and no 404."""
    nav = navigation_of(request)
    told = request.POST if request.method == "POST" else request.GET
    try:
        return places.find(told.get("place") or "all", nav, saved_of(request))
    except Http404:
        return places.find("all", nav, saved_of(request))


def after(
    request: MemberRequest, found: Conversation, said: str, *, kind: str = ""
) -> HttpResponse:
    """Back to the conversation, saying what happened; htmx takes the thread and the aside.

    Whoever sees only what is theirs has handed it out of sight: back to the list, then.
    """
    place = place_of(request)
    if said:
        messages.success(request, said)
    if not Conversation.objects.visible_to(request.user).filter(pk=found.pk).exists():
        return HttpResponseClientRedirect(place.url) if request.htmx else redirect(place.url)
    if request.htmx:
        context = thread_context(request, place.key, found.pk, kind=kind or "REPLY")
        # Whoever is led back to a draft goes on writing.
        context["composer"] = replace(context["composer"], wants_focus=bool(kind))
        return render(request, "desk/thread_and_aside.html", context)
    address = reverse("desk:conversation", args=[place.key, found.pk])
    return redirect(f"{address}?write={kind.lower()}#write" if kind else address)


def and_next(request: MemberRequest, done: Conversation, said: str) -> str:
    """What was done, and a link to what now stands first where the member works."""
    if place_of(request).key == FOCUS:
        return said  # the bar says who is next
    row = places.first_beside(
        request.user, place_of(request), navigation_of(request), but=done, now=clock.now()
    )
    if row is None:
        return said
    link = format_html('<a href="{}">{}</a>', row.url, row.conversation.customer_name)
    return format_html("{} {}", said, format_html(_("Next: {name}"), name=link))


def first_error(form: forms.Form) -> str:
    for errors in form.errors.values():
        return str(errors[0])
    return ""
