"""Laws of every view: it is saved whole, each hidden thing has one cause, and counts add up whatever is hidden."""

from __future__ import annotations

from collections import Counter
from functools import cache

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_views import CASE, FIELDS, views

from explorer.document import Document, NamedView
from explorer.files.exploration import open_exploration, save_exploration
from explorer.files.view_data import DataNames
from explorer.files.view_files import restore, store, write_view
from explorer.panels.facets import count_facets
from explorer.views.camera import Camera
from explorer.views.collapsing import collapsed, unfocused
from explorer.views.expanding import (
    expanded,
    expansion_of,
    focused,
    hidden_around,
    leading,
    offers,
    waiting,
    with_hidden_around,
)
from explorer.views.groups import GROUPS_FROM, Group, is_group
from explorer.views.hiding.facets import FACETS
from explorer.views.hiding.filters import FILTER_OF, Cause
from explorer.views.hiding.support import SUPPORT
from explorer.views.nodes import Nodes
from explorer.views.view import OF_FOCUS, Expansion, View
from explorer.views.visible import although_hidden, hidden_words, see, why_although
from graph.analysis.known import later_than
from graph.model.build import project
from graph.model.closure import quads_of
from graph.model.columns import node_column, node_columns
from graph.model.origins import origins
from graph.model.said_dates import said_dates
from graph.reading.read import read, read_bytes
from graph.saved.records import stored_in
from graph.work.progress import finish

WHEN = "2026-01-02T03:04:05Z"


@cache
def case() -> Document:
    source = read_bytes(CASE.encode(), "case.trig")
    return Document(source, finish(project(source.quads)))


P = case().projection
FILTERS = (
    "hidden_classes", "hidden_predicates", "hidden_documents", "hidden_graphs", "hidden_support", "hidden_nodes",
    "set_aside", "left_out", "hidden_text_support", "hidden_origin_support", "hidden_node_passages",
    "hidden_node_texts", "hidden_node_origins",
    "hides_unconnected",
    "shown_nodes", "shown_edges",
    "known", "known_from_start",
    "focus", "hops", "direction", "dates", "undated", "clock", "amounts", "degrees", "ranges", "hidden_values",
    "measures", "groups", "ungrouped", "expansions",
)  # fmt: skip
"""Fields that decide what is shown, and as what."""
_few_nodes = st.frozensets(st.integers(0, P.node_count - 1), min_size=1, max_size=3)
KINDS = (
    "hidden_classes", "hidden_predicates", "hidden_graphs", "hidden_nodes", "set_aside", "hidden_support", "left_out",
)  # fmt: skip
HELD = ("groups", "hidden_nodes", "expansions", "ungrouped")
many = settings(deadline=None, max_examples=120)
some = settings(deadline=None, max_examples=60)


def test_there_is_a_random_value_for_every_field_of_a_view():
    assert list(FIELDS) == list(View._fields)


# Saving


@given(views(P), st.sampled_from([".view.ttl", ".view.trig"]))
@settings(deadline=None, max_examples=60)
def test_a_saved_view_opens_with_everything_that_it_held(view, suffix):
    named_view = NamedView("A view", "What it shows", view, Camera(1.5, -2.25, 0.1, 800, 600), WHEN)
    written = read_bytes(write_view(named_view, case(), suffix), f"a{suffix}").quads
    restored = restore(stored_in(written, "View")[0], P)
    again = restored.named_view
    assert again.view == view._replace(notes=())
    assert again.view.positions.xy.tobytes() == view.positions.xy.tobytes()
    assert (again.title, again.sentence, again.created) == ("A view", "What it shows", WHEN)
    assert again.camera == named_view.camera
    assert not restored.missing and not restored.sentence


@given(views(P))
@settings(deadline=None, max_examples=15)
def test_an_exploration_opens_with_everything_that_its_view_held(tmp_path_factory, view):
    folder = tmp_path_factory.getbasetemp()
    data, path = folder / "case.trig", folder / "case.caseboard.trig"
    if not data.exists():
        data.write_text(CASE, "utf-8")
    document = Document(finish(read([data])), P)
    finish(save_exploration(path, document, NamedView("Now", "", view, None, WHEN), [], []))
    opened = finish(open_exploration(path)).document.start
    assert opened is not None
    assert opened.view._replace(notes=()) == view._replace(notes=())
    assert {note.id: note for note in opened.view.notes} == {note.id: note for note in view.notes}


@given(views(P, *KINDS, *HELD, "focus", "pinned"))
@some
def test_a_view_of_other_data_keeps_what_is_there_and_names_the_rest(view):
    kept = CASE.replace(":bob", ":rob").replace(":Thing", ":Other").replace(":knows", ":meets")
    other = finish(project(read_bytes(kept.encode(), "case.trig").quads))
    stored = store(NamedView("A", "", view, None, WHEN), DataNames.of(P))
    restored = restore(stored, other)
    assert set(restored.missing) <= {"https://example.org/" + name for name in ("bob", "Thing", "knows")}
    again = restored.named_view.view
    for name in ("hidden_nodes", "set_aside", "focus", "ungrouped", "pinned"):
        before, after = (
            {projection.iris[node] for node in getattr(one, name)} for projection, one in ((P, view), (other, again))
        )
        assert after == before - {"https://example.org/bob"}
    ids = [group.id for group in again.groups]
    for group in view.groups:
        left = {P.iris[node] for node in group.members} - {"https://example.org/bob"}
        assert (group.id in ids) == (len(left) > 1)
    wanted = [step for step in view.expansions if is_group(step.centre) or "bob" not in P.iris[step.centre]]
    assert len(again.expansions) == len(wanted)


