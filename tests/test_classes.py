"""Classes: a resource counts under each of its classes, and every count is the answer to a query in SPARQL."""

from __future__ import annotations

import json

import numpy as np
import pyoxigraph
import pytest
from conftest import SHARED
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from random_data import EX, GRAPHS, TYPE, Data, iri, projected

from explorer.__main__ import main
from explorer.command_line.naming import ViewOptions
from explorer.document import Document
from explorer.files.first_views import showing
from explorer.files.opening import open_document
from explorer.panels.cards import card_text, spoken
from explorer.panels.facets import count_facets
from explorer.panels.selection import summarise
from explorer.panels.time.chronicle import Chronicles
from explorer.pictures.look.legend import legend_entries
from explorer.pictures.scene.staging import stage
from explorer.state.commands import Commands
from explorer.state.session import Session
from explorer.views.groups import by_class
from explorer.views.hiding.filters import Cause
from explorer.views.revealing import revealed
from explorer.views.view import View
from explorer.views.visible import Visible, see
from graph.model.columns import node_columns
from graph.model.projection import Projection
from graph.model.said_dates import DateOrigin, said_dates
from graph.rdf.summary import summarise as summarise_quads
from graph.work.progress import finish

DAY = Literal("2018-07-16", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date"))
many = settings(deadline=None, max_examples=60)
CASES = SHARED / "cases"
MUSIC = SHARED / "data" / "music.ttl.gz"


@st.composite
def several(draw: st.DrawFn) -> Data:
    """Resources with any number of classes, said in any of three graphs, with relationships between them."""
    node, cls = st.integers(0, 5).map(lambda n: iri(f"n{n}")), st.integers(0, 3).map(lambda n: iri(f"C{n}"))
    graph = st.sampled_from(GRAPHS)
    typed = draw(st.lists(st.builds(lambda s, o, g: Quad(s, TYPE, o, g), node, cls, graph), max_size=14))
    tied = draw(st.lists(st.builds(lambda s, o, g: Quad(s, iri("x"), o, g), node, node, graph), min_size=1, max_size=6))
    return projected((*typed, *tied))


def asked(data: Data, shown: list[int]) -> dict[str, int]:
    """The number of shown resources in each class, and under "" of those without one, as a reader would ask."""
    store = pyoxigraph.Store()
    store.extend(data.quads)
    values = " ".join(f"<{data.projection.iris[node]}>" for node in shown)
    of_class = f"SELECT ?c (COUNT(DISTINCT ?x) AS ?n) {{ VALUES ?x {{ {values} }} ?x a ?c }} GROUP BY ?c"
    bare = f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ VALUES ?x {{ {values} }} FILTER NOT EXISTS {{ ?x a ?c }} }}"
    counts = {row["c"].value: int(row["n"].value) for row in store.query(of_class, use_default_graph_as_union=True)}
    (row,) = store.query(bare, use_default_graph_as_union=True)
    return {iri: count for iri, count in {**counts, "": int(row["n"].value)}.items() if count}


def session_of(projection: Projection) -> Session:
    return Session(Document(None, projection))  # type: ignore[arg-type]


def seen(data: Data, hidden: frozenset[int]) -> tuple[View, Visible]:
    view = View(hidden_classes=hidden)
    return view, see(data.projection, view)


hiding = st.frozensets(st.integers(-1, 3), max_size=4)


@given(several(), hiding)
@many
def test_every_count_of_a_class_is_the_answer_to_a_query(data, hidden):
    p = data.projection
    view, visible = seen(data, frozenset(c for c in hidden if c < len(p.classes)))
    every, shown = asked(data, list(range(p.node_count))), asked(data, visible.nodes.tolist())
    names = {-1: "", **{i: info.iri for i, info in enumerate(p.classes)}}
    lines = count_facets(p, view, visible).classes
    assert {names[line.item]: line.total for line in lines} == every
    assert {names[line.item]: line.shown for line in lines if line.shown} == shown
    labels = {line.label: names[line.item] for line in lines}
    for entry in legend_entries(p, visible, view):
        assert entry.swatch is None or entry.resources == shown[labels[entry.label]]
    for count in summarise(p, visible, visible.nodes).classes:
        assert count.resources == shown[labels[count.label]]
    column = next(column for column in node_columns(p) if column.key == "class")
    for label, name in labels.items():
        if name:
            assert np.count_nonzero(column.equal_to(label)[visible.nodes]) == shown.get(name, 0)


