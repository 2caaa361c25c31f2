"""Reading of files: formats, encodings, limits, and the messages about unreadable data."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import json
import subprocess
import sys
from pathlib import Path

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
    RdfFormat,
    Triple,
    parse,
)

from graph.errors import ReadError
from graph.formats import table as formats
from graph.formats.format import Format
from graph.rdf.relative import from_name
from graph.rdf.terms import local_name, to_iri
from graph.reading.digest import Digest
from graph.reading.limits import Limits
from graph.reading.local import LocalSource, as_word, rows_as_lines, rows_as_quads
from graph.reading.rdflib_formats import trix
from graph.reading.read import read, read_bytes
from graph.work.progress import finish

TURTLE = b'@prefix ex: <http://ex/> .\nex:a ex:p ex:b, "x"@en .\n'
TRIPLES = b'<http://ex/a> <http://ex/p> <http://ex/b> .\n<http://ex/a> <http://ex/p> "x"@en .\n'
QUADS = b"<http://ex/a> <http://ex/p> <http://ex/b> <http://ex/g> .\n"
TRIG = b"@prefix ex: <http://ex/> .\nex:g { ex:a ex:p ex:b }\n"
N3 = b"@prefix ex: <http://ex/> .\nex:a = ex:b .\n{ ex:a ex:p ex:b } => { ex:b ex:p ex:a } .\n"
RDF_XML = (
    b'<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://ex/">\n'
    b'<rdf:Description rdf:about="http://ex/a"><ex:p rdf:resource="http://ex/b"/></rdf:Description></rdf:RDF>'
)
JSON_LD = b'{"@context": {"ex": "http://ex/"}, "@id": "ex:a", "ex:p": {"@id": "ex:b"}}'
TRIX = (
    b'<TriX xmlns="http://www.w3.org/2004/03/trix/trix-1/"><graph><uri>http://ex/g</uri><triple><uri>http://ex/a</uri>'
    b'<uri>http://ex/p</uri><typedLiteral datatype="http://www.w3.org/2001/XMLSchema#integer">01</typedLiteral>'
    b"</triple></graph></TriX>"
)
HEXTUPLES = (
    b'["http://ex/a", "http://ex/p", "http://ex/b", "globalId", "", ""]\n'
    b'["_:x", "http://ex/p", "hi", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "en", "http://ex/g"]\n'
)


def statements(source: LocalSource) -> list[str]:
    return [str(quad) for quad in rows_as_quads(source.quads)]


@pytest.mark.parametrize(
    ("name", "data", "count"),
    [
        ("a.ttl", TURTLE, 2),
        ("a.nt", TRIPLES, 2),
        ("a.nq", QUADS, 1),
        ("a.trig", TRIG, 1),
        ("a.n3", N3, 1),
        ("a.rdf", RDF_XML, 1),
        ("a.owl", RDF_XML, 1),
        ("a.jsonld", JSON_LD, 1),
        ("a.trix", TRIX, 1),
        ("a.hext", HEXTUPLES, 2),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("neutral", [False, True])
def test_every_format_opens_by_content_even_packed_or_under_a_neutral_name(
    tmp_path: Path, name: str, data: bytes, count: int, packed: bool, neutral: bool
) -> None:
    path = tmp_path / ("data.txt" if neutral else name)
    path = path.with_name(path.name + ".gz") if packed else path
    path.write_bytes(gzip.compress(data) if packed else data)
    source = finish(read([path]))
    assert (len(source.quads), source.unread.count, source.title) == (count, 0, path.name)
    assert source.warnings == ((source.unread.sentence,) if source.unread else ())


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.rdf", TURTLE, "Turtle"),
        ("a.xml", JSON_LD, "JSON-LD"),
        ("a.ttl", RDF_XML, "RDF/XML"),
        ("a.ttl", TRIG, "TriG"),
        ("a.json", TURTLE, "Turtle"),
        ("a.nt", QUADS, "N-Quads"),
        ("a.nt", TURTLE, "Turtle"),
        ("a.jsonld", TRIX, "TriX"),
    ],
)
def test_content_wins_over_the_suffix_and_a_sentence_says_so(name: str, data: bytes, found: str) -> None:
    source = read_bytes(data, name)
    assert len(source.quads) > 0
    assert source.warnings == (f"{name} ends in .{name[2:]} but holds {found}; it was opened as {found}.",)


@pytest.mark.parametrize("name", ["a.ttl", "a.nt", "a.rdf", "a.jsonld", "a.trig", "a.hext"])
@pytest.mark.parametrize("data", [b"", b" \n\t", codecs.BOM_UTF8, b"# only a comment\n", "\n".encode("utf-16")])
def test_an_empty_file_is_an_empty_graph(name: str, data: bytes) -> None:
    source = read_bytes(data, name)
    assert (len(source.quads), len(source.quads.terms)) == (0, 0)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("name", ["a.ttl", "a.jsonld", "a.rdf"])
def test_text_in_another_unicode_encoding_opens(name: str, encoding: str) -> None:
    data = {"a.ttl": TURTLE, "a.jsonld": JSON_LD, "a.rdf": RDF_XML}[name].decode()
    plain = statements(read_bytes(data.encode(), name))
    assert statements(read_bytes(data.encode(encoding), name)) == plain


def test_xml_in_a_declared_encoding_opens() -> None:
    text = RDF_XML.decode().replace('"1.0"', '"1.0" encoding="ISO-8859-1"').replace("http://ex/b", "http://ex/é")
    assert NamedNode("http://ex/é") in read_bytes(text.encode("latin-1"), "a.rdf").quads.terms


def test_prefixes_stay_in_the_order_of_the_file_and_the_base_is_known() -> None:
    source = read_bytes(b"@base <http://b/> . @prefix z: <http://z/> .\nPREFIX a: <http://a/>\n<x> z:y a:x .", "a.ttl")
    assert list(source.quads.prefixes.pairs.items()) == [("z", "http://z/"), ("a", "http://a/")]
    assert source.quads.prefixes.base == "http://b/"
    assert read_bytes(RDF_XML, "a.rdf").quads.prefixes.pairs["ex"] == "http://ex/"
    assert read_bytes(JSON_LD, "a.jsonld").quads.prefixes.pairs == {"ex": "http://ex/"}


def test_relative_names_stay_as_the_file_has_them() -> None:
    data = b"<1> <#knows> <#me>, <>, <../a>, </b>, <c/d?e#f>, <./g:h>, <> ."
    source = read_bytes(data, "my graph.ttl")
    names = [to_iri(term) for term in source.quads.terms]
    assert names == ["1", "#knows", "#me", "<>", "../a", "/b", "c/d?e#f", "./g:h"]
    assert [from_name(name) for name in names] == source.quads.terms
    assert local_name("#me") == "#me" and source.about("#me")


def test_relative_names_of_several_files_are_told_apart(tmp_path: Path) -> None:
    for name in ("a.ttl", "b c.ttl"):
        (tmp_path / name).write_bytes(b"<#me> <x:p> <a.ttl#me> .")
    source = finish(read([tmp_path / "a.ttl", tmp_path / "b c.ttl"]))
    names = [to_iri(term) for term in source.quads.terms]
    assert names == ["a.ttl#me", "x:p", "file:///a.ttl", "b%20c.ttl#me", "file:///b%20c.ttl"]


def test_duplicates_are_kept_once() -> None:
    assert len(read_bytes(TRIPLES + TRIPLES, "a.nt").quads) == 2


def test_blank_nodes_are_numbered_in_reading_order_and_files_do_not_share_them(tmp_path: Path) -> None:
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_bytes(b"_:same <http://ex/p> [ <http://ex/p> _:same ] .")
    source = finish(read([tmp_path / "a.ttl", tmp_path / "b.ttl"]))
    blanks = [term.value for term in source.quads.terms if isinstance(term, BlankNode)]
    assert blanks == ["b0", "b1", "b2", "b3"]
    assert (source.title, len(source.hashes), len(source.quads)) == ("a.ttl and 1 more", 2, 4)


def test_what_several_files_say_stands_in_graphs_named_by_file(tmp_path: Path) -> None:
    for folder, data in (("a", TRIPLES), ("b", b"<x:s> <x:p> <x:o> . <x:g> { <x:s> <x:p> <x:o> }"), ("c", b"")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.trig").write_bytes(data)
    paths = [tmp_path / folder / "x.trig" for folder in "abc"]
    quads = finish(read(paths)).quads
    graphs = [quads.terms[i].value for i in quads.graph.tolist()]
    assert sorted(graphs) == [*["file:///a/x.trig"] * 2, "file:///b/x.trig", "x:g"]
    assert set(finish(read(paths[:1])).quads.graph.tolist()) == {-1}


@pytest.mark.parametrize("packed", [False, True])
def test_the_hash_of_a_source_is_the_sha_256_of_the_file_on_disk(packed: bool, tmp_path: Path) -> None:
    file, data = tmp_path / "a.ttl", gzip.compress(TURTLE) if packed else TURTLE
    file.write_bytes(data)
    assert finish(read([file])).hashes == (hashlib.sha256(data).hexdigest(),)
    assert read_bytes(data, "a.ttl").hashes == (hashlib.sha256(data).hexdigest(),)


@pytest.mark.parametrize("sizes", [(), (3, 5), (1 << 20,), (1 << 20, 1), (1 << 20, 1 << 20, 7)])
def test_pieces_have_the_hash_of_the_whole_and_no_more_than_a_megabyte_is_kept(sizes: tuple[int, ...]) -> None:
    pieces = [bytes([i + 1]) * size for i, size in enumerate(sizes)]
    digest = Digest()
    for piece in pieces:
        digest.add(piece)
        assert len(digest._kept) <= 1 << 20
    assert str(digest) == str(digest) == hashlib.sha256(b"".join(pieces)).hexdigest()
    digest.add(b"more")
    assert str(digest) == hashlib.sha256(b"".join([*pieces, b"more"])).hexdigest()


def test_rdf_1_2_reifiers_and_triple_terms_are_kept() -> None:
    text = (
        b"PREFIX : <http://ex/>\n:a :p :b {| :since 1 |} . << :a :q _:x ~ :r >> :by :c . :d :says <<( :a :p _:x )>> ."
    )
    source = read_bytes(text, "a.ttl")
    triples = [term for term in source.quads.terms if isinstance(term, Triple)]
    assert len(triples) == 3
    assert triples[-1].object == BlankNode("b1") and BlankNode("b1") not in source.quads.terms


def test_written_as_lines_the_quads_read_back_and_about_finds_both_directions() -> None:
    source = read_bytes(TRIG + b"ex:b ex:q _:x . _:x ex:q <<( ex:a ex:p _:x )>> .", "a.trig")
    words = [as_word(term) for term in source.quads.terms]
    lines = rows_as_lines(source.quads, words, slice(None)).encode()
    assert list(parse(lines, RdfFormat.N_QUADS)) == list(rows_as_quads(source.quads))
    assert len(source.about("http://ex/b")) == 2
    assert len(source.about("_:b0")) == 2
    assert not source.about("http://ex/nowhere") and not source.about("no iri")


def test_progress_rises_to_the_end_and_closing_the_job_cancels_it(tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    path.write_bytes(b"".join(b"<http://ex/%d> <http://ex/p> <http://ex/b> .\n" % i for i in range(20_000)))
    fractions = [step.fraction or 0.0 for step in read([path])]
    assert fractions == sorted(fractions) and fractions[-1] == 1.0 and len(fractions) > 4
    job = read([path])
    next(job)
    job.close()


PROTEGE = RDF_XML.replace(
    b"<rdf:RDF", b'<!DOCTYPE rdf:RDF [\n<!ENTITY ex "http://ex/" >\n<!ENTITY % no "x"> ]>\n<rdf:RDF'
).replace(b'about="http://ex/a"', b'about="&ex;a"')


def test_the_small_entities_of_owl_editors_are_replaced() -> None:
    data = PROTEGE.replace(b'<!ENTITY % no "x">', b"<!-- & -->")
    assert statements(read_bytes(data, "a.owl")) == statements(read_bytes(RDF_XML, "a.owl"))
    wrong = data.replace(b"</rdf:RDF>", b"<oops></rdf:RDF>")
    with pytest.raises(ReadError, match=r"a\.owl could not be read"):
        read_bytes(wrong, "a.owl")


LAUGHS = b'<!ENTITY a "ha"><!ENTITY b "&a;&a;">'


@pytest.mark.parametrize(
    "declared",
    [
        LAUGHS,
        b'<!ENTITY a SYSTEM "file:///etc/passwd">',
        b'<!ENTITY a PUBLIC "x" "http://ex/x">',
        b'<!ENTITY % a "x">',
        b'<!ENTITY a "&#38;b;">',
        b'<!ENTITY a "<b/>">',
        b'<!ENTITY a "' + b"x" * 5000 + b'">',
        b"".join(b'<!ENTITY a%d "x">' % i for i in range(1000)),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("name", ["a.rdf", "a.trix"])
def test_entities_that_could_grow_or_read_files_are_refused(declared: bytes, encoding: str, name: str) -> None:
    body = RDF_XML if name == "a.rdf" else TRIX
    head = b'<?xml version="1.0"?><!DOCTYPE x [' + declared + b"]>"
    data = head + body.removeprefix(b'<?xml version="1.0"?>')
    with pytest.raises(ReadError, match="entities"):
        read_bytes(data.decode().encode(encoding), name)


def test_a_document_type_after_the_root_is_refused() -> None:
    with pytest.raises(ReadError, match="declaration"):
        read_bytes(RDF_XML.replace(b"<rdf:Desc", b'<!DOCTYPE x [<!ENTITY a "b">]><rdf:Desc', 1), "a.rdf")


def test_an_entity_that_would_grow_the_text_too_far_is_refused() -> None:
    data = PROTEGE.replace(b'<!ENTITY % no "x">', b"").replace(b"http://ex/", b"http://ex/" + b"x" * 1000, 1)
    data = data.replace(b"</rdf:RDF>", b"<!-- " + b"&ex;" * 1000 + b" --></rdf:RDF>")
    with pytest.raises(ReadError, match="holds more than"):
        read_bytes(data, "a.owl", limits=Limits(size=1 << 19))


@pytest.mark.parametrize(
    "context",
    [
        b'"http://ex/c.jsonld"',
        b'"file:///c.jsonld"',
        b'"c.jsonld"',
        b'[{}, "http://ex/c.jsonld"]',
        b'{"@version": 1.1, "@import": "http://ex/c.jsonld"}',
        b'{"p": {"@id": "http://ex/p", "@context": "http://ex/c.jsonld"}}',
    ],
)
def test_a_context_outside_the_file_is_named_and_not_fetched(context: bytes) -> None:
    data = b'{"@context": ' + context + b', "@id": "http://ex/a", "p": {"http://ex/q": 1}}'
    with pytest.raises(ReadError, match=r"context \(.*c\.jsonld\) lies outside"):
        read_bytes(data, "a.jsonld")


def test_a_gzip_bomb_and_a_damaged_archive_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl.gz"
    path.write_bytes(gzip.compress(b" " * (1 << 24)))
    with pytest.raises(ReadError, match="holds more than 1 MiB"):
        finish(read([path], limits=Limits(size=1 << 20)))
    path.write_bytes(gzip.compress(TURTLE)[:-12])
    with pytest.raises(ReadError, match="ends too early"):
        finish(read([path]))
    path.write_bytes(gzip.compress(TURTLE) + gzip.compress(b"ex:c ex:p ex:d ."))
    assert len(finish(read([path])).quads) == 3
    with pytest.raises(ReadError, match="holds more than"):
        read_bytes(TURTLE, "a.ttl", limits=Limits(size=10))


XML_HEAD = RDF_XML[: RDF_XML.index(b"<rdf:Desc")]
DEEP = {
    "a.jsonld": [
        b'{"http://ex/p":' * 100_000 + b"1" + b"}" * 100_000,
        b"[" * 100_000,
        b'{"@context":' + b'{"a":{"@id":"x:a","@context":' * 50_000 + b"{}" + b"}}" * 50_000 + b"}",
        b'{"@included":' * 50_000 + b"{}" + b"}" * 50_000,
    ],
    "a.ttl": [b"<x:s> <x:p> " + b"<<( <x:s> <x:p> " * 100_000 + b"1" + b" )>>" * 100_000 + b" ."],
    "a.nt": [b"<x:s> <x:p> " + b"<<( <x:s> <x:p> " * 100_000 + b"<x:o>" + b" )>>" * 100_000 + b" .\n"],
    "a.rdf": [XML_HEAD + b"<ex:a><ex:p>" * 50_000 + b"</ex:p></ex:a>" * 50_000 + b"</rdf:RDF>"],
    "a.trix": [TRIX.replace(b"<graph>", b"<graph>" * 100_000).replace(b"</graph>", b"</graph>" * 100_000)],
}


@pytest.mark.parametrize(("name", "which"), [(name, i) for name, all_ in DEEP.items() for i in range(len(all_))])
def test_data_that_nest_too_deeply_are_refused(name: str, which: int) -> None:
    with pytest.raises(ReadError, match="levels deep"):
        read_bytes(DEEP[name][which], name)


@pytest.mark.parametrize("opening", [b"[ <x:p> ", b"( "])
def test_turtle_may_nest_a_hundred_thousand_deep(opening: bytes) -> None:
    closing = {b"[": b"] ", b"(": b") "}[opening[:1]]
    data = b"<x:s> <x:p> " + opening * 100_000 + b"1 " + closing * 100_000 + b"."
    assert len(read_bytes(data, "a.ttl").quads) > 100_000


SMALL_STACK = """
import sys, threading
from graph.reading.limits import Limits
from graph.reading.read import read_bytes
limits = Limits()
half = limits.json_depth // 2
triples = limits.triple_depth
cases = [
    ("a.jsonld", b'{"http://ex/p":' * (2 * half) + b"1" + b"}" * (2 * half)),
    ("a.jsonld", b'{"@included":' * (2 * half - 1) + b"{}" + b"}" * (2 * half - 1)),
    ("a.jsonld", b'{"@context":' + b'{"a":{"@id":"x:a","@context":' * (half - 2) + b"{}" + b"}}" * (half - 2) + b"}"),
    ("a.ttl", b"<x:s> <x:p> " + b"<<( <x:s> <x:p> " * triples + b"1" + b" )>>" * triples + b" ."),
]
def run():
    for name, data in cases:
        len(read_bytes(data, name).quads)
    print("whole")
