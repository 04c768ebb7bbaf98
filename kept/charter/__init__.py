"""The charter: values, policies with what can be done instead, and who may decide what.

A grant says up to what limit somebody may decide without asking; using it makes a gesture and the
promise to deliver it, in one transaction. Who wanted to decide and could not asks for authority,
and a manager owes an answer. Neighbours: conversations and promises below, the faces above.
"""
