"""Mail in and out: durable before acknowledged, one act one effect.

In: `accept` (spool, then row) → `read_letter` (pure, jailed) → `file_all` (one transaction, which
up to 32 mails share).
Out: one row a message and recipient, sent through a state machine that never repeats blindly.
"""
