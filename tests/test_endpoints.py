"""Endpoints: the overview in small steps, search, neighbours, paths and queries, as on a source that stays on disk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat
from rdflib import SKOS, Graph, URIRef
from rdflib.compare import to_isomorphic

from explorer.__main__ import main
from explorer.document import Document
from explorer.files.web.endpoints import open_endpoint, with_joined, with_named
from explorer.panels.search import NodeHit, ServerHit
from graph.endpoint import asking, joining, overview
from graph.endpoint.profile import remembered
from graph.endpoint.source import EndpointSource, endpoint_source
from graph.errors import NameUnknownError, ReadError
from graph.query.engines import engine_of
from graph.query.sparql import QueryError
from graph.rdf.terms import RDF
from graph.reading.local import as_word, rows_as_lines
from graph.store.on_disk import stored_source
from graph.work.process import Worker
from graph.work.progress import finish
from resources import FOLDER
from tests.sparql_server import SparqlServer, serving
from ui.canvas.overview_pane import OverviewPane

BROMLEY = FOLDER / "bromley" / "graph.ttl"
SULKE = "https://caseboard.example/bromley/sulke"
NS = "https://example.org/"
HEAD = "@prefix : <https://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"


@pytest.fixture(scope="module")
def bromley_server() -> Iterator[SparqlServer]:
    with serving(BROMLEY.read_bytes()) as server:
        yield server


def opened(server: SparqlServer, tmp_path: Path) -> EndpointSource:
    return finish(endpoint_source(server.url, folder=tmp_path))


def triples_of(source: EndpointSource) -> set[str]:
    """The loaded triples without blank nodes."""
    words = [as_word(term) for term in source.quads.terms]
    lines = rows_as_lines(source.quads, words, slice(None), with_graphs=False).splitlines()
    return {line for line in lines if "_:" not in line}


def test_what_is_loaded_is_what_a_source_on_disk_loads(bromley_server: SparqlServer, tmp_path: Path) -> None:
    source = opened(bromley_server, tmp_path)
    on_disk = finish(stored_source([BROMLEY]))
    finish(source.load(SULKE))
    finish(on_disk.load(SULKE))
    words = [as_word(term) for term in on_disk.quads.terms]
    lines = rows_as_lines(on_disk.quads, words, slice(None), with_graphs=False).splitlines()
    wanted = {line for line in lines if "_:" not in line}
    text = bromley_server.store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    everything = set(text.decode().splitlines())
    assert wanted - triples_of(source) == set()
    assert triples_of(source) <= everything
    assert source.is_loaded(SULKE) and not source.is_loaded("https://caseboard.example/bromley/ofsted")


def test_the_overview_counts_as_plain_python_does(bromley_server: SparqlServer, tmp_path: Path) -> None:
    source = opened(bromley_server, tmp_path)
    typed = [quad for quad in bromley_server.store if quad.predicate.value == RDF + "type"]
    wanted: dict[str, int] = {}
    for quad in typed:
        wanted[quad.object.value] = wanted.get(quad.object.value, 0) + 1
    found = dict(zip(source.summary.iris[:-1], source.summary.every.tolist()))
    assert found == wanted
    assert not source.summary.at_least and not source.profile.gaps
    assert source.profile.links


def test_a_large_class_is_counted_up_to_a_limit(tmp_path: Path) -> None:
    many = HEAD + "".join(f":n{i} a :Many . " for i in range(overview.UP_TO + 50)) + ":a a :Few ."
    with serving(many.encode()) as server:
        source = opened(server, tmp_path)
    iris = source.summary.iris
    counts = dict(zip(iris, source.summary.every.tolist()))
    assert counts["https://example.org/Many"] == overview.UP_TO and counts["https://example.org/Few"] == 1
    assert source.summary.at_least == {iris.index("https://example.org/Many")}


def test_a_part_that_fails_is_a_gap_and_takes_nothing_with_it(tmp_path: Path) -> None:
    with serving(BROMLEY.read_bytes()) as server:
        server.fails = r"^SELECT \?s \?c"
        source = opened(server, tmp_path)
        assert finish(source.load(SULKE)) > 50
    assert len(source.summary.iris) > 20 and not source.profile.links
    assert any("the classes at the ends of" in gap for gap in source.profile.gaps)
    assert set(source.profile.gaps) <= set(source.warnings)


def test_an_overview_without_classes_still_opens_on_search(tmp_path: Path) -> None:
    with serving(BROMLEY.read_bytes()) as server:
        server.fails = r"DISTINCT \?c"
        source = opened(server, tmp_path)
        assert source.summary.iris == ("",)
        assert [gap for gap in source.profile.gaps if "list of classes" in gap]
        found = finish(source.find("Frankie Sulke"))
    assert found.entries[0].iri == SULKE


def test_a_step_past_its_deadline_is_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(overview, "_STEP", 0.2)
    with serving(BROMLEY.read_bytes()) as server:
        server.slow = r"DISTINCT \?c"
        source = opened(server, tmp_path)
    assert any("did not answer within" in gap for gap in source.profile.gaps)


def test_the_overview_is_kept_and_refreshed_on_wish(tmp_path: Path) -> None:
    with serving(BROMLEY.read_bytes()) as server:
        first = opened(server, tmp_path)
        server.asked.clear()
        again = opened(server, tmp_path)
        assert not server.asked
        assert again.profile == first.profile == remembered(server.url, tmp_path)
        fresh = finish(endpoint_source(server.url, folder=tmp_path, refresh=True))
        assert server.asked and fresh.profile.when >= first.profile.when


def test_data_in_named_graphs_alone_are_found(tmp_path: Path) -> None:
    text = b"<https://example.org/a> <https://example.org/p> <https://example.org/b> <https://example.org/g> ."
    with serving(text, RdfFormat.N_QUADS) as server:
        source = opened(server, tmp_path)
        assert source.profile.graphs == ("https://example.org/g",)
        assert finish(source.load("https://example.org/a")) == 1


def test_an_endpoint_without_data_says_so(tmp_path: Path) -> None:
    with serving(b"") as server, pytest.raises(ReadError, match="holds no data"):
        opened(server, tmp_path)


def test_search_finds_whole_names_first_and_parts_of_names(bromley_server: SparqlServer, tmp_path: Path) -> None:
    source = opened(bromley_server, tmp_path)
    assert source.search("frankie sulke") == []  # nothing is asked while somebody types
    whole = finish(source.find("frankie sulke"))
    assert whole.entries[0] == (SULKE, "Frankie Sulke") and "no text index" in whole.sentence
    assert source.search("frankie  sulke")[0].iri == SULKE
    assert SULKE in [entry.iri for entry in finish(source.find("sulk")).entries]
    assert finish(source.find('no such "name\\')).entries == ()


def test_many_neighbours_come_rare_kinds_first_and_the_rest_is_said(tmp_path: Path) -> None:
    hub = HEAD + "".join(f":n{i} :in :hub . " for i in range(300)) + ":x :rare :hub ; rdfs:label 'X' ."
    with serving(hub.encode()) as server:
        source = opened(server, tmp_path)
        finish(source.load("https://example.org/hub", most=50))
        shown = triples_of(source)
        assert sum("/in>" in line for line in shown) == 49 and any("/rare>" in line for line in shown)
        assert "https://example.org/hub: 50 of 301 statements that lead to it." in source.warnings
        again = opened(server, tmp_path)
        finish(again.load("https://example.org/hub", most=50))
        assert triples_of(again) == shown  # stable
        finish(source.load("https://example.org/hub", most=400))
        assert sum("/in>" in line for line in triples_of(source)) == 300


def test_blank_nodes_come_with_their_resource_under_equal_names(tmp_path: Path) -> None:
    text = HEAD + ":a :has [ :p 1 ; :q [ :r 2 ] ] , [ :p 3 ] . [] :of :a ; :note 'n' ."
    with serving(text.encode()) as server:
        source = opened(server, tmp_path)
        assert finish(source.load("https://example.org/a")) == 8
        assert finish(source.load("https://example.org/a")) == 0
        lines = [as_word(term) for term in source.quads.terms]
        held = Graph().parse(data=rows_as_lines(source.quads, lines, slice(None), with_graphs=False), format="nt")
        assert to_isomorphic(held) == to_isomorphic(Graph().parse(data=text, format="turtle"))
        blank = next(term for term in source.quads.terms if isinstance(term, BlankNode))
        assert source.is_loaded(f"_:{blank.value}") and finish(source.load(f"_:{blank.value}")) == 0


def test_blank_nodes_too_far_away_are_said(tmp_path: Path) -> None:
    with serving((HEAD + ":a :p [ :p [ :p [ :p [ :p 1 ] ] ] ] .").encode()) as server:
        source = opened(server, tmp_path)
        finish(source.load("https://example.org/a"))
    assert any("cannot be reached" in warning for warning in source.warnings)


def document_of(server: SparqlServer) -> Document:
    return finish(open_endpoint(server.url))


def test_a_chain_is_found_from_both_ends(tmp_path: Path) -> None:
    chain = HEAD + "".join(f":n{i} :next :n{i + 1} ; :name 'n{i}' . " for i in range(6))
    with serving(chain.encode()) as server:
        grown, joined, start, end = finish(with_joined(document_of(server), NS + "n0", NS + "n6", 6))
    assert joined.meets and joined.is_all
    projection = grown.projection
    pairs = {(projection.iris[a][-2:], projection.iris[b][-2:]) for a, b in zip(projection.subject, projection.object)}
    assert pairs == {(f"n{i}", f"n{i + 1}") for i in range(6)}
    assert (start, end) == ("https://example.org/n0", "https://example.org/n6")


def test_hubs_come_last_and_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "HUB", 20)
    near = (
        HEAD + ":a :p :m . :m :p :b . " + ":a :q :hub . :b :q :hub . " + "".join(f":x{i} :q :hub . " for i in range(60))
    )
    with serving(near.encode()) as server:
        document = document_of(server)
        _, joined, *_ = finish(with_joined(document, "https://example.org/a", "https://example.org/b", 4))
        assert joined.meets and server.asked
    far = HEAD + ":a :q :hub . :b :q :hub . " + "".join(f":x{i} :q :hub . " for i in range(60))
    with serving(far.encode()) as server:
        document = document_of(server)
        _, joined, *_ = finish(with_joined(document, "https://example.org/a", "https://example.org/b", 4))
    assert joined.meets


def test_a_search_for_paths_stops_at_its_budget(tmp_path: Path) -> None:
    star = HEAD + ":b :p :c . " + "".join(f":a :p :x{i} . :x{i} :p :y{i} . " for i in range(40))
    with serving(star.encode()) as server:
        source = opened(server, tmp_path)
        joined = finish(joining.join(source, "https://example.org/a", "https://example.org/c", 6, budget=10))
    assert not joined.meets and not joined.is_all and joined.looked <= 10
    assert "10 resources of the server" in joined.sentence


def test_names_are_resolved_on_the_server(bromley_server: SparqlServer) -> None:
    document = document_of(bromley_server)
    found = finish(with_named(document, ["Frankie Sulke"]))
    assert found.iris == (SULKE,) and found.document.projection.node_of[SULKE] >= 0
    with pytest.raises(NameUnknownError, match=r"no resource “Frankie Sulk”.*“Frankie Sulke”"):
        finish(with_named(document, ["Frankie Sulk"]))
    with pytest.raises(NameUnknownError, match="says nothing about"):
        finish(with_named(document, ["https://example.org/nobody"]))


def test_queries_are_answered_by_the_server_and_only_read(bromley_server: SparqlServer) -> None:
    with Worker(ready=()) as worker:
        engine = engine_of(document_of(bromley_server).source, worker)
        answer = finish(engine.answer(f"SELECT ?p ?o WHERE {{ <{SULKE}> ?p ?o }}"))
        assert len(answer.rows) == len(list(bromley_server.store.quads_for_pattern(NamedNode(SULKE), None, None)))
        assert answer.variables == ("p", "o")
        assert finish(engine.answer(f"ASK {{ <{SULKE}> ?p ?o }}")).is_true
        made = finish(engine.answer(f"CONSTRUCT {{ <{SULKE}> ?p ?o }} WHERE {{ <{SULKE}> ?p ?o }}"))
        assert len(made.rows) == len(answer.rows) and made.kind == "triples"
        before = len(bromley_server.asked)
        for text in ("DROP ALL", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SELECT"):
            with pytest.raises(QueryError):
                finish(engine.answer(text))
        assert len(bromley_server.asked) == before


def test_the_command_line_takes_an_endpoint(
    bromley_server: SparqlServer, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    url = bromley_server.url
    assert main(["info", url, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["url"] == url and report["classes"]["Person"] == 8 and report["at_least"] == []
    assert main(["export", url, "--focus", "Frankie Sulke", "--hops", "1", "-o", str(tmp_path / "v.ttl")]) == 0
    held = Graph().parse(tmp_path / "v.ttl")
    assert (URIRef(SULKE), SKOS.prefLabel, None) in held
    capsys.readouterr()
    assert main(["path", url, "Frankie Sulke", "Ofsted", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert main(["path", "bromley", "Frankie Sulke", "Ofsted", "--json"]) == 0
    on_file = json.loads(capsys.readouterr().out)
    sentences = [[path["sentence"] for path in each["paths"]] for each in (found, on_file)]
    assert sentences[0] == sentences[1] and found["looked"].endswith("were looked at.")
    assert main(["query", url, f"ASK {{ <{SULKE}> ?p ?o }}"]) == 0
    assert capsys.readouterr().out == "yes\n"
    assert main(["render", url, "-o", str(tmp_path / "v.svg")]) == 2
    assert "Name resources with --focus" in capsys.readouterr().err


def test_an_endpoint_is_searched_and_loaded_into_the_picture(window, qtbot, bromley_server) -> None:
    window.tasks.files.open_paths([bromley_server.url])
    qtbot.waitUntil(lambda: window.session.document.server is not None)
    pane = window.findChild(OverviewPane)
    assert pane.isVisible() and "classes" in pane.caption.text()
    (hit,) = window.tasks.finder.find("Frankie Sulke")
    assert hit.target == ServerHit("Frankie Sulke")
    window.tasks.finder.go_to(hit.target)
    session = window.session
    qtbot.waitUntil(lambda: not window.jobs.tasks and session.projection.node_count and session.is_placed)
    assert not pane.isVisible() and session.projection.iris[session.selection[0]] == SULKE
    server = session.document.server
    count = session.projection.node_count
    other = next(n for n in range(count) if not server.is_loaded(session.projection.iris[n]))
    window.hands._expand(other)
    qtbot.waitUntil(lambda: not window.jobs.tasks)
    assert server.is_loaded(session.projection.iris[other])
    first = window.tasks.finder.find("Frankie Sulke")[0]
    assert first.target == NodeHit(session.projection.node_of[SULKE])


def test_values_in_queries_are_escaped() -> None:
    assert asking.text('a"b\\c\n') == '"a\\"b\\\\c\\n"'
    for name in ("https://example.org/> } DROP ALL", "_:b0", "no iri", ""):
        assert not asking.is_iri(name)
    assert asking.values("s", ["https://example.org/a", "a b"]) == "VALUES ?s { <https://example.org/a> }"
