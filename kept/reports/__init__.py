"""Reports: what came, how long it waited, what became of it, and what to do about it.

Nothing here is read from conversations when somebody looks. Rows by day follow the ledger, so a
report costs the same whatever the archive holds, and `kept reports rebuild` makes the same rows
anew. Reports tell of desks, tags, channels and organisations, never of a person. The room stands
above `promises` and `conversations`, and nobody below knows of it.
"""
