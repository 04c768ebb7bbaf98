"""What should be done, in sentences; `rules.advice` says which and with what values."""

from __future__ import annotations

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy

from kept.reports.rules.advice import Advice
from kept.reports.wording import length, percent, weekday

_SENTENCES: dict[str, str | Lazy] = {
    "busiest_waits": gettext_lazy(
        "{day}, {hour}:00 to {until}:00, takes in {share} of the letters, and they wait "
        "longer than others: {median} at the median, {rest} at other times. Let one more of "
        "you answer then, or keep other work out of these hours."
    ),
    "busiest": gettext_lazy(
        "{day}, {hour}:00 to {until}:00, takes in {share} of the letters. Keep other work out "
        "of these hours."
    ),
    "busiest_is_served": gettext_lazy(
        "{day}, {hour}:00 to {until}:00, takes in {share} of the letters, and they wait no "
        "longer than others: {median} at the median, {rest} at other times. Nothing to "
        "change."
    ),
    "evenly": gettext_lazy(
        "{n} letters came, and no hours of the week stand out. Nothing to change."
    ),
    "slowest": gettext_lazy(
        "Letters of {day}, {hour}:00 to {until}:00, wait longest: {median} at the median, "
        "{rest} at other times. See who is there in the hours after."
    ),
    "more": gettext_lazy(
        "{now} letters came, clearly more than the {before} before. See what they have in "
        "common, and answer it once for all."
    ),
    "more_of_part": gettext_lazy(
        "{now} letters came, clearly more than the {before} before. Most of what is new, "
        "{more}, stands under “{part}”. Look there for the one cause behind it."
    ),
    "fewer": gettext_lazy(
        "{now} letters came, clearly fewer than the {before} before. There is time for what is old."
    ),
    "as_before": gettext_lazy(
        "{now} letters came, {before} before: no clear difference. Nothing to change."
    ),
    "first_slower": gettext_lazy(
        "The first answer takes {now} at the median, clearly longer than the {before} before. "
        "Begin with what nobody has taken yet."
    ),
    "part_slower": gettext_lazy(
        "Under “{part}” the first answer takes {now} at the median, {rest} elsewhere. See "
        "whether somebody can help out there."
    ),
    "next_slower": gettext_lazy(
        "Whoever writes again waits {now} at the median, whoever writes first {rest}. Begin "
        "the day with those you have answered before."
    ),
    "answers_steady": gettext_lazy(
        "The first answer takes {now} at the median, and nine in ten have it within {long}. "
        "Nobody clearly waits longer than others. Nothing to change."
    ),
    "part_comes_back": gettext_lazy(
        "Under “{part}”, {share} of what was closed came back, {rest} elsewhere. Read the "
        "last answers of some of them: what did they leave open?"
    ),
    "comes_back": gettext_lazy(
        "{n} of {of} came back after they were closed, likely {low} to {high}. Ask at the end "
        "of an answer whether anything is left open."
    ),
    "resolution_slower": gettext_lazy(
        "From the first letter to the end takes {now} at the median, clearly longer than the "
        "{before} before. See who has not written for a week, and ask again or close."
    ),
    "stays_closed": gettext_lazy(
        "{n} of {of} came back after they were closed, likely {low} to {high}. Nothing to change."
    ),
    "grows": gettext_lazy(
        "{came} came or came back, {went} were finished: what is open grows by about {a_week} "
        "a week. Close what is answered, and share out what nobody has taken."
    ),
    "old": gettext_lazy(
        "{old} of {of} that are open began more than {days} days ago. Take the oldest first: "
        "answer it, name a day, or close it."
    ),
    "none_old": gettext_lazy(
        "None of the {of} that are open began more than {days} days ago. Nothing to change."
    ),
    "part_breaks": gettext_lazy(
        "Under “{part}”, {share} of what was promised was kept, {rest} elsewhere. Promise "
        "later dates there, or fewer things at once."
    ),
    "mostly_silent": gettext_lazy(
        "Broken in silence: {n} of {of} promises. Look at what falls due within two days, and "
        "say today what will not hold."
    ),
    "mostly_late": gettext_lazy(
        "Kept late: {n} of {of} promises. Name later days when you promise, and change them "
        "before they pass."
    ),
    "mostly_told": gettext_lazy(
        "Broken, though told before: {n} of {of} promises. When you promise, name days that hold."
    ),
    "all_kept": gettext_lazy("All {of} promises that ended were kept. Nothing to change."),
}
LOOK: dict[str, tuple[str, str | Lazy]] = {
    "open": ("is:open", gettext_lazy("See what is open")),
    "unassigned": ("is:open is:unassigned", gettext_lazy("See what nobody has taken")),
    "mine": ("is:open -is:unassigned", gettext_lazy("See what is in our hands")),
    "waiting": ("is:waiting before:7d", gettext_lazy("See who has not written for a week")),
    "old": ("-is:closed before:14d", gettext_lazy("See what nobody has touched for two weeks")),
    "promised": ("promised:<2d", gettext_lazy("See what falls due within two days")),
}
"""Where to look: a question for the search, and what its link says."""


def sentence(of: Advice, *, part: str, is_clock: bool) -> str:
    """The sentence. Lengths by hour are always of working time."""
    values = dict(of.values)
    is_hours = "weekday" in values
    for name, value in values.items():
        if isinstance(value, float):
            values[name] = length(value, is_clock=is_clock and not is_hours)
    for name in ("share", "low", "high", "rest"):
        if isinstance(values.get(name), int):
            values[name] = percent(values[name])
    if is_hours:
        values["day"] = weekday(values["weekday"])
    return str(_SENTENCES[of.code]).format(**values, part=part)
