"""Table of the layouts: their names, their uses, and their functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from graph.errors import NameUnknownError
from graph.layout.parameters import Parameter, Setting, read_settings
from graph.named import NamedTuple
from graph.plugins import Rows
from graph.work.late import late

if TYPE_CHECKING:
    from graph.arrays.types import Floats
    from graph.layout.fitting.components import Part
    from graph.layout.problem import Arrangement, Problem
    from graph.work.progress import Job


def _by(name: str) -> Callable[..., Any]:
    """A function of a module in this package, imported on its first call: the picker needs only names."""
    module, _, function = name.rpartition(".")
    return late(f"graph.layout.{module}", function)


def _always() -> bool | str:
    return True


@cache
def installed() -> bool:
    """True if pygraphviz, which includes Graphviz, can be imported."""
    return find_spec("pygraphviz") is not None


def _graphviz() -> bool | str:
    return installed() or "This layout needs Graphviz: install it with pip install pygraphviz."


MANY = 800
"""Largest number of nodes for which overlaps are removed exactly and a layout may compute all pairs."""


_ROUNDS = Parameter(
    "rounds",
    "Rounds",
    "whole",
    0,
    "Number of times that all resources move; 0 follows the size of the graph.",
    0,
    5000,
    10,
)
_FORCES = (
    Parameter(
        "scaling", "Scaling", "number", 2.0, "The force with which resources push each other away.", 0.1, 50, 0.5
    ),
    Parameter("gravity", "Gravity", "number", 0.6, "The force that pulls resources to the middle.", 0, 10, 0.1),
    Parameter("strong-gravity", "Strong gravity", "switch", False, "Gravity grows with the distance from the middle."),
    Parameter("linlog", "Tight clusters", "switch", False, "Long relationships pull less, so that clusters tighten."),
    _ROUNDS,
)
_LENGTH = Parameter(
    "length", "Length", "number", 1.0, "The target length of relationships; 1 fills the area evenly.", 0.1, 10, 0.1
)
_STRENGTH = Parameter(
    "strength",
    "Strength",
    "number",
    8.0,
    "The attraction between related resources, as a multiple of that between others.",
    1.1,
    50,
    0.5,
)
_DIRECTION = Parameter(
    "direction", "Direction", "choice", "automatic", "The way relationships point: down, right, or the better of both.",
    choices=("automatic", "down", "right"),
)  # fmt: skip
_GROWTH = Parameter(
    "growth", "Growth", "choice", "automatic",
    "The way the tree grows: right from its roots, around them, or the better of both.",
    choices=("automatic", "right", "around"),
)  # fmt: skip
_REPULSION = Parameter(
    "repulsion", "Repulsion", "number", 1.0, "The force with which resources push each other away.", 0.1, 5, 0.1
)


class Layout(NamedTuple):
    """A layout.

    name         identifier on the command line and in saved views
    title        name in the picker, with a ``sentence`` on its use
    comfortable  nodes that are arranged within about ten seconds and still read well
    most         largest number of nodes, in one connected component for ``of_part``
    keeps_shape  whether overlaps are removed by stretching the figure instead of moving single boxes
    available    returns True, or one sentence on what is missing
    of_part      function that arranges one connected component; components are then packed
    of_whole     function that arranges the whole graph as one figure; given instead of ``of_part``
    of_many      function for more than :data:`MANY` nodes, which yields drafts
    parameters   what users can set; the values are in ``settings`` of a Part and of a Problem
    shows        a few words for the menu: what it brings out
    by_name      whether it goes by the order of names, which is then in ``names`` of a Problem
    """

    name: str
    title: str
    sentence: str
    comfortable: int
    most: int
    keeps_shape: bool = False
    available: Callable[[], bool | str] = _always
    of_part: Callable[[Part], Floats] | None = None
    of_whole: Callable[[Problem], Arrangement] | None = None
    of_many: Callable[[Problem], Job[Arrangement]] | None = None
    parameters: tuple[Parameter, ...] = ()
    shows: str = ""
    by_name: bool = False

    def is_for_many(self, n: int) -> bool:
        """True if ``n`` nodes are arranged by ``of_many``, which keeps the proportions of the figure."""
        return self.of_many is not None and n > MANY

    def read_settings(self, texts: Iterable[str]) -> tuple[tuple[str, Setting], ...]:
        """Settings from texts “name=value”, without those that are the default.

        Raises NameUnknownError for a parameter that the layout does not have, LayoutError for a value out of bounds.
        """
        return read_settings(self.title, self.parameters, texts)


_ALL = (
    Layout("forceatlas2", "ForceAtlas2", "Shows clusters and the hubs that hold them together; the best first look.",
           20000, 500_000, of_part=_by("methods.force.forceatlas2"), of_many=_by("large.by_forceatlas2"),
           parameters=_FORCES, shows="clusters and hubs"),
    Layout("spring", "Spring", "Spreads resources evenly, with lines of similar length.",
           1000, 10000, of_part=_by("methods.force.spring"), parameters=(_LENGTH, _ROUNDS), shows="an even spread"),
    Layout("kamada-kawai", "Kamada–Kawai", "Draws resources as far apart as the number of steps between them.",
           300, 1200, of_part=_by("methods.force.kamada_kawai"), shows="distances in steps"),
    Layout("circular", "Circular", "Puts everything on one ring, class by class, so that every relationship is seen.",
           200, 20000, True, of_whole=_by("methods.circles.circular"), shows="all on one ring"),
    Layout("shell", "Shell", "Puts each class on a ring of its own, the smallest class inside.",
           500, 20000, True, of_whole=_by("methods.circles.shell"), shows="a ring for each class"),
    Layout("spiral", "Spiral", "Winds outwards from the resource with the most relationships to those with the fewest.",
           2000, 20000, True, of_whole=_by("methods.circles.spiral"), shows="most relationships first"),
    Layout("spectral", "Spectral", "Separates the parts of the graph that few relationships connect.",
           2000, 8000, of_part=_by("methods.force.spectral"), shows="parts that hardly touch"),
    Layout("planar", "Planar", "Draws the graph without crossing lines, if that is possible.",
           500, 3000, True, of_part=_by("methods.planar.planar"), shows="no line crosses another"),
    Layout("multipartite", "Columns by class", "Puts each class in a column, to follow relationships between them.",
           500, 20000, True, of_whole=_by("methods.columns.multipartite"), shows="relationships between classes"),
    Layout("bfs", "Steps from the selection", "Puts resources in columns by their number of steps from the selection.",
           500, 20000, True, of_part=_by("methods.columns.bfs"), shows="a column for each step"),
    Layout("arf", "Attractive and repulsive", "Fills the space evenly and shows symmetries.",
           1000, 4000, of_part=_by("methods.force.arf"), parameters=(_STRENGTH, _ROUNDS), shows="symmetries"),
    Layout("hierarchical", "Hierarchical", "Puts subjects above or left of their objects, to show chains of command.",
           600, 5000, True, of_whole=_by("methods.layers.hierarchical"),
           parameters=(_DIRECTION,), shows="chains of command"),
    Layout("radial", "Radial", "Puts the selection in the middle and the rest on rings by number of steps.",
           300, 20000, True, _graphviz, of_part=_by("methods.trees.radial"), shows="rings around the selection"),
    Layout("multilevel", "Multilevel", "Unfolds very large graphs from coarse to fine, to show their parts.",
           1_000_000, 5_000_000, of_part=_by("methods.force.multilevel"), of_many=_by("large.by_forces"),
           shows="the shape of very large graphs"),
    Layout("stress", "By distance", "Draws large graphs with distances that follow the number of steps.",
           200_000, 500_000, of_part=_by("methods.force.stress"), of_many=_by("large.by_distance"),
           shows="distances in large graphs"),
    Layout("sfdp", "sfdp (Graphviz)", "Springs for large graphs: shows the outline of thousands of resources.",
           5000, 50000, False, _graphviz, of_part=_by("methods.trees.sfdp"), parameters=(_REPULSION,),
           shows="the outline of thousands"),
    Layout("timeline", "Timeline", "Puts time across, to scale, and classes in lanes, to show what was when.",
           1000, 20000, True, of_whole=_by("methods.timeline.timeline"),
           shows="the order of events"),
    Layout("tree", "Tree", "Puts what is part of something, or below it, on the branches of a tidy tree.",
           200_000, 2_000_000, True, of_whole=_by("tree.figures.tree"), of_many=_by("tree.figures.large_tree"),
           parameters=(_GROWTH,), shows="a hierarchy of any size", by_name=True),
)  # fmt: skip


def _checked(row: object) -> Layout:
    """The row, if it is valid; raises TypeError or ValueError otherwise."""
    if not isinstance(row, Layout):
        raise TypeError(f"it is of the type {type(row).__name__}, not Layout")
    if not all(isinstance(text, str) and text for text in (row.name, row.title, row.sentence)):
        raise TypeError("name, title and sentence must be texts")
    if not isinstance(row.shows, str):
        raise TypeError("shows must be a text")
    if not all(isinstance(count, int) and count > 0 for count in (row.comfortable, row.most)):
        raise TypeError("comfortable and most must be numbers of nodes")
    if sum(callable(function) for function in (row.of_part, row.of_whole)) != 1:
        raise TypeError("either of_part or of_whole must be a function, and not both")
    for parameter in row.parameters:
        if not isinstance(parameter, Parameter) or not parameter.accepts(parameter.default):
            raise TypeError("each of its parameters must be a Parameter with a default within its bounds")
    if not callable(row.available) or not (row.of_many is None or callable(row.of_many)):
        raise TypeError("available and of_many must be functions")
    return row


LAYOUTS = Rows("caseboard.layouts", "layout", lambda layout: layout.name, _checked).add_all(_ALL)
"""All layouts by name, in the order of the picker; after ``load()`` including those of installed packages."""


def find(name: str) -> Layout:
    """The layout of that name or title, in any case; raises NameUnknownError with the closest names."""
    wanted = name.strip().casefold()
    found = _called(wanted) or LAYOUTS.get(wanted)
    if found is None:
        LAYOUTS.load()
        found = _called(wanted)
    if found is not None:
        return found
    import difflib

    near = difflib.get_close_matches(wanted, LAYOUTS, n=3, cutoff=0.5) or list(LAYOUTS)
    raise NameUnknownError(f"There is no layout named {name!r}. Similar names: {', '.join(near)}.")


def _called(wanted: str) -> Layout | None:
    return next((layout for layout in LAYOUTS.values() if wanted in (layout.name, layout.title.casefold())), None)
