"""Pure: what a conversation's life counts for, how lengths are told, and what follows from it."""
