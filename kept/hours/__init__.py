"""When we work: named calendars that change from dates on, and who is away when.

A calendar has a zone, versions of its week with the public holidays that it keeps, and days of its
own. Desks, teams and members work by one. The sums are `kept.kit.hours`; this room stores what they
are made from, and never rewrites what has been.
"""
