"""Layouts of graphs with thousands to millions of nodes, with drafts on the way."""

from __future__ import annotations

from functools import partial

from graph.layout.problem import Arrangement, Problem
from graph.work.progress import Job


def by_forces(problem: Problem) -> Job[Arrangement]:
    """Forces on ever finer levels: see :func:`graph.layout.large.multilevel.descended`."""
    from graph.layout.large.islands import arranged
    from graph.layout.large.multilevel import descended

    return arranged(problem, "Multilevel", descended)


def by_distance(problem: Problem) -> Job[Arrangement]:
    """Drawn distances close to numbers of steps: see :func:`graph.layout.large.stress.faithful`."""
    from graph.layout.large.islands import arranged
    from graph.layout.large.stress import faithful

    return arranged(problem, "By distance", faithful)


def by_forceatlas2(problem: Problem) -> Job[Arrangement]:
    """Forces of ForceAtlas2: see :func:`graph.layout.large.atlas.placed`."""
    from graph.layout.large.atlas import Forces, placed
    from graph.layout.large.islands import arranged

    given = problem.settings
    forces = Forces(
        scaling_ratio=float(given["scaling"]),
        gravity=float(given["gravity"]),
        strong_gravity=bool(given["strong-gravity"]),
        linlog=bool(given["linlog"]),
    )
    return arranged(problem, "ForceAtlas2", partial(placed, forces=forces, rounds=int(given["rounds"])))
