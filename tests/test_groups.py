"""Groups, expansions and overviews: one node for many resources, expanded and collapsed without a loss."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.document import Document
from explorer.files.opening import WHOLE_UP_TO
from explorer.pictures.scene.bubbles import overview_of
from explorer.state.commands import Commands
from explorer.state.session import Session
from explorer.views.collapsing import collapsed
from explorer.views.expanding import expanded, offers, waiting
from explorer.views.groups import (
    GROUPS_FROM,
    Group,
    by_class,
    by_number,
    by_value,
    is_group,
    next_id,
    partition,
    radii,
    with_group,
    without,
)
from explorer.views.hiding.filters import Cause
from explorer.views.nodes import Nodes
from explorer.views.view import View
from explorer.views.visible import see
from graph.model.build import project
from graph.reading.read import read_bytes
from graph.work.progress import finish

STAR = " ".join(f":hub :x :n{i} . :n{i} a :Leaf ." for i in range(6)) + ":hub a :Hub . :n0 :y :far . :far :y :n1 ."


def _node(p, name):
    return p.node_of[f"https://example.org/{name}"]


def _sit(p, view=None):
    """A session on a projection with a place for every node."""
    session = Session(Document(None, p))
    count = p.node_count
    xy = np.stack((np.arange(count) * 90.0, np.arange(count) % 7 * 60.0), axis=1)
    start = session.view.positions.moved(np.arange(count), xy, count)
    session.amend(session.view._replace(positions=start))
    if view is not None:
        session.commit(view(session.view), "start")
    return Commands(session)


@st.composite
def _grouped(draw):
    count = 12
    pairs = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=40))
    sets = draw(st.lists(st.frozensets(st.integers(0, count - 1), min_size=2), max_size=4))
    hidden = draw(st.frozensets(st.integers(0, count - 1), max_size=5))
    ungrouped = draw(st.frozensets(st.integers(0, count - 1), max_size=5))
    return count, pairs, sets, hidden, ungrouped


@given(_grouped())
@settings(max_examples=80, deadline=None)
def test_every_shown_resource_and_statement_is_drawn_exactly_once(case):
    count, pairs, sets, hidden, ungrouped = case
    lines = [f"<u:n{i}> a <u:T> ." for i in range(count)]
    lines += [f"<u:n{a}> <u:x{k % 2}> <u:n{b}> ." for k, (a, b) in enumerate(pairs)]
    p = finish(project(read_bytes("\n".join(lines).encode(), "a.ttl").quads))
    groups = tuple(Group(GROUPS_FROM + i, f"g{i}", Nodes(ids)) for i, ids in enumerate(sets))
    visible = see(p, View(groups=groups, hidden_nodes=Nodes(hidden), ungrouped=Nodes(ungrouped)))
    assert (np.diff(visible.drawn) > 0).all()
    assert visible.members.sum() == len(visible.nodes) == p.node_count - len(hidden)
    told = [node for drawn in visible.drawn.tolist() for node in visible.members_of(drawn).tolist()]
    assert sorted(told) == visible.nodes.tolist()
    for node in visible.nodes.tolist():
        drawn = visible.drawn_for(node)
        newest = max((g.id for g in groups if node in g.members), default=-1)
        assert drawn == (node if node in ungrouped or newest < 0 else newest)
    a, b = visible.slot[p.subject[visible.edges]], visible.slot[p.object[visible.edges]]
    inner = (a == b) & (visible.drawn[a] >= GROUPS_FROM)
    assert visible.strands.sum() == len(visible.edges) - inner.sum()
    bundles = [visible.statements_of(edge).tolist() for edge in visible.drawn_edges.tolist()]
    assert [len(bundle) for bundle in bundles] == visible.strands.tolist()
    assert sorted(edge for bundle in bundles for edge in bundle) == visible.edges[~inner].tolist()


def test_a_bundle_points_in_the_direction_of_the_majority(turtle):
    p = turtle(":a :x :b, :c . :d :x :a .")
    group = Group(GROUPS_FROM, "rest", Nodes(_node(p, n) for n in "bcd"))
    session = _sit(p, lambda v: v._replace(groups=(group,))).session
    scene = session.scene
    assert len(scene) == 2 and len(scene.source) == 1
    assert (scene.ids[scene.source[0]], scene.ids[scene.target[0]]) == (_node(p, "a"), GROUPS_FROM)
    assert scene.labels[1] == "rest · 3" and scene.edge_words[0] == "x · 3"


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        (":a :x :b, :c . :d :x :a .", ["a rest"]),
        (":b :x :a . :c :x :a . :a :x :d .", ["rest a"]),
        (":b :x :a . :a :x :c .", ["a rest"]),
        (":a :x :b . :c :x :a .", ["a rest"]),
        (":b :x :e . :f :x :c . :a :x :a .", ["a a", "rest newer"]),
        (":e :x :b, :c . :b :x :f . :a :x :a .", ["a a", "newer rest"]),
    ],
)
def test_a_bundle_of_a_group_goes_the_way_of_most_and_of_as_many_towards_the_newer_group(turtle, text, ways):
    p = turtle(text)
    members = {"rest": "bcd", "newer": "ef"}
    groups = tuple(
        Group(GROUPS_FROM + i, title, Nodes(p.node_of[iri] for iri in p.node_of if iri[-1] in names))
        for i, (title, names) in enumerate(members.items())
    )
    visible = see(p, View(groups=groups))

    def name(node):
        drawn = visible.drawn_for(int(node))
        return groups[drawn - GROUPS_FROM].title if is_group(drawn) else p.iris[node][-1]

    drawn = visible.drawn_edges
    assert sorted(f"{name(a)} {name(b)}" for a, b in zip(p.subject[drawn], p.object[drawn])) == ways


def test_expanding_shows_the_neighbours_beside_a_node_and_moves_nothing_else(turtle):
    p = turtle(STAR)
    leaves = Nodes(_node(p, f"n{i}") for i in range(6))
    commands = _sit(p, lambda v: v._replace(hidden_nodes=leaves))
    session, hub = commands.session, _node(p, "hub")
    before = {n: commands.place_of(n) for n in session.visible.drawn.tolist()}
    assert [(o.label, o.outgoing, o.total, o.waiting) for o in offers(p, session.visible, hub)] == [("x →", True, 6, 6)]
    assert commands.expand(hub) == 6
    assert set(leaves) <= set(session.visible.drawn.tolist())
    for node, place in before.items():
        assert commands.place_of(node) == place
    assert not len(waiting(p, session.visible, hub))
    commands.collapse(hub)
    assert set(session.visible.drawn.tolist()) == set(before)
    session.undo()
    assert set(leaves) <= set(session.visible.drawn.tolist())


def test_collapsing_also_undoes_expansions_of_the_added_nodes(turtle):
    p = turtle(":a :x :b . :b :x :c . :c :x :d .")
    rest = Nodes(_node(p, n) for n in "bcd")
    commands = _sit(p, lambda v: v._replace(hidden_nodes=rest))
    for name in "abc":
        commands.expand(_node(p, name))
    assert len(commands.session.visible.drawn) == 4
    commands.collapse(_node(p, "d"))
    assert [p.labels[n] for n in commands.session.visible.drawn] == ["a", "b", "c"]
    commands.collapse(_node(p, "a"))
    assert [p.labels[n] for n in commands.session.visible.drawn] == ["a"]


def test_neighbours_can_be_added_and_removed_as_one_group(turtle):
    p = turtle(STAR)
    leaves = Nodes(_node(p, f"n{i}") for i in range(6))
    commands = _sit(p, lambda v: v._replace(hidden_nodes=leaves))
    session, hub = commands.session, _node(p, "hub")
    commands.expand(hub, group="tied to the hub")
    (drawn,) = [d for d in session.visible.drawn.tolist() if is_group(d)]
    assert session.visible.members_of(drawn).tolist() == sorted(leaves)
    assert session.title_of(drawn) == "tied to the hub"
    commands.collapse(hub)
    assert not session.view.groups and not leaves & set(session.visible.nodes.tolist())


def test_collapsing_leaves_a_group_that_was_made_by_hand(turtle):
    p = turtle(STAR)
    hub, leaves = _node(p, "hub"), Nodes(_node(p, f"n{i}") for i in range(6))
    by_hand = Group(GROUPS_FROM, "by hand", leaves)
    before = View(hidden_nodes=leaves, groups=(by_hand,))
    after = expanded(before, see(p, before), hub, leaves.ids, group="neighbours")
    assert [group.title for group in after.groups] == ["by hand", "neighbours"]
    assert collapsed(after, after.expansions[-1]) == before


def test_a_group_expands_a_few_members_at_a_time_and_collapses(turtle):
    p = turtle(STAR)
    commands = _sit(p)
    session = commands.session
    commands.group_by_class()
    group = next(g for g in session.view.groups if g.title == "Leaf")
    nodes = waiting(p, session.visible, group.id)
    assert p.degree[nodes].tolist() == sorted(p.degree[nodes].tolist(), reverse=True)
    commands.expand(group.id, nodes[:2])
    assert session.visible.members_of(group.id).tolist() == sorted(nodes[2:].tolist())
    commands.expand(group.id)
    assert group.id not in session.visible.drawn
    commands.collapse(int(nodes[-1]))
    assert session.visible.members_of(group.id).tolist() == sorted(nodes[2:].tolist())


def test_resources_can_be_grouped_by_the_value_of_a_predicate(bromley):
    commands = Commands(Session(bromley))
    session, p = commands.session, bromley.projection
    session.commit(View(), "all")
    part_of = next(i for i, info in enumerate(p.predicates) if info.label == "part of")
    commands.group_by_value(part_of)
    for group in session.view.groups:
        assert group.title.startswith("part of: ") and len(group.members) > 1
        assert np.isfinite(group.xy).all()
    session.undo()
    assert session.view == View() or not session.view.groups


def test_hiding_moving_and_pinning_a_group_affects_its_members_and_its_place(turtle):
    p = turtle(STAR)
    commands = _sit(p)
    session = commands.session
    commands.group([_node(p, f"n{i}") for i in range(6)], "Leaves")
    (drawn,) = session.selection
    commands.move(np.array([drawn], np.int32), np.array([[500.0, 40.0]]))
    assert commands.place_of(drawn) == (500.0, 40.0) and session.scene.pinned[-1]
    commands.pin([drawn])
    assert not session.scene.pinned[-1]
    commands.hide([drawn])
    assert drawn not in session.visible.drawn and not session.selection
    assert session.visible.summary().startswith("6 not shown: 6 by hand")


def test_going_to_a_resource_in_a_group_draws_it_by_itself(turtle):
    p = turtle(STAR)
    commands = _sit(p)
    commands.group_by_class()
    node = _node(p, "n3")
    assert commands.session.visible.drawn_for(node) != node
    commands.reveal(node)
    assert commands.session.selection == (node,) and commands.session.visible.drawn_for(node) == node
    assert commands.place_of(node) is not None


def test_directed_neighbourhoods_follow_edges_in_one_direction(turtle):
    p = turtle(":a :x :b . :c :x :a . :b :x :d .")
    shown = {
        way: {p.labels[n] for n in see(p, View(focus=Nodes([_node(p, "a")]), hops=2, direction=way)).nodes}
        for way in ("both", "out", "in")
    }
    assert shown == {"both": {"a", "b", "c", "d"}, "out": {"a", "b", "d"}, "in": {"a", "c"}}


@pytest.mark.parametrize("text", [":a :x :h . :b :x :h .", ":h :x :a, :b .", ":a :x :h . :h :x :b ."])
def test_a_focus_leads_through_no_hidden_resource(turtle, text):
    p = turtle(text)
    a, b, hidden = (_node(p, name) for name in "abh")
    view = View(focus=Nodes([a]), hops=2)
    assert see(p, view).nodes.tolist() == [0, 1, 2]
    visible = see(p, view._replace(hidden_nodes=Nodes([hidden])))
    assert visible.nodes.tolist() == [a] and visible.node_cause[b] == Cause.FOCUS


def test_hiding_leaves_keeps_connecting_nodes(turtle):
    p = turtle(STAR)
    commands = _sit(p)
    commands.hide_leaves()
    assert {p.labels[n] for n in commands.session.visible.drawn} == {"hub", "n0", "n1", "far"}


def test_a_large_source_opens_on_its_classes_and_every_resource_is_one_click_away(large):
    assert large.projection.node_count > WHOLE_UP_TO
    assert [named_view.title for named_view in large.named_views] == ["Overview", "Every resource"]
    session = Session(large)
    assert session.is_placed and len(session.scene) == len(session.view.groups) == 8
    assert session.visible.members.sum() == large.projection.node_count
    assert overview_of(large.projection) == session.view
    boxes = np.abs(session.scene.xy[:, None] - session.scene.xy[None]).max(axis=2)
    assert (boxes[~np.eye(8, dtype=bool)] > 40).all()


def test_a_member_shown_from_a_group_stands_beside_it_not_under_it(large):
    session = Session(large)
    commands, projection = Commands(session), session.projection
    group = max(session.view.groups, key=lambda group: len(group.members))
    commands.expand(group.id, waiting(projection, session.visible, group.id)[:40])
    scene = session.scene
    alone = scene.ids < GROUPS_FROM
    for middle, radius in zip(scene.xy[~alone], scene.radius[~alone]):
        assert (np.hypot(*(scene.xy[alone] - middle).T) >= radius).all()


@given(
    st.lists(st.integers(-1, 6), min_size=1, max_size=14),
    st.lists(st.frozensets(st.integers(0, 20), min_size=2, max_size=5), max_size=2),
    st.integers(1, 4),
)
@settings(max_examples=150, deadline=None)
def test_each_part_of_two_or_more_is_a_group_and_the_smallest_share_the_last(parts, before, most):
    nodes = np.arange(0, 2 * len(parts), 2, dtype=np.int32)
    members = [{int(n) for n, part in zip(nodes, parts) if part == k} for k in range(7)]
    kept = tuple(Group(GROUPS_FROM + i, f"old {i}", Nodes(ids)) for i, ids in enumerate(before))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("explorer.views.groups.MOST", most)
        found = partition(kept, [f"part {k}" for k in range(7)], np.array(parts), nodes, "value", "{:,} others")
    regrouped = {node for part in members for node in part}
    left = [(g.title, set(g.members) - regrouped) for g in kept if len(set(g.members) - regrouped) > 1]
    assert [(g.title, set(g.members)) for g in found[: len(left)]] == left
    made = found[len(left) :]
    large = sorted((k for k in range(7) if len(members[k]) > 1), key=lambda k: (-len(members[k]), k))
    own = most + 1 if len(large) == most + 1 else most  # one part alone keeps its name
    expected = [(f"part {k}", members[k]) for k in large[:own]]
    if len(large) > own:
        expected.append((f"{len(large) - own} others", set().union(*(members[k] for k in large[own:]))))
    assert [(g.title, set(g.members)) for g in made] == expected
    assert all(g.kind == "value" and g.xy is None and not g.pinned for g in made)
    ids = [g.id for g in found]
    assert ids == sorted(set(ids)) and not {g.id for g in made} & {g.id for g in kept}
    assert [g.id for g in made] == list(range(next_id(kept), next_id(kept) + len(made)))


def test_groups_by_class_by_what_a_relationship_leads_to_and_by_number(turtle):
    p = turtle("""
        :a a :Cat ; :in :x . :b a :Cat ; :in :y, :x . :c a :Dog ; :in :x . :d :age 3 . :e :age 4 . :f a :Dog ; :in :y .
        :x a :Town . :y a :Town .
    """)
    every = np.arange(p.node_count, dtype=np.int32)

    def named(groups):
        return {g.title: "".join(sorted(p.iris[n][-1] for n in g.members)) for g in groups}

    assert named(by_class(p, (), every)) == {"Cat": "ab", "Dog": "cf", "Town": "xy", "No class": "de"}
    assert {g.kind for g in by_class(p, (), every)} == {"class"}
    within = next(i for i, info in enumerate(p.predicates) if info.label == "in")
    by_town = by_value(p, (), every, within)
    assert named(by_town) == {"in: x": "ac", "in: y": "bf"}, "the first of several counts"
    assert {g.kind for g in by_town} == {"value"}
    some = every[np.isin(p.node_class, [0, 1])]
    assert named(by_value(p, (), some, within)) == {"in: x": "ac", "in: y": "bf"}
    assert by_value(p, (), every[:0], within) == ()
    first = turtle(":x a :Town . :a :in :x . :b :in :x .")
    within_first = [info.label for info in first.predicates].index("in")
    both = np.array([_node(first, "a"), _node(first, "b")], np.int32)
    assert _node(first, "x") == 0 and [g.title for g in by_value(first, (), both, within_first)] == ["in: x"]
    numbers = np.array([np.nan, 2, 2, 0, 0, np.nan, 1, 2])[: p.node_count]
    by_community = by_number(p, (), every, numbers, "Community")
    assert [g.title for g in by_community] == ["Community 3: x, b", "Community 1: y, c"]
    assert [sorted(g.members) for g in by_community] == [[1, 2, 7], [3, 4]]
    assert {g.kind for g in by_community} == {"community"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("explorer.views.groups.MOST", 1)
        assert [g.title for g in by_class(p, (), every)] == ["Cat", "3 smaller classes"]
        assert [g.title for g in by_value(p, (), every, within)] == ["in: x", "in: y"]
        assert len(by_number(p, (), every, numbers, "Community")) == 2
    assert by_number(p, (), every[:0], numbers[:0], "Community") == ()
    assert not by_number(p, (), every, np.full(p.node_count, np.nan), "Community")


def test_the_smaller_parts_share_a_group_that_says_how_many_they_are(turtle):
    p = turtle(":a :in :x . :b :in :x . :c :in :x . :d :in :y . :e :in :y . :f :in :z . :g :in :z .")
    every = np.arange(p.node_count, dtype=np.int32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("explorer.views.groups.MOST", 1)
        assert [group.title for group in by_value(p, (), every, 0)] == ["in: x", "2 smaller groups"]
        numbers = np.array(
            [{"a": 1, "x": 1, "c": 1, "d": 2, "e": 2, "f": 0, "g": 0}.get(iri[-1], np.nan) for iri in p.iris]
        )
        titles = [group.title for group in by_number(p, (), every, numbers, "Community")]
        assert titles == ["Community 2: x, a", "2 smaller groups"], "the best connected give it their names"


def test_groups_that_are_made_by_hand_hold_two_or_more_and_lose_what_leaves_them():
    one = with_group((), "A", Nodes([1, 2, 3]), "hand")
    assert one == (Group(GROUPS_FROM, "A", Nodes([1, 2, 3]), "hand"),)
    assert with_group(one, "B", Nodes([4]), "hand") == one
    two = with_group(one, "B", Nodes([3, 4]), "neighbours")
    assert [g.id - GROUPS_FROM for g in two] == [0, 1] and next_id(two) == GROUPS_FROM + 2
    assert next_id(()) == GROUPS_FROM and next_id(two[1:]) == GROUPS_FROM + 2
    rest = tuple(without(two, Nodes([3])))
    assert [(g.title, set(g.members)) for g in rest] == [("A", {1, 2})]
    assert without(two, Nodes([9])) == two and without(two, Nodes([1, 2])) == two[1:]
    placed = two[0]._replace(xy=(1.0, 2.0), pinned=True)
    assert placed.filtering == two[0] and two[0]._replace(pinned=True).filtering == two[0]
    assert two[0]._replace(xy=(1.0, 2.0)).filtering == two[0] == two[0].filtering


def test_areas_of_groups_go_with_how_much_they_stand_for():
    sizes = radii(np.array([100, 25, 1], np.int32), 100)
    assert sizes.tolist() == [90.0, 45.0, 15.0] and sizes.dtype == np.float32
    assert radii(np.array([0], np.int32), 0).tolist() == [15.0] and radii(np.array([1], np.int32), 1).tolist() == [90.0]
    assert is_group(GROUPS_FROM) and not is_group(GROUPS_FROM - 1)
