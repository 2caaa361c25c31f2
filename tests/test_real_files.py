"""Files as they occur: relative names, mistakes, contexts beside the file, other kinds, and very large ones."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from clocks import busy
from conftest import SHARED
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from explorer.document import Document, NamedView
from explorer.files.exploration import open_exploration, save_exploration
from explorer.files.exports import export_data
from explorer.files.images import caption_of
from explorer.files.opening import open_document, open_on_disk, too_big
from explorer.views.view import View
from explorer.views.visible import see
from graph.errors import ReadError
from graph.formats.table import TURTLE
from graph.rdf.relative import THIS
from graph.rdf.terms import to_iri
from graph.rdf.unread import Unread
from graph.reading.jsonld.contexts import ContextRefusedError
from graph.reading.jsonld.pages import base_of_page
from graph.reading.limits import Limits, TooLargeError
from graph.reading.local import rows_as_quads
from graph.reading.mistakes.recovery import Recovery
from graph.reading.read import read, read_bytes
from graph.reading.refusals import ReadSyntaxError
from graph.work.atomic import part_beside, save
from graph.work.progress import finish
from resources import FOLDER

CASES = SHARED / "cases"
RELATIVE = b'@prefix v: <https://example.org/v#> .\n<1> a v:Reading ; v:next <2> .\n<#me> v:name "M" ; v:by <1> .\n'


def case(name: str) -> Path:
    """An input from the shared folder; the test is skipped where it is not there."""
    path = CASES / name
    if not path.exists():
        pytest.skip(f"../shared/cases/{name} is not there")
    return path


def opened(folder: Path, name: str, data: bytes) -> Document:
    (folder / name).write_bytes(data)
    return finish(open_document([folder / name]))


def exported(document: Document, path: Path) -> str:
    finish(export_data(document, path, None, View()))
    return "".join(each.read_text("utf-8") for each in sorted(path.parent.glob(f"{path.stem}*{path.suffix}")))


def test_readings_without_a_base_keep_their_names() -> None:
    projection = finish(open_document([case("relative.ttl")])).projection
    assert projection.iris == ("1", "2", "#me")
    assert projection.labels == ("1", "2", "M")


@pytest.mark.parametrize("suffix", [".ttl", ".trig", ".jsonld", ".csv", ".graphml", ".gexf"])
def test_no_export_names_a_folder_or_an_invented_base(tmp_path: Path, suffix: str) -> None:
    text = exported(opened(tmp_path, "relative.ttl", RELATIVE), tmp_path / f"out{suffix}")
    assert "#me" in text
    assert not any(word in text for word in ("file:", str(tmp_path), "caseboard-relative", "~this", "~up"))
    if suffix in (".ttl", ".trig"):
        assert "<1> a v:Reading" in text and "<#me> v:name" in text


def test_relative_names_are_found_again_by_an_exploration(tmp_path: Path) -> None:
    document = opened(tmp_path, "relative.ttl", RELATIVE)
    view = View(focus=frozenset([document.projection.node_of["#me"]]))
    path = tmp_path / "work.caseboard.trig"
    finish(save_exploration(path, document, NamedView("Present", "", view), (), ()))
    start = finish(open_exploration(path)).document.start
    assert start is not None and start.view.focus == view.focus


def test_names_in_rdf_xml_and_json_ld_stay_relative_and_their_base_is_kept(tmp_path: Path) -> None:
    rdf = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/"%s>'
        b'<x:A rdf:about="1"><x:by rdf:resource="#me"/></x:A></rdf:RDF>'
    )
    jsonld = b'{"@context": {"by": "http://x/by"%s}, "@id": "1", "by": {"@id": "#me"}, "@type": "http://x/A"}'
    for name, data, base in [
        ("a.rdf", rdf, b' xml:base="http://b/c"'),
        ("a.jsonld", jsonld, b', "@base": "http://b/c"'),
    ]:
        assert opened(tmp_path, name, data % b"").projection.iris == ("1", "#me")
        stated = opened(tmp_path, name, data % base)
        assert stated.projection.iris == ("http://b/1", "http://b/c#me")
        assert "@base <http://b/c> .\n" in exported(stated, tmp_path / "out.ttl")
        assert "<#me>" in exported(stated, tmp_path / "out.ttl")


BROKEN = b"""@prefix : <https://example.org/> .
:a :p :b .
:c :p :d ;
   :q "open" ;

