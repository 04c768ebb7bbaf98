"""Every change to themes, one verb a function."""

from kept.themes.actions.file import file_waiting, letters_of, wait
from kept.themes.actions.judge import judge
from kept.themes.actions.keep import (
    BadMerge,
    NoName,
    bring_back,
    dismiss,
    merge,
    name,
    part,
    switch,
)
from kept.themes.actions.learn import learn_anew, refile_some
from kept.themes.actions.mean import mean_some

__all__ = [
    "BadMerge",
    "NoName",
    "bring_back",
    "dismiss",
    "file_waiting",
    "judge",
    "learn_anew",
    "letters_of",
    "mean_some",
    "merge",
    "name",
    "part",
    "refile_some",
    "switch",
    "wait",
]
