"""Inference: what follows by RDFS and OWL 2 RL, drawn apart, explained, filtered, and never exported unless asked."""

from __future__ import annotations

import random
from pathlib import Path

import click
import numpy as np
import owlrl
import pytest
import rdflib
from click.testing import CliRunner
from rdflib import OWL, RDF, RDFS, URIRef

from explorer.command_line import cli
from explorer.document import Document, NamedView
from explorer.files.exploration import open_exploration, save_exploration
from explorer.files.exports import export_data
from explorer.files.opening import open_document, redrawn
from explorer.panels.details import describe_edge, describe_node
from explorer.panels.facets import count_facets
from explorer.panels.inference import inferred_in_words
from explorer.pictures.look.legend import legend_entries
from explorer.pictures.look.legend_entry import INFERRED
from explorer.pictures.scene.staging import stage
from explorer.views.view import View
from explorer.views.visible import see
from graph.analysis.inference.closing import InferenceError, infer
from graph.analysis.inference.explaining import explainer
from graph.model.build import project
from graph.query.engines import engine_of
from graph.rdf.source import Inferred, Regime
from graph.reading.read import read_bytes
from graph.work.process import Worker
from graph.work.progress import finish

CASE = """
@prefix : <http://x/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:partOf a owl:TransitiveProperty ; rdfs:label "part of" ; owl:inverseOf :hasPart .
:sisterOf rdfs:subPropertyOf :relatedTo ; rdfs:label "sister of" .
:relatedTo rdfs:label "related to" ; a owl:SymmetricProperty ; rdfs:domain :Person .
:Council rdfs:subClassOf :Body .
:a a :Council ; rdfs:label "A" ; :partOf :b . :b a :Council ; rdfs:label "B" ; :partOf :c .
:c a :Body ; rdfs:label "C" .
:ann :sisterOf :ben ; rdfs:label "Ann" . :ben rdfs:label "Ben" .
"""
X = "http://x/"
FORMAL = (str(RDF), str(RDFS), str(OWL))
RULES = {"rdfs": owlrl.RDFS_Semantics, "owlrl": owlrl.OWLRL_Semantics}


@pytest.fixture(scope="module")
def worker():
    with Worker() as made:
        yield made


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("case") / "case.ttl"
    file.write_text(CASE, "utf-8")
    return file


@pytest.fixture(scope="module")
def document(path) -> Document:
    return finish(open_document([path], infer="owlrl"))


def triples(inferred: Inferred, rows) -> set[tuple[str, str, str]]:
    quads = inferred.quads
    columns = (quads.subject, quads.predicate, quads.object)
    return {tuple(str(getattr(quads.terms[int(c[row])], "value", "")) for c in columns) for row in rows}


def closure(graph: rdflib.Graph, by: str) -> set[tuple[str, str, str]]:
    """The closure of a graph by owlrl, as far as the program draws it."""
    whole = rdflib.Graph()
    for triple in graph:
        whole.add(triple)
    owlrl.DeductiveClosure(RULES[by]).expand(whole)
    reflexive = {*map(str, (OWL.sameAs, OWL.equivalentClass, OWL.equivalentProperty))}
    reflexive |= {str(RDFS.subClassOf), str(RDFS.subPropertyOf)}
    return {
        (str(s), str(p), str(o))
        for s, p, o in whole
        if not isinstance(s, rdflib.Literal)
        and not str(s).startswith(FORMAL)
        and not str(o).startswith(FORMAL)
        and (s != o or str(p) not in reflexive)
    }


def some_graph(seed: int, owl: bool) -> rdflib.Graph:
    """A small schema with some resources, no two alike."""
    dice, graph = random.Random(seed), rdflib.Graph()
    classes, properties = [URIRef(f"{X}C{i}") for i in range(6)], [URIRef(f"{X}p{i}") for i in range(6)]
    things = [URIRef(f"{X}n{i}") for i in range(7)]
    for _ in range(4):
        graph.add((dice.choice(classes), RDFS.subClassOf, dice.choice(classes)))
        graph.add((dice.choice(properties), RDFS.subPropertyOf, dice.choice(properties)))
        graph.add((dice.choice(properties), dice.choice((RDFS.domain, RDFS.range)), dice.choice(classes)))
    if owl:
        graph.add((dice.choice(properties), OWL.inverseOf, dice.choice(properties)))
        graph.add((dice.choice(properties), RDF.type, OWL.SymmetricProperty))
        graph.add((dice.choice(properties), RDF.type, OWL.TransitiveProperty))
        graph.add((dice.choice(classes), OWL.equivalentClass, dice.choice(classes)))
    for _ in range(8):
        graph.add((dice.choice(things), dice.choice(properties), dice.choice(things)))
        graph.add((dice.choice(things), RDF.type, dice.choice(classes)))
    return graph


