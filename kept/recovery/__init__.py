"""Putting right: what we do when we failed somebody, what we decide, and where contact ends.

A recovery opens by hand, by a promise that was broken, or by a complaint that a person confirms,
and goes up a ladder of steps, of which none is passed over without a reason. A boundary protects
whoever serves: no contact ends without a warning that was sent. Neighbours: charter and promises
below, the faces above.
"""
