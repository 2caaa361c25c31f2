"""SPARQL queries: small cases of the language, refusals, and stopping."""

from __future__ import annotations

import multiprocessing
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from clocks import patience
from pyoxigraph import BlankNode, NamedNode, Store

from explorer.panels.query_results import stored_queries
from graph.errors import CaseboardError
from graph.query.engine import Answer, Bounds, StoreEngine
from graph.query.engines import engine_of
from graph.query.sparql import QueryError, check, in_query_order
from graph.rdf.terms import XSD, Literal
from graph.reading.local import LocalSource
from graph.reading.read import read_bytes
from graph.store.folder import StoreFolder
from graph.store.on_disk import stored_source
from graph.work.process import Worker
from graph.work.progress import finish

DATA = """
@prefix : <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a :knows :b , :c ; :name "Ada"@en ; :age 36 ; :paid "7250000.00"^^xsd:decimal .
:b :knows :c ; :name "service"@en ; :born "1990-01-02"^^xsd:date .
[] :knows :a ; :name "nobody" .
:service :name "The service" .
:g { :a :knows :d . :b :knows :c }
"""
MONTH = b"<http://www.w3.org/2001/XMLSchema#gYearMonth>"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p . ?q ?r ?s . ?t ?u ?v }"
BARREN = ENDLESS.replace("(COUNT(*) AS ?n)", "*").replace(
    " }", " FILTER(CONCAT(STR(?a), STR(?g), STR(?q), STR(?v)) = 'z') }"
)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(ready=("graph.query.engine",)) as made:
        yield made


@pytest.fixture(scope="module")
def source() -> LocalSource:
    return read_bytes(DATA.encode(), "case.trig")


@pytest.fixture(scope="module")
def engine(source, worker) -> StoreEngine:
    return StoreEngine(source, worker)


def ask(engine: StoreEngine, text: str, **bounds) -> Answer:
    return finish(engine.answer(text, Bounds(**bounds)))


def refusal(engine: StoreEngine, text: str, **bounds) -> QueryError:
    with pytest.raises(QueryError) as caught:
        ask(engine, text, **bounds)
    return caught.value


def iri(name: str) -> str:
    return f"https://example.org/{name}"


def test_a_select_gives_a_column_for_each_variable_and_a_gap_where_one_is_unbound(engine):
    answer = ask(engine, "SELECT ?who ?age { ?who :name ?n OPTIONAL { ?who :age ?age } } ORDER BY ?n")
    assert answer.kind == "table" and answer.variables == ("who", "age") and not answer.truncated
    assert answer.rows[0] == (iri("a"), Literal("36", XSD + "integer"))
    assert (iri("service"), None) in answer.rows and answer.seconds >= 0


def test_select_star_keeps_the_order_of_the_query(engine):
    assert ask(engine, "SELECT * { ?who :name ?a . ?who :age ?b }").variables == ("who", "a", "b")
    assert in_query_order(["a", "z"], "PREFIX x: <y:> SELECT DISTINCT * { ?z ?a ?z }") == ("z", "a")
    assert in_query_order(["z", "a"], "SELECT ?z (COUNT(*) AS ?a) { ?a ?z ?b }") == ("z", "a"), "in the order of SELECT"


def test_an_ask_gives_yes_or_no(engine):
    assert ask(engine, "ASK { :a :knows :b }").is_true
    answer = ask(engine, "ASK { :b :knows :a }")
    assert answer.kind == "truth" and not answer.is_true


def test_construct_and_describe_give_triples(engine):
    answer = ask(engine, "CONSTRUCT { ?b :known ?a } WHERE { ?a :knows ?b FILTER (?a = :b) }")
    assert answer.kind == "triples" and answer.variables == ("subject", "predicate", "object")
    assert set(answer.rows) == {(iri("c"), iri("known"), iri("b"))}
    assert (iri("a"), iri("knows"), iri("b")) in ask(engine, "DESCRIBE :a").rows


