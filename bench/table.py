"""Write the tables of bench/README.md from bench/results/*.json: `bench/table.py`."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import common

README = Path(__file__).resolve().parent / "README.md"
_FIGURES = re.compile(r"(<!-- figures -->\n).*?(<!-- end of figures -->)", re.DOTALL)


def main() -> None:
    lines = [line for result in kept("pages") for line in pages(result)]
    lines += ingest(kept("ingest"))
    lines += flow(kept("flow"))
    lines += [line for result in kept("due") for line in due(result)]
    lines += [line for result in kept("word") for line in word(result)]
    lines += [line for result in kept("reports") for line in reports(result)]
    by_size = sorted(kept("peers"), key=lambda result: result["conversations"])
    lines += [line for result in by_size for line in peers(result)]
    text = README.read_text(encoding="utf-8")
    written = _FIGURES.sub(lambda found: found[1] + "\n".join(lines) + "\n" + found[2], text)
    README.write_text(written, encoding="utf-8")


def kept(name: str) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted(common.RESULTS.glob(f"{name}-*.json"))]


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


def flow(results: list[dict[str, Any]]) -> list[str]:
    if not results:
        return []
    rows = [
        "Mail as it flows, taken by one process and filed by another, seen from outside:",
        "",
        "| database | way | under | mails | a second | seconds | visible p50 / p95 s | peak MiB "
        "| replies threaded right | run |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    rows += [
        f"| {r['db']} | {r['way']} | {'kept serve' if r['whole'] else 'filing alone'} "
        f"| {r['mails']:,} | {r['mails_per_second']} | {r['seconds']} "
        f"| {r['visible_p50_s']} / {r['visible_p95_s']} | {r['peak_mib']} "
        f"| {r['replies_threaded_right']:.1%} | {origin(r)} |"
        for r in results
    ]
    return [*rows, ""]


def due(result: dict[str, Any]) -> list[str]:
    found = list(result["sizes"].values())
    clock = [entry["clock"] for entry in found]
    rows = [
        *_by_size(f"Open promises that are not due, on sqlite, {origin(result)}.", result),
        "| the clock's round, nothing due | " + _cells(one["idle"] for one in clock),
        f"| one break, of {clock[0]['breaks']} | "
        + " | ".join(f"{c['ms_a_break']}" for c in clock),
    ]
    return [*_closed(rows), *_pages_by_size(found), ""]


def word(result: dict[str, Any]) -> list[str]:
    found = list(result["sizes"].values())
    rows = [
        *_by_size(f"Promises in all, and our word, on sqlite, {origin(result)}.", result),
        "| counting all anew, s | " + " | ".join(f"{one['recount_seconds']}" for one in found),
        "| the same sums without tallies | " + _cells(one["on_read"] for one in found),
    ]
    return [*_closed(rows), *_pages_by_size(found), ""]


def reports(result: dict[str, Any]) -> list[str]:
    found = list(result["sizes"].values())
    sums = (sum(one["rows"].values()) for one in found)
    rows = [
        *_by_size(
            f"Sums of so many conversations, and reports, on sqlite, {origin(result)}.", result
        ),
        "| rows of sums | " + " | ".join(f"{n:,}" for n in sums),
        f"| counted anew, conversations a second | {result['counted_a_second']}"
        + " | " * (len(found) - 1),
    ]
    return [*_closed(rows), *_pages_by_size(found), ""]


def peers(result: dict[str, Any]) -> list[str]:
    """Kept beside other products: what each takes, and how many times as long as Kept."""
    ours, *others = result["products"]
    versions = {name: one["version"].partition("+")[0] for name, one in result["products"].items()}
    found = "; ".join(
        f"{name} {one['found']['list']:,} and {one['found']['search']:,}"
        for name, one in result["products"].items()
    )
    heads = "".join(f" {name} {versions[name]} |" for name in others)
    rows = [
        f"Beside others, {result['conversations']:,} conversations, {result['letters']:,} letters, "
        f"on postgres, {origin(result)}. Open, and found by the words asked for, as each says: "
        f"{found}.",
        "",
        f"| p50 / p95 ms, or mails a second | {ours} |{heads} the fastest of them |",
        "|---|---|" + "---|" * len(others) + "---|",
    ]
    for page, entries in result["pages"].items():
        own = entries[ours]
        times = {name: entries[name]["p50_ms"] / own["p50_ms"] for name in others}
        cells = [
            f"{entries[name]['p50_ms']:.1f} / {entries[name]['p95_ms']:.1f}" for name in entries
        ]
        rows.append(_beside(f"{page} (n={own['n']})", cells, times))
        if "processor_ms" in own:
            worked = [f"{entries[name]['processor_ms']:.1f}" for name in entries]
            times = {n: entries[n]["processor_ms"] / own["processor_ms"] for n in others}
            rows.append(_beside(f"{page}: of a processor", worked, times))
    for kind in ("new", "replies"):
        rate = {name: one[f"{kind}_per_second"] for name, one in result["ingest"].items()}
        times = {name: rate[ours] / rate[name] for name in others}
        rows.append(_beside(f"mail in, {kind}", [f"{one}" for one in rate.values()], times))
    threaded = [f"{one['replies_threaded_right']:.1%}" for one in result["ingest"].values()]
    return [*rows, _beside("replies threaded right", threaded, {}), ""]


def _beside(name: str, cells: list[str], times: dict[str, float]) -> str:
    ours, *theirs = cells
    shown = [f"{cell} ({one:.1f}×)" for cell, one in zip(theirs, times.values(), strict=False)]
    least = f"{min(times.values()):.1f}×" if times else ""
    return f"| {name} | {ours} | {' | '.join(shown or theirs)} | {least} |"


def _by_size(title: str, result: dict[str, Any]) -> list[str]:
    heads = "".join(f" {int(size):,}: p50 / p95 ms |" for size in result["sizes"])
    return [title, "", f"| |{heads}", "|---|" + "---|" * len(result["sizes"])]


def _pages_by_size(found: list[dict[str, Any]]) -> list[str]:
    names = found[0]["pages"]
    return [f"| {name} | {_cells(one['pages'][name] for one in found)} |" for name in names]


def _cells(figures: Iterable[dict[str, Any]]) -> str:
    return " | ".join(f"{one['p50_ms']:.1f} / {one['p95_ms']:.1f}" for one in figures)


def _closed(rows: list[str]) -> list[str]:
    return [row + " |" if row.startswith("| ") and not row.endswith("|") else row for row in rows]


def origin(result: dict[str, Any]) -> str:
    told = f"{result['at']}, commit {result['commit']}, load {result['load']}"
    yardstick = result.get("yardstick_ms")
    return f"{told}, yardstick {yardstick} ms" if yardstick else told


if __name__ == "__main__":
    main()
