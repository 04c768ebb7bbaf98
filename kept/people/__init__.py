"""Who serves: members, teams, roles, invitations, sign-in, and the doors every page stands behind.

A member belongs to teams; teams serve desks; so a member sees the desks of their teams.
"""
