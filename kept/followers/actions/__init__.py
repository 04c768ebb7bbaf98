"""Every change to followers, mentions and reactions."""

from kept.followers.actions.follow import (
    begin_following,
    carry_follows,
    end_unseen,
    follow,
    unfollow,
)
from kept.followers.actions.mention import hear_note
from kept.followers.actions.react import react

__all__ = [
    "begin_following",
    "carry_follows",
    "end_unseen",
    "follow",
    "hear_note",
    "react",
    "unfollow",
]
