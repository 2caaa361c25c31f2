"""Writing of files: every format reads back equal, in the same bytes, and spreadsheets run no formula."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from gexf_rules import check_gexf
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

from explorer.pictures.look.style import SHAPES
from graph.formats import table as formats
from graph.formats.format import Format
from graph.formats.rows import EdgeRow, Look, NodeRow, Time
from graph.rdf.terms import RDF, XSD, Prefixes
from graph.reading.local import rows_as_quads
from graph.reading.read import read_bytes
from graph.writing.nesting import DEEPEST
from graph.writing.write import Written, write, write_quads

MUSIC = Path(__file__).parents[2] / "shared" / "data" / "music.ttl.gz"
PREFIXES = Prefixes(
    {
        "ex": "http://ex/",
        "": "http://ex/empty#",
        "deep": "http://ex/deep/er/",
        "word": "http://ex/word",
        "http": "http://other/",
        "urn": "urn:x:",
        "x": "urn:",
        "rdf": RDF,
        "xsd": XSD,
        "odd prefix": "http://odd/",
        "unused": "http://unused/",
    }
)

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["", "\n", 'a"b', "'''", '"""', "\\", "\\n\n", "\r\n", "\t", '"\n"', "\0", "\u2028", "<b>&amp;", "\ufeff", "=1+1"]
)
iris = st.builds(
    lambda stem, rest: NamedNode(stem + rest),
    st.sampled_from(
        [
            "http://ex/",
            "http://ex/empty#",
            "http://ex/deep/er/",
            "http://ex/word",
            "urn:x:",
            "urn:",
            "ex:",
            "x:",
        ]
    ),
    st.text("abcXYZ0129_-.:/é~'()!$&*+,;=@%", min_size=1, max_size=6)
    .map(lambda rest: rest.replace("%", "%2F"))
    # After a scheme, two slashes begin a host, which not every text can be.
    .filter(lambda rest: rest not in (".", "..") and not rest.startswith("//")),
)
blanks = st.integers(0, 3).map(lambda i: BlankNode(f"b{i}"))
literals = (
    text.map(Literal)
    | st.builds(lambda value, tag: Literal(value, language=tag), text, st.sampled_from(["en", "de-at", "zh-hant"]))
    | st.builds(
        lambda value, kind: Literal(value, datatype=kind),
        text | st.sampled_from(["1", "-01", "1.", ".5", "1e0", "1.5E-3", "true", "True", "+1", "1.0", "INF"]),
        st.sampled_from(
            [NamedNode(XSD + kind) for kind in ("integer", "decimal", "double", "boolean", "date", "string")]
        )
        | st.just(NamedNode(RDF + "JSON"))
        | iris,
    )
)
directed = st.builds(
    lambda value, way: Literal(value, language="ar", direction=way),
    text,
    st.sampled_from([BaseDirection.LTR, BaseDirection.RTL]),
)
predicates = iris | st.sampled_from([NamedNode(RDF + "type"), NamedNode(RDF + "first"), NamedNode(RDF + "rest")])
plain = iris | blanks | literals | directed | st.just(NamedNode(RDF + "nil"))
triples = st.recursive(
    st.builds(Triple, iris | blanks, predicates, plain),
    lambda inner: st.builds(Triple, iris | blanks, predicates, inner),
    max_leaves=3,
)
graphs = iris | blanks


def quads(objects: st.SearchStrategy[object], named: bool) -> st.SearchStrategy[list[Quad]]:
    default = st.builds(Quad, iris | blanks, predicates, objects)
    each = default | st.builds(Quad, iris | blanks, predicates, objects, graphs) if named else default
    return st.lists(each, max_size=12)


def canonical(each: list[Quad] | Dataset) -> Dataset:
    dataset = Dataset(each)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return dataset


WITH_QUADS = [format for format in formats.writable() if format.writer]


def back(written: Written, format: Format) -> list[Quad]:
    return list(rows_as_quads(read_bytes(written.data, "back", format=format).quads))


