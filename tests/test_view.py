"""Filters: hidden nodes and edges, their causes, and showing them again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.command_line.naming import ViewOptions
from explorer.panels.details import MOST_RELATIONSHIPS, describe_node
from explorer.panels.facets import count_facets
from explorer.state.commands import Commands
from explorer.state.session import Session
from explorer.views.hiding.facets import FACETS
from explorer.views.hiding.filters import Cause
from explorer.views.measures import Measured, Values
from explorer.views.newcomers import _Cells, with_newcomers
from explorer.views.nodes import Nodes
from explorer.views.view import Positions, View
from explorer.views.visible import see
from graph.errors import NameUnknownError
from graph.rdf.values import to_days


@pytest.fixture
def session(bromley):
    return Session(bromley)


def _class(p, label):
    return next(i for i, info in enumerate(p.classes) if info.label == label)


def test_the_ledger_counts_everything_not_drawn(bromley):
    p = bromley.projection
    view = View(hidden_classes=frozenset({_class(p, "Finding")}), dates=(to_days("2018"), to_days("2018", end=True)))
    visible = see(p, view)
    hidden = sum(line.nodes for line in visible.ledger())
    assert hidden + len(visible.nodes) == p.node_count
    assert sum(line.edges for line in visible.ledger()) + len(visible.edges) == p.edge_count
    assert "29 by class" in visible.summary() and "by date" in visible.summary()


def test_an_edge_is_drawn_only_between_drawn_ends(bromley):
    p = bromley.projection
    visible = see(p, View(hidden_classes=frozenset({_class(p, "Finding")})))
    assert (visible.slot[p.subject[visible.edges]] >= 0).all() and (visible.slot[p.object[visible.edges]] >= 0).all()
    assert (visible.edge_cause == Cause.END).any()


def test_a_date_filter_keeps_any_year_that_it_touches(turtle):
    p = turtle(':a :on "2016"^^xsd:gYear . :b :on "2016-05-02"^^xsd:date . :c :x :a .')
    shown = see(p, View(dates=(to_days("2016-05-02"), to_days("2016-05-02", end=True)))).nodes
    assert {p.labels[n] for n in shown} == {"a", "b", "c"}
    shown = see(p, View(dates=(to_days("2016-05-03"), to_days("2016-05-03", end=True)), undated=False)).nodes
    assert {p.labels[n] for n in shown} == {"a"}


def test_focus_shows_the_neighbourhood_and_widens_step_by_step(turtle):
    p = turtle(":a :x :b . :b :x :c . :c :x :d .")
    reach = [len(see(p, View(focus=Nodes({0}), hops=k)).nodes) for k in range(4)]
    assert reach == [1, 2, 3, 4]


def test_hiding_a_text_hides_only_what_no_other_text_says(bromley):
    p = bromley.projection
    text_2018 = next(i for i, iri in enumerate(p.documents) if iri.endswith("text-2018"))
    visible = see(p, View(hidden_documents=frozenset({text_2018})))
    held = {p.labels[n] for n in np.flatnonzero(visible.node_cause == Cause.SOURCE)}
    assert "Peter Fortune" in held and "Bromley Council" not in held


def test_facets_count_shown_and_total_resources(bromley):
    p = bromley.projection
    finding = _class(p, "Finding")
    view = View(hidden_classes=frozenset({finding}))
    facets = count_facets(p, view, see(p, view))
    line = next(c for c in facets.classes if c.item == finding)
    assert (line.shown, line.total, line.hidden) == (0, 29, True)
    assert sum(c.total for c in facets.classes) == len(p.node_classes.values), "a visit is an event too"
    assert sum(c.total for c in facets.predicates) == p.edge_count
    assert facets.amounts is None, "a single amount is no range"
    assert facets.dates is not None and facets.dates.low == to_days("2012")


def test_every_cause_can_be_undone_from_the_ledger(session):
    commands, p = Commands(session), session.projection
    commands.reset_filters()
    commands.toggle("classes", _class(p, "Finding"), "Finding")
    commands.filter_dates((to_days("2018"), to_days("2019")), undated=False)
    commands.filter_degrees((2, 100))
    commands.hide([p.node_of["https://caseboard.example/bromley/carr"]])
    commands.toggle("predicates", 0, "x")
    for _ in range(10):
        causes = [line.cause for line in session.visible.ledger() if line.cause != Cause.END]
        if not causes:
            break
        commands.release(causes[0])
    assert not session.visible.ledger()


def test_going_to_a_hidden_resource_shows_it(session):
    p = session.projection
    fortune = p.node_of["https://caseboard.example/bromley/fortune"]
    assert session.visible.slot[fortune] < 0
    Commands(session).reveal(fortune)
    assert session.visible.slot[fortune] >= 0 and session.selection == (fortune,)


def test_added_nodes_stand_beside_their_neighbour_and_nothing_else_moves(session):
    p = session.projection
    before = session.view.positions.of(p.node_count).copy()
    Commands(session).reset_filters()
    after = session.view.positions.of(p.node_count)
    known = ~np.isnan(before[:, 0])
    assert np.array_equal(before[known], after[known])
    assert not np.isnan(after).any()
    assert len({tuple(np.round(xy, 1)) for xy in after.tolist()}) == p.node_count


def test_a_node_without_neighbours_goes_below_the_picture(turtle):
    p = turtle(":a :x :b . :c a :Lone .")
    xy = np.array([[0, 0], [100, 0], [np.nan, np.nan]], np.float32)
    order = [p.node_of[f"https://example.org/{c}"] for c in "abc"]
    view = View(positions=Positions(xy[np.argsort(order)]))
    out = with_newcomers(p, view, see(p, view)).positions.xy
    assert out[order[2], 1] > 0


_MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("toggle"), st.sampled_from(sorted(FACETS)), st.integers(0, 4)),
        st.tuples(st.just("hide"), st.integers(0, 150)),
        st.tuples(st.just("focus"), st.integers(0, 150)),
        st.tuples(st.just("pin"), st.integers(0, 150)),
        st.tuples(st.just("move"), st.integers(0, 150)),
        st.tuples(st.just("dates"), st.integers(0, 40)),
        st.tuples(st.just("expand"), st.integers(0, 150)),
        st.tuples(st.just("collapse"), st.integers(0, 150)),
        st.tuples(st.just("group"), st.integers(0, 150), st.integers(0, 150)),
        st.tuples(st.just("group_by_class")),
        st.tuples(st.just("group_by_value"), st.integers(0, 20)),
        st.tuples(st.just("open_groups")),
        st.tuples(st.just("open"), st.integers(0, 12)),
        st.tuples(st.just("hide_leaves")),
        st.tuples(st.just("set_direction"), st.sampled_from(["both", "in", "out"])),
        st.tuples(st.just("all")),
    ),
    max_size=12,
)


def carry_out(commands, moves):
    """Make moves on the session of some commands."""
    session = commands.session
    for name, *rest in moves:
        match name:
            case "toggle":
                commands.toggle(rest[0], rest[1], "x")
            case "hide" | "focus" | "pin":
                getattr(commands, name)([rest[0]])
            case "move":
                commands.move(np.array([rest[0]], np.int32), np.array([[5.0, 7.0]]))
            case "dates":
                commands.filter_dates((16_800.0 + rest[0], 17_500.0), undated=True)
            case "expand" | "collapse" | "group_by_class" | "group_by_value" | "open_groups" | "hide_leaves":
                getattr(commands, name)(*rest)
            case "set_direction":
                commands.set_direction(*rest)
            case "group":
                commands.group(rest, "Some")
            case "open":
                drawn = session.visible.drawn
                commands.expand(int(drawn[-1 - rest[0] % len(drawn)])) if len(drawn) else None
            case "all":
                commands.reset_filters()


@given(_MOVES)
@settings(max_examples=40, deadline=None)
def test_undoing_any_sequence_of_moves_restores_the_first_view(bromley, moves):
    session = Session(bromley)
    commands = Commands(session)
    first, scene = session.view, session.scene
    carry_out(commands, moves)
    last, last_nodes = session.view, session.visible.nodes.copy()
    while session.history.undo_title:
        session.undo()
    assert session.view is first
    assert np.array_equal(session.scene.ids, scene.ids) and np.array_equal(session.scene.xy, scene.xy)
    while session.history.redo_title:
        session.redo()
    assert session.view == last and np.array_equal(session.visible.nodes, last_nodes)


def test_dragging_a_slider_is_one_step_back(session):
    commands = Commands(session)
    for low in range(17_000, 17_020):
        commands.filter_dates((float(low), 18_000.0), undated=True)
    session.undo()
    assert session.view.dates is None and not session.history.undo_title


def test_names_are_found_as_iri_curie_or_label_and_similar_ones_are_offered(bromley):
    p = bromley.projection
    for name in ("Finding", "finding", "cb:Finding", "https://caseboard.example/ontology#Finding"):
        view = ViewOptions(only_class=(name,)).applied(p, View())
        assert len(see(p, view).nodes) == 29
    with pytest.raises(NameUnknownError, match="“Finding”"):
        ViewOptions(hide_class=("Findings",)).applied(p, View())
    with pytest.raises(NameUnknownError, match="Stephen Carr"):
        ViewOptions(focus=("Steven Car",)).applied(p, View())
    with pytest.raises(NameUnknownError, match="2018-07-16"):
        ViewOptions(since="yesterday").applied(p, View())


def test_a_superclass_stands_for_all_its_subclasses(turtle):
    p = turtle(":Cat rdfs:subClassOf :Animal . :tom a :Cat, :Animal . :rex a :Dog . :tom :x :rex .")
    view = ViewOptions(hide_class=("Animal",)).applied(p, View())
    assert [p.labels[n] for n in see(p, view).nodes] == ["rex"]


def test_a_class_shown_again_in_a_large_picture_stands_beside_its_neighbours(turtle):
    count, random = 6000, np.random.default_rng(1)
    p = turtle(" ".join(f":n{i} :x :n{int(random.integers(max(i, 1)))} ." for i in range(1, count)))
    xy = (random.normal(size=(p.node_count, 2)) * 2000).astype(np.float32)
    fresh = random.random(p.node_count) < 0.4
    xy[fresh] = np.nan
    view = View(positions=Positions(xy))
    out = with_newcomers(p, view, see(p, view)).positions.xy
    assert np.array_equal(out[~fresh], xy[~fresh]) and np.isfinite(out).all()
    ends = np.hypot(*(out[p.subject] - out[p.object]).T)
    one = fresh[p.subject] ^ fresh[p.object]
    assert np.median(ends[one]) < 0.5 * np.median(ends[~fresh[p.subject] & ~fresh[p.object]])
    assert len(np.unique(np.round(out, 1), axis=0)) == p.node_count


def test_a_hub_lists_its_best_connected_neighbours_and_counts_all(turtle):
    p = turtle(" ".join(f":hub :x :n{i} ." for i in range(1200)) + ":n7 :y :n8 . :n9 :z :hub .")
    details = describe_node(p, see(p, View()), p.node_of["https://example.org/hub"])
    out, back = details.relationships
    assert (out.label, out.total, len(out.relationships), out.outgoing) == ("x", 1200, MOST_RELATIONSHIPS, True)
    assert {"n7", "n8", "n9"} <= {each.label for each in out.relationships}
    assert [each.label for each in out.relationships] == sorted(each.label for each in out.relationships)
    assert (back.total, back.outgoing, back.relationships[0].label) == (1, False, "n9")


def test_a_range_of_any_number_filters_and_keeps_nodes_without_one(turtle):
    p = turtle(":a :size 3 ; :x :b . :b :size 8 ; :x :c .")
    key = "attribute https://example.org/size"
    visible = see(p, View().with_range(key, (4.0, 9.0)))
    assert [p.labels[n] for n in visible.nodes] == ["b", "c"]
    assert next((line.cause, line.nodes) for line in visible.ledger()) == (Cause.VALUE, 1)
    assert len(see(p, View().with_range("measure nothing", (4.0, 9.0))).nodes) == 3
    measured = Measured("measure pagerank", "PageRank", "", Values(np.array([0.5, 0.1])))
    view = View().with_measure(measured).with_range(measured.key, (0.2, 1.0))
    assert [p.labels[n] for n in see(p, view).nodes] == ["a", "c"]
    assert view.filters == view._replace(layout="", seed=0) and View().with_measure(measured).filters == View(
        layout="", seed=0
    )


@pytest.mark.parametrize("count", [1, 200, 5000])
def test_nodes_added_around_one_place_do_not_overlap(count):
    cells = _Cells(22.0)
    cells.keep_off(np.zeros((1, 2)))
    spots = cells.near(np.zeros((count, 2)))
    distances = np.hypot(*spots.T)
    apart = np.abs(spots[:, None] - spots[:200]).max(axis=2)
    assert len(np.unique(np.round(spots, 3), axis=0)) == count and apart[apart > 1e-6].min(initial=22.0) > 21.0
    assert distances.max() < 40 * 22.0 * np.sqrt(count), "and stay beside it"
    assert np.array_equal(cells.near(np.zeros((0, 2))), np.zeros((0, 2)))
