"""Desks and what is said at them: conversations of messages, with notes that nobody can mail.

Neighbours: customers below; promises and mail above, which this room has never heard of.
"""
