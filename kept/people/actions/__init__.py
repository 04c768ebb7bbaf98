"""Every change to members, teams and invitations, one verb a function."""

from kept.people.actions.change import LastOwner, change_member, change_own_settings
from kept.people.actions.factors import take_off_factors
from kept.people.actions.invite import DeadInvitation, find, invite, join, withdraw
from kept.people.actions.join import (
    DeadFounding,
    HouseFounded,
    KnownAddress,
    NoAddress,
    add_member,
    check_founding,
    found_house,
    founding_token,
)
from kept.people.actions.password import (
    BadPassword,
    DeadReset,
    WrongPassword,
    change_password,
    offer_reset,
    reset_password,
    resetting,
)
from kept.people.actions.sessions import end_session, sign_out_everywhere
from kept.people.actions.team import NamelessTeam, change_team, make_team

__all__ = [
    "BadPassword",
    "DeadFounding",
    "DeadInvitation",
    "DeadReset",
    "HouseFounded",
    "KnownAddress",
    "LastOwner",
    "NamelessTeam",
    "NoAddress",
    "WrongPassword",
    "add_member",
    "change_member",
    "change_own_settings",
    "change_password",
    "change_team",
    "check_founding",
    "end_session",
    "find",
    "found_house",
    "founding_token",
    "invite",
    "join",
    "make_team",
    "offer_reset",
    "reset_password",
    "resetting",
    "sign_out_everywhere",
    "take_off_factors",
    "withdraw",
]
