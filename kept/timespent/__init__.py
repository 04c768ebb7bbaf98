"""Time spent: minutes that somebody writes down for a conversation, where its desk wants that.

Everybody writes their own, corrects them or takes them back; nothing measures anybody. What is
told is the sum of a conversation, and sums by conversation, customer or organisation: none by
person, but one's own to oneself. Nothing is summed up in advance. Neighbours: `conversations`
below; `desk` above, which shows the sum beside a conversation.
"""