threading.stack_size(512 << 10)
thread = threading.Thread(target=run)
thread.start()
thread.join()
"""


def test_the_deepest_accepted_data_fit_on_the_smallest_stack() -> None:
    done = subprocess.run([sys.executable, "-c", SMALL_STACK], capture_output=True, text=True, timeout=60)
    assert done.stdout == "whole\n", done.stderr


def test_brackets_inside_text_do_not_count_as_depth() -> None:
    row = b'<x:s> <x:p> "' + b"<<( " * 200 + b'" .'
    assert len(read_bytes(row, "a.ttl").quads) == 1
    assert len(read_bytes(b'{"http://ex/p": "' + b"[{" * 5000 + b'\\""}', "a.jsonld").quads) == 1


def test_very_long_words_are_read_soon_and_an_unterminated_value_is_refused() -> None:
    assert len(read_bytes(b"@prefix x: <x:> . x:a x:p x:" + b"a" * 3_000_000 + b" .", "a.ttl").quads) == 1
    with pytest.raises(ReadError, match="16 MiB"):
        read_bytes(b'<x:s> <x:p> """' + b"so it goes on " * 1_400_000, "a.ttl")


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        (
            "r.ttl",
            b"<x:s> <x:p> 1 .\n<x:s> <x:p> 1\n<x:s> <x:p> 2 .",
            r"r\.ttl could not be read as Turtle: line 3, column",
        ),
        ("r.nt", TRIPLES + b'<x:s> "p" <x:o> .', r"as N-Triples: line 3, column"),
        ("r.jsonld", b'{"a": 1,\n}', r"as JSON-LD: line 2, column"),
        ("r.rdf", RDF_XML[:-10], r"r\.rdf could not be read: it ends before all its elements are closed"),
        (
            "r.trix",
            TRIX.replace(b"<uri>http://ex/p</uri>", b""),
            r"as TriX: line 1, column \d+: Triple has wrong length, got 2 elements\.",
        ),
        ("r.hext", HEXTUPLES + b'["a"]', r"as HexTuples: line 3, column 1: a line must be an array of six"),
        ("r.ttl", "<x:s> <x:p> 'é' .".encode("latin-1"), r"not valid UTF-8 at line 1\. Save it as UTF-8"),
        ("r.png", b"\x89PNG\r\n\x1a\n\0\0", r"it is a PNG image, not RDF"),
        ("r.ttl", b"%PDF-1.7", r"it is a PDF document, not RDF"),
        ("r.ttl", b"PK\x03\x04....", r"it is a ZIP archive .*Unpack it"),
        ("r.ttl", bytes(range(256)), r"it is not text"),
        ("r.html", b"<!DOCTYPE html><html><p>hello</html>", r"it is a web page without JSON-LD"),
        ("r.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', r"it is a drawing in SVG, not RDF"),
        ("r.xml", b'<?xml version="1.0"?><note>hello</note>', r"it is XML or a web page, but not RDF"),
        ("r.txt", b"Dear reader,\nthis is a letter.", r"r\.txt could not be read"),
    ],
)
def test_unreadable_data_get_one_sentence_with_the_place_and_advice(name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(ReadError, match=sentence) as caught:
        read_bytes(data, name)
    text = str(caught.value)
    assert text.startswith(name) and text.endswith(".") and text.isprintable() and "file:///" not in text


def test_missing_files_and_devices_get_sentences_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "plain.ttl").write_bytes(TURTLE)
    for path, sentence in [
        (tmp_path / "none.ttl", "was not found"),
        (tmp_path / "plain.ttl" / "x.ttl", "not a folder"),
        (Path("/dev/zero"), "is a device"),
    ]:
        if path.is_absolute() and (path.exists() or not str(path).startswith("/dev")):
            with pytest.raises(ReadError, match=sentence):
                finish(read([path]))


