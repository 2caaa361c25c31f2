"""Layouts: a :class:`Problem` in, an :class:`Arrangement` out.

Importing this imports no NetworkX, SciPy or Graphviz.
"""

from graph.layout.arranging import arrange
from graph.layout.child import Worker
from graph.layout.problem import Arrangement, Guide, Problem, problem
from graph.layout.registry import LAYOUTS, Layout

__all__ = ["LAYOUTS", "Arrangement", "Guide", "Layout", "Problem", "Worker", "arrange", "problem"]
