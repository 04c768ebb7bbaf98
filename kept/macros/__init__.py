"""Saved replies with changes: what a desk answers often, and what it does along with that.

A macro holds words, with variables of a fixed table, in one or several languages, and what becomes
of the conversation: tags, priority, who looks after it, its status after the letter. It is for one
desk or for all, and offered by how often that desk uses it. Neighbours: `conversations` below,
which does all the changes; `desk` above, which puts the words into the composer.
"""
