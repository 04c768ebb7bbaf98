"""What happened: append-only facts, and the readers that follow them.

`record()`, or `record_all()` for several, is the only writer and runs inside an action's
transaction. Facts hold ids, enums, numbers and times, never words, so erasing a person never
touches history. Readers (`@reaction`) see every fact at least once and in order. This room knows no
domain.
"""

from typing import TYPE_CHECKING

from kept.ledger.facts import Fact, event, kinds
from kept.ledger.reading import reaction

if TYPE_CHECKING:
    from kept.ledger.recording import Entry as Entry
    from kept.ledger.recording import record as record
    from kept.ledger.recording import record_all as record_all

__all__ = ["Entry", "Fact", "event", "kinds", "reaction", "record", "record_all"]


def __getattr__(name: str) -> object:
    # Models may not be imported while Django is still loading apps, so writing comes late.
    if name in {"Entry", "record", "record_all"}:
        from kept.ledger import recording

        return getattr(recording, name)
    raise AttributeError(name)
