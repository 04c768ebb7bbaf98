"""What the steps are called."""

from __future__ import annotations

from django.utils.translation import gettext as _


def step_title(step: str) -> str:
    return {
        "house": _("Who you are"),
        "desk": _("A desk with its address"),
        "mail": _("The way in for mail"),
        "hours": _("When you work"),
        "people": _("Who works with you"),
        "letter": _("A first letter"),
        "answer": _("Your answer"),
    }.get(step, _("You can begin"))
