"""The files of letters: looked at on a page of ours, or saved; never opened by the browser."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from kept.conversations.access import messages_visible_to
from kept.conversations.models import Attachment
from kept.kit import blobs, clock
from kept.kit.file_names import safe_name
from kept.mail import actions, pictures
from kept.mail.looking import look_at
from kept.mail.scanning import Verdict, verdict_on
from kept.mail.views.harmless import harmless
from kept.people.doors import MemberRequest, member_door


@member_door("GET")
def look(request: MemberRequest, attachment: int) -> HttpResponse:
    """A file on a page of ours, with those before and after it in the conversation."""
    found = _find(request, attachment)
    verdict = verdict_on(found.sha256)
    try:
        seen = look_at(found)
    except FileNotFoundError as error:
        raise Http404 from error
    beside = _beside(request, found)
    shown: dict[str, Any] = {
        "file": found,
        "look": seen,
        "verdict": verdict,
        "picture": pictures.address_of(found, now=clock.now()) if seen.kind == "PICTURE" else "",
        "sheets": _sheets(found, seen.kind, verdict),
        "before": beside.filter(pk__lt=found.pk).order_by("-pk").first(),
        "after": beside.filter(pk__gt=found.pk).order_by("pk").first(),
        "current": "desk",
    }
    return render(request, "mail/file.html", shown)


@member_door("GET", "POST")
def file(request: MemberRequest, attachment: int) -> HttpResponseBase:
    """A file of a letter the member may see: always saved, never opened here.

    One with a virus in it is an owner's alone, who says so by the form; one that the scanner could
    not look at is saved by whoever has been told.
    """
    found = _find(request, attachment)
    verdict = verdict_on(found.sha256)
    if verdict.found:
        if request.method != "POST" or request.POST.get("all_the_same") != "yes":
            return redirect("mail:look", found.pk)
        actions.take_infected(found, by=request.user, now=clock.now())
    elif verdict.is_away and request.GET.get("unseen") != "1":
        return redirect("mail:look", found.pk)
    try:
        content = blobs.path_of(found.sha256).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(
        content,
        as_attachment=True,
        filename=safe_name(found.name, f"file-{found.pk}"),
        content_type="application/octet-stream",
    )
    return harmless(answer)


def _sheets(found: Attachment, kind: str, verdict: Verdict) -> pictures.Sheets | None:
    is_shown = kind == "PDF" and not verdict.found
    return pictures.sheets_of(found, now=clock.now()) if is_shown else None


def _find(request: MemberRequest, attachment: int) -> Attachment:
    visible = Attachment.objects.filter(message__in=messages_visible_to(request.user))
    return get_object_or_404(visible.select_related("message__conversation"), pk=attachment)


def _beside(request: MemberRequest, file: Attachment) -> QuerySet[Attachment]:
    """The files a page lists, of the same conversation."""
    there = messages_visible_to(request.user).filter(conversation=file.message.conversation_id)
    return Attachment.objects.filter(message__in=there, is_inline=False)
