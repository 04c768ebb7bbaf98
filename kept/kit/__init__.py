"""What every room may use and no customer would recognise: clock, tokens, files, text, hours.

No domain word lives here, and nothing here knows a room.
"""
