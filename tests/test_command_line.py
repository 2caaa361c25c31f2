"""The command line: its output, its files, and its failures."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from conftest import SHARED
from pyoxigraph import CanonicalizationAlgorithm, Dataset, parse

from explorer.__main__ import main
from explorer.command_line.cli import run as run_line
from explorer.command_line.run import Toolkit
from explorer.document import NamedView
from explorer.files.exploration import save_exploration
from explorer.files.opening import OpenOptions, open_document
from explorer.views.camera import Camera
from explorer.views.nodes import Nodes
from explorer.views.view import Positions, View
from graph.analysis.measures import METRICS
from graph.layout import LAYOUTS
from graph.model.build import project
from graph.model.values import edges_to_values, values_of
from graph.rdf.terms import RDF, RDFS
from graph.reading.local import rows_as_quads
from graph.reading.read import read
from graph.work.progress import finish
from resources import FOLDER

BUNDLED = FOLDER / "bromley" / "graph.ttl"


@pytest.fixture(autouse=True)
def _application(qapp):
    """Draw pictures with the application of the tests."""


@pytest.fixture
def run(capsys):
    def go(*arguments: object) -> tuple[int, str, str]:
        status = main([str(a) for a in arguments])
        out = capsys.readouterr()
        return status, out.out, out.err

    return go


def _canonical(path: Path) -> Dataset:
    if path.suffix in (".trix", ".hext"):  # pyoxigraph does not read these
        data = Dataset(rows_as_quads(finish(read([path])).quads))
    else:
        data = Dataset(parse(path=str(path)))
    data.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return data


def test_info_shows_components_communities_and_leaders(run, bromley):
    status, out, _ = run("info", "bromley", "--measures", "--json")
    assert status == 0
    found, projection = json.loads(out)["measures"], bromley.projection
    graph = nx.MultiGraph()
    values, left = values_of(projection), edges_to_values(projection)
    graph.add_nodes_from(np.flatnonzero(~values).tolist())
    graph.add_edges_from(zip(projection.subject[~left].tolist(), projection.object[~left].tolist()))
    parts = sorted(map(len, nx.connected_components(graph)), reverse=True)
    assert found["components"]["count"] == len(parts)
    assert [line["size"] for line in found["components"]["largest"]] == parts[:10]
    assert sum(line["size"] for line in found["communities"]["largest"]) <= projection.node_count
    between = nx.betweenness_centrality(nx.Graph(graph))
    first = max(between, key=lambda node: between[node])
    assert found["betweenness"]["top"][0]["iri"] == projection.iris[first]
    assert found["betweenness"]["sample"] == 0
    ties = [line["value"] for line in found["degree"]["top"]]
    assert ties == sorted((degree for _, degree in graph.degree()), reverse=True)[:10]
    assert len(found["pagerank"]["top"]) == 10
    status, out, _ = run("info", "bromley", "--measures")
    assert found["pagerank"]["means"] in out
    assert f"Components: {len(parts):,}. Of all {len(graph):,} resources" in out
    assert "estimate" not in out


def test_info_marks_estimates_and_measures_that_fail(run, monkeypatch):
    monkeypatch.setitem(METRICS, "betweenness", METRICS["betweenness"]._replace(budget=1))
    monkeypatch.setitem(METRICS, "communities", METRICS["communities"]._replace(most=10))
    out = run("info", "bromley", "--measures")[1]
    assert "Betweenness (estimate):" in out and "resources, drawn at random." in out
    assert "Communities takes too long for more than 10 resources" in out


def test_info_counts_the_bundled_graph(run):
    status, out, _ = run("info", "bromley", "--json")
    report = json.loads(out)
    assert status == 0
    assert report["triples"] == len(list(parse(path=str(BUNDLED)))) == sum(report["became"].values())
    visits = report["classes"]["Visit"] + report["classes"]["Article"]
    assert report["nodes"] == sum(report["classes"].values()) - visits, "visits are events too, and articles texts"
    assert report["edges"] == sum(report["predicates"].values())
    assert report["classes"]["Finding"] == 29 and report["warnings"] == []


def test_check_finds_every_resource_and_statement_supported(run):
    texts = ("--texts", SHARED / "sources") if (SHARED / "sources").exists() else ()
    status, out, _ = run("check", "bromley", "--json", *texts)
    report = json.loads(out)
    assert report["violations"] == [] and report["without_evidence"] == []
    assert report["resources"] == report["with_evidence"] > 100
    assert report["statements"] == report["statements_with_evidence"] > 200
    assert status == 0


PREFIXES = """@prefix : <https://e.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
"""
A_PAYMENT_HAS_AN_AMOUNT = """:Shape a sh:NodeShape ; sh:targetClass :Payment ;
  sh:property [ sh:path :amount ; sh:minCount 1 ; sh:message "A payment has an amount." ] ."""


@pytest.fixture
def written(tmp_path):
    def write(text: str, name: str = "data.ttl") -> Path:
        (tmp_path / name).write_text(PREFIXES + text, encoding="utf-8")
        return tmp_path / name

    return write


def test_check_returns_1_for_missing_evidence(run, written):
    path = written(":p a oa:SpecificResource ; oa:hasSource :paper . :a :knows :b ; dcterms:source :p .")
    status, out, _ = run("check", path, "--json")
    report = json.loads(out)
    assert status == 1 and report["with_evidence"] == 1
    assert report["without_evidence"] == ["b", "a — knows → b"]


def test_check_says_in_one_line_that_nothing_has_evidence(run, written):
    status, out, _ = run("check", written(" ".join(f":a{i} :knows :a{i + 1} ." for i in range(30))))
    assert status == 0 and out.count("evidence") == 1
    assert out.splitlines()[0] == "No resource and no statement has evidence."


def test_check_counts_what_statements_rest_on_and_names_the_origins_on_which_alone_most_do(run, written):
    passages = " ".join(
        f":{name} a oa:SpecificResource ; oa:hasSource :{name[0]} ; oa:hasSelector [ oa:start {i} ; oa:end {i + 9} ] ."
        for i, name in enumerate(("p1", "p2", "q1", "r1"))
    )
    documents = """:report a foaf:Document ; dcterms:title "The report" . :r a foaf:Document .
    :p a foaf:Document ; <http://www.w3.org/ns/prov#wasQuotedFrom> :report .
    :q a foaf:Document ; <http://www.w3.org/ns/prov#wasQuotedFrom> :report . """
    people = """:a :knows :b {| dcterms:source :p1, :p2 |} . :c :knows :d {| dcterms:source :p1, :q1 |} .
    :e :knows :f {| dcterms:source :p1, :r1 |} . :g :knows :h {| dcterms:source :r1 |} .
    :b :knows :i ; dcterms:isPartOf :p . """
    path = written(passages + documents + people)
    report = json.loads(run("check", path, "--json")[1])
    assert report["support"] == {
        "passages": {"0": 1, "1": 1, "2+": 3},
        "texts": {"0": 1, "1": 2, "2+": 2},
        "origins": {"0": 1, "1": 3, "2+": 1},
    }
    assert report["only_origin"] == [
        {"iri": "https://e.org/report", "title": "The report", "count": 2},
        {"iri": "https://e.org/r", "title": "r", "count": 1},
    ]
    out = run("check", path)[1]
    assert "1 statements rest on one passage and 3 on more; 2 on one text and 2 on more; 3 on one origin and 1" in out
    assert "3 relationships rest on one origin alone, most of them on The report (2), r (1)." in out
    bare = json.loads(run("check", written(":a :knows :b ."), "--json")[1])
    assert bare["support"]["origins"] == {"0": 1, "1": 0, "2+": 0} and bare["only_origin"] == []


