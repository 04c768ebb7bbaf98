"""`kept mail pipe`: a letter is taken into a house, or not at all.

One that was taken into a folder nobody serves would be lost for all that anybody knows.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Answers 0, or 75 for anything unexpected at all; see `kept.mail.pipe`."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    from kept.mail import pipe

    try:
        from kept.config import env

        problem = "" if {"-h", "--help"} & set(given) else env.no_house()
    except BaseException as error:
        problem = str(error)
    if problem:
        print(f"kept mail pipe: {problem}", file=sys.stderr)
        return pipe.TEMPFAIL
    return pipe.main(given)
