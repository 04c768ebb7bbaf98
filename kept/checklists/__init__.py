"""Checklists: what is to be done in a conversation, step by step, and who has done it.

Steps stand on a conversation. A manager may save lists of them, for one desk or for all, that are
put on at once. Open steps are asked about when it is closed, and never forbid it. Neighbours:
`conversations` below; `desk` above, which shows them.
"""