def law(given_quads: list[Quad], format: Format) -> None:
    written = write_quads(given_quads, PREFIXES, format)
    assert written.warnings == ()
    assert canonical(back(written, format)) == canonical(given_quads)
    assert write_quads(given_quads, PREFIXES, format) == written
    source = read_bytes(written.data, "back", format=format)
    again = write(source.quads, format)
    assert write(read_bytes(again.data, "back", format=format).quads, format).data == again.data


relatives = (
    st.text("ab:/?#.@%~é", max_size=8)
    .map(lambda rest: rest.replace("%", "%2F"))
    .map(lambda rest: read_bytes(f"<x:> <x:> <{rest}> .".encode(), "a.ttl").quads.terms[-1] if _is_name(rest) else A)
)


def _is_name(rest: str) -> bool:
    first = re.split("[/?#]", rest)[0]
    # Two slashes begin a host, and a path without folders cannot begin with an empty name.
    return ":" not in first and rest.count("#") < 2 and "//" not in rest


@settings(max_examples=150, deadline=None)
@given(st.lists(st.builds(Quad, relatives, predicates, relatives, relatives), max_size=6), st.sampled_from(["x", ""]))
@pytest.mark.parametrize("format", [formats.TRIG, formats.JSON_LD])
def test_relative_names_are_written_back_relative(format: Format, given_quads: list[Quad], prefix: str) -> None:
    prefixes = Prefixes({prefix: read_bytes(b"<x:> <x:> <#> .", "a.ttl").quads.terms[-1].value})
    written = write_quads(given_quads, prefixes, format)
    assert canonical(back(written, format)) == canonical(given_quads)
    assert b"caseboard-relative" not in written.data and b"~this" not in written.data


@settings(max_examples=150, deadline=None)
@given(quads(plain, named=True), st.sampled_from(["http://ex/deep/er/", "http://ex/word?q#f", "urn:x:", "http://ex"]))
@pytest.mark.parametrize("format", [formats.TRIG, formats.JSON_LD])
def test_a_base_is_written_and_reads_back_the_same_names(format: Format, given_quads: list[Quad], base: str) -> None:
    written = write_quads(given_quads, Prefixes({"ex": "http://ex/empty#"}, base), format)
    source = read_bytes(written.data, "back", format=format)
    assert canonical(list(rows_as_quads(source.quads))) == canonical(given_quads)
    assert source.quads.prefixes.base == base


@pytest.mark.parametrize("format", [formats.N_TRIPLES, formats.N_QUADS, formats.TRIX, formats.HEXTUPLES])
def test_relative_names_leave_no_invented_iri_where_a_format_has_none(format: Format) -> None:
    source = read_bytes(b"<#me> <x:p> <x:o> . <x:s> <x:p> <1> , <x:o> .", "a.ttl")
    written = write(source.quads, format)
    assert back(written, format) == [Quad(NamedNode("x:s"), NamedNode("x:p"), NamedNode("x:o"))]
    assert written.warnings == (
        f"2 statements were left out: {format.title} cannot hold relative names. Export Turtle or TriG to keep them.",
    )


@settings(max_examples=150, deadline=None)
@given(quads(plain | triples, named=False))
@pytest.mark.parametrize("format", [formats.TURTLE, formats.N_TRIPLES])
def test_any_graph_reads_back_equal(format: Format, given_quads: list[Quad]) -> None:
    law(given_quads, format)


@settings(max_examples=150, deadline=None)
@given(quads(plain | triples, named=True))
@pytest.mark.parametrize("format", [formats.TRIG, formats.N_QUADS])
def test_any_dataset_reads_back_equal(format: Format, given_quads: list[Quad]) -> None:
    law(given_quads, format)


@settings(max_examples=200, deadline=None)
@given(quads(plain, named=True))
def test_any_dataset_without_triple_terms_reads_back_equal_from_json_ld(given_quads: list[Quad]) -> None:
    law(given_quads, formats.JSON_LD)


