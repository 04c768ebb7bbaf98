"""The heart: what somebody said they would do, by when, and what became of it.

A promise is made (offered, never taken), kept, renegotiated early, released by the promisee, or
broken. This is the model room: every other room has the same inner shape.
"""
