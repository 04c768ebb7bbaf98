"""Every change to notices, one verb a function."""

from kept.notices.actions.agreed import tell_of_agreement
from kept.notices.actions.alarms import mark_alarm_seen, settle_alarm, tell_of_alarm
from kept.notices.actions.browsers import (
    NoBrowser,
    TooManyBrowsers,
    add_browser,
    forget_gone,
    push_key,
    remove_browser,
)
from kept.notices.actions.calendar import make_calendar_link, withdraw_calendar_link
from kept.notices.actions.choose import HalfQuiet, choose, choose_for_desk
from kept.notices.actions.granted import settle_grant, tell_of_grant
from kept.notices.actions.improved import tell_of_change, tell_of_friction, tell_of_huddle
from kept.notices.actions.see import mark_all_seen, mark_seen, settle_away, settle_notices
from kept.notices.actions.tell import preference_of, tell
from kept.notices.actions.whose import see_there, settle_handoff, tell_of_conversation

__all__ = [
    "HalfQuiet",
    "NoBrowser",
    "TooManyBrowsers",
    "add_browser",
    "choose",
    "choose_for_desk",
    "forget_gone",
    "make_calendar_link",
    "mark_alarm_seen",
    "mark_all_seen",
    "mark_seen",
    "preference_of",
    "push_key",
    "remove_browser",
    "see_there",
    "settle_alarm",
    "settle_away",
    "settle_grant",
    "settle_handoff",
    "settle_notices",
    "tell",
    "tell_of_agreement",
    "tell_of_alarm",
    "tell_of_change",
    "tell_of_conversation",
    "tell_of_friction",
    "tell_of_grant",
    "tell_of_huddle",
    "withdraw_calendar_link",
]
