"""View of splitting: some letters become a conversation of their own."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.conversations.actions.split import MOST
from kept.conversations.models import Conversation, Message, Note
from kept.desk import actions
from kept.desk.pages import find, place_of
from kept.kit import clock
from kept.kit.ids import id_in
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, member_door
from kept.recovery.models import Recovery

OFFERED = 100
"""The newest letters, and as many notes: whoever splits has them in mind."""


class SplitForm(forms.Form):
    subject = forms.CharField(
        label=gettext_lazy("Subject of the new conversation"), max_length=400, required=False
    )

    with_righting = forms.BooleanField(
        label=gettext_lazy("What is being put right here goes along"), required=False
    )

    def __init__(self, *given: Any, has_righting: bool, **more: Any) -> None:
        super().__init__(*given, **more)
        if not has_righting:
            del self.fields["with_righting"]


@member_door("GET", "POST")
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose letters and notes; `?from=` chooses a letter and all that came after it."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    is_righted = Recovery.objects.open().filter(conversation=found).exists()
    begun = {"subject": found.subject}
    form = SplitForm(request.POST or None, has_righting=is_righted, initial=begun)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                tie = actions.split(
                    found,
                    _ids(request, "letter"),
                    notes=_ids(request, "note"),
                    **form.cleaned_data,
                    by=request.user,
                    now=clock.now(),
                )
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                told = {"name": tie.conversation.reference}
                said = _("%(name)s is a conversation of its own now. You can undo it here.")
                messages.success(request, said % told)
                return redirect("desk:conversation", "all", tie.conversation_id)
    context = {
        "conversation": found,
        "form": form,
        "rows": _rows(request, found),
        "place": place_of(request),
        "now": clock.now(),
    }
    return render(request, "desk/split.html", context, status=status)


def _ids(request: MemberRequest, name: str) -> list[int]:
    return [pk for text in request.POST.getlist(name)[: MOST + 1] if (pk := id_in(text))]


def _rows(request: MemberRequest, found: Conversation) -> list[dict[str, Any]]:
    """The newest letters and notes in their order, and which of them are chosen."""
    letters = Message.objects.filter(conversation=found).select_related("member").order_by("-pk")
    notes = Note.objects.filter(conversation=found).select_related("member").order_by("-pk")
    begins = id_in(request.GET.get("from", ""))
    letter_rows = list(letters[:OFFERED])
    since = next((one.at for one in letter_rows if one.pk == begins), None)
    rows = []
    for name, several in (("letter", letter_rows), ("note", list(notes[:OFFERED]))):
        chosen = set(_ids(request, name))
        for one in several:
            is_behind = since is not None and one.at >= since
            if name == "letter":
                is_behind = bool(begins) and one.pk >= begins and since is not None
            rows.append(
                {
                    "name": name,
                    "one": one,
                    "is_chosen": one.pk in chosen or (request.method == "GET" and is_behind),
                }
            )
    return sorted(rows, key=lambda row: row["one"].at)
