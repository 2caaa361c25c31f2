"""Layouts of graphs with thousands to millions of nodes, with drafts on the way."""

from __future__ import annotations

from graph.layout.problem import Arrangement, Problem
from graph.progress import Job


def multilevel(problem: Problem) -> Job[Arrangement]:
    """Forces on ever finer levels: see :func:`graph.layout.multilevel.descended`."""
    from graph.layout.islands import arranged
    from graph.layout.multilevel import descended

    return arranged(problem, "Multilevel", descended)


def stress(problem: Problem) -> Job[Arrangement]:
    """Drawn distances near numbers of steps: see :func:`graph.layout.stress.faithful`."""
    from graph.layout.islands import arranged
    from graph.layout.stress import faithful

    return arranged(problem, "By distance", faithful)


def forceatlas2(problem: Problem) -> Job[Arrangement]:
    """Forces of ForceAtlas2: see :func:`graph.layout.atlas.placed`."""
    from graph.layout.atlas import placed
    from graph.layout.islands import arranged

    return arranged(problem, "ForceAtlas2", placed)
