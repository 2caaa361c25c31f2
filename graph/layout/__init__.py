"""Layouts: a :class:`Problem` in, an :class:`Arrangement` out.

Importing this package imports no NetworkX, SciPy or Graphviz, and none of the modules that compute layouts. May import
:mod:`graph.arrays` and :mod:`graph.work`; it knows no RDF.
"""

from graph.layout.arrange import MODULES, arrange, make_ready
from graph.layout.parameters import Parameter, Setting
from graph.layout.problem import Arrangement, Draft, Guide, Problem, problem
from graph.layout.registry import LAYOUTS, Layout
from graph.work.process import Worker

__all__ = [
    "LAYOUTS",
    "MODULES",
    "Arrangement",
    "Draft",
    "Guide",
    "Layout",
    "Parameter",
    "Problem",
    "Setting",
    "Worker",
    "arrange",
    "make_ready",
    "problem",
]