def test_one_invalid_file_discards_all_files(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(TURTLE)
    (tmp_path / "b.ttl").write_bytes(b"<x:s> <x:p> .")
    with pytest.raises(ReadError, match=r"b\.ttl"):
        finish(read([tmp_path / "a.ttl", tmp_path / "b.ttl"]))


def test_json_without_a_context_is_refused_and_json_ld_without_statements_opens_empty() -> None:
    with pytest.raises(ReadError, match=r"a\.json could not be read: it is JSON without a JSON-LD context"):
        read_bytes(b'{"name": "Ada"}', "a.json")
    source = read_bytes(b'{"@context": {}, "name": "Ada"}', "a.json")
    assert source.warnings == ("a.json holds no statements: it is JSON-LD without any.",)


def test_a_failed_guess_leaves_no_trace() -> None:
    """Turtle is tried before TriG here; its terms and blank nodes are discarded when it fails."""
    source = read_bytes(b"_:x <x:p> _:y . <x:g> { _:z <x:p> _:x }", "a.ttl")
    assert [str(term) for term in source.quads.terms] == ["_:b0", "<x:p>", "_:b1", "_:b2", "<x:g>"]


FORMS = ["01", "1.0E0", " x  y ", "not a number", "<a>", "é"]
KINDS = ["integer", "double", "token", "normalizedString", "date"]
ORDER = [(form, kind) for form in FORMS for kind in KINDS]
TRIX_VALUE = (
    '<triple><id>z</id><uri>x:p</uri><typedLiteral datatype="http://www.w3.org/2001/XMLSchema#{1}">{0}</typedLiteral>'
    "</triple>"
)


@pytest.mark.parametrize("name", ["a.trix", "a.hext"])
def test_trix_and_hextuples_keep_lexical_forms_the_order_of_the_file_and_rdflib_as_it_was(
    name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    import rdflib

    if name == "a.trix":
        rows = "".join(TRIX_VALUE.format(form.replace("<", "&lt;"), kind) for form, kind in ORDER)
        data = f'<TriX xmlns="http://www.w3.org/2004/03/trix/trix-1/"><graph>{rows}</graph></TriX>'
    else:
        cells = (["_:z", "x:p", form, f"http://www.w3.org/2001/XMLSchema#{kind}", "", ""] for form, kind in ORDER)
        data = "\n".join(map(json.dumps, cells))
    quads = list(rows_as_quads(read_bytes(data.encode(), name).quads))
    assert [(quad.object.value, quad.object.datatype.value.rpartition("#")[2]) for quad in quads] == ORDER
    assert {(quad.subject, quad.graph_name) for quad in quads} == {(BlankNode("b0"), DefaultGraph())}
    assert capfd.readouterr() == ("", "")
    assert str(rdflib.Literal("01", datatype=rdflib.XSD.integer)) == "1"


def test_graphs_of_trix_and_hextuples_are_named_by_the_file_alone() -> None:
    name = b"<uri>http://ex/g</uri>"
    graphs = {
        b"": "DEFAULT",
        name: "<http://ex/g>",
        b"<id>g</id>": "_:b0",
        b"<uri>urn:x-rdflib:default</uri>": "DEFAULT",
    }
    for given_name, kept in graphs.items():
        (quad,) = rows_as_quads(read_bytes(TRIX.replace(name, given_name), "a.trix").quads)
        assert str(quad.graph_name) == kept


@pytest.mark.parametrize(
    ("name", "row", "sentence"),
    [
        ("a.hext", b'["x:a", "x:p", "x:b", "globalId", "", 5]', "array of six"),
        ("a.hext", b'["x:a", "x:p", 5, "x:c", "", ""]', "array of six"),
        ("a.hext", b'["x:a", "x:p"', "line 1, column 14"),
        ("a.hext", b'["no iri", "x:p", "x:b", "globalId", "", ""]', "line 1, column 1: an IRI holds a space"),
        ("a.trix", b"<triple><uri>no iri</uri></triple>", "line 1, column .*: an IRI holds a space"),
        ("a.trix", b"<triple><plainLiteral>a</plainLiteral><uri>x:p</uri><id>a</id></triple>", "resource as its subj"),
        ("a.trix", b"<triple><typedLiteral>a</typedLiteral></triple>", "No required attribute 'datatype'"),
    ],
)
def test_data_that_rdflib_would_accept_or_only_log_are_refused(
    name: str, row: bytes, sentence: str, capfd: pytest.CaptureFixture[str]
) -> None:
    data = TRIX.replace(b"<triple>", row + b"<triple>") if name == "a.trix" else row
    with pytest.raises(ReadError, match=sentence):
        read_bytes(data, name, format=formats.TRIX if name == "a.trix" else formats.HEXTUPLES)
    assert capfd.readouterr() == ("", "")


def test_trix_opens_no_other_file_even_without_the_limits(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "x.dtd").write_bytes(b'<!ENTITY a "from outside">')
    where = tmp_path.as_uri().encode()
    head = b'<!DOCTYPE TriX SYSTEM "%b/x.dtd" [<!ENTITY b SYSTEM "%b/secret">]>' % (where, where)
    for reference in (b"&a;", b"&b;"):
        try:
            told = str(list(trix(head + TRIX.replace(b">01<", b">" + reference + b"<"), print)))
        except SyntaxError:
            continue
        assert "secret" not in told and "outside" not in told


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["a.ttl", "a.nt", "a.rdf", "a.jsonld", "a.trix", "a.hext", "a.n3"]))
def test_any_bytes_are_read_or_refused_in_a_sentence(data: bytes, name: str) -> None:
    try:
        read_bytes(data, name)
    except ReadError as error:
        assert str(error).endswith(".")


