"""Views of writing: the composer, its draft and files, and the way out of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.conversations import actions as conversations
from kept.conversations.access import departures_visible_to
from kept.conversations.actions import (
    File,
    FileTooLarge,
    LetterTooLarge,
    SubmittedElsewhere,
    Writing,
)
from kept.conversations.actions.draft import MIB
from kept.conversations.closing import NotReady
from kept.conversations.models import Conversation, Departure, Draft, DraftFile, Message
from kept.conversations.queries import draft_files, seats, thread
from kept.desk import actions, composing, whom
from kept.desk.fielding import fill_in, wanted
from kept.desk.following import said_of
from kept.desk.forms import LONGEST_TEXT, DraftForm, FilesForm, NoteForm, OfferForm, ReplyForm
from kept.desk.forwarding import original
from kept.desk.news import Seen, news_since
from kept.desk.pages import after, find, first_error, place_of, thread_context
from kept.desk.unfinished import unfinished
from kept.desk.value_forms import ValuesForm
from kept.kit import blobs, clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, member_door

MOST_TOLD = 5
"""Open steps that are named as a letter closes a conversation."""


@member_door("POST")
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    return _send(cast("MemberRequest", request), pk, Draft.Kind.REPLY)


@member_door("POST")
def forward(request: HttpRequest, pk: int) -> HttpResponse:
    return _send(cast("MemberRequest", request), pk, Draft.Kind.FORWARD)


def _send(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    found = find(request, pk)
    now = clock.now()

    def when(words: str) -> datetime | None:
        return composing.leaving(words, found, by=request.user, now=now)

    form = ReplyForm(request.POST, request.FILES, when=when)
    is_valid = form.is_valid()
    if is_valid and (sent := actions.sent_before(found, form.cleaned_data["submit_id"])):
        # Clicked twice: its files have left with it, and begin no draft of their own.
        return after(request, found, _said_of(sent))
    try:
        # Files first, so that whatever else is refused, they are the draft's.
        _take_in(request, found, kind, request.FILES.getlist("enclosed"))
    except Refusal as refusal:
        return _written_again(request, found, kind, str(refusal), status=409)
    if not is_valid:
        return _written_again(request, found, kind, first_error(form), status=422)
    if fault := fill_in(request, found):
        said = _("Nothing is sent yet. Look at what is to be filled in, then send.")
        return _written_again(request, found, kind, said, status=422, wanted=fault)
    values = form.cleaned_data
    try:
        sent = actions.send(
            found,
            _writing(request, found, kind, values),
            submit_id=values["submit_id"],
            leaves_at=values["leaves_at"],
            stays=values["later"] != "unless",
            asked=frozenset(request.POST.getlist("asked")),
            seen=Seen.read(request.POST.get("seen", "")),
            by=request.user,
            now=now,
        )
    except actions.SomethingCame as refusal:
        return _written_again(request, found, kind, str(refusal), status=409, shows_news=True)
    except NotReady:
        said = _(
            "Nothing is sent yet: before it is closed, this has to be filled in. Or send it, and "
            "leave the conversation open."
        )
        return _written_again(request, found, kind, said, status=409, wanted=wanted(found))
    except Refusal as refusal:
        return _written_again(
            request,
            found,
            kind,
            str(refusal),
            status=409,
            holds=isinstance(refusal, (actions.Unanswered, actions.TimeMoved)),
            is_new=isinstance(refusal, SubmittedElsewhere),
        )
    if values["then"] == Conversation.Status.CLOSED and kind == Draft.Kind.REPLY:
        _tell_unfinished(request, found)
    return after(request, found, _said_of(sent))


def _tell_unfinished(request: MemberRequest, found: Conversation) -> None:
    """A letter that closes goes out all the same, and says what is still open."""
    left = unfinished(request.user, found)
    if left.children:
        named = ", ".join(linked.reference for linked in left.children)
        messages.warning(request, _("Still open, as parts of it: %(names)s.") % {"names": named})
    if left.steps:
        named = ", ".join(step.text for step in left.steps[:MOST_TOLD])
        messages.warning(request, _("Still open on its checklist: %(steps)s.") % {"steps": named})


def _writing(
    request: MemberRequest, found: Conversation, kind: str, values: dict[str, Any]
) -> Writing:
    return Writing(
        text=values["text"],
        to=values["to"],
        cc=values["cc"],
        bcc=values["bcc"],
        sender=values["sender"],
        files=tuple(
            File(name=file.name, type=file.type, size=file.size, sha256=file.sha256)
            for file in draft_files(found, kind=kind, by=request.user)
        ),
        then=values["then"] if kind == Draft.Kind.REPLY else "",
        kind=kind,
        head=typed_head(request, kind) or {},
    )


def _said_of(sent: Message | Departure) -> str:
    people = {"to": ", ".join(sent.to)}
    if isinstance(sent, Message):
        return _("On its way to %(to)s.") % people
    if sent.is_scheduled:
        return _("It waits until its time, and then leaves for %(to)s.") % people
    return _("Sent to %(to)s. You can still undo it.") % people


@member_door("POST")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter that has not left is a draft again."""
    request = cast("MemberRequest", request)
    letter = get_object_or_404(departures_visible_to(request.user), pk=pk)
    draft = actions.take_back(letter, by=request.user, now=clock.now())
    said = _("It did not leave. It is a draft again.")
    if draft.member_id != request.user.pk:
        said = _("It did not leave. It is a draft of %(name)s again.") % {"name": draft.member.name}
    return after(request, draft.conversation, said, kind=draft.kind)