@given(several(), hiding)
@many
def test_a_resource_is_hidden_when_all_of_its_classes_are(data, hidden):
    p = data.projection
    hidden = frozenset(c for c in hidden if c < len(p.classes))
    _, visible = seen(data, hidden)
    for node in range(p.node_count):
        classes = set(p.node_classes[node].tolist()) or {-1}
        assert (visible.node_cause[node] == Cause.CLASS) == (classes <= hidden)
    hiding = [line for line in visible.ledger() if line.cause == Cause.CLASS]
    assert sum(line.nodes for line in hiding) == p.node_count - len(visible.nodes)


@given(several())
@many
def test_only_a_class_shows_every_resource_that_has_it(data):
    p = data.projection
    session = session_of(p)
    for line in count_facets(p, View(), see(p, View())).classes:
        every = [other.item for other in count_facets(p, View(), see(p, View())).classes]
        Commands(session).only("classes", line.item, line.label, every)
        assert len(session.visible.nodes) == line.total
        by_name = ViewOptions(only_class=(p.classes[line.item].iri,)).applied(p, View()) if line.item >= 0 else None
        assert by_name is None or np.array_equal(see(p, by_name).nodes, session.visible.nodes)
        session.undo()


@given(several(), hiding, st.sets(st.integers(0, 5)))
@many
def test_revealing_shows_what_was_asked_for_and_nothing_else(data, hidden, wanted):
    p = data.projection
    view, visible = seen(data, frozenset(c for c in hidden if c < len(p.classes)))
    nodes = np.array(sorted(n for n in wanted if n < p.node_count), np.int32)
    after = see(p, revealed(p, view, visible, nodes))
    assert set(after.nodes.tolist()) == set(visible.nodes.tolist()) | set(nodes.tolist())
    alone = see(p, showing(p, View(), frozenset(nodes.tolist())))
    assert alone.nodes.tolist() == nodes.tolist()


@given(several(), hiding)
@many
def test_a_group_of_a_class_says_how_many_of_the_class_it_holds(data, hidden):
    p = data.projection
    view, visible = seen(data, frozenset(c for c in hidden if c < len(p.classes)))
    shown = asked(data, visible.nodes.tolist())
    view = view._replace(groups=by_class(p, (), visible.nodes))
    visible = see(p, view)
    assert int(visible.members.sum()) == len(visible.nodes)
    labels = {**{info.label: info.iri for info in p.classes}, "No class": ""}
    scene = stage(p, view, visible)
    for place, drawn in enumerate(visible.drawn.tolist()):
        group = view.group(drawn)
        if group is not None:
            held, every = len(visible.members_of(drawn)), shown[labels[group.title]]
            said = f"{held}" if held == every else f"{held} of {every}"
            assert scene.labels[place] == f"{group.title} · {said}"


def test_the_main_class_gives_the_look_and_all_classes_are_named(turtle):
    p = turtle(":bowie a :Solo, :Producer ; skos:prefLabel 'Bowie' . :eno a :Producer ; :knows :bowie .")
    bowie, visible = p.node_of["https://example.org/bowie"], see(p, View())
    assert card_text(p, bowie).heading == "Producer, Solo", "of equal classes the first by IRI"
    assert spoken(p, visible, "Bowie", bowie) == "Bowie, Producer, Solo, 1 relationship"
    assert summarise(p, visible, [bowie]).members[0].class_label == "Producer, Solo"
    assert {(entry.label, entry.resources) for entry in legend_entries(p, visible) if entry.swatch} == {("Producer", 2)}


def test_the_legend_has_no_entry_for_a_class_in_whose_look_nothing_is_drawn(turtle):
    p = turtle(":tom a :Cat, owl:Thing . :rex a :Dog, owl:Thing ; :knows :tom .")
    assert [entry.label for entry in legend_entries(p, see(p, View())) if entry.swatch] == ["Cat", "Dog"]
    facets = count_facets(p, View(), see(p, View()))
    assert [(line.label, line.total, line.others_words) for line in facets.classes] == [
        ("Thing", 2, "2 of them are on other lines too"),
        ("Cat", 1, "1 of them is on other lines too"),
        ("Dog", 1, "1 of them is on other lines too"),
    ]


