"""Every change to what is put right, one verb a function."""

from kept.recovery.actions.afresh import ask_fresh_start, start_afresh
from kept.recovery.actions.appeals import answer_appeal, appeal_boundary, appeal_decision
from kept.recovery.actions.boundaries import (
    end_contact,
    lift,
    note_boundary,
    review_boundary,
    warn,
)
from kept.recovery.actions.breaks import decline_break, take_break
from kept.recovery.actions.carry import (
    carry_recoveries,
    carry_recoveries_of,
    give_back_recoveries,
)
from kept.recovery.actions.decisions import decide, reconsider, see_it_differently
from kept.recovery.actions.errors import (
    AlreadyAnswered,
    AlreadyAppealed,
    AlreadyClosed,
    BothEnded,
    NeedsReason,
    NeedsWords,
    NobodyJudges,
    NoBreak,
    NotChecked,
    NotItsTurn,
    NotWarned,
    NotWithin,
    SaidAnew,
)
from kept.recovery.actions.follow import follow_gesture, follow_promise, weigh_open
from kept.recovery.actions.heard import close_as_heard, listen, stop_listening
from kept.recovery.actions.letters import prepare_letter
from kept.recovery.actions.opening import open_for_promise, open_recovery, withdraw
from kept.recovery.actions.remedy import give_remedy, say_remedy
from kept.recovery.actions.steps import (
    agree,
    confirm_fixed,
    deny_fixed,
    do_step,
    fix,
    follow_up,
    log_cause,
    plan_follow_up,
    skip,
)

__all__ = [
    "AlreadyAnswered",
    "AlreadyAppealed",
    "AlreadyClosed",
    "BothEnded",
    "NeedsReason",
    "NeedsWords",
    "NoBreak",
    "NobodyJudges",
    "NotChecked",
    "NotItsTurn",
    "NotWarned",
    "NotWithin",
    "SaidAnew",
    "agree",
    "answer_appeal",
    "appeal_boundary",
    "appeal_decision",
    "ask_fresh_start",
    "carry_recoveries",
    "carry_recoveries_of",
    "close_as_heard",
    "confirm_fixed",
    "decide",
    "decline_break",
    "deny_fixed",
    "do_step",
    "end_contact",
    "fix",
    "follow_gesture",
    "follow_promise",
    "follow_up",
    "give_back_recoveries",
    "give_remedy",
    "lift",
    "listen",
    "log_cause",
    "note_boundary",
    "open_for_promise",
    "open_recovery",
    "plan_follow_up",
    "prepare_letter",
    "reconsider",
    "review_boundary",
    "say_remedy",
    "see_it_differently",
    "skip",
    "start_afresh",
    "stop_listening",
    "take_break",
    "warn",
    "weigh_open",
    "withdraw",
]