def test_check_judges_by_the_shapes_of_bromley_only_what_uses_its_words(run, written):
    anne = ":anne a foaf:Person ; :knows :bob ."
    assert run("check", written(anne))[0] == 0
    ours = written(anne + " :anne <https://caseboard.example/ontology#status> :x .")
    told = json.loads(run("check", ours, "--json")[1])["violations"]
    assert any(line.startswith(":anne: A resource needs exactly one skos:prefLabel in English. (") for line in told)


def test_check_names_each_value_that_violates_a_shape(run, written):
    data = ':p1 a :Payment ; :to :bob, :cem, [ foaf:name "Ann" ], "nobody" .'
    shape = ":Shape a sh:NodeShape ; sh:targetClass :Payment ; sh:property [ sh:path :to ; sh:class foaf:Person ] ."
    told = json.loads(run("check", written(data + shape), "--json")[1])["violations"]
    said = [line.removeprefix(":p1: Value does not have class foaf:Person ") for line in told]
    assert sorted(said) == ["(:to :bob)", "(:to :cem)", "(:to Ann)", "(:to “nobody”)"]


def test_check_judges_a_source_by_its_own_shapes_or_by_those_of_a_file(run, written):
    data = ":p1 a :Payment ; :amount 3 . :p2 a :Payment ; :to :bob ."
    own = json.loads(run("check", written(data + A_PAYMENT_HAS_AN_AMOUNT), "--json")[1])
    assert own["violations"] == [":p2: A payment has an amount. (:amount)"]
    shapes = written(A_PAYMENT_HAS_AN_AMOUNT.replace(":amount", ":to"), "rules.ttl")
    status, out, _ = run("check", written(data + A_PAYMENT_HAS_AN_AMOUNT), "--shapes", shapes)
    assert status == 1 and ":p1: A payment has an amount. (:to)" in out and ":p2" not in out
    status, out, _ = run("check", written(":a :knows :b ."), "--shapes", shapes)
    assert status == 0 and "Nothing in the source is a target of the shapes." in out
    assert run("check", written(data), "--shapes", written("", "empty.ttl"))[2].strip() == (
        "caseboard: empty.ttl holds no shape with a target. Give it one, such as sh:targetClass."
    )
    status, _, err = run("check", written(data), "--shapes", written(":S sh:property [", "broken.ttl"))
    assert status == 2 and "broken.ttl" in err