def inferred_of(graph: rdflib.Graph, by: Regime, worker: Worker) -> Inferred:
    source = read_bytes(graph.serialize(format="nt").encode(), "case.nt")
    return finish(infer(source.quads, by, worker))


def about_data(found: set[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """The triples about resources, and classes under classes and properties under properties."""
    schema = {str(OWL.equivalentClass), str(OWL.equivalentProperty), str(RDFS.domain), str(RDFS.range)}
    return {each for each in found if each[1] not in schema}


@pytest.mark.parametrize("by", ["rdfs", "owlrl"])
@pytest.mark.parametrize("seed", range(4))
def test_the_same_follows_as_by_another_reasoner(by: Regime, seed: int, worker) -> None:
    graph = some_graph(seed, owl=by == "owlrl")
    inferred = inferred_of(graph, by, worker)
    found = triples(inferred, range(len(inferred.quads)))
    stated = {(str(s), str(p), str(o)) for s, p, o in graph}
    assert inferred.count > 5
    assert about_data(found) - stated == about_data(closure(graph, by)) - stated


@pytest.mark.parametrize("by", ["rdfs", "owlrl"])
def test_an_inferred_triple_follows_from_its_explanation_alone(by: Regime, worker) -> None:
    inferred = inferred_of(some_graph(11, owl=by == "owlrl"), by, worker)
    rows = range(len(inferred.stated), len(inferred.quads))
    for row in list(rows)[:: max(len(rows) // 8, 1)]:
        because = explainer(inferred).because(row)
        assert because and max(because) < len(inferred.stated)
        graph = rdflib.Graph()
        for s, p, o in triples(inferred, because):
            graph.add((URIRef(s), URIRef(p), URIRef(o)))
        assert triples(inferred, [row]) <= closure(graph, by)


def test_no_two_values_of_a_functional_property_become_the_same(worker) -> None:
    data = f'<{X}p> a <{OWL.FunctionalProperty}> . <{X}a> <{X}p> "1", "2" . <{X}b> <{X}q> "1" .'
    inferred = finish(infer(read_bytes(data.encode(), "case.ttl").quads, "owlrl", worker))
    assert inferred.count == 0


def test_a_literal_follows_by_a_property_above_its_own(worker) -> None:
    data = f'<{X}p> <{RDFS.subPropertyOf}> <{X}q> . <{X}a> <{X}p> "one"@en .'
    inferred = finish(infer(read_bytes(data.encode(), "case.ttl").quads, "rdfs", worker))
    assert triples(inferred, [2]) == {(X + "a", X + "q", "one")} and inferred.count == 1


def test_what_stands_in_another_graph_is_not_inferred_again(worker) -> None:
    data = f"<{X}g> {{ <{X}C> <{RDFS.subClassOf}> <{X}D> . <{X}a> a <{X}C> . }} <{X}h> {{ <{X}a> a <{X}D> . }}"
    assert finish(infer(read_bytes(data.encode(), "case.trig").quads, "owlrl", worker)).count == 0


def test_too_many_triples_and_too_long_a_time_end_in_a_sentence(worker) -> None:
    quads = read_bytes(CASE.encode(), "case.ttl").quads
    with pytest.raises(InferenceError, match="More than 3 triples follow, the limit"):
        finish(infer(quads, "owlrl", worker, most=3))
    with pytest.raises(InferenceError, match="stopped after 0 s, the time limit"):
        finish(infer(quads, "owlrl", worker, seconds=0.0))


def test_cancel_ends_the_process(worker) -> None:
    job = infer(read_bytes(CASE.encode(), "case.ttl").quads, "owlrl", worker)
    next(job), next(job)
    job.close()
    assert worker.pid is None


def test_inferred_relationships_are_drawn_apart_and_stand_in_the_legend(document) -> None:
    p = document.projection
    scene = stage(p, View(), see(p, View()))
    assert int(p.edge_inferred.sum()) == 6 and ((scene.support == INFERRED) == p.edge_inferred).all()
    entry = legend_entries(p, see(p, View()))[-1]
    assert (entry.label, entry.stroke.support, entry.resources) == ("inferred", INFERRED, 6)
    assert not p.edge_coverable[p.edge_inferred].any()
    assert p.triple_count == len(document.source.quads), "counts are those of the source"
    assert inferred_in_words(p).startswith(f"{p.inferred.count} triples follow by OWL 2 RL: 6 relationships, and 4 as ")


def edge_between(document: Document, start: str, end: str) -> int:
    p = document.projection
    ends = p.node_of[X + start], p.node_of[X + end]
    return int(np.flatnonzero((p.subject == ends[0]) & (p.object == ends[1]))[0])


def test_details_say_from_which_triples_a_relationship_and_a_class_follow(document) -> None:
    p = document.projection
    details = describe_edge(p, see(p, View()), edge_between(document, "a", "c"))
    assert [(fact.name, fact.value) for fact in details.facts[1:]] == [
        ("inferred", "by OWL 2 RL"),
        ("because", "part of — is a → TransitiveProperty"),
        ("because", "A — part of → B"),
        ("because", "B — part of → C"),
    ]
    stated = describe_edge(p, see(p, View()), edge_between(document, "a", "b"))
    assert [fact.name for fact in stated.facts] == ["relationship"]
    facts = describe_node(p, see(p, View()), p.node_of[X + "ann"]).facts
    said = next(fact.value for fact in facts if fact.name == "inferred")
    assert said.startswith("Ann — is a → Person, because: ") and said.endswith("Ann — sister of → Ben")


def test_inferred_relationships_are_counted_and_filtered(document) -> None:
    p = document.projection
    choices = count_facets(p, View(), see(p, View())).inference
    assert [(choice.label, choice.shown) for choice in choices] == [("stated", 3), ("inferred", 6)]
    hidden = see(p, View(hidden_inference=frozenset({1})))
    assert len(hidden.edges) == 3 and "6 relationships by inference" in hidden.summary()


def exported(document: Document, path: Path, **options: bool) -> set[tuple[str, str, str]]:
    visible = see(document.projection, View())
    finish(export_data(document, path, visible, View(), **options))
    return {(str(s), str(p), str(o)) for s, p, o in rdflib.Graph().parse(path)}


def test_what_is_inferred_leaves_only_if_asked(document, tmp_path) -> None:
    stated = {(str(s), str(p), str(o)) for s, p, o in rdflib.Graph().parse(data=CASE, format="turtle")}
    assert exported(document, tmp_path / "a.ttl") <= stated
    assert (X + "a", X + "partOf", X + "c") in exported(document, tmp_path / "b.ttl", with_inferred=True)
    said = finish(export_data(document, tmp_path / "a.graphml", see(document.projection, View()), View())).sentence
    assert "3 edges" in said
    said = finish(export_data(document, tmp_path / "b.graphml", None, View(), with_inferred=True)).sentence
    assert "9 edges" in said


def test_an_exploration_opens_with_what_was_inferred(document, tmp_path) -> None:
    file = tmp_path / "a.caseboard.trig"
    view = View(hidden_inference=frozenset({0}))
    finish(save_exploration(file, document, NamedView("A", "", view), [], []))
    again = finish(open_exploration(file))
    assert again.document.infers == "owlrl" and again.document.first_look.view.hidden_inference == {0}


def test_queries_go_over_what_is_shown(document, worker) -> None:
    text = f"SELECT ?b {{ ?b <{X}hasPart> <{X}a> }}"
    assert len(finish(engine_of(document.queried, worker).answer(text)).rows) == 2
    plain = finish(redrawn(document, schema=False, infer=None))
    assert plain.infers is None and len(finish(engine_of(plain.queried, worker).answer(text)).rows) == 0


def test_the_command_line_infers(path, tmp_path) -> None:
    def said(*arguments: str) -> str:
        done = CliRunner().invoke(cli.commands, [*arguments], obj=cli.Run(None), catch_exceptions=False)
        return done.output

    assert "6 relationships" in said("info", str(path), "--infer", "owlrl")
    assert "related to" in said("info", str(path), "--infer=rdfs")
    assert "C — has part → A" in said("path", "--infer", "owlrl", str(path), "C", "A")
    out = tmp_path / "o.nt"
    said("export", str(path), "--infer", "rdfs", "--with-inferred", "-o", str(out))
    assert "<http://x/ann> <http://x/relatedTo> <http://x/ben>" in out.read_text("utf-8")
    with pytest.raises(click.UsageError, match="Say by which rules to infer"):
        cli._with_rules(["info", "--infer", "magic"])


def test_inferring_is_a_switch_that_can_be_undone(window, path, qtbot) -> None:
    window.tasks.files.open_paths([str(path)])
    qtbot.waitUntil(lambda: window.session.document.title == "case.ttl")
    window.actions_set.by_id["view.infer.rdfs"].trigger()
    qtbot.waitUntil(lambda: window.session.document.infers == "rdfs", timeout=20_000)
    assert window.session.history.undo_title == "Infer by RDFS"
    assert window.session.projection.edge_inferred.sum() == 1
    window.actions_set.by_id["view.infer.nothing"].trigger()
    qtbot.waitUntil(lambda: window.session.document.infers is None, timeout=20_000)
    window.session.undo()
    assert window.session.document.infers == "rdfs"


def test_nothing_follows_without_a_schema(worker) -> None:
    source = read_bytes(f"<{X}a> <{X}p> <{X}b> .".encode(), "a.nt")
    inferred = finish(infer(source.quads, "owlrl", worker))
    p = finish(project(source.quads, inferred=inferred))
    assert inferred.count == 0 and inferred_in_words(p).startswith("By OWL 2 RL nothing follows")
