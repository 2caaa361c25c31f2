"""The difference of two graphs: right counts, a patch that leads from one to the other, and blank nodes matched."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Store,
    Triple,
)
from PySide6.QtCore import Qt
from random_data import iri, projected, random_data

from explorer.__main__ import main
from explorer.command_line.cli import run
from explorer.document import Document
from explorer.files.comparing.comparison import compared
from explorer.files.comparing.lines import compared_json, compared_lines, compared_sentences
from explorer.files.comparing.sides import Sides, days_in, of_days, of_views, suggested_days, with_files_now
from explorer.files.exploration import open_exploration
from explorer.files.opening import open_document
from explorer.panels.cards import cards, spoken
from explorer.panels.details import describe_edge, describe_node
from explorer.pictures.drawing.composer import Composer
from explorer.pictures.drawing.display import Curves, Display, Text
from explorer.pictures.drawing.signs import colour_of
from explorer.pictures.look.differences import SIGNS
from explorer.pictures.look.legend import legend_entries
from explorer.pictures.look.style import LIGHT
from explorer.pictures.scene.staging import stage
from explorer.views.camera import Camera
from explorer.views.groups import GROUPS_FROM, Group
from explorer.views.nodes import Nodes
from explorer.views.view import Positions, View
from explorer.views.visible import see
from graph.analysis.comparing.differences import Difference, differences
from graph.analysis.comparing.uniting import united
from graph.errors import ReadError, WriteError
from graph.model.build import project
from graph.model.columns import node_column
from graph.model.projection import Projection
from graph.rdf.differing import Differs
from graph.rdf.terms import to_iri
from graph.rdf.values import to_days
from graph.reading.read import read, read_bytes
from graph.saved.annotations import Note, OnCanvas
from graph.work.progress import finish
from graph.writing.patches import patch_bytes
from tests.benchmarks.versions import two_versions

WHEN = datetime(2026, 1, 2, tzinfo=UTC)
PREFIXES = """@prefix : <https://example.org/> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""


def graph(text: str) -> Projection:
    return finish(project(read_bytes((PREFIXES + text).encode(), "a.trig").quads))


def between(first: str | Projection, second: str | Projection) -> Difference:
    one, other = (graph(each) if isinstance(each, str) else each for each in (first, second))
    return finish(differences(one, other))


def counts(found: Difference) -> tuple[int, int, int, int]:
    return len(found.added), len(found.removed), len(found.changed), len(found.resourced)


def quads_of(projection: Projection) -> set[Quad]:
    q = projection.stated
    return {
        Quad(q.terms[s], q.terms[p], q.terms[o], q.terms[g] if g >= 0 else DefaultGraph())
        for s, p, o, g in zip(*(column.tolist() for column in (q.subject, q.predicate, q.object, q.graph)))
    }


def canonical(quads: set[Quad]) -> Dataset:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return dataset


_ends = st.sampled_from([*(iri(f"n{at}") for at in range(2)), *(BlankNode(f"x{at}") for at in range(5))])
_values = _ends | st.sampled_from([Literal("1"), Literal("2")])
_triples = st.tuples(_ends, st.sampled_from([iri("p"), iri("q")]), _values)
_quads = st.builds(lambda t, g: Quad(*t, g), _triples, st.sampled_from([DefaultGraph(), DefaultGraph(), iri("g")]))
_quoting = st.builds(lambda s, t: Quad(s, iri("r"), Triple(*t), DefaultGraph()), _ends, _triples)
_graphs = st.lists(_quads | _quads | _quads | _quoting, max_size=9)


@given(_graphs, _graphs)
@settings(max_examples=100, deadline=None)
def test_a_patch_leads_from_one_graph_to_the_other(mine, theirs):
    one, other = projected(tuple(mine)).projection, projected((*mine[2:], *theirs)).projection
    found = between(one, other)
    before = quads_of(one)
    assert set(found.out) <= before and not before & set(found.into)
    after = (before - set(found.out)) | set(found.into)
    assert canonical(after) == canonical(quads_of(other))
    assert found.common == len(before) - len(found.out)
    listed = len(found.added) + len(found.removed) + 2 * len(found.changed)
    assert listed == len(found.out) + len(found.into), "nothing here is evidence"


