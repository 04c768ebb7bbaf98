"""View of tags at the desk: put on and taken off, from the page or by one key."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from kept.conversations import actions as conversations
from kept.conversations.models import Tag
from kept.conversations.queries.tags import offered_tags, tags_on
from kept.conversations.rules import tag_names
from kept.desk.pages import after, find
from kept.kit import clock
from kept.kit.ids import id_in
from kept.people.doors import MemberRequest, member_door

LONGEST_TYPED = 400


@member_door("GET", "POST")
def tags(request: HttpRequest, pk: int) -> HttpResponse:
    """The quick field. It posts `names` as they were typed, or a tag to put `on` or take `off`."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    if request.method == "GET":
        there = tags_on(found)
        worn = {tag.pk for tag in there}
        context = {
            "conversation": found,
            "tags": there,
            "offered": [tag for tag in offered_tags() if tag.pk not in worn],
            "place": request.GET.get("place", "all"),
        }
        page = "desk/tags.html#menu" if request.htmx else "desk/tags.html"
        return render(request, page, context)
    by, now = request.user, clock.now()
    said = ""
    if off := request.POST.get("off"):
        one = get_object_or_404(Tag.objects.visible_to(by), pk=id_in(off))
        if conversations.untag(found, [one], by=by, now=now):
            said = _("Taken off: %(name)s.") % {"name": one.name}
    elif on := request.POST.get("on"):
        one = get_object_or_404(Tag.objects.visible_to(by), pk=id_in(on))
        if conversations.tag(found, [one], by=by, now=now):
            said = _("Tagged: %(names)s.") % {"names": one.name}
    else:
        names = tag_names(request.POST.get("names", "")[:LONGEST_TYPED])
        if not names:
            words = _("Type the name of a tag first.")
            return HttpResponse(words, status=422, content_type="text/plain")
        put_on = conversations.tag_by_names(found, names, by=by, now=now)
        if put_on:
            said = _("Tagged: %(names)s.") % {"names": ", ".join(row.tag.name for row in put_on)}
    return after(request, found, said)
