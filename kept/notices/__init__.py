"""Telling keepers in time: what of their promises they should know, where, and once.

A notice is one thing told to one member about a promise and date, an agreement, or whose a
conversation is. It stands in the app always; a telling carries it by mail, or by push to one of
their browsers, as they have chosen. What is the matter with a mailbox is told as an alarm notice,
to owners by mail too. Written by a reader of the ledger. Neighbours: `agreements`, `handoffs`,
`promises` and `mail` below, the faces above.
"""
