"""Entry point of all layouts: runs one in this thread or in a child process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from graph.errors import LayoutError
from graph.layout.registry import find
from graph.work.progress import Job, Progress

if TYPE_CHECKING:
    from graph.layout.problem import Arrangement, Problem
    from graph.work.process import Worker

MODULES = ("networkx", "scipy.sparse.csgraph", "scipy.sparse.linalg", "scipy.spatial")
"""Modules that a child process imports before its first layout or measure."""
PREPARING = "Preparing layouts of large graphs, once"
"""Progress text of a child while it compiles kernels, or loads those compiled before."""


def arrange(name: str, problem: Problem, *, where: Worker | None = None) -> Job[Arrangement]:
    """Arrange a problem with the layout of that name, in a child process of ``where`` or, with None, in this thread.

    Yields Progress about every 50 ms in a child, and between components in this thread; closing the job ends the work
    at once in a child. Positions are finite, boxes do not overlap (except pinned ones that already do), pinned nodes do
    not move, and equal problems give equal bytes. Raises LayoutError if the layout cannot arrange this graph,
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
            arranged, layout.name, problem, title=layout.title, error=LayoutError, advice="use another layout"
        )
    )


def arranged(name: str, problem: Problem) -> Job[Arrangement]:
    """Run :func:`arrange` in the child."""
    from graph.layout.solving import solve

    layout = find(name)
    if layout.is_for_many(len(problem)):
        if not make_ready.cache_info().currsize:
            yield Progress(PREPARING)
        make_ready()
    return (yield from solve(layout, problem))


@cache
def make_ready() -> None:
    """Compile the kernels of large layouts, or load those compiled before; once per process.

    The first time on a machine it takes about ten seconds of one core, so a child process does it long after the window
    has been painted.
    """
    from graph.layout.large.swarm import prepare
    from graph.layout.tree.figures import prepare as prepare_trees

    prepare()
    prepare_trees()
