"""Who may do what with an agreement. Who may see one at all is `Agreement.objects.visible_to`."""

from __future__ import annotations

from collections.abc import Iterable

from kept.agreements.models import Agreement, Side
from kept.conversations.models import Desk
from kept.customers.models import Customer, Organisation
from kept.people.models import Member, Team


def may_change(member: Member, agreement: Agreement) -> bool:
    """Managers shape what they see; whoever serves a desk reads what it has promised."""
    return member.is_manager and may_see(member, agreement)


def may_see(member: Member, agreement: Agreement) -> bool:
    return Agreement.objects.visible_to(member).filter(pk=agreement.pk).exists()


def may_begin_for_desks(member: Member, desks: Iterable[Desk]) -> bool:
    """Nobody promises for a desk they do not serve."""
    wanted = {desk.pk for desk in desks}
    seen = Desk.objects.visible_to(member).filter(pk__in=wanted).count()
    return member.is_manager and bool(wanted) and seen == len(wanted)


def may_begin_for_teams(member: Member, *teams: Team) -> bool:
    own = member.teams.filter(pk__in=[team.pk for team in teams]).exists()
    return member.is_manager and (own or member.is_owner)


def may_speak_for(member: Member, agreement: Agreement, side: str) -> bool:
    """Whether the member may say the terms back for a side.

    For a team that is anybody in it; for our desks a manager. Nobody of us speaks for a customer.
    """
    team = agreement.team if side == Side.OURS else agreement.other_team
    if team is not None:
        return member.is_active and team.members.filter(pk=member.pk).exists()
    return side == Side.OURS and may_change(member, agreement)


def organisations_of(member: Member) -> Iterable[Organisation]:
    """Those whose people have written to a desk in the member's sight, by name."""
    if member.is_owner:
        return Organisation.objects.all()
    from kept.conversations.access import customers_visible_to

    people = customers_visible_to(member).values("organisation")
    return Organisation.objects.filter(pk__in=people)


def may_place_in(member: Member, name: str) -> bool:
    """Whether the member may say that a customer is of the organisation of this name.

    Whoever belongs to it reads and says back by their link what was agreed with it. So where
    anything was, only a manager may who sees all of that.
    """
    agreed = Agreement.objects.filter(organisation__name__iexact=name.strip())
    unseen = agreed.exclude(pk__in=Agreement.objects.visible_to(member).values("pk"))
    return not agreed.exists() or (member.is_manager and not unseen.exists())


def belongs(customer: Customer, agreement: Agreement) -> bool:
    """Whether the customer is one of those it was made with."""
    firm = agreement.organisation_id
    return firm is not None and customer.organisation_id == firm
