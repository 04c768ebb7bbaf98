"""Actions: what a rule may do, and what of it would change something."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from kept.automation.rules.sheet import Sheet

MOST = 20
LONGEST = 5_000
LONGEST_NAME = 20

DOES: dict[str, str] = {
    "REPLY": "letter",
    "MACRO": "macro",
    "PRIORITY": "priority",
    "TAG": "tag",
    "UNTAG": "tag",
    "ASSIGN": "member",
    "UNASSIGN": "",
    "TEAM": "team",
    "FIELD": "given",
    "STATUS": "working_status",
    "SNOOZE": "span",
    "NOTE": "note",
    "NOTIFY": "hearer",
    "CLOSE": "",
}
"""Of which kind the value of each is; "" needs none. What is new here needs a place in
`actions.acts`, in `wording` and in `forms`, which a test holds together."""

WRITES = {"REPLY", "MACRO"}
"""What leaves the house."""


@dataclass(frozen=True, slots=True)
class Act:
    """`unit` is that of a span, HOURS or DAYS. `field` is the id of the field that is set."""

    do: str
    value: str = ""
    unit: str = ""
    field: str = ""

    def stored(self) -> dict[str, str]:
        every = asdict(self)
        return every if self.field else {name: every[name] for name in ("do", "value", "unit")}


@dataclass(frozen=True, slots=True)
class Effect:
    """What came of an action: DONE, SAME where it was so already, REFUSED for the reason in `why`.

    `why` is a stored sentence.
    """

    act: Act
    came: str
    why: str = ""

    def stored(self) -> dict[str, Any]:
        return {**self.act.stored(), "came": self.came, "why": self.why}


def act_of(stored: dict[str, Any]) -> Act:
    told = (stored.get(name, "") for name in ("value", "unit", "field"))
    return Act(stored["do"], *told)


def is_so_already(act: Act, sheet: Sheet) -> bool:
    """Whether the action would change nothing, as far as a sheet can tell."""
    match act.do:
        case "PRIORITY":
            return sheet.priority == act.value
        case "TAG":
            return act.value in map(str, sheet.tags)
        case "UNTAG":
            return act.value not in map(str, sheet.tags)
        case "ASSIGN":
            return str(sheet.assignee) == act.value
        case "TEAM":
            return str(sheet.team) == act.value
        case "UNASSIGN":
            return sheet.assignee == 0
        case "STATUS":
            return sheet.status == act.value
        case "CLOSE":
            return sheet.status == "CLOSED"
        case "SNOOZE":
            return sheet.status == "ON_HOLD"
    return False


def why_not_write(sheet: Sheet) -> str:
    """Why no letter of a rule may answer this; a code, "" where one may."""
    if sheet.is_automatic:
        return "MACHINE"
    return "SUSPICIOUS" if sheet.is_suspicious else ""


def plain_name(name: str) -> str:
    """What somebody calls themselves, as far as it can be nothing else: one word of letters."""
    first = name.split()[:1]
    word = first[0] if first else ""
    is_plain = word.replace("-", "").replace("’", "").replace("'", "").isalpha()
    return word if is_plain and len(word) <= LONGEST_NAME else ""


def came_of(effects: list[Effect]) -> str:
    """What came of a run as a whole, as `Run.Came` has it."""
    each = {one.came for one in effects}
    if "REFUSED" in each:
        return "PARTLY" if "DONE" in each else "REFUSED"
    return "DONE" if "DONE" in each else "SAME"
