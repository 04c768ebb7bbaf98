"""The form of what stands in fields: what was typed into it as changes."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from kept.fields.actions import Change
from kept.fields.controls import control, in_words
from kept.fields.queries import Held


class ValuesForm(forms.Form):
    """The fields of one conversation. `f7` is what was typed into field 7; beside it stand `g7`,
    what was there as the page was made, and `v7`, since when.
    """

    def __init__(
        self, held: Sequence[Held], typed: QueryDict | None = None, *, fold: str = ""
    ) -> None:
        # What the page did not show is not taken for emptied.
        self.held = [one for one in held if typed is None or f"g{one.pk}" in typed]
        super().__init__(typed, auto_id=f"{fold}field-%s")
        self.moved: set[int] = set()
        for one in self.held:
            self.fields[f"f{one.pk}"] = control(one)

    @property
    def rows(self) -> list[tuple[forms.BoundField, str, int]]:
        """Each with what was there as its writer saw it, and the version of that."""
        return [(self[f"f{one.pk}"], *self._seen(one)) for one in self.held]

    def show_moved(self) -> None:
        """What somebody else has filled in since stands beneath its field, and may be replaced."""
        for one in self.held:
            given, version = self._seen(one)
            is_mine = one.as_text(self.cleaned_data[f"f{one.pk}"]) not in {given, one.given}
            if is_mine and version != one.version:
                self.moved.add(one.pk)
                said = Truncator(in_words(one) or _("nothing")).chars(200)
                self[f"f{one.pk}"].help_text = _("Now: %(value)s") % {"value": said}

    def changes(self) -> list[Change]:
        """What its writer made another of; what they left alone is nobody's business."""
        found = []
        for one in self.held:
            value = self.cleaned_data[f"f{one.pk}"]
            given, version = self._seen(one)
            if one.as_text(value) != given:
                found.append(Change(one.pk, value, version))
        return found

    def _seen(self, one: Held) -> tuple[str, int]:
        if not self.is_bound or one.pk in self.moved:
            return one.given, one.version
        version = self.data.get(f"v{one.pk}", "")
        is_id = version.isascii() and version.isdecimal() and len(version) < 19
        return self.data.get(f"g{one.pk}", ""), int(version) if is_id else 0