def renamed(quads: list[Quad], seed: int) -> tuple[Quad, ...]:
    """The quads in another order, with other names of blank nodes."""
    names = {f"x{at}": f"y{name}" for at, name in enumerate(random.Random(seed).sample(range(99), 12))}

    def term(each):
        if isinstance(each, Triple):
            return Triple(term(each.subject), each.predicate, term(each.object))
        return BlankNode(names[each.value]) if isinstance(each, BlankNode) else each

    out = [Quad(term(q.subject), q.predicate, term(q.object), q.graph_name) for q in quads]
    random.Random(seed).shuffle(out)
    return tuple(out)


@given(_graphs, st.integers(0, 99))
@settings(max_examples=100, deadline=None)
def test_a_graph_with_other_names_of_blank_nodes_in_another_order_is_the_same(quads, seed):
    found = between(projected(tuple(quads)).projection, projected(renamed(quads, seed)).projection)
    assert found.is_none and counts(found) == (0, 0, 0, 0)


def ring(*nodes: int) -> list[Quad]:
    return [
        Quad(BlankNode(f"x{a}"), iri("p"), BlankNode(f"x{b}"), DefaultGraph())
        for a, b in zip(nodes, nodes[1:] + nodes[:1])
    ]


@pytest.mark.parametrize(
    "quads", [ring(0, 1, 2) + ring(3, 4, 5) + ring(6, 7, 8, 9, 10, 11), ring(*range(12)), ring(0, 1) * 2 + ring(2, 3)]
)
def test_rings_of_blank_nodes_that_all_look_alike_are_matched(quads):
    for seed in range(8):
        assert between(projected(tuple(quads)).projection, projected(renamed(quads, seed)).projection).is_none
    other = ring(0, 1, 2) + ring(3, 4, 5) + ring(6, 7, 8) + ring(9, 10, 11)
    assert not between(projected(tuple(quads)).projection, projected(tuple(other)).projection).is_none


@given(random_data(), random_data())
@settings(max_examples=60, deadline=None)
def test_without_blank_nodes_it_is_the_difference_of_two_sets(first, second):
    found = between(first.projection, second.projection)

    def named(quads):
        return {q for q in quads if not any(isinstance(t, BlankNode) for t in (q.subject, q.object))}

    one, other = named(first.quads), named(second.quads)
    assert named(found.out) == one - other and named(found.into) == other - one
    pairs = {(each.before, each.after) for each in found.changed}
    assert all(a.subject == b.subject and a.predicate == b.predicate and a.object != b.object for a, b in pairs)


def test_one_value_that_was_replaced_by_another_is_a_changed_value():
    found = between(":a :age 1 ; :p :x, :y ; :q 1 .", ":a :age 2 ; :p :x, :z ; :q 1, 2 .")
    assert counts(found) == (1, 0, 2, 0)
    assert {(c.before.object.value, c.after.object.value[-1]) for c in found.changed} == {
        ("1", "2"), ("https://example.org/y", "z"),
    }  # fmt: skip
    assert counts(between(":a :p 1, 2 .", ":a :p 3, 4 .")) == (2, 2, 0, 0), "several may be any of them"
    assert counts(between(":a :p 1 .", ":g { :a :p 2 }")) == (1, 1, 0, 0), "in another graph"


CITED = """
:a :knows :b . :p1 a oa:SpecificResource ; oa:hasSource :t1 ; oa:hasSelector [ oa:start 0 ; oa:end 4 ] .
:p2 a oa:SpecificResource ; oa:hasSource :t2 ; oa:hasSelector [ oa:start 3 ; oa:end 9 ] .
:s a rdf:Statement ; rdf:subject :a ; rdf:predicate :knows ; rdf:object :b ; dcterms:source :p1 .
:b dcterms:source :p1 .
"""


def test_a_statement_on_other_evidence_is_resourced_and_nothing_else():
    found = between(CITED, CITED.replace("dcterms:source :p1 .\n:b", "dcterms:source :p1, :p2 .\n:b"))
    assert counts(found) == (0, 0, 0, 1) and (len(found.out), len(found.into)) == (0, 1)
    (only,) = found.resourced
    assert [term.value[-5:] for term in only.key] == ["org/a", "knows", "org/b"]
    assert (len(only.before), len(only.after)) == (1, 2)
    found = between(CITED, CITED.replace("oa:start 0", "oa:start 1"))
    assert counts(found) == (0, 0, 0, 2), "the relationship and the resource rest on another passage"
    found = between(CITED, CITED.replace(":p1", ":other"))
    assert counts(found)[3] == 0, "the same passages under another name"
    assert not found.is_none


