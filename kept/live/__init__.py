"""Open screens follow the ledger: a nudge names what changed and carries no content."""