def test_check_names_each_invalid_value_with_its_resource_and_property(run, written):
    path = written(
        ':a :born "2019-02-30"^^xsd:date ; :age "six"^^xsd:integer ; :name "A" . [] :born "x"^^xsd:gYear . '
        ':b :born "2019-02-28"^^xsd:date .'
    )
    status, out, _ = run("check", path)
    wrong = [line.strip() for line in out.splitlines() if "not a valid" in line]
    assert status == 1 and wrong == [
        ":a: “2019-02-30” is not a valid xsd:date (:born)",
        ":a: “six” is not a valid xsd:integer (:age)",
        "_:b0: “x” is not a valid xsd:gYear (:born)",
    ]


def test_check_compares_words_and_only_what_is_wrong_gives_1(run, written, tmp_path):
    words = "Ann Lee paid £40 in 2019."
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(words, encoding="utf-8")
    digest = hashlib.sha256(words.encode()).hexdigest()
    data = (
        f':t <https://schema.org/sha256> "{digest}" . :p a oa:SpecificResource ; oa:hasSource :t ; oa:hasSelector :r . '
        f":r oa:start 0 ; oa:end {len(words)} . :a a :Deed ; :label 'Ann Lee paid' ; dcterms:source :p ; "
    )
    look, wrong = written(data + ":wheels 41 .", "look.ttl"), written(data + ":amount 41 .", "wrong.ttl")
    status, out, _ = run("check", look, "--texts", tmp_path / "texts")
    assert status == 0 and "1 text found, 0 missing" in out
    assert out.splitlines()[-1] == "Nothing is missing; 1 place deserves a look."
    status, out, _ = run("check", wrong, "--texts", tmp_path / "texts", "--json")
    report = json.loads(out)
    assert status == 1 and report["words"] == {"wrong": {"figures": 1}, "look here": {}}
    assert report["texts"] == {"found": 1, "missing": 0, "changed": 0} and report["out_of_range"] == 0
    [finding] = report["findings"]
    assert finding["resource"] == "https://e.org/a" and finding["passage"]["words"] == words
    assert "“Ann Lee paid” has 41 (amount), which no passage says, where the text has £40 (" in finding["sentence"]
    assert run("check", wrong, "--json")[0] == 0, "without the texts there are no words to compare"