# What is hidden, and why


def plain_numbers(view: View, key: str) -> list[float]:
    for measured in view.measures:
        if measured.key == key:
            return measured.values.array.tolist()
    for column in node_columns(P):
        if column.key == key:
            return column.numbers.tolist()
    return [float("nan")] * P.node_count


def plain_degree(node: int) -> int:
    return sum(node in ends for ends in zip(P.subject.tolist(), P.object.tolist()))


def documents_of(passages: np.ndarray) -> list[str]:
    return [P.passages[passage].document for passage in passages.tolist()]


def is_said_only_in(passages: np.ndarray, view: View) -> bool:
    hidden = {P.documents[document] for document in view.hidden_documents}
    found = set(documents_of(passages))
    return bool(found) and found <= hidden


def classes_of(node: int) -> set[int]:
    """All classes of a resource, -1 alone for a resource without one."""
    return set(P.node_classes[node].tolist()) or {-1}


def plain_node_cause(view: View, node: int) -> Cause:
    """The first filter that holds a resource back, read off the view."""
    start, end = (said_dates(P).periods.spans if view.clock == "said" else P.periods.spans)[node].tolist()
    dated = start == start
    if node in view.left_out:
        return Cause.LEFT_OUT
    if node in view.hidden_nodes:
        return Cause.ALONE if node in view.set_aside else Cause.HAND
    if view.hidden_classes >= classes_of(node):
        return Cause.CLASS
    if is_said_only_in(P.node_evidence[node], view):
        return Cause.SOURCE
    if view.known is not None and later_than(P, view.known, view.known_from_start).nodes[node]:
        return Cause.KNOWN
    if min(len(P.node_evidence[node]), 2) in view.hidden_node_passages:
        return Cause.SUPPORT
    if min(len(set(documents_of(P.node_evidence[node]))), 2) in view.hidden_node_texts:
        return Cause.SUPPORT
    if min(len(origins(P).of_nodes[node]), 2) in view.hidden_node_origins:
        return Cause.SUPPORT
    if not dated and not view.undated:
        return Cause.DATE
    if dated and view.dates is not None:
        low, high = view.dates
        touches = low <= start < high or (start < low and end > low)
        if not touches:
            return Cause.DATE
    if view.amounts is not None and not (
        view.amounts[0] <= P.amounts[node] <= view.amounts[1] or np.isnan(P.amounts[node])
    ):
        return Cause.AMOUNT
    if view.degrees is not None and not view.degrees[0] <= plain_degree(node) <= view.degrees[1]:
        return Cause.DEGREE
    for key, texts in view.hidden_values:
        column = node_column(P, key)
        values = set(column.texts([node], raw=True)[0].split(" · ")) if column else set()
        if column and values <= texts:
            return Cause.VALUE
    for key, (low, high) in view.ranges:
        number = plain_numbers(view, key)[node]
        if number < low or number > high:
            return Cause.VALUE
    return Cause.SHOWN


def plain_edge_cause(view: View, edge: int) -> Cause:
    """The first filter that holds a relationship back, its ends aside."""
    if int(P.predicate[edge]) in view.hidden_predicates:
        return Cause.PREDICATE
    if set(P.edge_graphs[edge].tolist()) <= view.hidden_graphs or is_said_only_in(P.edge_evidence[edge], view):
        return Cause.SOURCE
    if view.known is not None and later_than(P, view.known, view.known_from_start).edges[edge]:
        return Cause.KNOWN
    if min(len(P.edge_evidence[edge]), 2) in view.hidden_support:
        return Cause.SUPPORT
    if min(len(set(documents_of(P.edge_evidence[edge]))), 2) in view.hidden_text_support:
        return Cause.SUPPORT
    if min(len(origins(P).of_edges[edge]), 2) in view.hidden_origin_support:
        return Cause.SUPPORT
    if view.least_grade:  # the data of these laws grade nothing
        return Cause.GRADE
    return Cause.SHOWN