@settings(max_examples=150, deadline=None)
@given(quads(iris | blanks | literals, named=True))
@pytest.mark.parametrize("format", [formats.TRIX, formats.HEXTUPLES])
def test_any_dataset_of_plain_terms_reads_back_equal_through_rdflib(format: Format, given_quads: list[Quad]) -> None:
    law([quad for quad in given_quads if format.fits(quad.object)], format)


A, B, P = NamedNode("http://ex/a"), NamedNode("http://ex/b"), NamedNode("http://ex/p")


def test_turtle_reads_well() -> None:
    given_quads = [
        Quad(A, P, Literal("one\ntwo", language="en")),
        Quad(B, P, A),
        Quad(A, NamedNode(RDF + "type"), NamedNode("http://ex/deep/er/C")),
        Quad(A, P, Literal("5", datatype=NamedNode(XSD + "integer"))),
        Quad(A, P, Literal("2016-03-01", datatype=NamedNode(XSD + "date"))),
        Quad(A, P, NamedNode("http://ex/not/a/name")),
    ]
    assert write_quads(given_quads, PREFIXES, formats.TURTLE).data.decode() == (
        "@prefix ex: <http://ex/> .\n"
        "@prefix deep: <http://ex/deep/er/> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n"
        "ex:a a deep:C ;\n"
        '    ex:p """one\ntwo"""@en, 5, "2016-03-01"^^xsd:date, <http://ex/not/a/name> .\n\n'
        "ex:b ex:p ex:a .\n"
    )


def text_of(turtle: str, format: Format = formats.TURTLE) -> str:
    """Some Turtle or TriG as it is written, without the prefixes."""
    source = read_bytes(f"@prefix : <http://ex/> . @prefix rdf: <{RDF}> .\n{turtle}".encode(), "x.trig")
    return write(source.quads, format).data.decode().partition("\n\n")[2]


def test_a_blank_node_that_is_used_once_and_a_list_are_written_where_they_are_used() -> None:
    text = ":a :p [\n        :q :r ;\n        :s [ :t 1 ]\n    ], [], ( 1 ( 2 ) [ :x :y ] () ) .\n"
    assert text_of(text) == text_of(text.replace("\n", " ")) == text
    assert text_of(f":g {{ {text} }}", formats.TRIG) == f":g {{\n\n{text}\n}}\n"


@pytest.mark.parametrize(
    ("turtle", "named", "brackets"),
    [
        (":a :p _:x . :b :p _:x .", 1, 0),
        (":a :p _:x , _:y . _:x :q _:y .", 1, 1),
        ("_:x :p _:x .", 1, 0),
        ("_:x :p _:y . _:y :p _:z , _:w . _:z :p _:x .", 3, 1),
        (":a :p _:r . _:r rdf:reifies <<( :a :p :b )>> .", 1, 0),
        (":a :p _:x . :r rdf:reifies <<( :a :p _:x )>> .", 1, 0),
        (":a :p _:x . :r rdf:reifies <<( :a :p <<( _:x :p :b )>> )>> .", 1, 0),
        ("_:x :p :b .", 1, 0),
    ],
)
def test_a_blank_node_keeps_a_name_where_it_needs_one(turtle, named, brackets) -> None:
    """It is used twice or never, in a circle, as a reifier, or in a triple term."""
    text = text_of(turtle)
    assert (len(set(re.findall("_:b[0-9]+", text))), text.count("[")) == (named, brackets)


@pytest.mark.parametrize(
    "data", [":g { :a :p _:x } :h { _:x :q :b }", ":g { :a :p _:x } :h { :a :p _:x }", ":a :p _:g . _:g { :a :p :b }"]
)
def test_a_blank_node_of_two_graphs_keeps_its_name(data) -> None:
    assert "_:b0" in text_of(data, formats.TRIG) and "[" not in text_of(data, formats.TRIG)


def test_a_subject_of_several_graphs_is_one_block_of_turtle() -> None:
    assert text_of(":g { :a :p :b } :h { :a :q :b ; :p :b . :b :p :a }") == ":a :p :b ;\n    :q :b .\n\n:b :p :a .\n"


