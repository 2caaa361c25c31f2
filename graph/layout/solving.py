"""Layout of a problem in this thread: by component or as a whole, packed, pinned, without overlaps."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from graph.arrays.types import Floats
from graph.errors import LayoutError
from graph.layout.fitting.components import Part, components
from graph.layout.fitting.packing import bounds, side_by_side
from graph.layout.guide import Guide
from graph.layout.large.pinning import pin
from graph.layout.parameters import completed
from graph.layout.problem import Arrangement, Problem
from graph.layout.registry import Layout
from graph.plugins import foreign
from graph.work.progress import Job, Progress

_START = "No resource is selected, so the layout starts from the one with the most relationships."


def solve(layout: Layout, problem: Problem) -> Job[Arrangement]:
    """Run :func:`graph.layout.arrange` in this thread."""
    if not len(problem):
        return Arrangement(np.zeros((0, 2), dtype=np.float32))
    if bool(problem.held.all()):
        return Arrangement(problem.positions.copy())
    try:
        problem = replace(problem, settings=completed(layout.parameters, problem.settings))
        with foreign(LayoutError, f"{layout.title} failed on this graph ({{}}). Use another layout."):
            return (yield from _solved(layout, problem))
    except MemoryError:
        raise LayoutError(
            f"There is not enough memory for {layout.title} on {len(problem):,} resources. "
            "Show fewer, or use another layout."
        ) from None


def _solved(layout: Layout, problem: Problem) -> Job[Arrangement]:
    if layout.of_many is not None and layout.is_for_many(len(problem)):
        _refuse(layout, len(problem))
        return _checked((yield from layout.of_many(problem)), len(problem))
    if layout.of_whole is not None:
        _refuse(layout, len(problem))
        found = _checked(layout.of_whole(problem), len(problem))
    else:
        found = yield from _by_parts(layout, problem)
    return pin(_centred(found, problem), problem, keeps_shape=layout.keeps_shape)


def _checked(found: object, n: int) -> Arrangement:
    """The result of a layout; raises TypeError or ValueError unless it is an arrangement of ``n`` nodes."""
    if not isinstance(found, Arrangement):
        raise TypeError(f"it returned {type(found).__name__}, not an Arrangement")
    if not all(isinstance(note, str) for note in found.notes):
        raise TypeError("its notes must be texts")
    if not all(isinstance(guide, Guide) for guide in found.guides):
        raise TypeError("its guides must be of the type Guide")
    return found._replace(positions=_finite(found.positions, n).astype(np.float32))


def _finite(points: ArrayLike, n: int) -> Floats:
    """Points as an array (n, 2) of numbers; raises TypeError or ValueError for anything else."""
    array = np.asarray(points)
    if array.shape != (n, 2) or array.dtype.kind not in "fiu":
        raise ValueError(f"it returned {array.dtype} of shape {array.shape} for {n:,} resources")
    if not np.isfinite(array).all():
        raise ValueError("it returned positions that are not finite")
    return np.asarray(array, np.float64)


def _refuse(layout: Layout, n: int) -> None:
    if n > layout.most:
        raise LayoutError(
            f"{layout.title} can arrange at most {layout.most:,} connected resources, and there are {n:,}. "
            "Show fewer, or use another layout."
        )


def _by_parts(layout: Layout, problem: Problem) -> Job[Arrangement]:
    assert layout.of_part is not None
    parts = components(problem)
    _refuse(layout, len(parts[0]))
    if layout.name == "planar":
        # The whole graph is refused before work is spent on those components that could be drawn.
        parts_order = sorted(parts, key=lambda part: len(part.edges) <= 3 * len(part) - 6)
    else:
        parts_order = parts
    figures: dict[int, Floats] = {}
    total, done = float(sum(len(part) ** 2 for part in parts)), 0.0
    latest = time.monotonic()
    for part in parts_order:
        figures[int(part.nodes[0])] = _finite(layout.of_part(part), len(part)) if len(part) > 1 else np.zeros((1, 2))
        done += float(len(part)) ** 2
        if time.monotonic() - latest > 0.05:
            latest = time.monotonic()
            yield Progress(layout.title, done, total)
    positions = side_by_side(parts, [figures[int(part.nodes[0])] for part in parts], problem)
    return Arrangement(positions.astype(np.float32), _notes(layout, parts))


def _notes(layout: Layout, parts: list[Part]) -> tuple[str, ...]:
    if layout.name not in ("bfs", "radial"):
        return ()
    if not any(len(part.roots) for part in parts):
        return (_START,) if len(parts[0]) > 1 else ()
    beside = sum(len(part) for part in parts if not len(part.roots))
    if not beside:
        return ()
    who = "1 resource that the selection does not reach is" if beside == 1 else (
        f"{beside:,} resources that the selection does not reach are"
    )  # fmt: skip
    return (f"{who} packed beside it.",)


def _centred(found: Arrangement, problem: Problem) -> Arrangement:
    """The arrangement centred on the origin; unchanged if it has guides, which use its coordinates."""
    if found.guides:
        return found
    points = found.positions.astype(np.float64)
    low, high = bounds(points, problem.boxes.astype(np.float64))
    return Arrangement((points - (low + high) / 2).astype(np.float32), found.notes, found.guides)
