"""What one may type, with its meaning: shown where somebody looks for it, and so kept true."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Example:
    typed: str
    means: str


def examples() -> list[Example]:
    return [
        Example(
            "kettle",
            _("the word, in any of its forms, in letters, notes, files, subjects and names"),
        ),
        Example("kett*", _("what begins so")),
        Example('"blue invoice"', _("these words, one after the other")),
        Example("-refund", _("without this; a minus may stand before anything")),
        Example("K-1042", _("the conversation of this number")),
        Example("from:mara@shop.example", _("who wrote; a domain or a name will do")),
        Example("to:shop.example", _("whom we wrote to")),
        Example("subject:lamp", _("in the subject alone")),
        Example("note:deposit", _("in our notes alone")),
        Example(
            "file:invoice",
            _("in a file that came or went along: in its name, or in what is written in it"),
        ),
        Example("desk:orders", _("at this desk; several are taken as either")),
        Example("tag:vip", _("with this tag; -tag:vip is without it")),
        Example("priority:urgent", _("also high, normal, low; several are taken as either")),
        Example(
            "is:open", _("also waiting, hold, closed, spam, unassigned, mine, unread, overdue")
        ),
        Example("assigned:me", _("in whose hands: me, nobody, or a name")),
        Example("has:attachment", _("also note, promise")),
        Example("order:4711", _("a field of your house; numbers and days compare: amount:>100")),
        Example("promised:<2d", _("a promise is due within two days; also today, or a day")),
        Example("after:7d", _("touched in the last week; also before:, also 2031-03-04")),
    ]
