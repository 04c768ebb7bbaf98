"""Finding: what somebody types, read as a question, and the conversations that answer it.

Words are looked for in the index of conversations (`conversations.index`); what may be seen is
`visible_to`'s matter, once more for every row that is found.
"""
