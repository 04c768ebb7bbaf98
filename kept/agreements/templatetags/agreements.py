"""Agreements on the page: how one stands, how a promise is kept, when a clock applies."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.agreements.models import Agreement, Clause, Review
from kept.agreements.queries import Standing
from kept.agreements.wording import working_time
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
    return {"icon": icon, "tone": tone, "words": agreement.get_state_display()}


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
def kept_of(standing: Standing) -> dict[str, Standing]:
    """Of so many promises that came due; a share only where it says something."""
    return {"standing": standing}


@register.simple_tag
def kept_in_words(standing: Standing, *, of_talks: bool = False) -> str:
    """The same in one line: "31 of 34, likely 77 to 97 %", "3 of 4 so far"."""
    if not standing.due:
        return "" if of_talks else _("None has come due yet")
    counted = {"kept": standing.kept, "due": standing.due}
    if of_talks:
        text = ngettext(
            "Held in %(kept)d of %(due)d talk", "Held in %(kept)d of %(due)d talks", standing.due
        )
        return text % counted
    if not standing.share.is_worth_it:
        return _("%(kept)d of %(due)d so far") % counted
    told = counted | {"likely": likely_in_words(standing.share)}
    return _("%(kept)d of %(due)d, %(likely)s") % told


@register.simple_tag
def applies(clause: Clause) -> str:
    """What a clock is and where it applies: "First answer, 4 working hours, only for ..."."""
    if not clause.minutes:
        return ""
    told = [str(clause.get_kind_display()).capitalize(), working_time(clause.minutes)]
    if clause.desk:
        told.append(_("only at %(desk)s") % {"desk": clause.desk.name})
    if clause.organisation:
        told.append(_("only for %(name)s") % {"name": clause.organisation.name})
    if clause.subject_words:
        told.append(_("where the subject says %(words)s") % {"words": clause.subject_words})
    return ", ".join(told)
