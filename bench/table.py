"""Write the tables of bench/README.md from bench/results/*.json: `bench/table.py`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import common

README = Path(__file__).resolve().parent / "README.md"
_FIGURES = re.compile(r"(<!-- figures -->\n).*?(<!-- end of figures -->)", re.DOTALL)


def main() -> None:
    results = [json.loads(path.read_text()) for path in sorted(common.RESULTS.glob("pages-*.json"))]
    mails = [json.loads(path.read_text()) for path in sorted(common.RESULTS.glob("ingest-*.json"))]
    lines = [line for result in results for line in pages(result)] + ingest(mails)
    text = README.read_text(encoding="utf-8")
    written = _FIGURES.sub(lambda found: found[1] + "\n".join(lines) + "\n" + found[2], text)
    README.write_text(written, encoding="utf-8")


def pages(result: dict[str, Any]) -> list[str]:
    sizes = list(result["databases"])
    made = ", ".join(
        f"{int(size):,} in {made['seconds']:.0f} s (load when measured: {made.get('load', '?')})"
        for size, made in result["databases"].items()
    )
    heads = "".join(f" {int(size):,}: p50 / p95 ms |" for size in sizes)
    rows = [
        f"Pages on {result['db']}, {origin(result)}. Generated: {made}.",
        "",
        f"| page | queries |{heads}",
        "|---|---|" + "---|" * len(sizes),
    ]
    for name, entries in result["pages"].items():
        found = [entries[size] for size in sizes]
        counts = "/".join(dict.fromkeys(str(entry["queries"]) for entry in found))
        cells = "".join(
            f" {entry['p50_ms']:.1f} / {entry['p95_ms']:.1f} (n={entry['n']}) |" for entry in found
        )
        rows.append(f"| {name} | {counts} |{cells}")
    return [*rows, ""]


def ingest(results: list[dict[str, Any]]) -> list[str]:
    if not results:
        return []
    rows = [
        "Mail in, bytes to visible, one process:",
        "",
        "| database | conversations before | mails | all/s | new/s | replies/s | accept, file ms "
        "| replies threaded right | run |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    rows += [
        f"| {r['db']} | {r['conversations']:,} | {r['mails']:,} | {r['mails_per_second']} "
        f"| {r['new_per_second']} | {r['replies_per_second']} | {r['accept_ms']}, {r['file_ms']} "
        f"| {r['replies_threaded_right']:.1%} of {r['replies']} | {origin(r)} |"
        for r in sorted(results, key=lambda r: (r["db"], r["conversations"]))
    ]
    return [*rows, ""]


def origin(result: dict[str, Any]) -> str:
    return f"{result['at']}, commit {result['commit']}, load {result['load']}"


if __name__ == "__main__":
    main()
