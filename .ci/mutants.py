"""Plant small faults in the core files, one at a time, and count those that no test notices.

Usage: mutants.py [WORD …] [--list]. A WORD names core files by a part of their path; without one all are taken.

Each file has the tests that concern it. They are collected once; every mutant then lives in a forked process, where the
code of the changed function takes the place of the code of the living one, and the tests run, the quickest first, until
one fails. docs/testing.md says why this is not mutmut, and explains the mutants that survive.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import sys
import tempfile
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from faults import Mutant, mutants

ROOT = Path(__file__).resolve().parents[1]


class Tests(NamedTuple):
    """The tests that concern a file: “counts” stands for tests/test_counts.py; ``only`` is an expression for -k."""

    words: str
    only: str = ""


FILES = {
    "graph/model/sorting/roles.py": Tests("roles counts closure", "not bromley"),
    "graph/model/sorting/lists.py": Tests("lists"),
    "graph/model/sorting/triples.py": Tests("counts projection", "relationship or degree or graphs or role"),
    "graph/model/evidence.py": Tests("evidence counts"),
    "graph/model/origins.py": Tests("origins"),
    "graph/model/closure.py": Tests("closure lists schema", "not bromley and not query_along and not disk"),
    "graph/model/said_dates.py": Tests("said_dates", "not every_day and not columns"),
    "graph/analysis/paths.py": Tests("paths", "not twenty_thousand"),
    "explorer/views/visible.py": Tests(
        "view_laws groups folding evidence",
        "not saved and not other_data and not filter and not large and not expan and not command_line and not window",
    ),
    "explorer/views/hiding/filters.py": Tests(
        "filters view_laws amounts periods",
        "test_filters.py or cause or asked or relationships_filter or values_on or on_a_statement",
    ),
    "explorer/views/hiding/support.py": Tests("filters view_laws", "test_filters.py or cause or facet"),
    "explorer/views/hiding/facets.py": Tests("filters view_laws", "test_filters.py or each_facet"),
    "explorer/views/hiding/dates.py": Tests(
        "filters periods view_laws", "statement or clock or cause or span or range or outside or dates_touch or dated"
    ),
    "explorer/views/groups.py": Tests("groups", "not large and not stood"),
    "explorer/views/expanding.py": Tests(
        "view_laws groups", "(collaps or expan or neighbours or fold or offers or focus) and not large"
    ),
    "explorer/views/collapsing.py": Tests("view_laws groups", "collaps or focus or neighbours"),
    "explorer/views/revealing.py": Tests("revealing"),
    "explorer/state/history.py": Tests("history"),
    "explorer/files/view_fields.py": Tests(
        "view_laws saved_views", "(saved or data or kept or blank or bytes or broken or mostly or beyond) and not moves"
    ),
    "explorer/panels/facets.py": Tests(
        "view_laws counts classes facets facets_panel",
        "filter or range or span or test_facets.py or every_count or one_label",
    ),
    "explorer/panels/facet_values.py": Tests("facets", "span or share or bars or dates or line"),
}
"""The core files, with tests that concern each and take seconds."""

EXAMPLES = 60
"""So many examples of a law are tried at most; the suite itself tries more."""


def main() -> int:
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    chosen = [name for name in FILES if not words or any(word in name for word in words)]
    if "--list" in sys.argv:
        for name in chosen:
            print(f"{sum(1 for _ in mutants(ROOT / name)):5}  {name}")
        return 0
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.nice(10)
    report = ROOT / "build" / "mutants"
    report.mkdir(parents=True, exist_ok=True)
    for name in chosen:
        begin = time.monotonic()
        pid = os.fork()  # so that the tests and modules of one file are not loaded for the next
        if not pid:
            os._exit(try_file(name, report))
        _, status = os.waitpid(pid, 0)
        if status:
            return 1
        print(f"  in {(time.monotonic() - begin) / 60:.0f} minutes", flush=True)
    return 0


# Planting


def plant(module: types.ModuleType, mutant: Mutant) -> None:
    """Make the loaded module run a mutant's code."""
    changed: dict[str, Any] = dict(vars(module))
    exec(mutant.code, changed)
    owner, _, name = mutant.holder.rpartition(".")
    if owner:
        mine, theirs = vars(getattr(module, owner))[name], vars(changed[owner])[name]
    else:
        mine, theirs = vars(module)[name], changed[name]
    old, new = function_of(mine), function_of(theirs)
    if old is None:
        for table in [key for key in vars(module) if key.isupper()]:  # those made of the changed one too
            replace(module, table, changed[table])
    elif old is None or new is None:
        setattr(module, name, theirs)
    else:
        old.__code__, old.__defaults__, old.__kwdefaults__ = new.__code__, new.__defaults__, new.__kwdefaults__


