"""The customer's own page, behind a signed link: what we promised, and what became of it."""
