"""Recovery from mistakes in RDF/XML, TriX, HexTuples, N3, JSON-LD and web pages; of Turtle, see test_real_files.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.document import Document
from explorer.files.opening import open_document, open_on_disk
from graph.formats.format import Format
from graph.formats.table import JSON_LD, RDF_XML
from graph.rdf.relative import THIS
from graph.rdf.terms import to_iri
from graph.rdf.unread import Unread
from graph.reading.local import rows_as_quads
from graph.reading.mistakes.recovery import Recovery
from graph.reading.refusals import ReadSyntaxError
from graph.store.folder import StoreFolder
from graph.work.progress import finish


def opened(folder: Path, name: str, data: bytes) -> Document:
    (folder / name).write_bytes(data)
    return finish(open_document([folder / name]))


def recovered(folder: Path, name: str, data: bytes) -> Document:
    (folder / name).write_bytes(data)
    return finish(open_document([folder / name], recover=True))


def places(document: Document) -> list[tuple[int, int]]:
    return [(place.line, place.begins) for place in document.source.unread.places]


def subjects(document: Document) -> set[str]:
    quads = document.source.quads
    return {to_iri(quads.terms[s]).removeprefix("https://example.org/") for s in quads.subject.tolist()}


def statements(document: Document) -> list[str]:
    return sorted(map(str, rows_as_quads(document.source.quads)))


XML = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\n xmlns="https://example.org/" '
    b'xml:base="https://example.org/b">\n%s</rdf:RDF>\n'
)
TRIX = (
    b'<TriX xmlns="http://www.w3.org/2004/03/trix/trix-1/"><graph><uri>https://example.org/g</uri>\n%s</graph>\n'
    b"<graph>\n%s</graph></TriX>\n"
)


def triple(subject: str, value: str) -> bytes:
    iri = "<uri>https://example.org/{}</uri>"
    return f"<triple>{iri.format(subject)}{iri.format('p')}{value}</triple>\n".encode()


def test_broken_terms_in_well_formed_rdf_xml_cost_one_statement_each(tmp_path: Path) -> None:
    body = (
        b'<C rdf:about="#a">\n<p rdf:resource="no page"/>\n<q>x</q><p>y</p></C>\n'
        b'<C rdf:about="c d"><q xml:lang="e_n!">y</q></C>\n'
        b'<C rdf:about="#e"><p xml:lang="EN-us">1</p>\n<p rdf:datatype="x y">1</p><p rdf:resource="#a"/></C>\n'
        b'<C rdf:about="#f"><p rdf:resource="#a" rdf:nodeID="b"/></C><C rdf:about="#g"/>\n'
    )
    with pytest.raises(ReadSyntaxError, match="line 4: "):
        opened(tmp_path, "a.rdf", XML % body)
    document = recovered(tmp_path, "a.rdf", XML % body)
    assert subjects(document) == {"b#a", "b#e", "b#f", "b#g"}
    assert places(document) == [(4, 3), (6, 6), (6, 6), (8, 7), (9, 9)]
    assert (document.source.unread.count, document.source.unread.total) == (5, 13)
    assert document.source.quads.prefixes.base == "https://example.org/b"
    assert '"1"@en-us' in " ".join(statements(document)), "as the strict parser writes it"


@pytest.mark.parametrize(
    "body", [b'<C rdf:about="#b"><p>1</p>\n<p>2</q></C>\n<C rdf:about="#c"/>', b'<C rdf:about="#b"><p>1</p>\n<p>']
)
def test_rdf_xml_is_read_up_to_the_line_where_it_breaks(tmp_path: Path, body: bytes) -> None:
    whole = XML % (b'<C rdf:about="#a"/>\n' + body)
    data = whole if b"/" in body[-8:] else whole[: whole.index(b"</rdf:RDF>")]
    document = recovered(tmp_path, "a.rdf", data)
    assert subjects(document) == {"b#a", "b#b"} and places(document) == [(5, 4)]
    assert len(document.source.quads) == 3, "of the broken element, the statements before the mistake"


def test_a_name_that_stands_twice_costs_no_statement_and_is_said(tmp_path: Path) -> None:
    data = (XML % b'<C rdf:ID="a"/>\n<C rdf:ID="a"><p>1</p></C>\n').replace(b' xml:base="https://example.org/b"', b"")
    with pytest.raises(ReadSyntaxError, match="<#a> has already been used"):
        opened(tmp_path, "a.rdf", data)
    document = recovered(tmp_path, "a.rdf", data)
    assert len(document.source.quads) == 2 and not document.source.unread
    assert "<#a> has already been used" in document.source.warnings[0]


def test_triples_of_trix_with_mistakes_are_left_out(tmp_path: Path) -> None:
    bad = triple("a b", "<id>x</id>") + triple("c", '<plainLiteral xml:lang="e_n!">x</plainLiteral>') + b"<triple/>\n"
    first = triple("a", "<uri>https://example.org/b</uri>") + bad
    document = recovered(tmp_path, "a.trix", TRIX % (first, triple("d", "<id>x</id>")))
    assert places(document) == [(3, 3), (4, 4), (5, 5)] and document.source.unread.total == 5
    assert [line.rsplit(" ", 1)[1] == "<https://example.org/g>" for line in statements(document)] == [True, False]
    cut = TRIX % (triple("a", "<id>x</id>") + b"<triple><uri>x</id></triple>" + triple("c", "<id>x</id>"), b"")
    document = recovered(tmp_path, "a.trix", cut)
    assert subjects(document) == {"a"} and places(document) == [(3, 3)]


def test_lines_of_hextuples_with_mistakes_are_left_out(tmp_path: Path) -> None:
    good, last = (
        f'["https://example.org/{name}", "https://example.org/p", "x:x", "globalId", "", ""]\n' for name in "ab"
    )
    bad = '["https://example.org/a b", "https://example.org/p", "x:x", "globalId", "", ""]\noops\n\n["a"]\n'
    document = recovered(tmp_path, "a.hext", f"{good}{bad}{last}".encode())
    assert subjects(document) == {"a", "b"} and places(document) == [(2, 2), (3, 3), (5, 5)]
    assert document.source.unread.total == 5


def test_statements_of_n3_with_mistakes_are_left_out_like_its_rules(tmp_path: Path) -> None:
    text = (
        b"@prefix : <https://example.org/> .\n{ :x :y :z } =>\n { :a :b :c } .\n:a :p :b .\n:c = <a b> .\n"
        b":d = :e .\n:f :g oops .\n:x is :p of :y .\n"
    )
    document = recovered(tmp_path, "a.n3", text)
    assert subjects(document) == {"a", "d", "y"} and places(document) == [(5, 5), (7, 7)]
    assert document.source.unread.left_out == ["1 rule of a.n3 was left out"]


JSON_HEAD = b'{"@context": {"@vocab": "https://example.org/", "same": {"@type": "@id"}},\n"@graph": ['


def test_broken_terms_in_json_ld_are_left_out_and_counted_each_time(tmp_path: Path) -> None:
    body = (
        b'{"@id": "https://example.org/no such", "q": "x"},\n'
        b'{"@id": "https://example.org/a", "q": "y", "same": "Jo Ann",\n'
        b'"s": {"@value": "z", "@language": "e_n!"},\n"t": {"@value": "z", "@language": "en-US"}, "u": null}]}'
    )
    for recover in (False, True):
        (tmp_path / "a.jsonld").write_bytes(JSON_HEAD + body)
        for document in (
            finish(open_document([tmp_path / "a.jsonld"], recover=recover)),
            finish(open_on_disk([tmp_path / "a.jsonld"], StoreFolder(tmp_path / str(recover)), recover=recover)),
        ):
            unread = document.source.unread
            assert places(document) == [(2, 2), (3, 3), (4, 4)] and (unread.count, unread.total) == (3, 5)
            assert unread.places[2].reason == "“e_n!” is no language tag"
    document = opened(tmp_path, "a.jsonld", JSON_HEAD + body)
    assert statements(document) == [
        '<https://example.org/a> <https://example.org/q> "y"',
        '<https://example.org/a> <https://example.org/t> "z"@en-us',
    ]


def test_keys_without_a_meaning_are_no_mistakes_of_json_ld(tmp_path: Path) -> None:
    text = b'{"@id": "x:a", "x:q": {"@value": "y", "@language": "en-US"}, "note": "n", "more": {"note": "n"}}'
    document = opened(tmp_path, "a.jsonld", text)
    assert statements(document) == ['<x:a> <x:q> "y"@en-us'] and not document.source.unread


def test_objects_of_json_ld_with_mistakes_are_left_out_up_to_the_end_of_well_formed_json(tmp_path: Path) -> None:
    good, last = (f'{{"@id": "https://example.org/{name}", "q": 1}}'.encode() for name in "ac")
    bad = b'{"@id": "https://example.org/b", "q": {"@value": [1]}}'
    document = recovered(tmp_path, "a.jsonld", JSON_HEAD + good + b",\n" + bad + b",\n" + last + b"]}")
    assert subjects(document) == {"a", "c"} and places(document) == [(3, 3)]
    assert document.source.unread.total == 3
    for broken, line in ((b',\n{"@id" 1},', 3), (b"\n", 3), (b",\n", 3)):
        data = JSON_HEAD + good + broken + (last + b"]}" if broken != b",\n" else b'{"@id": "https://exa')
        document = recovered(tmp_path, "a.jsonld", data)
        assert subjects(document) == {"a"} and places(document) == [(line, line)]
        assert document.source.unread.places[0].reason.endswith("; nothing after it can be read")
    whole = b"[" + good + b",\n" + bad + b"]"
    assert len(recovered(tmp_path, "b.jsonld", whole.replace(b'"q"', b'"x:q"')).source.quads) == 1
    for data in (bad, b'{"@id": "x:a", "x:p": 1, "@graph": [' + good + b"," + bad + b"]}"):
        with pytest.raises(ReadSyntaxError, match="Nothing in the file could be read without the mistake"):
            recovered(tmp_path, "c.jsonld", data.replace(b'"q"', b'"x:q"'))


def test_a_broken_script_of_a_web_page_leaves_the_others(tmp_path: Path) -> None:
    script = '<script type="application/ld+json">{"@id": "https://example.org/%s",\n"x:q": 1%s}</script>'
    page = "<html>" + script % ("a", "") + script % ("b", ",") + "<p>" + script % ("c", "") + "</html>"
    document = recovered(tmp_path, "a.html", page.encode())
    assert subjects(document) == {"a", "c"} and places(document) == [(3, 2)]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(["ok", "iri", "language", "structure"]), min_size=2, max_size=30),
    st.sampled_from([RDF_XML, JSON_LD]),
)
def test_elements_and_objects_without_mistakes_are_read_exactly(kinds: list[str], form: Format) -> None:
    if kinds.count("ok") in (0, len(kinds)):
        return
    as_xml = {
        "ok": "<p/>",
        "iri": '<p rdf:resource="x:a b"/>',
        "language": '<p xml:lang="a_">1</p>',
        "structure": '<p rdf:resource="x:a" rdf:nodeID="b"/>',
    }
    as_json = {
        "ok": '""',
        "iri": '{"@id": "x:a b"}',
        "language": '{"@value": "1", "@language": "a_"}',
        "structure": '{"@value": [1]}',
    }
    if form is RDF_XML:
        elements = "\n".join(
            f'<rdf:Description rdf:about="x:s{i}">{as_xml[kind]}</rdf:Description>' for i, kind in enumerate(kinds)
        )
        data = XML % elements.encode()
    else:
        objects = ",\n".join(f'{{"@id": "x:s{i}", "x:p": {as_json[kind]}}}' for i, kind in enumerate(kinds))
        data = f"[{objects}]".encode()
    unread, taken = Unread(), []
    for _ in Recovery(data, "a", form, THIS, taken.extend, unread).run():
        pass
    assert {str(quad.subject) for quad in taken} == {f"<x:s{i}>" for i, kind in enumerate(kinds) if kind == "ok"}
    assert (unread.count, unread.total) == (len(kinds) - kinds.count("ok"), len(kinds))
    head = 3 if form is RDF_XML else 1
    assert [place.line for place in unread.places if place.reason.startswith("@") or form is RDF_XML] == [
        i for i, kind in enumerate(kinds, head) if kind == "structure" or (form is RDF_XML and kind != "ok")
    ]
