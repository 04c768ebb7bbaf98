"""`bench/queries.py EMAIL {"page": "/path/"}`: how many queries each page makes; slow ones in full.

Runs in process over the database of the environment. Says on standard error what took longer than
5 ms, with the plan the database chose; ends with one line of JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import common

SLOW_SECONDS = 0.005


def main() -> None:
    common.setup_django()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from kept.people.models import Member

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(Member.objects.get(email=sys.argv[1]))
    counted = {}
    for name, path in json.loads(sys.argv[2]).items():
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        assert answer.status_code == 200, f"{path} answers {answer.status_code}"
        queries = [q for q in asked.captured_queries if not q["sql"].startswith(_FRAMES)]
        counted[name] = {"queries": len(queries)}
        for query in queries:
            if float(query["time"]) >= SLOW_SECONDS:
                print(f"\n{name}: {query['time']} s\n{query['sql'][:3000]}", file=sys.stderr)
                print(plan_of(query["sql"]), file=sys.stderr)
    print(json.dumps(counted))


def plan_of(sql: str) -> str:
    from django.db import connection

    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN ANALYZE"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}")
        return "\n".join("   " + str(row[-1]) for row in cursor.fetchall())


_FRAMES = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")

if __name__ == "__main__":
    main()