def test_a_list_that_breaks_the_rules_is_written_in_full() -> None:
    rest = "rdf:rest"
    assert text_of(f":a :p [ rdf:first 1 ; {rest} :x ] .").count("rdf:first") == 1
    assert text_of(f":a :p [ rdf:first 1 , 2 ; {rest} () ] .").count("rdf:first") == 1
    assert text_of(f":a :p [ :q 1 ; {rest} () ] .").count(":q 1") == 1
    assert text_of(f":a :p [ a rdf:List ; rdf:first 1 ; {rest} ( 2 ) ] .").count("( 2 )") == 1


def test_deep_nesting_and_long_lists_can_be_read_again() -> None:
    deep = ":a :p " + "[ :p " * 150 + ":b" + " ]" * 150 + " ."
    chain = ":a :p _:x0 . " + " ".join(f"_:x{i} :p _:x{i + 1} ." for i in range(1000))
    long = f":a :p ( {' '.join(map(str, range(5000)))} ) ."
    for turtle in (deep, chain, long):
        text = text_of(turtle)
        assert text_of(text_of(text)) == text_of(text)
        assert max(len(line) - len(line.lstrip()) for line in text.splitlines()) <= 4 * (DEEPEST + 1)
    assert text_of(long).count("\n") == 1


cells = st.integers(0, 5).map(lambda i: BlankNode(f"b{i}"))
list_quads = st.lists(
    st.builds(
        Quad,
        cells | st.just(NamedNode("http://ex/a")),
        st.sampled_from([NamedNode(RDF + "first"), NamedNode(RDF + "rest"), NamedNode("http://ex/p")]),
        cells | st.sampled_from([NamedNode(RDF + "nil"), Literal("1"), NamedNode("http://ex/b")]),
        st.just(DefaultGraph()) | st.just(NamedNode("http://ex/g")),
    ),
    max_size=14,
)


@settings(max_examples=200, deadline=None)
@given(list_quads)
def test_any_tangle_of_blank_nodes_and_lists_reads_back_equal(given_quads: list[Quad]) -> None:
    law([quad for quad in given_quads if quad.graph_name == DefaultGraph()], formats.TURTLE)
    law(given_quads, formats.TRIG)


def test_an_empty_graph_is_written_and_read_in_every_format() -> None:
    for format in WITH_QUADS:
        assert back(write_quads([], PREFIXES, format), format) == []


@pytest.mark.parametrize("format", [formats.TURTLE, formats.N_TRIPLES])
def test_named_graphs_are_merged_with_a_warning_where_a_format_has_none(format: Format) -> None:
    written = write_quads([Quad(A, P, B), Quad(A, P, B, A), Quad(B, P, A, B)], PREFIXES, format)
    assert back(written, format) == [Quad(A, P, B), Quad(B, P, A)]
    assert written.warnings == (
        f"3 graphs were merged: {format.title} has no named graphs. Export TriG, N-Quads or JSON-LD to keep them.",
    )


def test_triple_terms_are_left_out_of_json_ld_with_a_warning() -> None:
    written = write_quads([Quad(A, P, B), Quad(A, P, Triple(A, P, B))], PREFIXES, formats.JSON_LD)
    assert back(written, formats.JSON_LD) == [Quad(A, P, B)]
    assert written.warnings == ("1 statement was left out: JSON-LD cannot hold triple terms.",)


DIRECTED = Literal("x", language="ar", direction=BaseDirection.RTL)


