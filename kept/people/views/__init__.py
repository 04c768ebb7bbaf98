"""Pages about people: one's own, those of the house, and the ways in."""
