"""Improvement: what stands in the way, what became of it, and who is told.

A friction is raised from a conversation, a policy or a refusal; others say "me too". It is listed,
discussed in a huddle, and taken up by a change, which is tried, adopted or not, told to everybody
it concerns, and looked at again after 30, 90 and 180 days. Neighbours: charter, promises, macros
and conversations below; notices and the faces above.
"""