def test_evidence_goes_with_the_statement_that_is_new():
    new = ":a :likes :c {| dcterms:source [ oa:hasSource :t1 ; oa:hasSelector [ oa:start 5 ; oa:end 7 ] ] |} ."
    found = between(CITED, CITED + new)
    assert counts(found) == (1, 0, 0, 0) and len(found.into) > 5
    assert counts(between(CITED + new, CITED)) == (0, 1, 0, 0)


def test_evidence_that_is_no_part_of_a_statement_is_said_too():
    found = between(CITED, CITED + ":p9 a oa:SpecificResource ; oa:hasSource :t1 .")
    assert counts(found) == (2, 0, 0, 0) and not found.is_none


def test_a_blank_node_keeps_its_match_when_something_about_it_changes():
    first = ":a :has [ :name 'x' ; :size 1 ; :in [ :town 'y' ] ], [ :name 'z' ; :size 1 ] ."
    found = between(first, first.replace("'x' ; :size 1", "'x' ; :size 2"))
    assert counts(found) == (0, 0, 1, 0) and found.alone == (0, 0)
    found = between(first, first.replace("'y' ]", "'y' ; :land 'w' ]"))
    assert counts(found) == (1, 0, 0, 0)
    items = " ".join(f'"{at}"' for at in range(300))
    longer = between(f":a :list ({items}) .", f":a :list ({items} 'more') .")
    assert longer.alone == (0, 1) and len(longer.added) + len(longer.removed) + len(longer.changed) < 5


def test_blank_nodes_that_look_alike_are_counted_one_by_one():
    one = "[ a :T ; :in [ :v 1 ] ] . "
    found = between(one * 3, one * 2)
    assert counts(found) == (0, 3, 0, 0) and found.alone == (2, 0) and found.alike
    assert "2 of the first and 0 of the second" in " ".join(compared_sentences(found))


def test_long_chains_of_blank_nodes_take_no_time():
    from clocks import busy

    chain = [Quad(BlankNode(f"x{at}"), iri("p"), BlankNode(f"x{at + 1}"), DefaultGraph()) for at in range(8000)]
    one, other = (projected(tuple(quads)).projection for quads in (chain[:1000], chain))
    short = projected(tuple(chain[:1000])).projection
    brief = busy(lambda: between(one, short))
    assert busy(lambda: between(other, projected(tuple(chain)).projection)) < 40 * brief, "8 times as many"


def test_views_and_notes_inside_a_file_are_no_difference(bromley):
    view = "@prefix v: <https://caseboard.example/view#> . :v a v:View ; v:seed 1 ."
    assert between(":a :p 1 .", f":a :p 1 . {view}").is_none
    assert between(bromley.projection, bromley.projection).is_none


def test_words_and_json_of_a_difference():
    one, other = graph(CITED + ":a :age 1 ."), graph(CITED.replace(":s a", ":s2 a") + ":a :age 2 . :c :is _:x .")
    found = between(one, other)
    data = compared_json(found)
    assert [data[kind]["count"] for kind in ("added", "removed", "changed", "resourced")] == [*counts(found)]
    assert data["changed"]["statements"][0]["before"][2].startswith('"1"')
    lines = compared_lines(found, finish(united(one, found, ("one", "other"))))
    assert "a – age – “1” → “2”" in [line.words for line in lines]
    assert compared_sentences(between("", ":a :p 1 ."))[0].endswith("they have nothing in common.")
    assert compared_sentences(between(":a :p 1 .", ":a :p 1 ."))[0] == "Both say the same 1 triple."


def files(folder: Path, first: str, second: str) -> tuple[str, str]:
    paths = folder / "a.ttl", folder / "b.ttl"
    for path, text in zip(paths, (first, second)):
        path.write_text(PREFIXES + text, "utf-8")
    return str(paths[0]), str(paths[1])


def test_the_command_says_by_its_exit_status_that_files_differ(tmp_path, capsys):
    same = files(tmp_path, ":a :p [ :q 1 ] .", "_:z :q 1 . :a :p _:z .")
    assert run(["diff", *same], None) == 0
    assert run(["diff", same[0], str(tmp_path / "none.ttl")], None) == 2
    capsys.readouterr()
    other = files(tmp_path, ":a :p 1 ; :q :b .", ":a :p 2 ; :q :b, :c .")
    assert run(["diff", *other, "--json"], None) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["added"]["count"], said["removed"]["count"], said["changed"]["count"]) == (1, 0, 1)
    assert run(["diff", *other], None) == 1
    assert "1 added, 0 removed, 1 with a changed value, 0 on other evidence" in capsys.readouterr().out


