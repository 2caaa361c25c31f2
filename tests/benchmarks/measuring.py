"""One measurement in a process of its own, so that none disturbs another and each has its own peak memory."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
Prepared = Callable[[], Any]


@dataclass(frozen=True)
class Case:
    """A measurement: ``who`` does ``what`` on a ``graph`` of about ``size`` nodes."""

    what: str
    who: str
    graph: str
    size: int
    runs: int = 5


@dataclass
class Result:
    """``seconds`` of each run, ``peak`` in MiB of the process, other ``figures`` by name, or a ``failure``."""

    case: Case
    seconds: list[float] = field(default_factory=list)
    peak: float = 0.0
    figures: dict[str, float] = field(default_factory=dict)
    failure: str = ""

    @property
    def median(self) -> float:
        """The median of the runs, NaN without any."""
        return statistics.median(self.seconds) if self.seconds else float("nan")

    def as_json(self) -> dict[str, Any]:
        """All values, for a file."""
        return {**asdict(self), "median": self.median if self.seconds else None}


def measure(case: Case, limit: float) -> Result:
    """Measure in a child process, stopped after ``limit`` seconds."""
    command = [sys.executable, "-m", "tests.benchmarks.measuring", json.dumps(asdict(case)), str(limit)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=limit + 30
        )
    except subprocess.TimeoutExpired:
        return Result(case, failure=f"not done within {limit:.0f} s")
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        said = done.stderr.strip().splitlines() or [f"ended with status {done.returncode}"]
        return Result(case, failure=said[-1][:160])
    found = json.loads(lines[-1])
    return Result(case, found["seconds"], found["peak"], found["figures"], found["failure"])


def peak_memory() -> float:
    """The peak memory of this process, in MiB."""
    if sys.platform == "win32":
        import psutil

        return float(psutil.Process().memory_info().peak_wset) / 2**20
    import resource

    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def repeat(work: Prepared, runs: int, limit: float) -> tuple[list[float], Any]:
    """The seconds of at most ``runs`` runs, fewer if the time runs out, and the result of the last one."""
    seconds: list[float] = []
    answer = None
    begin = time.perf_counter()
    while len(seconds) < runs and (not seconds or time.perf_counter() - begin + seconds[-1] < limit):
        start = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - start)
    return seconds, answer


def main() -> None:
    """Child process: measure the case on the command line and print the result as JSON."""
    from tests.benchmarks import checking, deep, drawing, evidence, layouts, loading, versions

    contestants = {
        "load": loading.CONTESTANTS,
        "layout": layouts.CONTESTANTS,
        "draw": drawing.CONTESTANTS,
        "check": checking.CONTESTANTS,
        "words": evidence.CONTESTANTS,
        "versions": versions.CONTESTANTS,
        "depth": deep.CONTESTANTS,
    }
    case, limit = Case(**json.loads(sys.argv[1])), float(sys.argv[2])
    result = Result(case)
    try:
        contestants[case.what][case.who](case, result, limit)
    except ImportError as error:
        result.failure = f"{error.name} is not installed"
    result.peak = result.peak or peak_memory()
    print(json.dumps(result.as_json()), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