def test_classes_with_one_label_are_told_apart(turtle):
    p = turtle(":a a :Cat . :b a schema:Cat ; :knows :a .")
    labels = {line.label for line in count_facets(p, View(), see(p, View())).classes}
    assert labels == {"Cat (example.org)", "Cat (schema.org)"}


@given(several())
@many
def test_the_overview_says_how_many_of_each_class_stand_elsewhere(data):
    summary, every = summarise_quads(data.projection.quads), asked(data, list(range(data.projection.node_count)))
    subjects = {quad.subject.value for quad in data.quads}
    assert {iri: n for iri, n in zip(summary.iris, summary.every.tolist()) if n and iri} == {
        iri: n for iri, n in every.items() if iri
    }
    assert int(summary.counts.sum()) == len(subjects)


def _resources(store: pyoxigraph.Store, cls: str) -> int:
    (row,) = store.query(f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a <{cls}> }}")
    return int(row["n"].value)


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases beside the project are not here")
def test_info_and_export_count_a_resource_under_each_of_its_classes(tmp_path, capsys):
    path = CASES / "several-classes.ttl"
    store = pyoxigraph.Store()
    store.load(path=str(path))
    assert main(["info", str(path), "--json"]) == 0
    classes = json.loads(capsys.readouterr().out)["classes"]
    assert classes == {name: _resources(store, EX + name) for name in ("Musician", "Producer", "Writer")}
    assert classes == {"Musician": 3, "Producer": 3, "Writer": 2}
    assert main(["export", str(path), "-o", str(tmp_path / "w.nt"), "--only-class", "Producer"]) == 0
    written = pyoxigraph.Store()
    written.load(path=str(tmp_path / "w.nt"))
    assert _resources(written, EX + "Producer") == 3


@pytest.mark.skipif(not MUSIC.exists(), reason="the music file beside the project is not here")
def test_music_has_32_bands_wherever_they_are_counted():
    document = finish(open_document([MUSIC]))
    p = document.projection
    visible = see(p, View())
    lines = {line.label: line for line in count_facets(p, View(), visible).classes}
    assert (lines["Band"].total, lines["Band"].others_words) == (32, "25 of them are on other lines too")
    column = next(column for column in node_columns(p) if column.key == "class")
    assert np.count_nonzero(column.equal_to("Band")) == 32
    only = see(p, ViewOptions(only_class=("Band",)).applied(p, View()))
    names = {p.labels[node] for node in only.nodes.tolist()}
    assert len(only.nodes) == 32 and any("Queen" in name for name in names)
    without = see(p, ViewOptions(hide_class=("Producer",)).applied(p, View()))
    assert "David Bowie" in " ".join(p.labels[node] for node in without.nodes.tolist())
    first = document.first_look
    scene = stage(p, first.view, first.visible)
    assert {"Band · 32", "Producer · 967 of 989"} <= set(scene.labels)


@given(several())
@many
def test_a_lane_of_the_timeline_says_how_many_of_its_class_have_no_date_or_stand_elsewhere(data):
    dated = projected((*data.quads, *(Quad(iri(f"n{i}"), iri("on"), DAY) for i in range(4))))
    p = dated.projection
    every = asked(dated, list(range(p.node_count)))
    with_date = asked(dated, [n for n in range(p.node_count) if p.iris[n] in {EX + f"n{i}" for i in range(4)}])
    labels = {**{info.label: info.iri for info in p.classes}, "No class": ""}
    for lane in Chronicles().of(p, View(), see(p, View())).lanes:
        iri_of = labels[lane.title]
        count, undated = every[iri_of], every[iri_of] - with_date[iri_of]
        assert lane.words == (f"{lane.total}" if lane.total == count else f"{lane.total} of {count}")
        said = lane.reason("happened")
        assert said.startswith(f"{lane.words}: ") == (lane.total < count)
        assert (f" {undated} ha" in said) == (undated > 0) and ("no date by when it happened" in said) == (undated > 0)
        elsewhere = with_date[iri_of] - lane.total
        assert (f" {elsewhere} " in said and "in the lane of another class" in said) == (elsewhere > 0)


def test_any_class_of_a_resource_decides_on_its_meaning_and_not_the_main_one_alone(turtle):
    for first, second in ((":Zebra", "schema:Claim"), ("schema:Claim", ":Zebra")):
        p = turtle(f":a a {first}, {second} ; schema:startDate '2018-07-16'^^xsd:date ; :about :b .")
        assert said_dates(p).origin[p.node_of[EX + "a"]] == DateOrigin.OWN
