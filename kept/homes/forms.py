"""What of our word is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kept.conversations.models import Desk
from kept.promises.models import Promise

SPANS = (3, 6, 12)
USUAL = 6


class WordForm(forms.Form):
    """Desk, kind and months. What is not on offer is as if nobody had asked for it.

    `desks` None: there is none to choose, in a member's own word.
    """

    desk = forms.ChoiceField(label=gettext_lazy("Desk"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    months = forms.TypedChoiceField(label=gettext_lazy("Time"), required=False, coerce=int)

    def __init__(
        self, given: Mapping[str, str], *, desks: Iterable[Desk] | None, kinds: Iterable[str]
    ) -> None:
        choices: dict[str, list[tuple[str, Any]]] = {
            "desk": [("", _("All desks")), *((one.slug, one.name) for one in desks or ())],
            "kind": [("", _("All kinds")), *((one, named(one)) for one in kinds)],
            "months": [(str(n), spelled(n)) for n in SPANS],
        }
        known = {
            name: given[name]
            for name, offered in choices.items()
            if given.get(name) in {value for value, _label in offered}
        }
        super().__init__({"months": str(USUAL)} | known)
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        if desks is None:
            del self.fields["desk"]
        self.full_clean()

    @property
    def desk_slug(self) -> str:
        return str(self.cleaned_data.get("desk", ""))

    @property
    def kind_chosen(self) -> str:
        return str(self.cleaned_data["kind"])

    @property
    def span(self) -> int:
        return int(self.cleaned_data["months"] or USUAL)

    @property
    def query(self) -> str:
        """The same choice for another address."""
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.desk_slug or self.kind_chosen)


def named(kind: str) -> str:
    label = str(Promise.Kind(kind).label)
    return label[:1].upper() + label[1:]


def spelled(months: int) -> str:
    return ngettext("{n} month", "{n} months", months).format(n=months)