def test_literals_keep_their_language_and_their_type(engine):
    assert ask(engine, 'SELECT ?n { :a :name ?n FILTER (LANG(?n) = "en") }').rows == (
        (Literal("Ada", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "en"),),
    )
    ((paid,),) = ask(engine, "SELECT ?p { :a :paid ?p }").rows
    assert float(paid.value) == 7_250_000 and paid.datatype == XSD + "decimal"


def test_all_graphs_are_queried_unless_the_query_names_some(engine):
    assert ask(engine, "ASK { :a :knows :d }").is_true
    assert ask(engine, "SELECT ?g { GRAPH ?g { :a :knows :d } }").rows == ((iri("g"),),)
    assert {row[0] for row in ask(engine, "SELECT ?x FROM :g { ?x :knows ?y }").rows} == {iri("a"), iri("b")}
    assert not ask(engine, "ASK FROM NAMED :g { :a :knows :b }").is_true


@pytest.mark.parametrize("on_disk", [False, True])
def test_a_triple_in_several_graphs_counts_once_unless_the_query_names_graphs(worker, tmp_path, on_disk):
    payments = b"@prefix : <urn:x:> . :one { :a :paid 1000 } :two { :a :paid 1000 . :b :paid 5 } :b :paid 5 ."
    source = read_bytes(payments, "payments.trig")
    if on_disk:
        (tmp_path / "payments.trig").write_bytes(payments)
        source = finish(stored_source([tmp_path / "payments.trig"], StoreFolder(tmp_path / "stores")))
        assert source.total == 4 and len(source.about("urn:x:b")) == 2, "and the source is as the file states it"
    engine = StoreEngine(source, worker)

    def total(text: str) -> list[str]:
        (row,) = ask(engine, f"SELECT (SUM(?x) AS ?sum) (COUNT(*) AS ?n) {text}").rows
        return [value.value for value in row]

    assert total("WHERE { ?who <urn:x:paid> ?x }") == ["1005", "2"]
    assert total("WHERE { GRAPH ?g { ?who <urn:x:paid> ?x } }") == ["2005", "3"]
    assert total("FROM <urn:x:two> WHERE { ?who <urn:x:paid> ?x }") == ["1005", "2"]


def test_blank_nodes_have_the_names_that_the_source_gives_them(engine, source):
    names = {f"_:{term.value}" for term in source.quads.terms if isinstance(term, BlankNode)}
    assert {row[0] for row in ask(engine, 'SELECT ?x { ?x :name "nobody" }').rows} == names


def test_prefixes_of_the_file_need_no_declaration_and_the_query_may_declare_them_anew(engine):
    assert ask(engine, "SELECT (:x AS ?y) {}").rows == ((iri("x"),),)
    assert ask(engine, "PREFIX : <urn:> SELECT (:x AS ?y) {}").rows == (("urn:x",),)


def test_rows_beyond_the_limit_are_left_out_and_reported(engine):
    cross = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f }"
    whole = ask(engine, cross)
    assert len(whole.rows) > 100 and not whole.truncated
    part = ask(engine, cross, rows=100)
    assert len(part.rows) == 100 and part.truncated
    assert not ask(engine, cross, rows=len(whole.rows)).truncated
    assert ask(engine, cross, letters=1000).truncated


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("SELECT * { ?s ?p }", (1, 18), "“}” is not allowed here"),
        ("SELECT ?s {\n  ?s :age ?o .\n  FILTER (foo(?s)) }", (3, 11), "“foo” is not allowed here"),
        ("SELECT ?s WHER { ?s ?p ?o }", (1, 11), "“WHER”"),
        ("SELEC ?s { ?s ?p ?o }", (1, 1), "“SELEC”"),
        ("SELECT ?s { ?s ?p ?o } LIMIT x", (1, 30), "“x”"),
        ("SELECT ?s { ?s ?p 'a\\'}' ) }", (1, 26), "“)”"),
        ("SELECT ?s { ?s ?p -5 . # }}}\n ] }", (2, 2), "“]”"),
        ("SELECT * { ?s ?p ?o", (1, 18), "something is missing after this"),
        ("SELECT * { ?s foaf:name ?o }", (1, 15), "the prefix “foaf:” is not declared"),
        ("SELECT * { ?s ?p 'service' }}", (1, 29), "“}”"),
    ],
)
def test_an_invalid_query_gets_the_line_and_column_of_the_error(engine, text, place, words):
    error = refusal(engine, text)
    assert (error.line, error.column) == place and words in str(error)
    assert str(error).startswith(f"Line {place[0]}, column {place[1]}: ") and str(error).endswith(".")
    assert "\n" not in str(error)