def plain_causes(view: View) -> tuple[list[Cause], list[Cause]]:
    """The cause of every resource and relationship, by plain Python and NetworkX."""
    nodes = [plain_node_cause(view, node) for node in range(P.node_count)]
    edges = [plain_edge_cause(view, edge) for edge in range(P.edge_count)]
    nodes = [Cause.SHOWN if n in view.shown_nodes - view.hidden_nodes else cause for n, cause in enumerate(nodes)]
    edges = [Cause.SHOWN if edge in view.shown_edges else cause for edge, cause in enumerate(edges)]
    ends = list(zip(P.subject.tolist(), P.object.tolist()))
    if view.focus:
        graph = nx.MultiDiGraph()
        graph.add_nodes_from(node for node, cause in enumerate(nodes) if not cause)
        graph.add_edges_from(pair for pair, cause in zip(ends, edges) if not cause and not any(nodes[n] for n in pair))
        way = {"both": graph.to_undirected(), "out": graph, "in": graph.reverse()}[view.direction]
        inside = {n for step in view.expansions if step.centre != OF_FOCUS for n in step.nodes}
        for node in view.focus & set(graph):
            inside |= set(nx.ego_graph(way, node, radius=view.hops))
        nodes = [Cause.FOCUS if not cause and node not in inside else cause for node, cause in enumerate(nodes)]
    if view.hides_unconnected:
        graph = nx.Graph(pair for pair, cause in zip(ends, edges) if not cause and not any(nodes[n] for n in pair))
        graph.remove_edges_from(list(nx.selfloop_edges(graph)))
        kept = {n for n, degree in graph.degree if degree} | set(view.shown_nodes) | set(view.focus)
        passages, counts = P.node_evidence, {
            "hidden_support": lambda n: len(passages[n]),
            "hidden_text_support": lambda n: len(set(documents_of(passages[n]))),
            "hidden_origin_support": lambda n: len(origins(P).of_nodes[n]),
        }  # fmt: skip
        for field, count in counts.items():
            (level, *more) = {0, 1, 2} - getattr(view, field) or (0,)
            if level and not more:
                kept |= {n for n in range(P.node_count) if min(count(n), 2) == level}
        nodes = [Cause.UNCONNECTED if not cause and n not in kept else cause for n, cause in enumerate(nodes)]
    edges = [Cause.END if not cause and any(nodes[n] for n in pair) else cause for pair, cause in zip(ends, edges)]
    return nodes, edges


@given(views(P, *FILTERS))
@many
def test_every_hidden_thing_has_one_cause_and_it_is_the_first_that_applies(view):
    visible = see(P, view)
    nodes, edges = plain_causes(view)
    assert [Cause(code) for code in visible.node_cause.tolist()] == nodes
    assert [Cause(code) for code in visible.edge_cause.tolist()] == edges
    assert visible.nodes.tolist() == [node for node, cause in enumerate(nodes) if not cause]
    assert visible.edges.tolist() == [edge for edge, cause in enumerate(edges) if not cause]


@given(views(P, *KINDS, "focus", "hops", "direction", "expansions"))
@many
def test_a_focus_is_the_neighbourhood_over_what_is_shown_and_every_expansion(view):
    visible = see(P, view)
    nodes, edges = plain_causes(view)
    assert visible.node_cause.tolist() == nodes and visible.edge_cause.tolist() == edges


@given(views(P, *FILTERS))
@some
def test_the_ledger_adds_up_to_everything(view):
    visible = see(P, view)
    lines = visible.ledger()
    assert sum(line.nodes for line in lines) + len(visible.nodes) == P.node_count
    assert sum(line.edges for line in lines) + len(visible.edges) == P.edge_count
    assert all(any(line[1:]) for line in lines)
    assert [line.cause for line in lines] == sorted({line.cause for line in lines} - {Cause.SHOWN})
    gone = {n for n, cause in enumerate(visible.node_cause) if cause not in (0, Cause.FOCUS, Cause.UNCONNECTED)}
    told = [
        Cause.END if cause and {int(P.subject[edge]), int(P.object[edge])} & gone else cause
        for edge, cause in enumerate(visible.edge_cause.tolist())
    ]
    for line in lines:
        assert line.nodes == int((visible.node_cause == line.cause).sum())
        assert line.edges == sum(cause == line.cause for cause in told)
    asked = {node: plain_node_cause(view, node) for node in visible.nodes.tolist() if plain_node_cause(view, node)}
    causes = {edge: plain_edge_cause(view, edge) for edge in visible.edges.tolist() if plain_edge_cause(view, edge)}
    assert {line.cause: line.shown_nodes for line in lines if line.shown_nodes} == Counter(asked.values())
    assert {line.cause: line.shown_edges for line in lines if line.shown_edges} == Counter(causes.values())


@given(views(P, *FILTERS, "shown_nodes", "shown_edges"), st.frozensets(st.integers(0, P.node_count - 1), max_size=9))
@some
def test_the_words_for_some_resources_count_each_cause_in_the_order_of_the_ledger(view, around):
    visible = see(P, view)
    hidden = sorted(node for node in around if visible.node_cause[node])
    counts = sorted(Counter(visible.node_cause[hidden].tolist()).items())
    said = ", ".join(f"{count} {FILTER_OF[Cause(cause)].words}" for cause, count in counts)
    stay = "stays" if len(hidden) == 1 else "stay"
    assert hidden_words(visible, np.array(hidden, np.int32)) == f"{len(hidden)} {stay} hidden: {said}"
    shown = sorted(around - set(hidden))
    marked = Counter(int(visible.node_although[node]) for node in shown if visible.node_although[node])
    words = [
        f"{count}{'' if count == len(shown) else ' of them'} although hidden {FILTER_OF[Cause(cause)].words}"
        for cause, count in sorted(marked.items())
    ]
    assert although_hidden(visible, np.array(shown, np.int32)) == ", ".join(words)
    for count, column, name in ((P.node_count, "node_although", "node"), (P.edge_count, "edge_although", "edge")):
        for at in range(count):
            cause = Cause(int(getattr(visible, column)[at]))
            expected = f"Shown although hidden {FILTER_OF[cause].words}" if cause else ""
            assert why_although(visible, **{name: at}) == expected


