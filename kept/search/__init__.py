"""Finding: what somebody types, read as a question, and the conversations that answer it.

Words are looked for in the index of conversations (`conversations.index`); what may be seen is
`visible_to`'s matter, once more for every row that is found. A question under a name is a saved
view; the desk shows what it finds as a list. A new word of the language is a line each in
`rules.FILTERS`, `Reader.takes`, `examples` and `completing`.
"""
