"""Who follows a conversation, whom a note mentions, and how colleagues react to a note.

All of it is among us: nobody is told of a conversation that they may not see, and what somebody
follows ends as soon as it is out of their sight. Neighbours: conversations below, notices and the
faces above.
"""
