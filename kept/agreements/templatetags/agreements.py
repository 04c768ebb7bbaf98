"""Agreements on the page: how one stands, how a promise is kept, when a clock applies."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.agreements.models import Agreement, Clause, Review
from kept.agreements.queries import LATEST, Standing
from kept.agreements.wording import kind_of_agreement, state_of_agreement, working_time
from kept.ui.wording import likely_in_words

register = template.Library()

_MARKS = {
    Agreement.State.DRAFT: ("pen", "open"),
    Agreement.State.MEETING: ("s-offered", "offered"),
    Agreement.State.LIVING: ("s-kept", "kept"),
    Agreement.State.OVERDUE: ("s-soon", "soon"),
    Agreement.State.ENDED: ("s-released", "released"),
}
_FEELINGS = {
    Review.Feeling.WELL: ("s-kept", "kept"),
    Review.Feeling.MIXED: ("s-soon", "soon"),
    Review.Feeling.HARD: ("s-overdue", "overdue"),
}


@register.inclusion_tag("agreements/mark.html")
def agreement_state(agreement: Agreement) -> dict[str, str]:
    icon, tone = _MARKS[Agreement.State(agreement.state)]
    return {"icon": icon, "tone": tone, "words": state_of_agreement(agreement)}


@register.simple_tag
def agreement_kind(agreement: Agreement) -> str:
    """ "Agreement with a customer"."""
    return kind_of_agreement(agreement)


@register.inclusion_tag("agreements/mark.html")
def feeling(code: str, name: str) -> dict[str, str]:
    """How it goes for a side: "Hotel Tidewater: “It goes well”"."""
    icon, tone = _FEELINGS[Review.Feeling(code)]
    words = _("%(name)s: “%(feeling)s”") % {
        "feeling": Review.Feeling(code).label,
        "name": name,
    }
    return {"icon": icon, "tone": tone, "words": words}


@register.inclusion_tag("agreements/share.html")
def kept_of(standing: Standing) -> dict[str, Any]:
    """Of so many promises that came due; a share only where it says something."""
    return {"standing": standing, "latest": LATEST}


@register.simple_tag
def kept_in_words(standing: Standing) -> str:
    """The same in one line: "Kept 31 of 34, likely 77 to 97 %", "Kept 3 of 4 so far"."""
    if not standing.due:
        return _("None has come due yet")
    counted = {"kept": standing.kept, "due": standing.due}
    if not standing.share.is_worth_it:
        return _("Kept %(kept)d of %(due)d so far") % counted
    told = counted | {"likely": likely_in_words(standing.share)}
    return _("Kept %(kept)d of %(due)d, %(likely)s") % told


@register.simple_tag
def held_in_talks(standing: Standing) -> str:
    """How one promise in words did: "Held in 2 of 3 talks"; empty before the first talk."""
    if not standing.due:
        return ""
    if standing.due == 1:
        if standing.kept:
            return _("Held, in the one talk so far")
        return _("Not held, in the one talk so far")
    counted = {"kept": standing.kept, "due": standing.due}
    if not standing.kept:
        text = ngettext(
            "Not held in any of %(due)d talk", "Not held in any of %(due)d talks", standing.due
        )
        return text % counted
    text = ngettext(
        "Held in %(kept)d of %(due)d talk", "Held in %(kept)d of %(due)d talks", standing.due
    )
    return text % counted


@register.simple_tag
def held_in_words(standing: Standing) -> str:
    """All promises in words of a side together, over all the talks."""
    if standing.due == 1:
        if standing.kept:
            return _("Promises in words: held the one time looked back on")
        return _("Promises in words: not held the one time looked back on")
    text = ngettext(
        "Promises in words: held %(kept)d of the %(due)d time looked back on",
        "Promises in words: held %(kept)d of the %(due)d times looked back on",
        standing.due,
    )
    return text % {"kept": standing.kept, "due": standing.due}


@register.simple_tag
def applies(clause: Clause) -> str:
    """What a clock is and where it applies: "First answer, 4 working hours, only for ..."."""
    if not clause.minutes:
        return ""
    told = [capfirst(str(clause.get_kind_display())), working_time(clause.minutes)]
    if clause.desk:
        told.append(_("only at %(desk)s") % {"desk": clause.desk.name})
    if clause.organisation:
        told.append(_("only for %(name)s") % {"name": clause.organisation.name})
    if clause.subject_words:
        told.append(_("where the subject says %(words)s") % {"words": clause.subject_words})
    return ", ".join(told)
