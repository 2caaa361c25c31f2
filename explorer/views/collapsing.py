"""Collapse: hide again what an expansion, or a focus, showed."""

from __future__ import annotations

from explorer.views.groups import BRANCH, Group
from explorer.views.nodes import Nodes
from explorer.views.places import without_places
from explorer.views.view import OF_FOCUS, Expansion, View


def collapsed(view: View, expansion: Expansion) -> View:
    """``view`` without the nodes of an expansion, and without the nodes that expanding those had added."""
    leaving, gone = Nodes(), [expansion]
    inner = _inside(view, expansion.centre)
    for step in gone:
        leaving = leaving | step.nodes
        gone += [
            later
            for later in view.expansions
            if later not in gone and (later.centre in step.nodes or later.centre in inner)
        ]
    view = view._replace(groups=tuple(group for group in view.groups if group.id not in inner))
    return without_places(_without(view, gone, leaving), expansion.centre)


def _inside(view: View, drawn: int) -> set[int]:
    """The groups into which a branch was opened, level by level: newer branches of its members."""
    outer = view.group(drawn)
    if outer is None or outer.kind != BRANCH:
        return set()
    return {
        group.id
        for group in view.groups
        if group.kind == outer.kind and group.id > outer.id and group.members <= outer.members
    }


def unfocused(view: View) -> View:
    """``view`` without a focus, and without what the focus showed although something hid it."""
    own = [step for step in view.expansions if step.centre == OF_FOCUS]
    leaving = Nodes()
    for step in own:
        leaving = leaving | step.nodes
    return _without(view, own, leaving)._replace(focus=Nodes())


def _without(view: View, gone: list[Expansion], leaving: Nodes) -> View:
    """``view`` without some expansions and their nodes; other expansions keep theirs."""
    kept = tuple(step for step in view.expansions if step not in gone)
    hidden, edges, elsewhere, edges_elsewhere = Nodes(), Nodes(), Nodes(), Nodes()
    for step in gone:
        hidden, edges = hidden | step.hidden, edges | step.edges
    for step in kept:
        elsewhere, edges_elsewhere = elsewhere | step.nodes, edges_elsewhere | step.edges

    def stays(group: Group) -> bool:
        return group.kind != "neighbours" or not group.members <= leaving

    return view._replace(
        groups=tuple(group for group in view.groups if stays(group)),
        hidden_nodes=view.hidden_nodes | (hidden - elsewhere),
        shown_nodes=view.shown_nodes - (leaving - elsewhere),
        shown_edges=view.shown_edges - (edges - edges_elsewhere),
        ungrouped=view.ungrouped - (leaving - elsewhere),
        expansions=kept,
    )