def test_the_ledger_is_said_in_one_line():
    def said(**changes):
        return see(P, View(**changes)).summary()

    predicates = [info.label for info in P.predicates]
    knows, owns = (frozenset({predicates.index(word)}) for word in ("knows", "owns"))
    people = frozenset(i for i, info in enumerate(P.classes) if info.label in ("Person", "Owner"))
    one = (Group(GROUPS_FROM, "g", Nodes({0, 1})),)
    two = (*one, Group(GROUPS_FROM + 1, "h", Nodes({2, 3})))
    assert said() == "Nothing is hidden"
    assert said(hidden_predicates=owns) == "Not shown: 1 relationship by kind"
    assert said(hidden_predicates=knows) == "Not shown: 3 relationships by kind"
    assert said(hidden_predicates=knows, hidden_graphs=frozenset({0})) == (
        "Not shown: 3 relationships by kind, 3 relationships by text or graph"
    )
    assert said(hidden_nodes=Nodes({3, 4})) == "2 not shown: 2 by hand", "ends of edges are not told twice"
    assert said(groups=one) == "No resource is hidden · 2 in 1 group"
    assert said(hidden_classes=people, hidden_nodes=Nodes({3}), hidden_predicates=knows, groups=two) == (
        "3 not shown: 1 by hand, 2 by class · 1 in 1 group"
    )
    assert said(groups=two, hidden_predicates=owns) == "Not shown: 1 relationship by kind · 4 in 2 groups"
    assert said(hidden_classes=people, shown_nodes=Nodes({0})) == (
        "1 not shown: 1 by class · 1 shown although hidden by class"
    )


# Groups


@given(views(P, *KINDS, *HELD))
@many
def test_everything_shown_is_drawn_once_alone_or_in_its_newest_group(view):
    visible = see(P, view)
    drawn = visible.drawn.tolist()
    assert drawn == sorted(set(drawn)) and visible.members.sum() == len(visible.nodes)
    for node in range(P.node_count):
        newest = max((group.id for group in view.groups if node in group.members), default=-1)
        expected = -1 if visible.node_cause[node] else newest if newest >= 0 and node not in view.ungrouped else node
        assert visible.drawn_for(node) == expected
    held = Counter(visible.drawn_for(node) for node in visible.nodes.tolist())
    assert dict(zip(drawn, visible.members.tolist())) == held
    assert visible.grouped == sum(count for node, count in held.items() if is_group(node))
    for node in drawn:
        members = visible.members_of(node).tolist()
        assert members == [n for n in visible.nodes.tolist() if visible.drawn_for(n) == node]
    assert visible.is_alone(np.arange(P.node_count)[visible.slot >= 0]).tolist() == [
        not is_group(visible.drawn_for(node)) for node in visible.nodes.tolist()
    ]


@given(views(P, *KINDS, *HELD))
@many
def test_one_edge_stands_for_all_between_a_group_and_another_node_and_goes_the_way_of_most(view):
    visible = see(P, view)
    bundles: dict[object, list[int]] = {}
    for edge in visible.edges.tolist():
        ends = [visible.drawn_for(int(end[edge])) for end in (P.subject, P.object)]
        if ends[0] == ends[1] and is_group(ends[0]):
            assert visible.edge_for(edge) == -1 and visible.statements_of(edge).tolist() == [edge]
            continue
        bundles.setdefault(frozenset(ends) if any(map(is_group, ends)) else edge, []).append(edge)
    drawn = visible.drawn_edges.tolist()
    assert drawn == sorted(set(drawn)) and len(drawn) == len(bundles)
    assert visible.strands.tolist() == [len(visible.statements_of(edge)) for edge in drawn]
    for edges in bundles.values():
        (stands,) = {visible.edge_for(edge) for edge in edges}
        assert stands in edges and all(visible.statements_of(edge).tolist() == edges for edge in edges)
        starts = [visible.drawn_for(int(P.subject[edge])) for edge in edges]
        start = visible.drawn_for(int(P.subject[stands]))
        assert starts.count(start) * 2 >= len(edges)
        assert starts.count(start) * 2 > len(edges) or start == min(starts), "of as many, those to the higher id"
        assert stands == edges[starts.index(start)], "the first of those that go that way"
    hidden = [edge for edge in range(P.edge_count) if visible.edge_cause[edge]]
    assert all(visible.edge_for(edge) == -1 for edge in hidden)


