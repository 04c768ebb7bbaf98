"""The tray, mailboxes, and what a letter holds: its HTML, its pictures, its files."""

from __future__ import annotations

from typing import TypeVar

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.conversations.access import messages_visible_to
from kept.conversations.models import Attachment, MessageHtml
from kept.kit import blobs, clock, tokens
from kept.kit.html import clean
from kept.kit.refusals import Refusal
from kept.mail import actions, imap, pictures, queries, spool
from kept.mail.drawing import NoPicture
from kept.mail.forms import BlockForm, FileByHandForm, MailboxForm
from kept.mail.models import BlockedSender, Delivery, Mailbox, Outgoing
from kept.people.doors import MemberRequest, member_door, owner_door, signed_link_door

Answer = TypeVar("Answer", bound=HttpResponseBase)

LETTER_POLICY = "; ".join(
    [
        "sandbox",
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src 'self' data:",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    ]
)
FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
_FRAME = (
    '<!doctype html><html><head><meta charset="utf-8">'
    "<style>body{margin:0;padding:4px 0;font:15px/1.5 system-ui,sans-serif;color:#1b1b1b;"
    "background:#fff;overflow-wrap:anywhere}img{max-width:100%%;height:auto}"
    "table{max-width:100%%}</style></head><body>%s</body></html>"
)


@member_door("GET")
def tray(request: MemberRequest) -> HttpResponse:
    return render(
        request, "mail/tray.html", {"entries": queries.tray(request.user), "current": "settings"}
    )


@member_door("GET")
def delivery(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Delivery.objects.visible_to(request.user).in_tray(), pk=pk)
    shown = {
        "delivery": found,
        "opened": queries.opened(found),
        "form": FileByHandForm(member=request.user, initial={"desk": found.desk_id}),
    }
    return render(request, "mail/delivery.html", shown)


@member_door("POST")
def try_again(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Delivery.objects.visible_to(request.user), pk=pk)
    actions.try_again(found, by=request.user, now=clock.now())
    messages.success(request, _("It will be read again in a moment."))
    return redirect("mail:tray")


@member_door("POST")
def set_aside(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Delivery.objects.visible_to(request.user), pk=pk)
    actions.set_aside(found, by=request.user, now=clock.now())
    messages.success(request, _("Set aside. The file stays for a month."))
    return redirect("mail:tray")


@member_door("POST")
def file_by_hand(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Delivery.objects.visible_to(request.user), pk=pk)
    form = FileByHandForm(request.POST, member=request.user)
    if not form.is_valid():
        shown = {"delivery": found, "opened": queries.opened(found), "form": form}
        return render(request, "mail/delivery.html", shown, status=422)
    message = actions.file_by_hand(
        found, desk=form.cleaned_data["desk"], by=request.user, now=clock.now()
    )
    messages.success(request, _("Filed as %(name)s.") % {"name": message.conversation.reference})
    return redirect("mail:tray")


@member_door("GET")
def raw(request: MemberRequest, pk: int) -> HttpResponse:
    """The mail byte for byte, to be saved and never shown."""
    found = get_object_or_404(Delivery.objects.visible_to(request.user).in_tray(), pk=pk)
    try:
        _spooled, content = spool.read(found.spool_name)
    except (FileNotFoundError, spool.Torn) as error:
        raise Http404 from error
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="letter-{found.pk}.eml"'
    return _harmless(answer)


@member_door("POST")
def send_again(request: MemberRequest, pk: int) -> HttpResponse:
    copy = get_object_or_404(Outgoing.objects.visible_to(request.user), pk=pk)
    actions.send_again(copy, by=request.user, now=clock.now())
    messages.success(request, _("It goes out once more, with the same words."))
    return redirect("desk:conversation", "all", copy.message.conversation_id)


@member_door("GET")
def text(request: MemberRequest, message: int) -> HttpResponse:
    """All of a letter's words, as plain text: for those too long for a page."""
    found = get_object_or_404(messages_visible_to(request.user), pk=message)
    words = "\n\n".join(filter(None, [found.text, found.signature, found.quoted]))
    return _harmless(HttpResponse(words, content_type="text/plain; charset=utf-8"))


@member_door("GET")
def letter(request: MemberRequest, message: int) -> HttpResponse:
    """A letter's own HTML for a sandboxed frame: cleaned, without scripts, asking nobody."""
    now = clock.now()
    found = get_object_or_404(messages_visible_to(request.user), pk=message)
    source = MessageHtml.objects.filter(message=found).first()
    if source is None:
        raise Http404
    wants_pictures = request.GET.get("images") == "1"
    cleaned = clean(
        source.html,
        cid=pictures.addresses_within(found, now=now),
        picture=pictures.addresses_outside(now=now) if wants_pictures else None,
    )
    answer = HttpResponse(_FRAME % cleaned.html)
    answer["Content-Security-Policy"] = LETTER_POLICY
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
    answer = _harmless(HttpResponse(content, content_type=kind))
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@member_door("GET")
def file(request: MemberRequest, attachment: int) -> HttpResponseBase:
    """A file of a letter the member may see: always saved, never opened here."""
    visible = Attachment.objects.filter(message__in=messages_visible_to(request.user))
    found = get_object_or_404(visible, pk=attachment)
    try:
        content = blobs.path_of(found.sha256).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = found.name or f"file-{found.pk}"
    answer = FileResponse(
        content, as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    return _harmless(answer)


@member_door("GET", "POST")
def blocked(request: MemberRequest) -> HttpResponse:
    """Who is blocked, and a form to block another; `?value=` and `?desk=` fill it."""
    status = 200
    if request.method == "POST":
        form = BlockForm(request.POST, member=request.user)
        if form.is_valid():
            try:
                actions.block(**form.cleaned_data, by=request.user, now=clock.now())
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, _("Blocked. Their next letter goes to Spam."))
                return redirect("mail:blocked")
        status = 422
    else:
        form = BlockForm(initial=request.GET.dict(), member=request.user)
    rows = queries.blocked(request.user)
    context = {"rows": rows, "form": form, "current": "settings"}
    return render(request, "mail/blocked.html", context, status=status)


@member_door("POST")
def unblock(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(BlockedSender.objects.visible_to(request.user), pk=pk)
    actions.unblock(found, by=request.user, now=clock.now())
    messages.success(request, _("Their next letter comes as any other."))
    return redirect("mail:blocked")


@owner_door("GET")
def mailboxes(request: MemberRequest) -> HttpResponse:
    found = Mailbox.objects.visible_to(request.user).select_related("desk")
    return render(request, "mail/mailboxes.html", {"mailboxes": found, "current": "settings"})


@owner_door("GET", "POST")
def add_mailbox(request: MemberRequest) -> HttpResponse:
    if request.method == "GET":
        form = MailboxForm(initial={"since": clock.now().date()})
        return render(request, "mail/mailbox.html", {"form": form, "current": "settings"})
    return _written(request, None)


@owner_door("GET", "POST")
def mailbox(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Mailbox.objects.visible_to(request.user), pk=pk)
    if request.method == "GET":
        shown = {"form": MailboxForm(instance=found), "mailbox": found, "current": "settings"}
        return render(request, "mail/mailbox.html", shown)
    return _written(request, found)


@owner_door("POST")
def try_mailbox(request: MemberRequest, pk: int) -> HttpResponse:
    """Sign in as the fetcher would, and say what came of it."""
    found = get_object_or_404(Mailbox.objects.visible_to(request.user), pk=pk)
    if problem := imap.problem_with(found, now=clock.now()):
        messages.warning(request, problem)
    else:
        messages.success(request, _("The connection works."))
    return redirect("mail:mailboxes")


@owner_door("POST")
def switch_mailbox(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Mailbox.objects.visible_to(request.user), pk=pk)
    is_on = request.POST.get("is_on") == "yes"
    actions.switch_mailbox(found, is_on=is_on, by=request.user, now=clock.now())
    return redirect("mail:mailboxes")


def _written(request: MemberRequest, found: Mailbox | None) -> HttpResponse:
    form = MailboxForm(request.POST, instance=found)
    if not form.is_valid():
        shown = {"form": form, "mailbox": found, "current": "settings"}
        return render(request, "mail/mailbox.html", shown, status=422)
    now = clock.now()
    if found is None:
        written = actions.add_mailbox(form.settings(), by=request.user, now=now)
    else:
        written = actions.change_mailbox(found, form.settings(), by=request.user, now=now)
    if problem := imap.problem_with(written, now=now):
        messages.warning(request, problem)
    else:
        messages.success(request, _("The connection works. Mail comes within half a minute."))
    return redirect("mail:mailboxes")


def _harmless(answer: Answer) -> Answer:
    """Whatever the bytes are, nothing in them runs."""
    answer["Content-Security-Policy"] = FILE_POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return answer
