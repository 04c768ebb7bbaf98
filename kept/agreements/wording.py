"""Agreements, clocks and standings in words, translatable."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.agreements.models import Agreement, Clause


def kind_of_agreement(agreement: Agreement) -> str:
    """ "Agreement with a customer": it says by itself what it tells of."""
    if agreement.kind == Agreement.Kind.CUSTOMER:
        return _("Agreement with a customer")
    if agreement.kind == Agreement.Kind.TEAMS:
        return _("Agreement between two teams")
    return _("Agreement with everybody")


def state_of_agreement(agreement: Agreement) -> str:
    """How it stands. What lives is, to whoever reads it, in force."""
    if agreement.state == Agreement.State.LIVING:
        return _("In force")
    return str(agreement.get_state_display())


def words_of_clock(kind: str, minutes: int) -> str:
    """What a clock promises when nobody has found better words: the customer reads them."""
    span = working_time(minutes)
    if kind == Clause.Kind.FIRST_ANSWER:
        return _("You hear from us within %(span)s.") % {"span": span}
    if kind == Clause.Kind.NEXT_ANSWER:
        return _("Whenever you write again, you hear from us within %(span)s.") % {"span": span}
    return _("It is settled within %(span)s.") % {"span": span}


def working_time(minutes: int) -> str:
    """ "4 working hours", "90 working minutes"."""
    hours, rest = divmod(minutes, 60)
    if rest or not hours:
        return ngettext("%(n)d working minute", "%(n)d working minutes", minutes) % {"n": minutes}
    return ngettext("%(n)d working hour", "%(n)d working hours", hours) % {"n": hours}
