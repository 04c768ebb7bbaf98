"""Views of links between conversations: made by number, taken off."""

from __future__ import annotations

import re
from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.conversations.actions import relate, unrelate
from kept.conversations.models import Conversation, Relation
from kept.conversations.queries import standing_for
from kept.conversations.queries.relations import links_of
from kept.desk.pages import find, place_of
from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, member_door

ROLES = [
    ("RELATED", gettext_lazy("It has to do with this one")),
    ("CHILD", gettext_lazy("It is a part of this one")),
    ("PARENT", gettext_lazy("This one is a part of it")),
]


class LinkForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Number of the other conversation"),
        max_length=30,
        help_text=gettext_lazy("Such as K-1042, at any desk you see."),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=ROLES,
        initial="RELATED",
        widget=forms.RadioSelect,
    )

    def clean_number(self) -> int:
        typed = str(self.cleaned_data["number"]).strip().upper()
        found = re.fullmatch(r"(?:K-?)?([1-9][0-9]{0,17})", typed)
        if found is None:
            raise forms.ValidationError(_("A number looks like K-1042."))
        return int(found[1])


@member_door("GET", "POST")
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Link it with another conversation, named by its number."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    form = LinkForm(request.POST or None, initial={"role": "RELATED"})
    if request.method == "POST" and form.is_valid():
        seen = Conversation.objects.visible_to(request.user).select_related("merged_into")
        named = seen.filter(pk=form.cleaned_data["number"]).first()
        if named is None:
            form.add_error("number", _("There is no such conversation that you may see."))
        else:
            try:
                _relate(request, found, standing_for(named), form.cleaned_data["role"])
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, _("Linked."))
                return redirect("desk:conversation", place_of(request).key, pk)
    context = {
        "conversation": found,
        "form": form,
        "links": links_of(found, request.user),
        "place": place_of(request),
        "fold": "",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/link.html", context, status=status)


@member_door("POST")
def unlink(request: HttpRequest, pk: int, relation: int) -> HttpResponse:
    """Only where both ends are seen."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    seen = {linked.relation for linked in links_of(found, request.user)}
    ends = Relation.objects.filter(pk__in=seen).select_related("conversation", "other")
    row = get_object_or_404(ends, pk=relation)
    unrelate(row, by=request.user, now=clock.now())
    messages.success(request, _("The link is off."))
    return redirect("desk:conversation", place_of(request).key, pk)


def _relate(request: MemberRequest, found: Conversation, named: Conversation, role: str) -> None:
    kind = Relation.Kind.RELATED if role == "RELATED" else Relation.Kind.CHILD
    one, other = (named, found) if role == "CHILD" else (found, named)
    relate(one, other, kind=kind, by=request.user, now=clock.now())
