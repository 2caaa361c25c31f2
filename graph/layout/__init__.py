"""Layouts: a :class:`Problem` in, an :class:`Arrangement` out.

Importing this package imports no NetworkX, SciPy or Graphviz, and none of the modules that compute layouts or describe
what they compute. May import :mod:`graph.arrays` and :mod:`graph.work`; it knows no RDF.
"""

from graph.layout.arrange import MODULES, arrange, make_ready
from graph.layout.guide import Guide
from graph.layout.parameters import Parameter, Setting
from graph.layout.registry import LAYOUTS, Layout
from graph.work.process import Worker

__all__ = [
    "LAYOUTS",
    "MODULES",
    "Guide",
    "Layout",
    "Parameter",
    "Setting",
    "Worker",
    "arrange",
    "make_ready",
]
