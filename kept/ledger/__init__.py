"""What happened: append-only facts, and the readers that follow them.

`record()` is the only writer and runs inside an action's transaction. Facts hold ids, enums,
numbers and times, never words, so erasing a person never touches history. Readers (`@reaction`)
see every fact at least once and in order. This room knows no domain.
"""

from typing import TYPE_CHECKING

from kept.ledger.facts import Fact, event, kinds
from kept.ledger.reading import reaction

if TYPE_CHECKING:
    from kept.ledger.recording import record as record

__all__ = ["Fact", "event", "kinds", "reaction", "record"]


def __getattr__(name: str) -> object:
    # Models may not be imported while Django is still loading apps, so `record` comes late.
    if name == "record":
        from kept.ledger.recording import record

        return record
    raise AttributeError(name)
