"""How we look to customers: our name, a logo, one colour; for the house, and for each desk.

A desk without a brand of its own wears the house's. Neighbours: conversations below; whatever
writes to customers, or shows them a page, above.
"""
