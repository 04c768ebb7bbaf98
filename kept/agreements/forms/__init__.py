"""Checks of what was typed about an agreement."""

from kept.agreements.forms.beginning import (
    BeginBetweenTeamsForm,
    BeginWithCustomerForm,
    BeginWithEverybodyForm,
    TermsForm,
)
from kept.agreements.forms.drafting import ClauseForm, MeasureForm, of_clause
from kept.agreements.forms.living import EndForm, ReviewForm, SayBackForm
from kept.agreements.forms.sending import SendForm

__all__ = [
    "BeginBetweenTeamsForm",
    "BeginWithCustomerForm",
    "BeginWithEverybodyForm",
    "ClauseForm",
    "EndForm",
    "MeasureForm",
    "ReviewForm",
    "SayBackForm",
    "SendForm",
    "TermsForm",
    "of_clause",
]