@pytest.mark.parametrize(
    ("format", "value", "why"),
    [
        (formats.TRIX, Triple(A, P, B), "TriX cannot hold triple terms, base directions and control characters."),
        (formats.TRIX, DIRECTED, "TriX cannot hold triple terms, base directions and control characters."),
        (formats.TRIX, Literal("\0"), "TriX cannot hold triple terms, base directions and control characters."),
        (formats.HEXTUPLES, Triple(A, P, B), "HexTuples cannot hold triple terms and base directions."),
        (formats.HEXTUPLES, DIRECTED, "HexTuples cannot hold triple terms and base directions."),
    ],
)
def test_terms_that_trix_and_hextuples_lack_are_left_out_with_a_warning(
    format: Format, value: Triple | Literal, why: str
) -> None:
    written = write_quads([Quad(A, P, B), Quad(A, P, value)], PREFIXES, format)
    assert back(written, format) == [Quad(A, P, B)]
    assert written.warnings == (f"1 statement was left out: {why}",)


def test_the_default_graph_of_trix_has_no_name_and_languages_are_those_of_xml() -> None:
    given_quads = [Quad(A, P, Literal("x", language="en")), Quad(A, P, B, BlankNode("g"))]
    text = write_quads(given_quads, PREFIXES, formats.TRIX).data.decode()
    assert "rdflib" not in text and text.count("<graph>") == 2 and text.count("<id>g</id>") == 1
    assert '<plainLiteral xml:lang="en">x</plainLiteral>' in text


@pytest.mark.skipif(not MUSIC.exists(), reason="the music data are not at ../shared/data")
@pytest.mark.parametrize("suffix", [format.suffixes[0] for format in WITH_QUADS])
def test_a_whole_source_reads_back_with_every_quad_and_blank_node_name(suffix: str) -> None:
    source = read_bytes(MUSIC.read_bytes(), "music.ttl.gz")
    written = write(source.quads, formats.SUFFIXES[suffix])
    again = read_bytes(written.data, f"music.{suffix}")
    assert written.warnings == again.warnings == ()
    assert set(rows_as_quads(again.quads)) == set(rows_as_quads(source.quads))


NODES = [
    NodeRow(
        "http://ex/a",
        "=HYPERLINK(1)",
        ["Body"],
        {"n": [1], "many": [1, 2], "mixed": [1], "start": ["-5"], "yes": [True]},
        1.5,
        -2,
    ),
    NodeRow("http://ex/b", "B\0\x1b\ud800", [], {"n": [2.5], "mixed": ["two"], "big": [2**80], "nan": [float("nan")]}),
]
EDGES = [
    EdgeRow("http://ex/a", "http://ex/b", "http://ex/p", "pays", 2, "e1"),
    EdgeRow("http://ex/a", "http://ex/b", "http://ex/p", "pays", 0, "e1"),
    EdgeRow("http://ex/b", "http://ex/b", "http://ex/q", "@me", 1, "e3"),
]


def test_graphml_opens_in_networkx_with_parallel_edges_types_and_positions() -> None:
    (data,) = formats.GRAPHML.table_writer(NODES, EDGES)
    graph = nx.parse_graphml(data.decode(), force_multigraph=True)
    assert graph.number_of_edges() == 3 and graph.number_of_edges("http://ex/a", "http://ex/b") == 2
    a, b = graph.nodes["http://ex/a"], graph.nodes["http://ex/b"]
    assert (a["n"], b["n"], a["many"], a["mixed"], a["yes"], a["x"], a["y"]) == (1.0, 2.5, "1; 2", "1", True, 1.5, 2.0)
    assert (b["label"], b["big"], b["nan"], "x" in b, "y" in b) == ("B", str(2**80), "nan", False, False)
    keys = list(ElementTree.fromstring(data).iter("{http://graphml.graphdrawing.org/xmlns}key"))
    assert len({key.get("id") for key in keys}) == len(keys)
    types = {key.get("attr.name"): key.get("attr.type") for key in keys}
    assert [types[name] for name in ("n", "yes", "sources", "mixed")] == ["double", "boolean", "long", "string"]


def test_gexf_opens_in_networkx_and_carries_no_date_of_its_own() -> None:
    (data,) = formats.GEXF.table_writer(NODES, EDGES)
    graph = nx.read_gexf(io.BytesIO(data))
    assert graph.number_of_edges() == 3
    assert graph.nodes["http://ex/a"]["viz"]["position"] == {"x": 1.5, "y": 2.0, "z": 0.0}
    assert "position" not in graph.nodes["http://ex/b"].get("viz", {})
    assert graph.nodes["http://ex/a"]["start_"] == "-5"
    assert b"lastmodified" not in data


