"""Pages about working time: calendars, and who is away."""