def test_the_command_writes_a_patch_and_an_update(tmp_path, capsys):
    one, other = files(tmp_path, ":a :p 1 ; :q :b .", ":a :p 2 ; :q :b ; :has [ :r 1 ] .")
    patch, update = tmp_path / "p.rdfp", tmp_path / "p.ru"
    assert run(["diff", one, other, "-o", str(patch)], None) == 1
    lines = patch.read_text("utf-8").splitlines()
    assert (lines[0], lines[-1]) == ("TX .", "TC .")
    assert sorted(line[0] for line in lines[1:-1]) == ["A", "A", "A", "D"]
    assert run(["diff", one, other, "-o", str(update)], None) == 1
    store = Store()
    store.extend(quads_of(graph(Path(one).read_text("utf-8"))))
    store.update(update.read_text("utf-8"))
    assert canonical(set(store)) == canonical(quads_of(graph(Path(other).read_text("utf-8"))))
    capsys.readouterr()
    assert run(["diff", one, other, "-o", str(tmp_path / "p.txt")], None) == 2
    assert ".rdfp" in capsys.readouterr().err and not (tmp_path / "p.txt").exists()
    assert run(["diff", other, one, "-o", str(update)], None) == 2
    assert "blank nodes" in capsys.readouterr().err


def test_an_update_that_would_name_a_blank_node_is_refused():
    quad = Quad(NamedNode("urn:a"), NamedNode("urn:p"), Triple(BlankNode("b"), NamedNode("urn:p"), Literal("1")))
    with pytest.raises(WriteError, match="RDF patch"):
        patch_bytes(".ru", [], [quad], ())
    assert b"INSERT DATA" in patch_bytes(".ru", [], [quad], [BlankNode("b")])


def test_the_window_lists_what_differs_and_leads_to_it(window, qtbot, tmp_path, monkeypatch):
    first = ":a :p :b ; :age 1 ; :q :c . :b :r :c ."
    one, other = files(tmp_path, first, first.replace(":age 1", ":age 2").replace(":b :r :c .", ":c :s :d ."))
    window.tasks.files.open_paths([one])
    session = window.session
    qtbot.waitUntil(lambda: "https://example.org/a" in session.projection.node_of)
    qtbot.waitUntil(lambda: session.is_placed and len(session.view.positions) > 0)
    document, placed = session.document, session.view.positions.xy
    before_all = Note("urn:0", OnCanvas(0.0, 0.0), "Before", WHEN, WHEN)
    session.commit(session.view._replace(notes=(before_all,)), "Write a note")
    window.tasks.exploration.forget_changes()
    monkeypatch.setattr(window.tools.ask, "file_to_open", lambda *_: Path(other))
    monkeypatch.setattr(window.tools.ask, "file_to_save", lambda *_, **__: tmp_path / "p.rdfp")
    window.actions_set.by_id["file.compare"].trigger()
    panel = window.panels.comparison.open()
    qtbot.waitUntil(lambda: bool(panel.list.rows.items))
    items = panel.list.rows.items
    assert [item.text for item in items if item.kind == "heading"] == ["Added", "Removed", "Changed value"]
    assert "1 added, 1 removed, 1 with a changed value" in panel.told.text()

    def press(words: str) -> None:
        row = next(at for at, item in enumerate(items) if item.row is not None and words in item.row.text)
        panel.list.setFocus()
        panel.list.setCurrentIndex(panel.list.rows.index(row))
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)

    view, before = session.view, document.projection
    press("b – r – c")
    p = session.projection
    assert p.iris[p.subject[session.selected_edge]].endswith("/b")
    press("a – age")
    assert session.selection == (p.node_of["https://example.org/a"],)
    assert session.view._replace(positions=view.positions) == view, "nothing is hidden"
    known = [before.node_of[f"https://example.org/{each}"] for each in "abc"]
    same = [p.node_of[f"https://example.org/{each}"] for each in "abc"]
    assert np.array_equal(session.view.positions.xy[same], placed[known]), "nothing moved"
    assert p.differing is not None and p.differing.nodes[p.node_of["https://example.org/d"]] == Differs.ADDED
    assert np.isfinite(session.view.positions.xy[p.node_of["https://example.org/d"]]).all(), "beside its neighbour"
    panel.save.click()
    assert (tmp_path / "p.rdfp").read_text("utf-8").startswith("TX .")
    exploration = window.tasks.exploration
    assert not exploration.is_modified, "a comparison is nothing to save"
    assert [note.text for note in session.view.notes] == ["Before"], "a note of before is drawn too"
    session.commit(
        session.view._replace(notes=(Note("urn:1", OnCanvas(0.0, 0.0), "Look here", WHEN, WHEN),)), "Write a note"
    )
    assert exploration.unsaved == ("1 note",)
    finish(exploration.writing(tmp_path / "x.caseboard.trig"))
    opened = finish(open_exploration(tmp_path / "x.caseboard.trig"))
    assert opened.sentence == "" and opened.document.start.view.notes == session.view.notes
    panel.turn.click()
    qtbot.waitUntil(lambda: panel.told.text().startswith("b.ttl → a.ttl: 1 added, 1 removed"))
    assert session.projection.differing.nodes[p.node_of["https://example.org/d"]] == Differs.REMOVED
    window.canvas.setFocus()
    for _ in range(2):  # the first clears the selection
        qtbot.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert session.document.lineage is document.lineage and np.array_equal(session.view.positions.xy, placed)
    assert [note.text for note in session.view.notes] == ["Look here"], "notes stay"
    assert not panel.list.rows.items and "Compare the open file" in panel.told.text()
    session.undo()
    assert session.projection.differing is not None and panel.told.text().startswith("b.ttl → a.ttl")
    panel.end.click()
    assert session.document.lineage is document.lineage


