"""Improvement in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kept.improvement.rules import RateRatio


def usual_letter() -> str:
    """What whoever was refused before is told, until somebody writes it better."""
    return _(
        "Dear {{name}},\n\n{{then}}\n\nYou were right to ask. We have changed the rule, also "
        "because of you, and would decide otherwise today. If it still matters to you, just answer "
        "this letter.\n\nIf you would rather not hear of such changes, you can say so on your "
        "page: {{page}}"
    )


def ratio_words(ratio: RateRatio) -> str:
    """What came before and since, and what that says."""
    told = {"before": ratio.before, "after": ratio.after, "days": ratio.days}
    counted = _("%(before)s in the %(days)s days before, %(after)s in the %(days)s days since.")
    verdict = {
        "better": _("It comes less often now, as far as chance goes."),
        "worse": _("It comes more often now, as far as chance goes."),
        "unclear": _("That may be chance: it says nothing for sure yet."),
    }
    return f"{counted % told} {verdict[ratio.verdict]}"


STEP_WORDS = {
    "CONNECT": lambda: (_("Connect"), _("Somebody who leads has spoken with whoever raised it.")),
    "RECOGNISE": lambda: (_("Recognise"), _("Whoever raised it has been thanked.")),
    "ANALYSE": lambda: (_("Analyse"), _("Cause and impact are written down.")),
    "FOLLOW_UP": lambda: (_("Follow up"), _("Somebody has looked whether it helped.")),
    "TALK": lambda: (_("Talk"), _("It came before a huddle.")),
}
