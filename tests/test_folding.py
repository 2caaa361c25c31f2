"""Folding: a resource that links two others is one line between them, with its evidence, and comes back as it was."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from random_data import iri, projected

from explorer.document import Document, NamedView
from explorer.files.exports import export_data
from explorer.files.first_views import WHOLE_UP_TO
from explorer.files.opening import open_document
from explorer.panels.facets import count_facets
from explorer.panels.measure_jobs import take
from explorer.panels.paths.search import Question, find_routes
from explorer.pictures.look.legend import legend_entries
from explorer.pictures.scene.staging import stage
from explorer.state.commands import Commands
from explorer.state.session import Session
from explorer.views.folding import foldable
from explorer.views.groups import GROUPS_FROM, Group
from explorer.views.hiding.filters import Cause
from explorer.views.nodes import Nodes
from explorer.views.places import placed
from explorer.views.revealing import revealed
from explorer.views.rules import Categories, Fixed, Rule, Where
from explorer.views.view import View
from explorer.views.visible import see
from graph.rdf.unread import Unread
from graph.reading.read import read_bytes
from graph.work.progress import finish

CLUB = """
:ann a :Person . :bob a :Person . :cy a :Person . :rowers a :Club . :choir a :Club . :bank a :Bank .
:m1 a :Membership ; :member :ann ; :organization :rowers ; :role "treasurer" .
:m2 a :Membership ; :organization :choir ; :member :bob .
[] a :Membership ; :member :cy ; :organization :choir .
:p1 a :Payment ; :payee :rowers ; :payer :bank ; :amount 7250000 ; :currency "GBP" ; :approvedBy :cy .
:p2 a :Payment ; :payee :rowers ; :payer :bank .
:p3 a :Payment ; :payee :rowers .
:bank :knows :rowers . :ann :knows :bob .
"""


def cls(p, name: str) -> int:
    return next(i for i, info in enumerate(p.classes) if info.iri.endswith(name))


def node(p, name: str) -> int:
    return next(i for i, iri in enumerate(p.iris) if iri.endswith(f"/{name}"))


def lines(p, view: View) -> list[str]:
    """The drawn lines in words."""
    scene = stage(p, view, see(p, view))
    ends = zip(scene.source.tolist(), scene.target.tolist())
    return sorted(f"{scene.labels[a]} {words} {scene.labels[b]}" for (a, b), words in zip(ends, scene.edge_words))


def test_a_folded_resource_is_one_line_named_by_its_class_and_amount(turtle):
    p = turtle(CLUB)
    view = View(folded_classes=frozenset({cls(p, "Membership"), cls(p, "Payment")}))
    assert lines(p, view) == [
        "ann knows bob", "ann membership rowers", "bank knows rowers", "bank payment rowers",
        "bank £7,250,000 payment rowers", "bob membership choir", "cy membership choir", "p3 payee rowers",
    ]  # fmt: skip
    scene = stage(p, view, see(p, view))
    between = [fan for fan, a in zip(scene.fan.tolist(), scene.source.tolist()) if scene.labels[a] == "bank"]
    assert len(set(between)) == 3, "lines between the same two lie beside each other"


def test_folding_changes_no_count_and_says_how_many_it_folds(turtle):
    p = turtle(CLUB)
    plain, view = View(), View(folded_classes=frozenset({cls(p, "Payment")}))
    before, after = see(p, plain), see(p, view)
    assert after.nodes.tolist() == before.nodes.tolist()
    facets = [count_facets(p, each, seen) for each, seen in ((plain, before), (view, after))]
    assert facets[0].classes == facets[1].classes
    assert after.summary() == (
        "Not shown: 1 relationship of folded resources · 2 folded into relationships"
    )  # fmt: skip
    entries = {entry.label: entry.resources for entry in legend_entries(p, after, view)}
    assert entries["Payment"] == 1 and entries["Payment: folded"] == 2


def test_the_ends_of_a_line_do_not_depend_on_the_order_in_the_file(turtle):
    for said in (":payer :a ; :payee :b", ":payee :b ; :payer :a"):
        p = turtle(f":x a :Payment ; {said} .")
        assert lines(p, View(folded_classes=frozenset({0}))) == ["a payment b"]
    p = turtle(":a :makes :x . :x a :Payment ; :for :b .")
    assert lines(p, View(folded_classes=frozenset({0}))) == ["a payment b"]


@pytest.mark.parametrize("said", [
    ":x a :M ; :in :a .", ":x a :M ; :in :a ; :at :a .", ":x a :M ; :in :a, :b, :c .",
    ":x a :M ; :in :a ; :at :x .", ":x a :M ; :in :a ; :of :y . :y a :M ; :in :b .",
])  # fmt: skip
def test_what_links_no_two_resources_stays_as_it_is(turtle, said):
    p = turtle(said)
    assert foldable(p, 0) == 0
    assert lines(p, View(folded_classes=frozenset({0}))) == lines(p, View())


def test_what_hides_the_resource_or_an_end_hides_its_line(turtle):
    p = turtle(CLUB)
    fold = View(folded_classes=frozenset({cls(p, "Membership"), cls(p, "Payment")}))
    m1, p1 = node(p, "m1"), node(p, "p1")
    for change, cause in (
        ({"hidden_classes": frozenset({cls(p, "Membership")})}, Cause.CLASS),
        ({"hidden_nodes": Nodes({node(p, "ann")})}, Cause.END),
        ({"hidden_predicates": frozenset({int(p.predicate[p.edges_of[m1][0]])})}, Cause.PREDICATE),
        ({"focus": Nodes({node(p, "choir")})}, Cause.FOCUS),
    ):
        visible = see(p, fold._replace(**change))
        assert visible.node_cause[m1] == cause and visible.line_of(m1) == -1
        assert set(visible.edge_cause[p.edges_of[m1]].tolist()) <= {Cause.END, Cause.PREDICATE}
    dated = see(p, fold._replace(amounts=(0.0, 10.0)))
    assert dated.node_cause[p1] == Cause.AMOUNT and dated.line_of(p1) == -1


def test_a_hidden_kind_does_not_count_where_two_others_remain(turtle):
    p = turtle("""
        :f1 a :Finding ; :by :ann ; :in :report ; :about :town .
        :f2 a :Finding ; :by :bob ; :in :report ; :about :club .
        :f3 a :Finding ; :by :bob ; :in :report .
    """)
    kinds = {info.iri.rpartition("/")[2]: i for i, info in enumerate(p.predicates)}
    fold = View(folded_classes=frozenset({cls(p, "Finding")}))
    assert lines(p, fold) == ["ann finding report", "bob finding report", "bob finding report"]
    without = fold._replace(hidden_predicates=frozenset({kinds["by"]}))
    visible = see(p, without)
    assert lines(p, without) == ["club finding report", "town finding report"]
    assert visible.node_cause[node(p, "f3")] == Cause.PREDICATE, "it has no two others"


def test_a_step_of_a_focus_leads_along_a_line(turtle):
    p = turtle(CLUB)
    view = View(folded_classes=frozenset({cls(p, "Membership")}), focus=Nodes({node(p, "rowers")}))
    assert "ann membership rowers" in lines(p, view)
    assert "m1 member ann" in lines(p, view._replace(focus=Nodes({node(p, "m1")}))), "a focus is a node"


def test_asking_for_a_folded_resource_shows_its_line(turtle):
    p = turtle(CLUB)
    fold = View(folded_classes=frozenset({cls(p, "Membership")}))
    for hidden in (
        {"hidden_nodes": Nodes({node(p, "ann"), node(p, "rowers")})}, {"hidden_classes": frozenset({cls(p, "Person")})},
        {"hidden_predicates": frozenset(range(len(p.predicates)))}, {"focus": Nodes({node(p, "choir")})},
        {"hidden_classes": frozenset(range(len(p.classes)))},
    ):  # fmt: skip
        view = fold._replace(**hidden)
        found = revealed(p, view, see(p, view), np.array([node(p, "m1")], np.int32))
        assert see(p, found).line_of(node(p, "m1")) >= 0, hidden


def test_a_line_is_supported_by_its_resource_and_by_both_statements(turtle):
    p = turtle("""
        :x a :Payment ; :payer :a ; :payee :b ; dcterms:source :q1 .
        :s a rdf:Statement ; rdf:subject :x ; rdf:predicate :payer ; rdf:object :a ; dcterms:source :q1, :q2 .
        :q1 a oa:SpecificResource ; oa:hasSource :paper ; oa:hasSelector [ oa:start 0 ; oa:end 4 ] .
        :q2 a oa:SpecificResource ; oa:hasSource :leaflet ; oa:hasSelector [ oa:start 0 ; oa:end 4 ] .
    """)
    view = View(folded_classes=frozenset({cls(p, "Payment")}))
    visible = see(p, view)
    assert [counts.tolist() for counts in visible.support(p)] == [[2], [2], [2]]
    assert stage(p, view, visible).support.tolist() == [2] and stage(p, view, visible).width.tolist() == [1.0]


def test_tables_hold_a_folded_resource_as_an_edge_with_all_that_is_said_of_it(turtle, tmp_path):
    p = turtle(CLUB + "<< :p1 :payee :rowers >> :seen :bob .")
    view = View(folded_classes=frozenset({cls(p, "Payment")}))
    path = tmp_path / "club.csv"
    done = finish(export_data(Document(SimpleNamespace(unread=Unread()), p), path, see(p, view), view))
    assert "2 resources are edges, folded as in the picture." in done.sentence
    texts = (file.read_text(encoding="utf-8-sig").splitlines() for file in done.paths)
    nodes, edges = (list(csv.DictReader(text)) for text in texts)
    assert not {"p1", "p2"} & {row["label"] for row in nodes} and "p3" in {row["label"] for row in nodes}
    (row,) = (row for row in edges if row["resource"].endswith("/p1"))
    assert [row[name].rpartition("/")[2] for name in ("source", "target", "predicate", "label")] == [
        "bank", "rowers", "Payment", "Payment",
    ]  # fmt: skip
    said = {name: cell for name, cell in row.items() if cell}
    assert (said[":amount"], said[":currency"], said[":approvedBy"], said[":seen"]) == ("7250000", "GBP", "cy", "bob")
    assert len(edges) == p.edge_count - 3, "a line for each two statements, and none for a further one"


def test_the_first_selection_in_a_large_file_finds_the_count_of_what_folds(tmp_path, monkeypatch):
    """Counting takes 15 ms at 42,000 members, which the window must not wait for."""
    path = tmp_path / "large.ttl"
    lines = (
        f"<urn:m{n}> a <urn:Membership> . <urn:m{n}> <urn:who> <urn:p{n}> . <urn:m{n}> <urn:of> <urn:club> ."
        for n in range(WHOLE_UP_TO)
    )
    path.write_text("\n".join(lines), "utf-8")
    session = Session(finish(open_document([path])))
    monkeypatch.setattr("explorer.views.folding.folds_of", lambda *_: pytest.fail("it was counted in the window"))
    member = session.projection.node_of["urn:m7"]
    session.select([member])
    assert Commands(session).foldable_class() == session.projection.node_class[member]


def test_a_part_that_leaves_with_its_view_opens_as_the_same_picture(turtle, tmp_path):
    p = turtle(CLUB)
    view = View(
        folded_classes=frozenset({cls(p, "Payment"), cls(p, "Membership")}), hidden_nodes=Nodes({node(p, "cy")})
    )
    path, document = tmp_path / "part.ttl", Document(read_bytes(b"", "a.ttl"), p)
    finish(export_data(document, path, see(p, view), view, NamedView("Now", "", view)))
    opened = finish(open_document([path]))
    q, again = opened.projection, opened.named_views[0].view
    assert {q.classes[c].label for c in again.folded_classes} == {"Payment", "Membership"}
    assert lines(q, again) == lines(p, view)


def test_folding_by_command_selects_the_resource_of_a_line_and_is_undone(turtle):
    p = turtle(CLUB)
    session = Session(Document(None, p))
    commands = Commands(session)
    session.select([node(p, "m1")])
    assert commands.fold_words() == "Fold Membership into relationships"
    commands.fold(commands.foldable_class())
    assert session.selection == (node(p, "m1"),), "it stays selected"
    assert commands.unfold_words() == "Unfold Membership"
    line = session.visible.line_of(node(p, "m2"))
    session.select_edge(line, bundle=True)
    assert (session.selection, session.selected_edge) == ((node(p, "m2"),), -1)
    commands.fold(cls(p, "Payment"))
    session.select([])
    assert commands.unfold_words() == "Unfold Membership, Payment"
    commands.unfold(commands.classes_to_unfold())
    assert not session.view.folded_classes
    session.undo()
    assert len(session.visible.folded) == 5
    commands.hide_others([node(p, "ann"), node(p, "rowers")])
    assert lines(p, session.view) == ["ann membership rowers"], "lines between what stays stay too"


def test_a_rule_for_resources_colours_and_names_the_line_of_a_folded_one(turtle):
    p = turtle(CLUB)
    membership, payment = cls(p, "Membership"), cls(p, "Payment")
    by_amount = Rule(
        "colour",
        Categories("amount", (("7250000", "#123456"),), bare="#654321"),
        Where("class", "https://example.org/Payment"),
    )
    named = Rule(
        "label", Fixed("as {attribute https://example.org/role}"), Where("class", "https://example.org/Membership")
    )
    kinds = Rule("colour", Fixed("#aa0000"), Where("class", "https://example.org/Membership"))
    view = View(folded_classes=frozenset({membership, payment}), rules=(by_amount, named, kinds))
    scene = stage(p, view, see(p, view))
    looks = {}
    for place, words in enumerate(scene.edge_words):
        colour = scene.edge_colour[place]
        looks.setdefault(words, set()).add(scene.palette[colour] if colour < len(scene.palette) else "")
    assert looks == {
        "knows": {""}, "payee": {""}, "£7,250,000 payment": {"#123456"}, "payment": {"#654321"},
        "as treasurer": {"#aa0000"}, "membership": {"#aa0000"},
    }  # fmt: skip
    entries = {entry.label: entry.line for entry in legend_entries(p, see(p, view), view)}
    assert entries["Membership: folded"] == ("#aa0000", 1.0) and entries["Payment: folded"] == ("", 1.0)


def test_measures_and_paths_say_that_folded_resources_count(turtle):
    p = turtle(CLUB)
    visible = see(p, View(folded_classes=frozenset({cls(p, "Payment")})))
    said = "12 resources, 2 of them folded into relationships, and 13 relationships"
    assert finish(take(p, visible, "degree")).note.startswith(f"Of the {said} that were shown")
    ends = [(node(p, "bank"), node(p, "rowers"))]
    assert finish(find_routes(p, visible, ends, Question())).scope == f"{said} that were shown"
    plain = see(p, View())
    assert plain.folded_words == "" and "folded" not in finish(find_routes(p, plain, ends, Question())).scope


def test_unfolding_keeps_places_that_fit_and_finds_free_ones_near_the_ends_for_others(turtle):
    p = turtle(CLUB)
    session = Session(Document(None, p))
    commands = Commands(session)
    rng = np.random.default_rng(3)
    everyone = np.arange(p.node_count)
    xy = np.stack((everyone % 4 * 300.0, everyone // 4 * 200.0), axis=1) + rng.random((len(everyone), 2))
    session.commit(placed(session.view, everyone, xy, p.node_count), "placed")
    membership = cls(p, "Membership")
    m1, m2, ann, rowers = (node(p, name) for name in ("m1", "m2", "ann", "rowers"))
    other = next(int(n) for n in session.visible.nodes if p.node_class[n] == membership and n not in (m1, m2))
    commands.fold(membership)
    for name in (ann, rowers):
        commands.move(np.array([name]), np.array([[5000.0 + (name == rowers) * 400, 5000.0]]))
    commands.move(np.array([node(p, "bank")]), xy[[other]] + 3)
    commands.unfold({membership})
    now = session.view.positions.of(p.node_count)
    assert np.allclose(now[m2], xy[m2]), "its ends stand where they stood"
    assert np.hypot(*(now[m1] - [5200, 5000])) < 300, "between its ends"
    assert np.hypot(*(now[other] - xy[other])) > 20, "somebody else stands there"
    session.undo()
    session.undo()
    assert session.view.folded_classes == {membership}
    opened = Session(Document(None, p))
    opened.commit(session.view, "as opened")
    opened.history = opened.history._replace(steps=opened.history.steps[-1:], at=0)
    Commands(opened).unfold({membership})
    spots = opened.view.positions.of(p.node_count)
    gaps = [np.hypot(*(spots[a] - spots[b])) for a, b in combinations(opened.visible.drawn.tolist(), 2)]
    assert min(gaps) > 20


def test_a_group_takes_no_line_in_and_both_statements_of_a_line_are_drawn(turtle):
    p = turtle(CLUB)
    session = Session(Document(None, p))
    commands = Commands(session)
    commands.fold(cls(p, "Membership"))
    m1 = node(p, "m1")
    assert session.visible.has_own_edge(p.edges_of[m1]).all() and session.visible.is_alone(np.array([m1])).all()
    commands.group([node(p, "ann"), m1], "One and a line")
    assert not session.view.groups
    commands.group([node(p, "ann"), node(p, "rowers"), m1], "Two and a line")
    assert session.visible.members.max() == 2 and session.visible.line_of(m1) == -1, "the line is inside the group"
    assert not session.visible.has_own_edge(p.edges_of[m1]).any()


def test_lines_between_groups_join_a_bundle_and_count_once(turtle):
    p = turtle(CLUB)
    session = Session(Document(None, p))
    commands = Commands(session)
    commands.group([node(p, "bob"), node(p, "cy")], "Singers")
    commands.fold(cls(p, "Membership"))
    assert "Singers · 2 membership · 2 choir" in lines(p, session.view)


def test_the_window_selects_a_folded_resource_with_its_line(window):
    session, tasks = window.session, window.tasks
    p, actions = session.projection, window.actions_set.by_id
    tasks.commands.reset_filters()
    section = cls(p, "ReportSection")
    first, second = p.class_members[section][:2].tolist()
    tasks.looking.go_to(first)
    assert actions["class.fold"].text().replace("&", "") == "Fold Report section into relationships"
    actions["class.fold"].trigger()
    line = session.visible.line_of(second)
    window.canvas.edge_picked.emit(line)
    assert (session.selection, window.canvas._selected_edge) == ((second,), line)
    tasks.looking.go_to(first)
    assert window.canvas._selected_edge == session.visible.line_of(first)
    assert actions["class.unfold"].text().replace("&", "") == "Unfold Report section"
    assert "3 folded into relationships" in session.visible.summary()
    tasks.commands.select_neighbours()
    assert len(session.selection) == 3, "the resource and the ends of its line"
    actions["class.unfold"].trigger()
    assert not session.view.folded_classes


# The laws

TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


@st.composite
def linked(draw: st.DrawFn):
    """Five resources that are linked at random, and up to four of two classes that mostly link two of them."""
    nodes, kinds = [iri(f"n{i}") for i in range(5)], [iri(f"x{i}") for i in range(3)]
    quads = [Quad(each, iri("age"), Literal(i)) for i, each in enumerate(nodes)]
    for i in range(draw(st.integers(1, 4))):
        mine = iri(f"m{i}")
        quads.append(Quad(mine, TYPE, iri(f"C{draw(st.integers(0, 1))}")))
        for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=3)):
            other = draw(st.sampled_from([*nodes, iri("m0")]))
            quads.append(Quad(mine, kind, other) if draw(st.booleans()) else Quad(other, kind, mine))
    row = st.builds(Quad, st.sampled_from(nodes), st.sampled_from(kinds), st.sampled_from(nodes))
    return projected((*quads, *draw(st.lists(row, max_size=6))))


@st.composite
def folding(draw: st.DrawFn):
    p = draw(linked()).projection
    few = st.frozensets(st.integers(0, p.node_count - 1), max_size=2).map(Nodes)
    kinds = st.frozensets(st.integers(0, max(len(p.predicates) - 1, 0)), max_size=1)
    classes = st.frozensets(st.integers(0, len(p.classes) - 1), min_size=1)
    view = View(
        folded_classes=draw(classes), hidden_nodes=draw(few), hidden_predicates=draw(kinds), focus=draw(few),
        hops=draw(st.integers(0, 2)), hides_unconnected=draw(st.booleans()), shown_nodes=draw(few),
    )  # fmt: skip
    return p, view


@given(folding())
@settings(deadline=None, max_examples=150)
def test_each_statement_is_drawn_once_or_hidden_for_a_cause(case):
    p, view = case
    visible = see(p, view)
    drawn = Counter[int]()
    folded = set(visible.folded.tolist())
    for edge, place in enumerate(visible.edge_slot.tolist()):
        assert (place >= 0) == (visible.edge_cause[edge] == 0), "no group: drawn, or hidden for a cause"
        if place >= 0:
            drawn[place] += 1
            ends = {int(p.subject[edge]), int(p.object[edge])}
            both = {int(visible.drawn[end[place]]) for end in visible.ends}
            assert ends == both if not ends & folded else len(ends & folded) == 1 and ends - folded < both
    through = visible.lines_through()
    assert sorted(drawn) == list(range(len(visible.drawn_edges)))
    assert all(count == (2 if through[place] >= 0 else 1) for place, count in drawn.items())
    assert visible.strands.tolist() == [1] * len(drawn)
    assert sorted(through[through >= 0].tolist()) == sorted(folded), "one line for each folded resource"
    assert sorted([*visible.drawn.tolist(), *folded]) == visible.nodes.tolist(), "one node or line for each resource"
    assert all(line.nodes or line.edges or line.shown_nodes or line.shown_edges for line in visible.ledger())


@given(folding())
@settings(deadline=None, max_examples=100)
def test_a_resource_folds_if_two_statements_lead_to_two_others_that_stay(case):
    p, view = case
    visible = see(p, view)
    for each in visible.folded.tolist():
        assert set(p.node_classes[each].tolist()) & view.folded_classes and each not in view.focus
        mine = [edge for edge in p.edges_of[each].tolist() if visible.edge_slot[edge] >= 0]
        others = {int(p.subject[edge]) + int(p.object[edge]) - each for edge in mine}
        assert len(mine) == len(others) == 2 and others <= set(visible.drawn.tolist())


@given(folding(), st.frozensets(st.integers(0, 4), max_size=3), st.booleans())
@settings(deadline=None, max_examples=100)
def test_a_line_is_found_alike_from_its_resource_its_statements_and_its_ends(case, members, folds):
    p, view = case
    group = Group(GROUPS_FROM, "g", Nodes(each for each in members if each < p.node_count))
    view = view._replace(groups=(group,), folded_classes=view.folded_classes if folds else frozenset())
    visible = see(p, view)
    through = dict(zip(visible.drawn_edges.tolist(), visible.lines_through().tolist()))
    for edge in range(p.edge_count):
        drawn = visible.edge_for(edge)
        assert visible.folded_into(edge) == through.get(drawn, -1)
        assert visible.has_own_edge(np.array([edge])).tolist() == [edge in through or through.get(drawn, -1) >= 0]
    for each in range(p.node_count):
        is_folded = visible.folds is not None and each in visible.folds.nodes
        of_line = {visible.edge_for(edge) for edge in p.edges_of[each].tolist()} - {-1} if is_folded else set()
        assert visible.line_of(each) == (of_line.pop() if of_line else -1) and not of_line
        line = visible.line_of(each)
        ends = [end[visible.edge_slot[line]] for end in visible.ends] if line >= 0 else []
        assert visible.line_ends([each]).tolist() == visible.drawn[ends].tolist()
        assert visible.is_alone(np.array([each])).tolist() == [
            visible.drawn_for(each) == each or each in through.values()
        ]


def test_a_line_that_stands_for_two_folded_resources_is_that_of_neither(turtle):
    p = turtle(CLUB)
    group = Group(GROUPS_FROM, "g", Nodes({node(p, "rowers"), node(p, "choir")}))
    visible = see(p, View(folded_classes=frozenset({cls(p, "Payment")}), groups=(group,)))
    for name in ("p1", "p2"):
        assert visible.line_of(node(p, name)) >= 0
        assert {visible.folded_into(edge) for edge in p.edges_of[node(p, name)].tolist()} == {-1}


@given(folding())
@settings(deadline=None, max_examples=60)
def test_unfolding_restores_the_same_picture(case):
    p, view = case
    plain = view._replace(folded_classes=frozenset())
    session = Session(Document(None, p))
    session.commit(plain, "plain")
    before = session.scene
    session.commit(session.view._replace(folded_classes=view.folded_classes), "fold")
    session.commit(session.view._replace(folded_classes=frozenset()), "unfold")
    after = session.scene
    arrays = "ids", "xy", "radius", "colour", "edge_ids", "source", "target", "fan", "bend", "loop", "support", "width"
    for name in arrays:
        assert getattr(before, name).tobytes() == getattr(after, name).tobytes(), name
    assert list(before.edge_words) == list(after.edge_words) and list(before.labels) == list(after.labels)