def together(first: Projection, second: Projection) -> Projection:
    return finish(united(first, between(first, second), ("first", "second")))


def edges_of(projection: Projection) -> dict[tuple[str, ...], int]:
    p = projection
    ends = zip(p.subject.tolist(), p.predicate.tolist(), p.object.tolist())
    return {(p.iris[s], p.predicates[k].iri, p.iris[o]): edge for edge, (s, k, o) in enumerate(ends)}


@given(random_data(), random_data())
@settings(max_examples=60, deadline=None)
def test_both_sources_in_one_graph_know_which_has_what(first, second):
    one, other = first.projection, second.projection
    found = between(one, other)
    both = finish(united(one, found, ("first", "second")))
    codes = both.differing
    assert codes is not None and not codes.turned.nodes[codes.nodes == 0].any()
    mine, theirs = set(edges_of(one)), set(edges_of(other))
    of_changed = {(to_iri(q.subject), q.predicate.value, to_iri(q.object)) for c in found.changed for q in c
                  if not isinstance(q.object, Literal)}  # fmt: skip
    for edge, at in edges_of(both).items():
        if any(each.startswith("_:") for each in edge) or edge in of_changed:
            continue
        code = codes.edges[at]
        if edge in mine and edge in theirs:
            assert code in (Differs.SAME, Differs.RESOURCED, Differs.CHANGED)
        elif edge in mine or edge in theirs:
            assert code == (Differs.REMOVED if edge in mine else Differs.ADDED)
    for iri_, node in both.node_of.items():
        if not iri_.startswith("_:"):
            known = iri_ in one.node_of, iri_ in other.node_of
            assert (codes.nodes[node] == Differs.ADDED) <= (known == (False, True))
            assert (codes.nodes[node] == Differs.REMOVED) <= (known == (True, False))


def test_each_way_to_differ_has_a_code_and_turns_round():
    more = CITED.replace("dcterms:source :p1 .\n:b", "dcterms:source :p1, :p2 .\n:b")
    one = graph(":a :age 1 ; :in :rome . :d :knows :a ." + CITED)
    other = graph(":a :age 2 ; :in :oslo ; :knows :c ." + more)
    both = together(one, other)
    codes, edges = both.differing, edges_of(both)
    assert codes is not None

    def node(name: str) -> int:
        return int(codes.nodes[both.node_of[f"https://example.org/{name}"]])

    def edge(*names: str) -> int:
        return int(codes.edges[edges[tuple(f"https://example.org/{name}" for name in names)]])

    assert [node(name) for name in ("a", "b", "c", "d", "rome", "oslo")] == [
        Differs.CHANGED, Differs.SAME, Differs.ADDED, Differs.REMOVED, Differs.REMOVED, Differs.ADDED,
    ]  # fmt: skip
    assert edge("a", "knows", "b") == Differs.RESOURCED and edge("a", "knows", "c") == Differs.ADDED
    assert edge("a", "in", "rome") == Differs.REPLACED and edge("a", "in", "oslo") == Differs.CHANGED
    assert edge("d", "knows", "a") == Differs.REMOVED
    back = together(other, one).differing
    assert back is not None and sorted(codes.turned.nodes.tolist()) == sorted(back.nodes.tolist())
    assert sorted(codes.turned.edges.tolist()) == sorted(back.edges.tolist())


