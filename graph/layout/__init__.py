"""Layouts: a :class:`Problem` in, an :class:`Arrangement` out.

Importing this imports no NetworkX, SciPy or Graphviz, and none of the modules that arrange.
"""

from graph.child import Worker
from graph.layout.arranging import arrange
from graph.layout.problem import Arrangement, Draft, Guide, Problem, problem
from graph.layout.registry import LAYOUTS, Layout

__all__ = [
    "LAYOUTS",
    "Arrangement",
    "Draft",
    "Guide",
    "Layout",
    "Problem",
    "Worker",
    "arrange",
    "problem",
]