:e :p :f .
:g :p :h .
:i :p "not closed .
:j :p :k .
:l :p <https://example.org/no such page.html> .
:m :p "x"@much-too-long-a-language , \"\"\"a text. With a dot .
:n :p :o .\"\"\" .
"""


def recovered(folder: Path, name: str, data: bytes) -> Document:
    (folder / name).write_bytes(data)
    return finish(open_document([folder / name], recover=True))


def places(document: Document) -> list[tuple[int, int]]:
    return [(place.line, place.begins) for place in document.source.unread.places]


def subjects(document: Document) -> set[str]:
    quads = document.source.quads
    return {to_iri(quads.terms[s]).removeprefix("https://example.org/") for s in quads.subject.tolist()}


def test_the_statements_of_the_shared_case_are_read_but_for_two() -> None:
    document = finish(open_document([case("broken.ttl")], recover=True))
    assert subjects(document) == {"a", "g", "j", "l"}
    assert places(document) == [(6, 3), (8, 8)]
    question = document.source.unread.question
    assert question == "2 of 6 statements could not be read. Open without them?", "each place is in the list below it"


@pytest.mark.parametrize(
    ("name", "statement", "reason"),
    [
        ("a.ttl", ":a :p <http://x/a b> .", "an IRI holds a space, which is written %20 there"),
        ("a.ttl", ":a :p <http://x/{> .", "an IRI holds the character {, which is written %7B there"),
        ("a.ttl", ':a :p "open .', "the statement does not end; a quotation mark or a bracket may not be closed"),
        ("a.nt", "<x:a> <x:p> <x:a\u0007b> .", "an IRI holds a control character, which is written %07 there"),
    ],
)
def test_common_mistakes_are_said_in_plain_words_and_the_question_counts_them(
    tmp_path: Path, name: str, statement: str, reason: str
) -> None:
    head, good = ("@prefix : <x:> .\n", ":c :p :d .") if name == "a.ttl" else ("", "<x:c> <x:p> <x:d> .")
    text = f"{head}{statement}\n{good}\n".encode()
    with pytest.raises(ReadSyntaxError, match=re.escape(reason)):
        opened(tmp_path, name, text)
    unread = recovered(tmp_path, name, text).source.unread
    assert [place.reason for place in unread.places] == [reason]
    assert unread.question.endswith(". Open without it?") and unread.offer == "Open without it"


def test_a_mistake_costs_one_statement_and_each_place_is_listed(tmp_path: Path) -> None:
    with pytest.raises(ReadSyntaxError):
        opened(tmp_path, "a.ttl", BROKEN)
    document = recovered(tmp_path, "a.ttl", BROKEN)
    assert subjects(document) == {"a", "g", "j"}
    assert places(document) == [(6, 3), (8, 8), (10, 10), (11, 11)]
    third = document.source.unread.places[2]
    assert third.lines[third.line - third.first] == ":l :p <https://example.org/no such page.html> ."
    assert document.source.unread.as_text().splitlines()[2] == f"a.ttl, line 10: {third.reason}"
    assert document.source.warnings[0] == "The source is incomplete: 4 of 7 statements could not be read."


def test_graphs_bases_and_directives_keep_their_meaning_around_a_mistake(tmp_path: Path) -> None:
    text = (
        b"BASE <http://b/> PREFIX : <http://b/#>\n:g { <1> :p <2> . <3> :p <4 4> . <5> :p :x }\n:h { <6> :p }\n"
        b"@prefix : <http://c/> .\n:i { :a :p _:b . \n _:b :p oops . } _:b :p {| :q 1 |} .\n_:b :q :z .\n"
    )
    document = recovered(tmp_path, "a.trig", text)
    found = {str(quad) for quad in rows_as_quads(document.source.quads)}
    assert found == {
        "<http://b/1> <http://b/#p> <http://b/2> <http://b/#g>",
        "<http://b/5> <http://b/#p> <http://b/#x> <http://b/#g>",
        "<http://c/a> <http://c/p> _:b0 <http://c/i>",
        "_:b0 <http://c/q> <http://c/z>",
    }
    assert places(document) == [(2, 2), (3, 3), (6, 6), (6, 6)]


def test_lines_with_mistakes_are_left_out_of_n_triples(tmp_path: Path) -> None:
    good = [f"<http://x/{i}> <http://x/p> <http://x/o> ." for i in range(20_000)]
    bad = {700: "<http://x/a b> <http://x/p> <http://x/o> .", 19_000: '<http://x/a> <http://x/p> "x .'}
    lines = [bad.get(number, line) for number, line in enumerate(good, 1)]
    path = tmp_path / "a.nt"
    path.write_text("# head\n" + "\n".join(lines), encoding="utf-8")
    for document in (
        finish(open_document([path], recover=True)),
        finish(open_on_disk([path], recover=True)),
        finish(open_on_disk([path])),
    ):
        unread = document.source.unread
        assert (unread.count, unread.total, places(document)) == (2, 20_000, [(701, 701), (19_001, 19_001)])
        assert len(document.source.warnings) == 1
    assert len(finish(open_document([path], recover=True)).source.quads) == 19_998


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["ok", "iri", "string", "junk"]), min_size=1, max_size=30), st.booleans())
def test_exactly_the_statements_without_mistakes_are_read(kinds: list[str], packed: bool) -> None:
    words = {"ok": "<x:p> 1.5 , '.' .", "iri": "<x:p> <x:a b> .", "string": "<x:p> 'a .", "junk": "<x:p> ; ."}
    gap = " " if packed and "string" not in kinds else "\n"
    text = gap.join(f"<x:s{i}> {words[kind]}" for i, kind in enumerate(kinds)).encode()
    if kinds.count("ok") in (0, len(kinds)):
        return
    unread = Unread()
    taken: list[Quad] = []
    for _ in Recovery(text, "a.ttl", TURTLE, THIS, taken.extend, unread).run():
        pass
    assert {str(quad.subject) for quad in taken} == {f"<x:s{i}>" for i, kind in enumerate(kinds) if kind == "ok"}
    assert (unread.count, unread.total) == (len(kinds) - kinds.count("ok"), len(kinds))


def test_a_file_that_is_something_else_stays_an_error(tmp_path: Path) -> None:
    for data in (b"dear: {reader} [this] is <a> letter it goes on .\n" * 3000, b"@prefix : <x:> .\n:a :b\n"):
        with pytest.raises(ReadSyntaxError):
            recovered(tmp_path, "a.ttl", data)


def test_the_line_of_a_mistake_in_rdf_xml_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadSyntaxError, match="line 4: ill-formed document"):
        finish(open_document([case("mismatch.rdf")]))
    head = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">\n'
    many = "".join(f'<x:A rdf:about="http://x/{i}"/>\n' for i in range(9000))
    text = f'{head}{many}<x:A rdf:about="http://x/a b"/>\n{many}</rdf:RDF>'
    with pytest.raises(ReadSyntaxError, match="line 9,002: error while parsing IRI"):
        opened(tmp_path, "a.rdf", text.encode())


def test_an_incomplete_source_is_called_so_in_exports_captions_and_its_exploration(tmp_path: Path) -> None:
    document = recovered(tmp_path, "a.ttl", BROKEN)
    said = "The source is incomplete: 4 of 7 statements could not be read."
    visible = see(document.projection, View())
    for suffix in (".ttl", ".csv"):
        assert finish(export_data(document, tmp_path / f"out{suffix}", None, View())).sentence.endswith(said)
    assert said in caption_of(document, visible).lines(())
    path = tmp_path / "work.caseboard.trig"
    finish(save_exploration(path, document, NamedView("Present", "", View()), (), ()))
    assert finish(open_exploration(path)).document.source.unread.count == 4


DOCUMENT = b'{"@context": %s, "@id": "http://x/a", "name": "A", "knows": {"@id": "http://x/b", "name": "B"}}'
CONTEXT = b'{"@context": {"@base": "http://no/", "name": "http://x/name", "knows": {"@id": "http://x/knows"}}}'


def statements(document: Document) -> list[str]:
    return sorted(map(str, rows_as_quads(document.source.quads)))


def test_each_bundled_context_is_valid_and_listed_with_origin_licence_and_date() -> None:
    index = json.loads((FOLDER / "contexts" / "index.json").read_text("utf-8"))
    page = (FOLDER / "contexts" / "README.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([\w.-]+)` (\|.*)$", page, re.MULTILINE))
    files = {path.name for path in (FOLDER / "contexts").glob("*.jsonld")}
    assert files == set(rows) == set(index.values())
    assert all(len(cells.split("|")) == 6 and re.search(r"20\d\d-\d\d-\d\d", cells) for cells in rows.values())
    for address in index:
        data = json.dumps({"@context": address, "@id": "http://x/a", "@type": "http://x/T"}).encode()
        assert len(read_bytes(data, "a.jsonld").quads) == 1, address


def test_contexts_that_name_each_other_say_what_the_words_of_a_manifest_mean(tmp_path: Path) -> None:
    image = {"id": "http://x/i", "type": "ImageService3", "profile": "level1"}
    body = {"id": "http://x/b", "type": "Image", "height": 3, "service": [image]}
    page = {
        "id": "http://x/p",
        "type": "AnnotationPage",
        "items": [{"id": "http://x/a", "type": "Annotation", "body": body}],
    }
    canvas = {"id": "http://x/c", "type": "Canvas", "label": {"en": ["One"]}, "items": [page]}
    text = {"@context": "http://iiif.io/api/presentation/3/context.json", "id": "http://x/m", "type": "Manifest"}
    said = " ".join(statements(opened(tmp_path, "m.json", json.dumps(text | {"items": [canvas]}).encode())))
    for part in (
        "presentation/3#Manifest",
        "presentation/3#Canvas",
        "oa#Annotation",
        "image/3#ImageService",
        '"One"@en',
    ):
        assert part in said, part
    assert "oa#hasBody" in said and "exif/ns#height" in said


CATALOGUES = {
    "https://semiceu.github.io/DCAT-AP/releases/3.0.0/context/dcat-ap.jsonld": (
        {
            "@id": "http://x/catalogue", "@type": "Catalogue", "title": "Bees", "publisher": "http://x/museum",
            "dataset": {
                "@id": "http://x/bees", "@type": "Dataset", "title": {"@value": "Bees", "@language": "en"},
                "keyword": ["bee", "wasp"], "releaseDate": "2024-03-01", "frequency": "http://x/ANNUAL",
                "datasetDistribution": {"@id": "http://x/csv", "@type": "Distribution", "byteSize": "12",
                    "accessUrl": "http://x/bees.csv", "checksum": {"@type": "Checksum", "checksumValue": "ab12"}},
                "temporalCoverage": {"@type": "PeriodOfTime", "startDate": "2023-01-01"}, "inSeries": "http://x/series",
            },
        },
        {
            "<http://x/catalogue> <http://www.w3.org/ns/dcat#dataset> <http://x/bees>",
            "<http://x/catalogue> <http://purl.org/dc/terms/publisher> <http://x/museum>",
            '<http://x/bees> <http://purl.org/dc/terms/title> "Bees"@en',
            '<http://x/bees> <http://www.w3.org/ns/dcat#keyword> "wasp"',
            "<http://x/bees> <http://www.w3.org/ns/dcat#distribution> <http://x/csv>",
            "<http://x/bees> <http://www.w3.org/ns/dcat#inSeries> <http://x/series>",
            "<http://x/csv> <http://www.w3.org/ns/dcat#accessURL> <http://x/bees.csv>",
            '<http://x/csv> <http://www.w3.org/ns/dcat#byteSize> "12"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>',
        },
    ),
    "https://www.w3.org/ns/solid/oidc-context.jsonld": (
        {
            "client_id": "https://app.example/id", "client_name": "App", "redirect_uris": ["https://app.example/cb"],
            "require_auth_time": True, "scope": "openid webid",
        },
        {
            "<https://app.example/id> <http://www.w3.org/ns/solid/oidc#redirect_uris> <https://app.example/cb>",
            '<https://app.example/id> <http://www.w3.org/ns/solid/oidc#client_name> "App"',
            "<https://app.example/id> <http://www.w3.org/ns/solid/oidc#require_auth_time> "
            '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
        },
    ),
    "https://www.w3.org/ns/solid/notification/v1": (
        {"id": "http://x/channel", "topic": "http://x/pod/a", "endAt": "2024-03-01T00:00:00Z", "state": "s1"},
        {
            "<http://x/channel> <http://www.w3.org/ns/solid/notifications#topic> <http://x/pod/a>",
            '<http://x/channel> <http://www.w3.org/ns/solid/notifications#endAt> "2024-03-01T00:00:00Z"'
            "^^<http://www.w3.org/2001/XMLSchema#dateTime>",
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("address", CATALOGUES)
def test_catalogues_and_the_documents_of_pods_mean_what_their_specifications_say(tmp_path: Path, address: str) -> None:
    text, wanted = CATALOGUES[address]
    document = opened(tmp_path, "a.jsonld", json.dumps({"@context": address, **text}).encode())
    assert wanted <= set(statements(document)) and not document.source.warnings


def test_words_of_schema_org_get_their_meaning_without_the_network(tmp_path: Path) -> None:
    data = b'{"@context": ["https://schema.org/", {"x": "http://x/"}], "@type": "Event",\n "startDate": "2024-03-01",'
    data += b' "url": "http://x/1", "x:p": {"@type": "Place", "name": "Hall"}}'
    document = opened(tmp_path, "a.json", data)
    assert {"http://schema.org/startDate", "http://x/p"} <= {p.iri for p in document.projection.predicates} | {
        to_iri(term) for term in document.source.quads.terms
    }
    assert NamedNode("http://x/1") in document.source.quads.terms
    assert not document.source.warnings
    with pytest.raises(ReadError, match="line 3"):
        opened(tmp_path, "b.json", data.replace(b"2024-03-01", b'2024",\n "x'))


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(["name", "Person", "knows", "startDate", "url", "schema:about", "Event"]), min_size=1))
def test_a_context_with_only_the_words_of_the_file_says_the_same(words: set[str]) -> None:
    whole = json.loads((FOLDER / "contexts" / "schema.org.jsonld").read_text("utf-8"))
    text = {"@type": sorted(words), "@id": "http://x/a"} | dict.fromkeys(words, "http://x/b")
    inside = json.dumps(text | {"@context": whole["@context"]}).encode()
    named = json.dumps(text | {"@context": "https://schema.org"}).encode()
    either = [set(map(str, rows_as_quads(read_bytes(data, "a.jsonld").quads))) for data in (inside, named)]
    assert either[0] == either[1] != set()


def test_a_context_beside_the_file_is_read_only_if_allowed(tmp_path: Path) -> None:
    plain = statements(
        opened(tmp_path, "plain.jsonld", DOCUMENT % CONTEXT[12:-1].replace(b'"@base": "http://no/", ', b""))
    )
    (tmp_path / "context.jsonld").write_bytes(CONTEXT)
    path = tmp_path / "a.jsonld"
    path.write_bytes(DOCUMENT % b'"context.jsonld"')
    with pytest.raises(ContextRefusedError, match="a file in the same folder") as refused:
        finish(open_document([path]))
    assert refused.value.beside == tmp_path / "context.jsonld"
    for allowed in (tmp_path, tmp_path / "context.jsonld"):
        assert statements(finish(open_document([path], contexts=frozenset([allowed])))) == plain
    for elsewhere in (b'"../context.jsonld"', b'"http://x/c.jsonld"', b'"/etc/hosts"', b'"other.jsonld"'):
        path.write_bytes(DOCUMENT % elsewhere)
        with pytest.raises(ContextRefusedError, match="lies outside the file") as refused:
            finish(open_document([path], contexts=frozenset([tmp_path, Path("/etc")])))
        assert refused.value.beside is None


def test_the_shared_context_gives_three_triples() -> None:
    path = case("context/doc.jsonld")
    assert len(finish(open_document([path], contexts=frozenset([path.parent]))).source.quads) == 3
    event = finish(open_document([case("schema-event.json")])).projection
    assert {"Budget meeting", "Town hall", "Council"} <= set(event.labels)


def test_contexts_that_name_each_other_end(tmp_path: Path) -> None:
    (tmp_path / "c.jsonld").write_bytes(b'{"@context": "c.jsonld"}')
    (tmp_path / "a.jsonld").write_bytes(DOCUMENT % b'["c.jsonld"]')
    with pytest.raises(ReadError, match="in a circle"):
        finish(open_document([tmp_path / "a.jsonld"], contexts=frozenset([tmp_path])))


PAGE = b"""<!doctype html><html><head><title>Council</title>
<script>let x = "<script type='application/ld+json'>";</script>
<SCRIPT id=1 type="application/ld+json">{"@context": "http://schema.org", "@id": "http://x/ann", "name": "Ann"}</SCRIPT>
<script type='application/ld+json'>
[{"http://x/p": "B", "@id": "http://x/bob"}]
</script></head><body><p>Ann</p></body></html>"""


def test_json_ld_in_a_web_page_is_read(tmp_path: Path) -> None:
    assert len(finish(open_document([case("page.html")])).source.quads) == 2
    document = opened(tmp_path, "page.html", PAGE.replace(b"<script>let", b"<script>var"))
    assert statements(document) == ['<http://x/ann> <http://schema.org/name> "Ann"', '<http://x/bob> <http://x/p> "B"']
    assert not document.source.warnings
    with pytest.raises(ReadSyntaxError, match="line 5"):
        opened(tmp_path, "page.html", PAGE.replace(b'"B"', b'"B'))


N3_TEXT = b"""@prefix : <http://x/> .
:a :p "a => b { ! }" , <http://x/a!b> .  # { => }
{ ?x :p ?y . ?y :p ?z } => { ?x :q ?z } .
{ :a :p :b } <= { :b
  :p :a . } .
