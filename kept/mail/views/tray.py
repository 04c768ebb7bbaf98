"""The tray: mails that wait for a person, and copies that may not have arrived."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.kit import clock
from kept.mail import actions, queries, spool
from kept.mail.forms import FileByHandForm
from kept.mail.models import Delivery, Outgoing
from kept.mail.views.harmless import harmless
from kept.people.doors import MemberRequest, member_door


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
    return harmless(answer)


@member_door("POST")
def send_again(request: MemberRequest, pk: int) -> HttpResponse:
    copy = get_object_or_404(Outgoing.objects.visible_to(request.user), pk=pk)
    actions.send_again(copy, by=request.user, now=clock.now())
    messages.success(request, _("It goes out once more, with the same words."))
    return redirect("desk:conversation", "all", copy.message.conversation_id)
