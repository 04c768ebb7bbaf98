"""A process that takes mails for a product: `{"mails": [[desk, sender, base64]]}` a line.

Answers each line with `{"seconds": ...}`; what it is told with to begin is the product's own
`take`, which gives the seconds from the raw bytes to rows that the next page shows.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable

Taken = list[tuple[str, str, bytes]]


def serve(take: Callable[[Taken], float]) -> None:
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        mails = [
            (desk, sender, base64.b64decode(raw)) for desk, sender, raw in json.loads(line)["mails"]
        ]
        print(json.dumps({"seconds": take(mails)}), flush=True)
