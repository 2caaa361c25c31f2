"""One call for all layouts, in this thread or in a child process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import LayoutError
from graph.layout.problem import Arrangement, Problem
from graph.layout.registry import find
from graph.layout.solving import solve
from graph.progress import Job, Progress

if TYPE_CHECKING:
    from graph.layout.child import Worker


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
        return (yield from solve(layout, problem))
    return (yield from where.run(layout.name, layout.title, problem))