@pytest.mark.parametrize("suffix", ["ttl", "nt", "nq", "trig", "jsonld", "trix", "hext"])
def test_the_whole_dataset_reads_back_isomorphic(run, tmp_path, suffix):
    path = tmp_path / f"all.{suffix}"
    assert run("export", "bromley", "-o", path)[0] == 0
    assert _canonical(path) == _canonical(BUNDLED)


def test_an_exported_view_holds_the_shown_part_with_its_evidence_and_opens_again(run, tmp_path):
    path, again = tmp_path / "view.ttl", tmp_path / "again.ttl"
    options = ("--only-class", "Person", "--only-class", "Formal organisation", "--only-class", "Post")
    assert run("export", "bromley", "-o", path, *options)[0] == 0
    assert run("export", "bromley", "-o", again, *options)[0] == 0
    assert path.read_bytes() == again.read_bytes()
    triples, everything = set(parse(path=str(path))), set(parse(path=str(BUNDLED)))
    assert triples < everything
    report = json.loads(run("info", path, "--json")[1])
    assert report["classes"]["Person"] == 8 and "Finding" not in report["classes"]
    checked = json.loads(run("check", path, "--json")[1])
    assert checked["resources"] == checked["with_evidence"]
    assert checked["statements"] == checked["statements_with_evidence"]
    assert "@prefix schema:" in path.read_text("utf-8")


@pytest.mark.parametrize("suffix", ["graphml", "gexf", "csv"])
def test_tables_hold_every_node_and_edge(run, tmp_path, suffix):
    import networkx as nx

    path = tmp_path / f"all.{suffix}"
    status, out, _ = run("export", "bromley", "-o", path)
    assert status == 0 and "nodes" in out
    info = json.loads(run("info", "bromley", "--json")[1])
    if suffix == "csv":
        nodes = (tmp_path / "all-nodes.csv").read_text("utf-8-sig").splitlines()
        edges = (tmp_path / "all-edges.csv").read_text("utf-8-sig").splitlines()
        assert len(nodes) >= info["nodes"] + 1 and len(edges) == info["edges"] + 1
    else:
        graph = nx.read_graphml(path, force_multigraph=True) if suffix == "graphml" else nx.read_gexf(path)
        assert graph.number_of_nodes() == info["nodes"] and graph.number_of_edges() == info["edges"]


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_render_draws_the_first_view(run, tmp_path, suffix):
    path = tmp_path / f"picture.{suffix}"
    status, out, _ = run("render", "bromley", "-o", path, "--size", "800x600", "--theme", "dark", "--caption")
    assert status == 0 and path.name in out
    assert path.stat().st_size > 10_000


@pytest.mark.parametrize("layout", LAYOUTS)
def test_render_knows_every_layout_or_gives_a_reason(run, tmp_path, layout):
    path = tmp_path / "picture.png"
    status, _, err = run("render", "bromley", "-o", path, "--layout", layout, "--only-class", "Person", "--only-class",
                         "Post", "--only-class", "Formal organisation", "--size", "700x500")  # fmt: skip
    if status:
        assert layout == "planar" or "Graphviz" in err, err
        assert status == 2 and err.count("\n") == 1
    else:
        assert path.exists()


