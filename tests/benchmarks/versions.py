"""Two versions of one graph, made from a seed, of which one statement in fifty differs, and their difference."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

from tests.benchmarks.measuring import Case, Result, peak_memory, repeat

_BASE = "http://example.org/"
_EACH = 6
"""Statements about each resource."""
_IN = 50


def two_versions(statements: int, *, blank: bool = False, seed: int = 1) -> tuple[bytes, bytes]:
    """N-Triples of both versions; with ``blank`` all resources are blank nodes, named otherwise in the second."""
    random, count = Random(seed), max(statements // _EACH, 1)
    rows = [(at // _EACH, at % _EACH, random.randrange(count)) for at in range(statements)]
    changed = [(s, p, (o + 1) % count) if random.randrange(_IN) == 0 else (s, p, o) for s, p, o in rows]

    def written(version: str, rows: list[tuple[int, int, int]]) -> bytes:
        name = (lambda at: f"_:{version}{at}") if blank else (lambda at: f"<{_BASE}n{at}>")
        return "".join(f"{name(s)} <{_BASE}p{p}> {name(o)} .\n" for s, p, o in rows).encode()

    return written("a", rows), written("b", changed)


def _run(case: Case, result: Result, limit: float, *, blank: bool, drawn: bool) -> None:
    """The difference alone, or with both versions in one graph; they are read before."""
    from graph.analysis.comparing.differences import differences
    from graph.analysis.comparing.uniting import united
    from graph.model.build import project
    from graph.reading.read import read_bytes
    from graph.work.progress import finish

    versions = two_versions(case.size, blank=blank)
    one, other = (finish(project(read_bytes(data, "versions.nt").quads)) for data in versions)

    def work() -> None:
        found = finish(differences(one, other))
        if drawn:
            finish(united(one, found, ("one", "other")))

    before = peak_memory()
    result.seconds, _ = repeat(work, case.runs, limit)
    result.peak = peak_memory() - before


CONTESTANTS: dict[str, Callable[[Case, Result, float], None]] = {
    "Caseboard, difference": partial(_run, blank=False, drawn=False),
    "Caseboard, difference in place": partial(_run, blank=False, drawn=True),
    "Caseboard, blank nodes alone": partial(_run, blank=True, drawn=False),
}
