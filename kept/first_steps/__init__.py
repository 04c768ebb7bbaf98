"""First steps: from an empty house to a first real letter answered.

How far a house has come is read from what is there: a desk, a way in, a letter. The only row of
its own says that an owner has put the guide away. Neighbours: everything one sets up, below; Today,
which shows the card, above.
"""
