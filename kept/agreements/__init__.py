"""Agreements: standing promises between partners, both ways, instead of an SLA.

A customer organisation and our desks, two teams, or a desk and everybody. Its terms are versions
that both sides say back in their own words before they hold. Its clocks are promises that the desk
makes by rule: this room makes, rests and keeps them as letters come and go, and `promises` breaks
them at their second. Above mail and promises, below the faces.
"""