def test_csv_names_two_files_and_opens_in_a_spreadsheet_without_running_anything(tmp_path: Path) -> None:
    assert [path.name for path in formats.paths_of(tmp_path / "a.csv")] == ["a-nodes.csv", "a-edges.csv"]
    assert formats.paths_of(tmp_path / "a.gexf") == [tmp_path / "a.gexf"]
    nodes, edges = formats.CSV.table_writer(NODES, EDGES)
    assert nodes.startswith(b"\xef\xbb\xbfid,label,classes,x,y,n,many,mixed,start_,yes,big,nan\r\n")
    first, second = csv.DictReader(io.StringIO(nodes.decode("utf-8-sig")))
    assert (first["label"], first["start_"], first["y"], first["yes"]) == ("'=HYPERLINK(1)", "-5", "2.0", "true")
    assert (second["x"], second["y"]) == ("", "")
    assert list(csv.DictReader(io.StringIO(edges.decode("utf-8-sig"))))[2]["label"] == "'@me"


scalars = st.text(max_size=8) | st.integers() | st.floats() | st.booleans()
attributes = st.dictionaries(
    st.text(max_size=4) | st.sampled_from(["id", "viz", "start"]), st.lists(scalars, max_size=2), max_size=3
)
dates = st.dates().map(str)
instants = st.datetimes().map(lambda at: f"{at:%Y-%m-%dT%H:%M:%S}".rjust(19, "0"))
times = st.none() | st.builds(Time, dates | instants, dates | instants | st.just(""), st.just("in words"))
colours = st.tuples(*[st.integers(0, 255)] * 3)
rows_of_nodes = st.lists(
    st.builds(
        NodeRow,
        st.text(max_size=4),
        st.text(max_size=6),
        st.lists(st.text(max_size=4), max_size=2),
        attributes,
        st.floats(),
        st.floats(),
        times,
        st.none() | st.builds(Look, colours, st.floats(0, 90), st.sampled_from(SHAPES)),
    ),
    max_size=4,
    unique_by=lambda node: node.id,
)
ends = st.text(max_size=4)
rows_of_edges = st.lists(
    st.builds(
        EdgeRow, ends, ends, st.text(max_size=4), st.text(max_size=4), st.integers(0, 9), st.text(max_size=3),
        attributes, times,
        st.none() | st.builds(Look, colours, st.floats(0, 9), st.sampled_from(["solid", "dashed", "dotted"])),
    ),
    max_size=4,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(rows_of_nodes, rows_of_edges)
@pytest.mark.parametrize("format", ["graphml", "gexf", "csv"])
def test_any_table_is_written_well_formed_and_in_the_same_bytes_every_time(
    format: str, nodes: list[NodeRow], edges: list[EdgeRow]
) -> None:
    written = formats.SUFFIXES[format].table_writer(nodes, edges)
    assert formats.SUFFIXES[format].table_writer(nodes, edges) == written
    if format == "csv":
        cells = [
            cell
            for data in written
            for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
            for cell in row
        ]
        assert not any(cell[0] in "=@\t\r" for cell in cells if cell)
    else:
        root = ElementTree.fromstring(written[0])
        assert sum(element.tag.endswith("}edge") for element in root.iter()) == len(edges)
        if format == "gexf":
            check_gexf(root)


def test_writing_again_changes_nothing_where_a_blank_node_names_a_graph() -> None:
    text = b"_:b1 a <urn:a> . _:b2 <urn:p> <urn:d> . _:b0 { <urn:w> <urn:q> _:b0 . _:b2 a _:b3 }"
    first = write(read_bytes(text, "x.trig").quads, formats.TRIG).data
    assert write(read_bytes(first, "x.trig").quads, formats.TRIG).data == first
