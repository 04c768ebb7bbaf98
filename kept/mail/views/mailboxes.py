"""Where mail is fetched from: looked for, set up, tried, and switched off."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.kit import clock
from kept.mail import actions, discovery, imap, loops
from kept.mail.alarms import ringing_at
from kept.mail.forms import AddressForm, MailboxForm
from kept.mail.models import Mailbox
from kept.mail.providers import PROVIDERS
from kept.mail.round_trips import progress_of
from kept.people.doors import MemberRequest, owner_door
from kept.ui.wording import retold


@owner_door("GET")
def mailboxes(request: MemberRequest) -> HttpResponse:
    shown = {
        "mailboxes": Mailbox.objects.visible_to(request.user).select_related("desk"),
        "held": loops.held_lately(now=clock.now()),
        "current": "settings",
    }
    return render(request, "mail/mailboxes.html", shown)


@owner_door("GET", "POST")
def add_mailbox(request: MemberRequest) -> HttpResponse:
    if request.method == "GET":
        form = MailboxForm(initial={"since": clock.now().date()})
        return _add_page(request, form, AddressForm())
    return _written(request, None)


@owner_door("POST")
def find_mailbox(request: MemberRequest) -> HttpResponse:
    """Look for the servers of an address; what is found stands in the form, and nowhere else."""
    asked = AddressForm(request.POST)
    given: dict[str, Any] = {"since": clock.now().date()}
    if not asked.is_valid():
        return _add_page(request, MailboxForm(initial=given), asked, status=422)
    address = asked.cleaned_data["address"]
    found = discovery.discover(address)
    given |= {"user": found.user if found else address}
    if found:
        given |= {"host": found.host, "port": found.port, "security": found.security}
    form = MailboxForm(initial=given, hint=found.app_password if found else "")
    provider = PROVIDERS.get(found.consent) if found else None
    return _add_page(request, form, asked, found=found, was_asked=True, provider=provider)


@owner_door("GET", "POST")
def mailbox(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Mailbox.objects.visible_to(request.user).select_related("desk"), pk=pk
    )
    if request.method == "GET":
        form = None if found.provider else MailboxForm(instance=found)
        return _page(request, form, found)
    return _written(request, found)


@owner_door("POST")
def try_mailbox(request: MemberRequest, pk: int) -> HttpResponse:
    """Sign in as the fetcher would, and say what came of it."""
    found = get_object_or_404(Mailbox.objects.visible_to(request.user), pk=pk)
    if problem := imap.problem_with(found, now=clock.now()):
        messages.warning(request, retold(problem))
    else:
        messages.success(request, _("The connection works."))
    return redirect("mail:mailbox", pk)


@owner_door("POST")
def switch_mailbox(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Mailbox.objects.visible_to(request.user), pk=pk)
    is_on = request.POST.get("is_on") == "yes"
    actions.switch_mailbox(found, is_on=is_on, by=request.user, now=clock.now())
    return redirect("mail:mailboxes")


@owner_door("GET", "POST")
def round_trip(request: MemberRequest, pk: int) -> HttpResponse:
    """Send a test and fetch it back: how far it has come, step by step."""
    found = get_object_or_404(Mailbox.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        actions.begin_round_trip(found, by=request.user, now=clock.now())
        return redirect("mail:round_trip", pk)
    shown = {
        "mailbox": found,
        "progress": progress_of(found, now=clock.now()),
        "current": "settings",
    }
    is_pane = request.htmx and "pane" in request.GET
    page = "mail/round_trip.html#page" if is_pane else "mail/round_trip.html"
    return render(request, page, shown)


def _written(request: MemberRequest, found: Mailbox | None) -> HttpResponse:
    form = MailboxForm(request.POST, instance=found)
    if not form.is_valid():
        if found is None:
            return _add_page(request, form, AddressForm(), status=422, was_asked=True)
        return _page(request, form, found, status=422)
    now = clock.now()
    if found is None:
        written = actions.add_mailbox(form.settings(), by=request.user, now=now)
    else:
        written = actions.change_mailbox(found, form.settings(), by=request.user, now=now)
    if problem := imap.problem_with(written, now=now):
        messages.warning(request, retold(problem))
    else:
        messages.success(request, _("The connection works. Mail comes within half a minute."))
    return redirect("mail:mailbox", written.pk)


def _add_page(
    request: MemberRequest,
    form: MailboxForm,
    asked: AddressForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    shown = {"form": form, "asked": asked, "current": "settings", **more}
    return render(request, "mail/add_mailbox.html", shown, status=status)


def _page(
    request: MemberRequest, form: MailboxForm | None, found: Mailbox, *, status: int = 200
) -> HttpResponse:
    provider = PROVIDERS.get(found.provider)
    shown = {
        "form": form,
        "mailbox": found,
        "provider": provider,
        "smtp_url": provider.smtp.format(user=quote(found.user, safe="")) if provider else "",
        "alarms": ringing_at(found, now=clock.now()),
        "current": "settings",
    }
    return render(request, "mail/mailbox.html", shown, status=status)
