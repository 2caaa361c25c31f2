"""Reveal: shows a hidden resource, whatever hides it, in one step that can be undone."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from panel_case import case, class_id, node, sit_down

from explorer.views.groups import GROUPS_FROM, is_group
from explorer.views.nodes import Nodes
from explorer.views.revealing import revealed
from explorer.views.visible import see

COUNT, EDGES = case().projection.node_count, case().projection.edge_count
resources = st.lists(st.integers(0, COUNT - 1), min_size=1, max_size=6, unique=True)


@settings(max_examples=150, deadline=None)
@given(resources, st.lists(st.integers(0, EDGES - 1), max_size=4, unique=True), st.data())
def test_a_revealed_resource_is_drawn_by_itself_whatever_hid_it(nodes: list[int], edges: list[int], data) -> None:
    commands, projection = sit_down(), case().projection
    if data.draw(st.booleans()):
        commands.group_by_class()
    some = st.frozensets(st.integers(-1, len(projection.classes) - 1))
    view = commands.view._replace(
        hidden_classes=data.draw(some),
        hidden_nodes=Nodes(data.draw(resources)),
        hidden_predicates=data.draw(st.frozensets(st.integers(0, len(projection.predicates) - 1))),
        hidden_support=data.draw(st.frozensets(st.integers(0, 2))),
        focus=Nodes(data.draw(st.just([]) | resources)),
        hops=data.draw(st.integers(0, 2)),
        degrees=data.draw(st.none() | st.just((2.0, 40.0))),
        dates=data.draw(st.none() | st.just((17000.0, 18000.0))),
        undated=data.draw(st.booleans()),
        shown_nodes=Nodes(data.draw(st.just([]) | resources)),
        shown_edges=Nodes(data.draw(st.lists(st.integers(0, EDGES - 1), max_size=4))),
    )
    asked, shown = np.array(nodes, np.int32), np.array(edges, np.int32)
    visible = see(projection, view)
    after = see(projection, revealed(projection, view, visible, asked, shown))
    ends = np.concatenate((asked, projection.subject[shown], projection.object[shown]))
    assert np.isin(ends, after.drawn).all()
    assert (after.edge_cause[shown] == 0).all()
    changed = revealed(projection, view, visible, asked, shown)
    for field in ("hidden_classes", "hidden_predicates", "hidden_support", "degrees", "dates", "undated"):
        assert getattr(changed, field) == getattr(view, field), "no filter changes"
    assert view.shown_nodes <= changed.shown_nodes and view.shown_edges <= changed.shown_edges, "as asked for before"
    again = revealed(projection, view, visible, asked[visible.node_cause[asked] == 0])
    assert (see(projection, again).node_cause == visible.node_cause).all(), "a shown resource changes no filter"


def test_revealing_one_resource_leaves_the_rest_of_its_class_hidden() -> None:
    commands = sit_down()
    commands.toggle("classes", class_id("Invoice"), "Invoice")
    wanted = [node("Contract 03"), node("Contract 07")]
    before = commands.view
    commands.reveal_all(np.array(wanted, np.int32))
    shown = commands.session.visible.nodes
    assert set(wanted) <= set(shown.tolist()) and node("Contract 04") not in shown
    assert commands.session.selection == tuple(wanted)
    commands.session.undo()
    assert commands.view == before


def test_a_selection_maps_to_its_members_and_to_its_drawn_nodes() -> None:
    commands = sit_down()
    commands.group_by_class()
    visible = commands.session.visible
    groups = [int(drawn) for drawn in visible.drawn if is_group(int(drawn))]
    members = visible.members_of_all([groups[0], node("Ada Mayor")])
    assert set(members.tolist()) == {*visible.members_of(groups[0]).tolist(), node("Ada Mayor")}
    standing = visible.drawn_for_all([*visible.members_of(groups[0]).tolist(), groups[1]])
    assert standing.tolist() == [groups[0], groups[1]], "each once, in order"
    assert visible.drawn_for_all([]).tolist() == visible.members_of_all([]).tolist() == []
    assert GROUPS_FROM in groups
