"""What Rhythm asks a manager to look at: themselves first, and then what the figures show.

A prompt is raised only where data shows the need, says what it saw, and can be dismissed by the
manager it was raised to; it returns when the same figures are clearly worse. The mirror holds what
a manager owes their own people and how their own answers read by the house's standard; it is for
themselves alone. Nobody is ranked. Neighbours: charter, improvement, recovery below; homes above.
"""