@given(views(P, *FILTERS))
@some
def test_groups_change_no_count_and_no_export(view):
    plain = view._replace(groups=(), ungrouped=Nodes())
    with_groups, without = see(P, view), see(P, plain)
    assert with_groups.ledger() == without.ledger()
    assert with_groups.nodes.tolist() == without.nodes.tolist()
    assert count_facets(P, view, with_groups) == count_facets(P, plain, without)
    exported = [
        quads_of(P, visible.node_cause == 0, visible.edge_cause == 0, view.hidden_graphs).tolist()
        for visible in (with_groups, without)
    ]
    assert exported[0] == exported[1]


@given(views(P, *KINDS, *HELD), st.lists(st.integers(0, P.node_count - 1), max_size=6), st.booleans())
@many
def test_a_selection_is_told_by_its_members_and_by_what_is_drawn_for_it(view, chosen, with_groups):
    visible = see(P, view)
    groups = [drawn for drawn in visible.drawn.tolist() if is_group(drawn)] if with_groups else []
    selected = [*chosen, *groups, *chosen[:1]]
    drawn = [node if is_group(node) else visible.drawn_for(node) for node in selected]
    assert visible.drawn_for_all(selected).tolist() == list(dict.fromkeys(node for node in drawn if node >= 0))
    for some_of in (selected, groups, *([group] for group in groups)):
        members = [member for node in some_of for member in visible.members_of(node).tolist()]
        assert visible.members_of_all(some_of).tolist() == members
    for group in view.groups:
        if group.id not in visible.drawn:
            assert not len(visible.members_of(group.id))
    assert not len(visible.members_of(GROUPS_FROM + 99))


# Filters


def counted(choices) -> dict[int, tuple[int, int]]:
    assert len({choice.item for choice in choices}) == len(choices)
    return {choice.item: (choice.shown, choice.total) for choice in choices}


def of_both(every, shown) -> dict[object, tuple[int, int]]:
    """The number of times that each value occurs in the shown part, and in the whole."""
    there, all_of = Counter(shown), Counter(every)
    return {value: (there[value], count) for value, count in all_of.items()}


@given(views(P, *FILTERS))
@many
def test_every_filter_counts_what_is_shown_of_what_there_is(view):
    visible = see(P, view)
    facets = count_facets(P, view, visible)
    nodes, edges = visible.nodes.tolist(), visible.edges.tolist()
    every_node, every_edge = range(P.node_count), range(P.edge_count)
    texts = [len(set(documents_of(P.edge_evidence[e]))) for e in every_edge]
    texts_of_nodes = [len(set(documents_of(P.node_evidence[n]))) for n in every_node]
    for choices, column, every, shown in (
        (facets.predicates, P.predicate, every_edge, edges),
        (facets.support["support"], np.minimum([len(P.edge_evidence[e]) for e in every_edge], 2), every_edge, edges),
        (facets.support["text_support"], np.minimum(texts, 2), every_edge, edges),
        (
            facets.support["node_passages"],
            np.minimum([len(P.node_evidence[n]) for n in every_node], 2),
            every_node,
            nodes,
        ),
        (facets.support["node_texts"], np.minimum(texts_of_nodes, 2), every_node, nodes),
    ):
        values = column.tolist()
        assert counted(choices) == of_both([values[i] for i in every], [values[i] for i in shown])
        assert sum(choice.shown for choice in choices) == len(shown)
        assert sum(choice.total for choice in choices) == len(every)
    graphs = {edge: P.edge_graphs[edge].tolist() for edge in every_edge}
    assert counted(facets.graphs) == of_both(
        [g for edge in every_edge for g in graphs[edge]], [g for edge in edges for g in graphs[edge]]
    )
    of_nodes = {node: sorted(classes_of(node)) for node in every_node}
    assert counted(facets.classes) == of_both(
        [cls for node in every_node for cls in of_nodes[node]], [cls for node in nodes for cls in of_nodes[node]]
    )
    said = {node: set(documents_of(P.node_evidence[node])) for node in every_node}
    assert counted(facets.documents) == {
        P.documents.index(document): pair
        for document, pair in of_both(
            [d for node in every_node for d in said[node]], [d for node in nodes for d in said[node]]
        ).items()
    }
    assert list(facets.choices) == list(FACETS)
    for name, choices in facets.choices.items():
        assert [choice.hidden for choice in choices] == [c.item in FACETS[name].hidden(view) for c in choices]
        order = [(-choice.total, choice.label.casefold()) for choice in choices]
        assert name in SUPPORT or order == sorted(order)
    for name, choices in facets.support.items():
        assert [choice.label for choice in choices] == [SUPPORT[name].words[choice.item] for choice in choices]


@given(views(P, "dates", "undated", "clock", "amounts", "degrees"))
@some
def test_a_range_keeps_what_the_view_keeps_and_its_histogram_counts_everything(view):
    facets = count_facets(P, view, see(P, view))
    dates = (said_dates(P).periods.spans if view.clock == "said" else P.periods.spans)[:, 0]
    assert facets.clock == view.clock
    for span, kept, column in (
        (facets.dates, view.dates, dates),
        (facets.amounts, view.amounts, P.amounts),
        (facets.degrees, view.degrees, np.array([plain_degree(n) for n in range(P.node_count)], float)),
    ):
        assert span is not None and span.kept == kept
        known = column[~np.isnan(column)]
        assert sum(span.histogram) == len(known) and span.without == len(column) - len(known)
        assert len(span.histogram) == 24 and span.histogram[0] and span.low == known.min()
    assert facets.dates.keep_without == view.undated