READ = [format for format in formats.FORMATS if format.parser or format.reader]
SIGNS = list("[](){}~.;,a1:#<>&\n")
PIECES = ["<x:a>", "<x:p>", "_:b", "_:b0", "{|", "|}", "<<(", ")>>", '"x"', "'y'", '"""', "@en", "^^", "@prefix", "x:"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(SIGNS + PIECES), max_size=30),
    st.sampled_from(READ),
)
def test_reading_gives_the_same_quads_every_time(words: list[str], format: Format) -> None:
    data = " ".join(words).encode()

    def outcome() -> object:
        try:
            source = read_bytes(data, "a", format=format)
        except ReadError as error:
            return str(error)
        return statements(source), source.quads.prefixes.pairs

    assert outcome() == outcome()


def test_reading_and_writing_import_no_heavy_library() -> None:
    code = (
        "import sys, graph.reading.read, graph.reading.local, graph.writing.write, graph.writing.tables\n"
        "import graph.analysis.texts, graph.work.atomic\n"
        "print([m for m in ('rdflib', 'networkx', 'pyshacl', 'PySide6') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


def test_the_quads_are_those_of_the_parser() -> None:
    dataset = Dataset(parse(TRIPLES, next(f.parser for f in [formats.N_TRIPLES])))
    ours = Dataset(rows_as_quads(read_bytes(TRIPLES, "a.nt").quads))
    for each in (dataset, ours):
        each.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    assert dataset == ours
    assert Literal("x", language="en") in read_bytes(TRIPLES, "a.nt").quads.terms
