"""Pages of notices: what was told, what a member chooses, and the calendar."""
