"""Views of the playbook at the desk: plays beside the composer, and hints in the thread."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Draft
from kept.desk.forms import LONGEST_TEXT
from kept.desk.pages import after, find, place_of
from kept.desk.play_forms import FindPlayForm
from kept.desk.writing import typed_head
from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.macros.queries import language_for
from kept.people.doors import MemberRequest, member_door
from kept.playbook import actions
from kept.playbook.models import Hint, Phrasing, Situation
from kept.playbook.queries import fitting, read_hint, row_of
from kept.playbook.wording import situations_for

MOST_WORDS = 2_000


@member_door("GET", "POST")
def find_play(request: HttpRequest, pk: int) -> HttpResponse:
    """What may be said and done here, what fits what they wrote first.

    A POST keeps what was written so far, and then shows the same.
    """
    request = cast("MemberRequest", request)
    found = find(request, pk)
    if request.method == "POST":
        _keep(request, found)
        there = {"place": place_of(request).key}
        if request.POST.get("situation") in Situation.values:
            there["situation"] = request.POST["situation"]
        address = f"{reverse('desk:find_play', args=[pk])}?{urlencode(there)}"
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    hint = read_hint(getattr(found, "told_hint", ""))
    form = FindPlayForm(request.GET)
    situation, asked = form.asked("situation"), form.asked("q")
    suggested = situations_for(hint.kinds if hint else [])
    wanted = [situation] if situation else [str(one.value) for one in suggested]
    if asked and not situation:
        wanted = list(Situation.values)
    language = form.asked("language") or language_for(found)
    context = {
        "conversation": found,
        "hint": hint,
        "suggested": suggested,
        "situation": situation,
        "form": form,
        "rows": fitting(request.user, wanted, language=language, asked=asked, now=clock.now()),
        "place": place_of(request).key,
        "current": "mine",
    }
    return render(request, "desk/plays.html", context)


@member_door("GET", "POST")
def put_in(request: HttpRequest, pk: int, phrasing: int) -> HttpResponse:
    """A phrasing in an edit field. It goes into the answer once somebody has made it theirs."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    seen = Phrasing.objects.visible_to(request.user).select_related("play")
    chosen = get_object_or_404(seen, pk=phrasing)
    words, error = chosen.text, ""
    if request.method == "POST":
        words = request.POST.get("words", "")[:MOST_WORDS]
        own = Draft.objects.filter(conversation=found, member=request.user, kind=Draft.Kind.REPLY)
        draft = own.first()
        try:
            actions.put_in(
                chosen,
                found,
                words=words,
                text=draft.text if draft else "",
                head=draft.head if draft else {},
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            error = str(refusal.message)
        else:
            return after(request, found, _("It stands in your answer."), kind="REPLY")
    context = {
        "conversation": found,
        "row": row_of(chosen.play, now=clock.now()),
        "play": chosen.play,
        "phrasing": chosen,
        "words": words,
        "error": error,
        "longest": MOST_WORDS,
        "place": place_of(request).key,
        "current": "mine",
    }
    return render(request, "desk/put_in_play.html", context, status=422 if error else 200)


@member_door("POST")
def answer_hint(request: HttpRequest, pk: int, hint: int) -> HttpResponse:
    """`do` is confirm, which says that it is a complaint, or dismiss."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    seen = Hint.objects.visible_to(request.user).filter(message__conversation=found)
    raised = get_object_or_404(seen.select_related("message__conversation"), pk=hint)
    match request.POST.get("do"):
        case "confirm":
            actions.confirm_complaint(raised, by=request.user, now=clock.now())
            said = _("Noted as a complaint.")
        case "dismiss":
            actions.dismiss_hint(raised, by=request.user, now=clock.now())
            said = _("Dismissed. It is not shown again.")
        case _:
            return HttpResponse(status=422)
    return after(request, find(request, pk), said)


def _keep(request: MemberRequest, found: Conversation) -> None:
    """The reply as the form shows it."""
    conversations.save_draft(
        found,
        kind=Draft.Kind.REPLY,
        text=request.POST.get("text", "")[:LONGEST_TEXT].replace("\r\n", "\n"),
        head=typed_head(request, Draft.Kind.REPLY),
        by=request.user,
        now=clock.now(),
    )
