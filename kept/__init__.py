"""Kept: customer service software for teams that keep their word."""

__version__ = "0.1.0"
