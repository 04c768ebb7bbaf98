"""Every change to members, teams and invitations, one verb a function."""

from kept.people.actions.change import (
    LastOwner,
    change_member,
    change_own_settings,
    sign_out_everywhere,
)
from kept.people.actions.invite import DeadInvitation, KnownAddress, invite, join, withdraw
from kept.people.actions.join import add_member, found_house
from kept.people.actions.password import (
    BadPassword,
    WrongPassword,
    change_password,
    offer_reset,
    reset_password,
)
from kept.people.actions.team import NamelessTeam, change_team, make_team

__all__ = [
    "BadPassword",
    "DeadInvitation",
    "KnownAddress",
    "LastOwner",
    "NamelessTeam",
    "WrongPassword",
    "add_member",
    "change_member",
    "change_own_settings",
    "change_password",
    "change_team",
    "found_house",
    "invite",
    "join",
    "make_team",
    "offer_reset",
    "reset_password",
    "sign_out_everywhere",
    "withdraw",
]
