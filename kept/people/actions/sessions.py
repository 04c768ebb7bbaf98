"""Sessions end."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db import transaction

from kept.people.models import Member


def end_all(member: Member) -> None:
    """Every session of a locked member ends, also one that is on no list. The caller saves them."""
    member.epoch += 1
    for session in UserSession.objects.filter(user=member):
        session.end()


@transaction.atomic
def end_session(member: Member, *, pk: int) -> bool:
    """End one session of the member's own; False where it has ended already."""
    session = UserSession.objects.filter(user=member, pk=pk).first()
    if session is None:
        return False
    session.end()
    return True


@transaction.atomic
def sign_out_everywhere(member: Member) -> Member:
    """End every session of the member; the caller may begin a new one for this browser."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    end_all(member)
    member.save(update_fields=["epoch"])
    return member