def test_focus_hops_and_dates_filter_the_view(run, tmp_path):
    near, far = tmp_path / "near.ttl", tmp_path / "far.ttl"
    run("export", "bromley", "-o", near, "--focus", "Frankie Sulke", "--hops", 1)
    run("export", "bromley", "-o", far, "--focus", ":sulke", "--hops", 2, "--since", "2016", "--until", "2016-12")
    a, b = (json.loads(run("info", p, "--json")[1])["nodes"] for p in (near, far))
    assert 2 < a < b


def _labels(path: Path) -> set[str]:
    return set(finish(project(finish(read([path])).quads)).labels)


def test_the_clock_and_the_undated_are_those_of_the_window(run, tmp_path):
    path = tmp_path / "part.ttl"
    later, since = "Fortune: management, not money", "Significant deterioration since 2012"
    run("export", "bromley", "-o", path, "--until", "2016")
    assert {later, since} < _labels(path), "without a date of its own, what was said in 2018 stays"
    run("export", "bromley", "-o", path, "--until", "2016", "--undated", "leave")
    assert since in _labels(path) and later not in _labels(path)
    run("export", "bromley", "-o", path, "--until", "2016", "--clock", "said")
    assert since in _labels(path) and later not in _labels(path)
    run("export", "bromley", "-o", path, "--since", "2018", "--clock", "said", "--undated", "leave")
    assert later in _labels(path) and since not in _labels(path)
    run("export", "bromley", "-o", path, "--since", "2018", "--undated", "leave")
    assert since in _labels(path), "it still holds"
    status, out, err = run("export", "bromley", "-o", path, "--clock", "noon")
    assert status == 2 and "happened" in err and not out