# Expanding and collapsing


@given(views(P, *HELD, "shown_nodes", "shown_edges"))
@many
def test_collapsing_takes_back_all_that_followed_and_never_hides_what_another_expansion_holds(view):
    steps = view.expansions
    follows = nx.DiGraph()
    follows.add_nodes_from(range(len(steps)))
    follows.add_edges_from(
        (i, k) for i, one in enumerate(steps) for k, two in enumerate(steps) if two.centre in one.nodes
    )
    for at, step in enumerate(steps):
        gone = [steps[i] for i in {at} | nx.descendants(follows, at)]
        kept = [one for one in steps if one not in gone]
        held = {node for one in kept for node in one.nodes}
        leaving = {node for one in gone for node in one.nodes}
        after = collapsed(view, step)
        assert list(after.expansions) == kept
        assert after.hidden_nodes == view.hidden_nodes | ({node for one in gone for node in one.hidden} - held)
        assert after.shown_nodes == view.shown_nodes - (leaving - held)
        kept_edges = {edge for one in kept for edge in one.edges}
        assert after.shown_edges == view.shown_edges - ({edge for one in gone for edge in one.edges} - kept_edges)
        assert after.ungrouped == view.ungrouped - (leaving - held)
        assert list(after.groups) == [g for g in view.groups if g.kind != "neighbours" or not g.members <= leaving]


@given(views(P, *FILTERS))
@some
def test_what_is_expanded_is_drawn_alone_and_hidden_again_when_it_is_collapsed(view):
    visible = see(P, view)
    for drawn in visible.drawn.tolist():
        nodes = waiting(P, visible, drawn)
        edges = leading(P, visible, drawn, nodes)
        after = expanded(view, visible, drawn, nodes, edges)
        asked = {edge for edge in edges.tolist() if visible.edge_cause[edge] not in (Cause.SHOWN, Cause.END)}
        step = Expansion(drawn, Nodes(nodes), view.hidden_nodes & Nodes(nodes), Nodes(asked))
        assert after.expansions == (*view.expansions, step)
        shown = see(P, after)
        assert all(shown.drawn_for(node) == node for node in nodes.tolist()), "whatever hid them"
        assert not shown.edge_cause[edges].any()
        for field in ("hidden_classes", "hidden_predicates", "dates", "amounts", "degrees", "ranges", "focus"):
            assert getattr(after, field) == getattr(view, field), "no filter changes"
        if not (view.expansions or view.shown_nodes or view.shown_edges):
            again = see(P, collapsed(after, after.expansions[-1]))
            assert again.node_cause.tolist() == visible.node_cause.tolist()
            assert again.edge_cause.tolist() == visible.edge_cause.tolist()


def ends_of(node: int, edge: int) -> tuple[int, bool]:
    """The other end of a relationship, and whether it leads there from ``node``."""
    start, end = int(P.subject[edge]), int(P.object[edge])
    return (end, True) if start == node else (start, False)


@given(views(P, *FILTERS))
@settings(deadline=None, max_examples=60)
def test_offers_are_all_relationships_with_what_waits_at_their_ends(view):
    visible = see(P, view)

    def is_waiting(node: int) -> bool:
        return visible.drawn_for(node) != node

    for drawn in visible.drawn.tolist():
        if is_group(drawn):
            assert offers(P, visible, drawn) == ()
            members = visible.members_of(drawn).tolist()
            assert waiting(P, visible, drawn).tolist() == sorted(members, key=lambda n: (-plain_degree(n), n))
            continue
        kinds: dict[tuple[int, bool], set[int]] = {}
        for edge in range(P.edge_count):
            if drawn not in (int(P.subject[edge]), int(P.object[edge])):
                continue
            other, outgoing = ends_of(drawn, edge)
            if other != drawn:
                kinds.setdefault((int(P.predicate[edge]), outgoing), set()).add(other)
        expected = []
        for (predicate, outgoing), others in kinds.items():
            info = P.predicates[predicate]
            label = f"{info.label} →" if outgoing else f"{info.inverse or info.label} ←"
            expected.append((predicate, outgoing, label, len(others), sum(map(is_waiting, others))))
        found = offers(P, visible, drawn)
        assert sorted(map(tuple, found)) == sorted(expected)
        assert list(found) == sorted(found, key=lambda offer: (-offer.waiting, -offer.total, offer.label))
        for offer, nodes in (
            (None, set().union(*kinds.values())),
            *((o, kinds[o.predicate, o.outgoing]) for o in found),
        ):
            order = sorted(filter(is_waiting, nodes), key=lambda n: (-plain_degree(n), n))
            assert waiting(P, visible, drawn, offer).tolist() == order


