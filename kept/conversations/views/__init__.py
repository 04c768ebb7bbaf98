"""Settings of desks, statuses and tags."""
