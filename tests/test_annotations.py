"""Notes as Web Annotations: all notes read back, and annotations of other programs can be read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.formats import table as formats
from graph.rdf.terms import Prefixes
from graph.reading.read import read_bytes
from graph.saved.annotations import Note, OnCanvas, OnEdge, OnNode, note_prefixes, note_quads, read_notes
from graph.writing.write import write_quads

EX = "https://example.org/"
_AWKWARD = (
    'She said "no".\nThen: \\"""', "two\r\nlines\ttab", "🕵️‍♀️ follow the money", "\u202eעברית ثم عربية", "<img src=x>",
    "'''", "a\x00b\x7f", "", " ", "\\u0041", "{ } @prefix . ;", "é vs e\u0301", "\u2028\ufeff", '"',
)  # fmt: skip
_texts = st.one_of(st.sampled_from(_AWKWARD), st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
_iris = st.one_of(
    st.sampled_from([f"{EX}ofsted", "_:b0", "_:b17", "urn:isbn:1", f"{EX}naïve#é"]),
    st.text("abcxyz0-_.", min_size=1, max_size=8).map(lambda name: EX + name),
)
_predicates = st.sampled_from([f"{EX}p", "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"])
_coordinates = st.floats(allow_nan=False, allow_infinity=False)
_targets = st.one_of(
    st.builds(OnNode, _iris),
    st.builds(OnEdge, _iris, _predicates, _iris),
    st.builds(OnCanvas, _coordinates, _coordinates),
)
_times = st.none() | st.datetimes(timezones=st.just(UTC))
_notes = st.lists(
    st.builds(Note, st.uuids().map(lambda u: u.urn), _targets, _texts, _times, _times),
    max_size=6,
    unique_by=lambda n: n.id,
)


def _reread(notes, form, graph="", **options):
    data = write_quads(note_quads(notes, graph, **options), note_prefixes(Prefixes({"": EX})), form).data
    return data, read_notes(read_bytes(data, f"notes.{form.suffixes[0]}").quads) if data.strip() else ()


def _as_read(note):
    """A note without a date of change has its date of creation."""
    return Note(note.id, note.target, note.text, note.created, note.changed or note.created)


@settings(max_examples=200)
@given(_notes, st.sampled_from(["", f"{EX}the-notes"]))
def test_any_notes_come_back_from_trig_as_they_were(notes, graph):
    data, read = _reread(notes, formats.TRIG, graph)
    assert read == tuple(map(_as_read, notes))
    assert data == _reread(notes, formats.TRIG, graph)[0]


@given(_notes)
def test_any_notes_come_back_from_turtle_and_n_quads(notes):
    for form in (formats.TURTLE, formats.N_QUADS):
        assert _reread(notes, form)[1] == tuple(map(_as_read, notes))


def test_inside_its_own_file_a_note_is_on_the_blank_node_itself():
    note = Note("urn:uuid:1", OnNode("_:b4"), "Who?")
    assert any(str(quad.object) == "_:b4" for quad in note_quads([note], inside=True))
    assert not any(str(quad.object) == "_:b4" for quad in note_quads([note]))


def test_a_note_on_a_relationship_reads_well():
    when = datetime(2018, 7, 16, 9, 30, tzinfo=UTC)
    note = Note("urn:uuid:6f1c", OnEdge(EX + "sulke", EX + "appointedBy", EX + "dfe"), "Check.\nTwice.", when, when)
    data, _ = _reread([note], formats.TURTLE)
    assert data.decode().split("\n\n", 1)[1] == (
        "<urn:uuid:6f1c> a oa:Annotation, cbv:Note ;\n"
        "    oa:motivatedBy oa:commenting ;\n"
        '    oa:bodyValue """Check.\nTwice.""" ;\n'
        '    dcterms:created "2018-07-16T09:30:00Z"^^xsd:dateTime ;\n'
        '    dcterms:modified "2018-07-16T09:30:00Z"^^xsd:dateTime ;\n'
        "    oa:hasTarget <urn:uuid:6f1c#target> .\n\n"
        "<urn:uuid:6f1c#target> a rdf:Statement, cbv:NotePart ;\n"
        "    rdf:subject :sulke ;\n    rdf:predicate :appointedBy ;\n    rdf:object :dfe .\n"
    )


_HEAD = """@prefix oa: <http://www.w3.org/ns/oa#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix : <https://example.org/> . @prefix dcterms: <http://purl.org/dc/terms/> . """


ON_A = OnNode(EX + "a")


@pytest.mark.parametrize(
    ("said", "target", "text"),
    [
        (
            ':n a oa:Annotation ; oa:hasBody [ a oa:TextualBody ; rdf:value "Body" ] ; oa:hasTarget :a .',
            ON_A, "Body",
        ),
        (':n a oa:Annotation ; oa:hasBody "Plain" ; oa:hasTarget :a .', ON_A, "Plain"),
        (
            ':n a oa:Annotation ; oa:bodyValue "One" ; oa:hasBody [ rdf:value "Two"@fr ] ; oa:hasTarget :a .',
            ON_A, "One\n\nTwo",
        ),
        (":n a oa:Annotation ; oa:hasBody :page ; oa:hasTarget :a .", ON_A, EX + "page"),
        (
            ':n a oa:Annotation ; oa:bodyValue "In part" ; oa:hasTarget [ oa:hasSource :a ] .',
            ON_A, "In part",
        ),
        (
            ':n a oa:Annotation ; oa:bodyValue "On a triple" ; oa:hasTarget <<( :a :p :b )>> .',
            OnEdge(EX + "a", EX + "p", EX + "b"), "On a triple",
        ),
        (':n a oa:Annotation ; oa:bodyValue "Of nothing" .', OnCanvas(0.0, 0.0), "Of nothing"),
    ],
)  # fmt: skip
def test_annotations_of_other_programs_are_read(said, target, text):
    (note,) = read_notes(read_bytes((_HEAD + said).encode(), "other.ttl").quads)
    assert (note.target, note.text, note.id) == (target, text, EX + "n")


def test_a_broken_place_or_date_loses_no_note():
    said = """:n a oa:Annotation ; oa:bodyValue "Still here" ; dcterms:created "last summer", "2018-07-16" ;
      oa:hasTarget [ oa:hasSelector [ cb:x "far" ; cb:y "INF" ] ] ."""
    head = _HEAD + "@prefix cb: <https://caseboard.example/ontology#> . "
    (note,) = read_notes(read_bytes((head + said).encode(), "broken.ttl").quads)
    assert (note.text, note.target) == ("Still here", OnCanvas(0.0, 0.0))
    assert note.created == note.changed == datetime(2018, 7, 16, tzinfo=UTC)


def test_a_note_on_two_things_is_a_note_on_each_and_reading_again_gives_the_same():
    data = (_HEAD + '[] a oa:Annotation ; oa:bodyValue "Both" ; oa:hasTarget :a, :b .').encode()
    notes = read_notes(read_bytes(data, "two.ttl").quads)
    assert [note.target for note in notes] == [ON_A, OnNode(EX + "b")]
    assert len({note.id for note in notes}) == 2
    assert all(note.id.startswith("urn:uuid:") for note in notes)
    assert notes == read_notes(read_bytes(data, "two.ttl").quads)


def test_data_without_notes_has_none(bromley):
    assert read_notes(bromley.projection.quads) == ()