def replace(module: types.ModuleType, name: str, theirs: Any) -> None:
    """Put another table in the place of one of a module; a collection also where other modules imported it."""
    mine = vars(module)[name]
    setattr(module, name, theirs)
    if isinstance(mine, dict):
        mine.clear()
        mine.update(theirs)
    elif isinstance(mine, tuple):
        for other in list(sys.modules.values()):
            if isinstance(other, types.ModuleType) and vars(other).get(name) is mine:
                setattr(other, name, theirs)


def function_of(value: Any) -> types.FunctionType | None:
    """The function inside decorators, property and classmethod; None for data."""
    for name in ("fget", "__func__", "func"):
        value = getattr(value, name, value) if not isinstance(value, types.FunctionType) else value
    while hasattr(value, "__wrapped__"):
        value = value.__wrapped__
    return value if isinstance(value, types.FunctionType) else None


# Trying


class Tries:
    """Pytest plugin that runs the collected tests once without a fault, then once for each mutant."""

    def __init__(self, name: str, report: Path) -> None:
        self.name, self.report = name, report

    def pytest_configure(self) -> None:
        """Use the same examples for every mutant, and spend no time on shrinking failures."""
        from hypothesis import HealthCheck, Phase, settings

        phases, slow = [Phase.explicit, Phase.generate], [HealthCheck.too_slow]
        settings.register_profile(
            "mutants", derandomize=True, database=None, deadline=None, phases=phases, suppress_health_check=slow
        )
        settings.load_profile("mutants")

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Let no test try more examples than it takes to notice most faults."""
        from hypothesis import settings

        for item in items:
            wanted = getattr(item.obj, "_hypothesis_internal_use_settings", None)
            if wanted is not None:
                fewer = settings(wanted, max_examples=min(wanted.max_examples, EXAMPLES))
                item.obj._hypothesis_internal_use_settings = fewer

    def pytest_runtestloop(self, session: Any) -> bool:
        session.config.pluginmanager.unregister(name="terminalreporter")  # it would print a dot for every test
        module = importlib.import_module(self.name.removesuffix(".py").replace("/", "."))
        gc.freeze()
        items, cost = session.items, self._without_fault(session)
        if not cost:
            session.testsfailed = 1
            return True
        quickest = sorted(items, key=lambda item: cost.get(item.nodeid, 0.0))
        patience = int(2 * sum(cost.values()) + 3)
        every = list(mutants(ROOT / self.name))
        survivors = []
        for mutant in every:
            if in_child(lambda mutant=mutant: run(session, quickest, before=lambda: plant(module, mutant)), patience):
                continue
            survivors.append(mutant)
            print(f"  {self.name}:{mutant}", flush=True)
        killed = len(every) - len(survivors)
        print(f"{self.name}: {killed} of {len(every)} killed, {killed / len(every):.1%}", flush=True)
        lines = [f"{self.name} {killed} of {len(every)}", *map(str, survivors)]
        (self.report / (self.name.replace("/", ".") + ".txt")).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return True

    def _without_fault(self, session: Any) -> dict[str, float]:
        """Duration of each test in seconds of processor time; empty if one fails, which is then printed."""
        with tempfile.NamedTemporaryFile("r+", encoding="utf-8") as file:

            def measured() -> bool:
                cost = {}
                for item in session.items:
                    begin = time.process_time()
                    if run(session, [item]):
                        Path(file.name).write_text(json.dumps(item.nodeid), encoding="utf-8")
                        return True
                    cost[item.nodeid] = time.process_time() - begin
                Path(file.name).write_text(json.dumps(cost), encoding="utf-8")
                return False

            failed, found = in_child(measured, 3600), json.load(file)
            if failed:
                print(f"Without any fault {found} fails.", flush=True)
            return {} if failed else dict(found)


def run(session: Any, items: list[Any], before: Callable[[], None] = lambda: None) -> bool:
    """True if any of the tests fails; the tests after it do not run."""
    before()
    for at, item in enumerate(items):
        following = items[at + 1] if at + 1 < len(items) else None
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return True
    return False


def in_child(work: Callable[[], bool], seconds: int) -> bool:
    """The result of ``work`` in a child process; True if it fails, or takes more seconds of processor time."""
    pid = os.fork()
    if not pid:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
            resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, 1)
            os.dup2(nothing, 2)
            os._exit(1 if work() else 0)
        except BaseException:
            os._exit(2)
    return os.waitpid(pid, 0)[1] != 0


def try_file(name: str, report: Path) -> int:
    """Try every mutant of a file; returns a value other than 0 if its tests fail without a fault."""
    import pytest

    tests = [f"tests/test_{word}.py" for word in FILES[name].words.split()]
    only = ["-k", FILES[name].only] if FILES[name].only else []
    options = ["--no-header", "--no-summary", "--maxfail=1", "--assert=plain", "--tb=no"]
    return int(pytest.main([*options, *only, *tests], plugins=[Tries(name, report)]))


if __name__ == "__main__":
    sys.exit(main())