def test_an_exploration_is_a_source_with_its_present_view(run, tmp_path):
    data, path = tmp_path / "friends.ttl", tmp_path / "friends.caseboard.trig"
    data.write_text("@prefix : <https://e.org/> . :a :knows :b . :b :knows :c . :c :near :d .", encoding="utf-8")
    document = finish(open_document([data]))
    hidden = frozenset({document.projection.node_of["https://e.org/d"]})
    xy = np.array([[0, 0], [90, 40], [200, 0], [300, 9]], np.float32)
    view = View(positions=Positions(xy), hidden_nodes=Nodes(hidden))
    finish(save_exploration(path, document, NamedView("Present", "", view, Camera(1, 2, 1.5, 640, 480)), [], []))

    assert json.loads(run("info", path, "--json")[1])["nodes"] == 4
    assert run("path", path, ":a", ":d")[0] == 0
    assert run("query", path, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")[1].split() == ["n", "3"]
    assert json.loads(run("check", path, "--json")[1])["resources"] == 4
    part = tmp_path / "part.ttl"
    assert run("export", path, "-o", part)[0] == 0
    assert len(set(parse(path=str(part)))) == 2, "the present view hides d"
    picture, narrow = tmp_path / "picture.svg", tmp_path / "narrow.svg"
    assert run("render", path, "-o", picture)[0] == 0
    drawn = picture.read_text("utf-8")
    assert 'width="640"' in drawn and ">c<" in drawn and ">d<" not in drawn
    assert run("render", path, "-o", narrow, "--focus", ":a", "--hops", 1)[0] == 0
    assert ">b<" in narrow.read_text("utf-8") and ">c<" not in narrow.read_text("utf-8")
    data.write_text(data.read_text("utf-8") + " :d :near :e .", encoding="utf-8")
    status, out, err = run("info", path, "--json")
    assert status == 0 and json.loads(out)["nodes"] == 5 and "changed since" in err
    data.unlink()
    status, out, err = run("render", path, "-o", picture)
    assert status == 2 and err.count("\n") == 1 and "friends.ttl" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("info", "nowhere.ttl"), "nowhere.ttl"),
        (("export", "bromley", "-o", "x.docx"), ".graphml"),
        (("render", "bromley", "-o", "x.gif"), ".svg"),
        (("render", "bromley", "-o", "x.png", "--layout", "forceatlas"), "forceatlas2"),
        (("render", "bromley", "-o", "x.png", "--size", "huge"), "1600x1000"),
        (("export", "bromley", "-o", "x.ttl", "--hide-class", "Findin"), "“Finding”"),
        (("export", "bromley", "-o", "x.ttl", "--hide-predicate", "memberr"), "“member of”"),
        (("export", "bromley", "-o", "x.ttl", "--focus", "Frankie Sulk"), "“Frankie Sulke”"),
        (("export", "bromley", "-o", "x.ttl", "--since", "2019", "--until", "2018"), "2019"),
        (("export", "bromley", "-o", "/nonexistent/folder/x.ttl"), "folder"),
        (("info",), "SOURCE"),
        (("info", "bromley", "--wat"), "--wat"),
    ],
)
def test_every_failure_is_one_sentence_and_exit_2(run, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    status, out, err = run(*arguments)
    assert status == 2 and not out
    assert err.count("\n") == 1 and words in err and "Traceback" not in err
    assert not list(tmp_path.glob("x.*"))


def test_an_error_in_a_file_names_its_place(run, tmp_path):
    path = tmp_path / "broken.ttl"
    path.write_text("@prefix : <https://e.org/> .\n:a :b :c .\n:a :b\n")
    status, _, err = run("info", path)
    assert status == 2 and "broken.ttl" in err and "line" in err


def test_a_file_with_mistakes_opens_with_recover_and_names_their_places(run, tmp_path):
    source, out = tmp_path / "a.ttl", tmp_path / "out.nt"
    source.write_text("@prefix : <https://e.org/> .\n:a :p :b .\n:c :p :d d .\n:e :p :f .\n")
    status, _, err = run("export", source, "-o", out)
    assert status == 2 and "--recover" in err and not out.exists()
    status, said, err = run("export", source, "-o", out, "--recover")
    assert status == 0 and "1 of 3 statements could not be read" in said and "a.ttl, line 3: " in err
    assert out.read_text("utf-8").count("\n") == 2


@pytest.mark.parametrize("language_first", [True, False])
def test_the_window_opens_with_the_options_of_the_command_line(tmp_path, language_first):
    opened, languages = [], ["--language", "de", "--language=fr"]
    toolkit = Toolkit(lambda *_: (9.0, 9.0), lambda *_: b"", lambda *given: opened.append(given) or 0)
    words = ["a.ttl", "--recover", "--schema", "--anyway", "--allow-context", "c.jsonld"]
    assert run_line([*languages, *words] if language_first else [*words, *languages], toolkit) == 0
    options = OpenOptions(True, True, ("de", "fr"), frozenset({Path("c.jsonld")}), True)
    assert opened == [(("a.ttl",), False, options)]
    assert run_line(["--debug"], toolkit) == 0 and opened[1] == ((), True, OpenOptions())


def test_an_exploration_of_a_source_too_large_for_the_memory_opens_anyway(run, tmp_path, monkeypatch):
    source, path = tmp_path / "a.nt", tmp_path / "a.caseboard.trig"
    source.write_text("<https://e.org/a> <https://e.org/p> <https://e.org/b> .")
    finish(save_exploration(path, finish(open_document([source])), NamedView("", "", View()), (), ()))
    monkeypatch.setattr("graph.reading.estimate.SMALL", 0)
    monkeypatch.setattr("graph.reading.loading.available_memory", lambda: 0)
    status, _, err = run("info", path)
    assert status == 2 and "a.nt holds about" in err and "--anyway" in err
    assert run("info", path, "--anyway")[0] == 0


def test_a_context_beside_the_file_is_allowed_by_name(run, tmp_path):
    context, source = tmp_path / "c.jsonld", tmp_path / "a.jsonld"
    context.write_text('{"@context": {"p": "https://e.org/p"}}')
    source.write_text('{"@context": "c.jsonld", "@id": "https://e.org/a", "p": 1}')
    status, _, err = run("info", source)
    assert status == 2 and f"--allow-context {context}" in err
    for words in (("--allow-context", context), (f"--allow-context={context}",)):
        status, out, _ = run("info", *words, source)
        assert status == 0 and "1 triple" in out
    assert run("info", source, "--allow-context")[0] == 2


def test_an_empty_file_is_an_empty_graph(run, tmp_path):
    path = tmp_path / "empty.ttl"
    path.write_text("")
    status, out, _ = run("info", path, "--json")
    assert status == 0 and json.loads(out)["triples"] == 0
    for name in ("e.ttl", "e.nt", "e.jsonld", "e.graphml", "e.gexf", "e.csv", "e.png", "e.svg", "e.pdf"):
        command = "render" if name.split(".")[1] in ("png", "svg", "pdf") else "export"
        assert run(command, path, "-o", tmp_path / name)[0] == 0, name


def test_standard_input_and_several_files_are_sources(run, tmp_path, monkeypatch):
    class Input(io.TextIOWrapper):
        pass

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(BUNDLED.read_bytes()))))
    status, out, _ = run("info", "-", "--json")
    report = json.loads(out)
    assert (status, report["source"]) == (0, "standard input") and report["triples"] > 1000
    path = tmp_path / "a.nt"
    path.write_text("<http://x/a> <http://x/p> <http://x/b> .", encoding="utf-8")
    assert json.loads(run("info", BUNDLED, path, "--json")[1])["triples"] == report["triples"] + 1
    monkeypatch.setattr("sys.stdin", None)
    status, _, err = run("info", "-")
    assert status == 2 and "nothing is piped into it" in err


