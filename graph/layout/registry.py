"""The layouts there are: their names, what each is good for, and how it is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.errors import NameUnknownError
from graph.layout.parameters import Parameter, Setting, read_settings
from graph.layout.problem import Arrangement, Float, Problem
from graph.plugins import Rows
from graph.work.late import late
from graph.work.progress import Job

if TYPE_CHECKING:
    from graph.layout.fitting.components import Part


def _by(name: str) -> Callable[..., Any]:
    """A function of a module beside this one: the picker needs names alone."""
    module, _, function = name.rpartition(".")
    return late(f"graph.layout.{module}", function)


def _always() -> bool | str:
    return True


def installed() -> bool:
    """Whether pygraphviz, which brings Graphviz, can be imported."""
    return find_spec("pygraphviz") is not None


def _graphviz() -> bool | str:
    return installed() or "This layout needs Graphviz: install it with pip install pygraphviz."


MANY = 800
"""Above so many nodes boxes can no longer be moved apart exactly, and a layout may not look at all pairs."""


_ROUNDS = Parameter(
    "rounds", "Rounds", "whole", 0, "How often everything moves; 0 goes by the size of the graph.", 0, 5000, 10
)
_FORCES = (
    Parameter("scaling", "Scaling", "number", 2.0, "How strongly resources push one another away.", 0.1, 50, 0.5),
    Parameter("gravity", "Gravity", "number", 0.6, "How strongly everything is pulled to the middle.", 0, 10, 0.1),
    Parameter("strong-gravity", "Strong gravity", "switch", False, "Gravity grows with the distance from the middle."),
    Parameter("linlog", "Tight clusters", "switch", False, "Long relationships pull less, so that clusters tighten."),
    _ROUNDS,
)
_LENGTH = Parameter(
    "length", "Length", "number", 1.0, "The wished length of relationships; 1 fills the area evenly.", 0.1, 10, 0.1
)
_STRENGTH = Parameter(
    "strength", "Strength", "number", 8.0, "How much more relationships pull than resources without one.", 1.1, 50, 0.5
)
_DIRECTION = Parameter(
    "direction", "Direction", "choice", "automatic", "Where relationships point: down, right, or as it fits best.",
    choices=("automatic", "down", "right"),
)  # fmt: skip
_REPULSION = Parameter(
    "repulsion", "Repulsion", "number", 1.0, "How strongly resources push one another away.", 0.1, 5, 0.1
)
_EVENTS = Parameter(
    "events", "Room for events", "number", 0.5,
    "The part of the width that goes by events rather than by days: 1 gives each event the same room.", 0, 1, 0.1,
)  # fmt: skip


class Layout(NamedTuple):
    """One way to arrange a graph.

    ``name`` is what the command line and saved views say, ``title`` what the picker says, ``sentence`` what it is
    good for. ``available()`` is True, or one sentence on what is missing. ``keeps_shape``: boxes are freed of overlap
    by stretching, not by moving each on its own. ``comfortable`` nodes are arranged within some ten seconds and still
    read well; more than ``most`` (in one connected component) are refused. Just one of ``of_part`` (each connected
    component on its own, packed) and ``of_whole`` (the whole graph as one figure) is given. ``of_many`` arranges more
    than :data:`MANY` nodes instead, and yields drafts meanwhile.
    ``parameters`` are what can be set; their values stand in ``settings`` of a Part and of a Problem.
    """

    name: str
    title: str
    sentence: str
    comfortable: int
    most: int
    keeps_shape: bool = False
    available: Callable[[], bool | str] = _always
    of_part: Callable[[Part], Float] | None = None
    of_whole: Callable[[Problem], Arrangement] | None = None
    of_many: Callable[[Problem], Job[Arrangement]] | None = None
    parameters: tuple[Parameter, ...] = ()

    def is_for_many(self, n: int) -> bool:
        """Whether ``n`` nodes are arranged by ``of_many``, which keeps the proportions that a figure comes to."""
        return self.of_many is not None and n > MANY

    def read_settings(self, texts: Iterable[str]) -> tuple[tuple[str, Setting], ...]:
        """Settings from texts “name=value”, without those that are the default.

        Raises NameUnknownError for a parameter that the layout does not have, LayoutError for a value out of bounds.
        """
        return read_settings(self.title, self.parameters, texts)


_ALL = (
    Layout("forceatlas2", "ForceAtlas2", "Shows clusters and the hubs that hold them together; the best first look.",
           20000, 500_000, of_part=_by("methods.force.forceatlas2"), of_many=_by("large.by_forceatlas2"),
           parameters=_FORCES),
    Layout("spring", "Spring", "Spreads resources evenly, with relationships of similar length.",
           1000, 10000, of_part=_by("methods.force.spring"), parameters=(_LENGTH, _ROUNDS)),
    Layout("kamada-kawai", "Kamada–Kawai", "Draws resources as far apart as the number of steps between them.",
           300, 1200, of_part=_by("methods.force.kamada_kawai")),
    Layout("circular", "Circular", "Puts everything on one ring, class by class, so that every relationship is seen.",
           200, 20000, True, of_whole=_by("methods.circles.circular")),
    Layout("shell", "Shell", "Puts each class on a ring of its own, the smallest class inside.",
           500, 20000, True, of_whole=_by("methods.circles.shell")),
    Layout("spiral", "Spiral", "Winds outwards from the resource with most relationships to those with fewest.",
           2000, 20000, True, of_whole=_by("methods.circles.spiral")),
    Layout("spectral", "Spectral", "Separates the parts of the graph that few relationships connect.",
           2000, 8000, of_part=_by("methods.force.spectral")),
    Layout("planar", "Planar", "Draws the graph without any crossing of lines, where that can be done.",
           500, 3000, True, of_part=_by("methods.planar.planar")),
    Layout("multipartite", "Columns by class", "Puts each class in a column, to follow relationships between them.",
           500, 20000, True, of_whole=_by("methods.columns.multipartite")),
    Layout("bfs", "Steps from the selection", "Puts what is one, two, three steps from the selection in columns.",
           500, 20000, True, of_part=_by("methods.columns.bfs")),
    Layout("arf", "Attractive and repulsive", "Fills the space evenly and shows symmetries.",
           1000, 4000, of_part=_by("methods.force.arf"), parameters=(_STRENGTH, _ROUNDS)),
    Layout("hierarchical", "Hierarchical", "Puts what points above or left of what it points to: chains of command.",
           400, 5000, True, _graphviz, of_part=_by("methods.trees.hierarchical"),
           parameters=(_DIRECTION,)),
    Layout("radial", "Radial", "Puts the selection in the middle and the rest on rings by steps from it.",
           300, 20000, True, _graphviz, of_part=_by("methods.trees.radial")),
    Layout("multilevel", "Multilevel", "Unfolds very large graphs from the coarse to the fine, to show their parts.",
           1_000_000, 5_000_000, of_part=_by("methods.force.multilevel"), of_many=_by("large.by_forces")),
    Layout("stress", "By distance", "Draws large graphs so that what is many steps apart is far apart.",
           200_000, 500_000, of_part=_by("methods.force.stress"), of_many=_by("large.by_distance")),
    Layout("sfdp", "sfdp (Graphviz)", "Springs for large graphs: shows the outline of thousands of resources.",
           5000, 50000, False, _graphviz, of_part=_by("methods.trees.sfdp"), parameters=(_REPULSION,)),
    Layout("timeline", "Timeline", "Puts dates across and classes in lanes, to read what happened when.",
           1000, 20000, True, of_whole=_by("methods.timeline.timeline"), parameters=(_EVENTS,)),
)  # fmt: skip


def _checked(row: object) -> Layout:
    """A row that can be run; raises TypeError or ValueError for another."""
    if not isinstance(row, Layout):
        raise TypeError(f"it is of the type {type(row).__name__}, not Layout")
    if not all(isinstance(text, str) and text for text in (row.name, row.title, row.sentence)):
        raise TypeError("name, title and sentence are texts")
    if not all(isinstance(count, int) and count > 0 for count in (row.comfortable, row.most)):
        raise TypeError("comfortable and most are numbers of nodes")
    if sum(callable(function) for function in (row.of_part, row.of_whole)) != 1:
        raise TypeError("just one of of_part and of_whole is a function")
    for parameter in row.parameters:
        if not isinstance(parameter, Parameter) or not parameter.accepts(parameter.default):
            raise TypeError("each of its parameters is a Parameter with a default within the bounds")
    if not callable(row.available) or not (row.of_many is None or callable(row.of_many)):
        raise TypeError("available and of_many are functions")
    return row


LAYOUTS = Rows("caseboard.layouts", "layout", lambda layout: layout.name, _checked).add_all(_ALL)
"""Every layout by its name, in the order of the picker; after ``load()`` those of installed packages too."""


def find(name: str) -> Layout:
    """The layout of that name or title, upper or lower case. Raises NameUnknownError with the nearest names."""
    wanted = name.strip().casefold()
    found = _called(wanted) or LAYOUTS.get(wanted)
    if found is None:
        LAYOUTS.load()
        found = _called(wanted)
    if found is not None:
        return found
    import difflib

    near = difflib.get_close_matches(wanted, LAYOUTS, n=3, cutoff=0.5) or list(LAYOUTS)
    raise NameUnknownError(f"There is no layout named {name!r}; there is {', '.join(near)}.")


def _called(wanted: str) -> Layout | None:
    return next((layout for layout in LAYOUTS.values() if wanted in (layout.name, layout.title.casefold())), None)
