"""Saved views: a view is the same after opening it again, on the same data or on the part that is left."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_view import _MOVES, carry_out

from explorer.document import Document, NamedView
from explorer.files.exploration import open_exploration, save_exploration
from explorer.files.view_data import DataNames
from explorer.files.view_fields import FIELDS
from explorer.files.view_files import Restored, open_view, restore, store, write_view
from explorer.files.web.fetched import fetched_folder
from explorer.panels.paths.findings import Finding, SavedPath
from explorer.state.commands import Commands
from explorer.state.session import Session
from explorer.views.camera import Camera
from explorer.views.groups import GROUPS_FROM, Group
from explorer.views.measures import Measured, Values
from explorer.views.nodes import Nodes
from explorer.views.rules import Categories, Fixed, Rule, Scale, Where
from explorer.views.view import OF_FOCUS, Expansion, Positions, View, Whole
from graph.errors import ReadError
from graph.formats import table as formats
from graph.layout import Guide
from graph.model.build import project
from graph.model.closure import quads_of
from graph.model.sorting.roles import Role
from graph.rdf.grade import Grade
from graph.rdf.naming import Naming
from graph.rdf.source import Inferred
from graph.rdf.terms import Prefixes
from graph.rdf.unread import Place, Unread
from graph.reading.local import LocalSource
from graph.reading.read import read_bytes
from graph.saved.annotations import Note, OnEdge
from graph.saved.files import write_views, writing_with
from graph.saved.records import stored_in
from graph.web import fetching
from graph.web.fetching import Fetched
from graph.work.progress import finish
from resources import FOLDER

_A, _B = "https://example.org/a", "_:b0"
_FINDING = Finding(
    _A, _B, "A", "B", "all", 4, True, ("https://example.org/x",), "shown", "1 path", "Searched.", 1, True,
    (SavedPath("A — x → B", (_A, _B), (((_A, "urn:x", _B),),)),), "2026-01-02T03:04:05Z", "data.ttl", ("00ff",), 2,
    "B2",
)  # fmt: skip
_WHEN = "2026-01-02T03:04:05Z"


def _document(text: str, name: str = "data.ttl") -> Document:
    source = read_bytes(f"@prefix : <https://example.org/> .\n{text}".encode(), name)
    return Document(source, finish(project(source.quads)))


def _again(view: View, document: Document, suffix: str = ".view.ttl", on: Document | None = None) -> Restored:
    named_view = NamedView("A view", "What it shows", view, Camera(1.5, -2.25, 0.1, 800, 600), _WHEN)
    data = write_view(named_view, document, suffix)
    quads = read_bytes(data, f"a{suffix}").quads
    return restore(stored_in(quads, "View")[0], (on or document).projection)


def test_every_field_of_a_view_is_saved_or_left_out_on_purpose():
    assert set(View._fields) - set(FIELDS) == {"notes"}, "notes belong to the whole exploration"
    assert set(FIELDS) <= set(View._fields)


def _is_possible(move, projection):
    """True if a move ticks an existing item."""
    lines = {
        "classes": len(projection.classes),
        "predicates": 99,
        "documents": 2,
        "graphs": 0,
        "inference": 0,
        "support": 3,
        "text_support": 3,
        "origin_support": 3,
        "node_passages": 3,
        "node_texts": 3,
        "node_origins": 3,
    }
    return move[0] != "toggle" or move[2] < lines[move[1]]


@given(_MOVES)
@settings(max_examples=40, deadline=None)
def test_a_view_after_any_moves_is_equal_after_saving_and_opening(bromley, moves):
    session = Session(bromley)
    carry_out(Commands(session), [move for move in moves if _is_possible(move, bromley.projection)])
    for suffix in (".view.ttl", ".view.trig"):
        restored = _again(session.view, bromley, suffix)
        assert restored.named_view.view == session.view._replace(notes=()) and not restored.sentence
        before, after = session.view.positions.xy, restored.named_view.view.positions.xy
        assert before.tobytes() == after.tobytes()
        assert restored.named_view.camera == Camera(1.5, -2.25, 0.1, 800, 600)
        assert (restored.named_view.title, restored.named_view.created) == ("A view", _WHEN)


@given(st.lists(st.floats(width=32, min_value=-1e6, max_value=1e6), min_size=8, max_size=8))
@settings(max_examples=200, deadline=None)
def test_positions_are_restored_to_the_last_bit(numbers):
    document = _document(":a :x :b . :c :x :d .")
    xy = np.array(numbers, np.float32).reshape(4, 2)
    back = _again(View(positions=Positions(xy)), document).named_view.view.positions.xy
    assert back.tobytes() == xy.tobytes()


def test_everything_in_a_view_is_saved(bromley):
    p = bromley.projection
    values = np.linspace(0, 1, p.node_count)
    values[::3] = np.nan
    measured = Measured("measure pagerank", "PageRank", "Who is pointed at", Values(values), "of all", 12)
    view = bromley.named_views[2].view._replace(
        hidden_classes=frozenset({-1, 3}), hidden_graphs=frozenset({-1}), hidden_documents=frozenset({0}),
        hidden_support=frozenset({0, 2}), dates=(float("-inf"), 17_000.25), undated=False, clock="said",
        amounts=(0.1, float("inf")), degrees=(1.0, 9.0), measures=(measured,),
        ranges=(("measure pagerank", (0.25, 0.5)), ("attribute https://schema.org/value", (1.0, 2.0))),
        focus=frozenset({5}), hops=3, direction="in", seed=7, layout="forceatlas2", hides_unconnected=True,
        only_disputed=True, settings=(("gravity", 0.1), ("linlog", True), ("rounds", 12)),
    )  # fmt: skip
    assert view.guides, "the third view of the bundled graph has an axis"
    assert _again(view, bromley).named_view.view == view


def test_a_view_names_blank_nodes_by_their_place_in_the_file():
    document = _document("_:x :x :b . :b :y [ :z :c ] .")
    view = View(hidden_nodes=Nodes({0}), positions=Positions(np.arange(8, dtype=np.float32).reshape(4, 2)))
    assert document.projection.iris[0] == "_:b0"
    assert _again(view, document).named_view.view == view


def test_equal_views_give_equal_bytes_in_any_process(bromley):
    named_view = NamedView("A view", "", bromley.named_views[0].view, None, _WHEN)
    text = write_view(named_view, bromley, ".view.ttl").decode()
    assert text == write_view(named_view, bromley, ".view.ttl").decode()
    assert bromley.hashes[0] in text and ":fortune" not in text.partition("a cbv:View")[0]
    assert "this:guide" not in text and " cbv:at " in text


def test_a_view_of_other_data_opens_in_part_and_names_what_is_missing():
    before = _document(":a :x :b . :b :x :c . :c :y :d . :d a :K .")
    after = _document(":a :x :b . :b :x :c .")
    xy = np.arange(8, dtype=np.float32).reshape(4, 2)
    view = View(hidden_classes=frozenset({0}), hidden_predicates=frozenset({1}), positions=Positions(xy))
    restored = _again(view, before, on=after)
    assert restored.named_view.view == View(positions=Positions(xy[:3]))
    assert restored.sentence == ("3 things in “A view” are not in this data: K, y, d. The rest is shown.")
    many = _document(" ".join(f":n{i} :x :n{i + 1} ." for i in range(40)))
    restored = _again(View(pinned=Nodes(range(41))), many, on=after)
    assert "41 things" in restored.sentence and "n0, n1, n10 and 38 more" in restored.sentence


def test_a_group_with_too_few_members_left_is_dropped():
    before = _document(":a :x :b . :b :x :c . :c :y :d .")
    session = Session(before)
    Commands(session).group([2, 3], "Both")
    restored = _again(session.view, before, on=_document(":a :x :b . :b :x :c ."))
    assert not restored.named_view.view.groups and restored.missing == ("https://example.org/d",)


_HEAD = "@prefix cbv: <https://caseboard.example/view#> . @prefix : <https://example.org/> . <#v> a cbv:View "


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@prefix : <https://example.org/> . :a :x :b .", "holds no view"),
        ("@prefix broken", "could not be read"),
        (_HEAD + '; cbv:hops "many" .', "invalid “hops”: “many”"),
        (_HEAD + "; cbv:hops 1, 2 .", "invalid “hops”: “1”, “2”"),
        (_HEAD + "; cbv:hops -1 .", "an invalid “hops”: “-1”"),
        (_HEAD + f"; cbv:hops {'9' * 5000} .", "not a valid integer"),
        (_HEAD + '; cbv:direction "up" .', "an invalid “direction”: “up”"),
        (_HEAD + '; cbv:dates "then now" .', "must be two numbers"),
        (_HEAD + '; cbv:centre "0 nan" .', "must be two numbers"),
        (_HEAD + '; cbv:centre "0 1e300" .', "too far away"),
        (_HEAD + '; cbv:centre "0 0" ; cbv:zoom 0.0 .', "saved zoom and size are impossible"),
        (_HEAD + '. :a cbv:at "1 2 3" .', "is not two numbers"),
        (_HEAD + '. :a cbv:at "1e40 2" .', "is not two numbers"),
        (_HEAD + '. :a cbv:at "nan 2" .', "is not two numbers"),
        (_HEAD + '; cbv:centre "0 1000000001" .', "too far away"),
        (_HEAD + "; cbv:hidesSupport 9 .", "unknown level of evidence"),
        (_HEAD + "; cbv:hidesSupport 0, true .", "unknown level of evidence"),
        (_HEAD + "; cbv:range <#r> . <#r> a cbv:Range .", "“within” in the view must be two numbers, not “”"),
        (_HEAD + "; cbv:hops 10001 .", "an invalid “hops”: “10001”"),
        (_HEAD + "; cbv:seed -2147483649 .", "an invalid “seed”: “-2147483649”"),
        (_HEAD + "; cbv:seed 4294967296 .", "an invalid “seed”: “4294967296”"),
        (_HEAD + '; cbv:dates "INF INF" .', "must be two numbers"),
        (_HEAD + '; cbv:dates "-INF -INF" .', "must be two numbers"),
        (_HEAD + '; cbv:dates "0 NaN" .', "must be two numbers"),
        (_HEAD + '; cbv:centre "-INF INF" .', "too far away"),
        (_HEAD + '. :a cbv:at "1e9 1000000065" .', "is not two numbers"),
        (_HEAD + "; cbv:group <#g> . <#g> a cbv:Group ; cbv:number 536870912 .", "numbers go up to 536,870,911"),
        (_HEAD + "; cbv:group <#g> . <#g> a cbv:Group ; cbv:number 1 ; cbv:group <#g> .", "refers to itself"),
        (_HEAD + "; cbv:group <#v> .", "refers to itself"),
        (_HEAD + "; cbv:group <#g> . <#g> a cbv:Group ; cbv:number 99999999999 .", "numbers go up to"),
        (_HEAD + "; cbv:group <#g>, <#h> . <#g> a cbv:Group . <#h> a cbv:Group .", "two groups with the same number"),
        (
            _HEAD + '; cbv:measure <#m> . <#m> a cbv:Measure ; cbv:key "measure degree" . :a <#m> "x" .',
            "values of the measure “measure degree” that are not numbers",
        ),
        (_HEAD + '; cbv:guide <#g> . <#g> a cbv:Guide ; cbv:axis "z" .', "an impossible guide line (“z”"),
        (_HEAD + '; cbv:guide <#g> . <#g> a cbv:Guide ; cbv:axis "t" ; cbv:extent "0 9" .', "two numbers, not “”"),
        (
            _HEAD + '; cbv:guide <#g> . <#g> a cbv:Guide ; cbv:axis "t" ; cbv:extent "0 9" ; cbv:days "5 5" .',
            "an impossible guide line (“t”",
        ),
        (
            _HEAD + "; cbv:guide <#g> . <#g> a cbv:Guide ; cbv:place 1000000001 .",
            "an impossible guide line (“x” at 1e+09",
        ),
        (_HEAD + "; cbv:guide <#g> . <#g> a cbv:Guide ; cbv:place 1, 2 .", "an invalid “place”: “1”, “2”"),
        (_HEAD + '; cbv:guide <#g> . <#g> a cbv:Guide ; cbv:extent "1" .', "“extent” in the view must be two numbers"),
        (_HEAD + "; cbv:guide <#g> . <#g> a cbv:Guide .", "“extent” in the view must be two numbers, not “”"),
        (_HEAD + '; cbv:group <#g> . <#g> a cbv:Group ; cbv:at "1 x" .', "“at” in the view must be two numbers"),
    ],
)
def test_broken_and_hostile_view_files_end_in_a_sentence(tmp_path, text, words):
    path = tmp_path / "a.view.ttl"
    path.write_text(text, encoding="utf-8")
    document = _document(":a :x :b .")
    with pytest.raises(ReadError) as caught:
        finish(open_view(path, document.projection))
    assert words in str(caught.value) and str(caught.value).startswith("a.view.ttl")
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("said", "things"),
    [
        ('; cbv:layout "evil" ; cbv:setting "a=1" .', "the layout “evil”"),
        (
            '; cbv:setting "gravity=2", "gravity=99", "evil=1" .',
            "the setting “gravity=99” and the setting “evil=1”",
        ),
        ('; cbv:measure <#m> . <#m> a cbv:Measure ; cbv:key "measure evil" .', "the measure “evil”"),
        ('; cbv:measure <#m> . <#m> a cbv:Measure ; cbv:key "degree" .', "the measure “degree”"),
        (
            '; cbv:layout "evil" ; cbv:measure <#m> ; cbv:range <#r> . <#m> a cbv:Measure ; cbv:key "measure evil" ; '
            'cbv:title "Evil" . <#r> a cbv:Range ; cbv:key "measure evil" ; cbv:within "0 1" .',
            "the measure “Evil” and the layout “evil”",
        ),
    ],
)
def test_a_view_opens_without_an_unknown_layout_or_measure_and_says_so(tmp_path, said, things):
    path = tmp_path / "a.view.ttl"
    path.write_text(_HEAD + said, encoding="utf-8")
    restored = finish(open_view(path, _document(":a :x :b .").projection))
    expected = View(settings=(("gravity", 2.0),)) if "gravity=2" in said else View()
    assert restored.named_view.view == expected
    assert restored.sentence == f"“Saved view” opens without {things}, which Caseboard does not know here."


def test_other_statements_in_a_view_file_are_ignored(tmp_path):
    path = tmp_path / "a.view.ttl"
    path.write_text(_HEAD + '; cbv:later 7 ; cbv:setting 7 ; :note "x" ; cbv:hides :b . :c :x :d .', encoding="utf-8")
    restored = finish(open_view(path, _document(":a :x :b .").projection))
    assert restored.named_view.view == View(hidden_nodes=Nodes({1})) and not restored.sentence


def _read(path: Path, text: str) -> NamedView:
    path.write_text(_HEAD + text, encoding="utf-8")
    return finish(open_view(path, _document(":a :x :b .").projection)).named_view


def test_a_view_that_says_little_opens_with_what_is_usual(tmp_path):
    little = (
        "; cbv:measure <#m> ; cbv:group <#g> ; cbv:guide <#l> ."
        '<#m> a cbv:Measure ; cbv:key "measure degree" . :b <#m> 3 . <#g> a cbv:Group ; cbv:member :a, :b .'
        '<#l> a cbv:Guide ; cbv:extent "0 1" .'
    )
    assert _read(tmp_path / "a.view.ttl", little).view == View(
        measures=(Measured("measure degree", "measure degree", "", Values(np.array([np.nan, 3.0])), "", 0),),
        groups=(Group(GROUPS_FROM, "Group", Nodes({0, 1}), "hand", None, False),),
        guides=(Guide("x", 0.0, "", 0.0, 1.0),),
    )


def test_a_view_opens_with_the_farthest_that_it_can_say(tmp_path):
    farthest = (
        '; cbv:dates "-INF INF" ; cbv:seed -2147483648 ; cbv:centre "-1000000000 1e9" ; cbv:group <#g> ;'
        ' cbv:guide <#l> . :a cbv:at "1e9 -1e9" .'
        "<#g> a cbv:Group ; cbv:number 536870911 ; cbv:member :a, :b ."
        '<#l> a cbv:Guide ; cbv:place 1000000000 ; cbv:extent "0 1e9" .'
    )
    named_view = _read(tmp_path / "a.view.ttl", farthest)
    assert named_view.camera == Camera(-1e9, 1e9)
    assert named_view.view == View(
        dates=(-math.inf, math.inf),
        seed=-(1 << 31),
        positions=Positions(np.array([[1e9, -1e9], [np.nan, np.nan]], np.float32)),
        groups=(Group(GROUPS_FROM + (1 << 29) - 1, "Group", Nodes({0, 1})),),
        guides=(Guide("x", 1e9, "", 0.0, 1e9),),
    )


@pytest.mark.parametrize("number", ["-1", "2.5", "many", "12345678901"])
def test_a_view_with_an_impossible_number_of_relationships_is_refused(tmp_path, number):
    view = _read(tmp_path / "a.view.ttl", '; cbv:resources 7 . :b cbv:links "4" .').view
    assert view.whole == Whole(7, Values(np.array([np.nan, 4.0])))
    with pytest.raises(ReadError, match="number of relationships"):
        _read(tmp_path / "b.view.ttl", f'; cbv:resources 7 . :b cbv:links "{number}" .')


def test_a_range_without_an_end_is_written_as_rdf_writes_infinity():
    document = _document(":a :x :b .")
    for ends, text in (((-math.inf, 2.5), "-INF 2.5"), ((-math.inf, math.inf), "-INF INF")):
        named_view = NamedView("A", "", View(dates=ends), None, _WHEN)
        assert f'cbv:dates "{text}"' in write_view(named_view, document, ".view.ttl").decode()
        assert _again(View(dates=ends), document).named_view.view.dates == ends


def test_every_written_term_is_documented(bromley, tmp_path, monkeypatch):
    ontology = read_bytes((FOLDER / "view-ontology.ttl").read_bytes(), "view-ontology.ttl").quads
    cbv = "https://caseboard.example/view#"
    documented = {str(t.value) for i, t in enumerate(ontology.terms) if i in set(ontology.subject.tolist())}
    session = Session(bromley)
    commands = Commands(session)
    commands.reset_filters()
    commands.hide([int(bromley.projection.object[0])])
    commands.expand(int(bromley.projection.subject[0]))
    commands.group_by_class()
    session.commit(session.view._replace(expansions=session.history.steps[-2].view.expansions), "x")
    commands.move(session.visible.drawn[-1:], np.array([[1.0, 2.0]]))
    view = session.view._replace(
        hidden_classes=frozenset({1}), hidden_predicates=frozenset({1}), hidden_documents=frozenset({0}),
        hidden_graphs=frozenset({-1}), hidden_support=frozenset({0}), hidden_inference=frozenset({1}),
        hidden_text_support=frozenset({2}), hidden_node_texts=frozenset({2}), hidden_node_passages=frozenset({1}),
        hidden_origin_support=frozenset({2}), hidden_node_origins=frozenset({0}),
        hidden_nodes=frozenset({3}), left_out=frozenset({4}), ungrouped=frozenset({4}),
        shown_nodes=Nodes({5}), shown_edges=Nodes({6}),
        expansions=(*session.view.expansions, Expansion(OF_FOCUS, Nodes({5}), Nodes({5}), Nodes({6}))),
        focus=frozenset({1}), dates=(0.0, 1.0), amounts=(0.0, 1.0), degrees=(0.0, 1.0), pinned=frozenset({2}),
        ranges=(("degree", (0.0, 1.0)),), facets=("path <urn:p>",), hidden_values=(("path <urn:p>", frozenset({""})),),
        layout="forceatlas2", hides_unconnected=True, folded_classes=frozenset({0}), known=1.0, only_disputed=True,
        single_valued=frozenset({1}), several_valued=frozenset({2}),
        settings=(("gravity", 2.0),), guides=bromley.named_views[2].view.guides,
        naming=Naming(("de",)), least_grade="B2",
        graded=(Grade(("urn:a",), "B2"), Grade(("urn:a", "urn:b", "urn:c"), "2")),
        whole=Whole(9, *2 * [Values(np.ones(bromley.projection.node_count))]),
        measures=(Measured("measure degree", "Degree", "", Values(np.ones(bromley.projection.node_count))),),
        rules=(
            Rule("colour", Scale("degree", 0, 1, "log", "lagoon"), Where("amount", None, 0, 1)),
            Rule("shape", Categories("class", (("https://schema.org/Event", "circle"),))),
            Rule("colour", Categories("path <urn:p>", (("urn:x", "#ff0000"),), "#888888", "#cccccc")),
            Rule("size", Fixed(5.0)),
        ),
    )  # fmt: skip
    stored = store(NamedView("A", "B", view, Camera(), _WHEN), DataNames.of(bromley.projection), bromley.hashes)
    source: LocalSource = read_bytes(write_views([stored], Prefixes(), ".ttl"), "a.ttl")
    path = tmp_path / "a.caseboard.trig"
    note = Note("urn:uuid:1", OnEdge("urn:a", "urn:b", "urn:c"), "")
    named_view = NamedView("A", "", view._replace(notes=(note,)), None, _WHEN)
    unread = Unread()
    unread.add(Place("graph.ttl", 1, 1, "a mistake"))
    monkeypatch.setenv("CASEBOARD_DATA", str(tmp_path))
    kept = fetched_folder() / "graph.ttl"
    origin = Fetched(kept, "https://data.example/graph.ttl", bromley.hashes[0], "2026-01-01T00:00:00Z")
    monkeypatch.setattr(fetching, "fetched_as", {kept: origin}.get)
    document = replace(
        bromley, source=replace(bromley.source, unread=unread, paths=(kept,)), is_bundled=False, start=None
    )
    inferred = Inferred(bromley.source.quads, bromley.source.quads, "rdfs")
    inferring = replace(bromley, projection=replace(bromley.projection, inferred=inferred))
    for way in (bromley, document, inferring):
        finish(save_exploration(path, way, named_view, [named_view], [str(tmp_path)], [_FINDING], "b"))
        again = finish(open_exploration(path, dict.fromkeys(way.hashes, FOLDER / "bromley" / "graph.ttl")))
        assert again.findings == (_FINDING,)
        source.quads.terms.extend(read_bytes(path.read_bytes(), "a.trig").quads.terms)
    used = {t.value for t in source.quads.terms if str(getattr(t, "value", "")).startswith(cbv)}
    assert used - {cbv + "NoClass", cbv + "DefaultGraph"} <= documented
    assert documented - used == {"https://caseboard.example/view"}, "every documented term is written"


def test_the_file_is_no_longer_than_necessary(bromley):
    view = bromley.named_views[0].view
    placed = int(np.isfinite(view.positions.xy[:, 0]).sum())
    data = write_view(NamedView("A", "", view, None, _WHEN), bromley, ".view.ttl")
    assert len(data) < 120 * placed + 60 * len(view.hidden_nodes) + 4000


def test_a_file_is_written_without_a_trace_of_the_machine(bromley, tmp_path: Path):
    data = write_view(NamedView("A", "", bromley.named_views[0].view, None, _WHEN), bromley, ".view.trig").decode()
    assert "file:" not in data and str(tmp_path) not in data


@pytest.mark.parametrize(("suffix", "name"), [(".ttl", "a.ttl"), (".trig", "a.trig"), (".nq", "a.nq")])
def test_a_view_inside_the_data_is_counted_and_never_drawn(bromley, suffix, name):
    named_view = NamedView("A view", "", bromley.named_views[2].view._replace(pinned=Nodes({1})), Camera(), _WHEN)
    p = bromley.projection
    written = finish(writing_with(p.quads, formats.SUFFIXES[suffix[1:]], None, store(named_view, DataNames.of(p))))
    again = finish(project(read_bytes(written.data, name).quads))
    assert (sorted(again.iris), again.edge_count, again.graphs) == (sorted(p.iris), p.edge_count, p.graphs)
    assert {info.iri for info in again.predicates} == {info.iri for info in p.predicates}
    tally = again.tally()
    assert sum(tally.values()) == len(again.quads) and tally.pop("views and notes") == len(again.quads) - len(p.quads)
    assert tally == p.tally()
    restored = restore(stored_in(again.quads, "View")[0], again)
    places = {
        again.iris[n]: xy for n, xy in enumerate(restored.named_view.view.positions.xy.tolist()) if xy[0] == xy[0]
    }
    xy = named_view.view.positions.xy
    assert places == {p.iris[n]: xy[n].tolist() for n in np.flatnonzero(np.isfinite(xy[:, 0])).tolist()}
    drawn = np.ones(again.node_count, bool), np.ones(again.edge_count, bool)
    rows = quads_of(again, *drawn)
    assert not (again.role[rows] == Role.APART).any(), "an earlier export is left out"


def test_a_view_inside_the_data_names_its_blank_nodes_directly():
    document = _document(":a :x :b . _:late :x :b . _:late :y [ :z :c ] . :a :w _:late .")
    p = document.projection
    xy = np.arange(2 * p.node_count, dtype=np.float32).reshape(-1, 2)
    view = View(positions=Positions(xy), pinned=Nodes({n for n, iri in enumerate(p.iris) if iri[0] == "_"}))
    written = finish(
        writing_with(p.quads, formats.SUFFIXES["ttl"], None, store(NamedView("A", "", view), DataNames.of(p)))
    )
    again = finish(project(read_bytes(written.data, "a.ttl").quads))
    view = restore(stored_in(again.quads, "View")[0], again).named_view.view
    assert {again.iris[n][:2] for n in view.pinned} == {"_:"} and len(view.pinned) == 2
    ties = {tuple(map(tuple, xy[[s, o]])) for s, o in zip(p.subject, p.object)}
    after = view.positions.xy
    assert ties == {tuple(map(tuple, after[[s, o]])) for s, o in zip(again.subject, again.object)}