def drawn(both: Projection) -> Display:
    """The whole picture of both sides, its nodes on a circle."""
    view, turn = View(), np.linspace(0, 6, both.node_count)
    view = view._replace(positions=Positions(np.column_stack((np.cos(turn), np.sin(turn))) * 300))
    scene = stage(both, view, see(both, view))
    compose = Composer(lambda text, size, bold: (len(text) * size * 0.5, size)).compose
    return compose(scene, Camera(0, 0, 1, 1200, 900), LIGHT, full=True)


def signs(display: Display) -> list[str]:
    return sorted(item.text for item in display.items if isinstance(item, Text) and item.text in SIGNS.values())


def test_each_way_to_differ_has_its_own_sign_and_what_is_the_same_fades():
    one, other = graph(":a :p :b ; :age 1 . :x :p :y . :d :p :a ."), graph(":a :p :b ; :age 2 . :x :p :y . :a :p :c .")
    both = together(one, other)
    # + and − on two resources and two lines, ≠ on :a
    assert signs(drawn(both)) == sorted("++−−≠")
    assert signs(drawn(replace(both, differing=None))) == []
    names = {i.text: i.colour for i in drawn(both).items if isinstance(i, Text)}
    assert names["c"] == names["d"] == LIGHT.ink != names["x"], "x is the same in both"
    same = drawn(together(one, one))
    assert signs(same) == [] and {i.colour for i in same.items if isinstance(i, Text) and i.text in "abxy"} == {
        LIGHT.ink
    }
    rings = [i for i in drawn(both).items if isinstance(i, Curves) and i.dash and i.colour == colour_of(2, LIGHT)]
    assert len(rings) == 1, "a dashed ring around what only the first has"


def test_a_publication_says_in_words_how_each_thing_differs(tmp_path):
    one, other = files(tmp_path, ":a :p :b .", ":a :p :b, :c .")
    words = ["bundle", one, "--compare", other, "-o", str(tmp_path / "out")]
    assert main(words) == 0
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert "(added)" in page and "a.ttl → b.ttl" in page and ">+</text>" in page
    assert "(added)" in (tmp_path / "out" / "footnotes.txt").read_text("utf-8")


def test_the_legend_names_both_sources_and_counts_each_way_to_differ():
    one, other = graph(":a :p :b ; :in :rome . :rome :p :oslo ."), graph(":a :p :b, :c ; :in :oslo . :rome :p :oslo .")
    both = together(one, other)
    entries = legend_entries(both, see(both, View()), View())
    assert [entry.label for entry in entries[:4]] == [
        "first → second", "Added: 1 node, 1 line", "Changed: 1 line", "Replaced value: 1 line",
    ]  # fmt: skip
    same = together(one, one)
    assert [entry.label for entry in legend_entries(same, see(same, View()), View())][1] == "No difference here"


def test_a_group_differs_as_its_members_do():
    one, other = graph(":a :p :b . :c :p :b . :d :p :b ."), graph(":a :p :b . :c :p :b . :e :p :b .")
    both = together(one, other)
    node = {name: both.node_of[f"https://example.org/{name}"] for name in "abcde"}

    def code(*members: str) -> tuple[int, int]:
        held = Nodes(node[name] for name in members)
        view = View(groups=(Group(GROUPS_FROM, "some", held, xy=(0.0, 0.0)),))
        visible = see(both, view)
        scene = stage(both, view, visible)
        assert scene.differs is not None and scene.edge_differs is not None
        return int(scene.differs[-1]), int(scene.edge_differs[visible.strands > 1].max(initial=0))

    assert code("a", "c") == (Differs.SAME, Differs.SAME)
    assert code("a", "e") == (Differs.ADDED, Differs.ADDED)
    assert code("d", "e") == (Differs.CHANGED, Differs.CHANGED)