:a :says { :b :likes :c . } .
:a!:p :age 51 .
:a :sees ?who .
:b :p "1"^^:t , 2.5 .
"""


def test_the_statements_of_n3_are_read_and_its_logic_is_counted(tmp_path: Path) -> None:
    shared = finish(open_document([case("rules.n3")]))
    assert len(shared.source.quads) == 5
    said = "1 rule, 1 formula and 1 path of rules.n3 were left out"
    assert shared.source.warnings == (f"The source is incomplete: {said}.",)
    document = opened(tmp_path, "a.n3", N3_TEXT)
    assert [str(quad.object) for quad in rows_as_quads(document.source.quads)] == [
        '"a => b { ! }"', "<http://x/a!b>", '"1"^^<http://x/t>', '"2.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    ]  # fmt: skip
    assert list(document.source.unread.parts) == [
        "2 rules, 1 formula, 1 path and 1 statement about variables of a.n3 were left out"
    ]
    with pytest.raises(ReadSyntaxError, match="line 9"):
        opened(tmp_path, "b.n3", N3_TEXT.replace(b"2.5", b"oops"))


def test_trix_is_known_by_its_root_in_small_letters_too(tmp_path: Path) -> None:
    text = (
        b'<trix xmlns="http://www.w3.org/2004/03/trix/trix-1/"><graph><triple><uri>http://x/a</uri>'
        b"<uri>http://x/p</uri><uri>http://x/b</uri></triple></graph></trix>"
    )
    assert len(opened(tmp_path, "a.xml", text).source.quads) == 1


OTHERS = {
    "payments.csv": (b"payment;payer;amount\n1;A;\"1.250,50\"\n2;B;980,00\n", "separated by semicolons"),
    "two.csv": (b"name,age\nAnn,5\n", "separated by commas"),
    "a.tsv": (b"id\tname\n1\tAnn\n2\tBob\n", "separated by tabs"),
    "article.txt": (b"The committee met on Tuesday. It pays 3,000 pounds.\n", "a text. Texts are no graph"),
    "notes.md": ("# Minutes\n\n*Ann* said: “we agree”. See page 3.\n".encode(), "a text. "),
    "manchester.omn": (b"# pizzas\nPrefix: : <http://x/o#>\nOntology: <http://x/o>\n", "Manchester syntax"),
    "functional.ofn": (b"Prefix(:=<http://x/o#>)\nOntology(<http://x/o>)\n", "OWL functional syntax"),
    "onto.owx": (b'<?xml version="1.0"?>\n<Ontology xmlns="http://www.w3.org/2002/07/owl#"/>', "OWL/XML"),
    "onto.owl": (
        b'<?xml version="1.0"?>\n<Ontology xmlns="http://www.w3.org/2002/07/owl#"\n xmlns:rdf="http://www.w3.org/1999/'
        b'02/22-rdf-syntax-ns#" ontologyIRI="http://x/o">\n<Prefix name="" IRI="http://x/o#"/></Ontology>',
        "OWL/XML",
    ),
    "a.provn": (b"document\n  prefix ex <http://x/>\n  entity(ex:e1)\nendDocument\n", "PROV-N"),
    "a.gml": (b'graph [\n  node [ id 1 label "A" ]\n]\n', "a network in GML"),
    "a.graphml": (b'<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns"/>', "GraphML"),
    "a.gexf": (b'<gexf xmlns="http://gexf.net/1.3"/>', "GEXF"),
    "a.hdt": (b"$HDT\x01<http://purl.org/HDT/hdt#HDTv1>\0\0", "an HDT archive"),
    "a.tar": (b"a.ttl".ljust(257, b"\0") + b"ustar\00000" + b"\0" * 300, "a tar archive"),
    "a.xlsx": (b"PK\x03\x04\x14\0\0\0\x08\0" + b"xl/workbook.xml", "a spreadsheet"),
    "a.docx": (b"PK\x03\x04\x14\0\0\0\x08\0" + b"word/document.xml", "a text document"),
    "a.pdf": (b"%PDF-1.7\n", "a PDF document"),
    "empty-json.json": (b'{"id":"p-1","in":[{"role":"Chair"}]}', "JSON without a JSON-LD context"),
    "list.json": (b'[{"id": 1}, {"id": 2}]', "JSON without a JSON-LD context"),
}  # fmt: skip


_IN_CASES = ("payments.csv", "article.txt", "manchester.omn", "empty-json.json")


@pytest.mark.parametrize(
    ("name", "shared"), [*((name, False) for name in OTHERS), *((name, True) for name in _IN_CASES)]
)
def test_a_file_of_another_kind_is_named_with_what_to_do(tmp_path: Path, name: str, shared: bool) -> None:
    data, kind = OTHERS[name]
    if shared:
        data = case(name).read_bytes()
    for recover in (False, True):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ReadError) as refused:
            finish(open_document([tmp_path / name], recover=recover))
        said = str(refused.value)
        assert said.startswith(f"{name} could not be read: it is ") and kind in said and said.endswith(".")
        assert said.count(". ") == 1, "the kind, and one sentence about what to do"


@pytest.mark.parametrize(
    "data", [b":a :p :b", b"ex:a ex:p , .", b"<http://x/a> b c .\n<http://x/a> b c .\n", b"@prefix : <x:> ."]
)
def test_broken_rdf_is_not_taken_for_another_kind(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(ReadSyntaxError):
        opened(tmp_path, "a.txt", data + b"\noops here\n")


def test_a_prefix_that_everybody_knows_is_missed_with_the_line_that_declares_it(tmp_path: Path) -> None:
    line = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
    with pytest.raises(ReadSyntaxError, match=f"Add the line “{re.escape(line)}” at its top and open the file again"):
        opened(tmp_path, "a.ttl", b'<http://x/a>\n skos:note "n" .')
    assert len(opened(tmp_path, "a.ttl", f'{line}\n<http://x/a>\n skos:note "n" .'.encode()).source.quads) == 1
    with pytest.raises(ReadSyntaxError, match=r"has not been declared\. Correct that line and open the file again"):
        opened(tmp_path, "a.ttl", b'<http://x/a> own:note "n" .')


def test_very_many_prefixes_take_seconds_not_minutes(tmp_path: Path) -> None:
    lines = [f"@prefix p{i}: <http://x/{i}/> .\n" for i in range(60_000)]
    text = "".join(lines).encode() + b"".join(b"p%d:a p2:p p3:b .\n" % i for i in range(3000))

    def work() -> None:
        document = opened(tmp_path, "a.ttl", text)
        assert document.projection.prefixes.shorten("http://x/59999/c") == "p59999:c"
        assert "p2999:a p2:p p3:b ." in exported(document, tmp_path / "out.ttl")

    assert busy(work) < 10


def zipped(path: Path, *pieces: tuple[bytes, int]) -> Path:
    """A gzip archive of pieces, each repeated."""
    with gzip.open(path, "wb", 1) as file:
        for piece, times in pieces:
            for _ in range(times):
                file.write(piece)
    return path


def test_an_archive_of_no_text_is_refused_after_its_beginning(tmp_path: Path) -> None:
    path = zipped(tmp_path / "zeros.ttl.gz", (bytes(1 << 20), 200))
    tracemalloc.start()
    with pytest.raises(ReadError, match=r"zeros\.ttl\.gz could not be read: it is not text\."):
        finish(open_document([path]))
    assert tracemalloc.get_traced_memory()[1] < 30 << 20
    tracemalloc.stop()
    assert too_big([path], available=1 << 20) == ""
    wide = "@prefix : <http://x/> . :a :p :b .".encode("utf-16")
    assert len(finish(open_document([zipped(tmp_path / "wide.ttl.gz", (wide, 1))])).source.quads) == 1


def test_an_archive_is_bounded_by_what_fits_however_it_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = b"<http://x/a> <http://x/p> <http://x/b> .\n"
    path = zipped(tmp_path / "a.nt.gz", (line, 1), (b"# " + b" " * ((1 << 20) - 3) + b"\n", 70), (line, 1))
    assert too_big([path], available=40 << 20).startswith("a.nt.gz holds about ")
    monkeypatch.setattr("graph.reading.loading.available_memory", lambda: 40 << 20)
    with pytest.raises(TooLargeError, match=r"a\.nt\.gz was not opened: it unpacks to more than 0\.1 GB"):
        finish(open_document([path]))
    assert len(finish(open_document([path], anyway=True)).source.quads) == 1
    with pytest.raises(TooLargeError, match="holds more than 1 MiB"):
        finish(read([path], limits=Limits(size=1 << 20)))
    assert len(finish(read([path], limits=Limits(size=1 << 20), anyway=True)).quads) == 1


@pytest.mark.parametrize("depth", [97, 400, 1000])
def test_deep_json_ld_is_read_as_far_as_that_is_safe(tmp_path: Path, depth: int) -> None:
    document = opened(tmp_path, "a.jsonld", b'{"http://x/p":' * depth + b"1" + b"}" * depth)
    assert len(document.source.quads) == depth
    with pytest.raises(ReadError, match="1,001 levels deep"):
        opened(tmp_path, "b.jsonld", b"[" * 1001 + b"]" * 1001)
    with pytest.raises(ReadSyntaxError, match="line 1"):
        opened(tmp_path, "c.jsonld", b'{"http://x/p":' * depth + b"oops" + b"}" * depth)


def test_a_write_clears_what_killed_writes_left_behind(tmp_path: Path) -> None:
    mine = part_beside(tmp_path / "a.ttl")
    here = mine.name.split(".")[3].split("-")[0]
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = tmp_path / f".b.ttl.{here}-{gone.pid}-00000000.part"
    stays = [
        tmp_path / f".b.ttl.{here}-{os.getppid()}-00000000.part",
        tmp_path / f".b.ttl.00000000-{gone.pid}-00000000.part",
        tmp_path / ".someone.else.part",
        mine,
    ]
    for path in (left, *stays):
        path.touch()
    save(tmp_path / "c.ttl", b"done")
    assert sorted(tmp_path.iterdir()) == sorted([*stays, tmp_path / "c.ttl"])


LONG = "it goes “on”.\\n " * (1 << 20)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ttl", '@prefix : <http://x/> .\n:a :p """%s"""@en , 1 .\n:b :p 2 .'),
        (
            "a.nt",
            '<http://x/a> <http://x/p> "%s"@en .\n<http://x/a> <http://x/p> "1" .\n<http://x/b> <http://x/p> "2" .\n',
        ),
        ("a.trig", "<http://x/g> { <http://x/a> <http://x/p> '%s'@en , 1 . <http://x/b> <http://x/p> 2 }"),
        ("a.jsonld", '{"http://x/p": [{"@value": "%s", "@language": "en"}, 1, 2]}'),
    ],
)
def test_values_of_more_than_16_mib_are_read(tmp_path: Path, name: str, text: str) -> None:
    quads = opened(tmp_path, name, (text % LONG).encode()).source.quads
    long = [term for term in quads.terms if isinstance(term, Literal) and term.language == "en"]
    assert len(quads) == 3 and [term.value == LONG.replace("\\n", "\n") for term in long] == [True]


def test_a_name_of_more_than_16_mib_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="16 MiB"):
        opened(tmp_path, "a.jsonld", f'{{"@id": "http://x/{"x" * (18 << 20)}", "http://x/p": 1}}'.encode())
    with pytest.raises(ReadError, match="16 MiB"):
        opened(tmp_path, "a.ttl", f'<http://x/a> <http://x/p> "{LONG}'.encode())


@pytest.mark.parametrize(
    ("head", "subject", "base"),
    [
        ('<base href="https://example.org/site/">', "https://example.org/site/a", "https://example.org/site/"),
        ("<!-- <base href='http://no/'> --><BASE target=_top HREF=https://e.org/x?a&amp;b>", "https://e.org/a", "https://e.org/x?a&b"),
        ('<script>"<base href=x:y>"</script>', "a", ""),
        ('<base href="../up/">', "../up/a", ""),
        ('<base href="ht tp://">', "a", ""),
    ],
)  # fmt: skip
def test_the_base_of_a_web_page_is_that_of_its_json_ld(tmp_path: Path, head: str, subject: str, base: str) -> None:
    script = '<script type="application/ld+json">{"@id": "a", "x:p": 1}</script>'
    page = f"<html><head>{head}</head>{script}</html>".encode()
    for document in (opened(tmp_path, "a.html", page), recovered(tmp_path, "a.html", page)):
        assert document.projection.iris == (subject,) and document.source.quads.prefixes.base == base
    broken = page.replace(b"</html>", b'<script type="application/ld+json">{</script></html>')
    assert recovered(tmp_path, "b.html", broken).projection.iris == (subject,)


def test_pages_with_endless_comments_are_read_in_linear_time() -> None:
    assert busy(lambda: base_of_page(b"<!--" * 60_000 + b"<base href " * 3_000, THIS)) < 2.0
