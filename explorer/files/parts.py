"""The part of a source that travels with a view: what is shown, and what its style rules read of other resources."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from explorer.pictures.look.class_looks import looks_of
from explorer.pictures.look.templates import keys_of
from explorer.views.groups import is_group
from explorer.views.hiding.disputes import marks_of
from explorer.views.hiding.filters import Cause, without_filters
from explorer.views.measures import Values
from explorer.views.nodes import Nodes
from explorer.views.rules import Categories, Fixed, Rule, Rules
from explorer.views.view import Expansion, Positions, View, Whole
from explorer.views.visible import Visible
from graph.arrays.types import Mask
from graph.model.closure import cited_by, quads_of
from graph.model.linked_columns import ways_along
from graph.model.projection import Owner, Projection
from graph.model.sorting.roles import Role
from graph.named import NamedTuple


class Part(NamedTuple):
    """Resources (n,) and statements (m,) of a part: the shown ones, and ``read`` (n,), which are not shown.

    Style rules read these, or a list names them beside one that is shown.
    """

    shown: Mask
    read: Mask
    edges: Mask


def part_of(projection: Projection, visible: Visible, rules: Rules = ()) -> Part:
    """The visible part of a source, with the facts of what is folded, and with what style rules read."""
    shown, edges = visible.node_cause == 0, np.isin(visible.edge_cause, (Cause.SHOWN, Cause.FOLDED))
    read = np.zeros_like(shown)
    for key in {key for rule in rules for key in keys_read(rule)}:
        nodes, ways = ways_along(projection, key, shown)
        read |= nodes
        edges = edges | ways
    return Part(shown, read, edges)


class Held(NamedTuple):
    """Numbers of resources and relationships in a file; ``read`` of the resources are not shown."""

    nodes: int
    edges: int
    read: int


def leaving(
    projection: Projection,
    visible: Visible,
    view: View,
    rules: Rules = (),
    without: NDArray[np.int64] | None = None,
) -> tuple[Part, NDArray[np.int64]]:
    """The visible part, with what a view with these ``rules`` needs, and the rows (k,) of the quads that leave.

    The quads at the rows ``without`` stay, and with them what is said about them.
    """
    part = part_of(projection, visible, rules)
    rows = quads_leaving(projection, part, view, without)
    return _with_lists(projection, part, rows), rows


def quads_leaving(
    projection: Projection, part: Part, view: View, without: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """Rows (k,) of the quads of a part that leave: not those in hidden graphs or ``without``, nor what was not known.

    A thing that is shown although it came later leaves without the evidence that came later.
    """
    if view.known is not None:
        from explorer.views.hiding.known import later_in  # late: few views are of a day
        from graph.analysis.known import later_quads

        later = np.flatnonzero(later_quads(projection, later_in(projection, view).documents))
        without = later if without is None else np.union1d(without, later)
    return quads_of(projection, part.shown | part.read, part.edges, view.hidden_graphs, without)


def held(projection: Projection, part: Part, rows: NDArray[np.int64]) -> Held:
    """Numbers for the file with the quads at ``rows``, which :func:`leaving` gives.

    A resource of which no quad leaves is not in it, nor a text that only serves as evidence there.
    """
    role, owner, kind = projection.role[rows], projection.owner[rows], projection.owner_kind[rows]
    s, o = projection.quads.subject[rows], projection.quads.object[rows]
    linking = (role == Role.EDGE) & (s != o)
    alone = cited_by(projection, rows)
    alone[s[linking]] = alone[o[linking | (role == Role.CLASS)]] = False
    edges, named = part.edges.copy(), np.zeros(projection.node_count, bool)
    edges[owner[(kind == Owner.EDGE) & (role == Role.EDGE) & alone[s]]] = False
    named[owner[(kind == Owner.NODE) & (role != Role.EVIDENCE) & ~alone[s]]] = True
    for ends in (projection.subject, projection.object):
        named[ends[edges]] = True
    nodes = named & (part.shown | part.read)
    return Held(int(nodes.sum()), int(edges.sum()), int((nodes & ~part.shown).sum()))


def _with_lists(projection: Projection, part: Part, rows: NDArray[np.int64]) -> Part:
    """``part`` with the resources and statements that the quads at ``rows`` hold only because lists leave whole."""
    listed = rows[(projection.order.holder[rows] >= 0) & (projection.owner_kind[rows] == Owner.EDGE)]
    more = projection.owner[listed]
    read, edges = part.read.copy(), part.edges.copy()
    read[projection.subject[more]] = read[projection.object[more]] = edges[more] = True
    return Part(part.shown, read & ~part.shown, edges)


def keys_read(rule: Rule) -> tuple[str, ...]:
    """Keys of the columns that a rule reads, those of its template included."""
    template = rule.look.value if rule.channel == "label" and isinstance(rule.look, Fixed) else ""
    return (*rule.keys, *keys_of(str(template)))


def view_of_part(view: View, projection: Projection, part: Part) -> View:
    """``view`` for a source that holds only this part: it looks the same, and mentions nothing else.

    There is nothing left to hide but what style rules and lists need. Sizes follow the numbers in the whole source, and
    classes keep the shape that they have beside all others.
    """
    marks = marks_of(projection, view)
    shown, view = Nodes.where(part.shown), without_filters(view)
    count = projection.node_count
    xy = view.positions.of(count).copy()
    xy[~part.shown] = np.nan
    measures = (replace(m, values=Values(np.where(part.shown, m.values.of(count), np.nan))) for m in view.measures)
    steps = (Expansion(s.centre, s.nodes & shown, s.hidden & shown) for s in view.expansions)
    whole = view.whole or Whole(count, Values(projection.degree.astype(np.float64)))
    links = np.where(part.shown, whole.links.of(count), np.nan)
    disputes = np.where(part.shown & (marks > 0), marks, np.nan)
    return view._replace(
        left_out=Nodes.where(part.read),
        groups=tuple(group._replace(members=group.members & shown) for group in view.groups),
        expansions=tuple(step for step in steps if step.nodes and (is_group(step.centre) or part.shown[step.centre])),
        ungrouped=view.ungrouped & shown,
        pinned=view.pinned & shown,
        positions=Positions(xy),
        measures=tuple(measures),
        rules=(*_shapes(projection, part), *view.rules),
        whole=Whole(whole.resources, Values(links), None if np.isnan(disputes).all() else Values(disputes)),
    )


def _shapes(projection: Projection, part: Part) -> Rules:
    """A rule for the classes that would have another shape without the classes outside the part."""
    every = projection.classes
    mine = np.flatnonzero(projection.class_counts(np.flatnonzero(part.shown | part.read))[1:]).tolist()
    whole = looks_of([info.iri for info in every], [info.kind for info in every])
    alone = looks_of([every[c].iri for c in mine], [every[c].kind for c in mine])
    looks = tuple((every[c].iri, whole[c].shape) for i, c in enumerate(mine) if alone[i].shape != whole[c].shape)
    return (Rule("shape", Categories("class", looks)),) if looks else ()