def test_two_dates_of_one_source_are_compared(capsys):
    document = finish(open_document(["bromley"]))
    sides = finish(of_days(document, ("2016", "2018")))
    comparison = finish(compared(document, document.first_look.view, (), sides))
    both = comparison.document.projection
    assert both.differing is not None and both.differing.first == "As known on 2016"
    early, late = (see(document.projection, View(known=to_days(day, end=True))) for day in ("2016", "2018"))
    came = {document.projection.iris[at] for at in set(late.nodes.tolist()) - set(early.nodes.tolist())}
    added = {both.iris[at] for at in np.flatnonzero(both.differing.nodes == Differs.ADDED).tolist()}
    assert came and added == came and not (both.differing.nodes == Differs.REMOVED).any()
    for iri_, node in both.node_of.items():
        place = document.first_look.view.positions.of(document.projection.node_count)[document.projection.node_of[iri_]]
        assert np.array_equal(comparison.view.positions.of(both.node_count)[node], place, equal_nan=True)
    assert run(["diff", "bromley", "--as-known", "2016", "2018"], None) == 1
    assert capsys.readouterr().out.startswith(comparison.sentences[0])
    assert run(["diff", "bromley", "--as-known", "2018", "2018"], None) == 0
    capsys.readouterr()
    assert run(["diff", "bromley", "--as-known", "yesterday", "2018"], None) == 2
    assert "is not a date" in capsys.readouterr().err
    assert run(["diff", "bromley"], None) == 2 and "--as-known" in capsys.readouterr().err


def test_two_views_are_compared_by_what_they_show():
    document = finish(open_document(["bromley"]))
    p, everything = document.projection, View()
    person = next(cls for cls, info in enumerate(p.classes) if info.label == "Person")
    without = View(hidden_classes=frozenset({person}))
    sides = finish(of_views(document, (everything, without), ("All", "No persons")))
    both = finish(compared(document, everything, (), sides)).document.projection
    assert both.differing is not None
    gone = {both.iris[at] for at in np.flatnonzero(both.differing.nodes == Differs.REMOVED).tolist()}
    hidden = {p.iris[at] for at in set(see(p, everything).nodes.tolist()) - set(see(p, without).nodes.tolist())}
    assert gone == hidden and gone
    assert (
        finish(compared(document, everything, (), sides._replace(second=sides.first))).sentences[0].startswith("Both")
    )


def test_the_file_as_it_is_now_is_compared_with_what_was_opened(tmp_path):
    one, other = files(tmp_path, ":a :p :b .", ":a :p :b, :c .")
    document = finish(open_document([one]))
    assert finish(compared(document, View(), (), finish(with_files_now(document)))).sentences[0].startswith("Both")
    Path(one).write_bytes(Path(other).read_bytes())
    found = finish(compared(document, View(), (), finish(with_files_now(document))))
    assert found.names == ("a.ttl as opened", "a.ttl now") and [line.kind for line in found.lines] == ["added"]
    with pytest.raises(ReadError, match="no file of yours"):
        finish(with_files_now(finish(open_document(["bromley"]))))


def test_a_comparison_the_other_way_round_has_the_patch_that_leads_back():
    one, other = graph(":a :p [ :q 1 ; :r :b ] ; :age 1 ."), graph("[] :z 3 . :a :p [ :q 1 ; :r :c ] ; :age 2 .")
    sides = Sides(one, other, ("first", "second"))
    document = Document(finish(read([])), one)
    found = finish(compared(document, View(), (), sides, turned=True))
    after = (quads_of(other) - set(found.patch.out)) | set(found.patch.into)
    assert canonical(after) == canonical(quads_of(one))
    assert {line.kind for line in found.lines} == {"removed", "changed"} and found.names == ("second", "first")


@pytest.mark.parametrize("words", ["2016 to 2018-06-30", "2016, 2018-06-30", "from 2016 until 2018-06-30"])
def test_two_dates_are_read_in_any_words(words):
    assert days_in(words) == ("2016", "2018-06-30")


@pytest.mark.parametrize("words", ["2016", "2016 2017 2018", "then and now", "2016 to 2018-13"])
def test_other_words_than_two_dates_are_refused_in_a_sentence(words):
    with pytest.raises(ValueError, match=r"Write them as|write it as"):
        days_in(words)


