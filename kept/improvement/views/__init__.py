"""Improvement in the browser: frictions, changes, huddles, and what is looked after."""
