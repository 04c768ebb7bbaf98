"""The pure reading of mail: bytes in, a `Letter` out. No Django, no network, no file.

Every function here is total: foreign bytes never raise and cost linear time. `jail` runs the
reading in processes of its own, with limits.
"""

from kept.mail.letter.reading import read_letter
from kept.mail.letter.shapes import (
    Attachment,
    Automatic,
    Bounce,
    Failed,
    Invite,
    Letter,
    Person,
    Unreadable,
)

__all__ = [
    "Attachment",
    "Automatic",
    "Bounce",
    "Failed",
    "Invite",
    "Letter",
    "Person",
    "Unreadable",
    "read_letter",
]