def test_the_difference_is_a_column_and_stands_in_details_and_cards():
    both = together(graph(":a :p :b ; :age 1 ."), graph(":a :p :b, :c ; :age 2 ."))
    visible, node = see(both, View()), both.node_of["https://example.org/a"]
    column = node_column(both, "difference")
    assert column is not None and column.texts([node]) == ["Changed"]
    assert node_column(graph(":a :p :b ."), "difference") is None
    shown = describe_node(both, visible, node)
    assert shown.although == "Changed: first → second"
    assert {fact.value for fact in shown.facts if fact.name == "age"} == {"1 (removed)", "2 (added)"}
    assert "Added: only in second" in cards(both, visible)(both.node_of["https://example.org/c"]).lines
    edge = edges_of(both)["https://example.org/a", "https://example.org/p", "https://example.org/c"]
    marks = {each.label: each.differs for group in shown.relationships for each in group.relationships}
    assert marks == {"b": "", "c": "added"}
    assert spoken(both, visible, "a", node).endswith("2 relationships, Changed: first → second")
    new = describe_node(together(graph(""), graph(':n rdfs:label "Nan" ; :age 1 .')), visible, 0)
    assert [fact.value for fact in new.facts] == ["1"], "all of it is added"
    assert describe_edge(both, visible, edge).although == "Added: only in second"


@pytest.mark.parametrize("blank", [False, True], ids=["names", "blank nodes"])
def test_a_comparison_of_many_statements_can_be_stopped_on_its_way(blank):
    one, other = (finish(project(read_bytes(data, "a.nt").quads)) for data in two_versions(24_000, blank=blank))
    texts = [progress.text for progress in differences(one, other)]
    assert len(texts) >= (12 if blank else 6)
    assert not blank or texts.count("Matching blank nodes") >= 8


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("", "", "Both say the same 0 triples."),
        (
            ":a :p :b .",
            "",
            "0 added, 1 removed, 0 with a changed value, 0 on other evidence; they have nothing in common.",
        ),
        (
            ":a :p 1 .",
            ":x :q 2 .",
            "1 added, 1 removed, 0 with a changed value, 0 on other evidence; they have nothing",
        ),
        ("[] :p [] . [] :p [] .", "[] :p [] .", "0 added, 1 removed"),
        ("[] :p [] .", "_:y :p _:z .", "Both say the same 1 triple."),
    ],
    ids=["empty", "one empty", "unrelated", "blank nodes alone", "equal blank nodes"],
)
def test_any_two_files_give_a_right_count_in_one_sentence_and_a_picture(first, second, said):
    found = between(first, second)
    assert compared_sentences(found)[0].startswith(said)
    both = together(graph(first), graph(second))
    assert both.differing is not None and len(both.differing.nodes) == both.node_count
    assert len(both.stated) == found.common + len(found.out) + len(found.into)


def test_a_resource_on_other_evidence_and_a_statement_in_other_words_differ_too():
    both = together(graph(CITED), graph(CITED.replace(":b dcterms:source :p1", ":b dcterms:source :p2")))
    assert both.differing is not None
    assert both.differing.nodes[both.node_of["https://example.org/b"]] == Differs.RESOURCED
    text = "@prefix owl: <http://www.w3.org/2002/07/owl#> . :C a owl:Class ; rdfs:subClassOf :B . :B a owl:Class . "
    restricted = text + ":C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :D ] ."
    both = together(graph(restricted), graph(text))
    assert both.told is not None and both.differing is not None
    edge = next(at for ends, at in edges_of(both).items() if ends[2] == "https://example.org/D")
    assert both.differing.edges[edge] == Differs.REMOVED


def test_what_only_the_second_view_places_stands_where_that_view_has_it():
    one = graph(":a :p :b . :c :p :d .")
    places = np.arange(2.0 * one.node_count).reshape(-1, 2)
    first, second = places.copy(), places + 100
    first[one.node_of["https://example.org/d"]] = np.nan
    document, view, beside = Document(finish(read([])), one), *(View(positions=Positions(xy)) for xy in (first, second))
    sides = Sides(one, one, ("first", "second"), alike=True, unfiltered=True)
    found = finish(compared(document, view, (), sides, beside=beside))
    both = found.document.projection
    for name, placed in (("a", first), ("d", second)):
        iri_ = f"https://example.org/{name}"
        assert found.view.positions.xy[both.node_of[iri_]].tolist() == placed[one.node_of[iri_]].tolist()


def test_the_proposed_dates_begin_with_the_day_on_which_a_first_text_counts(bromley) -> None:
    assert suggested_days(bromley.projection) == "2016-09-30 to 2018-07-23"