def test_gzip_opens_like_any_file(run, tmp_path):
    path = tmp_path / "graph.ttl.gz"
    path.write_bytes(gzip.compress(BUNDLED.read_bytes()))
    counts = [json.loads(run("info", source, "--json")[1])["triples"] for source in (path, "bromley")]
    assert counts[0] == counts[1]


def test_the_same_command_gives_the_same_picture(run, tmp_path):
    for name in ("a.png", "b.png"):
        options = ("--layout", "spring", "--seed", 4, "--size", "600x400")
        assert run("render", "bromley", "-o", tmp_path / name, *options)[0] == 0
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_it_runs_without_a_display_and_without_unneeded_packages():
    code = (
        "import sys; from explorer.__main__ import main; status = main(['info', 'bromley']);"
        "bad = {'PySide6', 'networkx', 'rdflib', 'scipy', 'pyshacl'} & set(sys.modules);"
        "sys.exit(f'{status} {bad}' if status or bad else 0)"
    )
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, done.stderr


def test_the_schema_is_drawn_where_it_is_asked_for(run, tmp_path):
    example = "https://e.org/"
    path = tmp_path / "cats.nt"
    triples = (
        ("Cat", RDFS + "subClassOf", "Animal"), ("tom", RDF + "type", "Cat"), ("kit", RDF + "type", "Cat"),
        ("tom", example + "likes", "kit"),
    )  # fmt: skip
    path.write_text("".join(f"<{example}{s}> <{p}> <{example}{o}> .\n" for s, p, o in triples))
    for options, nodes in (((), 2), (("--schema",), 4)):
        assert json.loads(run("info", path, "--json", *options)[1])["nodes"] == nodes


def test_a_class_can_be_folded_into_relationships(run, tmp_path):
    path = tmp_path / "bromley.csv"
    status, out, _ = run("export", "bromley", "--fold", "Report section", "-o", path)
    assert status == 0 and "3 resources are edges, folded as in the picture." in out
    rows = (tmp_path / "bromley-edges.csv").read_text(encoding="utf-8-sig").splitlines()
    assert sum(",Report section," in row for row in rows) == 3
    assert run("export", "bromley", "--fold", "Nothing", "-o", path)[0] != 0
