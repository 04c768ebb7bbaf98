"""The mailboxes we fetch from: an owner's matter."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.kit import clock
from kept.mail import actions, imap
from kept.mail.forms import MailboxForm
from kept.mail.models import Mailbox
from kept.people.doors import MemberRequest, owner_door


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