def test_an_error_without_a_single_wrong_word_is_described(engine):
    assert "grouped" in str(refusal(engine, "SELECT ?x (COUNT(*) AS ?n) { ?s ?p ?x }"))
    assert "same name" in str(refusal(engine, "SELECT (1 AS ?a) (2 AS ?a) {}"))
    assert "UNDEF" in str(refusal(engine, "SELECT * { VALUES (?a ?b) { (1) } }"))
    for nothing in ("", "  \n# only a remark", "PREFIX a: <urn:a>"):
        assert "There is no query yet" in str(refusal(engine, nothing))


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { :a :b :c }",
        "PREFIX a: <urn:a> DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://localhost/x>",
        "load <file:///etc/hostname> into graph :g",
        "CLEAR ALL",
        "DROP GRAPH :g",
        "WITH :g DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_no_update_is_run(engine, text):
    assert "queries here only read" in str(refusal(engine, text))
    assert ask(engine, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0].value == "12"


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """A server that records its visitors."""
    server = socket.create_server(("127.0.0.1", 0))
    came: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            came.append(b"somebody")
            connection.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/x", came
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(5)


CALLS = [
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ service silent <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE\n#\n<{0}> {{}} }}",
    "PREFIX x: <{0}> SELECT * {{ SERVICE x: {{}} }}",
    "PREFIX service: <{0}> SELECT * {{ SERVICE service: {{}} }}",
    "PREFIX service: <{0}> SELECT * {{ SERVICEservice: {{}} }}",
    "PREFIX : <{0}> SELECT * {{ SERVICE: {{}} }}",
    "SELECT * {{ VALUES ?x {{ <{0}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?x {{ <{0}> }} SERVICE?x {{ ?s ?p ?o }} }}",
    "SELECT * {{ {{ SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }} UNION {{ ?a ?b 'service' }} }}",
    "ASK {{ FILTER EXISTS {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}",
    "CONSTRUCT WHERE {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\u0053ERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ 'a\\' SERVICE <{0}> {{ ?s ?p ?o }} # ' \n }}",
    "SELECT * FROM <{0}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{0}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "PREFIX x: <{0}> SELECT * FROM x: {{ ?s ?p ?o }}",
    "DESCRIBE <{0}> FROM <{0}>",
    "LOAD <{0}>",
    "SELECT * {{ ?s ?p ?o }} ; LOAD <{0}>",
]


def test_no_query_contacts_another_server(engine, listener):
    where, came = listener
    with suppress(OSError):
        list(Store().query(CALLS[0].format(where)))
    assert came, "the library itself would; so this test can fail"
    came.clear()
    for call in CALLS:
        assert str(refusal(engine, call.format(where))).endswith(".")
    time.sleep(0.1)
    assert not came


def test_the_word_service_is_refused_only_as_a_call(engine):
    assert ask(engine, 'SELECT ?x { ?x :name ?n FILTER (CONTAINS(?n, "service")) }').rows
    assert ask(engine, "# SERVICE\nSELECT ?service { ?service :name 'The service' }").rows == ((iri("service"),),)
    assert ask(engine, "PREFIX Service: <https://example.org/> ASK { Service:service Service:name ?n }").is_true
    assert "SERVICE would ask another server" in str(refusal(engine, CALLS[0].format("http://localhost/")))