@given(views(P, *HELD))
@some
def test_what_collapses_is_the_last_expansion_of_a_node_or_the_last_that_brought_it(view):
    visible = see(P, view)
    for drawn in [*visible.drawn.tolist(), GROUPS_FROM + 99]:
        own = [step for step in view.expansions if step.centre == drawn]
        members = set(visible.members_of(drawn).tolist())
        came = [step for step in view.expansions if step.centre >= 0 and members and members <= set(step.nodes)]
        assert expansion_of(view, visible, drawn) == (own or came or [None])[-1]


@given(
    views(P, *KINDS, "shown_nodes", "dates"), st.frozensets(st.integers(0, P.node_count - 1), min_size=1, max_size=3)
)
@some
def test_a_focus_shows_its_neighbours_whatever_hides_them_and_leaving_it_hides_them_again(view, around):
    after = focused(P, view, Nodes(around))
    visible = see(P, after)
    near = {n for pair in zip(P.subject.tolist(), P.object.tolist()) if around & set(pair) for n in pair}
    assert set(visible.nodes.tolist()) == near | around
    touching = [e for e, pair in enumerate(zip(P.subject.tolist(), P.object.tolist())) if around & set(pair)]
    assert not visible.edge_cause[touching].any()
    left, before = see(P, unfocused(after)), see(P, view)
    assert left.node_cause.tolist() == before.node_cause.tolist()
    assert left.edge_cause.tolist() == before.edge_cause.tolist()


def test_relationships_that_two_expansions_asked_for_stay_until_both_collapse():
    steps = tuple(
        Expansion(centre, Nodes({node}), Nodes(), Nodes(edges))
        for centre, node, edges in ((0, 1, {0, 1}), (1, 2, {2}), (3, 4, {1}), (5, 6, {2, 3}))
    )
    view = View(expansions=steps, shown_edges=Nodes(range(5)), ungrouped=Nodes({1, 2, 3, 4}))
    after = collapsed(view, steps[0])
    assert (set(after.shown_edges), set(after.ungrouped)) == ({1, 2, 3, 4}, {3, 4})
    of_focus = tuple(step._replace(centre=OF_FOCUS) for step in steps[:2])
    assert unfocused(view._replace(expansions=(*of_focus, *steps[2:]))) == after


@given(views(P, *HELD, "focus", "shown_nodes", "shown_edges"), st.integers(0, 2))
@some
def test_leaving_a_focus_takes_back_what_the_focus_showed_and_keeps_every_expansion(view, at):
    own = [step._replace(centre=OF_FOCUS) for step in view.expansions[at:]]
    kept = [step for step in view.expansions[: at + 1] if step.centre != OF_FOCUS]
    after = unfocused(view._replace(expansions=(*kept, *own)))
    held = {node for step in kept for node in step.nodes}
    held_edges = {edge for step in kept for edge in step.edges}
    leaving = {node for step in own for node in step.nodes} - held
    assert list(after.expansions) == kept and not after.focus
    assert after.hidden_nodes == view.hidden_nodes | ({node for step in own for node in step.hidden} - held)
    assert after.shown_nodes == view.shown_nodes - leaving and after.ungrouped == view.ungrouped - leaving
    assert after.shown_edges == view.shown_edges - ({edge for step in own for edge in step.edges} - held_edges)


@given(views(P, *KINDS, "focus", "shown_nodes", "shown_edges", "expansions"), st.integers(0, 3), st.integers(0, 4))
@some
def test_around_a_focus_lies_all_within_some_steps_that_something_else_hides(view, steps, most):
    visible = see(P, view._replace(focus=Nodes()))
    graph, inner, outer = nx.Graph(), set(), set()
    graph.add_nodes_from(range(P.node_count))
    graph.add_edges_from(zip(P.subject.tolist(), P.object.tolist()))
    for node in view.focus:
        inner |= set(nx.ego_graph(graph, node, max(steps - 1, 0)))
        outer |= set(nx.ego_graph(graph, node, steps))
    nodes = [node for node in sorted(outer) if visible.node_cause[node]]
    ends = enumerate(zip(P.subject.tolist(), P.object.tolist()))
    edges = [e for e, pair in ends if inner & set(pair) and visible.edge_cause[e] not in (Cause.SHOWN, Cause.END)]
    assert [found.tolist() for found in hidden_around(P, view, visible, steps)] == [nodes, edges]
    for limit in (None, most):
        shown = (nodes, edges) if limit is None or len(nodes) <= limit else ([n for n in nodes if n in view.focus], [])
        after = with_hidden_around(P, view, steps, limit)
        added = after.expansions[len(view.expansions) :]
        assert [(step.centre, sorted(step.nodes), sorted(step.edges)) for step in added] == (
            [(OF_FOCUS, *shown)] if any(shown) else []
        )
        assert after.shown_edges == view.shown_edges | set(shown[1])


@given(views(P, *KINDS, *HELD), st.integers(0, P.node_count - 1), st.integers(0, 2))
@settings(deadline=None, max_examples=20)
def test_a_new_focus_has_its_steps_and_leaves_every_expansion(view, node, hops):
    before = unfocused(view)._replace(focus=Nodes({node}), hops=hops, expansions=())
    assert focused(P, view, Nodes({node}), hops) == (with_hidden_around(P, before, 1) if hops else before)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("explorer.views.expanding.MOST", 0)
        assert focused(P, view, Nodes({node}), hops) == (with_hidden_around(P, before, 1, 0) if hops else before)


