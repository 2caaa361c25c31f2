"""Run the benchmarks: Caseboard and its peers side by side, ratios of medians from one run, a table and a JSON file.

Usage: python -m tests.benchmarks [--only GROUP,…] [--largest 100000] [--limit 150] [--json FILE]

The groups are load, layout, draw, check, words, depth, versions and window.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.benchmarks import deep, window
from tests.benchmarks.measuring import Case, Result, measure

SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
_PEERS = {
    "load": {"pyoxigraph, bulk load": 1_000_000, "rdflib, parse": 100_000},
    "layout": {
        "NetworkX, ForceAtlas2": 1_000,
        "NetworkX, spring": 1_000,
        "igraph, Fruchterman–Reingold": 1_000,
        "igraph, DrL": 1_000,
        "Graphviz, sfdp": 100_000,
        "OGDF, FM3": 100_000,
    },
    "draw": {"matplotlib, networkx.draw": 10_000, "pyqtgraph, GraphItem": 100_000, "QGraphicsScene": 100_000},
    "check": {"pyshacl": 1_000},
}
"""Peers, each with its largest number of nodes: beyond, it takes minutes or all of the memory."""
_OURS = {
    "load": {
        "Caseboard, read": 1_000_000,
        "Caseboard, first picture": 1_000_000,
        "Caseboard, read and project": 1_000_000,
    },
    "layout": {
        "Caseboard, multilevel": 1_000_000,
        "Caseboard, distance-faithful": 100_000,
        "Caseboard, ForceAtlas2": 10_000,
        "Caseboard, tree": 1_000_000,
        "Caseboard, a live step": 100_000,
    },
    "draw": {"Caseboard": 1_000_000},
    "check": {"Caseboard, by shapes": 10_000, "Caseboard, without shapes": 10_000},
    "words": {"Caseboard, words of passages": 200_000},
    "depth": {"Caseboard, bundle of a neighbourhood": 200_000},
    "versions": {
        "Caseboard, difference": 1_000_000,
        "Caseboard, difference in place": 1_000_000,
        "Caseboard, blank nodes alone": 100_000,
    },
}
_ON_ONE_GRAPH = ("a live step", "igraph")
_LARGE = 10_000
"""Of graphs with more nodes than this, only scale-free ones and random trees are laid out."""


def cases(what: str, largest: int) -> Iterator[Case]:
    """Every measurement of a group by graph, so that those of one graph run side by side."""
    names = {"load": ["knowledge"], "draw": ["scale-free"], "check": ["thesaurus"], "words": ["passages"]}
    names |= {"versions": ["statements"], "depth": ["passages"]}
    for graph in names.get(what, ["scale-free", "grid", "tree", "random tree", "components", "les misérables"]):
        one = graph in ("scale-free", "knowledge", "thesaurus", "passages", "statements")
        sizes = {"les misérables": (77,), "passages": (2_000, 20_000, 200_000)}.get(graph, SIZES)
        for size in [size for size in sizes if size <= largest or graph == "les misérables"]:
            if not one and graph != "random tree" and size > _LARGE:
                continue
            for who, most in (_OURS[what] | _PEERS.get(what, {})).items():
                if who == "Caseboard, tree" and "tree" not in graph:
                    continue
                if size <= most and (one or not any(word in who for word in _ON_ONE_GRAPH)) and size >= _least(who):
                    runs = 5 if size < _LARGE else 3 if size < SIZES[-1] else 1
                    yield Case(what, who, graph, size, runs)


def _least(who: str) -> int:
    return 1_000 if who.endswith("a live step") else 0


def machine() -> dict[str, Any]:
    """The machine of the figures."""
    names = ("numpy", "numba", "PySide6-Essentials", "pyoxigraph", "networkx", "rdflib", "pygraphviz", "tulip-python")
    versions = {}
    for name in (*names, "igraph", "pyqtgraph", "matplotlib"):
        try:
            versions[name] = version(name)
        except ModuleNotFoundError:
            versions[name] = ""
    return {
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "when": datetime.now(UTC).isoformat(timespec="minutes"),
        "versions": versions,
    }


def table(what: str, results: list[Result]) -> str:
    """Markdown with one row per measurement; ``times`` is its median divided by that of our first on the same graph."""
    figures = list(dict.fromkeys(name for result in results for name in result.figures))
    head = ["graph", "nodes", "who", "median s", "times", "peak MiB", *figures]
    lines = [f"### {what}", "", "| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    base = math.nan
    latest: tuple[str, int] | None = None
    for result in results:
        case = result.case
        if (case.graph, case.size) != latest:
            latest, base = (case.graph, case.size), result.median
        numbers = [f"{result.figures[name]:.3g}" if name in result.figures else "" for name in figures]
        measured = [f"{result.median:.3g}", f"{result.median / base:.2f}", f"{result.peak:.0f}"]
        cells = [result.failure, "", ""] if result.failure else measured
        lines.append("| " + " | ".join([case.graph, f"{case.size:,}", case.who, *cells, *numbers]) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run the requested measurements; tables go to standard output, everything to the JSON file."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "--only", default="load,layout,draw,check,words,depth,versions,window", help="groups, separated by commas"
    )
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="most nodes")
    parser.add_argument("--limit", type=float, default=150.0, help="seconds for each measurement")
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"), help="file for all figures")
    asked = parser.parse_args()
    kept: dict[str, Any] = {"machine": machine()}
    for what in asked.only.split(","):
        if what == "window":
            kept[what] = window.report(min(asked.largest, 100_000))
        else:
            results = []
            for case in cases(what, asked.largest):
                results.append(measure(case, asked.limit))
                print(f"  {case.graph} {case.size:,} {case.who}: {results[-1].median:.3g} s", flush=True)
                kept[what] = [result.as_json() for result in results]
                write(asked.json, kept)  # save now, in case a later measurement fails
            print(table(what, results), flush=True)
            if what == "depth":
                kept["depth in the window"] = deep.report(min(asked.largest, deep.PASSAGES))
        write(asked.json, kept)


def write(path: Path, kept: dict[str, Any]) -> None:
    """Save all figures in a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