@member_door("POST")
def leave_now(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter that waits or was held back leaves now."""
    request = cast("MemberRequest", request)
    letter = get_object_or_404(departures_visible_to(request.user), pk=pk)
    now = clock.now()
    conversations.leave_at(letter, leaves_at=now, by=request.user, now=now)
    actions.leave(letter, now=now)
    held = Departure.objects.filter(pk=letter.pk).first()
    if held:
        return after(
            request,
            letter.conversation,
            _(held.held_words) if held.held_words else held.get_held_display(),
        )
    said = _("On its way to %(to)s.") % {"to": ", ".join(letter.to)}
    return after(request, letter.conversation, said)


@member_door("POST")
def note(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = find(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _written_again(request, found, "NOTE", first_error(form), status=422)
    try:
        mentioned = actions.note(
            found,
            text=form.cleaned_data["text"],
            submit_id=form.cleaned_data["submit_id"],
            by=request.user,
            now=clock.now(),
        )
    except Refusal as refusal:
        is_new = isinstance(refusal, SubmittedElsewhere)
        return _written_again(request, found, "NOTE", str(refusal), status=409, is_new=is_new)
    return after(request, found, said_of(mentioned, by=request.user))


@member_door("POST")
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Autosave. Answers when it was saved, in the member's own time, and who would get it.

    With `people` it takes everybody of the last letter along, or the one alone.
    """
    request = cast("MemberRequest", request)
    found = find(request, pk)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponse(first_error(form), status=422, content_type="text/plain")
    kind = form.cleaned_data["kind"]
    _keep(request, found, kind)
    try:
        # Where no script has taken in what was chosen, a fresh form would forget it.
        _take_in(request, found, kind, request.FILES.getlist("enclosed"))
    except Refusal as refusal:
        return _written_again(request, found, kind, str(refusal), status=409)
    if request.POST.get("people"):
        return _choose_people(request, found, kind)
    if not request.htmx and "text" in request.POST and request.POST.get("place"):
        return _back_to(request, found, kind)
    return render(request, "desk/saved.html", {"at": clock.now(), "whom": _named(request)})


@member_door("POST")
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """Add files to the draft, or take one off. It is the draft's, on whatever machine."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return HttpResponse(first_error(form), status=422, content_type="text/plain")
    kind = form.cleaned_data["kind"]
    added: list[DraftFile] = []
    error = ""
    _keep(request, found, kind)
    if file := form.cleaned_data["take_off"]:
        conversations.detach(found, kind=kind, file=file, by=request.user)
    else:
        try:
            added = _take_in(request, found, kind, form.cleaned_data["enclosed"])
        except Refusal as refusal:
            error = str(refusal)
    if not request.htmx:
        if error:
            return _written_again(request, found, kind, error, status=409)
        return _back_to(request, found, kind)
    context = thread_context(request, place_of(request).key, found.pk)
    return render(request, "desk/files.html", context | {"added": added, "error": error})


@member_door("POST")
def offers(request: HttpRequest, pk: int) -> HttpResponse:
    """What in the draft sounds like a promise. Without htmx: keep the draft, show the page."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    text = request.POST.get("text", "")[:LONGEST_TEXT].replace("\0", "")
    if request.htmx:
        return render(request, "desk/offers.html", _offers(request, found, text))
    return _keep_and_return(request, found, text)


@member_door("POST")
def answer_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """The writer accepts or dismisses an offer."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    form = OfferForm(request.POST)
    if not form.is_valid():
        return HttpResponse(first_error(form), status=422, content_type="text/plain")
    composing.answer(found, **form.cleaned_data, by=request.user, now=_read_at(request, found))
    text = form.cleaned_data["text"]
    if request.htmx:
        return render(request, "desk/offers.html", _offers(request, found, text))
    return _keep_and_return(request, found, text)


def _offers(request: MemberRequest, found: Conversation, text: str) -> dict[str, Any]:
    spotted = composing.spotted(found, text, by=request.user, now=_read_at(request, found))
    return {
        "conversation": found,
        "offers": spotted,
        "asked": request.POST.getlist("asked"),
        "their_zone": found.customer.zone or found.desk.zone,
        "now": clock.now(),
    }


def _written_again(
    request: MemberRequest,
    found: Conversation,
    kind: str,
    error: str,
    *,
    status: int,
    holds: bool = False,
    shows_news: bool = False,
    is_new: bool = False,
    wanted: ValuesForm | None = None,
) -> HttpResponse:
    """A refusal: the page as it was, the words where they were, and what to do about it.

    Where it `holds` the letter for its promises, only these come anew, so that files stay chosen.
    Where it `shows_news`, these have been seen then; else the writer has seen what they had before.
    Where the form `is_new`, it is another than was sent. What is `wanted` stands beneath the words.
    """
    text = request.POST.get("text", "")
    offers = _offers(request, found, text) if kind == Draft.Kind.REPLY else {}
    if holds:
        open_ = composing.unanswered(offers["offers"])
        offers["asked"] = [*offers["asked"], *(offer.words for offer in open_)]
        if request.htmx:
            # The button that only sends is named anew with them, as on the page without a script.
            renames = request.POST.get("after", "") in {"", Conversation.Status.WAITING}
            told = {"held": error, "renames": renames}
            answer = render(request, "desk/offers.html", offers | told, status=status)
            answer.headers["HX-Retarget"] = "#offers"
            answer.headers["HX-Reswap"] = "outerHTML"
            return answer
    context = thread_context(request, place_of(request).key, found.pk)
    if kind == Draft.Kind.FORWARD:
        passed = original(found, thread(request.user, found), typed_head(request, kind) or {})
        context["composer"] = replace(context["composer"], original=passed)
    seen = Seen.read(request.POST.get("seen", ""))
    news = news_since(seen, found, by=request.user) if seen and shows_news else []
    context["composer"] = composing.written_again(
        context["composer"],
        news=news,
        seen=context["composer"].seen if news or seen is None else str(seen),
        kind=kind,
        text=text,
        **{key: request.POST[key] for key in composing.HEAD if key in request.POST},
        submit_id=str(uuid4()) if is_new else request.POST.get("submit_id") or str(uuid4()),
        offers=offers.get("offers", []),
        asked=tuple(offers.get("asked", ())),
        error=error,
        wanted=wanted,
        is_held=holds,
    )
    if not request.htmx:
        return render(request, "desk/desk.html", context, status=status)
    answer = render(request, "desk/thread.html#composer", context, status=status)
    # A letter that went out brings the thread anew; one that did not must leave it standing.
    answer.headers["HX-Retarget"] = "#composer"
    answer.headers["HX-Reswap"] = "outerHTML"
    return answer


def _keep_and_return(request: MemberRequest, found: Conversation, text: str) -> HttpResponse:
    head = typed_head(request, Draft.Kind.REPLY)
    conversations.save_draft(
        found, kind=Draft.Kind.REPLY, text=text, head=head, by=request.user, now=clock.now()
    )
    return redirect("desk:conversation", place_of(request).key, found.pk)


def _read_at(request: MemberRequest, found: Conversation) -> datetime:
    """The moment from which words count: when the letter leaves."""
    now = clock.now()
    words = request.POST.get("leaves", "")[:200]
    return composing.leaving(words, found, by=request.user, now=now) or now


def _keep(request: MemberRequest, found: Conversation, kind: str) -> None:
    """The draft as the form shows it."""
    conversations.save_draft(
        found,
        kind=kind,
        text=request.POST.get("text", ""),
        head=typed_head(request, kind),
        by=request.user,
        now=clock.now(),
    )


def typed_head(request: MemberRequest, kind: str) -> dict[str, Any] | None:
    """What stands above the words and is not what was given; None where the form has no head."""
    if kind == Draft.Kind.NOTE or "to" not in request.POST:
        return None
    typed: dict[str, Any] = {
        key: request.POST[key][:10_000].replace("\0", "")  # not every database takes one
        for key in composing.HEAD
        if key in request.POST and request.POST[key] != request.POST.get(f"given_{key}", "")
    }
    if kind == Draft.Kind.FORWARD and request.POST.get("of"):
        typed["of"] = request.POST["of"][:18]
        typed["original"] = request.POST.get("original", "")[:10]
        typed["keep"] = request.POST.getlist("keep")[:200]
    return typed


def _choose_people(request: MemberRequest, found: Conversation, kind: str) -> HttpResponse:
    """Everybody the last letter went to, or whoever wrote it alone."""
    seated = seats(found)
    last = whom.suggested(
        found,
        thread(request.user, found),
        along=[seat.address for seat in seated.inside],
        without=[seat.address for seat in seated.outside],
    )
    cc = ", ".join(last.others) if request.POST["people"] == "all" else ""
    head = {**(typed_head(request, kind) or {}), "to": request.POST.get("to", ""), "cc": cc}
    conversations.save_draft(
        found,
        kind=kind,
        text=request.POST.get("text", ""),
        head=head,
        by=request.user,
        now=clock.now(),
    )
    if not request.htmx:
        return _back_to(request, found, kind)
    context = thread_context(request, place_of(request).key, found.pk)
    return render(request, "desk/thread.html#composer", context)


def _named(request: MemberRequest) -> dict[str, str]:
    return {key: request.POST.get(key, "") for key in ("to", "cc", "bcc")}


def _back_to(request: MemberRequest, found: Conversation, kind: str) -> HttpResponse:
    address = reverse("desk:conversation", args=[place_of(request).key, found.pk])
    return redirect(f"{address}?write={kind.lower()}#write")


def _take_in(
    request: MemberRequest, found: Conversation, kind: str, uploads: list[UploadedFile[Any]]
) -> list[DraftFile]:
    """Uploads as files of the draft. None is read into memory that is too large to be sent."""
    if not uploads:
        return []
    if any((file.size or 0) > settings.MOST_FILE_MIB * MIB for file in uploads):
        raise FileTooLarge
    if sum(file.size or 0 for file in uploads) > settings.MOST_LETTER_MIB * MIB:
        raise LetterTooLarge
    files = [_store(file) for file in uploads]
    return conversations.attach(found, kind=kind, files=files, by=request.user, now=clock.now())


def _store(upload: UploadedFile[Any]) -> File:
    content = upload.read()
    return File(
        name=str(upload.name)[:255],
        type=str(upload.content_type or "application/octet-stream")[:120],
        size=len(content),
        sha256=blobs.put(content),
    )
