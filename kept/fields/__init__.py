"""Fields: what a house wants to know of a conversation beside what is said in it.

A manager defines them, for one desk or for all: an order number, the kind of damage, a day, a sum.
Each conversation holds at most one value of each, in a typed column, so that it can be compared and
found. A field may be required before a conversation is closed. Neighbours: `conversations` below,
which asks `closing` before it closes; `search` and `desk` above.
"""
