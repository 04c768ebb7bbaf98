"""Handing a conversation on so that nothing is lost: a pack, what was promised, and a yes.

Whoever gives it stays responsible until somebody accepts. The receiver may ask back instead; then
the pack returns with the question, its words kept. Neighbours: conversations and promises below,
notices and the faces above.
"""
