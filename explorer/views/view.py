"""View: an immutable value that says what the canvas shows and how. Every change by the user makes a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from explorer.views.groups import Group
from explorer.views.nodes import Nodes
from graph.layout import Guide, Setting
from graph.named import NamedTuple
from graph.rdf.naming import USUAL, Naming

if TYPE_CHECKING:
    from explorer.views.measures import Measured, Values
    from explorer.views.rules import Rule
    from graph.rdf.grade import Grade
    from graph.saved.annotations import Note

Range = tuple[float, float]
Direction = Literal["both", "out", "in"]
Clock = Literal["happened", "said"]


_BLOCK = 2048


class Positions:
    """Centres of nodes in scene units, shape (n, 2), NaN for a node without a place; read-only, equal by value.

    Rows are stored in blocks. Later positions share the blocks that did not change, since a history holds hundreds.
    """

    __slots__ = ("_blocks",)

    def __init__(self, xy: NDArray[np.float32] | None = None) -> None:
        rows = np.array(xy if xy is not None else np.empty((0, 2)), np.float32).reshape(-1, 2)
        rows.flags.writeable = False
        self._blocks = tuple(rows[start : start + _BLOCK] for start in range(0, len(rows), _BLOCK))

    @property
    def xy(self) -> NDArray[np.float32]:
        """All positions, shape (n, 2); a copy."""
        return np.concatenate(self._blocks) if self._blocks else np.empty((0, 2), np.float32)

    def __len__(self) -> int:
        return sum(len(block) for block in self._blocks)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Positions) or len(self) != len(other):
            return False
        pairs = zip(self._blocks, other._blocks)
        return all(a is b or np.array_equal(a, b, equal_nan=True) for a, b in pairs)

    def __hash__(self) -> int:
        return hash(self.xy.tobytes())

    def of(self, count: int) -> NDArray[np.float32]:
        """Positions of the first ``count`` nodes; NaN for nodes beyond the stored ones."""
        known = self.xy
        if len(known) >= count:
            return known[:count]
        out = np.full((count, 2), np.nan, np.float32)
        out[: len(known)] = known
        return out

    def moved(self, nodes: NDArray[np.integer], xy: NDArray[np.floating], count: int) -> Positions:
        """These positions with some nodes moved."""
        rows, out = self.of(count), Positions()
        rows[nodes] = xy
        touched = np.zeros(len(rows) // _BLOCK + 1, bool)
        touched[np.asarray(nodes) // _BLOCK] = True
        blocks = []
        for i, start in enumerate(range(0, len(rows), _BLOCK)):
            mine = self._blocks[i] if i < len(self._blocks) else None
            block = rows[start : start + _BLOCK]
            blocks.append(block.copy() if touched[i] or mine is None or len(mine) != len(block) else mine)
        out._blocks = tuple(blocks)
        return out


OF_FOCUS = -1
"""The centre of the expansion that a focus made: the resources around it that something hid."""


class Expansion(NamedTuple):
    """The nodes that one expansion of a resource or group added, so that it can be collapsed.

    ``centre`` is the id of the drawn node, or :data:`OF_FOCUS`; ``nodes`` are all added nodes, of which ``hidden`` had
    been hidden by hand; ``edges`` are the statements that it showed although filters hide them.
    """

    centre: int
    nodes: Nodes
    hidden: Nodes
    edges: Nodes = Nodes()


class Whole(NamedTuple):
    """The source of which another holds a part: its number of resources, and the number of relationships (n,) that
    each resource has there, NaN for those outside the part. They give the sizes of nodes.

    ``disputes`` (n,) are the numbers of disagreements there, NaN for none; None if no resource has any.
    """

    resources: int
    links: Values
    disputes: Values | None = None


class View(NamedTuple):
    """Filters, focus, groups, positions, pins and style over a projection; ids are those of the projection.

    hidden_classes     hidden classes; -1 stands for resources without a class. A resource with several classes is
                       hidden when all of them are
    hidden_predicates, hidden_documents, hidden_graphs   hidden statements and evidence
    hidden_support     hidden levels of support by passages: 0 no evidence, 1 one passage, 2 several
    hidden_text_support, hidden_origin_support   hidden levels of support by texts and by origins, likewise
    hidden_node_passages, hidden_node_texts, hidden_node_origins   hidden levels of resources by passages, by texts and
                       by origins of their evidence
    hidden_nodes       resources hidden by hand, and those ``set_aside`` because others were shown alone
    left_out           resources that are no part of a view that came with the data or in a file
    shown_nodes, shown_edges   resources and statements that somebody asked for: filters do not hide them
    focus, hops        if not empty, only nodes within ``hops`` steps of these resources are shown
    direction          direction of those steps: "both", "out" (from subject to object) or "in"
    dates              shown date range in days since 1970; ``undated`` also shows nodes without a date
    known              hides what only texts after this day say, in days since 1970 up to the end of the day;
                       ``known_from_start`` counts a text from the start of its period, not from its end
    clock              meaning of the dates: "happened", or "said" for when it was said
    least_grade        hides relationships that are not graded at least so, “B2”; "" for none
    amounts, degrees   shown range of amounts and of numbers of relationships; nodes without an amount stay
    ranges             shown ranges of numbers by column key; nodes without a number stay
    facets             keys of the columns that are facets of their own
    hidden_values      hidden values by column key, as the data write them, "" for resources without one
    hidden_inference   hidden relationships: 0 those that the source states, 1 those that are inferred
    hides_unconnected  hides resources without a shown relationship to another one, but for the focus
    only_disputed      hides resources that are neither disputed nor updated, nor stand beside what is
    single_valued, several_valued   predicates that the user takes to have one value, or several
    measures           results of measures, one for each key
    rules              style rules; of two, the later one wins
    groups             resources drawn as one node
    ungrouped          members of groups that are drawn by themselves all the same
    folded_classes     classes of which each resource that links two others is drawn as one line between them
    expansions         nodes added by each expansion, in order; a focus does not hide them
    whole              the source of which the open one is an exported part, None if it is no part
    follows_values     paths, measures and layouts go through concepts that are values of resources
    naming             languages and predicates of names in the user's order; one for all views of a source
    layout, settings   name of the latest layout, and the values of its parameters that are not the default
    graded             grades that the user added to sources and statements; for all views of a source
    notes              notes on resources, relationships and the canvas; ``shows_notes`` draws them on the canvas
    """

    hidden_classes: frozenset[int] = frozenset()
    hidden_predicates: frozenset[int] = frozenset()
    hidden_documents: frozenset[int] = frozenset()
    hidden_graphs: frozenset[int] = frozenset()
    hidden_support: frozenset[int] = frozenset()
    hidden_text_support: frozenset[int] = frozenset()
    hidden_origin_support: frozenset[int] = frozenset()
    hidden_node_passages: frozenset[int] = frozenset()
    hidden_node_texts: frozenset[int] = frozenset()
    hidden_node_origins: frozenset[int] = frozenset()
    hidden_nodes: Nodes = Nodes()
    set_aside: Nodes = Nodes()
    left_out: Nodes = Nodes()
    shown_nodes: Nodes = Nodes()
    shown_edges: Nodes = Nodes()
    focus: Nodes = Nodes()
    hops: int = 1
    direction: Direction = "both"
    dates: Range | None = None
    undated: bool = True
    clock: Clock = "happened"
    known: float | None = None
    known_from_start: bool = False
    least_grade: str = ""
    amounts: Range | None = None
    degrees: Range | None = None
    ranges: tuple[tuple[str, Range], ...] = ()
    facets: tuple[str, ...] = ()
    hidden_values: tuple[tuple[str, frozenset[str]], ...] = ()
    hidden_inference: frozenset[int] = frozenset()
    hides_unconnected: bool = False
    only_disputed: bool = False
    single_valued: frozenset[int] = frozenset()
    several_valued: frozenset[int] = frozenset()
    measures: tuple[Measured, ...] = ()
    rules: tuple[Rule, ...] = ()
    groups: tuple[Group, ...] = ()
    ungrouped: Nodes = Nodes()
    folded_classes: frozenset[int] = frozenset()
    expansions: tuple[Expansion, ...] = ()
    pinned: Nodes = Nodes()
    notes: tuple[Note, ...] = ()
    shows_notes: bool = True
    graded: tuple[Grade, ...] = ()
    follows_values: bool = False
    positions: Positions = Positions()
    guides: tuple[Guide, ...] = ()
    naming: Naming = USUAL
    whole: Whole | None = None
    layout: str = "forceatlas2"
    settings: tuple[tuple[str, Setting], ...] = ()
    seed: int = 1

    @property
    def filters(self) -> View:
        """The part that decides which nodes and edges are drawn: this view without positions and the like."""
        groups = tuple(group.filtering for group in self.groups)
        kept = {key for key, _ in (*self.ranges, *self.hidden_values)}
        measures = tuple(measured for measured in self.measures if measured.key in kept)
        return self._replace(
            groups=groups,
            facets=(),
            single_valued=self.single_valued if self.only_disputed else frozenset(),
            several_valued=self.several_valued if self.only_disputed else frozenset(),
            measures=measures,
            rules=(),
            pinned=Nodes(),
            notes=(),
            shows_notes=True,
            graded=self._filtering_grades(kept),
            follows_values=False,
            positions=Positions(),
            guides=(),
            naming=USUAL,
            whole=None,
            layout="",
            settings=(),
            seed=0,
        )

    def _filtering_grades(self, kept: set[str]) -> tuple[Grade, ...]:
        """The grades, if relationships are filtered by them, or resources by a column of them among ``kept``."""
        if not self.graded:
            return ()
        from graph.rdf.grade import YOUR  # late: few views have grades

        return self.graded if self.least_grade or any(key.startswith(YOUR) for key in kept) else ()

    def with_measure(self, measured: Measured) -> View:
        """This view with a measure, which replaces the earlier one of its key and drops the range set on that one."""
        return self.with_range(measured.key, None)._replace(
            measures=(*(m for m in self.measures if m.key != measured.key), measured)
        )

    def with_range(self, key: str, kept: Range | None) -> View:
        """This view with only nodes inside a range of a column, or with all if ``kept`` is None."""
        others = tuple(entry for entry in self.ranges if entry[0] != key)
        return self._replace(ranges=others if kept is None else (*others, (key, kept)))

    def hidden_texts(self, key: str) -> frozenset[str]:
        """The hidden values of a column."""
        return dict(self.hidden_values).get(key, frozenset())

    def with_hidden_texts(self, key: str, texts: frozenset[str]) -> View:
        """This view with other values of a column hidden."""
        others = tuple(entry for entry in self.hidden_values if entry[0] != key)
        return self._replace(hidden_values=(*others, (key, texts)) if texts else others)

    def group(self, drawn: int) -> Group | None:
        """The group with this id, None for the id of a resource or of no group."""
        return next((group for group in self.groups if group.id == drawn), None)
