"""What Northmoor Lamps answers often."""

from __future__ import annotations

from datetime import datetime

from kept.conversations.models import Desk, Tag
from kept.macros.actions import MacroSettings, make_macro
from kept.macros.models import Macro, MacroUse
from kept.people.models import Member

CRACKED = """\
Dear {{customer.first_name}},

I am sorry about the glass. Please keep it away from small hands; you need not send anything back. \
A new one comes in the double-wall box.

{{member.first_name}}"""
CRACKED_DE = """\
Guten Tag {{customer.name}},

das mit dem Glas tut mir leid. Bitte halten Sie es von kleinen Händen fern; zurückschicken müssen \
Sie nichts. Ein neues kommt im doppelten Karton.

{{member.first_name}}"""
DIMMER = """\
Dear {{customer.first_name}},

That is nearly always a dimmer made for older bulbs. Which one is it? A photograph of its front \
will do.

{{member.first_name}}"""
INVOICE = """\
Dear {{customer.first_name}},

The invoice is wrong, and the fault is ours: please do not pay it. The right one follows under the \
number {{conversation.number}}.

{{member.first_name}}, {{desk.name}}"""
THANKS = """\
Dear {{customer.first_name}},

I have read it out to those it is about. Thank you for writing.

{{member.first_name}}"""


def make_macros(desks: dict[str, Desk], *, by: Member, now: datetime) -> None:
    orders, billing = desks["Orders"], desks["Billing"]
    tag = {row.key: row for row in Tag.objects.all()}
    for many, at, chosen in (
        (
            31,
            orders,
            MacroSettings(
                "Sorry, cracked glass",
                orders,
                CRACKED,
                texts={"de": CRACKED_DE},
                tags=[tag["breakage"]],
                assign=Macro.Assign.ME,
            ),
        ),
        (17, orders, MacroSettings("Which dimmer?", orders, DIMMER, tags=[tag["repair"]])),
        (
            9,
            orders,
            MacroSettings(
                "Thank you for the praise", None, THANKS, status="CLOSED", tags=[tag["praise"]]
            ),
        ),
        (22, billing, MacroSettings("Wrong invoice", billing, INVOICE, tags=[tag["invoice"]])),
        (4, orders, MacroSettings("In no hurry", None, priority="LOW", status="ON_HOLD")),
    ):
        macro = make_macro(chosen, by=by, now=now)
        MacroUse.objects.create(macro=macro, desk=at, count=many)