def test_a_missing_graph_is_reported_instead_of_empty(engine):
    error = refusal(engine, "SELECT * FROM <http://example.org/elsewhere> { ?s ?p ?o }")
    assert "there is no graph <http://example.org/elsewhere>" in str(error) and error.column == 15


def test_the_check_alone_never_runs_a_call(listener):
    where, came = listener
    for call in CALLS:
        with pytest.raises(QueryError):
            check(call.format(where), {}, None, Store())
    assert not came


@pytest.mark.parametrize("text", [ENDLESS, BARREN])
def test_an_endless_query_is_cancelled_within_a_second(engine, text):
    before = set(multiprocessing.active_children())
    job = engine.answer(text)
    started = time.monotonic()
    while time.monotonic() - started < 0.7:
        next(job)
    started = time.monotonic()
    job.close()
    assert time.monotonic() - started < patience(1)
    assert set(multiprocessing.active_children()) <= before, "its process is gone"
    assert ask(engine, "ASK { :a :knows :b }").is_true, "the next query is answered as ever"


def test_an_endless_query_is_stopped_at_its_limit_with_a_message(engine):
    started = time.monotonic()
    assert "stopped after 0.5 s" in str(refusal(engine, BARREN, seconds=0.5))
    assert time.monotonic() - started < patience(5)


def test_too_deep_nesting_ends_only_the_process_of_the_query(engine):
    assert "nested too deeply" in str(refusal(engine, "ASK " + "{" * 100_000 + "}" * 100_000))
    assert ask(engine, "ASK {}").is_true


def test_a_source_on_disk_is_queried_in_place(tmp_path: Path, worker):
    path = tmp_path / "case.trig"
    path.write_text(DATA, "utf-8")
    kept = finish(stored_source([path], StoreFolder(tmp_path / "stores")))
    engine = engine_of(kept, worker)
    assert ask(engine, "ASK { :a :knows :d }").is_true
    known = {quad.triple for quad in kept.store if quad.predicate == NamedNode(iri("knows"))}
    assert len(ask(engine, "SELECT * { ?s :knows ?o }").rows) == len(known) == 5
    names = {f"_:{quad.subject.value}" for quad in kept.store if isinstance(quad.subject, BlankNode)}
    assert {row[0] for row in ask(engine, 'SELECT ?x { ?x :name "nobody" }').rows} == names
    assert "only read" in str(refusal(engine, "INSERT DATA { :a :b :c }"))


def test_two_sources_take_turns_in_one_process(worker, engine):
    other = StoreEngine(read_bytes(b"<urn:a> <urn:b> <urn:c> .", "other.nt"), worker)
    for _ in range(2):
        assert len(ask(other, "SELECT * { ?s ?p ?o }").rows) == 1
        assert len(ask(engine, "SELECT * { ?s :knows ?o }").rows) == 5


def test_a_source_without_an_engine_is_refused(worker):
    class Elsewhere:
        title = "somewhere else"

    with pytest.raises(CaseboardError, match=r"^somewhere else cannot be queried"):
        engine_of(Elsewhere(), worker)


@pytest.mark.parametrize("stored", [each for each in stored_queries() if not each.of], ids=lambda stored: stored.title)
def test_each_bundled_query_finds_something(worker, bromley, stored):
    assert stored.remark.endswith(".") and not stored.title.endswith(".")
    assert ask(StoreEngine(bromley.source, worker), stored.text).rows
    plain = read_bytes(b'<urn:a> a <urn:C> ; <urn:p> <urn:b> ; <urn:on> "2016-03"^^' + MONTH + b" .", "plain.ttl")
    assert ask(StoreEngine(plain, worker), stored.text).rows, "in any RDF, whatever its vocabulary"
