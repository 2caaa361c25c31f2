"""One call for all layouts, in this thread or in a child process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from graph.errors import LayoutError
from graph.layout.problem import Arrangement, Problem
from graph.layout.registry import find
from graph.work.progress import Job, Progress

if TYPE_CHECKING:
    from graph.work.process import Worker

MODULES = ("networkx", "scipy.sparse.csgraph", "scipy.sparse.linalg", "scipy.spatial")
"""Modules that a child process imports before its first layout or measure."""
PREPARING = "Preparing layouts of large graphs, once"
"""What a child says while it compiles kernels, or fetches those compiled before."""


def arrange(name: str, problem: Problem, *, where: Worker | None = None) -> Job[Arrangement]:
    """Arrange a problem by the layout of that name, in a child process of ``where`` or, with None, in this thread.

    Yields Progress about every 50 ms in a child, and between components in this thread; closing the job ends the work
    at once in a child. Positions are finite, boxes do not overlap (save pinned ones that already do), pinned nodes
    have not moved, and equal problems give equal bytes. Raises LayoutError where the layout cannot do this graph,
    NameUnknownError for an unknown name.
    """
    layout = find(name)
    ready = layout.available()
    if ready is not True:
        raise LayoutError(str(ready) if ready else f"{layout.title} is not available here.")
    yield Progress(layout.title)
    if where is None or len(problem) < 2:
        from graph.layout.solving import solve

        return (yield from solve(layout, problem))
    return (
        yield from where.run(
            arranged, layout.name, problem, title=layout.title, error=LayoutError, advice="choose another layout"
        )
    )


def arranged(name: str, problem: Problem) -> Job[Arrangement]:
    """What a child does for :func:`arrange`."""
    from graph.layout.solving import solve

    layout = find(name)
    if layout.is_for_many(len(problem)):
        if not make_ready.cache_info().currsize:
            yield Progress(PREPARING)
        make_ready()
    return (yield from solve(layout, problem))


@cache
def make_ready() -> None:
    """Compile the kernels of large layouts, or load those compiled before; once in a process.

    The first time on a machine it takes some ten seconds of one core, so a child process does it when the window has
    long been painted.
    """
    from graph.layout.large.swarm import prepare

    prepare()