@given(st.integers(0, P.node_count - 1), st.frozensets(st.integers(0, P.node_count - 1), max_size=8))
@some
def test_relationships_to_neighbours_are_those_with_them_at_the_other_end(node, others):
    for offer in (None, *offers(P, see(P, View()), node)):
        expected = []
        for edge, (start, end) in enumerate(zip(P.subject.tolist(), P.object.tolist())):
            is_there = (start == node and end in others) or (end == node and start in others)
            fits = offer is None or (offer.predicate, offer.outgoing) == (int(P.predicate[edge]), start == node)
            expected += [edge] if is_there and fits else []
        assert leading(P, see(P, View()), node, np.array(sorted(others), np.int32), offer).tolist() == expected
    assert not len(leading(P, see(P, View()), GROUPS_FROM, np.array(sorted(others), np.int32)))


@given(views(P, *HELD), st.frozensets(st.integers(0, P.node_count - 1), max_size=4))
@some
def test_neighbours_come_alone_or_as_one_group(view, chosen):
    visible, nodes = see(P, view), np.array(sorted(chosen), np.int32)
    after = expanded(view, visible, 0, nodes, group="Neighbours")
    if len(chosen) < 2:
        assert after == expanded(view, visible, 0, nodes)
        return
    assert after.groups[:-1] == view.groups
    made = after.groups[-1]
    assert (made.title, made.kind, set(made.members)) == ("Neighbours", "neighbours", chosen)
    assert after.ungrouped == view.ungrouped - chosen
    assert expanded(view, visible, 0, nodes).ungrouped == view.ungrouped | chosen
    step = after.expansions[-1]
    left = collapsed(after, step)
    leaving = {node for one in after.expansions if one not in left.expansions for node in one.nodes}
    assert list(left.groups) == [g for g in view.groups if g.kind != "neighbours" or not g.members <= leaving]


def test_the_best_connected_neighbours_wait_first_and_equals_in_the_order_of_the_data(turtle):
    leaves = "".join(f":hub :x :n{i} . " + f":n{i} :y :m{i} . " * (i % 3 == 0) for i in range(200))
    p = turtle(f"{leaves} :hub a :Hub .")
    hub = p.node_of["https://example.org/hub"]
    named = [f"https://example.org/n{i}" for i in sorted(range(200), key=lambda i: i % 3 != 0)]
    shown = see(p, View(hidden_nodes=Nodes(set(range(p.node_count)) - {hub})))
    assert [p.iris[node] for node in waiting(p, shown, hub)] == named


def test_ids_of_groups_lie_above_those_of_resources():
    assert P.node_count < GROUPS_FROM


# Facets


def test_each_facet_hides_its_items_and_marks_those_that_have_one():
    titles = {name: facet.title for name, facet in FACETS.items()}
    assert titles == {
        "classes": "Classes", "predicates": "Relationships", "inference": "Stated or inferred",
        "documents": "Texts", "graphs": "Named graphs",
        "support": "Relationships by passages", "text_support": "Relationships by texts",
        "origin_support": "Relationships by origins",
        "node_passages": "Resources by passages",
        "node_texts": "Resources by texts", "node_origins": "Resources by origins",
    }  # fmt: skip
    everyone, every_edge = range(P.node_count), range(P.edge_count)
    nodes = {
        "classes": [classes_of(n) for n in everyone],
        "documents": [set(documents_of(P.node_evidence[n])) for n in everyone],
        "node_passages": [{min(len(P.node_evidence[n]), 2)} for n in everyone],
        "node_texts": [{min(len(set(documents_of(P.node_evidence[n]))), 2)} for n in everyone],
        "node_origins": [{min(len(origins(P).of_nodes[n]), 2)} for n in everyone],
    }
    edges = {
        "predicates": [{int(P.predicate[e])} for e in every_edge],
        "documents": [set(documents_of(P.edge_evidence[e])) for e in every_edge],
        "inference": [{0} for e in every_edge],
        "graphs": [set(P.edge_graphs[e].tolist()) for e in every_edge],
        "support": [{min(len(P.edge_evidence[e]), 2)} for e in every_edge],
        "text_support": [{min(len(set(documents_of(P.edge_evidence[e]))), 2)} for e in every_edge],
        "origin_support": [{min(len(origins(P).of_edges[e]), 2)} for e in every_edge],
    }
    for name, facet in FACETS.items():
        assert facet.hidden(facet.hiding(View(), frozenset({0, 1}))) == {0, 1}, name
        assert facet.of_edges == (name in ("predicates", "inference", "support", "text_support", "origin_support"))
        for masks, expected in ((facet.nodes, nodes), (facet.edges, edges)):
            assert (masks is not None) == (name in expected), name
            for item in range(3) if masks is not None and name != "documents" else range(len(P.documents)):
                if masks is not None:
                    wanted = P.documents[item] if name == "documents" else item
                    has = [item in held or wanted in held for held in expected[name]]
                    assert masks(P, item).tolist() == has, (name, item)
